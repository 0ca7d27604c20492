"""What the present run counted, read once, and where its figures come from."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render

from kejin.assessment.standing import STAGES
from kejin.errors import FileError
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.reading import (
    AMOUNT_HOW,
    COUNTED_HOW,
    NEARLY_HOW,
    STAGES_HOW,
    Cell,
    Reach,
    Reading,
)
from kejin.planning.aggregates.shares import STEPS, share_text, step_of
from kejin.runs.manifest import read_manifest
from kejin.web.answers import present_folder
from kejin.web.counted import Found, found, found_for
from kejin.web.origins import Origin, counted_origin
from kejin.web.visitors import PageRequest
from kejin.web.words import word

COUNTS = ("open", "nearly", "undetermined")
"""What may be counted in a cell."""


def no_counts(request: PageRequest, error: FileError) -> HttpResponseBase:
    """The page of a run that kept no counts: why, and the command that makes them."""
    folder = present_folder()
    try:
        source = str(read_manifest(folder).source.get("file", ""))
    except FileError:
        source = ""
    context = {"error": error, "source": source, "fresh": f"{folder.name}-counted"}
    return render(request, "console/office/no_counts.html", context, status=404)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is shown.

    Attributes:
        count: Of the enterprises of the row.
        share: In words.
        step: How dark: 0 for none, else 1 to 5.
        fen: The ceiling of what is open; None where that is not what is counted, or nothing has an amount.
    """

    count: int
    share: str
    step: int
    fen: int | None


def shown(cell: Cell, what: str) -> Shown:
    """A cell by one of `COUNTS`."""
    count: int = getattr(cell, what)
    fen = cell.open_fen if what == "open" and cell.open_fen else None
    return Shown(count, share_text(count, cell.enterprises), step_of(count, cell.enterprises), fen)


def cells_of(reading: Reading, reach: Reach, what: str, *, by_stage: bool) -> list[Shown | None]:
    """A row's cells, instrument by instrument; None where no product is meant for it."""
    return [
        shown(reach.cells[name], what)
        if name in reach.cells and _meant(reading, name, reach.key if by_stage else None)
        else None
        for name in INSTRUMENTS
    ]


def _meant(reading: Reading, instrument: str, stage: str | None) -> bool:
    """Whether the catalogue has a product of the instrument for the stage; of an undetermined one any will do."""
    stages = reading.stages_of[instrument]
    return bool(stages) and (stage not in STAGES or stage in stages)


def origin(one: Found, table: str) -> Origin:
    """Where the figures of a page read out of a run's counts come from, as a whole."""
    return counted_origin(word("origin.run"), f"aggregates/{table}.parquet", one.manifest)


def row_origin(one: Found, reach: Reach, dimension: str, *, within: str = "") -> Origin:
    """Where the figures of one row of the matrix or the map come from: rows of the table, and how each is counted.

    Args:
        one: The run.
        reach: The row.
        dimension: What the row is a value of, as the table of counts has it.
        within: What the whole was narrowed to, as the address has it; empty for the province.
    """
    rows = " · ".join(
        part
        for part in ("aggregates/matrix.parquet", within, f"{dimension}:{reach.key or ''}", "instrument")
        if part
    )
    hows = [(word(f"office.{name}"), how) for name, how in _HOWS]
    return counted_origin(reach.label, rows, one.manifest, hows=hows)


_HOWS = (
    ("open", COUNTED_HOW),
    ("ceiling", AMOUNT_HOW),
    ("nearly", NEARLY_HOW),
    ("by_stage", STAGES_HOW),
)


def shades() -> list[tuple[int, str]]:
    """The steps of the legend, and the shares they stand for."""
    return [
        (step, f"{'≤' if step == 1 else f'{(step - 1) * 100 // STEPS}–'}{step * 100 // STEPS}%")
        for step in range(1, STEPS + 1)
    ]


__all__ = [
    "COUNTS",
    "Found",
    "Shown",
    "cells_of",
    "found",
    "found_for",
    "no_counts",
    "origin",
    "row_origin",
    "shades",
    "shown",
]
