"""What really flowed, and will, between the borrower and the lender of a loan that is serviced."""

from collections.abc import Sequence
from datetime import date

from kejin.instruments.costs import Flow, Purpose
from kejin.instruments.loans.servicing import (
    Account,
    Agreement,
    ChargedBack,
    Disbursed,
    Event,
    Part,
    replay,
)
from kejin.instruments.termsheets.servicing import WAIVED

_PURPOSES = {
    Part.PRINCIPAL: Purpose.PRINCIPAL,
    Part.INTEREST: Purpose.INTEREST,
    Part.FEE: Purpose.FEE,
    Part.PENALTY: Purpose.FEE,
}


def flows_of_account(agreement: Agreement, events: Sequence[Event], *, as_of: date) -> list[Flow]:
    """The flows, from the borrower: each payment as it settled what was owed then, and what is still to be paid.

    What an event settled is the difference between the account after it and before it. What is open falls due with its
    bill, or, where that day has passed, at `as_of`. Interest that was waived, and what was written off, flows nowhere;
    what was paid beyond all that was owed is returned at `as_of`.
    """
    ordered = sorted(events, key=lambda event: event.day)
    flows: list[Flow] = []
    before = dict.fromkeys(Part, 0)
    overpaid = waived = 0
    for count, event in enumerate(ordered, 1):
        if isinstance(event, Disbursed):
            flows.append(Flow(event.day, Purpose.DRAWN, event.amount))
        if isinstance(event, ChargedBack):
            flows.append(Flow(event.day, Purpose.DRAWN, event.amount))
        if not any(isinstance(each, Disbursed) for each in ordered[:count]):
            continue
        account = replay(agreement, ordered[:count], as_of=event.day)
        after = {part: sum(bill.paid[part] for bill in account.bills) for part in Part}
        if getattr(event, "kind", "") == WAIVED:
            waived += account.overpaid - overpaid
        else:
            flows += [
                Flow(event.day, _PURPOSES[part], before[part] - after[part])
                for part in Part
                if after[part] != before[part]
            ]
            # Money beyond all that was owed is held for the borrower; a payment taken back takes it first.
            if account.overpaid != overpaid and not isinstance(event, ChargedBack):
                flows.append(Flow(event.day, Purpose.PRINCIPAL, overpaid - account.overpaid))
        before, overpaid = after, account.overpaid
    account = replay(agreement, ordered, as_of=as_of)
    flows += _still_open(account, as_of)
    if account.overpaid > waived:
        flows.append(Flow(as_of, Purpose.PRINCIPAL, account.overpaid - waived))
    return sorted(flows, key=lambda flow: flow.day)


def _still_open(account: Account, as_of: date) -> list[Flow]:
    return [
        Flow(max(bill.span.end, as_of), _PURPOSES[part], -left)
        for bill in account.bills
        for part in Part
        if (left := bill.left(part))
    ]
