"""Payments applied to a plan whose interest is reckoned to the day: what an early or a late payment changes."""

from dataclasses import dataclass
from datetime import date

from kejin.instruments.loans.servicing.levelling import defer_interest, settle_last
from kejin.instruments.loans.servicing.plan import Period, Plan, Standing


def correct(plan: Plan, day: date, amount: int) -> None:
    """A balance that is higher or lower from a day on than the plan says, for interest only."""
    if plan.period_of(day) is None:
        return
    plan.change(day).correction += amount
    settle_last(plan, day)


def pay_interest(plan: Plan, due: date, amount: int, *, day: date) -> None:
    """Interest paid on a day towards the period of a due date."""
    period = plan.due_on(due)
    if period is None:
        return
    bearer = _last_open_and_due(plan, day)
    if bearer is period:
        defer_interest(plan, bearer, day)
    period.paid_interest += amount
    settle_last(plan, day)


def pay_principal(plan: Plan, due: date, amount: int, *, day: date) -> None:
    """Principal paid on a day towards the period of a due date; late payments bear interest to the due date only."""
    period = plan.due_on(due)
    if period is None or amount == 0:
        return
    period.paid_principal += amount
    counted = min(due, day)
    correct(plan, counted, -amount)
    if day < period.span.start:
        credited = plan.standings()[plan.periods.index(period)].credited.total
        owed = period.instalment + credited + period.deferred_interest
        if period.paid > owed or period.paid == period.original + credited:
            # Paid ahead of its time: the period is as good as settled with what was paid.
            period.instalment = period.paid - credited
    settle_last(plan, counted)


def _last_open_and_due(plan: Plan, day: date) -> Period | None:
    """The last unpaid period, where it is due already and others after it are paid."""
    unpaid = [p for p, s in zip(plan.periods, plan.standings(), strict=True) if s.instalment != p.paid]
    if not unpaid or unpaid[-1] is plan.periods[-1] or day < unpaid[-1].span.end:
        return None
    return unpaid[-1]


@dataclass(frozen=True, slots=True)
class Owed:
    """What a period comes to on some day, in minor units."""

    principal: int
    interest: int


def cut_at(plan: Plan, day: date) -> tuple[Plan, date | None]:
    """A copy of the plan that knows nothing after a day, and the day up to which it bears interest."""
    trial = plan.copy()
    if day < plan.periods[0].span.start:
        trial.changes.clear()
        return trial, plan.periods[0].span.start
    if day >= plan.maturity:
        return trial, None
    period = trial.period_of(day)
    place = trial.periods.index(period) if period is not None else 0
    ends = [part.end for part in trial.parts(trial.periods[place], first=place == 0) if part.end >= day]
    last = min(ends) if ends else day
    trial.changes = {when: change for when, change in trial.changes.items() if when <= last}
    trial.credits = {when: credit for when, credit in trial.credits.items() if when <= day}
    _settle_until(trial, day)
    return trial, day


def owed_on(plan: Plan, due: date, *, day: date) -> Owed:
    """What one period comes to if it is paid on a day: interest up to it, and no more principal than is owed at all."""
    trial, until = cut_at(plan, day)
    standings = trial.standings(until)
    place = next(i for i, period in enumerate(trial.periods) if period.span.end == due)
    period = trial.periods[place]
    unpaid = sum(s.instalment != p.paid for p, s in zip(trial.periods, standings, strict=True))
    if day <= period.span.start:
        _limit(trial, period, standings, unpaid=unpaid, until=until)
        standings = trial.standings(until)
    return Owed(standings[place].principal, standings[place].interest)


def _limit(plan: Plan, period: Period, standings: list[Standing], *, unpaid: int, until: date | None) -> None:
    drawn = sum(s.drawn + s.credited.principal for s in standings)
    paid = sum(p.paid_principal for p in plan.periods)
    place = plan.periods.index(period)
    if unpaid > 1:
        period.instalment = period.original
        left = max(0, plan.standings(until)[place].principal - period.paid_principal)
        period.instalment -= max(0, left - max(0, drawn - paid))
    elif unpaid == 1 and standings[place].instalment == period.paid:
        rest = drawn - paid + period.paid_principal + standings[place].interest
        period.instalment = min(period.original, rest)


def _settle_until(plan: Plan, day: date) -> None:
    settle_last(plan, day, as_of=day)
