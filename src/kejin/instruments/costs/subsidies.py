"""Subsidies of a loan, paid when they are really paid: on which payments, up to which limits, after which claim.

A subsidy is a share of what was paid (interest, fee, premium, cost), or points of the rate. What it comes to is worked
out claim by claim from the payments of the claim's period; the roundings of all claims add up to that of the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from kejin.calendars import add_months, month_end, year_end
from kejin.instruments.costs.flows import MONTHS_OF_A_YEAR, Flow, Purpose
from kejin.money import RATE_SCALE, Rounding, round_quotient

_MONTHS_OF_A_QUARTER = 3


class Basis(StrEnum):
    """What a subsidy is a share of; `POINTS` are points of the rate, never more than the rate has."""

    INTEREST = "share_of_interest"
    POINTS = "points_of_rate"
    FEE = "share_of_fee"
    PREMIUM = "share_of_premium"
    COST = "share_of_cost"


class Claim(StrEnum):
    """When a subsidy is claimed, which is the earliest day on which it can be paid."""

    WITH_PAYMENT = "with_payment"
    BY_QUARTER = "by_quarter"
    BY_YEAR = "by_year"
    AFTER_REPAYMENT = "after_repayment"


_PAID_FOR: Mapping[Basis, frozenset[Purpose]] = {
    Basis.INTEREST: frozenset({Purpose.INTEREST}),
    Basis.POINTS: frozenset({Purpose.INTEREST}),
    Basis.FEE: frozenset({Purpose.FEE}),
    Basis.PREMIUM: frozenset({Purpose.PREMIUM, Purpose.FEE}),
    Basis.COST: frozenset({Purpose.INTEREST, Purpose.FEE, Purpose.ONCE_FEE, Purpose.PREMIUM}),
}


@dataclass(frozen=True, slots=True)
class Subsidy:
    """One subsidy of one loan.

    Attributes:
        key: What it is called by.
        basis: What it is a share of.
        value_ppb: The share or the points, in parts per billion.
        covered_max: The largest amount lent that it covers, in minor units; None for any.
        yearly_cap: The most that is paid for claims of one calendar year; None for no cap.
        years: For how many years from the payout; None for all.
        claimed: When it is claimed.
        paid_after_days: Days from the claim's day to the payment.
    """

    key: str
    basis: Basis
    value_ppb: int
    covered_max: int | None = None
    yearly_cap: int | None = None
    years: int | None = None
    claimed: Claim = Claim.BY_YEAR
    paid_after_days: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """Several subsidies that together pay at most so much for claims of one calendar year."""

    keys: frozenset[str]
    yearly_cap: int


@dataclass(frozen=True, slots=True)
class Borrowed:
    """The loan that subsidies are worked out for: amount in minor units, rate, first and last day, what it pays."""

    amount: int
    rate_ppb: int
    start: date
    end: date
    flows: Sequence[Flow]


@dataclass(slots=True)
class _Granted:
    """What one claim brings: the day it is claimed for, and minor units."""

    day: date
    amount: int


def subsidy_flows(loan: Borrowed, subsidies: Sequence[Subsidy], limits: Iterable[Limit] = ()) -> list[Flow]:
    """What the subsidies pay and when. What a common limit cuts is taken from the later ones."""
    granted = {subsidy.key: _claims(loan, subsidy) for subsidy in subsidies}
    for limit in limits:
        _cut(granted, limit)
    return [
        Flow(claim.day + timedelta(days=subsidy.paid_after_days), Purpose.SUBSIDY, claim.amount, subsidy.key)
        for subsidy in subsidies
        for claim in granted[subsidy.key]
        if claim.amount
    ]


def _claims(loan: Borrowed, subsidy: Subsidy) -> list[_Granted]:
    share = _share(loan, subsidy)
    until = add_months(loan.start, MONTHS_OF_A_YEAR * subsidy.years) if subsidy.years is not None else None
    paid: dict[date, int] = {}
    for flow in sorted(loan.flows, key=lambda flow: flow.day):
        if flow.purpose in _PAID_FOR[subsidy.basis] and (until is None or flow.day <= until):
            day = _claim_day(subsidy.claimed, flow.day, loan)
            paid[day] = paid.get(day, 0) - flow.amount
    found, base, granted = [], 0, 0
    for day, amount in paid.items():
        base += amount
        whole = round_quotient(base * share.numerator, share.denominator, Rounding.HALF_UP)
        found.append(_Granted(day, whole - granted))
        granted = whole
    if subsidy.yearly_cap is not None:
        _cut({subsidy.key: found}, Limit(frozenset({subsidy.key}), subsidy.yearly_cap))
    return found


def _share(loan: Borrowed, subsidy: Subsidy) -> Fraction:
    """The share of what is paid: of the part that is covered, and never more than all of it."""
    covered = Fraction(1)
    if subsidy.covered_max is not None and loan.amount > subsidy.covered_max:
        covered = Fraction(subsidy.covered_max, loan.amount)
    if subsidy.basis is Basis.POINTS:
        if loan.rate_ppb <= 0:
            return Fraction(0)
        return covered * Fraction(min(subsidy.value_ppb, loan.rate_ppb), loan.rate_ppb)
    return covered * min(Fraction(1), Fraction(subsidy.value_ppb, RATE_SCALE))


def _claim_day(claim: Claim, day: date, loan: Borrowed) -> date:
    if claim is Claim.BY_QUARTER:
        last = (day.month + _MONTHS_OF_A_QUARTER - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER
        return month_end(date(day.year, last, 1))
    if claim is Claim.BY_YEAR:
        return year_end(day)
    return max(loan.end, day) if claim is Claim.AFTER_REPAYMENT else day


def _cut(granted: Mapping[str, list[_Granted]], limit: Limit) -> None:
    left: dict[int, int] = {}
    for key, claims in granted.items():
        if key not in limit.keys:
            continue
        for claim in claims:
            room = left.get(claim.day.year, limit.yearly_cap)
            claim.amount = min(claim.amount, room)
            left[claim.day.year] = room - claim.amount
