"""Draws from distributions, out of a counting generator: how many of many default, and which of them."""

import math

from kejin.risk.arrays import I64
from kejin.risk.simulation.philox import below, fine_uniform, uniform

# Above this mean the number of defaults is drawn by rejection, below it by going up the distribution.
REJECTION_FROM = 10.0
STIRLING = (
    0.0810614667953272,
    0.0413406959554092,
    0.0276779256849983,
    0.0207906721037650,
    0.0166446911898211,
    0.0138761288230707,
    0.0118967099458917,
    0.0104112652619720,
    0.00925546218271273,
    0.00833056343336287,
)


def normal_below(x: float) -> float:
    """The standard normal distribution function."""
    return 0.5 * math.erfc(-x * 0.7071067811865476)


def binomial(rng: I64, count: int, probability: float) -> int:
    """How many of `count` independent events of one probability happen; exact."""
    if probability <= 0.0 or count == 0:
        return 0
    if probability >= 1.0:
        return count
    if probability > 0.5:
        return count - binomial_low(rng, count, 1.0 - probability)
    return binomial_low(rng, count, probability)


def binomial_low(rng: I64, count: int, probability: float) -> int:
    """The same for a probability of at most a half."""
    if count * probability < REJECTION_FROM:
        return binomial_climb(rng, count, probability)
    return binomial_reject(rng, count, probability)


def binomial_climb(rng: I64, count: int, probability: float) -> int:
    """Going up the distribution function from nought (Kachitvichyanukul and Schmeiser's BINV)."""
    odds = probability / (1.0 - probability)
    chance = math.exp(count * math.log1p(-probability))
    left = fine_uniform(rng)
    happened = 0
    while left > chance and happened < count:
        left -= chance
        happened += 1
        chance *= odds * (count - happened + 1) / happened
    return happened


def stirling_rest(k: float) -> float:
    """What Stirling's formula leaves out of log k!."""
    if k < 10.0:
        return STIRLING[int(k)]
    square = (k + 1.0) * (k + 1.0)
    return (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / (k + 1.0)


def binomial_reject(rng: I64, count: int, probability: float) -> int:
    """Transformed rejection with a quick acceptance (Hörmann 1993, BTRS); for means of at least ten."""
    spread = math.sqrt(count * probability * (1.0 - probability))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * probability
    centre = count * probability + 0.5
    quick = 0.92 - 4.2 / b
    odds = probability / (1.0 - probability)
    alpha = (2.83 + 5.1 / b) * spread
    mode = math.floor((count + 1) * probability)
    while True:
        u = fine_uniform(rng) - 0.5
        v = fine_uniform(rng)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + centre)
        if us >= 0.07 and v <= quick:
            return int(k)
        if k < 0 or k > count:
            continue
        v = math.log(v * alpha / (a / (us * us) + b))
        if v <= binomial_bound((count, mode, k), odds):
            return int(k)


def binomial_bound(place: tuple[float, float, float], odds: float) -> float:
    """The log of how likely k is beside the mode."""
    count, mode, k = place
    bound = (mode + 0.5) * math.log((mode + 1.0) / (odds * (count - mode + 1.0)))
    bound += (count + 1.0) * math.log((count - mode + 1.0) / (count - k + 1.0))
    bound += (k + 0.5) * math.log(odds * (count - k + 1.0) / (k + 1.0))
    bound += stirling_rest(mode) + stirling_rest(count - mode)
    return bound - stirling_rest(k) - stirling_rest(count - k)


def pick(rng: I64, picked: I64, place: tuple[int, int, int]) -> int:
    """A place from first to first + count - 1 that this draw has not picked yet; `mark` tells draws apart."""
    first, count, mark = place
    while True:
        found = first + below(rng, count)
        if picked[found] != mark:
            picked[found] = mark
            return found


def coin(rng: I64, chance: float) -> bool:
    """Whether something of that chance happens."""
    return uniform(rng) < chance


def sort_first(values: I64, count: int) -> None:
    """Sort the first `count` values in place (Shell's method with gaps of a third)."""
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for k in range(gap, count):
            value, place = values[k], k
            while place >= gap and values[place - gap] > value:
                values[place] = values[place - gap]
                place -= gap
            values[place] = value
        gap //= 3
