"""Loans: terms with ACTUS names, the forms of repayment, schedules of one loan and of many."""

from kejin.instruments.loans.lines import LineTerms, Move, line_schedule
from kejin.instruments.loans.resets import QuoteLink, ResultLink
from kejin.instruments.loans.revenue import (
    RevenuePayment,
    RevenueTerms,
    effective_rate,
    level_payments,
    revenue_payments,
)
from kejin.instruments.loans.schedules import Payment, Schedule, schedule, schedule_of_columns, schedules
from kejin.instruments.loans.terms import (
    Bullet,
    Draw,
    EqualInstalments,
    EqualPrincipal,
    LoanTerms,
    Prepayment,
    PrepaymentEffect,
    PrincipalPlan,
    RateReset,
    Repayment,
    SteppedInstalments,
    UpfrontFee,
    YearlyFee,
)

__all__ = [
    "Bullet",
    "Draw",
    "EqualInstalments",
    "EqualPrincipal",
    "LineTerms",
    "LoanTerms",
    "Move",
    "Payment",
    "Prepayment",
    "PrepaymentEffect",
    "PrincipalPlan",
    "QuoteLink",
    "RateReset",
    "Repayment",
    "ResultLink",
    "RevenuePayment",
    "RevenueTerms",
    "Schedule",
    "SteppedInstalments",
    "UpfrontFee",
    "YearlyFee",
    "effective_rate",
    "level_payments",
    "line_schedule",
    "revenue_payments",
    "schedule",
    "schedule_of_columns",
    "schedules",
]
