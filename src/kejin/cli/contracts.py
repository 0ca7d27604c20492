"""`kejin contracts`: what a contract's terms mean, payment by payment."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.cli.contract_costs import compare_command, cost_command
from kejin.cli.contract_options import (
    CalendarOption,
    CheckOption,
    ContractOption,
    ConventionOption,
    DayCountOption,
    EndOption,
    EveryOption,
    FirstOption,
    FormOption,
    GivenTerms,
    InterestOnlyOption,
    MonthsOption,
    PictureOption,
    PrincipalOption,
    RateOption,
    StartOption,
    TermsOption,
    UntilOption,
)
from kejin.cli.contract_picture import picture
from kejin.cli.contract_prices import price_command
from kejin.cli.contract_tables import contract_as_plain, print_contract, print_schedule
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, printable, results
from kejin.cli.speaking import Speaker
from kejin.errors import FileError
from kejin.facts import Label
from kejin.instruments.actus import Row, compare_case, read_cases, run_case
from kejin.instruments.loans import schedule
from kejin.instruments.termsheets import json_schema, read_contract

app = typer.Typer(
    name="contracts", help="What terms mean, payment by payment. 合同现金流。", no_args_is_help=True
)

app.command("cost")(cost_command)
app.command("compare")(compare_command)
app.command("price")(price_command)

_W = {
    "date": Label("日期", "Date"),
    "event": Label("事件", "Event"),
    "payoff": Label("现金流", "Payoff"),
    "principal_left": Label("名义本金", "Notional"),
    "rows": Label("行", "rows"),
}
_TEXTS: Final = frozenset({"eventDate", "eventType", "currency", "exerciseDate"})


@app.command("schedule")
def schedule_command(
    *,
    terms_file: TermsOption = None,
    principal: PrincipalOption = None,
    rate: RateOption = None,
    start: StartOption = None,
    months: MonthsOption = None,
    end: EndOption = None,
    form: FormOption = "equal-instalment",
    every: EveryOption = "P1M",
    first: FirstOption = None,
    interest_only: InterestOnlyOption = 0,
    day_count: DayCountOption = "MONTHLY",
    calendar: CalendarOption = None,
    convention: ConventionOption = "CSF",
    drawn_into: PictureOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show a contract's payments, exact to the fen: of a loan by options, of any form by --terms. 还款计划。"""
    say = Speaker(language_of(lang))
    given = GivenTerms(
        principal=principal, rate=rate, start=start, months=months, end=end, every=every, first=first,
        interest_only=interest_only, day_count=day_count, calendar=calendar, convention=convention,
    )  # fmt: skip
    if terms_file is not None:
        given.refuse_beside_a_file()
        contract = read_contract(terms_file)
        if drawn_into is not None:
            drawn_into.write_text(picture([(contract.name, contract.payments)]), encoding="utf-8")
        emit(contract_as_plain(contract)) if as_json else print_contract(results(), contract, say)
        return
    made = schedule(given.loan(form, instead="a --terms FILE"))
    if drawn_into is not None:
        drawn_into.write_text(
            picture([(f"{principal}  {rate}  {form}", list(made.payments()))]), encoding="utf-8"
        )
    if as_json:
        emit({"currency": made.currency, "payments": list(made.payments()), "events": made.events().frame()})
    else:
        print_schedule(results(), made, say)


@app.command("schema")
def schema_command(*, as_json: JsonFlag = False) -> None:  # noqa: ARG001 - it is JSON in any case
    """Print the JSON Schema of a terms file, for editors. 条款文件的 JSON Schema。"""
    emit(json_schema())


@app.command("actus")
def actus_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Terms, or cases, in ACTUS's own JSON.")],
    *,
    contract: ContractOption = None,
    until: UntilOption = None,
    check: CheckOption = False,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Work out ACTUS contracts: every event with payoff and state. 按 ACTUS 标准计算合同事件。"""
    cases = read_cases(file)
    if contract is not None:
        if contract not in cases:
            raise FileError("The file does not hold this contract", expected=", ".join(cases), found=contract)
        cases = {contract: cases[contract]}
    if until is not None:
        cases = {name: {**case, "to": until.isoformat()} for name, case in cases.items()}
    if check:
        _check(cases, as_json=as_json, say=Speaker(language_of(lang)))
        return
    runs = {name: run_case(case) for name, case in cases.items()}
    if as_json:
        emit({name: [row.as_dict() for row in rows] for name, rows in runs.items()})
    else:
        for name, rows in runs.items():
            print_rows(results(), name, rows, say=Speaker(language_of(lang)))


def _check(cases: Mapping[str, Mapping[str, object]], *, as_json: bool, say: Speaker) -> None:
    """Set each case beside the results that it prints; exit code 1 when one differs."""
    made = [compare_case(name, case) for name, case in cases.items()]
    if as_json:
        emit(
            [
                {"case": each.case, "rows": each.rows, "agrees": each.agrees, "difference": each.difference,
                 "error": each.error.as_dict() if each.error else None}
                for each in made
            ]
        )  # fmt: skip
    else:
        for each in made:
            mark = Text("✓ ", style="green") if each.agrees else Text("✗ ", style="red")
            line = mark.append(f"{printable(each.case)}  {each.rows} {say(_W['rows'])}", style="default")
            if each.difference is not None:
                part = each.difference
                line.append(f"  {part.row + 1}: {part.name}  {part.ours} ≠ {part.theirs}", style="red")
            if each.error is not None:
                line.append(f"  {printable(each.error.sentence())}", style="red")
            results().print(line)
    if not all(each.agrees for each in made):
        raise typer.Exit(1)


def print_rows(console: Console, name: str, rows: Sequence[Row], *, say: Speaker) -> None:
    """Print the events of one contract as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold", title=printable(name), title_justify="left")
    dicts = [row.as_dict() for row in rows]
    columns = list(dict.fromkeys(name for row in dicts for name in row))
    heads = {
        "eventDate": "date",
        "eventType": "event",
        "payoff": "payoff",
        "notionalPrincipal": "principal_left",
    }
    for column in columns:
        label = say(_W[heads[column]]) if column in heads else column
        table.add_column(label, justify="left" if column in _TEXTS else "right")
    for row in dicts:
        table.add_row(*(_cell(row.get(column, "")) for column in columns))
    console.print(table)


def _cell(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else printable(str(value)).removesuffix("T00:00:00")
