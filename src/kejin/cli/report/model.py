"""What a report is made of: tables of plain values, figures drawn from them, and sections of figures.

A table is stated once and leaves in three forms: on the page, as CSV and as a sheet of the workbook. A cell keeps its
value (fen, parts per billion, a day) and each form writes it in its own way; None is unknown and never zero.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kejin.cli.report.drawing import Drawn
from kejin.facts import Label
from kejin.money import RATE_SCALE, Rounding, round_quotient

Cell = Label | str | int | date | None

WIDE, NARROW = 890, 322
"""Widths in pixels at which pictures are drawn: the column of a page, and that of a telephone."""


class Kind(StrEnum):
    """What a column holds: text in both languages or one, whole numbers, fen, parts per billion, days."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the CSV, its head, what it holds; `long` when its texts are sentences."""

    name: str
    label: Label
    kind: Kind = Kind.TEXT
    long: bool = False

    @property
    def figure(self) -> bool:
        """Whether it holds numbers, which stand at the right."""
        return self.kind in (Kind.COUNT, Kind.MONEY, Kind.SHARE)


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with its title; `name` is its anchor, its file and its sheet.

    `anchors` are ids for rows that are linked to, `links` where the first cell of a row leads; both empty, or one for
    each row.
    """

    name: str
    title: Label
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Label | None = None
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise `ValueError` for a row that does not fit its columns, which would shift every cell after it."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.name}: {len(row)} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with a title of its own where several stand in one figure."""

    drawn: Drawn
    title: Label | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the report.

    Attributes:
        name: Its anchor.
        title: What it shows.
        says: What is to be seen in it, in a sentence; None where the picture is enough.
        pictures: The picture, or several side by side; none for a table alone.
        legend: How to read the shades.
        table: The same figures as a table.
        origin: Where the figures come from: what is counted, how, out of which table.
        beneath: Lines that must stand under the picture (a map's source and approval).
        shown: How many rows of the table stand on the page; the rest is in the CSV and the workbook.
        opened: Whether the table is open from the start.
    """

    name: str
    title: Label
    table: DataTable
    origin: tuple[Label, ...]
    says: Label | None = None
    pictures: tuple[Picture, ...] = ()
    legend: Drawn | None = None
    beneath: tuple[Label, ...] = ()
    shown: int = 60
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that is read first, with what it is and a line below; `link` leads to where it comes from."""

    figure: Label
    title: Label
    note: Label
    link: str


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report: a title, a lead, figures, and details that fold out (a matrix for each city).

    `beside` are tables that leave as files only; what folds out is part of one of them.
    """

    name: str
    title: Label
    lead: Label | None = None
    figures: tuple[Figure, ...] = ()
    tiles: tuple[Tile, ...] = ()
    findings: tuple[Label, ...] = ()
    folded: tuple[Figure, ...] = ()
    beside: tuple[DataTable, ...] = ()

    @property
    def tables(self) -> tuple[DataTable, ...]:
        """The tables that leave as files: those of the figures, and those that only leave as files."""
        return (*(figure.table for figure in self.figures), *self.beside)


def count_text(value: int) -> str:
    """A whole number in groups of three."""
    return f"{value:,}"


def percent(ppb: int) -> str:
    """A share with one decimal."""
    tenths = round_quotient(ppb, RATE_SCALE // 1000, Rounding.HALF_UP)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


_YUAN = 100
_BRIEF = {
    "zh": ((10**8 * _YUAN, "{} 亿元"), (10**4 * _YUAN, "{} 万元"), (_YUAN, "{} 元")),
    "en": (
        (10**9 * _YUAN, "CNY {} bn"),
        (10**6 * _YUAN, "CNY {} m"),
        (10**3 * _YUAN, "CNY {} k"),
        (_YUAN, "CNY {}"),
    ),
}


def brief(fen: int) -> Label:
    """An amount for a chart, to one decimal of the largest unit that it reaches; its table has it exact."""
    return Label(_brief(fen, "zh"), _brief(fen, "en"))


def _brief(fen: int, language: str) -> str:
    scale, form = next((pair for pair in _BRIEF[language] if abs(fen) >= pair[0]), _BRIEF[language][-1])
    tenths = round_quotient(fen, scale // 10, Rounding.HALF_UP)
    text = f"{'-' if tenths < 0 else ''}{abs(tenths) // 10:,}"
    return form.format(text if abs(tenths) % 10 == 0 else f"{text}.{abs(tenths) % 10}")


def firms(value: int) -> Label:
    """So many enterprises."""
    return Label(f"{value:,} 家", f"{value:,} enterprise{'' if value == 1 else 's'}")
