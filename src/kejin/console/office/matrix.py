"""The matrix of the province: stages, industries, cities, platforms or tiers by the six instruments."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render

from kejin.console.common.tablefiles import FORMATS, Cell, table_file, yuan
from kejin.console.office.reading import (
    COUNTS,
    Found,
    Shown,
    cells_of,
    found_for,
    no_counts,
    origin,
    row_origin,
    shades,
)
from kejin.errors import FileError
from kejin.facts import Label
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.reading import Cell as Counted
from kejin.planning.aggregates.reading import Ground, Reach, Reading
from kejin.web.needs import PROVINCE
from kejin.web.origins import Origin
from kejin.web.pages import page
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

ROWS = ("stage", "key_industry", "city_code", "platform", "tier")
"""What may stand in the rows; all but the first may also narrow the stages."""
_HEADS = (
    "of", "rows", "instrument", "enterprises", "open", "nearly", "undetermined", "ceiling_yuan", "without_amount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for.

    Attributes:
        rows: What stands in the rows.
        dimension: What the stages are narrowed by; empty for the whole province.
        value: To which value; None is "not stated".
        what: What is counted.
        instrument: Whose products are shown below; empty for none.
    """

    rows: str
    dimension: str
    value: str | None
    what: str
    instrument: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Chosen":
        """What a query asks for; what it names wrongly is as if it were not named."""
        rows = query.get("rows", "")
        dimension, _, value = query.get("of", "").partition(":")
        rows = rows if rows in ROWS else ROWS[0]
        # Counts are kept along each dimension, not across: only the stages can be narrowed.
        dimension = dimension if dimension in ROWS[1:] and rows == ROWS[0] else ""
        what, instrument = query.get("what", ""), query.get("instrument", "")
        return cls(
            rows, dimension, (value or None) if dimension else None, what if what in COUNTS else COUNTS[0],
            instrument if instrument in INSTRUMENTS else "",
        )  # fmt: skip

    @property
    def of_text(self) -> str:
        """The narrowing as the address writes it."""
        return f"{self.dimension}:{self.value or ''}" if self.dimension else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is called, what it leads to (as `of`), its cells, where its figures come from."""

    reach: Reach
    leads: str
    cells: list[Shown | None]
    origin: Origin

    @property
    def figures(self) -> list[tuple[Label, Counted]]:
        """All its figures, instrument by instrument."""
        return [
            (label, self.reach.cells[name]) for name, label in INSTRUMENTS.items() if name in self.reach.cells
        ]


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product behind a column: its counts within what was chosen, and the clauses of its decision."""

    name: Label
    provider: Label
    demonstration: bool
    counts: tuple[int | None, ...]
    clauses: tuple[Ground, ...]


@page(PROVINCE)
def matrix(request: PageRequest) -> HttpResponseBase:
    """The matrix; `?format=` gives all its figures as a file."""
    try:
        run = found_for(request.visitor)
    except FileError as error:
        return no_counts(request, error)
    chosen = Chosen.of(request.GET.dict())
    reading = run.reading
    reaches = _reaches(reading, chosen)
    named = _named(reading, chosen)
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        rows = [cells for reach in reaches for cells in _file_rows(reach, named)]
        heads = [say(word(f"office.{name}")) for name in _HEADS]
        return table_file(say(word("office.matrix_title")), heads, rows, kind=kind)
    by_stage = chosen.rows == ROWS[0]
    context = {
        "chosen": chosen,
        "named": named,
        "lines": [
            Line(
                reach,
                "" if by_stage else f"{chosen.rows}:{reach.key or ''}",
                cells_of(reading, reach, chosen.what, by_stage=by_stage),
                row_origin(run, reach, chosen.rows, within=chosen.of_text),
            )
            for reach in reaches
        ],
        "heads": list(INSTRUMENTS.items()),
        "tabs": [(name, word(f"office.by_{name}")) for name in ROWS],
        "counts": [(name, word(f"office.{name}")) for name in COUNTS],
        "groups": [(word(f"office.by_{name}"), _options(reading, name)) for name in ROWS[1:]],
        "instrument": INSTRUMENTS.get(chosen.instrument),
        "products": _products(run, chosen) if chosen.instrument else (),
        "origin": origin(run, "matrix"),
        "shades": shades(),
        "synthetic": run.manifest.synthetic,
        "hidden": run.hidden,
    }
    return render(request, "console/office/matrix.html", context)


def _reaches(reading: Reading, chosen: Chosen) -> list[Reach]:
    if chosen.dimension:
        return reading.within(chosen.dimension, chosen.value)
    return reading.stages() if chosen.rows == ROWS[0] else reading.split(chosen.rows)


def _named(reading: Reading, chosen: Chosen) -> Label:
    if not chosen.dimension:
        return word("office.whole")
    return reading.name_of(chosen.dimension, chosen.value)


def _options(reading: Reading, dimension: str) -> list[tuple[str, Label, int]]:
    """The groups of a dimension: as the address writes them, their names, how many enterprises."""
    return [
        (f"{dimension}:{reach.key or ''}", reach.label, reach.enterprises)
        for reach in reading.split(dimension)
    ]


def _products(run: Found, chosen: Chosen) -> list[ProductLine]:
    aggregates = run.reading.aggregates
    counted = aggregates.split("products", chosen.dimension)
    if chosen.dimension:
        counted = counted.filter(pl.col("value").eq_missing(pl.lit(chosen.value, pl.String)))
    columns = ("eligible", "nearly", "undetermined", "not_eligible")
    counts = {row[0]: row[1:] for row in counted.select("product", *columns).iter_rows()}
    catalogue = aggregates["catalogue"].filter(instrument=chosen.instrument).sort("place")
    return [
        ProductLine(
            Label(row["zh"], row["en"]),
            Label(row["provider_zh"], row["provider_en"]),
            row["demonstration"],
            counts.get(row["product"], (0, 0, 0, 0)),
            tuple(run.reading.grounds("decision", row["decision"], "clause")),
        )
        for row in catalogue.iter_rows(named=True)
    ]


def _file_rows(reach: Reach, named: Label) -> list[list[Cell]]:
    return [
        [
            say(named), say(reach.label), say(INSTRUMENTS[name]), cell.enterprises, cell.open, cell.nearly,
            cell.undetermined, yuan(cell.open_fen), cell.open_without_amount,
        ]
        for name in INSTRUMENTS if (cell := reach.cells.get(name)) is not None
    ]  # fmt: skip
