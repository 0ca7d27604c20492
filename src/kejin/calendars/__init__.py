"""Dates: working days of the mainland and of Hong Kong, how a date is moved, and month arithmetic.

A date outside the years whose working days have been published is unknown, and asking about it is a
`CoverageError`; it is never taken for an ordinary weekday. Nothing here reads a clock.
"""

from kejin.calendars.business import BusinessCalendar, Roll, joint
from kejin.calendars.hong_kong import hong_kong
from kejin.calendars.mainland import mainland
from kejin.calendars.months import add_months, days_in_month, is_month_end, month_end, year_end
from kejin.calendars.named import calendar_named
from kejin.calendars.weekdays import weekdays

__all__ = [
    "BusinessCalendar",
    "Roll",
    "add_months",
    "calendar_named",
    "days_in_month",
    "hong_kong",
    "is_month_end",
    "joint",
    "mainland",
    "month_end",
    "weekdays",
    "year_end",
]
