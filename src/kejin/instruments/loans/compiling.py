"""From terms to a plan: the dates of payments, and what the kernel does on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kejin.errors import TermsError
from kejin.instruments.conventions import Reference, cycle_dates, year_fraction
from kejin.instruments.events import EventKind
from kejin.instruments.loans.terms import Bullet, EqualInstalments, LoanTerms
from kejin.instruments.plans import Plan, Step, YearFraction
from kejin.instruments.programs import Op


def compile_loan(terms: LoanTerms, *, principal: npt.NDArray[np.int64] | None = None) -> Plan:
    """The plan of a loan whose terms have been checked; principal is drawn in its first row.

    Args:
        terms: What was agreed.
        principal: The principal of each loan of a group, in minor units; that of the terms where None.
    """
    drawn = terms.notional_principal.minor if principal is None else principal
    start = terms.initial_exchange_date
    draw = Step(terms.dates.moment(start), Op.DRAW, (EventKind.IED, None, None), (drawn, 0))
    return Plan.of(start, [draw, *_payments(terms)], fraction=counter(terms))


def counter(terms: LoanTerms) -> YearFraction:
    """The terms' day count as a function of two dates."""
    rule, first = terms.day_count_convention, terms.initial_exchange_date
    cycle = terms.cycle_of_interest_payment or terms.cycle_of_principal_redemption
    anchor = terms.cycle_anchor_date_of_interest_payment or first
    coupons = (anchor, cycle.months) if cycle is not None and cycle.months and not cycle.days else None
    reference = Reference(maturity=terms.maturity_date, coupons=coupons, first_day=first)

    def fraction(start: date, end: date) -> Fraction:
        return year_fraction(rule, start, end, reference=reference)

    return fraction


@dataclass(frozen=True, slots=True)
class PaymentDates:
    """The dates of a loan's schedule before they are moved, each list ascending and with the maturity as its last.

    Attributes:
        interest: When interest is paid.
        principal: When principal is repaid.
    """

    interest: list[date]
    principal: list[date]

    @classmethod
    def of(cls, terms: LoanTerms) -> "PaymentDates":
        """The dates that the terms' cycles give."""
        start, end, interest = terms.initial_exchange_date, terms.maturity_date, terms.interest_dates()
        if isinstance(terms.repayment, Bullet):
            return cls(interest, [end])
        anchor = terms.cycle_anchor_date_of_principal_redemption
        often = terms.cycle_of_principal_redemption
        if often in (None, terms.cycle_of_interest_payment) and (anchor is None or anchor in interest):
            return cls(interest, [day for day in interest if anchor is None or day >= anchor])
        principal = cycle_dates(anchor or start, often, end, end_of_month=terms.dates.sticks_to_month_end)
        return cls(interest, [day for day in principal if day > start])


def _payments(terms: LoanTerms) -> Iterator[Step]:
    dates = PaymentDates.of(terms)
    level = isinstance(terms.repayment, EqualInstalments)
    if level and not set(dates.principal) <= set(dates.interest):
        odd = min(set(dates.principal) - set(dates.interest))
        raise TermsError(
            "a term breaks a rule",
            expected="interest paid on every day on which an equal instalment is due",
            found=odd,
            where="cycleOfInterestPayment",
            kept="No schedule was made.",
        )
    before = terms.initial_exchange_date
    for day in sorted({*dates.interest, *dates.principal}):
        if day == dates.principal[0] and not isinstance(terms.repayment, Bullet):
            yield _agree(terms, dates, before)
        yield _payment(terms, dates, day)
        before = day


def _agree(terms: LoanTerms, dates: PaymentDates, before: date) -> Step:
    """The step that fixes the payment, at the event before the first repayment."""
    moment = terms.dates.moment(before)
    agreed = (
        None if isinstance(terms.repayment, Bullet) else terms.repayment.next_principal_redemption_payment
    )
    if agreed is not None:
        return Step(moment, Op.PAYMENT, arguments=(agreed,))
    counted = [moment.counted, *(terms.dates.moment(day).counted for day in dates.principal)]
    fraction = counter(terms)
    periods = [fraction(first, last) for first, last in pairwise(counted)]
    return Step(
        moment, Op.LEVEL if isinstance(terms.repayment, EqualInstalments) else Op.SHARE, periods=periods
    )


def _payment(terms: LoanTerms, dates: PaymentDates, day: date) -> Step:
    moment = terms.dates.moment(day)
    if day == terms.maturity_date:
        return Step(moment, Op.FINAL, (EventKind.MD, EventKind.IP, None))
    if day not in dates.principal:
        return Step(moment, Op.INTEREST, (None, EventKind.IP, None))
    if day not in dates.interest:
        return Step(moment, Op.REDEEM, (EventKind.PR, None, None))
    op = Op.INSTALMENT if isinstance(terms.repayment, EqualInstalments) else Op.LINEAR
    return Step(moment, op, (EventKind.PR, EventKind.IP, None))
