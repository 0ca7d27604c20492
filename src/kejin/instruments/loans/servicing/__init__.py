"""Servicing a loan 贷款存续期管理: bills and balances from the agreement and from everything that happened to it.

    agreement + events ─► replay ─► bills: due, paid in advance, late, left

Amounts are whole minor units; rates and unrounded interest are decimals of a stated number of digits.
"""

from kejin.instruments.loans.servicing.account import Account
from kejin.instruments.loans.servicing.agreement import Agreement, ChargeOffRule, Recalculation
from kejin.instruments.loans.servicing.allocating import Allocation, Future, When, of_parts
from kejin.instruments.loans.servicing.bills import Bill, BillKind, Part
from kejin.instruments.loans.servicing.conventions import (
    Accrual,
    Arithmetic,
    Form,
    Frequency,
    InterestMethod,
    MonthEnd,
    Unit,
)
from kejin.instruments.loans.servicing.events import (
    Charged,
    ChargedBack,
    ChargedOff,
    Disbursed,
    DownPaid,
    Event,
    Paid,
    PaidOff,
    Paused,
    RateChanged,
    ReAged,
    ReAmortised,
    Refunded,
    Rescheduled,
    WrittenOff,
)
from kejin.instruments.loans.servicing.replaying import replay
from kejin.instruments.loans.servicing.settling import owed_in_full

__all__ = [
    "Account",
    "Accrual",
    "Agreement",
    "Allocation",
    "Arithmetic",
    "Bill",
    "BillKind",
    "ChargeOffRule",
    "Charged",
    "ChargedBack",
    "ChargedOff",
    "Disbursed",
    "DownPaid",
    "Event",
    "Form",
    "Frequency",
    "Future",
    "InterestMethod",
    "MonthEnd",
    "Paid",
    "PaidOff",
    "Part",
    "Paused",
    "RateChanged",
    "ReAged",
    "ReAmortised",
    "Recalculation",
    "Refunded",
    "Rescheduled",
    "Unit",
    "When",
    "WrittenOff",
    "of_parts",
    "owed_in_full",
    "replay",
]
