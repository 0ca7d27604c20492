"""Bills: what is due on a date, part by part, and what was paid towards it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kejin.instruments.loans.servicing.accruing import Span


class Part(StrEnum):
    """What an amount is owed for."""

    PRINCIPAL = "PRINCIPAL"
    INTEREST = "INTEREST"
    FEE = "FEE"
    PENALTY = "PENALTY"


class BillKind(StrEnum):
    """Why a bill is there."""

    INSTALMENT = "INSTALMENT"
    DOWN_PAYMENT = "DOWN_PAYMENT"
    EXTRA = "EXTRA"
    """After the last instalment, for charges or amounts charged anew."""
    RE_AGED = "RE_AGED"


def nothing() -> dict[Part, int]:
    """No amount of any part."""
    return dict.fromkeys(Part, 0)


@dataclass(slots=True, eq=False)
class Bill:
    """One bill, in minor units.

    Attributes:
        span: From the due date before to its own.
        kind: Why it is there.
        charged: What is due, by part.
        paid: What was paid, by part.
        written_off: What was given up, by part.
        in_advance: How much was paid before the due date.
        late: How much was paid after it.
        settled_on: The day on which nothing was left to pay; None before.
    """

    span: Span
    kind: BillKind = BillKind.INSTALMENT
    charged: dict[Part, int] = field(default_factory=nothing)
    paid: dict[Part, int] = field(default_factory=nothing)
    written_off: dict[Part, int] = field(default_factory=nothing)
    in_advance: int = 0
    late: int = 0
    settled_on: date | None = None

    @property
    def due(self) -> int:
        """All that is due."""
        return sum(self.charged.values())

    @property
    def total_paid(self) -> int:
        """All that was paid."""
        return sum(self.paid.values())

    @property
    def open(self) -> int:
        """All that is left to pay."""
        return sum(self.left(part) for part in Part)

    def left(self, part: Part) -> int:
        """What is left to pay of one part."""
        return self.charged[part] - self.paid[part] - self.written_off[part]

    def pay(self, part: Part, amount: int, *, day: date) -> int:
        """As much of an amount as one part can take."""
        taken = min(amount, self.left(part))
        if taken <= 0:
            self.settle(day)
            return 0
        self.paid[part] += taken
        if day < self.span.end:
            self.in_advance += taken
        elif day > self.span.end:
            self.late += taken
        self.settle(day)
        return taken

    def take_back(self, part: Part, amount: int) -> None:
        """So much of what was paid was not paid on this bill; the latest of it first."""
        self.paid[part] -= amount
        late = min(self.late, amount)
        self.late -= late
        self.in_advance -= min(self.in_advance, amount - late)

    def settle(self, day: date) -> None:
        """Note the day on which nothing was left, or that something is again."""
        if self.open > 0:
            self.settled_on = None
        elif self.settled_on is None:
            self.settled_on = day


def instalments(bills: Iterable[Bill]) -> Iterator[Bill]:
    """The bills of the plan itself, without down payments and extra ones."""
    return (bill for bill in bills if bill.kind in {BillKind.INSTALMENT, BillKind.RE_AGED})
