"""Principal that is overdue goes on bearing interest: it is put on top of the balance from the due date on."""

from collections.abc import Sequence
from datetime import date

from kejin.instruments.loans.servicing.bills import Bill, BillKind, Part
from kejin.instruments.loans.servicing.paying import correct
from kejin.instruments.loans.servicing.plan import Plan


def catch_up(
    plan: Plan, bills: Sequence[Bill], *, day: date, known: date | None, for_periods: bool
) -> tuple[date | None, bool]:
    """Bring interest on overdue principal up to a day.

    Args:
        plan: The plan, whose balances are corrected.
        bills: All bills.
        day: Up to when.
        known: Up to when the plan knows already; None for not at all.
        for_periods: Whether whole periods are counted.

    Returns:
        Up to when the plan knows now, and whether anything changed.
    """
    own = [bill for bill in bills if bill.kind is BillKind.INSTALMENT]
    overdue = [bill for bill in own if bill.span.end < day and bill.open > 0]
    last = own[-1].span.end
    # Nothing bears interest after the last instalment: what was counted up to it is not counted again.
    if not overdue or (known is not None and known >= last):
        return known, False
    current = next((bill for bill in own if bill.span.holds(day)), own[-1])
    carrying = _Carrying(plan, day, known, for_periods)
    principal = total = 0
    for bill in overdue:
        if principal:
            carrying.put(bill, principal=principal, total=total)
            _renew(plan, bills)
        principal = bill.left(Part.PRINCIPAL)
        total += principal
    if current is not own[-1] or current not in overdue:
        carrying.put(current, principal=principal, total=total)
    return last if day > last and carrying.changed else carrying.known, carrying.changed


def _renew(plan: Plan, bills: Sequence[Bill]) -> None:
    """Principal and interest of the bills as the corrected plan has them."""
    by_due = {bill.span.end: bill for bill in bills if bill.kind is BillKind.INSTALMENT}
    for period, standing in zip(plan.periods, plan.standings(), strict=True):
        bill = by_due.get(period.span.end)
        if bill is not None:
            bill.charged[Part.PRINCIPAL] = standing.principal
            bill.charged[Part.INTEREST] = standing.interest


class _Carrying:
    """Puts overdue principal on top of one period after the other."""

    def __init__(self, plan: Plan, day: date, known: date | None, for_periods: bool) -> None:  # noqa: PLR0917, FBT001
        self.plan, self.day, self.known, self.for_periods = plan, day, known, for_periods
        self.changed = False

    def put(self, bill: Bill, *, principal: int, total: int) -> None:
        """The principal that is overdue when a period begins; at its day, all that is overdue is taken off again."""
        start, end = bill.span.start, bill.span.end
        known = self.known
        if self.day == known or (self.for_periods and known is not None and start <= known):
            return
        correct(self.plan, start if known is None or start > known else known, principal)
        if start < self.day <= end:
            self.known = end if self.for_periods else self.day
            correct(self.plan, self.known, -total)
        self.changed = True
