"""Schedules of loans: the four plain forms, by hand and by properties."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.calendars import add_months, calendar_named
from kejin.errors import SeveralTermsErrors, TermsError
from kejin.instruments.conventions import BusinessDayConvention, Cycle, DateRules, DayCount
from kejin.instruments.loans import (
    Bullet,
    EqualInstalments,
    EqualPrincipal,
    LoanTerms,
    Repayment,
    schedule,
    schedules,
)
from kejin.instruments.running import RoundingPolicy
from kejin.money import Currency, Money, Rate

START = date(2026, 1, 31)
FORMS: list[Repayment] = [EqualInstalments(), EqualPrincipal(), Bullet()]


def loan(repayment: Repayment, **changed: object) -> LoanTerms:
    terms: dict[str, object] = {
        "notional_principal": Money.parse("3000000", Currency.CNY),
        "nominal_interest_rate": Rate.parse("3.45%"),
        "initial_exchange_date": START,
        "maturity_date": date(2026, 7, 31),
        "day_count_convention": DayCount.MONTHLY,
        "cycle_of_interest_payment": Cycle.parse("P1M"),
    }
    return LoanTerms(repayment=repayment, **(terms | changed))  # type: ignore[arg-type]


def lines(terms: LoanTerms) -> list[tuple[str, float, float, float]]:
    return [
        (line.day.isoformat(), line.principal, line.interest, line.balance)
        for line in schedule(terms).payments()
    ]


def test_equal_instalments_by_hand() -> None:
    # 3,000,000 at 3.45% / 12 = 0.2875% a month: P i (1 + i)^6 / ((1 + i)^6 - 1) = 505,043.29, worked out in fractions.
    assert lines(loan(EqualInstalments())) == [
        ("2026-01-31", -3_000_000_00, 0, 3_000_000_00),
        ("2026-02-28", 496_418_29, 8_625_00, 2_503_581_71),
        ("2026-03-31", 497_845_49, 7_197_80, 2_005_736_22),
        ("2026-04-30", 499_276_80, 5_766_49, 1_506_459_42),
        ("2026-05-31", 500_712_22, 4_331_07, 1_005_747_20),
        ("2026-06-30", 502_151_77, 2_891_52, 503_595_43),
        ("2026-07-31", 503_595_43, 1_447_84, 0),
    ]


def test_equal_principal_by_hand() -> None:
    table = lines(loan(EqualPrincipal()))
    assert [line[1] for line in table[1:]] == [500_000_00] * 6
    assert [line[2] for line in table[1:]] == [8_625_00, 7_187_50, 5_750_00, 4_312_50, 2_875_00, 1_437_50]


def test_a_bullet_pays_interest_by_actual_days_and_principal_at_the_end() -> None:
    table = lines(
        loan(Bullet(), day_count_convention=DayCount.A360, cycle_of_interest_payment=Cycle.parse("P3M"))
    )
    # 89 and 92 days (31 January to 30 April to 31 July) at 287.50 a day.
    assert table[1:] == [
        ("2026-04-30", 0, 25_587_50, 3_000_000_00),
        ("2026-07-31", 3_000_000_00, 26_450_00, 0),
    ]


def test_without_a_cycle_a_bullet_pays_everything_at_the_end() -> None:
    table = lines(loan(Bullet(), cycle_of_interest_payment=None))
    assert table[1:] == [("2026-07-31", 3_000_000_00, 51_750_00, 0)]


def test_interest_only_comes_first_and_then_level_payments() -> None:
    table = lines(loan(EqualInstalments()).after_interest_only(2))
    assert [line[1] for line in table[1:3]] == [0, 0]
    totals = {line[1] + line[2] for line in table[3:-1]}
    assert len(totals) == 1


def test_principal_each_quarter_and_interest_each_month() -> None:
    terms = loan(
        EqualPrincipal(), cycle_of_principal_redemption=Cycle.parse("P3M"),
        cycle_anchor_date_of_principal_redemption=date(2026, 4, 30), maturity_date=date(2026, 7, 30),
    )  # fmt: skip
    days = [line[0] for line in lines(terms) if line[1] > 0]
    assert days == ["2026-04-30", "2026-07-30"]


def test_payments_move_onto_working_days_and_interest_with_them_or_not() -> None:
    base = loan(
        EqualPrincipal(), initial_exchange_date=date(2026, 8, 1), maturity_date=date(2026, 12, 1),
        day_count_convention=DayCount.A360,
    )  # fmt: skip
    by = {
        code: [
            (line.day, line.interest)
            for line in schedule(
                loan(
                    EqualPrincipal(), initial_exchange_date=date(2026, 8, 1), maturity_date=date(2026, 12, 1),
                    day_count_convention=DayCount.A360,
                    dates=DateRules(BusinessDayConvention.of(code), calendar_named("CN")),
                )
            ).payments()
        ]
        for code in ("CSF", "SCF")
    }  # fmt: skip
    plain = [line.interest for line in schedule(base).payments()]
    assert [day for day, _ in by["CSF"]] == [day for day, _ in by["SCF"]]
    assert by["CSF"][2][0] == date(2026, 10, 8)
    assert [interest for _, interest in by["CSF"]] == plain
    assert by["SCF"][2][1] > plain[2]


def test_every_broken_term_is_named_with_its_value_and_its_rule() -> None:
    bad = loan(
        EqualInstalments(next_principal_redemption_payment=0), maturity_date=START,
        notional_principal=Money(0, Currency.CNY), cycle_of_interest_payment=None,
    )  # fmt: skip
    with pytest.raises(SeveralTermsErrors) as caught:
        schedule(bad)
    assert [problem.where for problem in caught.value.problems] == [
        "notionalPrincipal", "maturityDate", "cycleOfPrincipalRedemption", "nextPrincipalRedemptionPayment",
    ]  # fmt: skip
    with pytest.raises(
        TermsError,
        match=r"expected a day after the initialExchangeDate 2026-01-31, found 2025-01-01 \(maturityDate\)",
    ):
        schedule(loan(Bullet(), maturity_date=date(2025, 1, 1)))
    with pytest.raises(TermsError, match="fewer than the 6 payments, found 6"):
        loan(Bullet()).after_interest_only(6)


TERMS = st.builds(
    loan,
    repayment=st.sampled_from(FORMS),
    notional_principal=st.integers(1, 10**12).map(lambda minor: Money(minor, Currency.CNY)),
    nominal_interest_rate=st.integers(0, 360_000_000).map(Rate),
    initial_exchange_date=st.dates(date(2006, 1, 1), date(2040, 1, 1)),
    day_count_convention=st.sampled_from(list(DayCount)),
    maturity_date=st.dates(date(2040, 1, 2), date(2050, 1, 1)),
    cycle_of_interest_payment=st.sampled_from(["P1ML1", "P3ML0", "P1Y", "P6ML1"]).map(Cycle.parse),
)


@given(terms=TERMS)
def test_whatever_the_form_the_principal_comes_back_once_and_nothing_is_ever_owed_below_zero(
    terms: LoanTerms,
) -> None:
    made = schedule(terms)
    assert made.result.principal.dtype == np.int64
    assert made.result.principal.sum() == 0
    assert made.result.balance.min() >= 0
    assert made.result.balance[-1, 0] == 0
    assert (made.result.interest >= 0).all()


@given(terms=TERMS)
def test_the_unrounded_schedule_lies_within_a_few_fen(terms: LoanTerms) -> None:
    exact = schedule(terms).result
    floats = schedule(terms, policy=RoundingPolicy.NONE).result
    # Each payment is rounded by at most half a fen; over the life of the loan that grows with interest.
    rows = len(exact.balance)
    assert np.abs(exact.interest - floats.interest).max() <= 1 + rows * np.exp(0.36 * 45)


def test_loans_that_differ_in_amount_and_rate_share_one_plan() -> None:
    portfolio = [
        loan(
            form,
            notional_principal=Money(10**9 + number, Currency.CNY),
            nominal_interest_rate=Rate(10**7 * number),
        )
        for number in range(1, 6)
        for form in FORMS
    ]
    groups = schedules(portfolio)
    assert [places for places, _ in groups] == [[0, 3, 6, 9, 12], [1, 4, 7, 10, 13], [2, 5, 8, 11, 14]]
    for places, made in groups:
        for column, place in enumerate(places):
            assert list(made.payments(column)) == list(schedule(portfolio[place]).payments())


def test_the_event_table_lists_principal_interest_and_balance_in_the_order_of_time() -> None:
    frame = schedule(loan(EqualPrincipal())).events().frame()
    assert frame["kind"].to_list()[:3] == ["IED", "PR", "IP"]
    assert frame["kind"].to_list()[-2:] == ["IP", "MD"]
    assert frame["amount"].sum() == 51_750_00 - 51_750_00 + sum(frame.filter(kind="IP")["amount"])
    assert frame.filter(kind="IED")["amount"].to_list() == [-3_000_000_00]


def test_a_year_that_ends_on_29_february_is_a_year() -> None:
    terms = loan(
        Bullet(), initial_exchange_date=date(2028, 2, 29), maturity_date=add_months(date(2028, 2, 29), 48),
        cycle_of_interest_payment=Cycle.parse("P1Y"), day_count_convention=DayCount.A365,
    )  # fmt: skip
    table = list(schedule(terms).payments())
    assert [line.day for line in table] == [
        date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29),
    ]  # fmt: skip
    day = Fraction(3_000_000_00 * 345, 10_000 * 365)
    gaps = [(b.day - a.day) // timedelta(1) for a, b in pairwise(table)]
    assert [line.interest for line in table[1:]] == [round(day * gap) for gap in gaps]
