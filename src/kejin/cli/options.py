"""Options that several commands share, and their defaults. Only here does Kejin ask what day it is."""

import os
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kejin.cli.output import WANTS_JSON

if TYPE_CHECKING:
    from kejin.policy import Dates

_BEIJING = timezone(timedelta(hours=8))
ShownLanguage = Literal["zh", "en", "both"]
_LONGEST_APPROVAL = 60


def _note_json(wanted: bool) -> bool:  # noqa: FBT001 - typer calls back with the value alone
    WANTS_JSON.set(wanted)
    return wanted


def _completed(incomplete: str) -> list[tuple[str, str]]:
    # Only a shell asks; whoever runs a command need not load the policies for it.
    from kejin.cli import completion  # noqa: PLC0415

    return completion.decisions(incomplete)


def day_of(text: str) -> date:
    """A day given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("not a date; write it as 2026-03-31") from error


JsonFlag = Annotated[
    bool,
    typer.Option(
        "--json", help="Print one JSON document instead of words.", callback=_note_json, is_eager=True
    ),
]
LanguageOption = Annotated[
    ShownLanguage | None,
    typer.Option(
        "--lang", help="zh, en or both. Default: the terminal's language; Chinese where that is unclear."
    ),
]
LawOption = Annotated[
    date | None,
    typer.Option(
        "--law", parser=day_of, metavar="DATE", help="Which rules apply. Default: the --facts-as-of day."
    ),
]
FactsOption = Annotated[
    date | None,
    typer.Option(
        "--facts-as-of", parser=day_of, metavar="DATE", help="As of when facts count. Default: today."
    ),
]
KnownOption = Annotated[
    date | None,
    typer.Option("--known-by", parser=day_of, metavar="DATE", help="What was known by when. Default: today."),
]
PacksOption = Annotated[
    list[Path] | None,
    typer.Option("--packs", metavar="DIR", help="A further folder of policies. May be given several times."),
]
OverlayOption = Annotated[
    Path | None,
    typer.Option("--overlay", metavar="FILE", help="A what-if: other values laid over the policies."),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="A saved mapping, or the name of one that ships. Default: proposed from the headers.",
    ),
]
PolicyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="NAME",
        help="Only this policy or decision. May be given several times.",
        autocompletion=_completed,
    ),
]


def approval_of(text: str) -> str:
    """A map approval number as it may stand under a map."""
    text = text.strip()
    if len(text) > _LONGEST_APPROVAL or not text.isprintable():
        raise typer.BadParameter(f"not an approval number: at most {_LONGEST_APPROVAL} printable characters")
    return text


ApprovalOption = Annotated[
    str,
    typer.Option(
        "--map-approval",
        metavar="NUMBER",
        envvar="KEJIN_MAP_APPROVAL",
        parser=approval_of,
        help="The approval number (审图号) that stands under every map.",
    ),
]


def dates_of(law: date | None, facts_as_of: date | None, known_by: date | None) -> "Dates":
    """The three dates with their defaults filled in: facts as of today, the law of that day, known by today."""
    from kejin.policy import Dates  # noqa: PLC0415

    facts = facts_as_of or today()
    return Dates(law=law or facts, facts_as_of=facts, known_by=known_by or today())


def today() -> date:
    """The law's day, which ends at midnight in Beijing, wherever the machine stands."""
    return datetime.now(_BEIJING).date()


def language_of(asked: ShownLanguage | None) -> ShownLanguage:
    """The language asked for, else the one of the environment; Chinese where the environment does not say."""
    if asked is not None:
        return asked
    for name in ("KEJIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value.startswith("en"):
            return "en"
        if value.startswith("zh"):
            return "zh"
    return "zh"
