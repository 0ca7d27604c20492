"""What happens to a book of loans: losses, recoveries, clawbacks, money for the pool, payment taken up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kejin.facts import Label


class EventKind(StrEnum):
    """What happened. On one day events come in this order, and within a kind as they were given."""

    CONTRIBUTION = "contribution"
    LOSS = "loss"
    RECOVERY = "recovery"
    CLAWBACK = "clawback"
    RESUME = "resume"


KINDS = {
    EventKind.CONTRIBUTION: Label("注入资金", "Money for the pool"),
    EventKind.LOSS: Label("损失", "Loss"),
    EventKind.RECOVERY: Label("追回", "Recovery"),
    EventKind.CLAWBACK: Label("收回补偿", "Clawback"),
    EventKind.RESUME: Label("恢复支付", "Payment taken up again"),
}
_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        on: Its day.
        kind: What happened.
        loan_id: The loan; empty for a contribution, and for a payment taken up again.
        principal_fen: Principal lost, recovered, or money paid in.
        interest_fen: Interest lost; nothing else has any.
        agreement: The agreement that is clawed back or taken up again, "policy.agreement".
        limit: The limit that a contribution funds, "policy.limit".
        institution: Whose payment is taken up again.
        year: The year to which a loss is claimed or whose suspended payment is taken up; the day's year for None.
    """

    on: date
    kind: EventKind
    loan_id: str = ""
    principal_fen: int = 0
    interest_fen: int = 0
    agreement: str = ""
    limit: str = ""
    institution: str = ""
    year: int | None = None

    @property
    def of_year(self) -> int:
        """The year whose running sums it belongs to."""
        return self.on.year if self.year is None else self.year


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events as they are allocated: by day, then by kind, then as given."""
    return sorted(events, key=lambda event: (event.on, _RANK[event.kind]))


def years_of(events: Iterable[Event]) -> range:
    """The calendar years that the events touch. Raises `ValueError` for no event."""
    touched = [year for event in events for year in (event.on.year, event.of_year)]
    return range(min(touched), max(touched) + 1)
