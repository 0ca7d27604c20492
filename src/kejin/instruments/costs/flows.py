"""What a borrower receives and pays, flow by flow, each with what it is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from kejin.calendars import add_months
from kejin.errors import TermsError
from kejin.instruments.costs.shares import Column, Number, shares
from kejin.instruments.loans import Payment
from kejin.money import RATE_SCALE

MONTHS_OF_A_YEAR = 12


class Purpose(StrEnum):
    """What a flow is for."""

    DRAWN = "drawn"
    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEE = "fee"
    ONCE_FEE = "once_fee"
    PREMIUM = "premium"
    SUBSIDY = "subsidy"


COSTS = (Purpose.INTEREST, Purpose.FEE, Purpose.ONCE_FEE, Purpose.PREMIUM)
"""What borrowing costs before subsidies."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow seen from the borrower: received is positive, paid is negative.

    Attributes:
        day: When it is paid.
        purpose: What it is for.
        amount: Minor units.
        source: The key of the support that pays it; empty for the contract's own flows.
    """

    day: date
    purpose: Purpose
    amount: int
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FlowRow:
    """One flow of many loans; amounts of shape (loans,), as in `Flow`."""

    day: date
    purpose: Purpose
    amounts: Column
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge on the amount lent, beside interest: a guarantee fee, a premium, a one-off fee.

    Attributes:
        ppb: The share of the amount, in parts per billion, one or one per loan; a year's where it is yearly.
        purpose: `FEE` or `PREMIUM` for a yearly one, `ONCE_FEE` for one that is paid at the start.
    """

    ppb: Number
    purpose: Purpose = Purpose.FEE


def loan_flows(payments: Iterable[Payment]) -> list[Flow]:
    """The flows of a schedule, seen from the borrower.

    Raises:
        TermsError: The schedule was not rounded to minor units.
    """
    found: list[Flow] = []
    for line in payments:
        drawn = Purpose.DRAWN if line.principal < 0 else Purpose.PRINCIPAL
        for purpose, amount in (
            (drawn, line.principal),
            (Purpose.INTEREST, line.interest),
            (Purpose.FEE, line.other),
        ):
            if not isinstance(amount, int):
                raise TermsError(
                    "a cost is counted in whole minor units", expected="a rounded schedule", found=amount
                )
            if amount:
                found.append(Flow(line.day, purpose, -amount))
    return found


def fee_flows(amount: int, fees: Sequence[Fee], *, start: date, end: date) -> list[Flow]:
    """Fees of one loan; see `fee_rows`."""
    rows = fee_rows(np.array([amount], np.int64), fees, start=start, end=end)
    return [Flow(row.day, row.purpose, int(row.amounts[0])) for row in rows if row.amounts[0]]


def fee_rows(amount: Column, fees: Sequence[Fee], *, start: date, end: date) -> list[FlowRow]:
    """Fees of loans: a one-off fee at the start, a yearly one in advance for each year, the last one by months.

    Args:
        amount: The amount lent, in minor units, one per loan.
        fees: The fees.
        start: When it is lent.
        end: When it is repaid.
    """
    found = []
    for fee in fees:
        if fee.purpose is Purpose.ONCE_FEE:
            found.append(FlowRow(start, fee.purpose, -shares(amount, [(fee.ppb, RATE_SCALE)])))
            continue
        months, year = _months(start, end), 0
        while year * MONTHS_OF_A_YEAR < months:
            part = min(MONTHS_OF_A_YEAR, months - year * MONTHS_OF_A_YEAR)
            paid = shares(amount, [(fee.ppb, RATE_SCALE), (part, MONTHS_OF_A_YEAR)])
            found.append(FlowRow(add_months(start, year * MONTHS_OF_A_YEAR), fee.purpose, -paid))
            year += 1
    return found


def _months(start: date, end: date) -> int:
    """Months from start to end, begun ones counted in full."""
    months = (end.year - start.year) * MONTHS_OF_A_YEAR + end.month - start.month
    while add_months(start, months) < end:
        months += 1
    return months
