"""All the facts of one run, and the way back from a fact to the cell it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import polars as pl

from kejin.facts.beyond import Beyond
from kejin.facts.grains import Grain

# Shorter columns are compared sooner than their hashes are looked up.
_WORTH_HASHING = 20_000


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
        beyond: Where the set is one part of many, the totals over all of them; None where it is the whole.
    """

    frames: Mapping[Grain, pl.LazyFrame | pl.DataFrame]
    complete: frozenset[Grain] = frozenset()
    sheets: tuple[SourceSheet, ...] = ()
    beyond: Beyond | None = None
    _hashes: dict[tuple[Grain, str], pl.Series] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    # An explanation asks for one enterprise's rows several times over.
    _found: dict[tuple[Grain, str], tuple[str, pl.DataFrame]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "frames", MappingProxyType(dict(self.frames)))

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (dict(self.frames), self.complete, self.sheets, self.beyond))

    def rows_where(self, grain: Grain, wanted: Mapping[str, Any]) -> pl.DataFrame:
        """The rows of a grain whose columns hold the values wanted, in the order of the frame.

        A column that is known to be sorted (`frame.sort(...)`) is bisected. Of a long column of texts in any other
        order the hashes are kept once they were asked for: comparing a million numbers takes 0.5 ms, hashing or
        comparing a million codes 3 ms. No value wanted may be None, and every column must be there.
        """
        given = self.frames[grain]
        tests = [pl.col(name) == value for name, value in wanted.items()]
        if isinstance(given, pl.LazyFrame):
            return given.filter(tests).collect()
        for name, value in wanted.items():
            column = given.get_column(name)
            if column.flags["SORTED_ASC"] and not column.has_nulls():
                first = column.search_sorted(value, "left")
                return given.slice(first, column.search_sorted(value, "right") - first).filter(tests)
        texts = [name for name in wanted if given.get_column(name).dtype == pl.String]
        if given.height < _WORTH_HASHING or not texts:
            return given.filter(tests)
        name = texts[0]
        value = wanted[name]
        last = self._found.get((grain, name))
        if last is None or last[0] != value:
            last = self._found[grain, name] = (value, self._rows_like(given, grain, name, value=value))
        return last[1].filter(tests)

    def _rows_like(self, given: pl.DataFrame, grain: Grain, name: str, *, value: str) -> pl.DataFrame:
        """The rows whose column has the hash of the value: those that hold it, and perhaps others."""
        if (grain, name) not in self._hashes:
            self._hashes[grain, name] = given.get_column(name).hash()
        sought = pl.Series([value], dtype=pl.String).hash()[0]
        likely: pl.Series = (self._hashes[grain, name] == sought).arg_true()
        return given[likely]

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
