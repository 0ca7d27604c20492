"""The calibration table: figures from the packs, perimeters from the packs' rules, weights, errors, what is compared."""

from dataclasses import replace
from datetime import date
from functools import cache
from math import exp
from pathlib import Path
from runpy import run_path

import polars as pl
import pytest

from kejin.enterprises.synthetic import (
    FULL_SCALE,
    TOLERANCE,
    Block,
    Order,
    calibration,
    make_block,
    measure_blocks,
    read_calibration,
    sum_measures,
    write_province,
)
from kejin.enterprises.synthetic.calibration import COLUMNS
from kejin.enterprises.synthetic.fitting import fit
from kejin.enterprises.synthetic.measuring import block_measures
from kejin.enterprises.synthetic.parameters import Parameters, fitted_parameters, parameters
from kejin.enterprises.synthetic.published import published_totals
from kejin.errors import InputError
from kejin.facts import Grain
from kejin.money import short_yuan
from kejin.packs import shipped

SEED = 20260630
DAY = date(2025, 12, 31)


@cache
def block() -> Block:
    return make_block(SEED, 0, first=0, count=3_000)


@cache
def measures() -> pl.DataFrame:
    return block_measures(block())


def measured(key: str, *, shenzhen: bool | None = None) -> int:
    rows = measures().filter(pl.col("key") == key)
    if shenzhen is not None:
        rows = rows.filter((pl.col("city_code") == "4403") == shenzhen)
    return int(rows["value"].sum())


def laid(rows: list[tuple[str, str, int, int, int]], *, enterprises: int = 100) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["key", "city_code", "value", "squares", "base"], orient="row")
    return calibration(frame, enterprises=enterprises, full_scale=1_000)


def test_every_figure_is_the_one_the_pack_holds_for_that_day() -> None:
    plan = shipped().policy("plan_2027")
    for total in published_totals():
        parameter = plan.parameters[total.parameter.partition(".")[2]]
        version = next(version for version in parameter.versions if version.start == total.at)
        assert version.clause.doc == total.source
        assert total.value > 0
    by_key = {total.key: total for total in published_totals()}
    assert by_key["high_tech_enterprises"].value == 74_000
    assert by_key["technology_enterprise_loans"].value == 3_150_000_000_000 * 100
    assert by_key["high_tech_access"].unit == "ppb"


def test_what_is_compared_is_of_one_day_and_some_of_it_is_held_out() -> None:
    compared = [total for total in published_totals() if total.use != "not_compared"]
    assert all(total.measured_on == total.at for total in compared)
    assert sum(total.use == "held_out" for total in compared) >= 3
    assert all(total.note.zh and total.note.en for total in published_totals())


def test_a_figure_is_weighted_to_the_full_number_and_its_perimeter_is_kept() -> None:
    table = laid([
        ("high_tech_enterprises", "4401", 700, 700, 0), ("high_tech_enterprises", "4403", 6_800, 6_800, 0),
        ("technology_loans_shenzhen", "4403", 5, 1, 0), ("technology_loans_shenzhen", "4401", 9, 1, 0),
        ("technology_loans_ex_shenzhen", "4403", 5, 1, 0), ("technology_loans_ex_shenzhen", "4401", 9, 1, 0),
        ("high_tech_access", "4401", 30, 30, 60), ("high_tech_access", "4403", 10, 10, 20),
    ])  # fmt: skip
    assert table.schema == COLUMNS
    rows = {row["key"]: row for row in table.iter_rows(named=True)}
    assert rows["high_tech_enterprises"]["synthetic"] == 75_000
    assert rows["high_tech_enterprises"]["deviation"] == pytest.approx(1_000 / 74_000)
    assert rows["high_tech_enterprises"]["sampling_error"] == pytest.approx(7_500**-0.5)
    assert rows["high_tech_enterprises"]["within"] is True
    assert rows["technology_loans_shenzhen"]["synthetic"] == 50
    assert rows["technology_loans_ex_shenzhen"]["synthetic"] == 90
    assert rows["high_tech_access"]["synthetic"] == 500_000_000
    assert rows["high_tech_access"]["deviation"] is None
    assert rows["high_tech_access"]["within"] is None
    assert rows["tech_smes"]["synthetic"] == 0
    assert rows["all_loans"]["synthetic"] is None


def test_certificates_in_force_are_counted_on_the_day() -> None:
    honours, lives = block().facts[Grain.HONOUR], block().tables["lives"]
    trading = lives.filter(pl.col("ceased_on").is_null() | (pl.col("ceased_on") > DAY))["enterprise_id"]
    force = honours.filter(
        (pl.col("honour_code") == "hte")
        & (pl.col("granted_on") <= DAY)
        & (pl.col("honour_expires_on") >= DAY)
    )
    counted = force.filter(pl.col("enterprise_id").is_in(trading.implode()))["enterprise_id"].n_unique()
    assert measured("high_tech_enterprises") == counted > 100


def test_balances_are_those_of_the_day_and_a_perimeter_lies_within_another() -> None:
    firms = measured("technology_loans_ex_shenzhen", shenzhen=False)
    city = measured("technology_loans_ex_shenzhen", shenzhen=True)
    assert city == measured("technology_loans_shenzhen", shenzhen=True)
    assert measured("technology_loans_shenzhen") == firms + city
    assert measured("tech_sme_loans") + measured("high_tech_loans") > 0
    assert measured("high_tech_loans") < firms + city
    # By hand: what was drawn by the day and had run no month is at its principal, else at the month's balance.
    loans = block().facts[Grain.LOAN].filter((pl.col("loan_drawn_on") <= DAY) & pl.col("loan_ip_pledged"))
    months = block().tables["performance"].filter(pl.col("month_end") <= DAY).sort("month")
    last = months.group_by("loan_id", maintain_order=True).last()
    both = loans.join(last, on="loan_id", how="left")
    whole = both.select(pl.col("balance_fen").fill_null(pl.col("loan_principal_fen")).sum()).item()
    assert measured("ip_pledge_loans_ex_shenzhen") == whole > 0


def test_the_table_of_a_folder_is_that_of_its_blocks_measured_without_one(tmp_path: Path) -> None:
    order = Order(900, SEED, block=450)
    write_province(order, tmp_path)
    sums = sum_measures(measure_blocks(order))
    assert calibration(sums, enterprises=900, full_scale=FULL_SCALE).equals(read_calibration(tmp_path))


def deviations(enterprises: int, seed: int = 1) -> dict[str, tuple[float, float]]:
    table = calibration(
        sum_measures(measure_blocks(Order(enterprises, seed))), enterprises=enterprises, full_scale=FULL_SCALE
    )
    rows = table.filter(pl.col("use") == "fitted").iter_rows(named=True)
    return {row["key"]: (row["deviation"], row["sampling_error"]) for row in rows}


def test_a_fifth_of_the_province_lies_within_five_per_cent_and_its_sampling_error() -> None:
    found = deviations(40_000)
    assert len(found) == len(fitted_parameters())
    far = {key: both for key, both in found.items() if abs(both[0]) > TOLERANCE + 2 * both[1]}
    assert far == {}
    # One standard error is stated, and small enough to say something.
    assert max(error for _, error in found.values()) < 0.10


@pytest.mark.slow
def test_the_whole_province_lies_within_five_per_cent_and_the_page_says_by_how_much() -> None:
    sums = sum_measures(measure_blocks(Order(FULL_SCALE, 1)))
    table = calibration(sums, enterprises=FULL_SCALE, full_scale=FULL_SCALE)
    fitted = table.filter(pl.col("use") == "fitted")
    assert fitted["within"].all(), fitted.select("key", "deviation")
    page = (Path(__file__).parents[2] / "docs" / "synthetic.md").read_text(encoding="utf-8")
    for row in table.filter(pl.col("use") != "not_compared").iter_rows(named=True):
        amounts = [
            short_yuan(row[name], language="en") if row["unit"] == "fen" else f"{row[name]:,}"
            for name in ("published", "synthetic")
        ]
        told = [
            row["label_en"],
            row["perimeter_en"],
            row["published_on"],
            *amounts,
            f"{row['deviation']:+.1%}",
        ]
        assert " | ".join(str(part) for part in told) in page


@pytest.mark.slow
def test_another_whole_province_lies_within_five_per_cent_and_its_sampling_error() -> None:
    found = deviations(FULL_SCALE, 6)
    assert {key: both for key, both in found.items() if abs(both[0]) > TOLERANCE + both[1]} == {}


class TestFit:
    def solved(self, at: Parameters, *, slope: float = 1.0) -> pl.DataFrame:
        """A calibration table whose totals follow from the parameters by a law that is known."""
        wanted = {one.name: 0.3 * number for number, one in enumerate(fitted_parameters())}
        values = {one.name: float(getattr(at, one.name)) - wanted[one.name] for one in fitted_parameters()}
        mixed = sum(values.values()) * 0.02
        published = {total.key: total.value for total in published_totals()}
        rows = [
            {
                "key": one.fitted_to,
                "published": published[one.fitted_to],
                "synthetic": round(
                    published[one.fitted_to] * exp(slope * float(one.slope) * values[one.name] + mixed)
                ),
            }
            for one in fitted_parameters()
        ]
        return pl.DataFrame(rows)

    def test_it_finds_the_parameters_of_a_known_law(self) -> None:
        steps = list(fit(self.solved, parameters()))
        assert steps[-1].worst < 0.002
        assert len(steps) < 12
        for number, one in enumerate(fitted_parameters()):
            assert getattr(steps[-1].values, one.name) == pytest.approx(0.3 * number, abs=0.1)

    def test_slopes_need_only_be_near(self) -> None:
        steps = list(fit(lambda at: self.solved(at, slope=0.6), parameters(), most=20))
        assert steps[-1].worst < 0.002

    def test_a_total_of_nothing_is_refused(self) -> None:
        def nothing(at: Parameters) -> pl.DataFrame:
            return self.solved(at).with_columns(synthetic=pl.lit(0))

        with pytest.raises(InputError, match="came to nothing"):
            list(fit(nothing, parameters()))

    def test_every_parameter_belongs_to_a_total_of_its_own_that_is_fitted(self) -> None:
        keys = [one.fitted_to for one in fitted_parameters()]
        fitted = {total.key for total in published_totals() if total.use == "fitted"}
        assert len(keys) == len(set(keys))
        assert set(keys) == fitted

    def test_the_file_is_what_the_script_would_write(self) -> None:
        home = Path(__file__).parents[2]
        script = run_path(str(home / "examples" / "fit_province.py"))
        kept = (home / "src/kejin/enterprises/synthetic/calibrated.yaml").read_text(encoding="utf-8")
        assert script["text"](parameters()) == kept


def test_more_research_makes_more_high_tech_enterprises() -> None:
    low, high = (
        sum_measures(measure_blocks(Order(3_000, SEED), fitted=replace(parameters(), rd_level=level)))
        for level in (-0.6, 0.3)
    )
    counts = [
        float(frame.filter(pl.col("key") == "high_tech_enterprises")["value"].sum()) for frame in (low, high)
    ]
    assert counts[0] < 0.9 * counts[1]
