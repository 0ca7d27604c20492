"""Expectations of a lognormal variable: its part above a level, and that level's call and probability."""

import math


def normal(x: float) -> float:
    """The probability that a standard normal variable is at most x."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def _distance(mean: float, level: float, deviation: float) -> float:
    return math.log(mean / level) / deviation + deviation / 2


def above(mean: float, level: float, deviation: float) -> float:
    """E[X if X >= level], for a lognormal X of this mean whose logarithm has this deviation."""
    if level <= 0:
        return mean
    if deviation == 0:
        return mean if mean >= level else 0.0
    return mean * normal(_distance(mean, level, deviation))


def probability_above(mean: float, level: float, deviation: float) -> float:
    """P(X >= level)."""
    if level <= 0:
        return 1.0
    if deviation == 0:
        return float(mean >= level)
    return normal(_distance(mean, level, deviation) - deviation)


def call(mean: float, level: float, deviation: float) -> float:
    """E[max(X - level, 0)] (Black 1976, without discounting)."""
    if level <= 0:
        return mean - level
    return above(mean, level, deviation) - level * probability_above(mean, level, deviation)
