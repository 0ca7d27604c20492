"""Small builders shared by the tests of this room: credit codes, files, and a short way to import them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from kejin.enterprises.importing import ImportErrors, ImportResult, Reason, dry_run, import_file
from kejin.errors import FileError
from kejin.facts import Grain
from kejin.identity import check_character, organisation_check_character

Cell = str | float | bool | None


def code(number: int) -> str:
    """The valid credit code of an invented enterprise in Guangzhou."""
    body = f"{number:08d}"
    head = "91440101" + body + organisation_check_character(body)
    return head + check_character(head)


def csv_file(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    """A text file with this content."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(
    folder: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], *, name: str = "table.xlsx"
) -> Path:
    """A workbook with these rows of cells."""
    path = folder / name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    """A workbook packed from parts, however hostile."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(buffer.getvalue())
    return path


def frame(result: ImportResult, grain: Grain) -> pl.DataFrame:
    """One grain of a result, collected."""
    return result.factset.frames[grain].lazy().collect()


def column(result: ImportResult, grain: Grain, name: str) -> list[object]:
    """The values of one fact."""
    return frame(result, grain)[name].to_list()


def refusal(path: Path) -> FileError:
    """The error with which a whole file is refused."""
    with pytest.raises(FileError) as caught:
        import_file(path)
    assert caught.value.kept is None or "Nothing was imported" in caught.value.kept
    return caught.value


def problems(path: Path) -> ImportErrors:
    """The errors inside a file; nothing of it may have been imported."""
    result = dry_run(path)
    assert result.errors is not None
    assert dict(result.factset.frames) == {}
    return result.errors


def reasons(path: Path) -> list[tuple[str, Reason]]:
    """Cell and reason of every problem of a file."""
    return [(cell.cell, cell.reason) for cell in problems(path).cells]
