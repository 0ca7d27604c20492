"""Day counts: the part of a year between two dates, as an exact fraction.

A day count is a rule on two dates and, for some, on what surrounds them: the coupon period they lie in (ICMA), the
contract's maturity (30E/360 ISDA), the day on which the first interest year began (interbank). Every rule gives a
`Fraction`, so that interest can be worked out in whole numbers and rounded once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from kejin.calendars import add_months, days_in_month, is_month_end
from kejin.errors import TermsError


class DayCount(StrEnum):
    """A day count by its ACTUS code where ACTUS has one.

    - `A365`: actual days over 365 (Actual/365 Fixed, ISDA 2006 section 4.16(d)).
    - `A360`: actual days over 360 (Actual/360, 4.16(e)); 实际天数/360, usual for loans in renminbi.
    - `AA`: actual days, those in leap years over 366 and the others over 365 (Actual/Actual ISDA, 4.16(b)).
    - `AAICMA`: actual days over the days of the coupon period, times the periods of a year (ICMA rule 251.1).
    - `AAINTERBANK`: actual days over the days of the interest year, 29 February counted (银发[2007]200号).
    - `30E360`: every month has 30 days; the 31st counts as the 30th (30E/360, 4.16(g)).
    - `30E360ISDA`: also the end of February counts as the 30th, except at maturity (30E/360 ISDA, 4.16(h)).
    - `30360`: the 31st counts as the 30th at the end only after a 30th (30/360 bond basis, 4.16(f)).
    - `MONTHLY`: whole months of the cycle are a twelfth each, days left over are actual days over 360; how banks count
      with monthly and daily rates (逐笔计息; 月利率 = 年利率/12, 日利率 = 年利率/360).
    - `28E336`: every month has 28 days, every year 336; later days count as the 28th (ACTUS).
    """

    A365 = "A365"
    A360 = "A360"
    AA = "AA"
    AAICMA = "AAICMA"
    AAINTERBANK = "AAINTERBANK"
    E30360 = "30E360"
    E30360ISDA = "30E360ISDA"
    US30360 = "30360"
    MONTHLY = "MONTHLY"
    E28336 = "28E336"

    @classmethod
    def of(cls, code: str) -> "DayCount":
        """The day count with this code.

        Raises:
            TermsError: No day count has it.
        """
        try:
            return cls(code)
        except ValueError:
            raise TermsError("unknown day count", expected=", ".join(cls), found=code) from None


@dataclass(frozen=True, slots=True)
class Reference:
    """What some day counts look at beside the two dates.

    Attributes:
        maturity: The last date of the contract, on which the end of February stays what it is (30E/360 ISDA).
        coupons: An anchor and the months of the regular coupon periods counted from it, both ways (ICMA, monthly).
        first_day: The day from which interest years are counted (interbank).
    """

    maturity: date | None = None
    coupons: tuple[date, int] | None = None
    first_day: date | None = None


_NOTHING: Final = Reference()


def year_fraction(
    convention: DayCount, start: date, end: date, *, reference: Reference = _NOTHING
) -> Fraction:
    """The part of a year from `start` up to `end`; negative when `end` is earlier.

    Raises:
        TermsError: The convention needs something of the reference that is not there.
    """
    if end < start:
        return -year_fraction(convention, end, start, reference=reference)
    return _RULES[convention](start, end, reference)


def _actual_365(start: date, end: date, _: Reference) -> Fraction:
    return Fraction((end - start).days, 365)


def _actual_360(start: date, end: date, _: Reference) -> Fraction:
    return Fraction((end - start).days, 360)


def _actual_isda(start: date, end: date, _: Reference) -> Fraction:
    if start.year == end.year:
        return Fraction((end - start).days, _days_of_year(start.year))
    head = Fraction((date(start.year + 1, 1, 1) - start).days, _days_of_year(start.year))
    tail = Fraction((end - date(end.year, 1, 1)).days, _days_of_year(end.year))
    return head + (end.year - start.year - 1) + tail


def _days_of_year(year: int) -> int:
    return 337 + days_in_month(year, 2)


def _actual_icma(start: date, end: date, reference: Reference) -> Fraction:
    if reference.coupons is None:
        raise TermsError(
            "the day count needs the coupon periods",
            expected="a cycle of interest payment in whole months",
            found=DayCount.AAICMA,
            where="dayCountConvention",
        )
    anchor, months = reference.coupons
    return _over_periods(start, end, anchor, months=months)


def _monthly(start: date, end: date, reference: Reference) -> Fraction:
    anchor = reference.coupons[0] if reference.coupons is not None else reference.first_day or start
    return sum(
        (
            Fraction(1, 12) if part == whole else Fraction(part, 360)
            for part, whole in _parts(start, end, anchor, months=1)
        ),
        Fraction(0),
    )


def _actual_interbank(start: date, end: date, reference: Reference) -> Fraction:
    return _over_periods(start, end, reference.first_day or start, months=12)


def _over_periods(start: date, end: date, anchor: date, *, months: int) -> Fraction:
    """Actual days over the days of the period that they lie in, each period being so many months of a year."""
    parts = _parts(start, end, anchor, months=months)
    return sum((Fraction(part * months, whole * 12) for part, whole in parts), Fraction(0))


def _parts(start: date, end: date, anchor: date, *, months: int) -> Iterator[tuple[int, int]]:
    """The days in each period counted from an anchor that the two dates touch, beside the days that the period has."""
    number = (12 * (start.year - anchor.year) + start.month - anchor.month) // months - 1
    day = start
    while day < end:
        first, last = add_months(anchor, months * number), add_months(anchor, months * (number + 1))
        if last > day:
            until = min(end, last)
            yield (until - day).days, (last - first).days
            day = until
        number += 1


def _thirty(start: date, end: date, first_day: int, *, last_day: int) -> Fraction:
    months = 12 * (end.year - start.year) + end.month - start.month
    return Fraction(30 * months + last_day - first_day, 360)


def _thirty_european(start: date, end: date, _: Reference) -> Fraction:
    return _thirty(start, end, min(start.day, 30), last_day=min(end.day, 30))


def _thirty_isda(start: date, end: date, reference: Reference) -> Fraction:
    first_day = 30 if is_month_end(start) else start.day
    at_maturity = end.month == 2 and end == reference.maturity
    last_day = 30 if is_month_end(end) and not at_maturity else min(end.day, 30)
    return _thirty(start, end, min(first_day, 30), last_day=last_day)


def _thirty_us(start: date, end: date, _: Reference) -> Fraction:
    first_day = min(start.day, 30)
    last_day = 30 if end.day > 30 and first_day == 30 else end.day
    return _thirty(start, end, first_day, last_day=last_day)


def _twenty_eight(start: date, end: date, _: Reference) -> Fraction:
    months = 12 * (end.year - start.year) + end.month - start.month
    return Fraction(28 * months + min(end.day, 28) - min(start.day, 28), 336)


_RULES: Final[Mapping[DayCount, Callable[[date, date, Reference], Fraction]]] = MappingProxyType(
    {
        DayCount.A365: _actual_365,
        DayCount.A360: _actual_360,
        DayCount.AA: _actual_isda,
        DayCount.AAICMA: _actual_icma,
        DayCount.AAINTERBANK: _actual_interbank,
        DayCount.E30360: _thirty_european,
        DayCount.E30360ISDA: _thirty_isda,
        DayCount.US30360: _thirty_us,
        DayCount.MONTHLY: _monthly,
        DayCount.E28336: _twenty_eight,
    }
)
