"""Text tables made to harm, or merely damaged on the way."""

import contextlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.enterprises.builders import code, column, csv_file, frame, problems, reasons, refusal

from kejin.enterprises.importing import Limits, Reason, dry_run, import_file
from kejin.errors import FileError, KejinError
from kejin.facts import Grain

HEAD = "统一社会信用代码,企业名称,2024年营业收入\n"


def raw(folder: Path, data: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (HEAD.encode() + b"91\xff\xfe,x,1\n", "damaged UTF-8.*line 2"),
        (b"\xef\xbb\xbfa,b\n\xc3\x28,1\n", "damaged UTF-8.*line 2"),
        (HEAD.encode() + b"\xe0\x80\xaf,x,1\n", "damaged UTF-8"),
        (HEAD.encode() + b"\xed\xa0\x80,x,1\n", "damaged UTF-8"),
        (b"a,b\n\xff\x81\x30,1\n", "cannot be decoded"),
        ("﻿a,b\n".encode("utf-16") + b"\x00\xd8\n\x00", "cannot be decoded"),
        ("a,b".encode("utf-32"), "cannot be decoded"),
        (b"a,b\nx\0y,1\n", "NUL character.*line 2"),
        (b'a,b\n"x,1\ny,2\n', "the table is broken.*row 2"),
        (b'a,b\nx"y,1\nz,2\n', "the table is broken"),
        (b"a,b\n1,2\n1,2,3\n" * 200, "no header of the file is a known fact"),
        (b"a,b\n" + b"1,2\n" * 500 + b"1,2,3\n", "the table is broken.*3 fields.*row 502"),
        (b"\n\n\n", "the file is empty"),
        (b",,\n,,\n", "no header of the file is a known fact"),
        (b"x," * 2000 + b"\n", "too many columns"),
        (b"a" * 200_000 + b",b\n1,2\n", "field larger than field limit"),
    ],
)
def test_a_damaged_table_is_refused_with_its_place(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(KejinError, match=f"(?s){message}"):
        import_file(raw(tmp_path, data))


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="too many rows"):
        import_file(csv_file(tmp_path, "a\n" * 1000), limits=Limits(rows=500))


def test_a_cell_of_a_megabyte_is_refused_even_where_its_column_is_not_read(tmp_path: Path) -> None:
    text = HEAD.strip() + ",备注\n" + f"{code(1)},甲,1,x\n" * 300 + f"{code(2)},乙,1,{'长' * 400_000}\n"
    assert "a cell is too long" in str(problems(csv_file(tmp_path, text)))
    assert "D302" in str(problems(csv_file(tmp_path, text)))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("甲\u202e公司", Reason.BIDI),
        ("甲\u2067公司", Reason.BIDI),
        ("甲\x1b公司", Reason.CONTROL_CHARACTER),
        ("甲\ufffd公司", Reason.DAMAGED_TEXT),
        ("甲" + "\u0323" * 40, Reason.COMBINING_FLOOD),
        ("甲" * 300, Reason.TOO_LONG),
    ],
)
def test_names_that_deceive_are_refused_and_shown_without_harm(
    tmp_path: Path, name: str, reason: Reason
) -> None:
    (problem,) = problems(csv_file(tmp_path, HEAD + f"{code(1)},{name},1\n")).cells
    assert (problem.cell, problem.reason) == ("B2", reason)
    assert len(problem.value) <= 61
    assert all(character.isprintable() or "\u0300" <= character <= "\u036f" for character in problem.value)


def test_zero_width_characters_are_taken_out_with_a_notice(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, HEAD + f"{code(1)},甲\u200b公\u2060司,1\n"))
    assert column(result, Grain.ENTERPRISE, "enterprise_name") == ["甲公司"]
    assert [notice.code for notice in result.notices if notice.code == "text.invisible"] == ["text.invisible"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1+1", "@SUM(A1)", "=HYPERLINK(1)", "＝1+1", "'=1", '"=1"'])
def test_a_name_that_looks_like_a_formula_stays_a_text(tmp_path: Path, start: str) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"统一社会信用代码": [code(1)], "企业名称": [start], "2024年营业收入": ["1"]}).write_parquet(
        path
    )
    assert column(import_file(path), Grain.ENTERPRISE, "enterprise_name") == [start]


def test_amounts_below_and_at_zero_are_judged_by_their_fact(tmp_path: Path) -> None:
    text = f"统一社会信用代码,2024年营业收入,2024年净利润\n{code(1)},0,-5\n{code(2)},-5,0\n"
    assert reasons(csv_file(tmp_path, text)) == [("B3", Reason.OUT_OF_BOUNDS)]


def test_a_parquet_file_of_other_things_is_refused_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "统一社会信用代码": [code(1), code(2), code(3)],
            "2024年营业收入": [float("nan"), float("inf"), 1.005],
            "2024年净利润": [[1], None, [2]],
        }
    ).write_parquet(path)
    assert sorted(reasons(path)) == [
        ("B1", Reason.NOT_FINITE), ("B2", Reason.NOT_FINITE), ("B3", Reason.TOO_FINE),
        ("C1", Reason.NOT_A_NUMBER), ("C3", Reason.NOT_A_NUMBER),
    ]  # fmt: skip


def test_a_parquet_file_with_more_rows_than_allowed_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"统一社会信用代码": pl.Series(["x"]).new_from_index(0, 3_000_000)}).write_parquet(path)
    assert path.stat().st_size < 1 << 20
    assert "too large" in str(refusal(path))


@given(st.binary(max_size=400))
def test_whatever_bytes_come_the_answer_is_facts_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = raw(tmp_path_factory.mktemp("any"), data)
    with contextlib.suppress(KejinError):
        result = dry_run(path)
        assert result.errors is not None or result.factset.frames


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=5))
def test_whatever_cells_come_below_a_good_header_no_error_of_another_library_comes_out(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("cells") / "a.parquet"
    names = ["统一社会信用代码", "企业名称", "2024年营业收入"]
    pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String()), orient="row").write_parquet(path)
    result = dry_run(path)
    assert result.errors is not None or frame(result, Grain.ENTERPRISE).height <= len(cells)
