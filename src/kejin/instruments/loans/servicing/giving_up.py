"""What happens when a loan is not expected back: charge-off, write-off, and payments that are taken back."""

from datetime import date
from decimal import Decimal

from kejin.instruments.loans.servicing.account import Account
from kejin.instruments.loans.servicing.accruing import Span
from kejin.instruments.loans.servicing.agreement import ChargeOffRule
from kejin.instruments.loans.servicing.bills import Bill, BillKind, Part
from kejin.instruments.loans.servicing.levelling import settle_last
from kejin.instruments.loans.servicing.paying import cut_at
from kejin.instruments.loans.servicing.plan import Credit


def charge_off(account: Account, day: date) -> None:
    """The lender gives the loan up: from then on payments change no interest; the agreement says what else happens."""
    if not account.given_up and any(bill.open > 0 for bill in account.bills):
        if account.agreement.charge_off is ChargeOffRule.NO_INTEREST:
            _stop_interest(account, day)
        elif account.agreement.charge_off is ChargeOffRule.ALL_DUE:
            _all_due(account, day)
    account.given_up = True


def _stop_interest(account: Account, day: date) -> None:
    """No interest after a day: what falls away from an instalment becomes principal, the last ones shrink for it."""
    bills = [bill for bill in account.bills if bill.kind is BillKind.INSTALMENT]
    for bill in bills:
        if bill.span.start <= day < bill.span.end:
            _replace_interest(bill, _interest_to(account, bill, day))
        elif bill.span.start > day and bill.open > 0:
            _replace_interest(bill, bill.charged[Part.INTEREST] - bill.left(Part.INTEREST))
    owed = sum(event.amount for event in account.disbursements)
    rest = owed - sum(
        bill.charged[Part.PRINCIPAL] for bill in account.bills if bill.kind is not BillKind.EXTRA
    )
    for bill in reversed(account.bills):
        if rest == 0:
            break
        if bill.kind is BillKind.EXTRA or bill.open == 0:
            continue
        before = bill.charged[Part.PRINCIPAL]
        bill.charged[Part.PRINCIPAL] = max(bill.paid[Part.PRINCIPAL], before + rest)
        rest -= bill.charged[Part.PRINCIPAL] - before
        bill.settle(day)


def _replace_interest(bill: Bill, interest: int) -> None:
    """The bill keeps its amount; what is no interest any more is principal."""
    bill.charged[Part.PRINCIPAL] += bill.charged[Part.INTEREST] - interest
    bill.charged[Part.INTEREST] = interest


def _interest_to(account: Account, bill: Bill, day: date) -> int:
    """The interest of a bill's period up to a day within it."""
    if account.follows_payments:
        trial, until = cut_at(account.plan, day)
        place = next(i for i, period in enumerate(trial.periods) if period.span.end == bill.span.end)
        return trial.standings(until)[place].reckoned
    elapsed = Decimal((day - bill.span.start).days) / bill.span.days
    return bill.paid[Part.INTEREST] + account.arithmetic.whole(bill.left(Part.INTEREST) * elapsed)


_OF_THE_PLAN = (BillKind.INSTALMENT, BillKind.RE_AGED)


def _all_due(account: Account, day: date) -> None:
    """All that was still to come falls due on a day, without the interest after it."""
    if day >= account.plan.maturity:
        return
    current = next((b for b in account.bills if b.kind in _OF_THE_PLAN and day <= b.span.end), None)
    if current is None:
        return
    current.charged[Part.INTEREST] = _interest_to(account, current, day)
    later = [bill for bill in account.bills if bill.span.end > day and bill is not current]
    current.span = Span(current.span.start, day)
    for part in (Part.PRINCIPAL, Part.FEE, Part.PENALTY):
        current.charged[part] += sum(bill.charged[part] for bill in later)
    for part in Part:
        current.paid[part] += sum(bill.paid[part] for bill in later)
    current.charged[Part.INTEREST] += sum(bill.paid[Part.INTEREST] for bill in later)
    current.in_advance += sum(bill.in_advance for bill in later)
    account.bills = [bill for bill in account.bills if bill not in later]
    current.settle(day)


def write_off(account: Account, day: date) -> None:
    """All that is owed is given up."""
    for bill in account.bills:
        for part in Part:
            bill.written_off[part] += bill.left(part)
        bill.settle(day)


def charge_back(account: Account, amount: int, day: date) -> None:
    """A payment taken back: owed anew, after what was overpaid has paid for it."""
    used = min(account.overpaid, amount)
    account.overpaid -= used
    account.received -= used
    owed = amount - used
    account.owed_anew += owed
    if owed == 0:
        return
    if account.follows_payments and day <= account.plan.maturity:
        account.plan.credits.setdefault(day, Credit()).principal += owed
        account.plan.change(day).correction += owed
        settle_last(account.plan, day)
        account.take_over(day)
        return
    bill = next((b for b in account.bills if b.kind is BillKind.INSTALMENT and b.span.end > day), None)
    if bill is None:
        account.charge(owed, day, Part.PRINCIPAL)
        return
    bill.charged[Part.PRINCIPAL] += owed
    bill.settle(day)
