"""The problems of an import as a table that a person can work through."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from kejin.enterprises.importing.problems import ImportErrors
from kejin.enterprises.importing.reasons import TEXTS
from kejin.enterprises.importing.safetext import safe_text
from kejin.errors import FileError

_HEADER = (
    "文件 File",
    "工作表 Sheet",
    "单元格 Cell",
    "行 Row",
    "列名 Header",
    "内容 Value",
    "原因",
    "Reason",
    "应为",
    "Expected",
)


def write_error_file(errors: ImportErrors, path: Path) -> None:
    """Write every listed problem, one row each, as CSV or XLSX by the path's ending; no cell can become a formula.

    Args:
        errors: What `import_file` raised, or `dry_run` returned.
        path: Ends in .csv (UTF-8 with a byte order mark, which spreadsheet programs want) or .xlsx.

    Raises:
        FileError: Another ending, or the file cannot be written.
    """
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise FileError("errors are written as .csv or .xlsx", found=path.suffix, where=str(path))
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(errors, path)
        else:
            _write_workbook(errors, path)
    except OSError as problem:
        raise FileError("the error file cannot be written", found=str(problem), where=str(path)) from problem


def _rows(errors: ImportErrors) -> Iterator[tuple[str, ...]]:
    for error in errors.others:
        found = "" if error.found is None else str(error.found)
        yield (
            "",
            "",
            error.where or "",
            "",
            "",
            found,
            error.what,
            error.what,
            error.expected or "",
            error.expected or "",
        )
    for cell in errors.cells:
        reason, expected = TEXTS[cell.reason], cell.expected
        place = (cell.file, cell.sheet, cell.cell, str(cell.row), cell.header, cell.value)
        yield (*place, reason.zh, reason.en, expected.zh, expected.en)
    rest = errors.total - len(errors.others) - len(errors.cells)
    if rest:
        yield ("", "", "", "", "", "", f"另有 {rest} 处未列出", f"{rest} more are not listed", "", "")


def _write_csv(errors: ImportErrors, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        writer.writerows([safe_text(text) for text in row] for row in _rows(errors))


def _write_workbook(errors: ImportErrors, path: Path) -> None:
    # Into memory first: where the path turns out not to be writable, no half-written file is left open.
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("错误 Errors")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(_HEADER) - 1, 24)
        for at, row in enumerate([_HEADER, *_rows(errors)]):
            for column, text in enumerate(row):
                # write_string stores a text; write would make a formula of "=1+1".
                sheet.write_string(at, column, safe_text(text))
    path.write_bytes(buffer.getvalue())
