"""Month arithmetic."""

import calendar
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from kejin.calendars import add_months, days_in_month, is_month_end, month_end, year_end
from kejin.errors import CalendarError

dates = st.dates(date(1900, 1, 1), date(2200, 12, 31))
months = st.integers(-1_200, 1_200)


@pytest.mark.parametrize(
    ("start", "months", "plain", "sticking"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28), date(2026, 3, 31)),
        (date(2024, 2, 28), 1, date(2024, 3, 28), date(2024, 3, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 4, 30), -2, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 6, 30), 1, date(2026, 7, 30), date(2026, 7, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15), date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15), date(2025, 12, 15)),
        (date(2100, 2, 28), 12, date(2101, 2, 28), date(2101, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(
    start: date, months: int, plain: date, sticking: date
) -> None:
    assert add_months(start, months) == plain
    assert add_months(start, months, end_of_month=True) == sticking


@given(dates, months)
def test_months_are_added_as_dateutil_adds_them(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@given(dates, months)
def test_month_ends_stay_month_ends_when_they_stick(day: date, months: int) -> None:
    end = month_end(day)
    moved = add_months(end, months, end_of_month=True)
    assert is_month_end(moved)
    assert add_months(moved, -months, end_of_month=True) == end


@given(dates)
def test_a_month_end_is_followed_by_the_first(day: date) -> None:
    end = month_end(day)
    assert end.month == day.month
    assert (
        end.day
        == days_in_month(day.year, day.month)
        == max(calendar.Calendar().itermonthdays(day.year, day.month))
    )
    assert is_month_end(day) == (day == end)


def test_accounts_close_on_31_december() -> None:
    assert year_end(date(2026, 2, 3)) == date(2026, 12, 31)


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_a_date_beyond_the_calendar_is_refused(day: date, months: int) -> None:
    with pytest.raises(CalendarError, match="years 1 to 9999"):
        add_months(day, months)
