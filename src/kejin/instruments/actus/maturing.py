"""When a contract ends that states no maturity: from the size of its payments, from a call, or not at all."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from kejin.errors import TermsError
from kejin.instruments.actus.reading import midnight
from kejin.instruments.actus.terms import ContractTerms, Segment
from kejin.instruments.conventions import Cycle, cycle_dates, year_fraction

# A plan of payments that has not repaid its notional by then never will.
_LONGEST_YEARS: Final = 200


def maturity_of(terms: ContractTerms) -> datetime | None:
    """The maturity that the terms state or imply; None where only a call or a sale ends the contract.

    Raises:
        TermsError: The payments never repay the notional.
    """
    stated = terms.principal.maturity_date or terms.principal.amortization_date
    if stated is not None:
        return stated
    implied = _IMPLIED.get(terms.basics.kind)
    return midnight(implied(terms)) if implied is not None else None


def first_of(terms: ContractTerms, anchor: date | None, cycle: Cycle | None) -> date | None:
    """A cycle's first date: its anchor, else one cycle after the initial exchange."""
    if anchor is not None or cycle is None:
        return anchor
    sticks = terms.basics.dates.sticks_to_month_end
    return cycle.after(terms.principal.initial_exchange_date.date(), end_of_month=sticks)


def _by_payments(terms: ContractTerms) -> date:
    """LAM: as many payments as the notional needs."""
    principal = terms.principal
    payment = principal.next_payment or 0.0
    return _after_payments(terms, payment)


def _by_payments_less_interest(terms: ContractTerms) -> date:
    """NAM, ANN: as many as it needs when each pays the first one's interest too (ACTUS, state Tmd of NAM)."""
    principal, cycle = terms.principal, terms.principal.cycle
    first = first_of(terms, principal.anchor, cycle)
    if cycle is None or first is None or terms.basics.day_count is None:
        raise _endless(terms, "cycleOfPrincipalRedemption", cycle)
    sticks = terms.basics.dates.sticks_to_month_end
    part = year_fraction(terms.basics.day_count, first, cycle.after(first, end_of_month=sticks))
    interest = principal.notional_principal * float(part) * (terms.interest.rate or 0.0)
    return _after_payments(terms, (principal.next_payment or 0.0) - interest)


def _after_payments(terms: ContractTerms, payment: float) -> date:
    principal, cycle = terms.principal, terms.principal.cycle
    first = first_of(terms, principal.anchor, cycle)
    if cycle is None or first is None or payment <= 0:
        raise _endless(terms, "nextPrincipalRedemptionPayment", principal.next_payment)
    # A quotient that floats leave a hair above a whole number is that number.
    count = math.ceil(principal.notional_principal / payment - 1e-9)
    sticks = terms.basics.dates.sticks_to_month_end
    times = 0
    while midnight(cycle.after(first, times, end_of_month=sticks)) <= terms.basics.status_date:
        times += 1
    return cycle.after(first, times + count - 1, end_of_month=sticks)


def _by_segments(terms: ContractTerms) -> date:
    """LAX: the day on which increases and decreases leave nothing."""
    balance = terms.principal.notional_principal
    limit = terms.principal.initial_exchange_date.date() + timedelta(days=366 * _LONGEST_YEARS)
    for day, segment in segment_days(
        terms.principal.segments, limit, sticks=terms.basics.dates.sticks_to_month_end
    ):
        balance += segment.payment if segment.marker == "INC" else -segment.payment
        if balance <= 1e-9 * terms.principal.notional_principal:
            return day
    raise _endless(
        terms, "arrayNextPrincipalRedemptionPayment", [each.payment for each in terms.principal.segments]
    )


def segment_days(segments: tuple[Segment, ...], end: date, *, sticks: bool) -> list[tuple[date, Segment]]:
    """The days of an array schedule before `end`, each with its stretch; a stretch ends where the next begins."""
    days: list[tuple[date, Segment]] = []
    for place, segment in enumerate(segments):
        until = min(segments[place + 1].anchor, end) if place + 1 < len(segments) else end
        if segment.cycle is None:
            found = [segment.anchor] if segment.anchor < end else []
        else:
            found = cycle_dates(segment.anchor, segment.cycle, until, end_of_month=sticks)[:-1]
        days += [(day, segment) for day in found]
    return days


def _endless(terms: ContractTerms, name: str, value: object) -> TermsError:
    return TermsError(
        "the contract states no maturity and its payments give none",
        expected=f"a maturityDate, or a {name} that repays {terms.principal.notional_principal:g}",
        found=value,
        where=f"{terms.basics.identity}: {name}",
    )


_IMPLIED: Final[Mapping[str, Callable[[ContractTerms], date]]] = MappingProxyType(
    {
        "LAM": _by_payments,
        "NAM": _by_payments_less_interest,
        "ANN": _by_payments_less_interest,
        "LAX": _by_segments,
    }
)
