"""Month and year arithmetic on plain dates, without working days."""

import calendar
from datetime import date

from kejin.errors import CalendarError


def days_in_month(year: int, month: int) -> int:
    """How many days a month has, from 28 to 31."""
    return calendar.monthrange(year, month)[1]


def month_end(day: date) -> date:
    """The last day of the date's month."""
    return day.replace(day=days_in_month(day.year, day.month))


def is_month_end(day: date) -> bool:
    """Whether the date is the last of its month."""
    return day == month_end(day)


def year_end(day: date) -> date:
    """31 December of the date's year, on which annual accounts close in the mainland."""
    return date(day.year, 12, 31)


def add_months(day: date, months: int, *, end_of_month: bool = False) -> date:
    """The same day of another month, or that month's last day when it has no such day.

    31 January plus one month is 28 or 29 February. Count every instalment from the first date and not from
    the one before: 31 January, 28 February, 28 March is a drift that nobody agreed to.

    Args:
        day: Where to start.
        months: How many months later; negative for earlier.
        end_of_month: Whether a start on a month's last day stays on last days: 28 February plus one month
            is then 31 March, otherwise 28 March.

    Raises:
        CalendarError: The result lies outside the years 1 to 9999.
    """
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise CalendarError(
            "a date leaves the calendar",
            expected="years 1 to 9999",
            found=year,
            where=f"{day} and {months} months",
        )
    last = days_in_month(year, index + 1)
    sticks = end_of_month and is_month_end(day)
    return date(year, index + 1, last if sticks else min(day.day, last))
