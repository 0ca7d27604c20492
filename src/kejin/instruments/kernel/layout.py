"""What the kernel works on: rows of the state, numbers of the ops, and the bundles of arrays that it passes around."""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kejin.instruments.compiling import inlined

Column = Any  # a one-dimensional array of int64, float64 or, in the slow reference run, Python integers
Number = Any

# Rows of the state.
BALANCE, RATE, WHOLE, REST, BASE, PAYMENT, FEE, FEE_REST, FEE_RATE = range(9)
STATES: Final = 9
# The ops, as plain numbers for the compiler; tests compare them with `Op`.
NOTE, DRAW, SET_RATE, SET_PAYMENT, LEVEL, SHARE, INSTALMENT, LINEAR, INTEREST, REDEEM, REDEEM_NET = range(11)
FINAL, CAPITALISE, SET_BASE, OTHER, REPAY, BUY, SELL, RENT, MULCT, STOP = range(11, 21)
BLOCK: Final = 2048


class Code(NamedTuple):
    """The instructions of a program; see `Program`."""

    rows: npt.NDArray[np.int32]
    pool: npt.NDArray[np.int32]
    own_base: bool
    fees: bool
    settled: bool


class Data(NamedTuple):
    """What the instructions work on; the last axis is the contract, or of length one where all share a value."""

    state: Any  # (STATES, contracts)
    fractions: Any  # (distinct fractions,)
    amounts: Any  # (arguments, 1 or contracts)
    scale: Any  # (contracts,) what remainders are numerators over
    magic: (
        Any  # (contracts,) uint64 2**64 // scale where products fit 64 bits; int64 zeros where they may not
    )
    unsure: Any  # (contracts,) set where a rounded level payment was too close to a tie for 64 bits


class Flows(NamedTuple):
    """What was paid, [row, contract]; `other`, `rate` and `accrued` have no rows unless they are wanted."""

    interest: Any
    principal: Any
    other: Any
    balance: Any
    rate: Any
    accrued: Any


class At(NamedTuple):
    """Where the kernel stands: a block of contracts, a row of the flows, and the numbers of the instruction."""

    low: int
    high: int
    row: int
    part: Any  # the fraction of a year
    a: Any  # (block,) first argument
    b: Any  # (block,) second argument
    first: int
    last: int


@inlined
def load(table: Any, row: int, at: At, into: Column) -> None:
    """A row of a table for the block's contracts, spread where they share one value."""
    if table.shape[1] == 1:
        into[: at.high - at.low] = table[row, 0]
    else:
        into[: at.high - at.low] = table[row, at.low : at.high]
