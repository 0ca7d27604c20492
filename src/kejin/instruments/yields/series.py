"""One dated series as the kernels see it: times in years and amounts, sorted by time, one flow to a time."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kejin.instruments.compiling import compiled, compiled_sums
from kejin.instruments.yields.exponential import exponential

Floats = npt.NDArray[np.float64]


class Flows(NamedTuple):
    """Flows of one series: `times` in years in ascending order, none twice, and `amounts`."""

    times: Floats
    amounts: Floats


class Parts(NamedTuple):
    """The present value at one rate, split by sign, with its moments.

    `plus` is the value of what flows in, `plus_1` and `plus_2` the same weighted with time and its square; `minus` is
    the value of what flows out, as a positive number.
    """

    plus: float
    plus_1: float
    plus_2: float
    minus: float
    minus_1: float
    minus_2: float


@compiled
def netted(flows: Flows) -> Flows:
    """The same flows sorted by time, those of one moment added up and nil flows left out.

    The result is the given one where it is so already.
    """
    times, amounts = flows
    size = times.size
    ready = True
    for i in range(size):
        if amounts[i] == 0.0 or (i > 0 and not times[i - 1] < times[i]):
            ready = False
            break
    if ready:
        return flows
    order = np.argsort(times, kind="mergesort")
    sorted_times = np.empty(size)
    sums = np.empty(size)
    count = 0
    for place in order:
        if count > 0 and sorted_times[count - 1] == times[place]:
            sums[count - 1] += amounts[place]
        else:
            sorted_times[count] = times[place]
            sums[count] = amounts[place]
            count += 1
    kept = 0
    for i in range(count):
        if sums[i] != 0.0:
            sorted_times[kept] = sorted_times[i]
            sums[kept] = sums[i]
            kept += 1
    return Flows(sorted_times[:kept], sums[:kept])


@compiled_sums
def parts_at(flows: Flows, x: float) -> Parts:
    """The parts of the present value at the continuous rate x."""
    times, amounts = flows
    plus = plus_1 = plus_2 = minus = minus_1 = minus_2 = 0.0
    for i in range(times.size):
        time = times[i]
        value = exponential(-time * x) * amounts[i]
        into = max(value, 0.0)
        out = into - value
        plus += into
        minus += out
        plus_1 += time * into
        minus_1 += time * out
        plus_2 += time * time * into
        minus_2 += time * time * out
    return Parts(plus, plus_1, plus_2, minus, minus_1, minus_2)


@compiled
def sign_changes(flows: Flows) -> int:
    """How often consecutive amounts differ in sign: no fewer than the series has rates.

    This is Descartes' rule for sums of exponentials (Laguerre, 1883): the number of real x at which
    sum a_i e^(-t_i x) is zero, counted with multiplicity, is at most the number of changes and differs from it by an
    even number. One change therefore means exactly one rate.
    """
    amounts = flows.amounts
    count = 0
    for i in range(1, amounts.size):
        if (amounts[i] > 0.0) != (amounts[i - 1] > 0.0):
            count += 1
    return count


@compiled
def running_changes(flows: Flows) -> int:
    """How many rates there can be besides x = 0, by the changes of sign of the running totals, forwards and backwards.

    With running totals A_k, a present value at x > 0 is the integral of A over the discount factor's fall, so it has
    no more zeros there than A has changes of sign (Norstrom's criterion, JFQA 1972, is the case of one change); read
    backwards the same holds for x < 0. Where the whole total is zero, x = 0 is itself a rate and is counted too.
    """
    amounts = flows.amounts
    forwards = _changes_of_totals(amounts)
    backwards = _changes_of_totals(amounts[::-1])
    return forwards + backwards + (1 if amounts.sum() == 0.0 else 0)


@compiled
def _changes_of_totals(amounts: Floats) -> int:
    total = 0.0
    last = 0.0
    count = 0
    for amount in amounts:
        total += amount
        if total != 0.0:
            if last != 0.0 and (total > 0.0) != (last > 0.0):
                count += 1
            last = total
    return count
