"""The largest rate of a series that begins with a receipt: quickly where it is proved so, else by isolating all.

Let D be the receipt at the start, O(x) the value of what is paid later at the continuous rate x, I(x) that of what is
received later. D - O(x) rises with x and is nil at one rate x0; from there on the present value D + I(x) - O(x) is not
below zero, so no rate lies above x0, and the largest one is the first that is met on the way down. On a piece [a, b]

    the value rises   where  sum t o e^(-t b) > sum t i e^(-t a)
    there is no rate  where  D + I(b) - O(a) > 0

so pieces are passed until one holds a change of sign and a proof that the value only rises there.
"""

import math

import numpy as np

from kejin.instruments.compiling import compiled
from kejin.instruments.yields.isolation import HIGHEST, LOWEST
from kejin.instruments.yields.series import Floats, Flows, netted, parts_at
from kejin.instruments.yields.solving import all_rates

MOST_STEPS = 60
MOST_PIECES = 60
FIRST_PIECE = 0.01
NARROWEST = 1e-5
LAST_STEP = 1e-13


@compiled
def largest_rate(flows: Flows) -> float:
    """The largest annual rate of flows that begin with a receipt (or, all signs turned, a payment); NaN for none."""
    flows = netted(flows)
    times, amounts = flows
    if amounts.size < 2:
        return np.nan
    if amounts[0] < 0.0:
        flows = Flows(times, -amounts)
    x = _proved(flows) if flows.amounts[0] > 0.0 and times[0] == 0.0 else np.nan
    if math.isnan(x):
        found = all_rates(flows)
        if found.rates.size == 0:
            return np.nan
        x = found.rates[-1]
    return math.expm1(x)


@compiled
def largest_rates(times: Floats, table: Floats) -> Floats:
    """The largest annual rate of each row of a table whose columns are the times, as `largest_rate`."""
    count = table.shape[0]
    rates = np.empty(count)
    for i in range(count):
        rates[i] = largest_rate(Flows(times, table[i]))
    return rates


@compiled
def _proved(flows: Flows) -> float:
    top = _without_later_receipts(flows)
    if math.isnan(top):
        return np.nan
    at_top = parts_at(flows, top)
    if at_top.plus <= flows.amounts[0]:
        return top
    high, width = top, FIRST_PIECE
    above = at_top
    for _ in range(MOST_PIECES):
        low = high - width
        if low <= LOWEST:
            return np.nan
        below = parts_at(flows, low)
        rises = above.minus_1 > below.plus_1
        if rises and below.plus - below.minus < 0.0:
            return _between(flows, low, high)
        if rises or above.plus - below.minus > 0.0:
            high, above, width = low, below, 2.0 * width
        else:
            width *= 0.5
            if width < NARROWEST:
                return np.nan
    return np.nan


@compiled
def _without_later_receipts(flows: Flows) -> float:
    """The rate at which what is paid later is worth the receipt at the start; NaN where nothing is paid.

    ln O(x) - ln D falls with x and is convex: Newton's steps come from the left and stay there, so the result lies at
    or just below the rate; a little is added to stand above it.
    """
    receipt = flows.amounts[0]
    x = 0.0
    for _ in range(MOST_STEPS):
        p = parts_at(flows, x)
        if not 0.0 < p.minus < np.inf:
            return np.nan
        if p.minus_1 == 0.0:
            return np.nan
        step = math.log(p.minus / receipt) * p.minus / p.minus_1
        x += step
        if not LOWEST < x < HIGHEST:
            return np.nan
        if abs(step) < LAST_STEP * (1.0 + abs(x)):
            return x + 2.0 * LAST_STEP
    return np.nan


@compiled
def _between(flows: Flows, low: float, high: float) -> float:
    """The one rate of a piece on which the value rises: Newton's steps, and halves where they leave it."""
    x = high
    for _ in range(2 * MOST_STEPS):
        p = parts_at(flows, x)
        value, slope = p.plus - p.minus, p.minus_1 - p.plus_1
        if value > 0.0:
            high = x
        else:
            low = x
        step = value / slope if slope > 0.0 else np.inf
        new = x - step
        if not low < new < high:
            new = 0.5 * (low + high)
        if abs(new - x) < LAST_STEP * (1.0 + abs(x)):
            return new
        x = new
    return x
