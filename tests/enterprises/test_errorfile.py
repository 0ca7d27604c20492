"""The file of errors: every problem a row, and no cell a formula."""

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.enterprises.builders import code, csv_file, problems

from kejin.enterprises.importing import ImportErrors, write_error_file
from kejin.enterprises.importing.safetext import safe_text
from kejin.errors import FileError

STARTS = [
    "=1+1",
    "+1",
    "-cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    'x";=1',
    "x\t=1",
    "x,=1",
    " =1",
]


@pytest.fixture
def errors(tmp_path: Path) -> ImportErrors:
    rows = "".join(f'{code(at)},"{start.replace(chr(34), chr(34) * 2)}"\n' for at, start in enumerate(STARTS))
    return problems(csv_file(tmp_path, "统一社会信用代码,2024年净利润\n" + rows))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_problem_is_a_row_with_sheet_cell_value_and_both_languages(
    errors: ImportErrors, tmp_path: Path
) -> None:
    write_error_file(errors, tmp_path / "errors.csv")
    head, *rows = read(tmp_path / "errors.csv")
    assert len(rows) == len(errors.cells) == errors.total
    assert len(head) == 10
    assert rows[0][0] == "table.csv"
    assert rows[0][2] == errors.cells[0].cell
    assert all(row[6] and row[7] and row[8] and row[9] for row in rows)
    assert (tmp_path / "errors.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_cell_of_the_csv_starts_a_formula(errors: ImportErrors, tmp_path: Path) -> None:
    write_error_file(errors, tmp_path / "errors.csv")
    for row in read(tmp_path / "errors.csv"):
        for cell in row:
            assert not cell.lstrip().startswith(
                ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
            )


def test_every_cell_of_the_workbook_is_a_text(errors: ImportErrors, tmp_path: Path) -> None:
    write_error_file(errors, tmp_path / "errors.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "errors.xlsx").active
    assert sheet.max_row == len(errors.cells) + 1
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_problems_without_a_cell_and_those_not_listed_are_rows_too(tmp_path: Path) -> None:
    asked = problems(csv_file(tmp_path, f"信用代码,营业收入\n{code(1)},5\n"))
    write_error_file(asked, tmp_path / "a.csv")
    assert "it is not said of which year this is" in read(tmp_path / "a.csv")[1][7]
    many = problems(csv_file(tmp_path, "信用代码\n" + "".join(f"{at}\n" for at in range(1200))))
    write_error_file(many, tmp_path / "b.csv")
    assert "200 more are not listed" in read(tmp_path / "b.csv")[-1][7]


def test_another_ending_or_folder_is_refused(errors: ImportErrors, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"\.csv or \.xlsx"):
        write_error_file(errors, tmp_path / "errors.txt")
    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(FileError, match="cannot be written"):
            write_error_file(errors, tmp_path / "nowhere" / name)


@given(st.text(max_size=40))
def test_a_safe_text_never_starts_a_formula_behind_any_separator(text: str) -> None:
    safe = safe_text(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert "\n" not in safe
    assert "\r" not in safe
