"""The few functions of probability that NumPy lacks: normal, incomplete gamma and beta, each over whole arrays."""

import math

import numpy as np

from kejin.risk.simulation.plan import F64

_ERFC = np.frompyfunc(math.erfc, 1, 1)
_EPSILON = 1e-15
_TINY = 1e-300
_MOST_STEPS = 10_000


def normal_below(x: F64) -> F64:
    """How likely a standard normal number lies below x."""
    return np.asarray(0.5 * _ERFC(-np.asarray(x, np.float64) / math.sqrt(2)), np.float64)


def gamma_below(shape: float, x: F64) -> F64:
    """The regularised incomplete gamma function P(a, x): a series below a + 1, a continued fraction above.

    Abramowitz and Stegun 6.5.29 and 6.5.31.
    """
    x = np.maximum(np.asarray(x, np.float64), 0.0)
    found = np.zeros_like(x)
    low = (x > 0) & (x < shape + 1)
    high = x >= shape + 1
    if low.any():
        found[low] = _gamma_series(shape, x[low])
    if high.any():
        found[high] = 1.0 - _gamma_fraction(shape, x[high])
    return found


def _gamma_scale(shape: float, x: F64) -> F64:
    return np.asarray(np.exp(shape * np.log(x) - x - math.lgamma(shape)), np.float64)


def _gamma_series(shape: float, x: F64) -> F64:
    term = np.full_like(x, 1.0 / shape)
    total = term.copy()
    for step in range(1, _MOST_STEPS):
        term *= x / (shape + step)
        total += term
        if (term < total * _EPSILON).all():
            break
    return total * _gamma_scale(shape, x)


def _gamma_fraction(shape: float, x: F64) -> F64:
    b = x + 1.0 - shape
    c = np.full_like(x, 1.0 / _TINY)
    d = 1.0 / b
    h = d.copy()
    for step in range(1, _MOST_STEPS):
        factor = -step * (step - shape)
        b += 2.0
        d = 1.0 / _away(factor * d + b)
        c = _away(b + factor / c)
        change = d * c
        h *= change
        if (np.abs(change - 1.0) < _EPSILON * 10).all():
            break
    return h * _gamma_scale(shape, x)


def beta_below(a: float, b: float, x: F64) -> F64:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8)."""
    x = np.clip(np.asarray(x, np.float64), 0.0, 1.0)
    found = (x >= 1).astype(np.float64)
    inner = (x > 0) & (x < 1)
    turned = inner & (x > (a + 1) / (a + b + 2))
    straight = inner & ~turned
    if straight.any():
        found[straight] = _beta_fraction(a, b, x[straight])
    if turned.any():
        found[turned] = 1.0 - _beta_fraction(b, a, 1.0 - x[turned])
    return found


def _beta_fraction(a: float, b: float, x: F64) -> F64:
    logs = a * np.log(x) + b * np.log1p(-x) - (math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))
    c = np.ones_like(x)
    d = 1.0 / _away(1.0 - (a + b) * x / (a + 1))
    h = d.copy()
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for factor in (even, odd):
            d = 1.0 / _away(1.0 + factor * d)
            c = _away(1.0 + factor / c)
            h *= d * c
        if (np.abs(d * c - 1.0) < _EPSILON * 10).all():
            break
    return np.asarray(np.exp(logs) * h / a, np.float64)


def _away(values: F64) -> F64:
    """Values moved off nought, as the method of Lentz asks."""
    return np.where(np.abs(values) < _TINY, _TINY, values)
