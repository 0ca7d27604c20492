"""The level payment 等额本息: what repays the balance in equal amounts, at the rate of now."""

from fractions import Fraction
from math import floor

import numpy as np
from numba import types
from numba.extending import overload

from kejin.instruments.compiling import inlined
from kejin.instruments.kernel.arithmetic import due, high_product, long_quotient
from kejin.instruments.kernel.layout import (
    BALANCE,
    BLOCK,
    PAYMENT,
    RATE,
    REST,
    WHOLE,
    At,
    Code,
    Column,
    Data,
    Number,
    load,
)


def level(data: Data, code: Code, at: At) -> None:
    """LEVEL: the payment that repays what is owed over the periods of the pool, at the rate of now.

    With v = 1 / (1 + rate * part) of each period and S = v1 (1 + v2 (1 + ...)), the payment is owed / S.
    """
    for c in range(at.low, at.high):
        owed = data.state[BALANCE, c] + due(data.state[WHOLE, c], data.state[REST, c], data.scale[c])
        worth = Fraction(0)
        for row in reversed(code.pool[at.first : at.last]):
            part = data.fractions[row, c if data.fractions.shape[1] > 1 else 0]
            worth = (1 + worth) / (1 + Fraction(data.state[RATE, c] * part, data.scale[c]))
        data.state[PAYMENT, c] = floor(owed / worth + Fraction(1, 2))


@overload(level)
def _level(data, code, at):  # type: ignore[no-untyped-def]
    if isinstance(data.types[0].dtype, types.Float):
        return lambda data, code, at: _level_unrounded(data, code, at)  # noqa: PLW0108 - numba wants this signature
    return lambda data, code, at: _level_exact(data, code, at)  # noqa: PLW0108 - numba wants this signature


@inlined
def _level_unrounded(data: Data, code: Code, at: At) -> None:
    size = at.high - at.low
    balance, whole = data.state[BALANCE, at.low : at.high], data.state[WHOLE, at.low : at.high]
    rate, payment = data.state[RATE, at.low : at.high], data.state[PAYMENT, at.low : at.high]
    part, growth, shares = np.empty(BLOCK), np.ones(BLOCK), np.zeros(BLOCK)
    for at_pool in range(at.first, at.last):
        load(data.fractions, code.pool[at_pool], at, part)
        for c in range(size):
            one = 1.0 + rate[c] * part[c]
            shares[c] = shares[c] * one + 1.0
            growth[c] = growth[c] * one
    for c in range(size):
        payment[c] = (balance[c] + whole[c]) * growth[c] / shares[c]


@inlined
def _level_exact(data: Data, code: Code, at: At) -> None:
    """The level payment in fixed point: v with 64 fractional bits, S with 63 less the bits of the number of periods.

    S loses at most 2**-64 a period from each of v and the product, in all less than `2**-(bits + 1)` of itself; where
    the quotient is nearer to a tie than that allows, the contract is marked unsure and its payment is worked out
    apart.
    """
    length = 1
    while (at.last - at.first) >> length:
        length += 1
    bits = np.uint64(63 - length)
    worth = _present_worth(data, code, at, bits)
    rate, scale = data.state[RATE, at.low : at.high], data.scale[at.low : at.high]
    for c in range(at.high - at.low):
        if data.unsure[at.low + c]:
            continue
        whole, rest = data.state[WHOLE, at.low + c], data.state[REST, at.low + c]
        owed = np.uint64(data.state[BALANCE, at.low + c] + due(whole, rest, scale[c]))
        quotient, left = long_quotient(owed >> (np.uint64(64) - bits), owed << bits, worth[c])
        data.state[PAYMENT, at.low + c] = np.int64(quotient) + np.int64(left >= worth[c] - left)
        distance = max(left, worth[c] - left) - min(left, worth[c] - left)
        slack = high_product(worth[c], (quotient + np.uint64(1)) << np.uint64(length + 4))
        too_near = distance <= slack or quotient >> np.uint64(58 - length) > np.uint64(0)
        if too_near and rate[c] != 0:  # without interest S is exact, and a tie is a tie
            data.unsure[at.low + c] = True


@inlined
def _present_worth(data: Data, code: Code, at: At, bits: Number) -> Column:
    """S = v1 (1 + v2 (1 + ...)) of each contract, with so many fractional bits."""
    size, one = at.high - at.low, np.uint64(1) << bits
    part, previous = np.empty(BLOCK, np.int64), -1
    discount, worth = np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.uint64)
    rate, scale = data.state[RATE, at.low : at.high], data.scale[at.low : at.high]
    for step in range(at.last - at.first):
        row = code.pool[at.last - 1 - step]
        if row != previous:
            load(data.fractions, row, at, part)
            for c in range(size):
                # v = 1 does not fit 64 fractional bits; zero stands for it. Negative rates are taken apart.
                more = rate[c] * part[c]
                discount[c] = 0
                if more > 0:
                    discount[c], _ = long_quotient(
                        np.uint64(scale[c]), np.uint64(0), np.uint64(scale[c] + more)
                    )
                elif more < 0:
                    data.unsure[at.low + c] = True
            previous = row
        for c in range(size):
            next_worth = one + worth[c]
            worth[c] = high_product(discount[c], next_worth) if discount[c] else next_worth
    return worth
