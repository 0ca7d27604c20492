"""A result beside the one that a case prints: the same events at the same times, the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kejin.errors import KejinError
from kejin.instruments.actus.cases import Row, run_case
from kejin.instruments.actus.reading import time_of

# Reference results print ten decimals or more, some of them cut off instead of rounded, the last digits not all right.
TOLERANCE: Final = 1e-9
_NUMBERS: Final = ("payoff", "notionalPrincipal", "nominalInterestRate", "accruedInterest", "exerciseAmount")
_TIMES: Final = ("exerciseDate",)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a result and a case part.

    Attributes:
        row: Which row, from 0.
        name: The event, or the ACTUS name of the number.
        ours: What was worked out.
        theirs: What the case prints.
    """

    row: int
    name: str
    ours: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Comparison:
    """A case beside its result.

    Attributes:
        case: Its name.
        rows: How many rows the case prints.
        difference: The first difference; None where there is none.
        error: Why there is no result; None where there is one.
    """

    case: str
    rows: int
    difference: Difference | None
    error: KejinError | None

    @property
    def agrees(self) -> bool:
        """Whether every row is there with every number."""
        return self.difference is None and self.error is None


def compare_case(name: str, case: Mapping[str, Any]) -> Comparison:
    """Work a case out and set it beside its results, to one part in a billion."""
    theirs = case.get("results") or []
    try:
        ours = run_case(case)
    except KejinError as error:
        return Comparison(name, len(theirs), None, error)
    return Comparison(name, len(theirs), first_difference(ours, theirs), None)


def first_difference(ours: Sequence[Row], theirs: Sequence[Mapping[str, Any]]) -> Difference | None:
    """The first row, and the first number of it, in which two results differ."""
    for place in range(max(len(ours), len(theirs))):
        mine = ours[place].as_dict() if place < len(ours) else None
        other = theirs[place] if place < len(theirs) else None
        if mine is None or other is None or _event(mine) != _event(other):
            return Difference(place, "event", _event(mine), _event(other))
        for name in (*_NUMBERS, *_TIMES):
            if other.get(name) is not None and not _same(name, mine.get(name), other[name]):
                return Difference(place, name, mine.get(name), other[name])
    return None


def _event(row: Mapping[str, Any] | None) -> tuple[datetime, str] | None:
    return (time_of(row["eventDate"]), row["eventType"]) if row is not None else None


def _same(name: str, mine: object, other: object) -> bool:
    if mine is None:
        return False
    if name in _TIMES:
        return time_of(str(mine)) == time_of(str(other))
    number = float(str(other).strip())
    return abs(float(str(mine)) - number) <= TOLERANCE * max(1.0, abs(number))
