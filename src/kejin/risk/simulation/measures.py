"""Expected loss, value at risk, shortfall and chances, each with the error that comes from drawing only so often.

An error is a standard error; an interval holds the true value of the model in 95 of 100 simulations. Both speak of the
simulation alone, not of whether the model is right.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

from kejin.errors import RiskError
from kejin.risk.arrays import I64
from kejin.risk.simulation.plan import F64

LEVELS = (0.95, 0.99, 0.999)
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error and an interval of 95 per cent."""

    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LossMeasures:
    """What a loss looks like over all scenarios: mean, deviation, and for each level value at risk and shortfall."""

    mean: Estimate
    deviation: float
    value_at_risk: dict[float, Estimate]
    shortfall: dict[float, Estimate]


def mean_of(values: F64 | I64) -> Estimate:
    """The mean. With one scenario the error is not known and infinite."""
    count = len(values)
    value = float(np.mean(values))
    error = float(np.std(values, ddof=1)) / sqrt(count) if count > 1 else float("inf")
    return Estimate(value, error, value - _Z * error, value + _Z * error)


def chance_of(happened: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Estimate:
    """A relative frequency with Wilson's interval, which holds also where nothing or everything happened."""
    count, share = len(happened), float(np.mean(happened))
    spread = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    scale = 1 + _Z**2 / count
    middle = share + _Z**2 / (2 * count)
    error = sqrt(share * (1 - share) / count)
    low = 0.0 if share == 0 else (middle - spread) / scale
    return Estimate(share, error, low, 1.0 if share == 1 else (middle + spread) / scale)


def measures_of(losses: I64, levels: tuple[float, ...] = LEVELS) -> LossMeasures:
    """All measures of one loss per scenario.

    The value at risk is the least loss that at most a part of 1 - level of the scenarios pass; its interval is that of
    order statistics, which asks nothing of the distribution. The shortfall is the mean of the worst part of 1 - level,
    the scenario on its edge counted in part. Raises `RiskError` without a scenario.
    """
    if not len(losses):
        raise RiskError("There is nothing to measure", expected="at least one scenario")
    ordered = np.sort(losses)
    found = {level: _quantile(ordered, level) for level in levels}
    return LossMeasures(
        mean_of(losses),
        float(np.std(losses)),
        found,
        {level: _shortfall(ordered, level, found[level].value) for level in levels},
    )


def quantile_of(values: F64 | I64, level: float) -> Estimate:
    """A quantile, with the error and interval of order statistics. Raises `RiskError` without a scenario."""
    if not len(values):
        raise RiskError("There is nothing to measure", expected="at least one scenario")
    return _quantile(np.sort(np.asarray(values, np.float64)), level)


def _quantile(ordered: F64 | I64, level: float) -> Estimate:
    count = len(ordered)
    # A hair is taken off, so that 0.999 of 1000 scenarios is the 999th and not, by the last bit, the 1000th.
    place = max(ceil(level * count - 1e-9), 1) - 1
    half = _Z * sqrt(level * (1 - level) * count)
    low = ordered[max(int(np.floor(level * count - half)) - 1, 0)]
    high = ordered[min(int(np.ceil(level * count + half)), count - 1)]
    return Estimate(float(ordered[place]), float(high - low) / (2 * _Z), float(low), float(high))


def _shortfall(ordered: I64, level: float, quantile: float) -> Estimate:
    count = len(ordered)
    beyond = np.maximum(ordered.astype(np.float64) - quantile, 0)
    tail = (1 - level) * count
    value = quantile + float(beyond.sum()) / tail
    error = float(np.std(beyond)) / ((1 - level) * sqrt(count))
    return Estimate(value, error, value - _Z * error, value + _Z * error)


def difference_of(first: F64 | I64, second: F64 | I64) -> Estimate:
    """The mean of second less first, scenario by scenario: with the same draws most of the error cancels."""
    return mean_of(np.asarray(second, np.float64) - np.asarray(first, np.float64))


def ratio_of(top: F64 | I64, bottom: F64 | I64) -> Estimate:
    """The mean of one over the mean of another, with the error of the quotient (delta method)."""
    over, under = np.asarray(top, np.float64), np.asarray(bottom, np.float64)
    low = float(under.mean())
    if low == 0:
        return Estimate(float("inf"), float("inf"), float("inf"), float("inf"))
    value = float(over.mean()) / low
    error = mean_of(over - value * under).error / abs(low)
    return Estimate(value, error, value - _Z * error, value + _Z * error)


def place_of(months: I64, level: float) -> int | None:
    """The month by which a thing (-1 for never) has happened in that part of the scenarios in which it does happen."""
    happened = np.sort(months[months >= 0])
    return int(happened[max(ceil(level * len(happened) - 1e-9), 1) - 1]) if len(happened) else None
