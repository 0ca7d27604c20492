"""A calendar of working days over the years for which it is known, and the ways to move a date onto one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from kejin.calendars.months import month_end
from kejin.errors import CalendarError, CoverageError

_SATURDAY = 5


class Roll(StrEnum):
    """Where a date goes that is not a working day.

    - `UNADJUSTED`: stays.
    - `FOLLOWING`: the next working day.
    - `MODIFIED_FOLLOWING`: the next one, unless that is in the next month; then the one before.
    - `PRECEDING`: the working day before.
    - `MODIFIED_PRECEDING`: the one before, unless that is in the month before; then the next.
    """

    UNADJUSTED = "unadjusted"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified_following"
    PRECEDING = "preceding"
    MODIFIED_PRECEDING = "modified_preceding"


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The working days of one place, from `first` to `last`; make with `of` or `joint`.

    Attributes:
        name: Short name, such as "CN".
        first: The first date that is known.
        last: The last date that is known.
        days: Every working day in between as an ordinal, ascending.
    """

    name: str
    first: date
    last: date
    days: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(
        cls, name: str, *, period: tuple[date, date], closed: Iterable[date], opened: Iterable[date] = ()
    ) -> Self:
        """A calendar of the weekdays in a period, less the days `closed`, plus the weekend days `opened`.

        Raises:
            CalendarError: A day is both closed and opened.
        """
        shut, worked = frozenset(closed), frozenset(opened)
        if both := shut & worked:
            raise CalendarError("a day is both closed and worked", found=min(both), where=name)
        first, last = period
        every = (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))
        days = (day for day in every if day in worked or (day.weekday() < _SATURDAY and day not in shut))
        return cls(name, first, last, tuple(day.toordinal() for day in days))

    def is_business_day(self, day: date) -> bool:
        """Whether the date is a working day.

        Raises:
            CoverageError: The date is outside the known period.
        """
        ordinal = self._known(day)
        at = bisect_left(self.days, ordinal)
        return at < len(self.days) and self.days[at] == ordinal

    def roll(self, day: date, how: Roll) -> date:
        """The date moved onto a working day.

        Raises:
            CoverageError: The date, or the working day it would move to, is outside the known period. An
                unadjusted date is returned as it is, known or not.
        """
        match how:
            case Roll.UNADJUSTED:
                return day
            case Roll.FOLLOWING:
                return self._at(bisect_left(self.days, self._known(day)), day)
            case Roll.PRECEDING:
                return self._at(bisect_right(self.days, self._known(day)) - 1, day)
            case Roll.MODIFIED_FOLLOWING:
                return self._roll_within_month(day, Roll.FOLLOWING, Roll.PRECEDING)
            case Roll.MODIFIED_PRECEDING:
                return self._roll_within_month(day, Roll.PRECEDING, Roll.FOLLOWING)

    def add_business_days(self, day: date, count: int) -> date:
        """The working day that is `count` working days away.

        Counting starts on the day after: a notice of 5 working days that starts on a Friday ends on the next
        Friday. Zero is the day itself, or the following working day when it is none.

        Raises:
            CoverageError: The date, or the result, is outside the known period.
        """
        ordinal = self._known(day)
        if count > 0:
            return self._at(bisect_right(self.days, ordinal) + count - 1, day)
        return self._at(bisect_left(self.days, ordinal) + count, day)

    def business_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; negative when `end` is earlier.

        Raises:
            CoverageError: A date is outside the known period.
        """
        return bisect_right(self.days, self._known(end)) - bisect_right(self.days, self._known(start))

    def last_business_day_of_month(self, day: date) -> date:
        """The last working day of the date's month.

        Raises:
            CoverageError: The month's end, or that working day, is outside the known period.
        """
        return self.roll(month_end(day), Roll.PRECEDING)

    def _known(self, day: date) -> int:
        if self.first <= day <= self.last:
            return day.toordinal()
        raise CoverageError(
            "working days are not known for this date",
            expected=f"{self.first} to {self.last}",
            found=day,
            where=f"calendar {self.name}",
        )

    def _at(self, position: int, day: date) -> date:
        if 0 <= position < len(self.days):
            return date.fromordinal(self.days[position])
        raise CoverageError(
            "moving a date leaves the period for which working days are known",
            expected=f"{self.first} to {self.last}",
            found=day,
            where=f"calendar {self.name}",
        )

    def _roll_within_month(self, day: date, first_try: Roll, otherwise: Roll) -> date:
        # Past the known period a step could still land in the same month: unknown, so the error stands.
        moved = self.roll(day, first_try)
        return moved if moved.month == day.month else self.roll(day, otherwise)


def joint(first: BusinessCalendar, *others: BusinessCalendar) -> BusinessCalendar:
    """The days on which every one of the places works, known where all of them are.

    Raises:
        CalendarError: The known periods do not meet.
    """
    calendars = (first, *others)
    start, end = max(each.first for each in calendars), min(each.last for each in calendars)
    name = "+".join(each.name for each in calendars)
    if start > end:
        raise CalendarError("calendars have no known day in common", found=name)
    common = set.intersection(*(set(each.days) for each in calendars))
    days = tuple(sorted(day for day in common if start.toordinal() <= day <= end.toordinal()))
    return BusinessCalendar(name, start, end, days)


def weekend_days(period: tuple[date, date]) -> Iterable[date]:
    """Every Saturday and Sunday of a period."""
    first, last = period
    span = range((last - first).days + 1)
    return (day for day in (first + timedelta(days=step) for step in span) if day.weekday() >= _SATURDAY)
