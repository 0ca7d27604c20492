"""Conventions of a loan that is serviced: distance of instalments, days as parts of a year, rounding."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction

from kejin.calendars import add_months


class Unit(StrEnum):
    """What instalments are apart by."""

    DAYS = "DAYS"
    WEEKS = "WEEKS"
    MONTHS = "MONTHS"
    YEARS = "YEARS"


class MonthEnd(StrEnum):
    """Where an instalment of the 29th to 31st falls in a month that has no such day."""

    LAST_DAY = "LAST_DAY"
    FIRST_OF_NEXT = "FIRST_OF_NEXT"


@dataclass(frozen=True, slots=True)
class Frequency:
    """How far instalments are apart: every so many units."""

    every: int
    unit: Unit
    month_end: MonthEnd = MonthEnd.LAST_DAY

    def after(self, start: date, times: int) -> date:
        """The date so many steps after the start, counted from the start so that the 31st comes back."""
        steps = self.every * times
        if self.unit in {Unit.DAYS, Unit.WEEKS}:
            return start + timedelta(days=steps * (7 if self.unit is Unit.WEEKS else 1))
        moved = add_months(start, steps * (12 if self.unit is Unit.YEARS else 1))
        missing = moved.day < start.day
        return moved + timedelta(days=1) if missing and self.month_end is MonthEnd.FIRST_OF_NEXT else moved


class InterestMethod(StrEnum):
    """What interest is charged on: what is still owed, or all that was drawn (flat, 按原始本金计息)."""

    DECLINING_BALANCE = "DECLINING_BALANCE"
    FLAT = "FLAT"


class Form(StrEnum):
    """How instalments are worked out.

    `PROGRESSIVE` takes the factor of each period as it is and keeps the last instalment within half a unit a period of
    the others; `CUMULATIVE` takes one rate for all periods, and the last instalment takes whatever is left. With
    `PRINCIPAL` it is the principal of each instalment that is agreed, in equal parts (等额本金) or in given shares, and
    interest comes on top.
    """

    PROGRESSIVE = "PROGRESSIVE"
    CUMULATIVE = "CUMULATIVE"
    PRINCIPAL = "PRINCIPAL"


@dataclass(frozen=True, slots=True)
class Accrual:
    """How the days of an instalment period become a part of a year.

    Attributes:
        year_days: Days of the year; None for the days it has.
        month_days: 30 when a period of months counts whole months of 30 days, spread over the days it has; None for
            the days it has.
        by_period: Whether a whole period of months or weeks counts as so many twelfths or 52nds, whatever its days.
        leap_day_periods: With `year_days` None: only the period that holds 29 February counts 366 days.
        turn_of_year: With `year_days` None: where a period is cut between two years, 31 December or 1 January.
        from_period_start: Whether money drawn within a period bears interest from its first day.
    """

    year_days: int | None = None
    month_days: int | None = None
    by_period: bool = False
    leap_day_periods: bool = False
    turn_of_year: tuple[int, int] = (12, 31)
    from_period_start: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How numbers are rounded.

    Attributes:
        digits: Significant digits of rates and unrounded interest.
        rounding: The method, as `decimal` names it, for these digits and for whole minor units.
        multiple: What a level instalment is rounded to, in minor units; 1 for none.
    """

    digits: int = 19
    rounding: str = ROUND_HALF_EVEN
    multiple: int = 1

    @property
    def context(self) -> Context:
        """The decimal context of rates and unrounded interest."""
        return Context(prec=self.digits, rounding=self.rounding)

    def whole(self, amount: Decimal | Fraction) -> int:
        """Whole minor units."""
        if isinstance(amount, Fraction):
            amount = Context(prec=60).divide(Decimal(amount.numerator), Decimal(amount.denominator))
        return int(amount.quantize(Decimal(1), rounding=self.rounding, context=Context(prec=60)))

    def to_multiple(self, amount: int) -> int:
        """The nearest multiple of a level instalment."""
        if self.multiple <= 1:
            return amount
        return self.whole(Decimal(amount) / self.multiple) * self.multiple
