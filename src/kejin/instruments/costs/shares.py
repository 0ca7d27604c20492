"""Shares of whole amounts, rounded half up to minor units: whole columns at once, exact.

A share is worked out in floats first, whose error is bounded; where the result comes near the middle between two whole
numbers it is settled with integers of any size.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kejin.errors import MoneyOverflowError
from kejin.money import Rounding, round_quotient

Column: TypeAlias = npt.NDArray[np.int64]
Number: TypeAlias = int | Column
"""One number for all loans, or one per loan."""
Ratio: TypeAlias = tuple[Number, Number]

# Each ratio takes two roundings of at most 2^-53, and its two numbers one each: four ratios stay below this.
_ERROR = 4e-15
_NEAR = 1e-3
_ROOM = 2.0**62


def column(number: Number, size: int) -> Column:
    """A number as a column."""
    return np.broadcast_to(np.asarray(number, dtype=np.int64), (size,))


def shares(base: Column, ratios: Sequence[Ratio]) -> Column:
    """Base x the ratios, rounded half up (away from zero)."""
    value = base.astype(np.float64)
    for top, bottom in ratios:
        value = value * top / bottom
    size = np.abs(value) + 0.5
    whole = np.floor(size)
    unsure = np.flatnonzero(np.abs(size - np.rint(size)) <= _NEAR + size * _ERROR)
    rounded = (np.sign(value) * np.where(size < _ROOM, whole, 0.0)).astype(np.int64)
    for place in unsure.tolist():
        rounded[place] = _exact(int(base[place]), ratios, place)
    return rounded


def _exact(base: int, ratios: Sequence[Ratio], place: int) -> int:
    numerator, denominator = base, 1
    for top, bottom in ratios:
        numerator, denominator = numerator * _at(top, place), denominator * _at(bottom, place)
    return round_quotient(numerator, denominator, Rounding.HALF_UP)


def _at(number: Number, place: int) -> int:
    return int(number[place]) if isinstance(number, np.ndarray) else int(number)


def table(rows: Sequence[Any], loans: int) -> Column:
    """Rows of amounts as one table of shape (rows, loans).

    Raises:
        MoneyOverflowError: The sums of a column may pass 64 bits.
    """
    made = np.zeros((len(rows), loans), np.int64)
    for place, row in enumerate(rows):
        made[place] = row
    if made.size and np.abs(made.astype(np.float64)).sum(axis=0).max() >= _ROOM:
        raise MoneyOverflowError(
            "the flows of a loan do not fit",
            expected="64 bits of minor units",
            kept="Nothing was worked out.",
        )
    return made
