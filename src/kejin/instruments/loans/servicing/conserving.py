"""What holds after every event, in whatever order events come: nothing is lost, nothing is owed twice.

The rules, in the order in which they are applied:

1. A bill never holds less of a part than was paid or given up for it: what was paid stays paid.
2. The principal of all bills is what was drawn, and what is owed anew because a payment was taken back. What the others
   leave falls on the last open bill of the plan; what they hold too much comes off the last open ones.
3. Principal that was paid beyond all that is owed was overpaid, and is owed to the borrower.
4. What was overpaid settles whatever is open.

Plans of level instalments keep these rules by themselves as long as one thing happens at a time; here they are kept for
every mix.
"""

from collections.abc import Iterator
from datetime import date

from kejin.instruments.loans.servicing.account import Account
from kejin.instruments.loans.servicing.bills import Bill, BillKind, Part

_OF_THE_PLAN = (BillKind.INSTALMENT, BillKind.RE_AGED)


def conserve(account: Account, day: date) -> None:
    """Bring the bills to the rules after an event of a day; bills that keep them are not touched."""
    _hold_what_was_paid(account, day)
    _share_principal(account, day)
    # First as the plan has it, then what the plan takes for settled already.
    for plainly in (False, True):
        if account.overpaid > 0 and any(bill.open > 0 for bill in account.bills):
            account.overpaid = account.allocate(account.overpaid, day, "", plainly=plainly)
            _hold_what_was_paid(account, day)
            _share_principal(account, day)


def principal_owed_at_all(account: Account) -> int:
    """What was drawn, and what is owed anew."""
    return sum(event.amount for event in account.disbursements) + account.owed_anew


def _hold_what_was_paid(account: Account, day: date) -> None:
    for bill in account.bills:
        for part in Part:
            if bill.left(part) < 0:
                bill.charged[part] = bill.paid[part] + bill.written_off[part]
                bill.settle(day)


def _share_principal(account: Account, day: date) -> None:
    rest = principal_owed_at_all(account) - sum(bill.charged[Part.PRINCIPAL] for bill in account.bills)
    if rest > 0:
        bill = next(_from_the_last(account), account.bills[-1])
        bill.charged[Part.PRINCIPAL] += rest
        bill.settle(day)
    elif rest < 0:
        _take_off(account, -rest, day)


def _from_the_last(account: Account) -> Iterator[Bill]:
    """The open bills of the plan, the last first; then the others of the plan."""
    own = [bill for bill in reversed(account.bills) if bill.kind in _OF_THE_PLAN]
    yield from (bill for bill in own if bill.open > 0)
    yield from (bill for bill in own if bill.open <= 0)


def _take_off(account: Account, much: int, day: date) -> None:
    """Principal off the bills, the last first: what is not paid yet, then what was paid, which was overpaid."""
    for paid in (False, True):
        for bill in reversed(account.bills):
            part = min(much, bill.paid[Part.PRINCIPAL] if paid else bill.left(Part.PRINCIPAL))
            if part <= 0:
                continue
            bill.charged[Part.PRINCIPAL] -= part
            if paid:
                bill.take_back(Part.PRINCIPAL, part)
                account.overpaid += part
            bill.settle(day)
            much -= part
