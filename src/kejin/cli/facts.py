"""`kejin facts`: what can be known about an enterprise, and how people's spreadsheets call it."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from kejin.cli import completion
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, results
from kejin.cli.speaking import Speaker
from kejin.enterprises.importing import bounds_of
from kejin.facts import GRAINS, Fact, Grain, Label, dictionary

_BOUNDS = Label("取值范围：", "bounds: ")
_DATA_CLASS = Label("数据级别：", "data class: ")
app = typer.Typer(help="The fact dictionary: list it, or show one fact.", no_args_is_help=True)


@app.command("list")
def list_facts(
    *,
    grain: Annotated[Grain | None, typer.Option(help="Only facts of this grain.")] = None,
    find: Annotated[
        str | None, typer.Option(help="Only facts whose name, label or synonym contains this.")
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """List the facts: name, what it is called, what one row is about."""
    facts = [fact for fact in dictionary().values() if _wanted(fact, grain, find)]
    if as_json:
        emit(facts)
        return
    say = Speaker(language_of(lang))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("fact", "", "grain", "unit"):
        table.add_column(heading, overflow="fold")
    for fact in facts:
        table.add_row(
            fact.name, Text(say(fact.label)), say(GRAINS[fact.grain].label), say(fact.measure) or fact.unit
        )
    results().print(table)


@app.command("show")
def show_fact(
    name: Annotated[
        str,
        typer.Argument(help="The fact's name, its label or any synonym.", autocompletion=completion.facts),
    ],
    *,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show one fact: definition, unit, bounds, data class, synonyms, choices."""
    book = dictionary()
    # The dictionary's own error names the nearest facts, so an unknown name is looked up there once more.
    fact = book.find_synonym(name) or book[name]
    if as_json:
        emit(fact)
        return
    say, console = Speaker(language_of(lang)), results()
    console.print(Text(f"{fact.name}  {say(fact.label)}", style="bold"))
    console.print(Text(say(fact.definition)))
    console.print(
        Text(f"{say(GRAINS[fact.grain].label)} · {fact.kind.value} · {say(fact.measure) or fact.unit}")
    )
    console.print(Text(f"{say(_BOUNDS)}{say(bounds_of(fact))} · {say(_DATA_CLASS)}{fact.data_class}"))
    for choice in fact.choices:
        console.print(Text(f"  {choice.code}  {say(choice.label)}"))
    console.print(Text(" / ".join(fact.synonyms), style="dim"))


def _wanted(fact: Fact, grain: Grain | None, find: str | None) -> bool:
    if grain is not None and fact.grain is not grain:
        return False
    texts = (fact.name, fact.label.zh, fact.label.en, *fact.synonyms)
    return find is None or any(find.lower() in text.lower() for text in texts)
