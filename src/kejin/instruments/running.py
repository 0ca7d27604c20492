"""Running a program, exact or unrounded, and settling the few contracts that 64 bits leave open."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy.typing as npt

from kejin.instruments.programs import Program

Numbers = npt.NDArray[Any]  # of int64 minor units, or of float64 where nothing is rounded


class RoundingPolicy(StrEnum):
    """How amounts are rounded.

    - `PER_EVENT`: each amount is a whole minor unit, rounded half up when it falls due; no float on the way.
    - `NONE`: floats, in minor units; for valuation and for outside cases that print unrounded numbers.
    """

    PER_EVENT = "per_event"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """What a group of contracts starts from; each one number, or one per contract.

    Attributes:
        balance: Principal outstanding before the first instruction, in minor units.
        rate: Yearly rate in parts per billion; a fraction of one in programs that are not exact.
        payment: Agreed payment, in minor units.
        accrued: Interest accrued so far, in minor units.
        base: What interest is counted on where that is not the balance.
        fee_rate: Yearly fee rate on the balance, like `rate`.
    """

    balance: Any = 0
    rate: Any = 0
    payment: Any = 0
    accrued: Any = 0
    base: Any = None
    fee_rate: Any = 0


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The flows of a group, each column of shape (rows, contracts), in minor units, from the lender's side.

    Attributes:
        interest: Interest received.
        principal: Principal received; negative where it is drawn.
        other: Fees and the like; no rows where the program has none.
        balance: Principal outstanding after the row.
        rate: The rate after the row, only where a trace was asked for.
        accrued: Interest accrued and not paid after the row, only with a trace.
    """

    interest: Numbers
    principal: Numbers
    other: Numbers
    balance: Numbers
    rate: Numbers
    accrued: Numbers


def run_program(
    program: Program,
    opening: Opening,
    *,
    policy: RoundingPolicy = RoundingPolicy.PER_EVENT,
    trace: bool = False,
    into: Result | None = None,
) -> Result:
    """Run a program over a group of contracts.

    Args:
        program: What happens.
        opening: What the contracts start from; the longest column says how many there are.
        policy: Whether amounts are whole minor units or floats.
        trace: Whether rate and accrued interest of every row are kept.
        into: An earlier result of the same shape, whose arrays are written over: fresh memory costs as much as the
            arithmetic.

    Raises:
        MoneyOverflowError: An amount does not fit 64 bits of minor units.
    """
    from kejin.instruments.kernel import Flows, execute  # noqa: PLC0415 - loads the compiler, which most never need

    exact = policy is RoundingPolicy.PER_EVENT
    kept = None
    if into is not None:
        kept = Flows(into.interest, into.principal, into.other, into.balance, into.rate, into.accrued)
    return Result(*execute(program, opening, exact=exact, trace=trace, into=kept))
