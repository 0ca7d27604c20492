"""XLSX workbooks: gate first, then the sheets as text, with what the reader hides put back."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from typing import TypeVar
from xml.etree.ElementTree import Element  # the type only; defusedxml parses

import polars as pl
from defusedxml import ElementTree
from python_calamine import CalamineError, CalamineWorkbook

from kejin.enterprises.importing.floats import float_text, float_texts
from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings, shortened
from kejin.enterprises.importing.sheetgate import Flaw, flaws, grid, written_cells
from kejin.enterprises.importing.sheets import Origin, RawSheet
from kejin.enterprises.importing.textgate import claimed_texts, possible_texts, text_sizes, written_out
from kejin.enterprises.importing.zipgate import Container, open_container
from kejin.errors import FileError
from kejin.facts import Label

EARLY = "⟨before 1900-03-01⟩"
"""Stands behind a date that Excel counts wrongly: its calendar has a 29 February 1900."""

_TEXTS = "xl/sharedstrings.xml"
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
    text_sizes = _text_sizes(container)
    listed, epoch_1904 = _listing(container)
    for sheet in listed:
        if sheet.hidden:
            name = shortened(sheet.name)
            text = Label(f"隐藏的工作表“{name}”没有读取", f"the hidden sheet “{name}” is not read")
            findings.notice("sheet.hidden", file, text)
    visible = [sheet for sheet in listed if not sheet.hidden]
    gate = _Gate(container, text_sizes)
    hidden_cells = {sheet.name: gate.check(sheet) for sheet in visible}
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


def _text_sizes(container: Container) -> list[int]:
    """The sizes of the texts that cells point at; refuses a list that claims more than it can hold."""
    if _TEXTS not in container.parts:
        return []
    xml = container.read(_TEXTS)
    claimed, possible = claimed_texts(xml), possible_texts(xml)
    if claimed > possible:
        expected = f"at most {possible:,} texts in {len(xml):,} bytes"
        raise container.refusal(
            "the workbook claims more texts than it holds", expected=expected, found=f"{claimed:,}"
        )
    return text_sizes(xml)


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
    """The worksheets, and whether dates count from 1904.

    The gate and the reader must mean the same part by the same name: whatever could be read in two ways is refused.
    """
    book = _xml(container, _WORKBOOK)
    links = _xml(container, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): (link.get("Target") or "", link.get("Type") or "") for link in links}
    elements = [element for element in book.iter() if _local(element.tag) == "sheet"]
    names = [element.get("name") or "" for element in elements]
    if len(targets) < len(links) or len({name.casefold() for name in names}) < len(names):
        raise container.refusal("two sheets of the workbook have one name", found=", ".join(names[:10]))
    listed = []
    for element, name in zip(elements, names, strict=True):
        ids = [value for key, value in element.attrib.items() if _local(key) == "id"]
        target, kind = targets.get(ids[0], ("", "")) if len(ids) == 1 else ("", "")
        if kind.endswith("/worksheet"):
            part = _part_of(target, container)
            listed.append(_Listed(name, part, element.get("state", "visible") != "visible"))
    if not listed:
        raise container.refusal("the workbook has no worksheet")
    if len({sheet.part.lower() for sheet in listed}) < len(listed):
        raise container.refusal("two sheets of the workbook are one part")
    properties = [element for element in book.iter() if _local(element.tag) == "workbookPr"]
    epoch = any(element.get("date1904") in {"1", "true"} for element in properties)
    return listed, epoch


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _part_of(target: str, container: Container) -> str:
    """The part that a link means: "worksheets/sheet1.xml", or the same from the top."""
    part = target.removeprefix("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"
    if not part.startswith("xl/worksheets/") or {"", ".", ".."} & set(part.split("/")) or "\\" in part:
        raise container.refusal(
            "a sheet lies in an unusual place", expected="xl/worksheets/…", found=shortened(target)
        )
    return part


def _xml(container: Container, part: str) -> Element:
    try:
        return ElementTree.fromstring(container.read(part))
    except (ElementTree.ParseError, ValueError) as problem:
        raise container.refusal("the workbook is damaged", found=f"{part}: {problem}") from problem


@dataclass(slots=True)
class _Gate:
    """What the sheets cost together, one after the other."""

    container: Container
    text_sizes: list[int]
    cells: int = 0
    text: int = 0

    def check(self, sheet: _Listed) -> list[Flaw]:
        """The flaws of a sheet, once its grid and its texts are known to be within the limits."""
        xml, limits = self.container.read(sheet.part), self.container.limits
        cells = written_cells(xml)
        if self.cells + cells > limits.cells:
            raise self._too_large(sheet, f"{cells:,} cells")
        rows, columns = grid(xml, limits)
        self.cells += rows * columns
        if rows > limits.rows or columns > limits.columns or self.cells > limits.cells:
            raise self._too_large(sheet, f"{rows:,} rows, {columns:,} columns")
        self.text += written_out(self.text_sizes, xml, enough=limits.text_bytes - self.text)
        if self.text > limits.text_bytes:
            expected = f"at most {limits.text_bytes:,} bytes of text, repeated texts written out"
            what = f"the texts of the sheet “{sheet.name}” are too long"
            raise self.container.refusal(what, expected=expected, found=f"{self.text:,} bytes")
        return flaws(xml)

    def _too_large(self, sheet: _Listed, found: str) -> FileError:
        limits = self.container.limits
        expected = f"at most {limits.rows:,} rows, {limits.columns} columns and {limits.cells:,} cells"
        return self.container.refusal(
            f"the sheet “{sheet.name}” is too large", expected=expected, found=found
        )


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
    # The rows below every possible header become columns at once; a sheet as lists of objects is far larger.
    rest = _columns(rows[limits.header_rows :], width)
    first = rows[: limits.header_rows]

    @cache
    def body(skipped: int) -> pl.DataFrame:
        between = _columns(first[skipped:], width)
        return pl.concat([between, rest.slice(max(0, skipped - len(first)))])

    return RawSheet(*place, Origin.WORKBOOK, top, width, body, epoch_1904=epoch_1904)


def _columns(rows: Sequence[Sequence[_Cell]], width: int) -> pl.DataFrame:
    return pl.DataFrame({str(index): _texts([row[index] for row in rows]) for index in range(width)})


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
