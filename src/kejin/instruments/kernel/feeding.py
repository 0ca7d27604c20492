"""What the kernel is fed: state, tables and empty flows of a program; and the few contracts that 64 bits leave open."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kejin.errors import MoneyOverflowError
from kejin.instruments.kernel.layout import (
    BALANCE,
    BASE,
    FEE_RATE,
    PAYMENT,
    RATE,
    STATES,
    WHOLE,
    Code,
    Data,
    Flows,
)
from kejin.instruments.kernel.machine import run
from kejin.instruments.kernel.reference import run_plainly
from kejin.instruments.programs import Op, Program
from kejin.instruments.running import Opening
from kejin.money import RATE_SCALE

_ROOM: Final = 2**62
_WRITE_OTHER: Final = (Op.DRAW, Op.OTHER, Op.RENT, Op.MULCT, Op.BUY, Op.SELL)


def execute(
    program: Program, opening: Opening, *, exact: bool, trace: bool, into: Flows | None = None
) -> Flows:
    """Run a program over a group of contracts; see `kejin.instruments.running.run_program`."""
    data = _exact(program, opening) if exact else _unrounded(program, opening)
    code = Code(
        program.code,
        program.pool,
        opening.base is not None,
        bool(np.any(opening.fee_rate)),
        not np.any(opening.accrued),
    )
    flows = _flows(program, data.state, trace=trace, into=into)
    run(code, data, flows)
    if data.unsure.any():
        # Few programs come here; to begin anew costs less than a copy of the state that every program would make.
        _settle(code, _exact(program, opening)._replace(unsure=data.unsure), flows)
    return flows


def _state(opening: Opening, program: Program, kind: type) -> npt.NDArray[Any]:
    columns = {
        BALANCE: opening.balance,
        RATE: opening.rate,
        PAYMENT: opening.payment,
        WHOLE: opening.accrued,
        BASE: opening.base if opening.base is not None else 0,
        FEE_RATE: opening.fee_rate,
    }
    width = max(
        *(np.size(column) for column in columns.values()),
        program.amounts.shape[1] if program.amounts.size else 1,
    )
    state: npt.NDArray[Any] = np.zeros((STATES, width), dtype=kind)
    for row, column in columns.items():
        # Rows that stay at nil are not written: memory that is not touched costs nothing.
        if np.any(column):
            state[row] = column
    return state


def _rates(opening: Opening) -> tuple[int, ...]:
    """The rows of the state that hold rates."""
    return (RATE, FEE_RATE) if np.any(opening.fee_rate) else (RATE,)


def _unrounded(program: Program, opening: Opening) -> Data:
    state, amounts = _state(opening, program, np.float64), program.amounts.astype(np.float64)
    if program.amounts.dtype == np.int64:
        for row in _rates(opening):
            state[row] /= RATE_SCALE
        amounts[program.rates] /= RATE_SCALE
    width = state.shape[1]
    fractions = program.fractions / program.fraction_scale
    return Data(state, fractions, amounts, 1.0, np.int64(0), np.zeros(width, np.bool_))


def _exact(program: Program, opening: Opening) -> Data:
    if program.amounts.dtype != np.int64:
        raise TypeError("a program of floats cannot run exactly")
    state, amounts = _state(opening, program, np.int64), program.amounts.copy()
    # Rates in the coarsest unit that holds them all: 3.45% as 69 of 2,000 keeps products within 64 bits.
    rates = [*(state[row] for row in _rates(opening)), amounts[program.rates].ravel()]
    unit = int(np.gcd.reduce([RATE_SCALE, *(int(np.gcd.reduce(each)) for each in rates)]))
    for row in _rates(opening):
        state[row] //= unit
    amounts[program.rates] //= unit
    scale = RATE_SCALE // unit * program.fraction_scale
    narrow = _fits(program, state, amounts, scale=scale)
    magic = np.uint64(min(2**64 // scale, 2**64 - 1)) if narrow else np.int64(0)
    return Data(state, program.fractions, amounts, scale, magic, np.zeros(state.shape[1], np.bool_))


def _fits(
    program: Program, state: npt.NDArray[np.int64], amounts: npt.NDArray[np.int64], *, scale: int
) -> bool:
    """Whether every product of balance, rate and fraction stays within 64 bits; refuses what fits not even 128.

    The balance is bounded by what is there and all that can be drawn, grown by all interest ever, capitalised.
    """
    rows = {row: (int(state[row].min()), int(state[row].max())) for row in range(len(state))}
    moved = amounts[program.rates]
    rates = [*rows[RATE], *rows[FEE_RATE], *((int(moved.min()), int(moved.max())) if moved.size else ())]
    drawn = int(np.abs(amounts[~program.rates]).max(axis=1, initial=0).sum()) if amounts.size else 0
    bound = max(abs(end) for row in (BALANCE, BASE, WHOLE) for end in rows[row]) + drawn
    rate = max(abs(each) for each in rates)
    parts = program.fractions[program.code[:, 2]]
    for part in np.abs(parts).tolist():
        bound += bound * rate * part // scale + 1
    largest = rate * int(np.abs(parts).max(initial=0))
    if bound >= _ROOM or largest >= _ROOM or scale >= _ROOM:
        raise MoneyOverflowError(
            "a schedule does not fit 64-bit minor units",
            expected=f"at most {_ROOM}",
            found=max(bound, largest, scale),
        )
    lowest = min(*rates, *(low for low, _ in rows.values()), int(parts.min(initial=0)))
    return bool(lowest >= 0 and bound * largest + scale < _ROOM)


def _flows(program: Program, state: npt.NDArray[Any], *, trace: bool, into: Flows | None = None) -> Flows:
    rows, width = program.rows, state.shape[1]
    ops = program.code[program.code[:, 1] >= 0, 0]
    others = rows if np.isin(ops, _WRITE_OTHER).any() else 0
    heights = Flows(rows, rows, others, rows, rows if trace else 0, rows if trace else 0)
    if into is not None and all(
        column.shape == (height, width) and column.dtype == state.dtype
        for column, height in zip(into, heights, strict=True)
    ):
        into.other[:] = 0
        return into
    columns = [np.empty((height, width), dtype=state.dtype) for height in heights]
    columns[2][:] = 0
    return Flows(*columns)


def _settle(code: Code, data: Data, flows: Flows) -> None:
    """Work out again, with integers of any size, the contracts whose level payment lay too near a tie."""
    for contract in np.flatnonzero(data.unsure):
        one = slice(contract, contract + 1)
        amounts = data.amounts if data.amounts.shape[1] == 1 else data.amounts[:, one]
        apart = data._replace(
            state=data.state[:, one].astype(object),
            fractions=data.fractions.astype(object),
            amounts=amounts.astype(object),
            unsure=np.zeros(1, np.bool_),
        )
        rows = type(flows)(*(column[:, one].astype(object) for column in flows))
        run_plainly(code, apart, rows)
        for column, settled in zip(flows, rows, strict=True):
            column[:, one] = settled
