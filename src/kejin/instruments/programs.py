"""Programs: what a contract's terms compile to, and what the kernel runs.

A program is a list of **instructions** in the order of time, the same for every contract of a group, and **tables**
whose columns are the contracts. One contract is a group of one.

    instruction   op    row    fraction    argument   first  last
                  what  where  which row   which row  for LEVEL and SHARE only
                        it is  of the      of the
                        put    fractions   amounts

Every instruction first lets interest accrue over its fraction of a year, then does its own work on the state of each
contract (principal outstanding, rate, accrued interest, agreed payment) and writes what was paid to its row of the
flows: interest, principal, other, and the balance afterwards. Instructions with row −1 change the state and write
nothing.

Numbers come in one of two kinds. **Exact** programs hold whole numbers: amounts in minor units, rates in parts per
billion, fractions as numerators over one scale; interest accrues as a whole part and a remainder over the product of
the scales, and is rounded once, half up, when it falls due. The same program also runs unrounded, in floats.
**Unrounded** programs (outside reference cases) hold floats from the start and cannot run exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from math import lcm
from typing import Any, Final

import numpy as np
import numpy.typing as npt


class Op(IntEnum):
    """What an instruction does after interest has accrued; `a` is the amount at its argument, `b` the one after it.

    Interest "due" is what has accrued, rounded in exact programs; paying it leaves nothing behind.
    """

    NOTE = 0  # nothing more
    DRAW = 1  # the borrower draws a; the lender pays that and b (a premium, or a discount below zero)
    RATE = 2  # the rate becomes a
    PAYMENT = 3  # the agreed payment becomes a
    LEVEL = 4  # the agreed payment becomes the level payment over the fractions from first to last
    SHARE = 5  # the agreed payment becomes the balance over (last − first), rounded
    INSTALMENT = (
        6  # interest due is paid, and principal: the agreed payment less the interest, at most the balance
    )
    LINEAR = 7  # interest due is paid, and principal: the agreed payment, at most the balance
    INTEREST = 8  # interest due is paid
    REDEEM = 9  # principal is paid: the agreed payment, at most the balance
    REDEEM_NET = 10  # principal is paid: the agreed payment less the interest due, which stays due
    FINAL = 11  # interest due and the whole balance are paid
    CAPITALISE = 12  # interest due is added to the balance
    BASE = 13  # interest is counted on the balance of now from here on
    OTHER = 14  # a is paid on top (fee, penalty, dividend); a is what the lender receives
    REPAY = 15  # principal is paid: a, at most the balance
    BUY = 16  # the lender pays a and the interest due so far, which stays due
    SELL = 17  # the lender receives a and the interest due; nothing is owed to him any more
    RENT = 18  # a and the fee accrued so far are paid
    MULCT = 19  # a, and b times the balance, are paid on top
    STOP = 20  # interest no longer accrues, what has accrued stays due


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction before it is put into arrays.

    Attributes:
        op: What it does.
        fraction: The part of a year over which interest accrues before it.
        arguments: Amounts, rates or factors, as the op wants them, each one number or one per contract.
        writes: Whether it writes a row of the flows.
        periods: For LEVEL, the fraction up to the first payment and those between the payments that the level payment
            is for; for SHARE, as many entries as there are payments.
    """

    op: Op
    fraction: Fraction = Fraction(0)
    arguments: Sequence[object] = ()
    writes: bool = True
    periods: Sequence[Fraction] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Instructions as arrays; see the module.

    Attributes:
        code: One row per instruction, columns op, row, fraction, argument, first, last; int32.
        pool: The rows of `fractions` that LEVEL instructions run over.
        fractions: Shape (distinct fractions,), numerators over `fraction_scale`.
        amounts: Shape (arguments, 1 or contracts); amounts in minor units, rates in parts per billion.
        rates: Which of the amounts are rates, shape (arguments,).
        rows: How many rows the flows have.
        fraction_scale: What the fractions are numerators over.
    """

    code: npt.NDArray[np.int32]
    pool: npt.NDArray[np.int32]
    fractions: npt.NDArray[np.int64]
    amounts: npt.NDArray[Any]
    rates: npt.NDArray[np.bool_]
    rows: int
    fraction_scale: int

    @classmethod
    def of(cls, instructions: Iterable[Instruction], *, exact: bool) -> "Program":
        """The program with these instructions.

        Args:
            instructions: In the order of time.
            exact: Whether arguments are whole numbers.
        """
        made = _Assembly()
        for instruction in instructions:
            made.add(instruction)
        scale = lcm(*(fraction.denominator for fraction in made.fractions)) if made.fractions else 1
        numerators = [int(fraction * scale) for fraction in made.fractions]
        return cls(
            np.array(made.code, dtype=np.int32).reshape(-1, 6),
            np.array(made.pool, dtype=np.int32),
            np.array(numerators, dtype=np.int64),
            _table(made.amounts, np.int64 if exact else np.float64),
            np.array(made.rates, dtype=np.bool_),
            made.rows,
            scale,
        )


@dataclass(slots=True)
class _Assembly:
    """The parts of a program while its instructions are added."""

    code: list[tuple[int, ...]] = field(default_factory=list)
    pool: list[int] = field(default_factory=list)
    fractions: dict[Fraction, int] = field(default_factory=dict)
    amounts: list[object] = field(default_factory=list)
    rates: list[bool] = field(default_factory=list)
    rows: int = 0

    def add(self, instruction: Instruction) -> None:
        """Append one instruction."""
        argument = len(self.amounts) if instruction.arguments else -1
        first = len(self.pool)
        self.amounts += instruction.arguments
        self.rates += [(instruction.op, place) in _RATES for place in range(len(instruction.arguments))]
        self.pool += [self._row(fraction) for fraction in instruction.periods]
        row = self.rows if instruction.writes else -1
        self.rows += instruction.writes
        at = self._row(instruction.fraction)
        self.code.append((instruction.op, row, at, argument, first, len(self.pool)))

    def _row(self, fraction: Fraction) -> int:
        return self.fractions.setdefault(fraction, len(self.fractions))


# Arguments that are rates, by op and place.
_RATES: Final = frozenset({(Op.RATE, 0), (Op.MULCT, 1)})


def _table(amounts: Sequence[object], kind: type[np.int64] | type[np.float64]) -> npt.NDArray[Any]:
    columns = [np.atleast_1d(np.asarray(amount)) for amount in amounts]
    width = max((len(column) for column in columns), default=1)
    table: npt.NDArray[Any] = np.empty((len(columns), width), dtype=kind)
    for row, column in enumerate(columns):
        table[row] = column
    return table
