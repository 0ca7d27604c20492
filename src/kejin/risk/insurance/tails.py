"""The tail of claims above a threshold: a generalised Pareto distribution by maximum likelihood."""

from dataclasses import dataclass

import numpy as np

from kejin.errors import RiskError
from kejin.risk.insurance.severity import Mixture, Observed, Pareto, Severity
from kejin.risk.simulation.plan import F64

_LEAST = 10
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True)
class Tail:
    """A fitted tail: how many claims lie above the threshold, and what was fitted, with its standard errors."""

    number: int
    fitted: Pareto
    xi_error: float
    beta_error: float


def fit_tail(claims: F64, threshold: float) -> Tail:
    """The distribution of what claims pass a threshold by, by maximum likelihood.

    With t = xi / beta the likelihood has its maximum over xi at the mean of log(1 + t y), which leaves one dimension
    (Grimshaw 1993). The errors are those of large samples: (1 + xi) / √n and beta √(2 (1 + xi) / n) (Smith 1987).
    Raises `RiskError` for fewer than ten claims above the threshold.
    """
    values = np.asarray(claims, np.float64)
    over = values[values > threshold] - threshold
    count = len(over)
    if count < _LEAST:
        raise RiskError("Too few claims above the threshold", expected=f"at least {_LEAST}", found=count)
    best = _maximum(over)
    xi = float(np.mean(np.log1p(best * over)))
    beta = xi / best if abs(best) > 1e-12 / over.mean() else float(over.mean())
    return Tail(
        count,
        Pareto(xi, beta, threshold),
        (1 + xi) / count**0.5,
        beta * (2 * (1 + max(xi, -0.5)) / count) ** 0.5,
    )


def _profile(t: float, over: F64) -> float:
    """The log-likelihood over the number of claims, at its best xi for this t, but for a constant."""
    if abs(t) * over.mean() < 1e-10:
        # The exponential distribution, which the profile comes to at nought.
        return float(-np.log(over.mean()))
    xi = float(np.mean(np.log1p(t * over)))
    return float(-np.log(xi / t) - xi)


def _maximum(over: F64) -> float:
    """Where the likelihood is largest: a grid on both sides of nought, then a golden section about its best place.

    Below nought t stays away from -1 / max, where the likelihood has no bound.
    """
    mean, least = float(over.mean()), -1.0 / float(over.max())
    above = np.geomspace(1e-6, 1e3, 200) / mean
    under = least * np.linspace(0.999, 1e-6, 100)
    places = np.concatenate([under, [0.0], above])
    heights = np.array([_profile(float(t), over) for t in places])
    best = int(np.argmax(heights))
    low, high = float(places[max(best - 1, 0)]), float(places[min(best + 1, len(places) - 1)])
    for _ in range(100):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if _profile(left, over) < _profile(right, over):
            low = left
        else:
            high = right
    return (low + high) / 2


def spliced(claims: F64, tail: Tail) -> Severity:
    """The claims as seen up to the threshold, the fitted tail above it."""
    values = np.asarray(claims, np.float64)
    body = values[values <= tail.fitted.threshold]
    part = tail.number / len(values)
    if not len(body):
        return tail.fitted
    return Mixture(((1 - part, Observed.of(body)), (part, tail.fitted)))
