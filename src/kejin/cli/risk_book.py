"""Books of loans from files and folders: facts, probabilities, rules, what-ifs, and the run they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from kejin.cli import tracking
from kejin.cli.given_facts import read_facts
from kejin.errors import FileError, OverlayError
from kejin.facts import FactSet
from kejin.packs import load_packs
from kejin.policy import Dates, Overlay, PolicyStore
from kejin.risk.simulation.book_file import BookDocument, read_book, supposed
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.whole import Prepared, prepare

BookArgument = Annotated[
    Path, typer.Argument(metavar="BOOK", help="A book of loans with its assumptions, as YAML.")
]
ScenariosOption = Annotated[
    int, typer.Option("--scenarios", metavar="N", help="How many courses of events are drawn.", min=1)
]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="S", help="The same seed draws the same courses.", min=0)
]
WorkersOption = Annotated[
    int,
    typer.Option("--workers", metavar="W", help="Threads; they change the time, never the result.", min=1),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="A what-if: policy.parameter or policy.table#row. May be given several times.",
    ),
]
AssumeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        metavar="NAME=VALUE",
        help="Another assumption of the book, such as recovery.months=36. May be given several times.",
    ),
]
DEFAULT_SCENARIOS = 10_000
WidthOption = Annotated[
    int, typer.Option("--width", metavar="PX", help="How wide the picture is drawn.", min=320, max=2_000)
]
DEFAULT_WIDTH = 860


@dataclass(frozen=True)
class Opened:
    """A book with what it rests on; made once, run under several rules."""

    document: BookDocument
    factset: FactSet
    table: pl.DataFrame | None
    store: PolicyStore
    dates: Dates

    def prepared(self, overlay: Overlay | None, assume: Sequence[str] = ()) -> Prepared:
        """The book under the rules, or under a what-if."""
        document = supposed(self.document, pairs(assume))
        policies = dict.fromkeys(key.partition(".")[0] for key in document.agreements)
        ruleset = self.store.only(policies).compile(self.dates, overlay)
        return prepare(document, self.factset, ruleset, table=self.table)


def open_book(path: Path, packs: Sequence[Path] | None) -> Opened:
    """A book's file with its facts; paths in it are relative to it. The law is that of its first day by default."""
    document = read_book(path)
    home = path.parent
    named = home / document.facts
    with tracking.step("reading the facts"):
        factset = read_facts(named)
    law = document.law or document.starts
    return Opened(document, factset, _table(document, home), load_packs(packs or ()), Dates(law, law, law))


def _table(document: BookDocument, home: Path) -> pl.DataFrame | None:
    if not document.probability.table:
        return None
    named = home / document.probability.table
    if named.is_dir():
        return pl.read_parquet(sorted(named.glob("*.parquet")))
    if not named.is_file():
        raise FileError("There is no such table", expected="a .csv or .parquet file", where=str(named))
    return pl.read_parquet(named) if named.suffix == ".parquet" else pl.read_csv(named)


def overlay_of(file: Path | None, values: Sequence[str] | None) -> Overlay | None:
    """A what-if from a file, from single values, or from both; None without either."""
    if not values:
        return Overlay.read(file) if file else None
    own = Overlay.of(", ".join(values), dict(pairs(values)))
    if file is None:
        return own
    given = Overlay.read(file)
    return Overlay(given.title, (*given.changes, *own.changes), reference=given.reference)


def pairs(values: Sequence[str]) -> dict[str, str]:
    """Texts such as "name=value", apart. Raises `OverlayError` for one without a sign of equality."""
    found = {}
    for text in values:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise OverlayError("This is no what-if", expected="name=value", found=text)
        found[name.strip()] = value.strip()
    return found


def run_with_progress(prepared: Prepared, name: str, *, scenarios: int, seed: int, workers: int) -> Run:
    """The run, with a bar for those who watch."""
    with tracking.gauge(name, scenarios) as advance:
        return prepared.run(scenarios=scenarios, seed=seed, workers=workers, progress=advance)
