"""Subsidies of a loan, paid when they are really paid: on which payments, up to which limits, after which claim.

A subsidy is a share of what was paid (interest, fee, premium, cost), or points of the rate. What it comes to is worked
out claim by claim from the payments of the claim's period; the roundings of all claims add up to that of the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from kejin.calendars import add_months, month_end, year_end
from kejin.instruments.costs.flows import MONTHS_OF_A_YEAR, FlowRow, Purpose
from kejin.instruments.costs.shares import Column, Number, Ratio, column, shares
from kejin.money import RATE_SCALE

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
        value_ppb: The share or the points, in parts per billion; this and the two after it one number, or one per loan.
        covered_max: The largest amount lent that it covers, in minor units; None for any.
        yearly_cap: The most that is paid for claims of one calendar year; None for no cap.
        years: For how many years from the payout; None for all.
        claimed: When it is claimed.
        paid_after_days: Days from the claim's day to the payment.
    """

    key: str
    basis: Basis
    value_ppb: Number
    covered_max: Number | None = None
    yearly_cap: Number | None = None
    years: int | None = None
    claimed: Claim = Claim.BY_YEAR
    paid_after_days: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """Several subsidies that together pay at most so much for claims of one calendar year."""

    keys: frozenset[str]
    yearly_cap: int


@dataclass(frozen=True, slots=True, eq=False)
class Borrowed:
    """Loans that subsidies are worked out for; they share their days.

    Attributes:
        amount: What is lent, in minor units, one per loan.
        rate_ppb: Per year, one or one per loan.
        start: The first day.
        end: The last day.
        rows: What they receive and pay.
    """

    amount: Column
    rate_ppb: Number
    start: date
    end: date
    rows: Sequence[FlowRow]


@dataclass(slots=True)
class _Granted:
    """What one claim brings: the day it is claimed for, and minor units, one per loan."""

    day: date
    amounts: Column


def subsidy_rows(
    loans: Borrowed, subsidies: Sequence[Subsidy], limits: Iterable[Limit] = ()
) -> list[FlowRow]:
    """What the subsidies pay and when. What a common limit cuts is taken from the later ones."""
    granted = {subsidy.key: _claims(loans, subsidy) for subsidy in subsidies}
    for limit in limits:
        _cut(granted, limit.keys, limit.yearly_cap)
    return [
        FlowRow(
            claim.day + timedelta(days=subsidy.paid_after_days), Purpose.SUBSIDY, claim.amounts, subsidy.key
        )
        for subsidy in subsidies
        for claim in granted[subsidy.key]
    ]


def _claims(loans: Borrowed, subsidy: Subsidy) -> list[_Granted]:
    ratios = _ratios(loans, subsidy)
    until = add_months(loans.start, MONTHS_OF_A_YEAR * subsidy.years) if subsidy.years is not None else None
    paid: dict[date, Column] = {}
    for row in sorted(loans.rows, key=lambda row: row.day):
        if row.purpose in _PAID_FOR[subsidy.basis] and (until is None or row.day <= until):
            day = _claim_day(subsidy.claimed, row.day, loans)
            paid[day] = paid[day] - row.amounts if day in paid else -row.amounts
    base, granted = np.zeros_like(loans.amount), np.zeros_like(loans.amount)
    found = []
    for day, amounts in paid.items():
        base = base + amounts
        whole = shares(base, ratios)
        found.append(_Granted(day, whole - granted))
        granted = whole
    if subsidy.yearly_cap is not None:
        _cut({subsidy.key: found}, frozenset({subsidy.key}), subsidy.yearly_cap)
    return found


def _ratios(loans: Borrowed, subsidy: Subsidy) -> list[Ratio]:
    """The share of what is paid: of the part that is covered, and never more than all of it."""
    ratios: list[Ratio] = []
    if subsidy.covered_max is not None:
        ratios.append((np.minimum(loans.amount, subsidy.covered_max), loans.amount))
    if subsidy.basis is Basis.POINTS:
        rate = np.maximum(column(loans.rate_ppb, loans.amount.size), 0)
        # Without interest there is nothing to take points off.
        ratios.append((np.minimum(rate, subsidy.value_ppb), np.maximum(rate, 1)))
    else:
        ratios.append((np.minimum(RATE_SCALE, column(subsidy.value_ppb, loans.amount.size)), RATE_SCALE))
    return ratios


def _claim_day(claim: Claim, day: date, loans: Borrowed) -> date:
    if claim is Claim.BY_QUARTER:
        last = (day.month + _MONTHS_OF_A_QUARTER - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER
        return month_end(date(day.year, last, 1))
    if claim is Claim.BY_YEAR:
        return year_end(day)
    return max(loans.end, day) if claim is Claim.AFTER_REPAYMENT else day


def _cut(granted: Mapping[str, list[_Granted]], keys: frozenset[str], yearly_cap: Number) -> None:
    left: dict[int, Column] = {}
    for key, claims in granted.items():
        if key not in keys:
            continue
        for claim in claims:
            room = left.get(claim.day.year, column(yearly_cap, claim.amounts.size))
            claim.amounts = np.minimum(claim.amounts, room)
            left[claim.day.year] = room - claim.amounts
