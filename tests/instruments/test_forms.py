"""Every form of repayment: by hand, by properties, and beside QuantLib."""

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import QuantLib
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import KejinError, ObservationError, SeveralTermsErrors, TermsError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import (
    Bullet,
    Draw,
    EqualInstalments,
    EqualPrincipal,
    LineTerms,
    LoanTerms,
    Move,
    PrincipalPlan,
    QuoteLink,
    RateReset,
    Repayment,
    ResultLink,
    RevenueTerms,
    SteppedInstalments,
    UpfrontFee,
    YearlyFee,
    effective_rate,
    line_schedule,
    revenue_payments,
    schedule,
    schedules,
)
from kejin.instruments.loans.solving import proportional_payments
from kejin.instruments.running import RoundingPolicy
from kejin.money import Currency, Money, Rate

START = date(2026, 1, 1)
MONTH = Cycle.parse("P1M")


def yuan(amount: int) -> Money:
    return Money(amount * 100, Currency.CNY)


def loan(repayment: Repayment, **changed: Any) -> LoanTerms:
    terms: dict[str, Any] = {
        "notional_principal": yuan(12_000),
        "nominal_interest_rate": Rate.parse("12%"),
        "initial_exchange_date": START,
        "maturity_date": date(2027, 1, 1),
        "day_count_convention": DayCount.MONTHLY,
        "cycle_of_interest_payment": MONTH,
    }
    return LoanTerms(repayment=repayment, **(terms | changed))


def table(terms: LoanTerms) -> list[tuple[date, int | float, int | float, int | float]]:
    """Day, principal, interest and balance of every line after the payout."""
    lines = list(schedule(terms).payments())[1:]
    return [(line.day, line.principal, line.interest, line.balance) for line in lines]


def totals(terms: LoanTerms) -> list[float]:
    return [principal + interest for _, principal, interest, _ in table(terms)]


def test_a_custom_plan_pays_what_it_says_and_the_rest_at_maturity() -> None:
    plan = PrincipalPlan(((date(2026, 4, 1), 100_00), (date(2026, 10, 1), 5_000_00)))
    terms = loan(plan, cycle_of_interest_payment=Cycle.parse("P3M"))
    assert [line[1] for line in table(terms)] == [100_00, 0, 5_000_00, 6_900_00]
    assert [line[2] for line in table(terms)] == [360_00, 357_00, 357_00, 207_00]


def test_a_plan_may_pay_on_days_between_the_days_of_interest() -> None:
    terms = loan(PrincipalPlan(((date(2026, 2, 15), 6_000_00),)), cycle_of_interest_payment=None,
                 day_count_convention=DayCount.E30360)  # fmt: skip
    assert table(terms) == [
        (date(2026, 2, 15), 6_000_00, 0, 6_000_00),
        (date(2027, 1, 1), 6_000_00, 12_000 * 12 * 44 // 360 + 6_000 * 12 * 316 // 360 + 0, 0),
    ]


def test_instalments_step_up_in_the_proportions_agreed() -> None:
    steps = SteppedInstalments(((date(2026, 6, 1), Fraction(2)), (date(2026, 10, 1), Fraction(3))))
    paid = totals(loan(steps))
    assert len(set(paid[:4])) == len(set(paid[4:8])) == len(set(paid[8:-1])) == 1
    assert paid[4] == pytest.approx(2 * paid[0], abs=1)
    assert paid[8] == pytest.approx(3 * paid[0], abs=2)
    assert paid[-1] == pytest.approx(paid[-2], abs=12)


def test_a_balloon_is_left_for_the_maturity() -> None:
    level = totals(loan(EqualInstalments(balloon=4_000_00)))
    assert level[-1] - level[0] == pytest.approx(4_000_00, abs=12)
    linear = table(loan(EqualPrincipal(balloon=6_000_00)))
    assert [line[1] for line in linear] == [500_00] * 11 + [6_500_00]
    # The same by a longer amortization: 24 payments, of which 12 fall due.
    longer = totals(loan(EqualInstalments(), amortization_date=date(2028, 1, 1)))
    whole = totals(loan(EqualInstalments(), maturity_date=date(2028, 1, 1)))
    assert longer[:-1] == whole[:11]
    assert longer[-1] > whole[11] * 10


def test_seasonal_repayment_falls_into_its_months() -> None:
    linear = table(loan(EqualPrincipal(), payment_months=frozenset({9, 10})))
    assert [line[0].month for line in linear if line[1] > 0] == [9, 10, 1]
    assert [line[1] for line in linear if line[1] > 0] == [4_000_00] * 3
    level = table(loan(EqualInstalments(), payment_months=frozenset({9, 10})))
    assert [line[0].month for line in level] == [9, 10, 1]
    assert level[0][1] + level[0][2] == level[1][1] + level[1][2]


def test_interest_is_capitalised_until_a_day_and_paid_after_it() -> None:
    made = schedule(loan(Bullet(), capitalization_end_date=date(2026, 3, 1)))
    lines = list(made.payments())[1:]
    assert [(line.principal, line.interest) for line in lines[:3]] == [
        (-120_00, 120_00), (-121_20, 121_20), (0, 122_41),
    ]  # fmt: skip
    events = made.events().frame()
    assert events.filter(kind="IPCI")["amount"].to_list() == [0, 0]
    assert events.filter(kind="IPCI")["balance"].to_list() == [12_120_00, 12_241_20]


def test_grace_on_interest_lets_it_accrue_and_free_days_let_it_be() -> None:
    later = loan(EqualPrincipal(), cycle_anchor_date_of_interest_payment=date(2026, 7, 1))
    assert table(later)[0][:3] == (date(2026, 7, 1), 1_714_29, 720_00)
    free = loan(EqualPrincipal(), interest_free_until=date(2026, 4, 1))
    assert [line[2] for line in table(free)[:4]] == [0, 0, 0, 90_00]


def test_a_reset_changes_the_rate_and_works_equal_instalments_out_anew() -> None:
    down = (RateReset(date(2026, 7, 1), Rate.parse("6%")),)
    bullet = table(loan(Bullet(), rate_resets=down))
    assert [line[2] for line in bullet if line[2]][5:7] == [120_00, 60_00]
    paid = [total for total in totals(loan(EqualInstalments(), rate_resets=down)) if total]
    assert len(set(paid[:6])) == 1
    assert len(set(paid[6:11])) == 1
    assert paid[6] < paid[0]
    # Between two payments: interest of each part by its own rate, rounded once.
    half = table(loan(Bullet(), rate_resets=(RateReset(date(2026, 1, 16), Rate.parse("6%")),),
                      day_count_convention=DayCount.E30360))  # fmt: skip
    assert half[1][2] == 90_00


def test_the_rate_follows_the_quotes_with_a_spread_within_bounds() -> None:
    link = QuoteLink(
        rate_spread=Rate.parse("-0.45%"), cycle_of_rate_reset=Cycle.parse("P1Y"),
        cycle_anchor_date_of_rate_reset=date(2027, 1, 1), life_floor=Rate.parse("2.5%"),
    )  # fmt: skip
    quotes = [(date(2026, 5, 20), Rate.parse("3.0%")), (date(2027, 12, 20), Rate.parse("2.8%"))]
    resets = link.resets(quotes, until=date(2029, 6, 1))
    assert [(reset.day.year, str(reset.rate)) for reset in resets] == [
        (2027, "2.55%"), (2028, "2.5%"), (2029, "2.5%"),
    ]  # fmt: skip
    with pytest.raises(ObservationError, match="a quote of 2027-01-01 or before"):
        link.resets(quotes[1:], until=date(2029, 6, 1))


def test_a_rate_follows_results_within_its_bounds_and_an_unknown_result_changes_nothing() -> None:
    link = ResultLink(
        base=Rate.parse("4%"), steps=((Rate.parse("10%"), Rate.parse("0.5%")), (Rate.parse("30%"), Rate.parse("2%"))),
        life_floor=Rate.parse("3%"), life_cap=Rate.parse("5.5%"),
    )  # fmt: skip
    known = [None, Rate.parse("9%"), Rate.parse("10%"), Rate.parse("50%")]
    assert [str(link.rate(result)) for result in known] == ["4%", "4%", "4.5%", "5.5%"]
    with pytest.raises(TermsError, match="lifeFloor"):
        replace(link, life_floor=Rate.parse("6%"))


def test_draws_down_payment_and_fees() -> None:
    terms = loan(
        EqualPrincipal(), draws=(Draw(date(2026, 5, 1), yuan(8_000)),), down_payment=yuan(1_200),
        fees=(UpfrontFee(share=Rate.parse("0.5%")), YearlyFee(Rate.parse("1%"), Cycle.parse("P6M"))),
    )  # fmt: skip
    made = schedule(terms)
    lines = list(made.payments())
    assert [(line.principal, line.other) for line in lines[:3]] == [
        (-12_000_00, 0),
        (0, 60_00),
        (1_200_00, 0),
    ]
    drawn = next(place for place, line in enumerate(lines) if line.principal == -8_000_00)
    before, after = lines[drawn - 1], lines[drawn + 1]
    assert (before.principal, before.balance) == (900_00, 7_200_00)
    assert after.principal == 1_900_00  # 15,200 over the eight payments that are left
    fees = [(line.day, line.other) for line in lines if line.other and line.day > START]
    balances = [10_800, 9_900, 9_000, 8_100, 15_200, 13_300]
    assert fees[0] == (date(2026, 7, 1), sum(balances) * 100 // 1200)
    assert made.result.principal.sum() == 0


def test_a_line_is_drawn_and_repaid_at_will_with_a_fee_on_what_is_free() -> None:
    line = LineTerms(
        limit=yuan(10_000), nominal_interest_rate=Rate.parse("3.6%"), initial_exchange_date=START,
        maturity_date=date(2026, 7, 1), day_count_convention=DayCount.E30360,
        cycle_of_interest_payment=Cycle.parse("P3M"), commitment_fee=Rate.parse("0.36%"),
    )  # fmt: skip
    moves = [
        Move(date(2026, 1, 11), 6_000_00),
        Move(date(2026, 3, 1), -2_000_00),
        Move(date(2026, 5, 1), 1_000_00),
    ]
    lines = list(line_schedule(line, moves).payments())
    assert [
        (each.day.isoformat(), each.principal, each.interest, each.other, each.balance) for each in lines
    ] == [
        ("2026-01-11", -6_000_00, 0, 0, 6_000_00),
        ("2026-03-01", 2_000_00, 0, 0, 4_000_00),
        ("2026-04-01", 0, 0, 4_80, 4_000_00),  # (10,000 x 10 + 4,000 x 50 + 6,000 x 30) days x 0.36% / 360
        ("2026-04-01", 0, 42_00, 0, 4_000_00),  # (6,000 x 50 + 4,000 x 30) days x 3.6% / 360
        ("2026-05-01", -1_000_00, 0, 0, 5_000_00),
        ("2026-07-01", 0, 0, 4_80, 5_000_00),
        ("2026-07-01", 5_000_00, 42_00, 0, 0),
    ]
    with pytest.raises(TermsError, match=r"from 0 to 1000000 drawn, found 1000001 \(moves: 2026-01-02\)"):
        line_schedule(line, [Move(date(2026, 1, 2), 10_000_01)])
    with pytest.raises(TermsError, match="found -1 "):
        line_schedule(line, [Move(date(2026, 1, 2), -1)])


def test_revenue_is_shared_until_the_total_is_repaid() -> None:
    # 100,000 a year at 18% over 360 days is 50 a day; 450 paid out, 50 fee (contracts of Apache Fineract, working capital).
    terms = RevenueTerms(net_disbursement=450_00, discount_fee=50_00, share=Rate.parse("18%"))
    daily = [(date(2019, 1, 1 + day), round(100_000_00 / 360)) for day in range(1, 15)]
    paid = revenue_payments(terms, daily)
    assert [line.payment for line in paid] == [50_00] * 10
    assert [line.fee for line in paid[:3]] == [8_83, 8_03, 7_20]
    assert paid[-1].balance == 0
    assert sum(line.fee for line in paid) == 50_00
    assert effective_rate(450_00, [50_00] * 10) == pytest.approx(0.01962997978, abs=1e-11)
    assert effective_rate(430_00, [50_00] * 9 + [30_00]) == pytest.approx(0.021249433, abs=1e-9)
    slow = revenue_payments(terms, daily[:4])
    assert sum(line.payment for line in slow) == 200_00
    with pytest.raises(TermsError, match="never repay"):
        effective_rate(450_00, [1_00])


@pytest.mark.parametrize(
    ("repayment", "changed", "named"),
    [
        (EqualInstalments(balloon=13_000_00), {}, "balloon"),
        (EqualInstalments(balloon=1, next_principal_redemption_payment=5), {}, "balloon"),
        (EqualInstalments(balloon=1), {"rate_resets": (RateReset(date(2026, 7, 1), Rate(1)),)}, "repayment"),
        (SteppedInstalments(((date(2026, 6, 1), Fraction(0)),)), {}, "steps"),
        (SteppedInstalments(((date(2028, 6, 1), Fraction(2)),)), {}, "steps"),
        (PrincipalPlan(((date(2026, 6, 1), 12_000_01),)), {}, "parts"),
        (PrincipalPlan(((date(2026, 6, 1), 1), (date(2026, 5, 1), 1))), {}, "parts"),
        (EqualInstalments(), {"cycle_of_principal_redemption": Cycle.parse("P3M")}, "cycleOfInterestPayment"),
        (EqualInstalments(next_principal_redemption_payment=119_00), {}, "nextPrincipalRedemptionPayment"),
        (EqualInstalments(), {"capitalization_end_date": date(2026, 5, 1)}, "capitalizationEndDate"),
        (Bullet(), {"amortization_date": date(2026, 5, 1)}, "amortizationDate"),
        (Bullet(), {"payment_months": frozenset({13})}, "paymentMonths"),
        (Bullet(), {"interest_free_until": date(2028, 1, 1)}, "interestFreeUntil"),
        (Bullet(), {"down_payment": yuan(12_000)}, "downPayment"),
        (Bullet(), {"down_payment": Money(1, Currency.USD)}, "downPayment"),
        (Bullet(), {"draws": (Draw(date(2025, 1, 1), yuan(1)),)}, "draws"),
        (Bullet(), {"fees": (UpfrontFee(),)}, "fees"),
        (Bullet(), {"fees": (YearlyFee(Rate(0), MONTH),)}, "fees"),
    ],
)  # fmt: skip
def test_a_bad_term_is_named_with_its_value_and_its_rule(
    repayment: Repayment, changed: Any, named: str
) -> None:
    with pytest.raises(KejinError) as caught:
        schedule(loan(repayment, **changed))
    problems = caught.value.problems if isinstance(caught.value, SeveralTermsErrors) else [caught.value]
    assert named in [problem.where for problem in problems]
    assert all(problem.expected and problem.kept == "No schedule was made." for problem in problems)


FORMS = st.one_of(
    st.sampled_from([EqualInstalments(), EqualPrincipal(), Bullet()]),
    st.integers(1, 5_000_00).map(lambda balloon: EqualPrincipal(balloon=balloon)),
    st.lists(st.tuples(st.dates(date(2026, 1, 2), date(2031, 12, 31)), st.integers(1, 500_00)), max_size=6,
             unique_by=lambda part: part[0]).map(lambda parts: PrincipalPlan(tuple(sorted(parts)))),
)  # fmt: skip
RATES = st.integers(0, 240_000_000).map(Rate)
RESETS = st.lists(
    st.tuples(st.dates(date(2026, 1, 2), date(2031, 12, 31)), RATES),
    max_size=4,
    unique_by=lambda reset: reset[0],
).map(lambda resets: tuple(RateReset(day, rate) for day, rate in sorted(resets)))
DRAWS = st.lists(
    st.tuples(st.dates(date(2026, 1, 2), date(2031, 12, 31)), st.integers(1, 10**9)), max_size=3,
    unique_by=lambda draw: draw[0],
).map(lambda draws: tuple(Draw(day, Money(amount, Currency.CNY)) for day, amount in sorted(draws)))  # fmt: skip
TERMS = st.builds(
    loan,
    repayment=FORMS,
    notional_principal=st.integers(6_000_00, 10**11).map(lambda minor: Money(minor, Currency.CNY)),
    nominal_interest_rate=RATES,
    maturity_date=st.just(date(2032, 1, 1)),
    day_count_convention=st.sampled_from([DayCount.MONTHLY, DayCount.A360, DayCount.AA, DayCount.E30360]),
    cycle_of_interest_payment=st.sampled_from(["P1M", "P3M", "P6M"]).map(Cycle.parse),
    rate_resets=RESETS,
    draws=DRAWS,
    interest_free_until=st.none() | st.dates(date(2026, 1, 2), date(2031, 12, 31)),
)


@given(terms=TERMS)
def test_principal_repaid_is_principal_drawn_and_no_balance_is_below_nothing(terms: LoanTerms) -> None:
    result = schedule(terms).result
    for column in (result.principal, result.interest, result.other, result.balance):
        assert column.dtype == np.int64  # no float on the way
    assert result.principal.sum() == 0
    assert result.balance.min() >= 0
    drawn = np.concatenate([[0], -np.cumsum(result.principal[:, 0])])
    assert drawn[1:].tolist() == result.balance[:, 0].tolist()


@given(terms=TERMS)
def test_a_loan_among_many_is_the_loan_alone(terms: LoanTerms) -> None:
    twin = replace(terms, notional_principal=Money(terms.notional_principal.minor + 777, Currency.CNY))
    [(_, both)] = schedules([terms, twin])
    assert list(both.payments(0)) == list(schedule(terms).payments())
    assert list(both.payments(1)) == list(schedule(twin).payments())


@given(
    principal=st.integers(10_000, 10**12),
    rate=st.integers(1, 300_000_000),
    cut=st.integers(1, 22),
    form=st.sampled_from([EqualPrincipal(), Bullet()]),
)
def test_a_schedule_cut_at_a_payment_and_continued_is_the_whole(
    principal: int, rate: int, cut: int, form: Repayment
) -> None:
    whole = loan(
        form, notional_principal=Money(principal, Currency.CNY), nominal_interest_rate=Rate(rate),
        maturity_date=date(2028, 1, 1),
    )  # fmt: skip
    lines = list(schedule(whole).payments())
    part = lines[1].principal if isinstance(form, EqualPrincipal) else 0
    rest = replace(
        whole, initial_exchange_date=lines[cut].day, notional_principal=Money(int(lines[cut].balance), Currency.CNY),
        repayment=EqualPrincipal(next_principal_redemption_payment=int(part)) if part else form,
    )  # fmt: skip
    if lines[cut].balance:
        assert list(schedule(rest).payments())[1:] == lines[cut + 1 :]


@given(
    form=st.sampled_from([EqualPrincipal(), Bullet(), PrincipalPlan(((date(2026, 8, 15), 300_00),))]),
    principal=st.integers(100_000, 10**12),
    rate=st.integers(1, 300_000_000),
    cuts=st.sets(st.dates(START, date(2027, 12, 31)).filter(lambda day: day > START), min_size=1, max_size=4),
    count=st.sampled_from([DayCount.A360, DayCount.A365, DayCount.AA, DayCount.E30360]),
)
def test_a_schedule_cut_at_any_day_and_continued_is_the_whole(
    form: Repayment, principal: int, rate: int, cuts: set[date], count: DayCount
) -> None:
    # A reset to the rate that holds anyway ends one stretch of accrual and begins another; nothing may be lost there.
    whole = loan(
        form, notional_principal=Money(principal, Currency.CNY), nominal_interest_rate=Rate(rate),
        maturity_date=date(2028, 1, 1), day_count_convention=count,
    )  # fmt: skip
    cut = replace(whole, rate_resets=tuple(RateReset(day, Rate(rate)) for day in sorted(cuts)))
    lines = [line for line in schedule(cut).payments() if line.principal or line.interest]
    assert lines == [line for line in schedule(whole).payments() if line.principal or line.interest]


def other(day: date) -> QuantLib.Date:
    return QuantLib.Date(day.day, day.month, day.year)


@given(
    rate=st.integers(1, 2_500).map(lambda basis: basis / 10_000),
    start=st.dates(date(2006, 1, 1), date(2035, 1, 1)).filter(lambda day: day.day <= 28),
    years=st.integers(1, 10),
    months=st.sampled_from([1, 3, 6, 12]),
    count=st.sampled_from([(DayCount.A360, QuantLib.Actual360()), (DayCount.A365, QuantLib.Actual365Fixed()),
                           (DayCount.E30360, QuantLib.Thirty360(QuantLib.Thirty360.European)),
                           (DayCount.AA, QuantLib.ActualActual(QuantLib.ActualActual.ISDA))]),
)  # fmt: skip
def test_quantlib_works_out_the_same_interest_on_random_loans(
    rate: float, start: date, years: int, months: int, count: tuple[DayCount, QuantLib.DayCounter]
) -> None:
    end = date(start.year + years, start.month, start.day)
    terms = loan(
        EqualPrincipal(), notional_principal=yuan(1_000_000), nominal_interest_rate=Rate(round(rate * 10**9)),
        initial_exchange_date=start, maturity_date=end, day_count_convention=count[0],
        cycle_of_interest_payment=Cycle(months=months),
    )  # fmt: skip
    ours = schedule(terms, policy=RoundingPolicy.NONE).result
    notionals = [float(balance) / 100 for balance in ours.balance[:-1, 0]]
    dates = QuantLib.Schedule(
        other(start), other(end), QuantLib.Period(months, QuantLib.Months), QuantLib.NullCalendar(),
        QuantLib.Unadjusted, QuantLib.Unadjusted, QuantLib.DateGeneration.Forward, False,
    )  # fmt: skip
    QuantLib.Settings.instance().evaluationDate = other(start)
    bond = QuantLib.AmortizingFixedRateBond(0, notionals, dates, [rate], count[1])
    coupons = [flow.amount() for flow in map(QuantLib.as_coupon, bond.cashflows()) if flow is not None]
    redeemed = [flow.amount() for flow in bond.redemptions()]
    assert (ours.interest[1:, 0] / 100).tolist() == pytest.approx(coupons, rel=1e-9, abs=1e-6)
    assert (ours.principal[1:, 0] / 100).tolist() == pytest.approx(redeemed, rel=1e-9, abs=1e-6)


@given(
    rows=st.lists(st.tuples(st.integers(1, 10**12), st.integers(0, 360_000_000)), min_size=1, max_size=8),
    count=st.integers(1, 60),
    step=st.integers(0, 60),
    factor=st.fractions(min_value=Fraction(1, 4), max_value=4, max_denominator=12),
    left=st.sampled_from([0, 1, 77_777]),
)
def test_payments_in_proportions_are_those_of_exact_fractions(
    rows: list[tuple[int, int]], count: int, step: int, factor: Fraction, left: int
) -> None:
    principal, rates = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    periods = [Fraction(1, 12)] * count
    weights = [Fraction(1) if place < step else factor for place in range(count)]
    found = proportional_payments(
        principal, rates, periods, weights=weights, factors=[Fraction(1), factor], balloon=left
    )
    for place, (owed, rate) in enumerate(rows):
        growth, weighed = Fraction(1), Fraction(0)
        for weight in reversed(weights):
            weighed += weight * growth
            growth *= 1 + Fraction(rate, 12 * 10**9)
        one = (owed * growth - left) / weighed
        expected = [math.floor(each * one + Fraction(1, 2)) for each in (Fraction(1), factor)]
        assert [column[place] for column in found] == expected
