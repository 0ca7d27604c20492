"""Principal in agreed shares: equal ones (等额本金), steps, a large last one (气球贷); interest comes on top.

A draw is shared out over the instalments from then on, with what is still owed; rates, pauses and moved dates change
interest and days, never the principal of an instalment.
"""

from datetime import date
from decimal import Decimal

from kejin.instruments.loans.servicing.plan import Plan


def share_principal(plan: Plan, day: date) -> None:
    """What is owed on a day in shares over the instalments due after it; the last takes what rounding leaves."""
    paying = [period for period in plan.periods if period.holds_principal] or plan.periods[-1:]
    shares = [plan.shares[min(place, len(plan.shares) - 1)] for place in range(len(paying))]
    for period in plan.periods:
        period.agreed_principal = period.agreed_principal or 0
    touched = [place for place, period in enumerate(paying) if period.span.end > day] or [len(paying) - 1]
    drawn = sum(change.drawn + change.capitalised for change in plan.changes.values())
    rest = drawn - sum(
        period.agreed_principal or 0
        for period in plan.periods
        if all(period is not paying[place] for place in touched)
    )
    total, owed = sum(shares[place] for place in touched), rest
    for place in touched[:-1]:
        exact = Decimal(owed) * shares[place] / total if total else Decimal(0)
        part = min(rest, plan.arithmetic.to_multiple(plan.arithmetic.whole(exact)))
        paying[place].agreed_principal = part
        rest -= part
    paying[touched[-1]].agreed_principal = rest
