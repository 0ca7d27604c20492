"""What computations answer."""

from datetime import date
from typing import Any

from pydantic import Field

from kejin.api.shapes import Minor, Shape


class PaymentShown(Shape):
    """One line of a repayment table."""

    day: date
    principal: Minor
    interest: Minor
    other: Minor
    balance: Minor


class ScheduleShown(Shape):
    """A contract's payments."""

    contract: str
    currency: str
    payments: list[PaymentShown]


class FlowShown(Shape):
    """What the borrower receives or pays on a day; paid amounts are negative."""

    day: date
    purpose: str
    amount: Minor


class CostShown(Shape):
    """What a contract costs."""

    contract: str
    currency: str
    gross: Minor = Field(description="Interest and charges.")
    subsidised: Minor
    net: Minor
    effective_rate_before: float | None = Field(description="A year, before subsidies.")
    effective_rate: float | None = Field(description="A year, after them; null where there is none.")
    flows: list[FlowShown]


class Agreement(Shape):
    """A sharing agreement in force."""

    key: str
    zh: str
    en: str
    bearer: str
    takers: list[str]


class Agreements(Shape):
    """The agreements in force on a day."""

    law: date
    rules_digest: str
    agreements: list[Agreement]


class Borne(Shape):
    """What one party bears of one loan."""

    loan_id: str
    party: str
    amount_fen: Minor


class Allocation(Shape):
    """Who bears what after all events."""

    rules_digest: str
    state_digest: str
    borne: list[Borne]
    rooms: list[dict[str, Any]] = Field(description="Room left under caps and stop lines.")
    suspended: list[dict[str, Any]] = Field(description="What is owed and not paid.")
