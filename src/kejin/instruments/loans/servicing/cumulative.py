"""Instalments worked out with one rate for all periods; the last one takes whatever is left.

The classical form: with rate i for a period, n instalments and a balance B, each is B · i / (1 - (1 + i)^-n), rounded;
without interest it is B / n. Flat interest is spread over the periods in equal parts.
"""

from collections.abc import Sequence
from decimal import Decimal

from kejin.instruments.loans.servicing.conventions import InterestMethod, Unit
from kejin.instruments.loans.servicing.plan import Period, Plan

_PERIODS_OF_A_YEAR = {Unit.DAYS: 365, Unit.WEEKS: 52, Unit.MONTHS: 12, Unit.YEARS: 1}


def level_cumulatively(plan: Plan, touched: Sequence[Period]) -> None:
    """Instalments of the periods from one on, with the rate that is in force in the first of them."""
    first = next(period for period in touched if period.holds_principal)
    _set_flat_interest(plan, touched)
    count = sum(period.holds_principal for period in touched)
    level: int | None = None
    for period in touched:
        standing = plan.standings()[plan.periods.index(period)]
        owed = standing.opening + standing.drawn
        if period is first:
            level = _level(plan, period, owed, count=count)
        if period is touched[-1]:
            amount = owed + standing.reckoned
        elif period.holds_principal and level is not None:
            amount = max(level, standing.reckoned)
        else:
            amount = standing.reckoned if period.holds_interest else 0
        period.instalment = period.original = amount


def _level(plan: Plan, period: Period, owed: int, *, count: int) -> int:
    context = plan.arithmetic.context
    if plan.method is InterestMethod.FLAT:
        exact = context.divide(Decimal(owed), Decimal(count)) + (period.set_interest or 0)
        return plan.arithmetic.to_multiple(plan.arithmetic.whole(exact))
    frequency = plan.factors.frequency
    share = Decimal(frequency.every) / _PERIODS_OF_A_YEAR[frequency.unit]
    rate = context.multiply(plan.rate_on(period.span.start), share)
    if rate == 0:
        exact = context.divide(Decimal(owed), Decimal(count))
    else:
        discount = context.subtract(Decimal(1), context.power(1 + rate, -count))
        exact = context.divide(context.multiply(Decimal(owed), rate), discount)
    return plan.arithmetic.to_multiple(plan.arithmetic.whole(exact))


def _set_flat_interest(plan: Plan, touched: Sequence[Period]) -> None:
    """Equal parts of all the flat interest of these periods, the last one with what rounding leaves."""
    if plan.method is not InterestMethod.FLAT:
        return
    for period in touched:
        period.set_interest, period.instalment = None, 0
    exact = [plan.exact_interest(period) for period in touched]
    total = plan.arithmetic.whole(sum(exact, Decimal(0)))
    part = plan.arithmetic.whole(plan.arithmetic.context.divide(Decimal(total), Decimal(len(touched))))
    for period in touched:
        period.set_interest = part
    touched[-1].set_interest = total - part * (len(touched) - 1)
