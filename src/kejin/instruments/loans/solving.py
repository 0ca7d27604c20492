"""Payments in given proportions, or down to a balloon: one equation in exact fractions for each loan."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

import numpy as np
import numpy.typing as npt

from kejin.money import RATE_SCALE

Column = npt.NDArray[np.int64]


def first_payments(
    principal: Column,
    rates: Column,
    periods: Sequence[Fraction],
    *,
    weights: Sequence[Fraction],
    balloon: int = 0,
) -> list[Fraction]:
    """The payment of weight one of each loan, so that after the last period the balloon is left.

    With G the growth over all periods and G_k that after period k, `x = (P G - balloon) / sum(w_k G_k)`.

    Args:
        principal: In minor units, one per loan.
        rates: Per year in parts per billion, one per loan.
        periods: The fractions of a year up to each payment.
        weights: How many times the first payment each is.
        balloon: What is left, in minor units.
    """
    grown = {rate: _growth(rate, periods, weights) for rate in set(rates.tolist())}
    found = []
    for owed, rate in zip(principal.tolist(), rates.tolist(), strict=True):
        growth, weighed = grown[rate]
        found.append((owed * growth - balloon) / weighed)
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


def half_up(payments: Sequence[Fraction]) -> Column:
    """Payments in whole minor units."""
    return np.array([floor(payment + Fraction(1, 2)) for payment in payments], np.int64)
