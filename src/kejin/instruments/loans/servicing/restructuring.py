"""Re-ageing and re-amortising: what is overdue, or all that is owed, is spread over other bills."""

from datetime import date
from decimal import Decimal

from kejin.instruments.loans.servicing.account import Account
from kejin.instruments.loans.servicing.accruing import Span
from kejin.instruments.loans.servicing.bills import Bill, BillKind, Part
from kejin.instruments.loans.servicing.events import ReAged


def re_amortise(account: Account, day: date) -> None:
    """Overdue principal in equal parts on the instalments after a day, the last one with what rounding leaves."""
    coming = [bill for bill in account.bills if bill.span.end > day and bill.kind is BillKind.INSTALMENT]
    if not coming:
        return
    account.restructured = True
    overdue = 0
    for bill in account.bills:
        if bill.span.end <= day:
            left = bill.left(Part.PRINCIPAL)
            overdue += left
            bill.charged[Part.PRINCIPAL] -= left
            bill.settle(day)
    part = account.arithmetic.to_multiple(account.arithmetic.whole(Decimal(overdue) / len(coming)))
    for bill in coming:
        added = part if bill is not coming[-1] else overdue
        bill.charged[Part.PRINCIPAL] += added
        overdue -= added
        bill.settle(day)


def re_age(account: Account, event: ReAged) -> None:
    """All principal that is owed in equal parts on new bills after the last; the old ones keep what was paid."""
    account.restructured = True
    owed = 0
    for bill in account.bills:
        left = bill.left(Part.PRINCIPAL)
        if left > 0:
            owed += left
            bill.charged[Part.PRINCIPAL] -= left
            bill.settle(event.day)
    part = account.arithmetic.to_multiple(account.arithmetic.whole(Decimal(owed) / event.count))
    last = [bill for bill in account.bills if bill.kind is not BillKind.DOWN_PAYMENT][-1]
    start, bills = last.span.end, []
    for count in range(event.count):
        due = event.frequency.after(event.start, count)
        bill = Bill(Span(start, due), BillKind.RE_AGED)
        bill.charged[Part.PRINCIPAL] = part if count < event.count - 1 else owed - part * count
        bill.settle(event.day)
        bills.append(bill)
        start = due
    account.bills.extend(bills)
    account.bills.sort(key=lambda bill: bill.span.end)
