"""Loans: terms with ACTUS names, the forms of repayment, schedules of one loan and of many."""

from kejin.instruments.loans.schedules import Payment, Schedule, schedule, schedules
from kejin.instruments.loans.terms import Bullet, EqualInstalments, EqualPrincipal, LoanTerms, Repayment

__all__ = [
    "Bullet",
    "EqualInstalments",
    "EqualPrincipal",
    "LoanTerms",
    "Payment",
    "Repayment",
    "Schedule",
    "schedule",
    "schedules",
]
