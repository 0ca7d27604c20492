"""Cycles and how their dates are moved."""

from datetime import date

import pytest
import QuantLib
from hypothesis import given
from hypothesis import strategies as st

from kejin.calendars import calendar_named
from kejin.errors import CoverageError, TermsError
from kejin.instruments.conventions import BusinessDayConvention, Cycle, DateRules, Stub, cycle_dates


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("P1ML1", Cycle(months=1)),
        ("P1ML0", Cycle(months=1, stub=Stub.LONG)),
        ("P1YL1", Cycle(months=12)),
        ("P2WL1", Cycle(days=14)),
        ("P10DL0", Cycle(days=10, stub=Stub.LONG)),
        (" P3M", Cycle(months=3)),
        ("P1Q", Cycle(months=3)),
        ("P1HL1", Cycle(months=6)),
        ("P0Y1M0DL1", Cycle(months=1)),
    ],
)
def test_cycles_are_read_from_their_codes(text: str, cycle: Cycle) -> None:
    assert Cycle.parse(text) == cycle
    assert Cycle.parse(str(cycle)) == cycle


@pytest.mark.parametrize("text", ["", "P", "1M", "PM", "P1X", "monthly", "P1ML2", "PL1"])
def test_what_is_no_cycle_is_refused(text: str) -> None:
    with pytest.raises(TermsError, match='not a cycle: expected a period such as "P1ML1"'):
        Cycle.parse(text)


def test_the_31st_comes_back_after_february() -> None:
    days = cycle_dates(date(2026, 1, 31), Cycle(months=1), date(2026, 5, 31))
    assert [day.day for day in days] == [31, 28, 31, 30, 31]


def test_month_ends_stay_month_ends_where_that_is_agreed() -> None:
    same = cycle_dates(date(2026, 2, 28), Cycle(months=1), date(2026, 4, 28))
    last = cycle_dates(date(2026, 2, 28), Cycle(months=1), date(2026, 4, 30), end_of_month=True)
    assert [day.day for day in same] == [28, 28, 28]
    assert [day.day for day in last] == [28, 31, 30]


def test_a_short_rest_stands_alone_and_a_long_one_joins_the_period_before() -> None:
    start, end = date(2026, 1, 1), date(2026, 3, 15)
    assert cycle_dates(start, Cycle(months=1), end)[-2:] == [date(2026, 3, 1), end]
    assert cycle_dates(start, Cycle(months=1, stub=Stub.LONG), end)[-2:] == [date(2026, 2, 1), end]
    # There is no rest to join where the cycle meets the end.
    assert len(cycle_dates(start, Cycle(months=1, stub=Stub.LONG), date(2026, 3, 1))) == 3


def test_a_cycle_without_length_would_never_end() -> None:
    with pytest.raises(TermsError, match="a cycle has no length"):
        cycle_dates(date(2026, 1, 1), Cycle(), date(2026, 2, 1))


@given(
    start=st.dates(date(2000, 1, 1), date(2050, 12, 31)),
    months=st.integers(1, 12),
    length=st.integers(1, 4_000),
)
def test_dates_of_a_cycle_are_those_of_quantlib(start: date, months: int, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    theirs = QuantLib.Schedule(
        QuantLib.Date(start.day, start.month, start.year), QuantLib.Date(end.day, end.month, end.year),
        QuantLib.Period(months, QuantLib.Months), QuantLib.NullCalendar(), QuantLib.Unadjusted, QuantLib.Unadjusted,
        QuantLib.DateGeneration.Forward, False,
    )  # fmt: skip
    assert cycle_dates(start, Cycle(months=months), end) == [day.to_date() for day in theirs]


@pytest.mark.parametrize(
    ("code", "paid", "counted"),
    [
        ("SCF", date(2026, 10, 8), date(2026, 10, 8)),
        ("CSF", date(2026, 10, 8), date(2026, 10, 1)),
        ("SCP", date(2026, 9, 30), date(2026, 9, 30)),
        ("CSMP", date(2026, 10, 8), date(2026, 10, 1)),
        ("NULL", date(2026, 10, 1), date(2026, 10, 1)),
    ],
)
def test_a_holiday_moves_the_payment_and_perhaps_the_interest(code: str, paid: date, counted: date) -> None:
    # 2026-10-01 to 10-07 are days off (国办发明电 on the holidays of 2026).
    rules = DateRules(BusinessDayConvention.of(code), calendar_named("CN"))
    assert rules.moment(date(2026, 10, 1)) == (paid, counted)


def test_a_payment_on_a_make_up_day_stays() -> None:
    # Saturday 2026-05-09 is worked in place of a day of the May holiday.
    rules = DateRules(BusinessDayConvention.SCF, calendar_named("CN"))
    assert rules.moment(date(2026, 5, 9)).paid == date(2026, 5, 9)


def test_a_day_that_no_notice_has_published_is_unknown() -> None:
    rules = DateRules(BusinessDayConvention.SCF, calendar_named("CN"))
    with pytest.raises(CoverageError, match="2030-01-05"):
        rules.moment(date(2030, 1, 5))
    with pytest.raises(TermsError, match="businessDayConvention"):
        BusinessDayConvention.of("XYZ")
