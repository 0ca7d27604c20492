"""A cell in its three forms: shown on the page, raw for a program, safe in a CSV file."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from markupsafe import Markup, escape

from kejin.cli.pages.environment import bilingual
from kejin.cli.report.model import Cell, Column, DataTable, Kind, percent
from kejin.enterprises.importing.safetext import guarded
from kejin.facts import Label
from kejin.money import format_yuan, short_yuan

_SUFFIX = {Kind.MONEY: "_yuan", Kind.SHARE: "_percent"}


def shown_cell(value: Cell, column: Column) -> Markup:
    """The cell for a reader: both languages, numbers in groups, money and shares rounded; "–" where unknown."""
    if value is None:
        return Markup("–")
    if isinstance(value, Label):
        return bilingual(value)
    if isinstance(value, int):
        return bilingual(_number(value, column.kind))
    return escape(value.isoformat() if isinstance(value, date) else value)


def _number(value: int, kind: Kind) -> Label:
    if kind is Kind.MONEY:
        return Label(short_yuan(value, language="zh"), short_yuan(value, language="en"))
    if kind is Kind.SHARE:
        return Label(percent(value), percent(value))
    return Label(f"{value:,}", f"{value:,}")


def attributes(value: Cell, column: Column) -> Markup:
    """A number's cell keeps the exact value beside what is shown, for copying into a table and under the pointer."""
    if not column.figure:
        return Markup("")
    if not isinstance(value, int):
        return Markup(' class="figure"')
    exact = Markup(' title="{}"').format(format_yuan(value)) if column.kind is Kind.MONEY else Markup("")
    return Markup(' class="figure{}" data-v="{}"{}').format(
        "" if value else " zero", raw(value, column), exact
    )


def raw(value: Cell, column: Column) -> str:
    """A value for a program: counts as they are, yuan with two decimals, per cent; empty where unknown."""
    if value is None:
        return ""
    if isinstance(value, int):
        if column.kind is Kind.MONEY:
            return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
        if column.kind is Kind.SHARE:
            share = f"{abs(value) // 10**7}.{abs(value) % 10**7:07d}".rstrip("0").rstrip(".")
            return f"-{share}" if value < 0 else share
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def csv_text(table: DataTable) -> str:
    """The whole table as CSV with a byte-order mark, so that spreadsheet programs read the Chinese.

    A text column leaves as two, Chinese and English. A text that a spreadsheet program might compute gets an
    apostrophe before it.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(name for column in table.columns for name in csv_names(column))
    writer.writerows(_csv_row(row, table.columns) for row in table.rows)
    return "\ufeff" + target.getvalue()


def csv_names(column: Column) -> tuple[str, ...]:
    """A column's names in a CSV."""
    if column.kind is Kind.TEXT:
        return f"{column.name}_zh", f"{column.name}_en"
    return (column.name + _SUFFIX.get(column.kind, ""),)


def _csv_row(row: Iterable[Cell], columns: Iterable[Column]) -> Iterator[str]:
    for value, column in zip(row, columns, strict=True):
        if column.kind is not Kind.TEXT:
            yield raw(value, column)
        elif isinstance(value, Label):
            yield from (guarded(value.zh), guarded(value.en))
        else:
            yield from (guarded(raw(value, column)),) * 2
