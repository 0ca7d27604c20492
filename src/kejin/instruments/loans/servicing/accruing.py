"""The part of the annual rate that falls on some days of an instalment period, and on a whole one.

Two factors are taken for a stretch of days. The factor for instalments is what enters the annuity formula; the one for
interest is what is charged. They differ only where months of 30 days meet a period of an odd length.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kejin.calendars import is_month_end
from kejin.instruments.loans.servicing.conventions import Accrual, Arithmetic, Frequency, Unit

_WHOLE_PERIODS = {Unit.MONTHS: 12, Unit.WEEKS: 52}
_MONTHS_OF_A_YEAR = 12
_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one date up to another; interest of a day falls on the date it ends on."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days

    def holds(self, day: date) -> bool:
        """Whether the day is after the start and not after the end."""
        return self.start < day <= self.end


@dataclass(frozen=True, slots=True)
class Factors:
    """Works out factors for the periods of one loan.

    Attributes:
        accrual: The rule.
        frequency: How far regular instalments are apart.
        arithmetic: Digits and rounding.
        first_day: The day from which regular periods are counted.
    """

    accrual: Accrual
    frequency: Frequency
    arithmetic: Arithmetic
    first_day: date

    def for_instalment(self, rate: Decimal, part: Span, *, period: Span) -> Decimal:
        """The factor that a part of a period has in the annuity formula."""
        return self._factor(rate, part, period=period, units=lambda: Decimal(self.frequency.every))

    def for_interest(self, rate: Decimal, part: Span, *, period: Span) -> Decimal:
        """The factor at which a part of a period bears interest."""
        return self._factor(rate, part, period=period, units=lambda: self._units(period))

    def _factor(self, rate: Decimal, part: Span, *, period: Span, units: Callable[[], Decimal]) -> Decimal:
        accrual, every = self.accrual, Decimal(self.frequency.every)
        if accrual.by_period and self.frequency.unit in _WHOLE_PERIODS:
            share = self._divide(every, Decimal(_WHOLE_PERIODS[self.frequency.unit]))
            return self._over(rate, share, part=part, period=period)
        if self._crosses_a_year(part, period):
            return self._rounded(self._times(rate, self._years(part)))
        year = Decimal(self._days_of_year(part.start, period))
        if accrual.month_days is None:
            share = self._divide(Decimal(1), year)
            return self._rounded(self._times(self._times(rate, share), Decimal(part.days)))
        share = self._divide(self._times(Decimal(self._unit_days), units()), year)
        return self._over(rate, share, part=part, period=period)

    @property
    def _unit_days(self) -> int:
        if self.frequency.unit is Unit.MONTHS:
            return self.accrual.month_days or 0
        if self.frequency.unit is Unit.YEARS:
            return _MONTHS_OF_A_YEAR * (self.accrual.month_days or 0)
        return _DAYS_OF_A_WEEK if self.frequency.unit is Unit.WEEKS else 1

    def _over(self, rate: Decimal, share: Decimal, *, part: Span, period: Span) -> Decimal:
        """The rate for the share of a year that a whole period is, for the part's days of the period's."""
        if period.days == 0:
            return Decimal(0)
        spread = self._times(self._times(rate, share), Decimal(part.days))
        return self._rounded(self._divide(spread, Decimal(period.days)))

    def _days_of_year(self, day: date, period: Span) -> int:
        if self.accrual.year_days is not None:
            return self.accrual.year_days
        if not _is_leap(day.year):
            return 365
        return 366 if not self.accrual.leap_day_periods or _holds_leap_day(period) else 365

    def _crosses_a_year(self, part: Span, period: Span) -> bool:
        if self.accrual.year_days is not None or part.end.year == part.start.year:
            return False
        return not self.accrual.leap_day_periods or _holds_leap_day(period)

    def _years(self, part: Span) -> Decimal:
        """Each year's days over the days of that year."""
        total, day = Decimal(0), part.start
        for year in range(part.start.year, part.end.year + 1):
            month, turn = self.accrual.turn_of_year
            end = date(year if month == _MONTHS_OF_A_YEAR else year + 1, month, turn)
            until = part.end if year == part.end.year else end
            length = Decimal(366 if _is_leap(year) else 365)
            total = self.arithmetic.context.add(total, self._divide(Decimal((until - day).days), length))
            day = until
        return total

    def _units(self, period: Span) -> Decimal:
        """How many units (months, say) a period has: whole ones, and the days left over the days of the next."""
        seed = self._seed(period)
        one = Frequency(1, self.frequency.unit, self.frequency.month_end)
        before = _whole_units(seed, period.start, one=one)
        count = before + 1
        while (day := one.after(seed, count)) < period.end:
            count += 1
        if day == period.end:
            return Decimal(count - before)
        whole = count - before - 1
        start, end = one.after(seed, whole), day
        return self._divide(Decimal((period.end - start).days), Decimal((end - start).days)) + whole

    def _seed(self, period: Span) -> date:
        """The first day of the loan where the period ends on a date counted from it, else the period's own start."""
        one = Frequency(1, self.frequency.unit, self.frequency.month_end)
        count = 1
        while (day := one.after(self.first_day, count)) < period.end:
            count += 1
        return self.first_day if day == period.end else period.start

    def _times(self, left: Decimal, right: Decimal) -> Decimal:
        return self.arithmetic.context.multiply(left, right)

    def _divide(self, left: Decimal, right: Decimal) -> Decimal:
        return self.arithmetic.context.divide(left, right)

    def _rounded(self, factor: Decimal) -> Decimal:
        return factor.quantize(Decimal(1).scaleb(-self.arithmetic.digits), rounding=self.arithmetic.rounding)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _holds_leap_day(period: Span) -> bool:
    year = period.start.year
    return _is_leap(year) and period.holds(date(year, 2, 29))


def _whole_units(seed: date, day: date, *, one: Frequency) -> int:
    """Whole units from the seed to a day; a month's last day reaches a seed of a later day of the month."""
    if one.unit is Unit.MONTHS and is_month_end(day) and seed.day > day.day:
        day = date.fromordinal(day.toordinal() + 1)
    count = 0
    while one.after(seed, count + 1) <= day:
        count += 1
    return count
