"""The kernel's arithmetic: accrual and rounding, once for floats and once for whole numbers that may pass 64 bits.

Each operation has a body in plain Python, for the slow reference run with integers of any size, and one per kind of
number for the compiler, chosen by type.
"""

from typing import Final

import numpy as np
from numba import types
from numba.extending import overload

from kejin.instruments.compiling import inlined
from kejin.instruments.kernel.layout import Number

_LOW: Final = np.uint64(0xFFFFFFFF)
_HALF_WORD: Final = np.uint64(32)


@inlined
def high_product(a: Number, b: Number) -> Number:
    """The upper 64 bits of the product of two unsigned 64-bit numbers."""
    a_low, a_high = a & _LOW, a >> _HALF_WORD
    b_low, b_high = b & _LOW, b >> _HALF_WORD
    middle = a_high * b_low + ((a_low * b_low) >> _HALF_WORD)
    other = a_low * b_high + (middle & _LOW)
    return a_high * b_high + (middle >> _HALF_WORD) + (other >> _HALF_WORD)


@inlined
def long_quotient(high: Number, low: Number, divisor: Number) -> tuple[Number, Number]:
    """Quotient and remainder of a 128-bit number by a 64-bit one that is larger than the number's upper half.

    Knuth, The Art of Computer Programming, volume 2, section 4.3.1, algorithm D with two digits of 32 bits.
    """
    one, base = np.uint64(1), np.uint64(1) << _HALF_WORD
    shift = np.uint64(0)
    while divisor >> np.uint64(63) == np.uint64(0):
        divisor, shift = divisor << one, shift + one
    if shift > np.uint64(0):
        high = (high << shift) | (low >> (np.uint64(64) - shift))
        low = low << shift
    top, bottom = divisor >> _HALF_WORD, divisor & _LOW
    quotient = np.uint64(0)
    for digit in (low >> _HALF_WORD, low & _LOW):
        guess = high // top
        rest = high - guess * top
        while rest < base and (guess >= base or guess * bottom > ((rest << _HALF_WORD) | digit)):
            guess, rest = guess - one, rest + top
        high = ((high << _HALF_WORD) | digit) - guess * divisor
        quotient = (quotient << _HALF_WORD) | guess
    return quotient, high >> shift


def accrued(
    whole: Number, rest: Number, balance: Number, rate: Number, part: Number, scale: Number, magic: Number
) -> tuple[Number, Number]:
    """Accrued interest, as whole part and remainder, after `balance * rate * part / scale` more."""
    quotient, rest = divmod(rest + balance * rate * part, scale)
    return whole + quotient, rest


def due(whole: Number, rest: Number, scale: Number) -> Number:
    """Accrued interest rounded half up, away from zero below it."""
    return whole + (2 * rest + (whole >= 0) > scale)


@overload(accrued, inline="always")
def _accrued(whole, rest, balance, rate, part, scale, magic):  # type: ignore[no-untyped-def]
    if isinstance(whole, types.Float):

        def unrounded(whole, rest, balance, rate, part, scale, magic):  # type: ignore[no-untyped-def]
            return whole + balance * rate * part, rest

        return unrounded
    if magic == types.uint64:

        def narrow(whole, rest, balance, rate, part, scale, magic):  # type: ignore[no-untyped-def]
            total = rest + balance * rate * part
            quotient = np.int64(high_product(np.uint64(total), magic))
            rest = total - quotient * scale
            # The reciprocal is cut off, so the quotient may be one too small, never more (total < 2**63).
            short = np.int64(rest >= scale)
            return whole + quotient + short, rest - short * scale

        return narrow

    def wide(whole, rest, balance, rate, part, scale, magic):  # type: ignore[no-untyped-def]
        factor = rate * part
        a, b = np.uint64(abs(balance)), np.uint64(abs(factor))
        quotient, left = long_quotient(high_product(a, b), a * b, np.uint64(scale))
        if (balance < 0) == (factor < 0):
            total = rest + np.int64(left)
            more = np.int64(total >= scale)
            return whole + np.int64(quotient) + more, total - more * scale
        total = rest - np.int64(left)
        fewer = np.int64(total < 0)
        return whole - np.int64(quotient) - fewer, total + fewer * scale

    return wide


@overload(due, inline="always")
def _due(whole, rest, scale):  # type: ignore[no-untyped-def]
    if isinstance(whole, types.Float):
        return lambda whole, rest, scale: whole
    # 2 * rest >= scale, and where the whole part is negative (it was rounded down) 2 * rest > scale.
    return lambda whole, rest, scale: whole + np.int64(2 * rest + np.int64(whole >= 0) > scale)


def share(balance: Number, count: int) -> Number:
    """One of `count` equal parts of the balance, rounded half up in exact programs."""
    return (2 * balance + count) // (2 * count)


@overload(share, inline="always")
def _share(balance, count):  # type: ignore[no-untyped-def]
    if isinstance(balance, types.Float):
        return lambda balance, count: balance / count
    return lambda balance, count: (2 * balance + count) // (2 * count)
