"""What happens to a loan, each event with its day; several of one day happen in the order in which they are given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kejin.instruments.loans.servicing.conventions import Frequency


@dataclass(frozen=True, slots=True)
class Disbursed:
    """Money paid out to the borrower (ACTUS: IED for the first)."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Money received, or debt settled otherwise (ACTUS: PR, IP; PP in advance).

    Attributes:
        day: When it counts.
        amount: Minor units.
        kind: Which order of settlement applies; "" for a plain repayment.
    """

    day: date
    amount: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class DownPaid:
    """The down payment of the disbursement before it, settled on its day."""

    day: date


@dataclass(frozen=True, slots=True)
class PaidOff:
    """Whatever is owed on a day, paid in full."""

    day: date


@dataclass(frozen=True, slots=True)
class Refunded:
    """What the loan was used for is paid back by the seller, with the interest that it has borne since it was drawn.

    `kind` is the order of settlement of the refund, `interest_kind` that of the interest.
    """

    day: date
    amount: int
    kind: str = ""
    interest_kind: str = ""


@dataclass(frozen=True, slots=True)
class Charged:
    """A fee or a penalty that falls due on a day (ACTUS: FP, PY)."""

    day: date
    amount: int
    penalty: bool = False


@dataclass(frozen=True, slots=True)
class ChargedBack:
    """A payment is taken back: its amount is owed anew, as principal."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class RateChanged:
    """Another annual rate from a day on (ACTUS: RR)."""

    day: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Paused:
    """No interest on the days from the first to the last, both included."""

    day: date
    last: date


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """The plan from one due date on, made anew.

    Attributes:
        day: When it was agreed.
        due: The due date from which it changes.
        new_due: Where this due date moves, and all later ones with it; None to stay.
        extra: Further instalments at the end.
        grace: How many instalments from the due date on hold no principal; the plan grows by as many.
        interest_grace: How many hold no interest; the one after them does.
    """

    day: date
    due: date
    new_due: date | None = None
    extra: int = 0
    grace: int = 0
    interest_grace: int = 0


@dataclass(frozen=True, slots=True)
class ReAmortised:
    """Principal that is overdue is spread over the instalments still to come."""

    day: date


@dataclass(frozen=True, slots=True)
class ReAged:
    """All principal that is owed is spread over new instalments from a start date on."""

    day: date
    start: date
    count: int
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class ChargedOff:
    """The lender gives the loan up as an earning asset; it stays owed."""

    day: date


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """Whatever is owed is given up (ACTUS has no name for it)."""

    day: date


Event = (
    Disbursed
    | Paid
    | DownPaid
    | PaidOff
    | Refunded
    | Charged
    | ChargedBack
    | RateChanged
    | Paused
    | Rescheduled
    | ReAmortised
    | ReAged
    | ChargedOff
    | WrittenOff
)
