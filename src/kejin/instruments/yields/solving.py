"""The rate of one series and of many: quickly where it is proved to be the only one, else by isolating all."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kejin.instruments.compiling import compiled
from kejin.instruments.yields.isolation import HIGHEST, LOWEST, isolated
from kejin.instruments.yields.series import Floats, Flows, netted, parts_at, running_changes, sign_changes

NONE, UNIQUE, SEVERAL, UNPROVEN = 0, 1, 2, 3

DAYS_OF_A_YEAR = 365.0
MOST_STEPS = 16
LONGEST_STEP = 1.5
# Halley's steps are cubic: after one this short the rest is below the last place.
LAST_STEP = 2e-5


class Rates(NamedTuple):
    """The rates of one series, continuous and ascending, and one of NONE, UNIQUE, SEVERAL and UNPROVEN."""

    status: int
    rates: Floats


@compiled
def all_rates(flows: Flows) -> Rates:
    """Every rate of a series whose times ascend."""
    flows = netted(flows)
    changes = sign_changes(flows)
    if changes == 0:
        return Rates(NONE, np.empty(0))
    if changes == 1 or running_changes(flows) == 1:
        x = _quick(flows)
        if not math.isnan(x):
            return Rates(UNIQUE, np.array([x]))
    found = isolated(flows)
    if not found.complete:
        return Rates(UNPROVEN, found.rates)
    return Rates(min(found.rates.size, SEVERAL), found.rates)


@compiled
def only_rates(
    starts: npt.NDArray[np.int64], days: npt.NDArray[np.int64], amounts: Floats
) -> tuple[Floats, npt.NDArray[np.int8]]:
    """For each series the annual rate where it has exactly one, else NaN; and its status.

    Series i are the flows from starts[i] up to starts[i + 1]; a year has 365 days.
    """
    count = starts.size - 1
    rates, status = np.empty(count), np.empty(count, np.int8)
    longest = 0
    for i in range(count):
        longest = max(longest, starts[i + 1] - starts[i])
    times = np.empty(longest)
    for i in range(count):
        low, high = starts[i], starts[i + 1]
        for k in range(high - low):
            times[k] = (days[low + k] - days[low]) / DAYS_OF_A_YEAR
        own = Flows(times[: high - low], amounts[low:high])
        own = netted(own)
        changes = sign_changes(own)
        x = np.nan
        if changes == 1 or (changes > 1 and running_changes(own) == 1):
            x = _quick(own)
        if not math.isnan(x):
            rates[i], status[i] = math.expm1(x), UNIQUE
            continue
        found = all_rates(own)
        status[i] = found.status
        rates[i] = math.expm1(found.rates[0]) if found.status == UNIQUE else np.nan
    return rates, status


@compiled
def _quick(flows: Flows) -> float:
    """The rate of a series that has only one, by Halley's steps; NaN where they do not settle.

    The steps are taken on ln(inflows / outflows), whose slope is the difference of two mean times and whose second
    derivative is the difference of two variances. For one change of sign it is monotone.
    """
    x = 0.0
    for _ in range(MOST_STEPS):
        p = parts_at(flows, x)
        if not (0.0 < p.plus < np.inf and 0.0 < p.minus < np.inf):
            return np.nan
        late, soon = p.plus_1 / p.plus, p.minus_1 / p.minus
        slope = soon - late
        if slope == 0.0:
            return np.nan
        curve = (p.plus_2 / p.plus - late * late) - (p.minus_2 / p.minus - soon * soon)
        newton = math.log(p.plus / p.minus) / slope
        divisor = 1.0 - 0.5 * newton * curve / slope
        step = newton / divisor if divisor > 0.5 else newton
        step = min(max(step, -LONGEST_STEP), LONGEST_STEP)
        x -= step
        if not LOWEST < x < HIGHEST:
            return np.nan
        if abs(step) < LAST_STEP:
            return x
    return np.nan
