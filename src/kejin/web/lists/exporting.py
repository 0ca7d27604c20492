"""A list as a file: all rows that the address asks for, formula cells as text, amounts as numbers in yuan."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from kejin.enterprises.importing.safetext import guarded
from kejin.facts import Label
from kejin.web.lists.describing import Column, ListSpec, Shape
from kejin.web.words import say, word

FORMATS = ("csv", "xlsx")
MOST_ROWS = 100_000
_FEN_OF_A_YUAN = 100
_PPB_OF_A_PER_CENT = 10_000_000
_AT_A_TIME = 2_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(spec: ListSpec, rows: QuerySet[Any], form: str) -> HttpResponseBase:
    """The rows as a file of that form."""
    name = f"{say(spec.title)}.{form}"
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            _csv(spec, rows), content_type="text/csv; charset=utf-8"
        )
    else:
        response = FileResponse(_workbook(spec, rows), content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    return response


def _csv(spec: ListSpec, rows: QuerySet[Any]) -> Iterator[str]:
    # A mark at the beginning, without which Excel reads Chinese as something else.
    yield "\ufeff"
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(_heads(spec))
    for row in _rows(rows):
        writer.writerow([_text(column, column.value(row)) for column in spec.columns])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _workbook(spec: ListSpec, rows: QuerySet[Any]) -> io.BytesIO:
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(made, options)
    sheet = book.add_worksheet()
    head, money, rate = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "#,##0.00"}),
        book.add_format({"num_format": "0.00%"}),
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for place, label in enumerate(_heads(spec)):
        sheet.write_string(0, place, label, head)
        sheet.set_column(place, place, 18)
    for number, row in enumerate(_rows(rows), 1):
        for place, column in enumerate(spec.columns):
            value = column.value(row)
            if value is None:
                continue
            if column.shape is Shape.MONEY and isinstance(value, int):
                sheet.write_number(number, place, value / _FEN_OF_A_YUAN, money)
            elif column.shape is Shape.PERCENT and isinstance(value, int):
                sheet.write_number(number, place, value / _PPB_OF_A_PER_CENT / 100, rate)
            elif column.shape is Shape.COUNT and isinstance(value, int):
                sheet.write_number(number, place, value)
            elif column.shape is Shape.DAY and isinstance(value, date):
                sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            else:
                sheet.write_string(number, place, _text(column, value))
    book.close()
    made.seek(0)
    return made


def _rows(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows[:MOST_ROWS].iterator(chunk_size=_AT_A_TIME)


def _heads(spec: ListSpec) -> list[str]:
    units = {Shape.MONEY: word("list.yuan")}
    return [
        f"{say(column.label)}（{say(units[column.shape])}）" if column.shape in units else say(column.label)
        for column in spec.columns
    ]


def _text(column: Column, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Label):
        return guarded(say(value))
    if column.shape is Shape.MONEY and isinstance(value, int):
        sign, rest = ("-", -value) if value < 0 else ("", value)
        return f"{sign}{rest // _FEN_OF_A_YUAN}.{rest % _FEN_OF_A_YUAN:02d}"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | int):
        return str(value)
    return guarded(str(value))


def _quoted(name: str) -> str:
    return quote(name, safe="")
