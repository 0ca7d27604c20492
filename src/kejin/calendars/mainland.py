"""Working days of the mainland, with make-up days (调休), as the State Council's yearly notices set them.

Each autumn a notice of the General Office (国务院办公厅关于……年部分节假日安排的通知) names the days off of
the coming year and the weekend days worked in their place. The days themselves come from the `holidays`
library (MIT), which follows those notices; the tests compare them with the text of the notices and with a
second, independent list.

This is the calendar of offices, courts and banks. Stock exchanges stay shut on make-up days.
"""

from datetime import date
from functools import cache

from kejin.calendars.business import BusinessCalendar, weekend_days

# The second list used by the tests agrees on every day from here on.
_FIRST = date(2006, 1, 1)

# The last notice in the data is the one for 2026. Its year is not known to the end: a notice can still move
# days of the last week before it (that for 2019 closed Monday 31 December 2018 and opened Saturday 29
# December), never earlier ones.
_LAST = date(2026, 12, 28)


@cache
def mainland() -> BusinessCalendar:
    """The calendar "CN", known from 2006-01-01 to 2026-12-28."""
    # A fifth of a second that whoever asks for no working day need not spend.
    import holidays  # noqa: PLC0415

    days = holidays.country_holidays("CN", years=range(_FIRST.year, _LAST.year + 1))
    opened = [day for day in weekend_days((_FIRST, _LAST)) if days.is_working_day(day)]
    return BusinessCalendar.of("CN", period=(_FIRST, _LAST), closed=days, opened=opened)
