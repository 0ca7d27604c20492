from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.costs import Basis, Claim, Cost, Fee, Limit, Purpose, Subsidy, cost_of, loan_flows
from kejin.instruments.costs.shares import shares
from kejin.instruments.loans import Bullet, EqualPrincipal, LoanTerms, schedule
from kejin.instruments.running import RoundingPolicy
from kejin.instruments.yields import YieldStatus
from kejin.money import Currency, Money, Rate, Rounding, round_quotient

START = date(2026, 1, 1)
WAN = 10_000_00


def terms(**changes: object) -> LoanTerms:
    agreed: dict[str, object] = {
        "notional_principal": Money(300 * WAN, Currency.CNY),
        "nominal_interest_rate": Rate.parse("3.15%"),
        "initial_exchange_date": START,
        "maturity_date": date(2027, 1, 1),
        "repayment": Bullet(),
        "day_count_convention": DayCount.A360,
        "cycle_of_interest_payment": Cycle.parse("P3M"),
    }
    return LoanTerms(**(agreed | changes))  # type: ignore[arg-type]


def paid(cost: Cost, source: str) -> list[tuple[str, int]]:
    return [(flow.day.isoformat(), flow.amount) for flow in cost.flows if flow.source == source]


PROVINCE = Subsidy(
    "province", Basis.INTEREST, 350_000_000, yearly_cap=2000 * WAN, years=1, claimed=Claim.BY_QUARTER
)


def test_a_quarterly_claim_is_a_share_of_what_was_paid_in_the_quarter() -> None:
    # 3,000,000 × 3.15 % × 90 / 360 = 23,625.00 on 1 April; 35 % of it is 8,268.75, claimed at the end of June.
    cost = cost_of(terms(), subsidies=[PROVINCE])
    assert paid(cost, "province") == [
        ("2026-06-30", 826_875),
        ("2026-09-30", 836_063),
        ("2026-12-31", 845_250),
        ("2027-03-31", 845_250),
    ]
    # All interest is 95,812.50; 35 % of it 33,534.375, and the claims add up to that, rounded once.
    assert (cost.gross, cost.subsidised, cost.net) == (9_581_250, 3_353_438, 6_227_812)


def test_the_effective_rate_is_that_of_the_dated_flows() -> None:
    cost = cost_of(terms(), fees=[Fee(8_000_000)], subsidies=[PROVINCE])
    assert cost.before.rate == pytest.approx(0.04074743, abs=1e-8)
    assert cost.after.status is YieldStatus.UNIQUE
    value = sum(
        flow.amount * (1 + (cost.after.rate or 0)) ** (-(flow.day - START).days / 365) for flow in cost.flows
    )
    assert abs(value) < 0.01


def test_what_is_paid_later_is_worth_less() -> None:
    rates = []
    for claim, days in ((Claim.WITH_PAYMENT, 0), (Claim.BY_QUARTER, 0), (Claim.AFTER_REPAYMENT, 90)):
        subsidy = Subsidy("s", Basis.INTEREST, 350_000_000, claimed=claim, paid_after_days=days)
        cost = cost_of(terms(), subsidies=[subsidy])
        assert cost.subsidised == 3_353_438
        rates.append(cost.effective_rate or 0.0)
    assert rates == sorted(rates)
    assert len(set(rates)) == 3


def test_of_two_rates_the_one_that_grew_out_of_the_loans_own_is_meant() -> None:
    late = Subsidy("s", Basis.INTEREST, 350_000_000, claimed=Claim.AFTER_REPAYMENT, paid_after_days=90)
    cost = cost_of(terms(), subsidies=[late])
    assert cost.after.status is YieldStatus.SEVERAL
    rates = [
        cost_of(terms(), subsidies=[replace(late, value_ppb=share)]).effective_rate or 0.0
        for share in range(0, 350_000_001, 10_000_000)
    ]
    assert all(0 < a - b < 0.0005 for a, b in pairwise(rates))
    assert cost.effective_rate == rates[-1]


def test_points_are_never_more_than_the_rate_has() -> None:
    cost = cost_of(terms(), subsidies=[Subsidy("s", Basis.POINTS, 50_000_000, claimed=Claim.WITH_PAYMENT)])
    assert cost.net == 0
    one_and_a_half = cost_of(
        terms(), subsidies=[Subsidy("s", Basis.POINTS, 15_000_000, claimed=Claim.WITH_PAYMENT)]
    )
    # 3,000,000 × 1.5 % × 365 / 360 = 45,625.00.
    assert one_and_a_half.subsidised == 4_562_500


def test_only_the_covered_part_the_first_year_and_the_cap_of_a_year_are_paid() -> None:
    two_years = terms(maturity_date=date(2028, 1, 1))
    interest = [95_812_50, 95_812_50]
    assert cost_of(two_years).gross == sum(interest)
    half = Subsidy("s", Basis.INTEREST, 500_000_000, covered_max=150 * WAN)
    assert cost_of(two_years, subsidies=[half]).subsidised == round(sum(interest) / 4)
    first = Subsidy("s", Basis.INTEREST, 500_000_000, years=1)
    assert cost_of(two_years, subsidies=[first]).subsidised == interest[0] / 2
    capped = Subsidy("s", Basis.INTEREST, 500_000_000, yearly_cap=3 * WAN)
    # Payments of 2026 bring 35,831.25 and those of 2027 47,906.25; the one of 1 January 2028 12,075.00.
    assert [amount for _, amount in paid(cost_of(two_years, subsidies=[capped]), "s")] == [
        3 * WAN,
        3 * WAN,
        1_207_500,
    ]


def test_subsidies_that_share_a_cap_are_cut_from_the_later_one() -> None:
    fee = Subsidy("fee", Basis.FEE, 500_000_000)
    interest = Subsidy("interest", Basis.INTEREST, 500_000_000)
    cost = cost_of(
        terms(),
        fees=[Fee(8_000_000)],
        subsidies=[fee, interest],
        limits=[Limit(frozenset({"fee", "interest"}), 2 * WAN)],
    )
    assert paid(cost, "fee") == [("2026-12-31", 1_200_000)]
    assert paid(cost, "interest")[0] == ("2026-12-31", 800_000)


def test_fees_are_paid_in_advance_for_each_year_and_by_months_at_the_end() -> None:
    cost = cost_of(
        terms(maturity_date=date(2027, 7, 1)), fees=[Fee(8_000_000), Fee(3_000_000, Purpose.ONCE_FEE)]
    )
    fees = [(flow.day.isoformat(), flow.amount) for flow in cost.flows if flow.purpose is Purpose.FEE]
    assert fees == [("2026-01-01", -2_400_000), ("2027-01-01", -1_200_000)]
    assert cost.total(Purpose.ONCE_FEE) == -900_000


def test_a_cost_is_counted_in_whole_fen() -> None:
    unrounded = schedule(terms(), policy=RoundingPolicy.NONE)
    with pytest.raises(TermsError, match="a rounded schedule"):
        loan_flows(unrounded.payments())


@given(
    share=st.integers(0, 10**9),
    claim=st.sampled_from(list(Claim)),
    cap=st.none() | st.integers(0, 5 * WAN),
    months=st.integers(1, 40),
    amount=st.integers(10_000, 10**11),
)
def test_claims_add_up_to_the_rounded_share_and_never_to_more_than_was_paid(
    share: int, claim: Claim, cap: int | None, months: int, amount: int
) -> None:
    loan = terms(
        notional_principal=Money(amount, Currency.CNY),
        maturity_date=date(2026 + (months // 12), 1 + months % 12, 1),
        repayment=EqualPrincipal(),
        cycle_of_interest_payment=Cycle.parse("P1M"),
        day_count_convention=DayCount.MONTHLY,
    )
    cost = cost_of(loan, subsidies=[Subsidy("s", Basis.INTEREST, share, yearly_cap=cap, claimed=claim)])
    whole = (cost.gross * share * 2 + 10**9) // (2 * 10**9)
    if cap is None:
        assert cost.subsidised == whole
    assert 0 <= cost.subsidised <= whole
    assert cost.total(Purpose.DRAWN) == -cost.total(Purpose.PRINCIPAL) == amount


@given(
    base=st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=20),
    ratios=st.lists(st.tuples(st.integers(0, 10**12), st.integers(1, 10**12)), max_size=3),
)
def test_a_share_of_a_column_is_rounded_as_exact_arithmetic_does(
    base: list[int], ratios: list[tuple[int, int]]
) -> None:
    whole = Fraction(1)
    for top, bottom in ratios:
        whole *= Fraction(top, bottom)
    if max(abs(each) for each in base) * whole >= 2**62:
        return
    expected = [round_quotient(each * whole.numerator, whole.denominator, Rounding.HALF_UP) for each in base]
    assert shares(np.array(base, np.int64), ratios).tolist() == expected


def test_ties_are_rounded_away_from_zero_and_are_settled_exactly() -> None:
    assert shares(np.array([1, 3, -1, 5], np.int64), [(1, 2)]).tolist() == [1, 2, -1, 3]
    # 35 % of 23,625.01 is 8,268.7535; of 1.30 it is 0.455.
    assert shares(np.array([2_362_501, 130], np.int64), [(35, 100)]).tolist() == [826_875, 46]
