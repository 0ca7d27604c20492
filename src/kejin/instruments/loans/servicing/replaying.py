"""A loan account from everything that happened to it.

An account is worked out anew from all of its events in the order of their days, so that one that arrives late, or is
taken back, changes what it would have changed at its time.
"""

from collections.abc import Sequence
from datetime import date
from functools import singledispatch

from kejin.errors import TermsError
from kejin.instruments.loans.servicing.account import Account
from kejin.instruments.loans.servicing.accruing import Factors
from kejin.instruments.loans.servicing.agreement import Agreement
from kejin.instruments.loans.servicing.bills import Bill, Part
from kejin.instruments.loans.servicing.conserving import conserve
from kejin.instruments.loans.servicing.conventions import Form
from kejin.instruments.loans.servicing.events import (
    Charged,
    ChargedBack,
    ChargedOff,
    Disbursed,
    DownPaid,
    Event,
    Paid,
    PaidOff,
    Paused,
    RateChanged,
    ReAged,
    ReAmortised,
    Refunded,
    Rescheduled,
    WrittenOff,
)
from kejin.instruments.loans.servicing.giving_up import charge_back, charge_off, write_off
from kejin.instruments.loans.servicing.levelling import change_rate, pause
from kejin.instruments.loans.servicing.ordering import in_order
from kejin.instruments.loans.servicing.periods import periods_of
from kejin.instruments.loans.servicing.plan import Plan
from kejin.instruments.loans.servicing.restructuring import re_age, re_amortise
from kejin.instruments.loans.servicing.settling import interest_until, owed_in_full


def replay(agreement: Agreement, events: Sequence[Event], *, as_of: date) -> Account:
    """The account as it stands on a day.

    Args:
        agreement: The terms.
        events: In the order of their arrival; those of one day happen in this order.
        as_of: Up to when overdue principal bears interest. Events after it count too: a fee that is known to fall due.

    Raises:
        TermsError: Nothing was disbursed; or an event has no meaning where it stands, such as a disbursement after a
            charge-off.
    """
    account = opened(agreement, events)
    done: list[Event] = []
    for event in in_order(events):
        if isinstance(event, Refunded):
            _refund(account, event, done)
        else:
            apply(event, account)
        conserve(account, event.day)
        done.append(event)
    account.catch_up(as_of)
    conserve(account, as_of)
    return account


def opened(agreement: Agreement, events: Sequence[Event]) -> Account:
    """The account before anything happened: the periods, without amounts."""
    days = [event.day for event in events if isinstance(event, Disbursed)]
    if not days:
        raise TermsError("a loan has no schedule", expected="at least one disbursement", found=len(days))
    if agreement.form is Form.PRINCIPAL and agreement.recalculation is not None:
        raise TermsError(
            "a term breaks a rule", expected="no recalculation with the form PRINCIPAL: interest stays as planned",
            found="a recalculation", where="recalculation", kept="No schedule was made.",
        )  # fmt: skip
    moved = [event for event in events if isinstance(event, Rescheduled)]
    first = min(days)
    plan = Plan(
        Factors(agreement.accrual, agreement.frequency, agreement.arithmetic, first),
        agreement.method,
        agreement.form,
        agreement.rate,
        periods_of(agreement, first, moved),
        shares=agreement.principal_shares,
        even=all(event.new_due is None for event in moved),
    )
    rises = any(isinstance(event, RateChanged) and event.rate > 0 for event in events)
    return Account(agreement, plan, [Bill(period.span) for period in plan.periods], will_bear=rises)


@singledispatch
def apply(event: object, account: Account) -> None:
    """What one event changes in the account."""
    raise TypeError(
        f"no rule for {type(event).__name__} in an account of {account.agreement.count} instalments"
    )


@apply.register
def _(event: Disbursed, account: Account) -> None:
    account.catch_up(event.day)
    account.disburse(event)


@apply.register
def _(event: Paid, account: Account) -> None:
    account.catch_up(event.day)
    account.pay(event.amount, event.day, event.kind)


@apply.register
def _(event: DownPaid, account: Account) -> None:
    account.catch_up(event.day)
    account.pay(account.down_payment(account.disbursements[-1].amount), event.day, "DOWN_PAYMENT")


@apply.register
def _(event: PaidOff, account: Account) -> None:
    account.catch_up(event.day)
    account.pay(owed_in_full(account, event.day), event.day, "")


@apply.register
def _(event: Charged, account: Account) -> None:
    account.charge(event.amount, event.day, Part.PENALTY if event.penalty else Part.FEE)
    if account.overpaid:
        account.overpaid = account.allocate(account.overpaid, event.day, "")


@apply.register
def _(event: ChargedBack, account: Account) -> None:
    account.catch_up(event.day)
    charge_back(account, event.amount, event.day)


@apply.register
def _(event: RateChanged, account: Account) -> None:
    if not account.is_planned:
        return
    change_rate(account.plan, event.day, event.rate)
    account.take_over(event.day, since=event.day, unpaid_only=True)


@apply.register
def _(event: Paused, account: Account) -> None:
    if not account.is_planned:
        return
    pause(account.plan, event.day, event.last)
    account.take_over(event.day, since=event.day, unpaid_only=True)


@apply.register
def _(event: Rescheduled, account: Account) -> None:  # noqa: ARG001 - the periods were made with it
    return


@apply.register
def _(event: ReAmortised, account: Account) -> None:
    account.catch_up(event.day)
    re_amortise(account, event.day)


@apply.register
def _(event: ReAged, account: Account) -> None:
    account.catch_up(event.day)
    re_age(account, event)


@apply.register
def _(event: ChargedOff, account: Account) -> None:
    account.catch_up(event.day)
    charge_off(account, event.day)


@apply.register
def _(event: WrittenOff, account: Account) -> None:
    account.catch_up(event.day)
    write_off(account, event.day)


def _refund(account: Account, event: Refunded, done: Sequence[Event]) -> None:
    """The refund, then the interest that would not have been borne had it never been drawn."""
    account.catch_up(event.day)
    account.pay(event.amount, event.day, event.kind)
    borne = interest_until(account.plan, event.day)
    without = replay(account.agreement, _as_if_never_drawn([*done, event]), as_of=event.day)
    back = max(0, borne - account.interest_returned - interest_until(without.plan, event.day))
    account.interest_returned += back
    account.pay(back, event.day, event.interest_kind)


def _as_if_never_drawn(events: Sequence[Event]) -> list[Event]:
    """The events, with all refunds paid on the days of the disbursements instead, the earliest first."""
    left = sum(event.amount for event in events if isinstance(event, Refunded))
    found: list[Event] = []
    for event in events:
        if not isinstance(event, Refunded):
            found.append(event)
        if isinstance(event, Disbursed) and left:
            found.append(Paid(event.day, min(left, event.amount)))
            left -= min(left, event.amount)
    return found
