"""The report as files: page, workbook, CSV and record; made again from a run's folder by `kejin report`."""

import hashlib
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.cli.report.sample import HOSTILE, WAN, aggregates_by_hand, calibration, manifest, material
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.cli.report.render import ReportSettings
from kejin.cli.report.writing import CALIBRATION, keep_calibration, read_material, write_report
from kejin.enterprises.synthetic import read_calibration
from kejin.enterprises.synthetic.writing import MEASURES
from kejin.planning.aggregates import write_aggregates
from kejin.runs.manifest import write_manifest

runner = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report")
    write_report(material(approval="粤S(2026)001号"), made, ReportSettings())
    return made


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run's folder with nothing in it but what a report reads."""
    made = tmp_path / "run"
    made.mkdir()
    write_aggregates(aggregates_by_hand(), made)
    calibration().write_parquet(made / CALIBRATION)
    write_manifest(manifest(), made)
    return made


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_the_page_the_workbook_a_csv_for_each_table_and_a_record(folder: Path) -> None:
    record = json.loads((folder / "report.json").read_text("utf-8"))
    assert names(folder) == {*record["files"], "report.json"}
    assert {"report.html", "report.xlsx", "tables/matrix.csv", "tables/city-stages.csv"} <= names(folder)
    for name, digest in record["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert record["map_approval"] == "粤S(2026)001号"
    assert record["ruleset_digest"] == "92a75ef3.c0de1b44"


def test_every_link_to_a_csv_leads_to_a_file(folder: Path) -> None:
    page = (folder / "report.html").read_text("utf-8")
    linked = {part.partition('"')[0] for part in page.split('href="tables/')[1:]}
    assert {f"tables/{name}" for name in linked} <= names(folder)
    assert len(linked) == 16


def test_the_workbook_has_a_sheet_for_each_table_heads_frozen_and_no_formula(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "report.xlsx")
    assert book.sheetnames[0] == "说明 About"
    assert len(book.sheetnames) == 1 + len([name for name in names(folder) if name.startswith("tables/")])
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B4"
        assert sheet.auto_filter.ref
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_figures_in_the_workbook_are_numbers_with_formats_and_unknown_ones_empty(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "report.xlsx")["01 融资矩阵：现在可得"]
    heads = [cell.value for cell in sheet[3]]
    assert heads[:5] == ["阶段", "Stage", "工具", "Instrument", "企业数\nEnterprises"]
    money = heads.index("额度上限（元）\nCeiling of amounts (CNY)")
    by_key = {(row[0].value, row[2].value): row for row in sheet.iter_rows(min_row=4)}
    assert by_key["种子期", "贷款"][money].value == 300 * WAN / 100
    assert by_key["种子期", "贷款"][money].number_format == "#,##0.00"
    assert by_key["种子期", "股权"][money].value is None
    share = heads.index("可得比例\nShare open")
    assert by_key["种子期", "贷款"][share].value == 0.25
    assert by_key["种子期", "贷款"][share].number_format == "0.0%"


def test_a_hostile_name_in_the_workbook_is_a_text(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE.zh]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_every_sheet_of_a_synthetic_run_says_so(folder: Path) -> None:
    for sheet in openpyxl.load_workbook(folder / "report.xlsx"):
        told = [str(cell.value) for row in sheet.iter_rows(max_row=2) for cell in row]
        assert any("均为虚构" in text for text in told), sheet.title


def test_the_same_material_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_report(material(approval="粤S(2026)001号"), tmp_path, ReportSettings())
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {
        name: (folder / name).read_bytes() for name in names(folder)
    }


def test_the_command_makes_the_report_from_the_aggregates_alone(run: Path) -> None:
    done = runner.invoke(app, ["report", str(run), "--lang", "en", "--map-approval", " 粤S(2026)001号 "])
    assert done.exit_code == 0, done.stderr
    assert f"→ {run / 'report' / 'report.html'}" in done.stdout
    assert "Loan  71 open (68%)" in done.stdout
    assert "The thinnest cell" in done.stdout
    page = (run / "report" / "report.html").read_text("utf-8")
    assert "审图号：粤S(2026)001号" in page
    assert '<html lang="en" data-lang="en">' in page


def test_a_report_made_again_takes_the_place_of_the_earlier_one_and_leaves_the_record_of_the_run(
    run: Path,
) -> None:
    before = (run / "run.json").read_bytes()
    for approval in ("1", "2"):
        assert runner.invoke(app, ["report", str(run), "--map-approval", approval]).exit_code == 0
    assert json.loads((run / "report" / "report.json").read_text("utf-8"))["map_approval"] == "2"
    assert (run / "run.json").read_bytes() == before


def test_the_command_writes_elsewhere_and_tells_programs_where(run: Path, tmp_path: Path) -> None:
    done = runner.invoke(app, ["report", str(run), "--out", str(tmp_path / "for-the-office"), "--json"])
    told = json.loads(done.stdout)
    assert told["report"] == str(tmp_path / "for-the-office" / "report.html")
    assert len(told["tables"]) == 17
    assert {"zh", "en"} == set(told["findings"][0])
    assert all(Path(path).is_file() for path in (*told["tables"], told["workbook"]))


def test_the_approval_may_come_from_the_environment(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEJIN_MAP_APPROVAL", "GS(2024)0650号")
    assert runner.invoke(app, ["report", str(run)]).exit_code == 0
    assert read_material(run).approval == ""
    assert "审图号：GS(2024)0650号" in (run / "report" / "report.html").read_text("utf-8")


@pytest.mark.parametrize("number", ["x" * 61, "a\u202eb", "two\nlines"])
def test_an_approval_that_cannot_stand_under_a_map_is_refused(run: Path, number: str) -> None:
    done = runner.invoke(app, ["report", str(run), "--map-approval", number])
    assert done.exit_code == 2
    assert "not an approval number" in " ".join(done.stderr.replace("│", " ").split())
    assert not (run / "report").exists()


def test_a_folder_that_is_no_run_and_one_that_is_somebody_elses_are_refused(
    run: Path, tmp_path: Path
) -> None:
    done = runner.invoke(app, ["report", str(tmp_path / "nothing")])
    assert done.exit_code == 2
    assert "There is no run here" in done.stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    done = runner.invoke(app, ["report", str(run), "--out", str(tmp_path / "mine")])
    assert done.exit_code == 2
    assert (tmp_path / "mine" / "letter.txt").read_text("utf-8") == "keep me"


def test_the_calibration_of_a_synthetic_province_is_kept_with_the_run_and_of_nothing_else(
    tmp_path: Path,
) -> None:
    province, run = tmp_path / "province", tmp_path / "run"
    run.mkdir()
    keep_calibration(tmp_path, run)
    assert names(run) == set()
    assert runner.invoke(app, ["synth", "--enterprises", "30", "--out", str(province)]).exit_code == 0
    keep_calibration(province, run)
    assert names(run) == {CALIBRATION}
    assert_frame_equal(pl.read_parquet(run / CALIBRATION), read_calibration(province))
    (province / MEASURES).unlink()
    (run / CALIBRATION).unlink()
    keep_calibration(province, run)
    assert names(run) == set()
