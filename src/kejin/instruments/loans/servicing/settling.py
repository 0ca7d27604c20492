"""What is owed on a day: all that would settle the loan, and the interest it has borne."""

from datetime import date

from kejin.instruments.loans.servicing.account import Account
from kejin.instruments.loans.servicing.bills import Part
from kejin.instruments.loans.servicing.levelling import settle_last
from kejin.instruments.loans.servicing.paying import owed_on
from kejin.instruments.loans.servicing.plan import Plan


def owed_in_full(account: Account, day: date) -> int:
    """Principal, charges and the interest up to a day; without recalculation, all interest of the bills."""
    charges = sum(bill.left(part) for bill in account.bills for part in (Part.FEE, Part.PENALTY))
    if not account.follows_payments:
        return sum(bill.open for bill in account.bills)
    counted = day
    rule = account.agreement.recalculation
    period = account.plan.period_of(day)
    if rule is not None and rule.to_period_end and period is not None and day > period.span.start:
        counted = period.span.end
    plan = account.plan.copy()
    settle_last(plan, counted, as_of=counted)
    standings = plan.standings(counted)
    drawn = sum(standing.drawn + standing.credited.principal for standing in standings)
    principal = max(0, drawn - sum(period.paid_principal for period in plan.periods))
    interest = sum(standing.interest for standing in standings)
    paid = sum(period.paid_interest for period in plan.periods)
    down = sum(bill.left(Part.PRINCIPAL) for bill in account.bills if bill.kind.value == "DOWN_PAYMENT")
    return principal + max(0, interest - paid) + charges + down


def interest_until(plan: Plan, day: date) -> int:
    """The interest of all periods as it would be due if each were paid on a day."""
    return sum(owed_on(plan, period.span.end, day=day).interest for period in plan.periods)
