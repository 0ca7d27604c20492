"""Internal rates of return 内部收益率: every rate of a series, or a plain word that there is none or several."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kejin.errors import CashFlowError
from kejin.instruments.conventions import DayCount, year_fraction

if TYPE_CHECKING:
    from kejin.instruments.yields.series import Flows

Floats = npt.NDArray[np.float64]


class YieldStatus(IntEnum):
    """How many rates bring the present value to nil, between -99.9999999 % and 10^11 % a year."""

    # The kernels use the same numbers.
    NONE = 0
    UNIQUE = 1
    SEVERAL = 2
    UNPROVEN = 3
    """The search was cut off: the rates found are rates, but there may be others."""


@dataclass(frozen=True, slots=True)
class Yield:
    """The rates of one series.

    Attributes:
        status: Whether there is none, one or several.
        rates: All of them, ascending; each is per period of the times given (a year for dated flows).
    """

    status: YieldStatus
    rates: tuple[float, ...]

    @property
    def rate(self) -> float | None:
        """The rate where there is exactly one; None otherwise, for no choice among several would be right."""
        return self.rates[0] if self.status is YieldStatus.UNIQUE else None


def xirr(dates: Sequence[date], amounts: Sequence[float], *, day_count: DayCount = DayCount.A365) -> Yield:
    """The annual rates of dated flows, compounded yearly.

    Args:
        dates: When each flow is paid, in any order.
        amounts: What is received (positive) or paid (negative), in one unit.
        day_count: How the days from the first date to another become years.

    Raises:
        CashFlowError: The lengths differ, or an amount is not a finite number.
        TermsError: The day count needs more than two dates.
    """
    _checked(dates, amounts)
    if not dates:
        return Yield(YieldStatus.NONE, ())
    first = min(dates)
    return internal_rates([float(year_fraction(day_count, first, day)) for day in dates], amounts)


def irr(amounts: Sequence[float]) -> Yield:
    """The rates per period of flows one period apart. Raises `CashFlowError` as `xirr` does."""
    return internal_rates(range(len(amounts)), amounts)


def internal_rates(times: Sequence[float], amounts: Sequence[float]) -> Yield:
    """The rates of flows at times given in periods, in any order. Raises `CashFlowError` as `xirr` does."""
    from kejin.instruments.yields.solving import all_rates  # noqa: PLC0415 - loads the compiler

    found = all_rates(_flows(times, amounts))
    rates = tuple(math.expm1(x) for x in found.rates)
    return Yield(YieldStatus(found.status), rates)


def present_value(rate: float, times: Sequence[float], amounts: Sequence[float]) -> float:
    """What the flows are worth at time nil, at a rate per period above -100 %."""
    if not rate > -1.0:
        raise CashFlowError("A rate discounts nothing", expected="a rate above -100 %", found=rate)
    from kejin.instruments.yields.series import parts_at  # noqa: PLC0415 - loads the compiler

    parts = parts_at(_flows(times, amounts), math.log1p(rate))
    return parts.plus - parts.minus


def xirr_many(
    starts: npt.NDArray[np.int64], dates: npt.NDArray[np.datetime64], amounts: npt.ArrayLike
) -> tuple[Floats, npt.NDArray[np.int8]]:
    """The annual rate (actual/365 fixed) of each of many series, which lie one after another in flat arrays.

    Args:
        starts: One more than there are series: series i are the flows from starts[i] up to starts[i + 1].
        dates: The date of every flow, as datetime64[D].
        amounts: The amount of every flow.

    Returns:
        The rate of each series where it is the only one, else NaN; and its `YieldStatus` as a number.

    Raises:
        CashFlowError: The lengths differ, a start is out of order, or an amount is not a finite number.
    """
    values = np.ascontiguousarray(amounts, dtype=np.float64)
    _checked(dates, values)
    bounds = np.ascontiguousarray(starts, dtype=np.int64)
    fits = bounds.size > 0 and bounds[0] == 0 and bounds[-1] == values.size
    if not fits or np.any(np.diff(bounds) < 0):
        raise CashFlowError(
            "The series do not cover the flows",
            expected=f"starts that rise from 0 to {values.size}",
            found=bounds.tolist()[:8],
        )
    from kejin.instruments.yields.solving import only_rates  # noqa: PLC0415 - loads the compiler

    return only_rates(bounds, dates.astype("datetime64[D]").view(np.int64), values)


def largest_rate(dates: Sequence[date], amounts: Sequence[float]) -> float | None:
    """The largest annual rate (actual/365 fixed) of dated flows; None where there is none.

    Of a loan with subsidies it is the rate that its own rate becomes as they grow; see `Cost.effective_rate`.

    Raises:
        CashFlowError: As `xirr` does.
    """
    _checked(dates, amounts)
    if not dates:
        return None
    from kejin.instruments.yields.largest import largest_rate as largest  # noqa: PLC0415 - loads the compiler

    first = min(dates)
    found = largest(_flows([(day - first).days / 365 for day in dates], amounts))
    return None if math.isnan(found) else float(found)


def largest_rates(days: Sequence[date], table: npt.ArrayLike) -> Floats:
    """The same for each row of a table whose columns are the days, in ascending order; NaN where there is none."""
    amounts = np.ascontiguousarray(table, dtype=np.float64)
    if amounts.ndim != 2 or amounts.shape[1] != len(days) or not np.isfinite(amounts).all():
        raise CashFlowError(
            "The table does not fit its days",
            expected=f"finite amounts in {len(days)} columns",
            found=amounts.shape,
        )
    if not days:
        return np.full(len(amounts), np.nan)
    from kejin.instruments.yields.largest import largest_rates as largest  # noqa: PLC0415 - loads the compiler

    times = np.array([(day - days[0]).days / 365 for day in days], dtype=np.float64)
    return largest(times, amounts)


def _flows(times: Sequence[float], amounts: Sequence[float]) -> "Flows":
    from kejin.instruments.yields.series import Flows  # noqa: PLC0415 - loads the compiler

    _checked(times, amounts)
    return Flows(np.array(times, dtype=np.float64), np.array(amounts, dtype=np.float64))


def _checked(
    moments: Sequence[object] | npt.NDArray[np.datetime64], amounts: Sequence[float] | Floats
) -> None:
    if len(moments) != len(amounts):
        raise CashFlowError("Every flow needs its time", expected=f"{len(amounts)} times", found=len(moments))
    finite = np.isfinite(np.asarray(amounts, dtype=np.float64))
    if not finite.all():
        place = int(np.argmin(finite))
        raise CashFlowError(
            "A flow is not a number",
            expected="finite amounts",
            found=amounts[place],
            where=f"flow {place + 1}",
        )
