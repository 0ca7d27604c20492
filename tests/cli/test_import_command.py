"""`kejin import`: what was understood, the mapping saved and used again, errors as a file, nothing half done."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.facts import Grain
from kejin.runs.snapshot import read_facts

runner = CliRunner()
GOOD = "统一社会信用代码,企业名称,2025年营业收入（万元）\n91440000XN0000012W,甲公司,12.5\n"
BAD = "统一社会信用代码,企业名称,2025年营业收入（万元）\n91440000XN0000012W,甲公司,=1+1\n91440000XN0000020P,乙公司,abc\n"


def table(folder: Path, text: str = GOOD) -> Path:
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dry_run_says_what_was_understood_and_writes_nothing(tmp_path: Path) -> None:
    path = table(tmp_path)
    done = runner.invoke(app, ["import", str(path), "--dry-run", "--out", str(tmp_path / "facts")])
    assert done.exit_code == 0, done.stderr
    assert "2025年营业收入（万元）  →  revenue_fen 2025" in done.stdout
    assert sorted(tmp_path.iterdir()) == [path]


def test_facts_are_written_into_a_new_folder_and_never_over_another(tmp_path: Path) -> None:
    done = runner.invoke(app, ["import", str(table(tmp_path)), "--out", str(tmp_path / "facts")])
    assert done.exit_code == 0, done.stderr
    filing = read_facts(tmp_path / "facts").frames[Grain.FILING].lazy().collect()
    assert filing["revenue_fen"].to_list() == [12_500_000]
    again = runner.invoke(app, ["import", str(table(tmp_path)), "--out", str(tmp_path / "facts")])
    assert again.exit_code == 2
    assert "already" in again.stderr


def test_a_saved_mapping_is_used_again(tmp_path: Path) -> None:
    path, saved = table(tmp_path), tmp_path / "m.yaml"
    assert runner.invoke(app, ["import", str(path), "--save-mapping", str(saved)]).exit_code == 0
    saved.write_text(saved.read_text(encoding="utf-8").replace("unit: 万元", "unit: 元"), encoding="utf-8")
    done = runner.invoke(
        app, ["import", str(path), "--mapping", str(saved), "--out", str(tmp_path / "facts")]
    )
    assert done.exit_code == 0, done.stderr
    filing = read_facts(tmp_path / "facts").frames[Grain.FILING].lazy().collect()
    assert filing["revenue_fen"].to_list() == [1_250]


def test_the_result_as_json_is_one_document(tmp_path: Path) -> None:
    parts = json.loads(runner.invoke(app, ["import", str(table(tmp_path)), "--json"]).stdout)
    assert parts["rows"] == {"enterprise": 1, "filing": 1}
    assert {"fact", "year", "column", "header", "file", "sheet"} <= set(parts["columns"][0])
    assert "kejin_mapping" in parts["mapping"]


def test_wrong_cells_are_all_named_and_nothing_is_imported(tmp_path: Path) -> None:
    done = runner.invoke(app, ["import", str(table(tmp_path, BAD)), "--out", str(tmp_path / "facts")])
    assert done.exit_code == 2
    assert "C2" in done.stderr
    assert "C3" in done.stderr
    assert "Nothing was imported." in done.stderr
    assert not (tmp_path / "facts").exists()


def test_the_list_of_errors_is_a_file_that_no_spreadsheet_takes_for_formulas(tmp_path: Path) -> None:
    out = tmp_path / "errors.csv"
    assert runner.invoke(app, ["import", str(table(tmp_path, BAD)), "--errors", str(out)]).exit_code == 2
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["单元格 Cell"] for row in rows] == ["C2", "C3"]
    assert all(row["原因"] and row["Reason"] for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_errors_as_json_list_every_problem(tmp_path: Path) -> None:
    done = runner.invoke(app, ["import", str(table(tmp_path, BAD)), "--json"])
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "input.cells"
    assert len(error["problems"]) == 2


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.xlsx", "nothing.parquet", "nothing.docx"])
def test_a_file_that_is_not_there_or_not_a_table_is_named(tmp_path: Path, name: str) -> None:
    done = runner.invoke(app, ["import", str(tmp_path / name)])
    assert done.exit_code == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr
