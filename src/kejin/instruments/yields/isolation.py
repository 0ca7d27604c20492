"""Every rate of a series and no other: the range is halved until each piece has provably none or one.

Over an interval of the continuous rate x, of half width h about m, the present value is put as
F(s) = sum w_i e^(-(t_i - T) s) with x = m + s, w_i the discounted amounts at m and T a time in the middle of them; the
factor e^(T s) that this takes out has no zero. With u_i = |t_i - T| h,

    |F(s) - F(0) - F'(0) s| <= sum |w_i| (e^u_i - 1 - u_i)     an interval with none
    |F'(s) - F'(0)|         <= sum |w_i| |t_i - T| (e^u_i - 1)  an interval in which F only rises or only falls

so that an interval is left only when it has no rate, or one that its ends prove.
"""

import math
from typing import NamedTuple

import numpy as np

from kejin.instruments.compiling import compiled
from kejin.instruments.yields.series import Floats, Flows, parts_at

LOWEST = math.log(1e-9)
HIGHEST = math.log(1e9)
"""Continuous rates that are looked at: from -99.9999999 % to 10^11 % a year."""

# The first cut is not in the middle, so that a rate of exactly nil is not an end of two intervals.
CUT = 0.4871
NARROWEST = 1e-7
MOST_PIECES = 50_000
DEEPEST = 256
MOST_RATES = 64


class Found(NamedTuple):
    """The rates found, ascending, and whether they are proved to be all."""

    rates: Floats
    complete: bool


class _Piece(NamedTuple):
    """What is known of the present value over one interval."""

    has_none: bool
    is_monotone: bool
    sign_low: float
    sign_high: float


@compiled
def isolated(flows: Flows) -> Found:
    """All continuous rates between `LOWEST` and `HIGHEST` at which the present value is nil.

    Where it touches nil without crossing, the rate is told once, to about 1e-7.
    """
    found = np.empty(MOST_RATES)
    count = 0
    lows, highs = np.empty(DEEPEST), np.empty(DEEPEST)
    lows[0], highs[0] = LOWEST, HIGHEST
    depth, pieces, complete = 1, 0, True
    while depth > 0:
        depth -= 1
        low, high = lows[depth], highs[depth]
        pieces += 1
        if pieces > MOST_PIECES or depth + 2 > DEEPEST or count == MOST_RATES:
            complete = False
            break
        piece = _examined(flows, low, high)
        if piece.has_none:
            continue
        if piece.is_monotone:
            if piece.sign_low * piece.sign_high < 0.0:
                found[count] = between(flows, low, high)
                count += 1
            continue
        if high - low < NARROWEST:
            # Too flat to tell from touching: neighbours of the same spot are told once.
            if count == 0 or low - found[count - 1] > 10.0 * NARROWEST:
                found[count] = 0.5 * (low + high)
                count += 1
            continue
        middle = low + CUT * (high - low)
        # The lower half comes off the stack first, so that rates are found in ascending order.
        lows[depth], highs[depth] = middle, high
        lows[depth + 1], highs[depth + 1] = low, middle
        depth += 2
    return Found(found[:count].copy(), complete)


@compiled
def _examined(flows: Flows, low: float, high: float) -> _Piece:
    times, amounts = flows
    middle, half = 0.5 * (low + high), 0.5 * (high - low)
    # Exponents are taken from the largest, so that nothing overflows; the common factor changes no zero.
    top = -np.inf
    for time in times:
        top = max(top, -time * middle)
    weight = centre = 0.0
    for i in range(times.size):
        size = abs(amounts[i]) * math.exp(-times[i] * middle - top)
        weight += size
        centre += size * times[i]
    centre /= weight
    value = slope = rest = bend = at_low = at_high = 0.0
    for i in range(times.size):
        w = amounts[i] * math.exp(-times[i] * middle - top)
        away = times[i] - centre
        u = abs(away) * half
        grown = math.expm1(min(u, 700.0))
        value += w
        slope -= w * away
        rest += abs(w) * (grown - u)
        bend += abs(w) * abs(away) * grown
        at_low += w * math.exp(min(away * half, 700.0))
        at_high += w * math.exp(min(-away * half, 700.0))
    noise = 2.3e-16 * (times.size + 8) * weight
    has_none = abs(value) > abs(slope) * half + rest + noise
    return _Piece(has_none, abs(slope) > bend, at_low, at_high)


@compiled
def between(flows: Flows, low: float, high: float) -> float:
    """The rate between two at which the present value has opposite signs: Newton's steps, halving where they leave.

    Works on the logarithm of inflows over outflows, which is nearly a straight line in x.
    """
    falling = _log_ratio(flows, low) > 0.0
    x = 0.5 * (low + high)
    for _ in range(200):
        parts = parts_at(flows, x)
        ratio = _log_ratio(flows, x)
        if ratio == 0.0:
            return x
        if (ratio > 0.0) == falling:
            low = x
        else:
            high = x
        step = 0.5 * (low + high)
        if parts.plus > 0.0 and parts.minus > 0.0:
            slope = parts.minus_1 / parts.minus - parts.plus_1 / parts.plus
            if slope != 0.0 and low < x - ratio / slope < high:
                step = x - ratio / slope
        if abs(step - x) <= 1e-15 * (1.0 + abs(x)) or high - low <= 1e-15 * (1.0 + abs(x)):
            return step
        x = step
    return x


@compiled
def _log_ratio(flows: Flows, x: float) -> float:
    """The logarithm of discounted inflows over outflows, without overflow."""
    times, amounts = flows
    top = -np.inf
    for time in times:
        top = max(top, -time * x)
    plus = minus = 0.0
    for i in range(times.size):
        value = amounts[i] * math.exp(-times[i] * x - top)
        if value > 0.0:
            plus += value
        else:
            minus -= value
    if plus == 0.0:
        return -np.inf
    if minus == 0.0:
        return np.inf
    return math.log(plus / minus)
