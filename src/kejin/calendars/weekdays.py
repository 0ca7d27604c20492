"""Monday to Friday without holidays: a convention of contracts, not the calendar of a place."""

from datetime import date
from functools import cache

from kejin.calendars.business import BusinessCalendar

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_SATURDAY = 5


@cache
def weekdays() -> BusinessCalendar:
    """The calendar "MF" (ACTUS MondayToFriday), from 1900 to 2199."""
    first, last = _FIRST.toordinal(), _LAST.toordinal()
    # Ordinal 1 was a Monday.
    days = tuple(day for day in range(first, last + 1) if (day - 1) % 7 < _SATURDAY)
    return BusinessCalendar("MF", _FIRST, _LAST, days)
