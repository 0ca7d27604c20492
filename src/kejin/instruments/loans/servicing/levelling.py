"""Level instalments: worked out when money is drawn or the rate changes, and kept true by the last unpaid period.

With factors f_i for the periods left and a balance B, the level instalment is

    B · (1 + f_1)(1 + f_2)…(1 + f_n) / (1 + (1 + f_n) + (1 + f_n)(1 + f_{n-1}) + …)

taken to whole minor units. What rounding leaves falls on the last period; where it grows beyond half a unit a period,
the instalment is shifted by its share and tried again, three times at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kejin.instruments.loans.servicing.accruing import Span
from kejin.instruments.loans.servicing.conventions import Form, InterestMethod
from kejin.instruments.loans.servicing.cumulative import level_cumulatively
from kejin.instruments.loans.servicing.plan import Period, Plan, Standing
from kejin.instruments.loans.servicing.sharing import share_principal

MOST_SHIFTS = 3


def draw(plan: Plan, day: date, amount: int) -> None:
    """Money drawn on a day: the instalments from then on are levelled anew."""
    plan.change(day).drawn += amount
    if plan.form is Form.PRINCIPAL:
        share_principal(plan, day)
        return
    _level_after(plan, day, rate_changes=False)


def capitalise(plan: Plan, day: date, amount: int) -> None:
    """Income added to principal on a day, which is not paid out."""
    plan.change(day).capitalised += amount
    _level_after(plan, day, rate_changes=False)


def pause(plan: Plan, first: date, last: date) -> None:
    """No interest on the days from one to another; instalments stay, and the last one becomes smaller."""
    plan.pauses.append(Span(first - timedelta(days=1), last))
    touched = [p for p in plan.periods if p.span.start < last and p.span.end >= first]
    if touched and plan.form is not Form.PRINCIPAL:
        settle_last(plan, touched[0].span.start)


def change_rate(plan: Plan, first_day: date, rate: Decimal) -> None:
    """Another annual rate from a day on; with cumulative instalments, from the whole period that holds the day."""
    if plan.form is Form.CUMULATIVE:
        period = next((period for period in plan.periods if period.span.end >= first_day), None)
        if period is not None:
            plan.rates[period.span.start] = rate
            level_cumulatively(plan, plan.from_due(period.span.end))
        return
    last = first_day - timedelta(days=1)
    plan.rates[last] = rate
    if plan.form is Form.PRINCIPAL:
        plan.change(last)
    elif plan.period_of(last) is not None:
        plan.change(last)
        _level_after(plan, last, rate_changes=True)
    elif last < plan.periods[0].span.start:
        # On the day of the payout: the whole plan is one of the new rate.
        first = plan.periods[0].span
        _level_from(plan, first.end, day=first.start, rate_changes=True)


def _level_after(plan: Plan, day: date, *, rate_changes: bool) -> None:
    period = plan.period_of(day)
    if period is None:
        return
    following = plan.periods.index(period) + 1
    if period.span.end == day and following < len(plan.periods):
        period = plan.periods[following]
    _level_from(plan, period.span.end, day=day, rate_changes=rate_changes)


def _level_from(plan: Plan, due: date, *, day: date, rate_changes: bool) -> None:
    touched = plan.from_due(due)
    if plan.form is Form.CUMULATIVE:
        level_cumulatively(plan, touched)
        return
    if plan.method is InterestMethod.FLAT:
        _spread_flat(plan, touched)
        return
    on_itself = plan.is_empty or rate_changes or plan.scratch
    if on_itself:
        _set_level(plan, touched)
    else:
        _level_on_a_copy(plan, due, day=day)
    settle_last(plan, due)
    if on_itself and plan.even:
        _shift_evenly(plan, touched)


def _level_on_a_copy(plan: Plan, due: date, *, day: date) -> None:
    """Instalments as if nothing had been paid early or late: the original ones, to which payments then apply."""
    bare = plan.copy(without_payments=True)
    _level_after(bare, day, rate_changes=False)
    for mine, other in zip(plan.periods, bare.periods, strict=True):
        if mine.span.end >= due:
            mine.instalment, mine.original = other.instalment, other.original


def _set_level(plan: Plan, touched: Sequence[Period]) -> None:
    paying = [period for period in touched if period.holds_principal]
    for period in touched:
        if not period.holds_principal:
            standing = plan.standings()[plan.periods.index(period)]
            period.instalment = period.original = standing.reckoned if period.holds_interest else 0
    standings = plan.standings()
    context = plan.arithmetic.context
    product, series = Decimal(1), Decimal(1)
    for count, period in enumerate(paying):
        growth = standings[plan.periods.index(period)].growth
        product = context.multiply(product, growth)
        if count:
            series = context.add(Decimal(1), context.multiply(series, growth))
    first = standings[plan.periods.index(paying[0])]
    owed = Decimal(first.opening + first.drawn)
    exact = context.divide(context.multiply(product, owed), series)
    level = plan.arithmetic.to_multiple(plan.arithmetic.whole(exact))
    for period in paying:
        if level >= period.paid:
            period.instalment = period.original = level


def _spread_flat(plan: Plan, touched: Sequence[Period]) -> None:
    """Principal and flat interest in equal parts; the last takes what rounding leaves."""
    places = range(len(plan.periods) - len(touched), len(plan.periods))
    interest = 0
    for place in places:
        # An instalment that holds its own interest leaves nothing over for the next period.
        own = plan.standings()[place].reckoned
        plan.periods[place].instalment = own
        interest += own
    standings = plan.standings()
    repaid = sum(standing.drawn for standing in standings[: places[0]])
    if places[0]:
        repaid -= standings[places[0] - 1].closing
    first = standings[places[0]]
    drawn = sum(standing.drawn for standing in standings[: places[0]]) + first.drawn
    total = drawn + interest - repaid
    level = plan.arithmetic.to_multiple(plan.arithmetic.whole(Decimal(total) / len(touched)))
    for period in touched:
        period.instalment = period.original = level
    last = touched[-1]
    last.instalment = last.original = total - level * (len(touched) - 1)


def settle_last(plan: Plan, until: date, *, as_of: date | None = None) -> None:
    """The last period that is not paid takes whatever the others leave of principal and interest.

    With `as_of`, interest is counted up to that day only. Where principal is what was agreed, nothing is left.
    """
    if plan.form is Form.PRINCIPAL:
        return
    while True:
        standings = plan.standings(as_of)
        open_places = [
            place for place, standing in enumerate(standings) if not _is_paid(plan, place, standing)
        ]
        if not open_places:
            return
        place = open_places[-1]
        period = plan.periods[place]
        period.deferred_interest = 0
        for each in plan.periods:
            each.interest_moved = False
        standings = plan.standings(as_of)
        drawn = sum(change.drawn + change.capitalised for change in plan.changes.values())
        credited = sum(standing.credited.principal for standing in standings)
        interest = sum(standing.interest for standing in standings)
        planned = sum(standing.instalment for standing in standings)
        period.instalment += drawn + credited + interest - planned
        least = period.paid - standings[place].credited.total
        if period.instalment >= least:
            break
        period.instalment = least
    defer_interest(plan, period, until)


def _is_paid(plan: Plan, place: int, standing: Standing) -> bool:
    return standing.instalment == plan.periods[place].paid


def defer_interest(plan: Plan, bearer: Period, until: date) -> None:
    """Interest up to a day in periods that are paid off already is borne by the last one that is not."""
    standings = plan.standings(until)
    later = [place for place, period in enumerate(plan.periods) if period.span.end > bearer.span.end]
    owing = [place for place in later if standings[place].left_over > 0]
    if not owing:
        return
    bearer.deferred_interest = standings[owing[-1]].left_over
    for place in later:
        plan.periods[place].interest_moved = True


@dataclass(frozen=True, slots=True)
class _Gap:
    """How far the last instalment is from the one before it."""

    level: int
    difference: int
    periods: int
    overpaid: int

    @property
    def is_wide(self) -> bool:
        half = self.periods // 2
        return half > 0 and self.difference != 0 and abs(self.difference) > half


def _gap(plan: Plan, periods: Sequence[Period]) -> _Gap:
    standings = plan.standings()
    paying = [period for period in periods if period.holds_principal]
    paid = [standings[plan.periods.index(period)].instalment == period.paid for period in paying]
    for place in range(len(paying) - 1, 0, -1):
        if not paid[place] and not paid[place - 1]:
            level = paying[place - 1].instalment
            overpaid = sum(level < period.paid for period in paying)
            return _Gap(level, paying[place].instalment - level, len(paying), overpaid)
    return _Gap(paying[0].instalment, 0, len(paying), 0)


def _shift_evenly(plan: Plan, touched: Sequence[Period]) -> None:
    due = touched[0].span.end
    trial: Plan | None = None
    for _ in range(MOST_SHIFTS):
        gap = _gap(plan, touched)
        if not gap.is_wide:
            return
        share = plan.arithmetic.whole(Decimal(gap.difference) / max(1, gap.periods - gap.overpaid))
        level = plan.arithmetic.to_multiple(gap.level + share)
        if level == gap.level:
            return
        trial = trial or plan.copy()
        for period in trial.from_due(due):
            if period.holds_principal and level >= period.paid:
                period.instalment = period.original = level
        settle_last(trial, due)
        if abs(_gap(trial, trial.periods).difference) >= abs(gap.difference):
            return
        for mine, other in zip(touched, trial.from_due(due), strict=True):
            mine.instalment = mine.original = other.instalment
