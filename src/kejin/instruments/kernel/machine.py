"""The kernel: runs a program over every contract of a group; one source for exact and for unrounded numbers.

State and flows are columns, [what, contract] and [row, contract], and contracts are taken in blocks that fit the
processor's first cache: for each block every instruction runs as one plain loop, which the compiler turns into vector
code. See `kejin.instruments.programs` for what an instruction does.

Exact numbers never meet a float. Accrued interest is a whole part and a remainder over `scale`; the division by `scale`
is a multiplication by its reciprocal in 64 bits, corrected by the remainder, where products are known to fit; else the
product is taken in 128 bits.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from kejin.instruments.compiling import compiled, inlined, stamp_of
from kejin.instruments.kernel.layout import (
    BALANCE,
    BLOCK,
    BUY,
    CAPITALISE,
    DRAW,
    FINAL,
    INSTALMENT,
    INTEREST,
    LEVEL,
    LINEAR,
    MULCT,
    NOTE,
    OTHER,
    REDEEM,
    REDEEM_NET,
    RENT,
    REPAY,
    SELL,
    At,
    Code,
    Data,
    Flows,
    load,
)
from kejin.instruments.kernel.levels import level
from kejin.instruments.kernel.loops import (
    accrue,
    accrue_fees,
    capitalise,
    extra,
    instalment,
    pay,
    redeem,
    set_all,
    settled_pay,
    trace,
)


@inlined
def _step(code: Code, data: Data, flows: Flows, at: At, op: int) -> None:
    """One instruction for one block."""
    if op in (INSTALMENT, LINEAR, INTEREST, FINAL):
        pay(data, flows, at, op)
    elif op in (DRAW, REDEEM, REDEEM_NET, REPAY):
        redeem(data, flows, at, op)
    elif op == CAPITALISE:
        capitalise(data, flows, at)
    elif op in (OTHER, RENT, MULCT, BUY, SELL):
        extra(data, flows, at, op)
    else:
        if op == LEVEL:
            level(data, code, at)
        elif op != NOTE:
            set_all(data, at, op)
        if at.row >= 0:
            flows.interest[at.row, at.low : at.high] = 0
            flows.principal[at.row, at.low : at.high] = 0
            flows.balance[at.row, at.low : at.high] = data.state[BALANCE, at.low : at.high]


@inlined
def _gather(code: Code, data: Data, at: At, e: int) -> None:
    """The instruction's arguments for the block's contracts."""
    argument = code.rows[e, 3]
    if argument >= 0:
        load(data.amounts, argument, at, at.a)
        if argument + 1 < data.amounts.shape[0]:
            load(data.amounts, argument + 1, at, at.b)


@inlined
def _settles(op: int) -> bool:
    """Whether nothing is left accrued after an op."""
    return op in (INSTALMENT, LINEAR, INTEREST, FINAL, CAPITALISE, SELL)


@inlined
def _one(code: Code, data: Data, flows: Flows, at: At, op: int, settled: bool) -> None:
    """Accrual and work of one instruction for one block; `settled` says that nothing had accrued before."""
    if code.fees:
        accrue_fees(data, at)
    if settled and not code.own_base and op == INSTALMENT:
        instalment(data, flows, at)
    elif settled and not code.own_base and op in (LINEAR, INTEREST, FINAL):
        settled_pay(data, flows, at, op)
    else:
        if at.part != 0:
            accrue(data, at, code.own_base)
        _step(code, data, flows, at, op)
    if at.row >= 0 and flows.rate.shape[0] > 0:
        trace(data, flows, at)


def _machine(version: int) -> Callable[[Code, Data, Flows], None]:
    def run(code: Code, data: Data, flows: Flows) -> None:
        """Every instruction over every contract; `data.state` ends as the state after the last one."""
        if version < 0:  # never; the number makes the kept code that of these sources
            return
        contracts, scratch = data.state.shape[1], np.empty((2, BLOCK), data.state.dtype)
        for low in range(0, contracts, BLOCK):
            settled = code.settled
            for e in range(code.rows.shape[0]):
                op, row, fraction, _, first, last = code.rows[e]
                part = data.fractions[fraction]
                at = At(low, min(low + BLOCK, contracts), row, part, scratch[0], scratch[1], first, last)
                _gather(code, data, at, e)
                _one(code, data, flows, at, op, settled)
                settled = _settles(op) or (settled and part == 0)

    return run


run = compiled(_machine(stamp_of(Path(__file__).parent)))
