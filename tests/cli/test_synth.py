"""`kejin synth`: the folder appears whole, says that it is synthetic, and destroys nobody's files."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from kejin.cli.app import app

RUNNER = CliRunner()


def test_a_small_province_in_json(tmp_path: Path) -> None:
    out = tmp_path / "province"
    done = RUNNER.invoke(app, ["synth", "--enterprises", "30", "--seed", "4", "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["synthetic"] is True
    assert said["rows"]["facts/enterprise"] == 30
    assert said["order"]["seed"] == 4
    names = pl.read_parquet(out / "facts" / "enterprise")["enterprise_name"]
    assert names.str.starts_with("合成").all()
    assert list(tmp_path.iterdir()) == [out]


def test_an_earlier_province_is_replaced_and_another_folder_is_not(tmp_path: Path) -> None:
    out = tmp_path / "province"
    for seed in ("4", "5"):
        done = RUNNER.invoke(app, ["synth", "--enterprises", "20", "--seed", seed, "--out", str(out)])
        assert done.exit_code == 0, done.output
    assert json.loads((out / "synth.json").read_text(encoding="utf-8"))["order"]["seed"] == 5
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep", encoding="utf-8")
    refused = RUNNER.invoke(app, ["synth", "--enterprises", "20", "--out", str(mine)])
    assert refused.exit_code == 2
    assert (mine / "letter.txt").read_text(encoding="utf-8") == "keep"


def test_the_report_without_a_folder_writes_nothing_and_with_one_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["synth", "--report", "--enterprises", "400", "--seed", "4", "--json"]
    monkeypatch.chdir(tmp_path)
    done = RUNNER.invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert list(tmp_path.iterdir()) == []
    measured = json.loads(done.stdout)
    assert measured["synthetic"] is True
    assert measured["enterprises"] == 400
    out = tmp_path / "province"
    written = RUNNER.invoke(app, [*asked, "--out", str(out)])
    assert json.loads(written.stdout) == measured
    digests = (out / "synth.json").read_bytes()
    read = RUNNER.invoke(app, ["synth", "--report", "--out", str(out), "--json"])
    assert json.loads(read.stdout) == measured
    assert (out / "synth.json").read_bytes() == digests


def test_the_report_in_words_names_perimeter_day_and_source() -> None:
    done = RUNNER.invoke(app, ["synth", "--report", "--enterprises", "200", "--lang", "both"])
    assert done.exit_code == 0, done.output
    for said in (
        "不含深圳 / Without Shenzhen",
        "Held out",
        "不可比",
        "plan_2027.gd_high_tech_count",
        "2025-12-31",
    ):
        assert said in done.stdout
    assert "虚构" in done.stderr


def test_the_report_of_a_folder_refuses_another_number_and_a_folder_that_was_not_measured(
    tmp_path: Path,
) -> None:
    out = tmp_path / "province"
    made = RUNNER.invoke(app, ["synth", "--enterprises", "50", "--out", str(out), "--json"])
    assert made.exit_code == 0, made.output
    other = RUNNER.invoke(app, ["synth", "--report", "--enterprises", "60", "--out", str(out), "--json"])
    assert other.exit_code == 2
    error = json.loads(other.stdout)["error"]
    assert (error["expected"], error["found"]) == ("50", "60")
    (out / "measures.parquet").unlink()
    old = RUNNER.invoke(app, ["synth", "--report", "--out", str(out)])
    assert old.exit_code == 2
    assert "not measured" in old.stderr
