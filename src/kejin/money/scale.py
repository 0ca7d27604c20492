"""The one rate scale, and the range that every exact value must fit."""

import operator
from typing import SupportsIndex

from kejin.errors import MoneyOverflowError

RATE_SCALE = 1_000_000_000
"""Parts in one: a rate of 1 (100%) is this many. 35% of 3.15% is 1.1025%, which whole basis points cannot
hold."""

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1


def checked_int64(value: SupportsIndex, *, what: str = "the result") -> int:
    """The value as a Python integer, if it fits 64 bits.

    Args:
        value: A whole number of any integer type; a float is a `TypeError`, whatever it holds.
        what: How the error calls the value.

    Raises:
        MoneyOverflowError: The value needs more than 64 bits.
    """
    # NumPy integers become Python integers here, so that no later sum or product can wrap.
    number = operator.index(value)
    if INT64_MIN <= number <= INT64_MAX:
        return number
    raise MoneyOverflowError(
        f"{what} does not fit a 64-bit integer", expected=f"{INT64_MIN} to {INT64_MAX}", found=number
    )
