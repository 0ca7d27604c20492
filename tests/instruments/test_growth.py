import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.growth import (
    EquityGain,
    FutureBusiness,
    Outlook,
    ResultRate,
    Warrants,
    beside_plain,
    dilution_of_equity,
    exercise_probability,
    expected_rate,
    fair_share,
    loan_value,
    value_of,
    yearly_bases,
)
from kejin.instruments.growth.lognormal import call, probability_above
from kejin.instruments.growth.simulating import growth_paths, simulated_result_rate
from kejin.instruments.loans import Bullet, EqualPrincipal, LoanTerms, Repayment
from kejin.money import Currency, Money, Rate

WAN = 10_000_00
OUTLOOK = Outlook(
    growth=0.25,
    volatility=0.4,
    equity_volatility=0.6,
    discount=0.03,
    risk_free=0.015,
    default=0.02,
    recovery=0.4,
)
SURE = Outlook(growth=0.1, volatility=0.0, equity_volatility=0.0, discount=0.0, risk_free=0.0)
RESULTS = ResultRate(base=0.03, slope=0.05, target=0.2, floor=0.024, cap=0.05)


def loan(rate: str, *, months: int = 36, repayment: Repayment | None = None) -> LoanTerms:
    return LoanTerms(
        notional_principal=Money(1000 * WAN, Currency.CNY),
        nominal_interest_rate=Rate.parse(rate),
        initial_exchange_date=date(2026, 1, 1),
        maturity_date=date(2026 + months // 12, 1, 1),
        repayment=repayment or Bullet(),
        day_count_convention=DayCount.MONTHLY,
        cycle_of_interest_payment=Cycle.parse("P1M"),
    )


def test_a_rate_tied_to_results_is_worth_what_simulation_says() -> None:
    bases = [1000 * WAN] * 3
    formula = value_of(RESULTS, OUTLOOK, bases=bases)
    simulated = simulated_result_rate(RESULTS, OUTLOOK, bases, paths=400_000, seed=7)
    assert (formula.method, formula.error) == ("formula", 0.0)
    assert abs(formula.amount - simulated.amount) < 4 * simulated.error
    assert simulated.error < 0.002 * simulated.amount


def test_without_risk_the_rate_is_that_of_the_growth_within_its_bounds() -> None:
    # 3 % + 0.05 × (10 % − 20 %) = 2.5 %.
    assert expected_rate(RESULTS, SURE) == pytest.approx(0.025)
    assert expected_rate(replace(RESULTS, target=0.9), SURE) == pytest.approx(0.024)
    assert expected_rate(replace(RESULTS, slope=9.0, target=0.0), SURE) == pytest.approx(0.05)
    assert expected_rate(replace(RESULTS, slope=0.0), OUTLOOK) == 0.03


def test_a_limit_over_all_years_is_simulated_and_lowers_the_value() -> None:
    bases = [1000 * WAN] * 3
    free = value_of(RESULTS, OUTLOOK, bases=bases)
    limited = value_of(replace(RESULTS, most=20 * WAN), OUTLOOK, bases=bases)
    assert limited.method == "simulation"
    assert 0 < limited.error < 0.01 * limited.amount
    assert limited.amount < free.amount
    never = value_of(replace(RESULTS, most=10**12), OUTLOOK, bases=bases)
    assert abs(never.amount - free.amount) < 4 * never.error


def test_future_business_earns_its_margin_on_what_revenue_reaches() -> None:
    extra = FutureBusiness(revenue=1000 * WAN, share=0.1, margin=0.01, first=1, last=2)
    # 11m and 12.1m of revenue, a tenth of it kept, 1 % earned.
    assert value_of(extra, SURE).amount == pytest.approx((1100 * WAN + 1210 * WAN) * 0.001)
    reached = value_of(replace(extra, least=1200 * WAN), SURE)
    assert reached.amount == pytest.approx(1210 * WAN * 0.001)
    growth = growth_paths(OUTLOOK, 2, paths=400_000, seed=3) + 1
    revenue = 1000 * WAN * np.cumprod(growth, axis=1)
    counted = np.where(revenue >= 1200 * WAN, revenue, 0.0) * 0.001
    discount = np.array([OUTLOOK.discounted(1), OUTLOOK.discounted(2)])
    simulated = counted @ discount
    error = simulated.std() / math.sqrt(simulated.size)
    assert abs(value_of(replace(extra, least=1200 * WAN), OUTLOOK).amount - simulated.mean()) < 5 * error


def test_a_share_of_the_gain_is_a_call_on_the_equity() -> None:
    # Black and Scholes: S = 100, K = 100, r = 5 % (continuous), sigma = 20 %, one year: 10.4506.
    market = replace(SURE, equity_volatility=0.2, risk_free=math.exp(0.05) - 1)
    extra = EquityGain(value=100_00, beyond=100_00, share=1.0, years=1.0)
    assert value_of(extra, market).amount == pytest.approx(1045.06, abs=0.01)
    half = replace(extra, share=0.5, most=10_00)
    spread = value_of(extra, market).amount - value_of(replace(extra, beyond=120_00), market).amount
    assert value_of(half, market).amount == pytest.approx(0.5 * spread)
    share = fair_share(extra, 209.012, market)
    assert share == pytest.approx(0.2, abs=1e-6)
    assert fair_share(extra, 5000.0, market) is None


def test_warrants_are_worth_less_than_options_and_tend_to_them() -> None:
    # Hull's firm: 1m shares of 40, strike 60, five years, r = 3 %, sigma = 30 %: a plain option is worth 7.04.
    market = replace(SURE, equity_volatility=0.3, risk_free=math.exp(0.03) - 1)
    few = Warrants(value=40_00 * 1_000_000, shares=1_000_000, count=1, strike=60_00, years=5.0)
    assert value_of(few, market).amount == pytest.approx(704, abs=1)
    many = replace(few, count=200_000)
    each = value_of(many, market).amount / 200_000
    assert each < 704
    ratio = 0.2
    counted_in = 40_00 + ratio * each
    grown = counted_in * math.exp(0.15)
    again = call(grown, 60_00, 0.3 * math.sqrt(5)) * math.exp(-0.15) / (1 + ratio)
    assert each == pytest.approx(again, rel=1e-9)
    assert many.dilution == pytest.approx(1 / 6)
    assert 0 < exercise_probability(many, market) < 1


def test_a_loan_without_default_is_worth_its_discounted_payments() -> None:
    # At its own rate, by the month: 0.03 / 12 a month is 3.0416 % a year.
    market = replace(SURE, discount=(1 + 0.03 / 12) ** 12 - 1)  # 2028 has a day more than 365.
    assert loan_value(loan("3%"), market) == pytest.approx(1000 * WAN, rel=1e-4)
    assert loan_value(loan("3%"), replace(market, default=0.02)) < 970 * WAN
    assert loan_value(loan("3%"), replace(market, default=1.0, recovery=1.0)) == pytest.approx(
        1000 * WAN, rel=0.003
    )


def test_the_extra_stands_beside_what_the_lower_rate_gives_up() -> None:
    made = beside_plain(loan("3.5%"), loan("2.4%"), RESULTS, outlook=OUTLOOK)
    assert made.forgone == pytest.approx(made.plain - made.loan)
    assert made.balance == pytest.approx(made.extra.amount - made.forgone)
    assert made.dilution is None
    gain = EquityGain(value=10_000 * WAN, beyond=15_000 * WAN, share=0.02, years=3)
    assert beside_plain(loan("3.5%"), loan("2.4%"), gain, outlook=OUTLOOK).equity_dilution == pytest.approx(
        1 / 11
    )
    assert dilution_of_equity(1000 * WAN, 10_000 * WAN) == pytest.approx(1 / 11)
    with pytest.raises(TermsError, match="what the loan bears anyway"):
        beside_plain(loan("3.5%"), loan("2.0%"), RESULTS, outlook=OUTLOOK)


def test_a_year_counts_the_balance_that_it_had() -> None:
    assert yearly_bases(loan("3%")) == [1000 * WAN] * 3
    bases = yearly_bases(loan("3%", repayment=EqualPrincipal()))
    assert bases == pytest.approx([1000 * WAN * part for part in (0.8472, 0.5139, 0.1806)], rel=3e-3)


def test_assumptions_and_terms_that_cannot_be_are_refused() -> None:
    with pytest.raises(TermsError, match=r"at most 1, found 1\.5 \(default\)"):
        replace(OUTLOOK, default=1.5)
    with pytest.raises(TermsError, match=r"more than -1, found -1\.0 \(growth\)"):
        replace(OUTLOOK, growth=-1.0)
    with pytest.raises(TermsError, match=r"at least 0\.024, found 0\.01 \(cap\)"):
        replace(RESULTS, cap=0.01)


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6), st.floats(0.0, 3.0))
def test_a_call_lies_between_its_bounds(mean: float, level: float, deviation: float) -> None:
    value = call(mean, level, deviation)
    assert max(mean - level, 0.0) - 1e-6 * mean <= value <= mean * (1 + 1e-9)
    assert 0.0 <= probability_above(mean, level, deviation) <= 1.0
