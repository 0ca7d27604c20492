"""Fees, premiums and subsidies over time, and exposures as the loan engine schedules them."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.risk.losses import facts, rules

from kejin.errors import RiskError
from kejin.facts import FactSet, Grain
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import EqualInstalments, EqualPrincipal, LoanTerms, schedule
from kejin.money import Currency, Money, Rate
from kejin.risk import Arrangement, Book, Event, EventKind, Ledger
from kejin.risk.fees import fee_columns
from kejin.risk.simulation.book_file import BookDocument
from kejin.risk.simulation.exposures import exposures_of
from kejin.risk.simulation.loans import portfolio_of
from kejin.risk.simulation.portfolio import plan_of
from kejin.risk.simulation.positions import collected, fees, positions, public_cost
from kejin.risk.simulation.results import carried
from kejin.risk.simulation.running import Run, simulate_book
from kejin.risk.simulation.scenario import monthly_part

DEMO = "demo_insurance.coinsurance"
LAW = date(2026, 1, 1)
DOCUMENT = BookDocument.model_validate(
    {
        "title": {"zh": "测试", "en": "Test"},
        "agreements": [DEMO],
        "facts": "nowhere",
        "starts": "2026-01-01",
        "years": 3,
        "probability": {"all": "20%"},
        "recovery": {"mean": "40%", "months": 6},
    }
)


def insured(*loans: dict[str, str | None]) -> FactSet:
    shared = {
        "enterprise_id": "E", "institution_id": "bank-1", "loan_sharing_mode": "insurer", "loan_signed_on": "2025-12-10",
        "loan_drawn_on": "2025-12-15", "loan_due_on": "2028-12-14", "loan_five_class": "loss", "loan_rate": "4.2%",
    }  # fmt: skip
    made = [
        {**shared, "loan_id": f"L{k}", "loan_balance_fen": loan["loan_principal_fen"], **loan}
        for k, loan in enumerate(loans)
    ]
    enrolled = [
        {"institution_id": "bank-1", "year": str(year), "institution_enrolled_principal_fen": "10亿元"}
        for year in range(2026, 2030)
    ]
    known = [{name: text for name, text in loan.items() if text is not None} for loan in made]
    honest = [{"enterprise_id": "E", "on_dishonest_list": "false"}]
    return facts({Grain.LOAN: known, Grain.ENTERPRISE: honest, Grain.INSTITUTION_YEAR: enrolled})


def simulated(factset: FactSet, *, scenarios: int = 200) -> Run:
    arrangement = Arrangement.of(rules(LAW, "demo_insurance"), [DEMO])
    assumptions = DOCUMENT.assumptions()
    book = Book.of(arrangement, factset, assumptions.calendar_years)
    portfolio = portfolio_of(DOCUMENT, factset, assumptions, table=None)
    columns = fee_columns(arrangement, factset, book.loans["loan_id"])
    terms, plan = plan_of(book, portfolio, assumptions, trace=True, fees=columns)
    return simulate_book(book, terms, plan, scenarios=scenarios, seed=4)


LOANS: tuple[dict[str, str | None], ...] = (
    {"loan_principal_fen": "300万元"},
    {"loan_principal_fen": "100.01万元", "loan_due_on": "2026-09-10"},
)


def test_fees_of_every_path_are_those_of_the_months_before_a_default() -> None:
    done = simulated(insured(*LOANS))
    got = collected(done)
    yearly = done.plan.fee
    assert yearly[0].tolist() == [2_250_000, 1_350_000, 900_000, 2_250_000]
    defaults = 0
    for scenario in range(done.scenarios):
        expected = np.zeros((3, yearly.shape[1]), np.int64)
        for loan in range(2):
            end = int(done.paths.trace_month[scenario, loan])
            defaults += end >= 0
            alive = [m for m in range(36) if done.plan.exposure[loan, m] > 0]
            for place, month in enumerate(alive):
                if end < 0 or month <= end:
                    for fee in range(yearly.shape[1]):
                        expected[month // 12, fee] += monthly_part(int(yearly[loan, fee]), place)
        assert got[scenario, :3].tolist() == expected.tolist()
        assert not got[scenario, 3:].any()
    assert defaults > 40


@given(yearly=st.integers(0, 10**12), years=st.integers(1, 4))
def test_twelve_months_of_a_fee_are_the_fee_to_the_fen(yearly: int, years: int) -> None:
    months = [monthly_part(yearly, month) for month in range(12 * years)]
    assert sum(months) == years * yearly
    assert max(months) - min(months) <= 1


def test_positions_are_fees_less_losses_and_what_one_pays_another_gets() -> None:
    done = simulated(insured(*LOANS))
    frame = fees(done)
    assert set(frame["payer"]) == {"borrower", "demo_insurance.bureau"}
    sums = frame.group_by("fee").agg(pl.col("mean_fen").sum()).sort("fee")
    assert sums.height == 4
    table = {(row["party"], row["year"]): row for row in positions(done).to_dicts()}
    lead = [table["demo_insurance.lead", year] for year in done.book.years]
    total = sum(row["fees_fen"] - row["losses_fen"] for row in lead)
    assert sum(row["losses_fen"] for row in lead) > 0
    assert lead[-1]["left_fen"] == pytest.approx(total)
    assert all(row["left_p1_fen"] <= row["left_p5_fen"] <= row["left_fen"] + 1e9 for row in lead)
    subsidy = frame.filter(pl.col("fee").str.ends_with("subsidy"))["mean_fen"].sum()
    assert public_cost(done).mean() == pytest.approx(subsidy)
    found = carried(done)["per_expected"]
    assert not isinstance(found, int)
    assert found.value > 1


def test_a_fee_that_nobody_knows_is_counted_apart_and_brings_nothing() -> None:
    done = simulated(insured(LOANS[0], {**LOANS[1], "loan_sharing_mode": None}))
    assert set(fees(done)["unknown_loans"]) == {1}
    assert collected(done)[:, :, 0].max() <= 3 * 2_250_000


def test_the_demonstration_pool_shares_a_loss_to_the_fen_within_its_caps() -> None:
    arrangement = Arrangement.of(rules(LAW, "demo_insurance"), [DEMO])
    given_facts = insured(
        {"loan_principal_fen": "1000万元"},
        {"loan_principal_fen": "500万元"},
        {"loan_principal_fen": "2000万元"},
    )
    book = Book.of(arrangement, given_facts, range(2026, 2027), losses=True)
    ledger = Ledger.of(
        book,
        [
            Event(date(2026, 3, 1), EventKind.LOSS, "L0", 100_000_003),
            Event(date(2026, 4, 1), EventKind.LOSS, "L0", 900_000_000),
            Event(date(2026, 5, 1), EventKind.LOSS, "L1", 100_000_000),
            Event(date(2026, 6, 1), EventKind.LOSS, "L2", 100_000_000),
        ],
    )
    rows = {row["loan_id"]: row for row in ledger.burdens().to_dicts()}
    names = ("demo_insurance.lead", "demo_insurance.second", "demo_insurance.third")
    assert sum(value for name, value in rows["L0"].items() if name != "loan_id") == 1_000_000_003
    # 80% of ten million and three fen is eight million and two, and eight million is the most for a firm in a year.
    assert sum(rows["L0"][name] for name in names) == 800_000_000
    assert [rows["L1"][name] for name in names] == [0, 0, 0]
    # The largest insured loan is ten million.
    assert rows["L2"]["lender"] == 100_000_000


# --- exposures by the loan engine ------------------------------------------------------------------------------------


def table(principal: int, months: int, rate: int = 36_000_000) -> pl.DataFrame:
    end = 2026 * 12 + months - 1
    return pl.DataFrame(
        {
            "loan_drawn_on": [date(2025, 12, 20)],
            "loan_due_on": [date(end // 12, end % 12 + 1, 5)],
            "loan_principal_fen": [principal],
            "loan_balance_fen": [principal],
            "loan_rate": [rate],
        }
    )


@pytest.mark.parametrize(("form", "repayment"), [("level", EqualInstalments()), ("linear", EqualPrincipal())])
@pytest.mark.parametrize("months", [1, 5, 36])
def test_what_is_owed_is_what_the_schedule_has_before_each_payment(
    form: str, repayment: EqualInstalments | EqualPrincipal, months: int
) -> None:
    owed = exposures_of(table(123_456_789, months), DOCUMENT.assumptions(), repayment=form)[0].tolist()
    end = 2026 * 12 + months - 1
    terms = LoanTerms(
        notional_principal=Money(123_456_789, Currency.CNY),
        nominal_interest_rate=Rate(36_000_000),
        initial_exchange_date=date(2025, 12, 1),
        maturity_date=date(end // 12, end % 12 + 1, 1),
        repayment=repayment,
        day_count_convention=DayCount.MONTHLY,
        cycle_of_interest_payment=Cycle.parse("P1M"),
    )
    balances = [payment.balance for payment in schedule(terms).payments()]
    assert balances[-1] == 0
    assert owed[: len(balances) - 1] == balances[:-1]
    assert owed[len(balances) - 1 :] == [0] * (36 - months)


def test_level_instalments_owe_more_than_equal_principal_and_a_rate_is_needed() -> None:
    frame = table(100_000_000, 24)
    level, linear, equal = (
        exposures_of(frame, DOCUMENT.assumptions(), repayment=form)[0]
        for form in ("level", "linear", "equal")
    )
    assert (level[1:23] > linear[1:23]).all()
    assert np.abs(linear - equal).max() <= 24
    mixed = pl.Series(["level", "bullet"])
    both = exposures_of(pl.concat([frame, frame]), DOCUMENT.assumptions(), repayment=mixed)
    assert both[0].tolist() == level.tolist()
    assert both[1].tolist() == [100_000_000] * 24 + [0] * 12
    with pytest.raises(RiskError, match="lacks the rate"):
        exposures_of(frame.drop("loan_rate"), DOCUMENT.assumptions(), repayment="level")
    with pytest.raises(RiskError, match="No such way of repaying"):
        exposures_of(frame, DOCUMENT.assumptions(), repayment=pl.Series(["balloon"]))


def test_a_loan_that_runs_already_goes_on_from_its_balance() -> None:
    frame = table(100_000_000, 10).with_columns(
        loan_drawn_on=pl.lit(date(2024, 3, 3)), loan_balance_fen=pl.lit(40_000_000, pl.Int64)
    )
    owed = exposures_of(frame, DOCUMENT.assumptions(), repayment="level")[0]
    assert owed[0] == 40_000_000
    assert owed[9] > 0
    assert owed[10] == 0
    settled = frame.with_columns(loan_balance_fen=pl.lit(0, pl.Int64))
    assert not exposures_of(settled, DOCUMENT.assumptions(), repayment="level").any()
