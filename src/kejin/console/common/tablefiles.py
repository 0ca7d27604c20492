"""A table as a file: CSV or a workbook, amounts as numbers, and every text that a spreadsheet might compute as text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from kejin.enterprises.importing.safetext import guarded

FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | date | None


def yuan(fen: int | None) -> Decimal | None:
    """An amount in yuan, exact."""
    return None if fen is None else Decimal(fen) / 100


def table_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, kind: str) -> HttpResponse:
    """The table as a file to be saved under a name.

    Args:
        name: Without its ending.
        heads: The first row.
        rows: The others; texts are guarded against being taken for formulas.
        kind: `csv` or `xlsx`.
    """
    made = _csv(heads, rows) if kind == "csv" else _xlsx(heads, rows)
    content_type = "text/csv; charset=utf-8" if kind == "csv" else XLSX
    return download(made, f"{name}.{kind}", content_type)


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Content as a file to be saved."""
    saved = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": saved, "X-Content-Type-Options": "nosniff"},
    )


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([guarded(head) for head in heads])
    for row in rows:
        writer.writerow(
            [guarded(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row]
        )
    # The mark by which spreadsheet programs know the encoding.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day, money = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "#,##0.00"}),
        )
        sheet.set_column(0, max(len(heads) - 1, 0), 16)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, bold)
        for line, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, Decimal):
                    sheet.write_number(line, place, float(cell), money)
                elif cell is not None:
                    sheet.write_number(line, place, cell)
        sheet.freeze_panes(1, 0)
    return held.getvalue()
