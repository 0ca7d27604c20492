"""XLSX workbooks: gate first, then the sheets as text, with what the reader hides put back."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from posixpath import join, normpath
from typing import TypeVar
from xml.etree.ElementTree import Element  # the type only; defusedxml parses

import polars as pl
from defusedxml import ElementTree
from python_calamine import CalamineError, CalamineWorkbook

from kejin.enterprises.importing.floats import float_text, float_texts
from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings, shortened
from kejin.enterprises.importing.sheetgate import Flaw, flaws, grid
from kejin.enterprises.importing.sheets import Origin, RawSheet
from kejin.enterprises.importing.zipgate import Container, open_container
from kejin.errors import FileError
from kejin.facts import Label

EARLY = "⟨before 1900-03-01⟩"
"""Stands behind a date that Excel counts wrongly: its calendar has a 29 February 1900."""

_Cell = int | float | str | bool | date | datetime | time | timedelta
_Result = TypeVar("_Result")
_EXCEL_TRUE_FROM = date(1900, 3, 1)
_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


def read_workbook(data: bytes, file: str, limits: Limits, *, findings: Findings) -> list[RawSheet]:
    """The visible worksheets of a workbook, empty ones left out.

    Raises:
        FileError: The gate refuses it (see `zipgate`), it holds macros, is no XLSX, or a sheet's grid is too large.
    """
    container = open_container(data, file, limits)
    _check_kind(container, findings)
    listed, epoch_1904 = _listing(container)
    for sheet in listed:
        if sheet.hidden:
            name = shortened(sheet.name)
            text = Label(f"隐藏的工作表“{name}”没有读取", f"the hidden sheet “{name}” is not read")
            findings.notice("sheet.hidden", file, text)
    visible = [sheet for sheet in listed if not sheet.hidden]
    hidden_cells = {sheet.name: _gate(container, sheet) for sheet in visible}
    book = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), file)
    sheets = []
    for sheet in visible:
        rows = _guarded(partial(_rows, book, sheet.name), file)
        for flaw in hidden_cells[sheet.name]:
            if flaw.row < len(rows) and flaw.column < len(rows[flaw.row]):
                rows[flaw.row][flaw.column] = flaw.text
        if any(cell != "" for row in rows[: limits.header_rows] for cell in row):
            sheets.append(_raw(rows, (file, sheet.name), limits, epoch_1904=epoch_1904))
    return sheets


def _check_kind(container: Container, findings: Findings) -> None:
    names = container.parts.keys()
    if any(name.endswith("vbaproject.bin") for name in names):
        raise container.refusal("the workbook holds macros", expected="an .xlsx saved without macros")
    if _WORKBOOK not in container.parts:
        if "xl/workbook.bin" in names:
            raise container.refusal("the workbook is in the binary format", expected=".xlsx", found=".xlsb")
        raise container.refusal("the zip file is no workbook", expected=f"a part {_WORKBOOK}")
    if any(name.startswith("xl/externallinks/") for name in names):
        text = Label(
            "工作簿引用了其他文件，只读取已保存的值",
            "the workbook refers to other files; saved values are read",
        )
        findings.notice("workbook.links", container.file, text)


def _listing(container: Container) -> tuple[list[_Listed], bool]:
    book = _xml(container, _WORKBOOK)
    links = _xml(container, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): (link.get("Target") or "", link.get("Type") or "") for link in links}
    listed = []
    for element in book.iter():
        if not element.tag.endswith("}sheet"):
            continue
        link = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
        target, kind = targets.get(link, ("", ""))
        if kind.endswith("/worksheet"):
            part = normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))
            listed.append(
                _Listed(element.get("name") or "", part, element.get("state", "visible") != "visible")
            )
    if not listed:
        raise container.refusal("the workbook has no worksheet")
    properties = [element for element in book.iter() if element.tag.endswith("}workbookPr")]
    epoch = any(element.get("date1904") in {"1", "true"} for element in properties)
    return listed, epoch


def _xml(container: Container, part: str) -> Element:
    try:
        return ElementTree.fromstring(container.read(part))
    except (ElementTree.ParseError, ValueError) as problem:
        raise container.refusal("the workbook is damaged", found=f"{part}: {problem}") from problem


def _gate(container: Container, sheet: _Listed) -> list[Flaw]:
    xml = container.read(sheet.part)
    rows, columns = grid(xml, container.limits)
    limits = container.limits
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        expected = f"at most {limits.rows:,} rows, {limits.columns} columns and {limits.cells:,} cells"
        found = f"{rows:,} rows, {columns:,} columns"
        raise container.refusal(f"the sheet “{sheet.name}” is too large", expected=expected, found=found)
    return flaws(xml)


def _rows(book: CalamineWorkbook, name: str) -> list[list[_Cell]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _guarded(read: Callable[[], _Result], file: str) -> _Result:
    """The result of a call into the reader, whose every failure is the file's."""
    try:
        return read()
    except (CalamineError, ValueError, OSError, OverflowError) as problem:
        raise _unreadable(problem, file) from problem
    except BaseException as problem:
        # A panic inside the reader arrives as this class, which has no name to import and is no Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise _unreadable(problem, file) from problem


def _unreadable(problem: BaseException, file: str) -> FileError:
    return FileError(
        "the workbook cannot be read", found=shortened(problem), where=file, kept=NOTHING_IMPORTED
    )


def _raw(rows: list[list[_Cell]], place: tuple[str, str], limits: Limits, *, epoch_1904: bool) -> RawSheet:
    width = max(len(row) for row in rows)
    top = tuple(tuple(cell_text(cell) for cell in row) for row in rows[: limits.header_rows])

    @cache
    def body(skipped: int) -> pl.DataFrame:
        columns = list(zip(*rows[skipped:], strict=True)) or [()] * width
        return pl.DataFrame({str(index): _texts(column) for index, column in enumerate(columns)})

    return RawSheet(*place, Origin.WORKBOOK, top, width, body, epoch_1904=epoch_1904)


def _texts(cells: Sequence[_Cell]) -> pl.Series:
    if not all(type(cell) is float or cell == "" for cell in cells):
        return pl.Series([cell if type(cell) is str else cell_text(cell) for cell in cells], dtype=pl.String)
    # Most columns hold numbers and nothing else; those are written a column at a time.
    numbers = [cell if type(cell) is float else None for cell in cells]
    return float_texts(pl.Series(numbers, dtype=pl.Float64))


def cell_text(cell: _Cell) -> str:
    """A cell as the text a person would have typed; see `floats` for numbers."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return float_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat() if cell >= _EXCEL_TRUE_FROM else f"{cell.isoformat()} {EARLY}"
    return str(cell)
