"""Renewal without repaying principal 无还本续贷: a new loan takes over the old one's balance on its last day.

The old loan's last repayment and the new one's payout fall on one day and cancel; only a difference is paid. What it
spares is the bridge: money borrowed for some days, at a price by the day, to repay before being lent to again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kejin.errors import TermsError
from kejin.instruments.costs.flows import Flow, Purpose, loan_flows
from kejin.instruments.loans.schedules import schedule
from kejin.instruments.loans.terms import LoanTerms
from kejin.money import RATE_SCALE, Rate, Rounding, round_quotient


@dataclass(frozen=True, slots=True)
class Bridge:
    """A bridge loan 过桥资金: a rate by the day, for some days."""

    daily_rate: Rate
    days: int

    def cost(self, amount: int) -> int:
        """What bridging an amount costs, in minor units."""
        return round_quotient(amount * self.daily_rate.ppb * self.days, RATE_SCALE, Rounding.HALF_UP)


def renewed(old: LoanTerms, new: LoanTerms) -> list[Flow]:
    """The flows of a loan and of the one that renews it, from the borrower; principal that is carried over cancels.

    Raises:
        TermsError: The new loan does not begin on the day on which the old one ends.
    """
    if new.initial_exchange_date != old.maturity_date:
        raise TermsError(
            "a renewal begins when the loan before it ends",
            expected=old.maturity_date.isoformat(),
            found=new.initial_exchange_date.isoformat(),
            where="initialExchangeDate",
        )
    flows = [*loan_flows(schedule(old).payments()), *loan_flows(schedule(new).payments())]
    return _netted(flows, old.maturity_date)


def bridged(old: LoanTerms, new: LoanTerms, bridge: Bridge) -> list[Flow]:
    """The same with a bridge instead: the old loan repaid with borrowed money, the new one drawn some days later.

    `new` begins when the bridge ends.
    """
    if new.initial_exchange_date != old.maturity_date + timedelta(days=bridge.days):
        raise TermsError(
            "the new loan begins when the bridge ends",
            expected=(old.maturity_date + timedelta(days=bridge.days)).isoformat(),
            found=new.initial_exchange_date.isoformat(),
            where="initialExchangeDate",
        )
    old_flows, new_flows = (loan_flows(schedule(terms).payments()) for terms in (old, new))
    amount = -sum(
        f.amount for f in old_flows if f.purpose is Purpose.PRINCIPAL and f.day == old.maturity_date
    )
    end = new.initial_exchange_date
    between = [
        Flow(old.maturity_date, Purpose.DRAWN, amount, "bridge"),
        Flow(end, Purpose.PRINCIPAL, -amount, "bridge"),
        Flow(end, Purpose.INTEREST, -bridge.cost(amount), "bridge"),
    ]
    return _netted(_netted([*old_flows, *between, *new_flows], old.maturity_date), end)


def _netted(flows: Sequence[Flow], day: date) -> list[Flow]:
    """Principal repaid and drawn on one day as one flow, or none."""
    carried = [f for f in flows if f.day == day and f.purpose in {Purpose.DRAWN, Purpose.PRINCIPAL}]
    net = sum(flow.amount for flow in carried)
    rest = [flow for flow in flows if flow not in carried]
    if net:
        rest.append(Flow(day, Purpose.DRAWN if net > 0 else Purpose.PRINCIPAL, net))
    return sorted(rest, key=lambda flow: flow.day)
