"""All the facts of one run, and the way back from a fact to the cell it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from kejin.facts.grains import Grain


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """Where a fact stands in a sheet: the column's letter ("D") and its header as the person wrote it."""

    letter: str
    header: str


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """One sheet that was read (a CSV or Parquet file is one sheet).

    Attributes:
        file: The file's name as the person gave it.
        sheet: The sheet's name; empty for a CSV or Parquet file.
        columns: For each fact, and the year where the header names one, the column it was read from.
    """

    file: str
    sheet: str
    columns: Mapping[tuple[str, int | None], SourceColumn] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled, and worker processes take fact sets.
        return (type(self), (self.file, self.sheet, dict(self.columns)))


@dataclass(frozen=True, slots=True)
class FactSource:
    """The cell behind a fact: file, sheet, cell ("D17") and the column's header."""

    file: str
    sheet: str
    cell: str
    header: str


@dataclass(frozen=True, slots=True)
class FactSet:
    """Frames of facts by grain, each as `check_frame` returns it.

    Attributes:
        frames: One frame for each grain that is known at all.
        complete: Grains of which the set holds every row: there, no row means "none" and not "unknown".
        sheets: The sheets behind the `_sheet` column of the frames.
    """

    frames: Mapping[Grain, pl.LazyFrame | pl.DataFrame]
    complete: frozenset[Grain] = frozenset()
    sheets: tuple[SourceSheet, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "frames", MappingProxyType(dict(self.frames)))

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (dict(self.frames), self.complete, self.sheets))

    def locate(self, fact_name: str, row: Mapping[str, object], year: int | None = None) -> FactSource | None:
        """The cell a fact was read from, or None when nobody recorded it.

        Args:
            fact_name: A fact of the row's grain.
            row: The frame's row by column, with its `_sheet` and `_row`.
            year: The year of the fact; the row's own `year` where it is not given.
        """
        sheet_at, row_at = row.get("_sheet"), row.get("_row")
        if not isinstance(sheet_at, int) or not isinstance(row_at, int) or sheet_at >= len(self.sheets):
            return None
        wanted = year if year is not None else row.get("year")
        sheet = self.sheets[sheet_at]
        column = None
        if isinstance(wanted, int):
            column = sheet.columns.get((fact_name, wanted))
        column = column or sheet.columns.get((fact_name, None))
        if column is None:
            return None
        return FactSource(sheet.file, sheet.sheet, f"{column.letter}{row_at}", column.header)


def column_letter(index: int) -> str:
    """The letters of a column counted from 0, as a workbook shows them: 0 is "A", 26 is "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
