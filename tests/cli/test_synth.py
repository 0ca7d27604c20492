"""`kejin synth`: the folder appears whole, says that it is synthetic, and destroys nobody's files."""

import json
from pathlib import Path

import polars as pl
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
