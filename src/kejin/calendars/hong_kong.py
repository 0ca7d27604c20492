"""Business days of Hong Kong: Monday to Friday, except general holidays.

General holidays are those of the General Holidays Ordinance (Cap. 149), gazetted a year ahead; the days
come from the
`holidays` library (MIT). Saturdays are left out because interbank settlement rests. Days lost to a typhoon
or a black rainstorm are known only on the day and are in no calendar.
"""

from datetime import date
from functools import cache

from kejin.calendars.business import BusinessCalendar

# The library computes later years from the Ordinance, but an appointed day is law only once it is gazetted.
_PERIOD = (date(2006, 1, 1), date(2026, 12, 31))


@cache
def hong_kong() -> BusinessCalendar:
    """The calendar "HK", known from 2006-01-01 to 2026-12-31."""
    # A fifth of a second that whoever asks for no working day need not spend.
    import holidays  # noqa: PLC0415

    first, last = _PERIOD
    # The library files general holidays, on which banks close, under "optional"; its "public" are the
    # statutory holidays of employees, which are fewer.
    general = holidays.country_holidays(
        "HK", years=range(first.year, last.year + 1), categories=(holidays.OPTIONAL,)
    )
    return BusinessCalendar.of("HK", period=_PERIOD, closed=general)
