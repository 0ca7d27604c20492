"""The rows of a result: one per event, with the state after it, as ACTUS prints them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kejin.instruments.events import EventKind


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One event and the state after it.

    Attributes:
        time: When.
        kind: What happens.
        payoff: What the party whose role the contract states receives; negative for what it pays.
        currency: ISO 4217 code.
        notional_principal: What is outstanding; negative for an obligation.
        nominal_interest_rate: The rate per year.
        accrued_interest: What has accrued and is not paid.
    """

    time: datetime
    kind: EventKind
    payoff: float
    currency: str
    notional_principal: float = 0.0
    nominal_interest_rate: float = 0.0
    accrued_interest: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The row under ACTUS's own names."""
        return {
            "eventDate": self.time.isoformat(),
            "eventType": self.kind.value,
            "payoff": self.payoff,
            "currency": self.currency,
            "notionalPrincipal": self.notional_principal,
            "nominalInterestRate": self.nominal_interest_rate,
            "accruedInterest": self.accrued_interest,
        }


@dataclass(frozen=True, slots=True)
class EnhancementRow:
    """One event of a guarantee or a collateral, and the state after it.

    Attributes:
        time: When.
        kind: What happens.
        payoff: What the party whose role the contract states receives.
        currency: ISO 4217 code.
        notional_principal: What is covered; negative for the one who covers.
        exercise_amount: What was claimed; 0 before.
        exercise_date: When; None before.
    """

    time: datetime
    kind: EventKind
    payoff: float
    currency: str
    notional_principal: float
    exercise_amount: float = 0.0
    exercise_date: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """The row under ACTUS's own names."""
        row: dict[str, Any] = {
            "eventDate": self.time.isoformat(),
            "eventType": self.kind.value,
            "payoff": self.payoff,
            "currency": self.currency,
            "notionalPrincipal": self.notional_principal,
            "exerciseAmount": self.exercise_amount,
        }
        if self.exercise_date is not None:
            row["exerciseDate"] = self.exercise_date.isoformat()
        return row
