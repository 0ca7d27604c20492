"""Payments in given proportions, or down to a balloon: one equation for each loan, rounded exactly.

With G the growth over all periods and G_k that after period k, the payment of weight one is
x = (P G - balloon) / sum(w_k G_k). It is worked out in floats, whose error is bounded; where it comes near the middle
between two whole numbers it is settled in exact fractions.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

import numpy as np
import numpy.typing as npt

from kejin.money import RATE_SCALE

Column = npt.NDArray[np.int64]

# Growth takes three roundings a period, its sum one more; each is at most 2^-53. Twice as much is allowed for.
_ERROR_OF_A_PERIOD = 1e-15
_NEAR = 1e-6
_ROOM = 2.0**62


def proportional_payments(
    principal: Column,
    rates: Column,
    periods: Sequence[Fraction],
    *,
    weights: Sequence[Fraction],
    factors: Sequence[Fraction],
    balloon: int = 0,
) -> list[Column]:
    """Payments of each loan in whole minor units, half up, so that after the last period the balloon is left.

    Args:
        principal: In minor units, one per loan.
        rates: Per year in parts per billion, one per loan.
        periods: The fractions of a year up to each payment.
        weights: How many times the first payment each is.
        factors: The weights whose payments are wanted.
        balloon: What is left, in minor units.

    Returns:
        For each factor a column.
    """
    yearly = rates / RATE_SCALE
    growth, weighed = np.ones(len(principal)), np.zeros(len(principal))
    for period, weight in zip(reversed(periods), reversed(weights), strict=True):
        weighed += float(weight) * growth
        growth *= 1 + yearly * float(period)
    grown = principal * growth
    error = (len(periods) + 4) * _ERROR_OF_A_PERIOD * (grown + balloon) / weighed
    exact: dict[int, tuple[Fraction, Fraction]] = {}
    found = []
    for factor in factors:
        value = float(factor) * (grown - balloon) / weighed + 0.5
        near = np.abs(value - np.rint(value)) <= _NEAR + float(factor) * error
        payments = np.where(np.abs(value) < _ROOM, np.floor(value), 0.0).astype(np.int64)
        for place in np.flatnonzero(near | ~(np.abs(value) < _ROOM)).tolist():
            rate = int(rates[place])
            if rate not in exact:
                exact[rate] = _growth(rate, periods, weights)
            whole, parts = exact[rate]
            one = (int(principal[place]) * whole - balloon) / parts
            payments[place] = floor(factor * one + Fraction(1, 2))
        found.append(payments)
    return found


def _growth(
    rate_ppb: int, periods: Sequence[Fraction], weights: Sequence[Fraction]
) -> tuple[Fraction, Fraction]:
    """Growth over all periods, and the weighed sum of what the payments grow to."""
    rate, growth, weighed = Fraction(rate_ppb, RATE_SCALE), Fraction(1), Fraction(0)
    for period, weight in zip(reversed(periods), reversed(weights), strict=True):
        weighed += weight * growth
        growth *= 1 + rate * period
    return growth, weighed


def equal_parts(principal: Column, balloon: int, count: int) -> Column:
    """Principal less the balloon in equal parts, half up."""
    return (2 * (principal - balloon) + count) // (2 * count)
