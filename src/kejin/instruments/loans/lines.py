"""Revolving lines 循环额度: draw and repay at will within a limit, interest on what is drawn, a fee on what is not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle, DateRules, DayCount, Reference, cycle_dates, year_fraction
from kejin.instruments.events import EventKind
from kejin.instruments.loans.checking import broken
from kejin.instruments.loans.schedules import Schedule
from kejin.instruments.plans import Plan, Step, YearFraction
from kejin.instruments.programs import Op
from kejin.instruments.running import Opening, RoundingPolicy, run_program
from kejin.money import RATE_SCALE, Money, Rate, Rounding, round_quotient


@dataclass(frozen=True, slots=True)
class Move:
    """A draw (above zero) or a repayment (below zero) on a day, in minor units."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTerms:
    """What was agreed for a revolving line; attributes are ACTUS terms in Python's spelling where ACTUS has one.

    Attributes:
        limit: The most that may be drawn at any time.
        nominal_interest_rate: Per year, on what is drawn.
        initial_exchange_date: From when the line may be drawn.
        maturity_date: When everything is due.
        day_count_convention: How days are counted.
        cycle_of_interest_payment: How often interest and the fee are paid.
        commitment_fee: Per year, on what is not drawn (承诺费).
        dates: Calendar, business day and end-of-month conventions.
    """

    limit: Money
    nominal_interest_rate: Rate
    initial_exchange_date: date
    maturity_date: date
    day_count_convention: DayCount
    cycle_of_interest_payment: Cycle
    commitment_fee: Rate | None = None
    dates: DateRules = field(default_factory=DateRules)


def line_schedule(
    terms: LineTerms, moves: list[Move], *, policy: RoundingPolicy = RoundingPolicy.PER_EVENT
) -> Schedule:
    """The cash flows of a line that is drawn and repaid as told; what is drawn at maturity is repaid then.

    Args:
        terms: What was agreed.
        moves: Draws and repayments; several on one day are one.
        policy: Whole minor units, or floats.

    Raises:
        TermsError: A term breaks a rule, a draw passes the limit, or more is repaid than is drawn.
    """
    balances = _balances(terms, moves)
    plan = Plan.of(terms.initial_exchange_date, _steps(terms, balances), fraction=_counter(terms))
    result = run_program(plan.program, Opening(rate=terms.nominal_interest_rate.ppb), policy=policy)
    return Schedule(plan, result, terms.limit.currency.value)


def _balances(terms: LineTerms, moves: list[Move]) -> dict[date, int]:
    """What is drawn after each day on which it changes."""
    start, end, drawn = terms.initial_exchange_date, terms.maturity_date, 0
    if end <= start:
        raise broken("maturityDate", f"a day after the initialExchangeDate {start}", end)
    if terms.limit.minor <= 0:
        raise broken("limit", "an amount above zero", terms.limit)
    balances = {start: 0}
    for move in sorted(moves, key=lambda each: each.day):
        if not start <= move.day < end:
            raise broken("moves", f"a day from {start} and before {end}", move.day)
        drawn += move.amount
        balances[move.day] = drawn
    for day, balance in balances.items():
        if not 0 <= balance <= terms.limit.minor:
            raise TermsError(
                "a move leaves the line", expected=f"from 0 to {terms.limit.minor} drawn", found=balance,
                where=f"moves: {day}", kept="No schedule was made.",
            )  # fmt: skip
    return balances


def _counter(terms: LineTerms) -> YearFraction:
    reference = Reference(maturity=terms.maturity_date, first_day=terms.initial_exchange_date)

    def fraction(start: date, end: date) -> Fraction:
        return year_fraction(terms.day_count_convention, start, end, reference=reference)

    return fraction


def _steps(terms: LineTerms, balances: dict[date, int]) -> Iterator[Step]:
    start, end, sticks = terms.initial_exchange_date, terms.maturity_date, terms.dates.sticks_to_month_end
    due = [
        day
        for day in cycle_dates(start, terms.cycle_of_interest_payment, end, end_of_month=sticks)
        if day > start
    ]
    fees = _commitment_fees(terms, balances, due)
    before = 0
    for day in sorted({*due, *balances}):
        moment = terms.dates.moment(day)
        if day in fees:
            yield Step(moment, Op.OTHER, (None, None, EventKind.FP), (fees[day],))
        if day == end:
            yield Step(moment, Op.FINAL, (EventKind.MD, EventKind.IP, None))
            return
        if day in due:
            yield Step(moment, Op.INTEREST, (None, EventKind.IP, None))
        change = balances.get(day, before) - before
        if change > 0:
            yield Step(moment, Op.DRAW, (EventKind.PI, None, None), (change, 0))
        elif change < 0:
            yield Step(moment, Op.REPAY, (EventKind.PR, None, None), (-change,))
        before += change


def _commitment_fees(terms: LineTerms, balances: dict[date, int], due: list[date]) -> dict[date, int]:
    """The fee of each period: rate times what was free, day by day, rounded once."""
    if terms.commitment_fee is None:
        return {}
    fraction, fees, owed = _counter(terms), {}, Fraction(0)
    days = sorted({*due, *balances})
    free = terms.limit.minor
    for first, last in pairwise(days):
        free = terms.limit.minor - balances.get(first, terms.limit.minor - free)
        counted = fraction(terms.dates.moment(first).counted, terms.dates.moment(last).counted)
        owed += free * counted
        if last in due:
            amount = owed * Fraction(terms.commitment_fee.ppb, RATE_SCALE)
            fees[last] = round_quotient(amount.numerator, amount.denominator, Rounding.HALF_UP)
            owed = Fraction(0)
    return fees
