"""Splitting a whole so that the parts always sum to it."""

import operator
from collections.abc import Sequence
from typing import SupportsIndex

from kejin.errors import SplitError
from kejin.money.scale import checked_int64


def split(total: SupportsIndex, weights: Sequence[SupportsIndex]) -> list[int]:
    """Parts of a whole in proportion to weights, by largest remainder.

    Every part is its exact share rounded down or up, so it is less than one unit off. Units left over go to
    the largest remainders; between equal remainders to the larger weight; between equal weights to the
    earlier one, which is the only thing that the order of the weights decides. A negative whole is split
    like its magnitude, so that reversing an entry reverses every part.

    Args:
        total: The whole, in minor units.
        weights: What each party's share is proportional to, not negative and not all zero. Zero weight,
            zero part.

    Returns:
        One part per weight, in the same order; their sum is `total`.

    Raises:
        SplitError: There is no positive weight, or a negative one.
        MoneyOverflowError: The whole needs more than 64 bits.
    """
    whole = checked_int64(total, what="a whole to be split")
    shares = [operator.index(weight) for weight in weights]
    if any(share < 0 for share in shares):
        raise SplitError("a weight is negative", expected="weights of at least 0", found=min(shares))
    base = sum(shares)
    if base == 0:
        raise SplitError("nobody can take a part", expected="at least one positive weight", found=len(shares))
    sign, size = (-1, -whole) if whole < 0 else (1, whole)
    parts = [size * share // base for share in shares]
    left = size - sum(parts)
    by_claim = sorted(range(len(shares)), key=lambda i: (-(size * shares[i] % base), -shares[i], i))
    for i in by_claim[:left]:
        parts[i] += 1
    return [sign * part for part in parts]
