"""Public tables that nobody made for Kejin, through the mappings that ship with it."""

from datetime import date
from pathlib import Path

import polars as pl
from tests.enterprises.builders import frame

from kejin.enterprises.importing import import_file
from kejin.facts import Grain


def test_the_start_up_table_runs_to_the_end_and_no_dollar_is_read_as_a_yuan(data_dir: Path) -> None:
    path = data_dir / "startup_success_923.parquet"
    raw = pl.read_parquet(path)
    result = import_file(path, "startup_success_923")
    enterprises = frame(result, Grain.ENTERPRISE)
    assert len(enterprises) == raw["id"].n_unique()
    assert set(result.factset.frames) == {Grain.ENTERPRISE}
    assert [name for name in enterprises.columns if name.endswith("_fen")] == []
    first = enterprises.filter(pl.col("enterprise_id") == "crunchbase:" + raw["id"][0]).row(0, named=True)
    month, day, year = (int(part) for part in raw["founded_at"][0].split("/"))
    assert first["founded_on"] == date(year, month, day)
    assert first["enterprise_name"] == raw["name"][0]
    assert [notice.code for notice in result.notices] == ["rows.same"]


def test_the_list_of_a_shares_runs_to_the_end_and_an_empty_date_stays_unknown(data_dir: Path) -> None:
    path = data_dir / "cn_a_share_list_dates.parquet"
    raw = pl.read_parquet(path)
    enterprises = frame(import_file(path, "cn_a_share_list_dates"), Grain.ENTERPRISE)
    assert enterprises["enterprise_id"].to_list() == [f"cn-stock:{number}" for number in raw["stock_code"]]
    assert enterprises["listed_on"].null_count() == raw["list_date2"].null_count() > 0
    assert (
        enterprises["listed_on"].drop_nulls().to_list()
        == raw["list_date2"].drop_nulls().str.to_date().to_list()
    )
    assert "is_listed" not in enterprises.columns


def test_a_csv_of_the_same_shape_works_with_the_same_mapping(data_dir: Path, tmp_path: Path) -> None:
    pl.read_parquet(data_dir / "cn_a_share_list_dates.parquet").head(50).write_csv(tmp_path / "shares.csv")
    enterprises = frame(import_file(tmp_path / "shares.csv", "cn_a_share_list_dates"), Grain.ENTERPRISE)
    assert enterprises["enterprise_id"][0] == "cn-stock:000001"
    assert enterprises["_row"][0] == 2
