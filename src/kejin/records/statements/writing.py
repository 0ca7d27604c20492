"""Tables as CSV or workbooks: equal tables give equal bytes, and no cell is ever a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from kejin.enterprises.importing.safetext import guarded
from kejin.errors import FileError

Value = str | int | date | None
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "·"))


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what stands above it, its heads, its rows. A whole number stays one; a text stays a text.

    Attributes:
        title: The name of its sheet.
        above: Lines above the heads, each label and value.
    """

    title: str
    above: tuple[tuple[str, Value], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def write_tables(path: Path, tables: Sequence[Table], *, made_on: date) -> None:
    """Write tables to a .csv or .xlsx file.

    Args:
        path: Where to; its ending says in which form. A CSV file takes one table.
        tables: What to write.
        made_on: The file's own date, so that the same statement gives the same bytes on whatever day it is written.

    Raises:
        FileError: Another ending, several tables for a CSV file, or the file cannot be written.
    """
    data = table_bytes(tables, path.suffix.lower(), made_on=made_on, where=str(path))
    try:
        path.write_bytes(data)
    except OSError as problem:
        raise FileError("the file cannot be written", found=str(problem), where=str(path)) from problem


def table_bytes(tables: Sequence[Table], ending: str, *, made_on: date, where: str = "") -> bytes:
    """Tables as the content of a file whose name has an ending, `.csv` or `.xlsx`. Raises as `write_tables` does."""
    if ending not in {".csv", ".xlsx"} or (ending == ".csv" and len(tables) != 1):
        raise FileError(
            "statements are written as .xlsx, one table alone also as .csv", found=f"{len(tables)} as {ending}",
            where=where,
        )  # fmt: skip
    return _csv(tables[0]) if ending == ".csv" else _workbook(tables, made_on)


def yuan_text(minor: int) -> str:
    """Minor units as a plain decimal, exact: 1234567 is "12345.67"."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def _csv(table: Table) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_text(label), _text(value)] for label, value in table.above)
    writer.writerow(table.heads)
    writer.writerows([_text(value) for value in row] for row in table.rows)
    # With a byte order mark, which spreadsheet programs want.
    return buffer.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _workbook(tables: Sequence[Table], made_on: date) -> bytes:
    buffer = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "Kejin", "created": datetime.combine(made_on, datetime.min.time())})
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF1", "text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.title.translate(_NOT_IN_NAMES)[:_LONGEST_NAME])
            sheet.set_column(0, len(table.heads) - 1, 20)
            for at, (label, value) in enumerate(table.above):
                sheet.write_string(at, 0, label)
                _write(sheet, at, 1, value=value)
            first = len(table.above)
            for column, head in enumerate(table.heads):
                sheet.write_string(first, column, head, bold)
            sheet.freeze_panes(first + 1, 0)
            for at, row in enumerate(table.rows, start=first + 1):
                for column, value in enumerate(row):
                    _write(sheet, at, column, value=value)
    return buffer.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, *, value: Value) -> None:
    # A number of more digits than a sheet can hold exactly stays a text.
    if isinstance(value, int) and abs(value) < 10**15:
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, value.isoformat() if isinstance(value, date) else str(value))
