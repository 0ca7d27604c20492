"""The level payment 等额本息: what repays the balance in equal amounts, at the rate of now."""

from fractions import Fraction
from math import floor

import numpy as np
from numba import types
from numba.extending import overload

from kejin.instruments.compiling import inlined
from kejin.instruments.kernel.arithmetic import accrued, high_product, long_quotient
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
)


def level(data: Data, code: Code, at: At) -> None:
    """LEVEL: the payment that repays what is owed over the periods of the pool, at the rate of now.

    With v = 1 / (1 + rate * part) of each period after the first and S = 1 + v2 (1 + v3 (1 + ...)), the payment is what
    will be owed at the first payment, over S (ACTUS, annuity amount function).
    """
    for c in range(at.low, at.high):
        parts = [data.fractions[row] for row in code.pool[at.first : at.last]]
        state, scale = data.state, data.scale
        whole, rest = accrued(
            state[WHOLE, c], state[REST, c], state[BALANCE, c], state[RATE, c], parts[0], scale, data.magic
        )
        worth = Fraction(1)
        for part in parts[:0:-1]:
            worth = 1 + worth / (1 + Fraction(state[RATE, c] * part, scale))
        owed = state[BALANCE, c] + whole + Fraction(rest, scale)
        state[PAYMENT, c] = floor(owed / worth + Fraction(1, 2))


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
    growth, shares = np.ones(BLOCK), np.ones(BLOCK)
    power, series = np.empty(BLOCK), np.empty(BLOCK)
    place = at.first + 1
    while place < at.last:
        row, count = code.pool[place], 1
        while place + count < at.last and code.pool[place + count] == row:
            count += 1
        part = data.fractions[row]
        _grow(rate[:size], part, count, power[:size], series[:size])
        for c in range(size):
            shares[c] = shares[c] * power[c] + series[c]
            growth[c] = growth[c] * power[c]
        place += count
    part = data.fractions[code.pool[at.first]]
    for c in range(size):
        payment[c] = (balance[c] + whole[c] + balance[c] * rate[c] * part) * growth[c] / shares[c]


@inlined
def _grow(rate: Column, part: Number, count: int, power: Column, series: Column) -> None:
    """One plus the interest of a period, g, to the power `count`; and 1 + g + ... + g**(count - 1).

    By doubling, from the first binary digit of the count on, so that 36 equal periods take eight passes: the series of
    twice as many terms is the series times (1 + power).
    """
    digit = 1
    while count >> 1 >= digit:
        digit <<= 1
    for c in range(rate.shape[0]):
        power[c] = 1.0 + rate[c] * part
        series[c] = 1.0
    digit >>= 1
    while digit:
        if count & digit:
            for c in range(rate.shape[0]):
                one = 1.0 + rate[c] * part
                series[c] = series[c] * (1.0 + power[c]) * one + 1.0
                power[c] = power[c] * power[c] * one
        else:
            for c in range(rate.shape[0]):
                series[c] = series[c] * (1.0 + power[c])
                power[c] = power[c] * power[c]
        digit >>= 1


@inlined
def _level_exact(data: Data, code: Code, at: At) -> None:
    """The level payment in fixed point: v with 64 fractional bits, S with 63 less the bits of the number of periods.

    Each step cuts off less than one unit of the last place from v and from the product, and multiplies what was cut
    off before by v; in all S is short by less than `2**(3 - bits)` of itself. Where the quotient is nearer to a tie
    than that allows, the contract is marked unsure and its payment is worked out apart.
    """
    length = 1
    while (at.last - at.first) >> length:
        length += 1
    bits, part, scale = np.uint64(63 - length), data.fractions[code.pool[at.first]], data.scale
    worth = _present_worth(data, code, at, bits)
    state = data.state[:, at.low : at.high]
    for c in range(at.high - at.low):
        whole, rest = accrued(
            state[WHOLE, c], state[REST, c], state[BALANCE, c], state[RATE, c], part, scale, data.magic
        )
        if data.unsure[at.low + c] or state[BALANCE, c] + whole < 0:
            data.unsure[at.low + c] = True
            continue
        high, low = _shifted(np.uint64(state[BALANCE, c] + whole), np.uint64(rest), np.uint64(scale), bits)
        quotient, left = long_quotient(high, low, worth[c])
        state[PAYMENT, c] = np.int64(quotient) + np.int64(left >= worth[c] - left)
        distance = max(left, worth[c] - left) - min(left, worth[c] - left)
        slack = high_product(worth[c], (quotient + np.uint64(1)) << np.uint64(length + 4))
        too_near = distance <= slack or quotient >> np.uint64(58 - length) > np.uint64(0)
        # Without interest both are exact, and a tie is a tie.
        data.unsure[at.low + c] = too_near and (state[RATE, c] != 0 or rest != 0)


@inlined
def _shifted(whole: Number, rest: Number, scale: Number, bits: Number) -> tuple[Number, Number]:
    """`(whole + rest / scale) * 2**bits` in two words, cut off below one."""
    back = np.uint64(64) - bits
    more, _ = long_quotient(rest >> back, rest << bits, scale)
    low = (whole << bits) + more
    return (whole >> back) + np.uint64(low < more), low


@inlined
def _present_worth(data: Data, code: Code, at: At, bits: Number) -> Column:
    """S = 1 + v2 (1 + v3 (1 + ...)) of each contract, with so many fractional bits."""
    size, one = at.high - at.low, np.uint64(1) << bits
    discount, worth, previous = np.zeros(BLOCK, np.uint64), np.full(BLOCK, one), -1
    rate, scale = data.state[RATE, at.low : at.high], data.scale
    for place in range(at.last - 1, at.first, -1):
        row = code.pool[place]
        if row != previous:
            part = data.fractions[row]
            for c in range(size):
                # v = 1 does not fit 64 fractional bits; zero stands for it. Negative rates are taken apart.
                more = rate[c] * part
                discount[c] = 0
                if more > 0:
                    discount[c], _ = long_quotient(np.uint64(scale), np.uint64(0), np.uint64(scale + more))
                elif more < 0:
                    data.unsure[at.low + c] = True
            previous = row
        for c in range(size):
            worth[c] = one + (high_product(discount[c], worth[c]) if discount[c] else worth[c])
    return worth
