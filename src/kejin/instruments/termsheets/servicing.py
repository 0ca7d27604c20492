"""What happens to a loan, as a terms file writes it; see `kejin.instruments.loans.servicing`."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle
from kejin.instruments.loans.servicing import (
    Allocation,
    Charged,
    ChargedBack,
    ChargedOff,
    Disbursed,
    DownPaid,
    Event,
    Frequency,
    Future,
    MonthEnd,
    Paid,
    PaidOff,
    Part,
    Paused,
    RateChanged,
    ReAged,
    ReAmortised,
    Recalculation,
    Refunded,
    Rescheduled,
    Unit,
    When,
    WrittenOff,
)
from kejin.instruments.termsheets.values import Amount, Every, Share, Terms
from kejin.money import RATE_SCALE, Rate

MONTHS_OF_A_YEAR = 12
WAIVED = "WAIVED"
"""The name of the order in which waived interest is settled."""


def decimal_of(rate: Rate) -> Decimal:
    """A rate as an exact decimal number."""
    return Decimal(rate.ppb) / RATE_SCALE


def frequency_of(cycle: Cycle, month_end: str = "LAST_DAY", *, where: str) -> Frequency:
    """How far instalments are apart.

    Raises:
        TermsError: The cycle mixes months and days, or leads nowhere.
    """
    if bool(cycle.months) is bool(cycle.days):
        raise TermsError("a term breaks a rule", expected="months or days", found=cycle, where=where)
    unit = Unit.MONTHS if cycle.months else Unit.DAYS
    return Frequency(cycle.months or cycle.days, unit, MonthEnd(month_end))


class RecalculationTerms(Terms):
    """How interest follows early and late payments."""

    rest_by_period: bool = False
    to_period_end: bool = False
    spares_overdue: bool = False

    def made(self) -> Recalculation:
        """The rule."""
        return Recalculation(self.rest_by_period, self.to_period_end, self.spares_overdue)


class OrderTerms(Terms):
    """In which order a payment settles what is owed."""

    parts: tuple[Part, ...] = (Part.PENALTY, Part.FEE, Part.INTEREST, Part.PRINCIPAL)
    in_advance: Future = Future.NEXT
    vertical: bool = False

    def made(self) -> Allocation:
        """The order: what is past due, then what is due, then in advance."""
        order = tuple((when, part) for when in When for part in self.parts)
        return Allocation(order, self.in_advance, self.vertical)


class _OnDay(Terms):
    day: date


class DisbursedTerms(_OnDay):
    """Paid out; `settlesDownPayment` where the down payment is settled with it."""

    event: Literal["disbursed"]
    amount: Amount
    settles_down_payment: bool = False

    def made(self) -> Iterator[Event]:
        """The events."""
        yield Disbursed(self.day, self.amount)
        if self.settles_down_payment:
            yield DownPaid(self.day)


class PaidTerms(_OnDay):
    """Paid: early, in part, late or on its day."""

    event: Literal["paid"]
    amount: Amount

    def made(self) -> Iterator[Event]:
        """The events."""
        yield Paid(self.day, self.amount)


class WaivedTerms(_OnDay):
    """Interest that the lender waives."""

    event: Literal["interestWaived"]
    amount: Amount

    def made(self) -> Iterator[Event]:
        """The events."""
        yield Paid(self.day, self.amount, WAIVED)


class PaidOffTerms(_OnDay):
    """All that is owed, paid."""

    event: Literal["paidOff"]

    def made(self) -> Iterator[Event]:
        """The events."""
        yield PaidOff(self.day)


class RefundedTerms(_OnDay):
    """Paid back by the seller, with the interest that it has borne."""

    event: Literal["refunded"]
    amount: Amount

    def made(self) -> Iterator[Event]:
        """The events."""
        yield Refunded(self.day, self.amount)


class ChargedTerms(_OnDay):
    """A fee, or a penalty."""

    event: Literal["fee", "penalty"]
    amount: Amount

    def made(self) -> Iterator[Event]:
        """The events."""
        yield Charged(self.day, self.amount, penalty=self.event == "penalty")


class ChargedBackTerms(_OnDay):
    """A payment taken back."""

    event: Literal["chargedBack"]
    amount: Amount

    def made(self) -> Iterator[Event]:
        """The events."""
        yield ChargedBack(self.day, self.amount)


class RateChangedTerms(_OnDay):
    """Another rate from a day on."""

    event: Literal["rateChanged"]
    rate: Share

    def made(self) -> Iterator[Event]:
        """The events."""
        yield RateChanged(self.day, decimal_of(self.rate))


class PausedTerms(_OnDay):
    """No interest from the day to the last, both included."""

    event: Literal["interestPaused"]
    last: date

    def made(self) -> Iterator[Event]:
        """The events."""
        yield Paused(self.day, self.last)


class RescheduledTerms(_OnDay):
    """The plan made anew from a due date on."""

    event: Literal["rescheduled"]
    due: date
    new_due: date | None = None
    extra: int = Field(default=0, ge=0, le=1200)
    grace: int = Field(default=0, ge=0, le=1200)
    interest_grace: int = Field(default=0, ge=0, le=1200)

    def made(self) -> Iterator[Event]:
        """The events."""
        yield Rescheduled(self.day, self.due, self.new_due, self.extra, self.grace, self.interest_grace)


class ReAmortisedTerms(_OnDay):
    """Overdue principal spread over the instalments to come."""

    event: Literal["reAmortised"]

    def made(self) -> Iterator[Event]:
        """The events."""
        yield ReAmortised(self.day)


class ReAgedTerms(_OnDay):
    """All principal owed spread over new instalments."""

    event: Literal["reAged"]
    start: date
    instalments: int = Field(ge=1, le=1200)
    cycle: Every

    def made(self) -> Iterator[Event]:
        """The events."""
        yield ReAged(
            self.day, self.start, self.instalments, frequency_of(self.cycle, where="events: reAged: cycle")
        )


class GivenUpTerms(_OnDay):
    """Charged off as an earning asset, or written off."""

    event: Literal["chargedOff", "writtenOff"]

    def made(self) -> Iterator[Event]:
        """The events."""
        yield ChargedOff(self.day) if self.event == "chargedOff" else WrittenOff(self.day)


EventTerms = Annotated[
    DisbursedTerms
    | PaidTerms
    | WaivedTerms
    | PaidOffTerms
    | RefundedTerms
    | ChargedTerms
    | ChargedBackTerms
    | RateChangedTerms
    | PausedTerms
    | RescheduledTerms
    | ReAmortisedTerms
    | ReAgedTerms
    | GivenUpTerms,
    Field(discriminator="event"),
]
