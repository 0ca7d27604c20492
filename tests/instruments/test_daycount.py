"""Day counts: the conventions' own examples, other people's code on random dates, and rules that always hold."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
import QuantLib
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import TermsError
from kejin.instruments.conventions import DayCount, Reference, year_fraction

DATES = st.dates(date(1990, 1, 1), date(2090, 12, 31))
OTHERS = {
    DayCount.A365: QuantLib.Actual365Fixed(),
    DayCount.A360: QuantLib.Actual360(),
    DayCount.AA: QuantLib.ActualActual(QuantLib.ActualActual.ISDA),
    DayCount.E30360: QuantLib.Thirty360(QuantLib.Thirty360.European),
    DayCount.US30360: QuantLib.Thirty360(QuantLib.Thirty360.BondBasis),
}


def other_date(day: date) -> QuantLib.Date:
    return QuantLib.Date(day.day, day.month, day.year)


@pytest.mark.parametrize("convention", OTHERS, ids=str)
@given(first=DATES, second=DATES)
def test_day_counts_agree_with_quantlib(convention: DayCount, first: date, second: date) -> None:
    start, end = sorted((first, second))
    theirs = OTHERS[convention].yearFraction(other_date(start), other_date(end))
    assert float(year_fraction(convention, start, end)) == pytest.approx(theirs, rel=1e-12, abs=1e-12)


@given(start=DATES, days=st.integers(0, 4_000), last=st.integers(0, 4_000))
def test_thirty_e_isda_agrees_with_quantlib_with_and_without_a_maturity(
    start: date, days: int, last: int
) -> None:
    end, maturity = start + timedelta(days), start + timedelta(last)
    theirs = QuantLib.Thirty360(QuantLib.Thirty360.ISDA, other_date(maturity)).yearFraction(
        other_date(start), other_date(end)
    )
    ours = year_fraction(DayCount.E30360ISDA, start, end, reference=Reference(maturity=maturity))
    assert float(ours) == pytest.approx(theirs, rel=1e-12, abs=1e-12)


def test_the_isda_memorandum_on_actual_actual() -> None:
    # ISDA, EMU and market conventions: recent developments, 1998-11: 1 November 2003 to 1 May 2004.
    first, last = date(2003, 11, 1), date(2004, 5, 1)
    assert year_fraction(DayCount.AA, first, last) == Fraction(61, 365) + Fraction(121, 366)
    coupons = Reference(coupons=(first, 6))
    assert year_fraction(DayCount.AAICMA, first, last, reference=coupons) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 28),
        (date(2026, 2, 28), date(2026, 3, 31), 32),
        (date(2024, 2, 29), date(2024, 3, 31), 31),
        (date(2026, 3, 31), date(2026, 4, 30), 30),
    ],
)
def test_thirty_e_counts_the_31st_as_the_30th_and_leaves_february_alone(
    start: date, end: date, days: int
) -> None:
    assert year_fraction(DayCount.E30360, start, end) == Fraction(days, 360)


def test_a_month_of_the_cycle_is_a_twelfth_and_days_left_over_are_days() -> None:
    months = Reference(coupons=(date(2026, 1, 31), 1))
    whole = year_fraction(DayCount.MONTHLY, date(2026, 1, 31), date(2026, 2, 28), reference=months)
    more = year_fraction(DayCount.MONTHLY, date(2026, 1, 31), date(2026, 3, 10), reference=months)
    assert (whole, more) == (Fraction(1, 12), Fraction(1, 12) + Fraction(10, 360))


def test_the_interbank_year_has_its_29_february() -> None:
    # 银发[2007]200号: actual/actual, 29 February counted; the interest year from 2023-08-16 has 366 days.
    year = Reference(first_day=date(2018, 8, 16))
    assert year_fraction(
        DayCount.AAINTERBANK, date(2024, 2, 16), date(2024, 5, 20), reference=year
    ) == Fraction(94, 366)
    assert year_fraction(DayCount.AAINTERBANK, date(2023, 8, 16), date(2025, 8, 16), reference=year) == 2


def test_icma_without_coupon_periods_is_refused() -> None:
    with pytest.raises(TermsError, match=r"coupon periods.*dayCountConvention"):
        year_fraction(DayCount.AAICMA, date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(TermsError, match=r"unknown day count: expected A365, .* found 'ACT/ACT'"):
        DayCount.of("ACT/ACT")


ADDITIVE = [DayCount.A365, DayCount.A360, DayCount.AA, DayCount.AAICMA, DayCount.AAINTERBANK]


@pytest.mark.parametrize("convention", ADDITIVE, ids=str)
@given(days=st.lists(DATES, min_size=3, max_size=3).map(sorted), anchor=DATES)
def test_two_parts_of_a_period_are_the_whole(convention: DayCount, days: list[date], anchor: date) -> None:
    reference = Reference(coupons=(anchor, 3), first_day=anchor)
    ends = [(days[0], days[1]), (days[1], days[2]), (days[0], days[2])]
    parts = [year_fraction(convention, first, last, reference=reference) for first, last in ends]
    assert parts[0] + parts[1] == parts[2]
    assert year_fraction(convention, days[2], days[0], reference=reference) == -parts[2]
