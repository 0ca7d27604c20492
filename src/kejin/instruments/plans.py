"""Plans: what happens on which date; the place where dates turn into fractions of a year."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kejin.instruments.conventions import Moment
from kejin.instruments.events import KINDS, EventKind, EventTable, day_number
from kejin.instruments.programs import Instruction, Op, Program
from kejin.instruments.running import Result

YearFraction = Callable[[date, date], Fraction]
_NUMBER: Final = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens.

    Attributes:
        moment: When it is paid, and up to when interest is counted before it.
        op: What the kernel does.
        kinds: The events that the step's principal, interest and other amount are, each None where the step has none.
        arguments: Amounts, rates or factors for the op.
        periods: For LEVEL and SHARE, the fractions between the payments.
    """

    moment: Moment
    op: Op
    kinds: tuple[EventKind | None, EventKind | None, EventKind | None] = (None, None, None)
    arguments: Sequence[Any] = ()
    periods: Sequence[Fraction] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A program with the dates and kinds of the rows that it writes.

    Attributes:
        program: What the kernel runs.
        days: When each row is paid, as days since 1970-01-01, shape (rows,).
        kinds: The position in `KINDS` of each row's principal, interest and other event, −1 for none, shape (rows, 3).
    """

    program: Program
    days: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int8]

    @classmethod
    def of(cls, start: date, steps: Iterable[Step], *, fraction: YearFraction, exact: bool = True) -> "Plan":
        """The plan with these steps.

        Args:
            start: From when interest is counted.
            steps: In the order of time. One without kinds only changes the state, and writes no row.
            fraction: The day count.
            exact: Whether arguments are whole numbers.
        """
        instructions, days, kinds, counted = [], [], [], start
        for step in steps:
            part = fraction(counted, step.moment.counted)
            writes = any(step.kinds)
            instructions.append(Instruction(step.op, part, step.arguments, writes, step.periods))
            if writes:
                days.append(day_number(step.moment.paid))
                kinds.append([-1 if kind is None else _NUMBER[kind] for kind in step.kinds])
            counted = step.moment.counted
        program = Program.of(instructions, exact=exact)
        return cls(program, np.array(days, np.int32), np.array(kinds, np.int8).reshape(-1, 3))

    def events(self, result: Result, *, currency: str) -> EventTable:
        """The event table of a group's flows: contract after contract, in the order of time.

        A row becomes one event for each kind that it has, principal before interest before other (ACTUS event
        sequence), except that the last repayment comes after the interest; all carry the balance after the row.
        """
        rows, places = _order(self.kinds)
        columns = (
            result.principal,
            result.interest,
            result.other if result.other.size else np.zeros_like(result.interest),
        )
        amounts = np.stack(columns, axis=1)[rows, places]
        # Capitalised interest is paid by what is drawn for it in the same moment: no cash moves.
        amounts[self.kinds[rows, places] == _NUMBER[EventKind.IPCI]] = 0
        contracts = amounts.shape[1]
        return EventTable(
            np.repeat(np.arange(contracts, dtype=np.int32), len(rows)),
            np.tile(self.days[rows], contracts),
            np.tile(self.kinds[rows, places], contracts),
            amounts.T.ravel(),
            result.balance[rows].T.ravel(),
            currency,
        )


def _order(kinds: npt.NDArray[np.int8]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Row and place (principal, interest, other) of every event, in the order of time and of the event sequence."""
    found = [
        (row, int(kinds[row, place]), place)
        for row in range(len(kinds))
        for place in range(3)
        if kinds[row, place] >= 0
    ]
    found.sort()
    return np.array([each[0] for each in found], np.int64), np.array([each[2] for each in found], np.int64)
