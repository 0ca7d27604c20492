"""`kejin link`: pairs with their evidence in words, as JSON and as a file, and what is left over on both sides."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from kejin.cli.app import app

runner = CliRunner()
LEFT = """统一社会信用代码,企业名称,所在地市,法定代表人,成立日期,注册资本（万元）
91440000XN0000012W,前程新能源（深圳）有限公司,深圳市,王一,2019-05-20,500
,廣州市晨曦軟件有限公司,广州市,李二,2020/1/5,100
,东莞市恒远五金有限公司,东莞,张三,2011年3月4日,200
"""
RIGHT = """编号,单位名称,城市,法人,注册时间,信用代码,注册资金
B1,=深圳市前程新能源股份有限公司,深圳,王一,2019-05-20,91440000XN0000012W,500万元
B2,广州晨曦软件有限责任公司,广州市,李二,2020-01-05,,1000000
B3,恒远五金集团有限公司,佛山,赵四,2005-01-01,,
"""


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "左.csv", tmp_path / "右.csv"]
    for path, text in zip(paths, (LEFT, RIGHT), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def test_pairs_and_what_is_left_over_are_told_in_words(tables: list[str]) -> None:
    done = runner.invoke(app, ["link", *tables, "--lang", "en"])
    assert done.exit_code == 0, done.stderr
    assert "2  pairs taken for one enterprise" in done.stdout
    assert "1  rows of the left table without a partner" in done.stdout
    assert "2 廣州市晨曦軟件有限公司  ↔  B2 广州晨曦软件有限责任公司" in done.stdout
    assert "registered capital: the same" in done.stdout
    assert "legal form: different" in done.stdout


def test_the_result_as_json_is_one_document(tables: list[str]) -> None:
    parts = json.loads(runner.invoke(app, ["link", *tables, "--json"]).stdout)
    assert [(p["left"], p["right"], p["decided_by"]) for p in parts["pairs"]] == [
        ("1", "B1", "code"),
        ("2", "B2", "evidence"),
    ]
    assert (parts["unmatched_left"], parts["unmatched_right"]) == (["3"], ["B3"])
    assert parts["pairs"][0]["evidence"][0]["name"] == "code"
    assert {"name", "text", "bits"} == set(parts["pairs"][1]["evidence"][0])


def test_files_hold_every_row_once_and_no_formula(tables: list[str], tmp_path: Path) -> None:
    for ending in ("csv", "xlsx", "parquet"):
        done = runner.invoke(app, ["link", *tables, "--out", str(tmp_path / f"out.{ending}")])
        assert done.exit_code == 0, done.stderr
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["result"].to_list() == ["linked", "linked", "left only", "right only"]
    assert "字号一致" in frame["for_zh"][1]
    assert "'=深圳市前程新能源股份有限公司" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert sheet["E2"].data_type == "s"
    again = runner.invoke(app, ["link", *tables, "--out", str(tmp_path / "out.csv")])
    assert again.exit_code == 2
    assert "already" in again.stderr


def test_one_table_alone_is_searched_for_repeated_rows(tables: list[str]) -> None:
    path = Path(tables[0])
    path.write_text(LEFT + ",晨曦软件（广州）有限公司,广州,李二,2020-01-05,100\n", encoding="utf-8")
    parts = json.loads(runner.invoke(app, ["link", str(path), "--json"]).stdout)
    assert [{p["left"], p["right"]} for p in parts["pairs"]] == [{"2", "4"}]
    assert parts["unmatched_left"] == ["1", "3"]


def test_what_cannot_be_linked_is_said_with_exit_code_two(tables: list[str], tmp_path: Path) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("金额,日期\n1,2\n", encoding="utf-8")
    for wrong in ([tables[0], str(plain)], [tables[0], "absent.csv"], [*tables, "--out", "x.pdf"]):
        assert runner.invoke(app, ["link", *wrong]).exit_code == 2
    done = runner.invoke(app, ["link", tables[0], str(plain)])
    assert "企业名称" in done.stderr
    assert "金额; 日期" in done.stderr
