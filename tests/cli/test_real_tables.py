"""Public tables that nobody made for Kejin, run to the end: what is not known stays open, and nothing counts as zero."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.enterprises.importing import shipped_mappings

runner = CliRunner()


@pytest.mark.parametrize("name", shipped_mappings())
def test_a_public_table_runs_to_the_end_and_what_is_missing_leaves_the_answer_open(
    data_dir: Path, tmp_path: Path, name: str
) -> None:
    # Policies that no fact of these tables can decide; where a firm stands and when it was founded is not enough.
    policies = ("high_tech_enterprise", "tech_sme", "specialised_sme", "star_market")
    chosen = [part for policy in policies for part in ("--policy", policy)]
    table, out = data_dir / f"{name}.parquet", tmp_path / "out"
    # A year whose end the table does not reach, so that no date in it decides anything either.
    dates = ["--facts-as-of", "2026-10-31"]
    command = [
        "run",
        str(table),
        "--mapping",
        name,
        "--out",
        str(out),
        "--pages",
        "2",
        *chosen,
        *dates,
        "--json",
    ]
    done = runner.invoke(app, command)
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["summary"]["enterprises"] == told["run"]["rows"]["enterprise"] > 900
    verdicts = pl.read_parquet(out / "verdicts.parquet")
    assert set(verdicts["verdict"]) == {"undetermined"}
    assert verdicts["enterprise_id"].n_unique() == told["run"]["rows"]["enterprise"]
    amounts = pl.read_parquet(out / "amounts.parquet")
    assert amounts.filter(pl.col("value") == 0).is_empty()
    page = next((out / "enterprises").glob("*.html")).read_text(encoding="utf-8")
    assert "缺资料" in page
