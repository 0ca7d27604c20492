"""Real guaranteed loans: every charge-off shared by the guaranteed part of its loan, to the cent."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from kejin.facts import FactSet, Grain
from kejin.packs import HOME
from kejin.policy import Dates, PolicyStore
from kejin.risk import Arrangement, Book, Event, EventKind, Ledger, years_of

DAY = date(2026, 1, 1)
CENTS = 100


@pytest.fixture(scope="module")
def loans(data_dir: Path) -> pl.DataFrame:
    """Each loan once, amounts in cents; the guaranteed part of the approved amount in parts per billion, half up."""
    path = data_dir / "sba_loans.parquet"
    if not path.is_file():
        pytest.skip(f"no {path.name} in {data_dir}; set KEJIN_DATA")
    cents = {
        name: (pl.col(name) * CENTS).round().cast(pl.Int64)
        for name in ("chg_off_prin_gr", "gr_appv", "sba_appv")
    }
    part = (pl.col("sba_appv") * 2_000_000_000 + pl.col("gr_appv")) // (2 * pl.col("gr_appv"))
    return (
        pl.read_parquet(path)
        .unique("loan_nr_chk_dgt", keep="first", maintain_order=True)
        .with_columns(**cents)
        .filter(pl.col("gr_appv") > 0, pl.col("sba_appv") <= pl.col("gr_appv"))
        .with_columns(loan_guarantor_share=part.cast(pl.Int64))
    )


def test_the_parts_of_every_charge_off_sum_to_it_and_the_guarantee_pays_its_share(
    loans: pl.DataFrame,
) -> None:
    facts = loans.select(
        pl.col("loan_nr_chk_dgt").cast(pl.String).alias("loan_id"),
        pl.lit("firm").alias("enterprise_id"),
        pl.col("bank").alias("institution_id"),
        "loan_guarantor_share",
        pl.lit(1970, pl.Int64).alias("loan_year"),
        pl.lit(value=True).alias("loan_guarantor_in_system"),
    )
    store = PolicyStore.read([HOME / "cn" / "sme_size", Path(__file__).parent / "sba_pack"])
    ruleset = store.only(["sba_guarantee"]).compile(Dates(DAY, DAY, DAY))
    arrangement = Arrangement.of(ruleset, ["sba_guarantee.guarantee"])
    charged = loans.filter(pl.col("chg_off_prin_gr") > 0)
    assert charged.height > 1_000
    events = [
        Event(
            row["chg_off_date"] or row["approval_date"],
            EventKind.LOSS,
            str(row["loan_nr_chk_dgt"]),
            row["chg_off_prin_gr"],
        )
        for row in charged.iter_rows(named=True)
    ]
    ledger = Ledger.of(Book.of(arrangement, FactSet({Grain.LOAN: facts}), years_of(events)), events)
    shared = ledger.burdens().with_columns(pl.col("loan_id").cast(pl.Int64).alias("loan_nr_chk_dgt"))
    table = loans.join(shared, on="loan_nr_chk_dgt", how="left", maintain_order="left")
    bank, sba = table["lender"], table["sba_guarantee.sba"]
    assert (bank + sba - table["chg_off_prin_gr"]).abs().sum() == 0
    assert int(bank.sum()) + int(sba.sum()) == int(table["chg_off_prin_gr"].sum())
    for row in table.filter(pl.col("chg_off_prin_gr") > 0).iter_rows(named=True):
        exact = Fraction(row["chg_off_prin_gr"] * row["sba_appv"], row["gr_appv"])
        # Half a cent for rounding, and what a share of nine decimals cannot say of the amount.
        assert abs(row["sba_guarantee.sba"] - exact) <= Fraction(1, 2) + Fraction(
            row["chg_off_prin_gr"], 2 * 10**9
        )
