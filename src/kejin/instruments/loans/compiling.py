"""From terms to a plan: the days on which something happens, and what the kernel does on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from kejin.instruments.conventions import Moment, Reference, cycle_dates, year_fraction
from kejin.instruments.events import EventKind
from kejin.instruments.loans.forms import (
    Bullet,
    EqualInstalments,
    EqualPrincipal,
    PrincipalPlan,
    SteppedInstalments,
)
from kejin.instruments.loans.solving import equal_parts, proportional_payments
from kejin.instruments.loans.terms import LoanTerms, PrepaymentEffect, UpfrontFee, YearlyFee, pays_level
from kejin.instruments.plans import Plan, Step, YearFraction
from kejin.instruments.programs import Op
from kejin.money import RATE_SCALE, Rounding, round_quotient

Column = npt.NDArray[np.int64]
_PRINCIPAL: Final = (EventKind.PR, None, None)
_INTEREST: Final = (None, EventKind.IP, None)
_BOTH: Final = (EventKind.PR, EventKind.IP, None)
_FEE: Final = (None, None, EventKind.FP)


def compile_loan(terms: LoanTerms, *, principal: Column, rates: Column) -> Plan:
    """The plan of loans whose terms have been checked; principal is drawn in its first row.

    Args:
        terms: What was agreed; amount and rate are those of the columns.
        principal: The principal of each loan, in minor units.
        rates: The yearly rate of each loan, in parts per billion.
    """
    compiler = _Compiler(terms, principal, rates)
    return Plan.of(terms.initial_exchange_date, compiler.steps(), fraction=compiler.fraction)


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
class _Days:
    """What falls on which day, before days are moved."""

    interest: frozenset[date]
    principal: tuple[date, ...]
    capitalised: frozenset[date]
    fees: frozenset[date]

    @classmethod
    def of(cls, terms: LoanTerms) -> "_Days":
        """The days that the terms give."""
        start, end = terms.initial_exchange_date, terms.maturity_date
        interest = set(terms.interest_dates())
        until = terms.capitalization_end_date
        capitalised = {day for day in interest if until is not None and day <= until and day < end}
        if until is not None and until < end:
            capitalised.add(until)
        fees: set[date] = set()
        for fee in terms.fees:
            if isinstance(fee, YearlyFee):
                fees |= set(
                    cycle_dates(start, fee.cycle, end, end_of_month=terms.dates.sticks_to_month_end)[1:]
                )
        return cls(
            frozenset(interest), tuple(terms.principal_dates()), frozenset(capitalised), frozenset(fees)
        )


class _Compiler:
    """Writes the steps of one plan, day by day."""

    def __init__(self, terms: LoanTerms, principal: Column, rates: Column) -> None:
        self.terms, self.principal, self.rates = terms, principal, rates
        self.days, self.fraction = _Days.of(terms), counter(terms)
        self.resets = {reset.day: reset.rate for reset in terms.rate_resets}
        self.draws = {draw.day: draw.amount.minor for draw in terms.draws}
        self.prepayments = {each.day: each for each in terms.prepayments}
        self.parts = dict(terms.repayment.parts) if isinstance(terms.repayment, PrincipalPlan) else {}
        self.weights = self._weights()

    def steps(self) -> Iterator[Step]:
        """All steps in the order of time."""
        terms = self.terms
        start, first = terms.initial_exchange_date, self.days.principal[0]
        yield from self._payout(start)
        free = {terms.interest_free_until} if terms.interest_free_until is not None else set()
        before = start
        for day in sorted({*self.days.interest, *self.days.principal, *self.days.capitalised, *self.days.fees,
                           *self.resets, *self.draws, *self.prepayments, *free}):  # fmt: skip
            if day == first:
                yield from self._agree(before)
            yield from self._on(day)
            before = day

    def _moment(self, day: date) -> Moment:
        return self.terms.dates.moment(day)

    def _payout(self, start: date) -> Iterator[Step]:
        moment = self._moment(start)
        yield Step(moment, Op.DRAW, (EventKind.IED, None, None), (self.principal, 0))
        for fee in self.terms.fees:
            if isinstance(fee, UpfrontFee):
                yield Step(moment, Op.OTHER, _FEE, (self._upfront(fee),))
        if self.terms.down_payment is not None:
            yield Step(moment, Op.REPAY, _PRINCIPAL, (self.terms.down_payment.minor,))

    def _upfront(self, fee: UpfrontFee) -> object:
        if fee.amount is not None:
            return fee.amount.minor
        share = fee.share.ppb if fee.share is not None else 0
        return np.array(
            [round_quotient(int(each) * share, RATE_SCALE, Rounding.HALF_UP) for each in self.principal],
            np.int64,
        )

    def _on(self, day: date) -> Iterator[Step]:
        """What happens on one day: payments first, then what holds from then on."""
        terms, moment = self.terms, self._moment(day)
        if day in self.days.fees:
            yield Step(moment, Op.RENT, _FEE, (0,))
        if day == terms.maturity_date:
            yield Step(moment, Op.FINAL, (EventKind.MD, EventKind.IP, None))
            return
        yield from self._payment(day, moment)
        if day == terms.interest_free_until:
            yield Step(moment, Op.RATE, arguments=(self._rate_at(day),))
        if day in self.resets and not self._is_free(day):
            yield Step(moment, Op.RATE, (EventKind.RR, None, None), (self.resets[day].ppb,))
        if day in self.draws:
            yield Step(moment, Op.DRAW, (EventKind.PI, None, None), (self.draws[day], 0))
        if day in self.prepayments:
            amount = self.prepayments[day].amount.minor
            yield Step(moment, Op.REPAY, (EventKind.PP, None, None), (amount,))
        if self._is_agreed_anew(day) and day >= self.days.principal[0]:
            yield from self._agree(day)

    def _is_agreed_anew(self, day: date) -> bool:
        """Whether what happens on a day changes the payments after it."""
        if day in self.draws:
            return True
        if day in self.prepayments and self.prepayments[day].effect is PrepaymentEffect.AMOUNT:
            return True
        return self._is_level() and (day in self.resets or day == self.terms.interest_free_until)

    def _is_free(self, day: date) -> bool:
        return self.terms.interest_free_until is not None and day <= self.terms.interest_free_until

    def _rate_at(self, day: date) -> object:
        """The rate that holds after the days without interest."""
        past = [rate for when, rate in self.resets.items() if when <= day]
        return past[-1].ppb if past else self.rates

    def _is_level(self) -> bool:
        return pays_level(self.terms.repayment)

    def _payment(self, day: date, moment: Moment) -> Iterator[Step]:
        if day in self.days.capitalised:
            yield Step(moment, Op.CAPITALISE, (None, EventKind.IPCI, None))
        interest = day in self.days.interest and day not in self.days.capitalised
        if day not in self.days.principal:
            if interest:
                yield Step(moment, Op.INTEREST, _INTEREST)
            return
        if day in self.parts:
            yield Step(moment, Op.PAYMENT, arguments=(self.parts[day],))
        elif isinstance(self.terms.repayment, SteppedInstalments) and day in self.weights:
            yield Step(moment, Op.PAYMENT, arguments=(self.weights[day],))
        if not interest:
            yield Step(moment, Op.REDEEM, _PRINCIPAL)
        else:
            yield Step(moment, Op.INSTALMENT if self._is_level() else Op.LINEAR, _BOTH)

    # The agreed payment

    def _agree(self, before: date) -> Iterator[Step]:
        """The step that fixes the payment, at the event before the payments that it is for."""
        form, moment = self.terms.repayment, self._moment(before)
        if isinstance(form, Bullet | PrincipalPlan | SteppedInstalments):
            return
        if form.next_principal_redemption_payment is not None:
            yield Step(moment, Op.PAYMENT, arguments=(form.next_principal_redemption_payment,))
        elif form.balloon:
            yield Step(moment, Op.PAYMENT, arguments=(self._with_balloon(form),))
        else:
            yield Step(moment, Op.LEVEL if self._is_level() else Op.SHARE, periods=self._periods(before))

    def _periods(self, before: date) -> list[Fraction]:
        """The fractions from a day to the next payment and between the payments after it."""
        level = isinstance(self.terms.repayment, EqualInstalments)
        days = self.terms.amortization_dates() if level else list(self.days.principal)
        counted = [self._moment(day).counted for day in [before, *(day for day in days if day > before)]]
        return [self.fraction(first, last) for first, last in pairwise(counted)]

    def _financed(self) -> Column:
        down = self.terms.down_payment.minor if self.terms.down_payment is not None else 0
        return self.principal - down

    def _with_balloon(self, form: EqualInstalments | EqualPrincipal) -> Column:
        owed, count = self._financed(), len(self.days.principal)
        if isinstance(form, EqualPrincipal):
            return equal_parts(owed, form.balloon, count)
        return proportional_payments(
            owed,
            self.rates,
            self._periods(self._before_first()),
            weights=[Fraction(1)] * count,
            factors=[Fraction(1)],
            balloon=form.balloon,
        )[0]

    def _before_first(self) -> date:
        """The last payment of interest before the first of principal, or the payout."""
        earlier = [day for day in self.days.interest if day < self.days.principal[0]]
        return max(earlier, default=self.terms.initial_exchange_date)

    def _weights(self) -> dict[date, Column]:
        """For instalments in steps, each loan's payment from every day on which it changes, the first one included."""
        form = self.terms.repayment
        if not isinstance(form, SteppedInstalments):
            return {}
        days = self.days.principal
        weights = [
            [factor for when, factor in [(date.min, Fraction(1)), *form.steps] if when <= day][-1]
            for day in days
        ]
        changes = [place for place in range(len(days)) if place == 0 or weights[place] != weights[place - 1]]
        payments = proportional_payments(
            self._financed(),
            self.rates,
            self._periods(self._before_first()),
            weights=weights,
            factors=[weights[place] for place in changes],
        )
        return {days[place]: column for place, column in zip(changes, payments, strict=True)}
