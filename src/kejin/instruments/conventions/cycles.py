"""Cycles: dates that come back every so many days, weeks or months, counted from an anchor."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from kejin.calendars import add_months
from kejin.errors import TermsError

_TEXT: Final = re.compile(
    r"P(?:(?P<Y>\d+)Y)?(?:(?P<H>\d+)H)?(?:(?P<Q>\d+)Q)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?"
    r"(?:T(?:\d+[HMS])*)?(?:L(?P<stub>[01]))?"
)
_MONTHS: Final = {"Y": 12, "H": 6, "Q": 3, "M": 1}
_DAYS: Final = {"W": 7, "D": 1}


class Stub(StrEnum):
    """What happens to the rest that is left before the end: its own short period, or joined to the one before."""

    LONG = "L0"
    SHORT = "L1"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A distance between two dates, in months or in days: "P1M" is `Cycle(months=1)`.

    Attributes:
        months: Whole months.
        days: Days on top of them.
        stub: How a rest before the end is treated (ACTUS: L0 long, L1 short).
    """

    months: int = 0
    days: int = 0
    stub: Stub = Stub.SHORT

    @classmethod
    def parse(cls, text: str) -> Self:
        """A cycle from its ACTUS code, such as "P1ML1", "P3M", "P2W", "P1YL0" or "P0Y1M0DL1".

        A stub that is not stated is short.

        Raises:
            TermsError: The text is no cycle.
        """
        match = _TEXT.fullmatch(text.strip())
        parts = match.groupdict() if match else {}
        if match is None or not any(parts[unit] for unit in (*_MONTHS, *_DAYS)):
            raise TermsError("not a cycle", expected='a period such as "P1ML1", "P3M" or "P2W"', found=text)
        months = sum(int(parts[unit] or 0) * count for unit, count in _MONTHS.items())
        days = sum(int(parts[unit] or 0) * count for unit, count in _DAYS.items())
        return cls(months, days, Stub.LONG if parts["stub"] == "0" else Stub.SHORT)

    @property
    def empty(self) -> bool:
        """Whether it leads nowhere (P0D)."""
        return self.months == 0 and self.days == 0

    def after(self, anchor: date, times: int = 1, *, end_of_month: bool = False) -> date:
        """The date so many cycles after the anchor; negative for before.

        Counted from the anchor and not from the date before, so that the 31st comes back after February.

        Args:
            anchor: Where the cycle starts.
            times: How often it is added.
            end_of_month: Whether an anchor on a month's last day stays on last days; for whole months only.
        """
        moved = add_months(anchor, self.months * times, end_of_month=end_of_month and self.days == 0)
        return moved + timedelta(days=self.days * times)

    def __str__(self) -> str:
        """The ACTUS code, with the stub."""
        months = f"{self.months}M" if self.months else ""
        days = f"{self.days}D" if self.days or not self.months else ""
        return f"P{months}{days}{self.stub}"


def cycle_dates(anchor: date, cycle: Cycle | None, end: date, *, end_of_month: bool = False) -> list[date]:
    """The anchor, every cycle after it, and the end (ACTUS schedule function S).

    Args:
        anchor: The first date.
        cycle: The distance; None for the two ends alone.
        end: The last date, which is always there, once.
        end_of_month: See `Cycle.after`.

    Returns:
        Dates in ascending order, the last one `end`; nothing when the anchor is later. A long stub drops the cycle
        date before an end that the cycle misses, so that the last two periods become one.

    Raises:
        TermsError: The cycle leads nowhere.
    """
    if anchor > end:
        return []
    if cycle is None:
        return [anchor, end] if anchor < end else [end]
    if cycle.empty:
        raise TermsError("a cycle has no length", expected="at least one day", found=str(cycle))
    dates, times = [], 0
    while (day := cycle.after(anchor, times, end_of_month=end_of_month)) < end:
        dates.append(day)
        times += 1
    if cycle.stub is Stub.LONG and day != end and len(dates) > 1:
        dates.pop()
    return [*dates, end]
