"""The cost of borrowing after subsidy: every flow at its date, totals in minor units, and the effective annual rate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kejin.calendars import add_months
from kejin.instruments.costs.flows import (
    COSTS,
    MONTHS_OF_A_YEAR,
    Fee,
    Flow,
    FlowRow,
    Purpose,
    fee_flows,
    loan_flows,
)
from kejin.instruments.costs.subsidies import Borrowed, Limit, Subsidy, subsidy_rows
from kejin.instruments.loans import LoanTerms, schedule
from kejin.instruments.yields import Yield, largest_rate, xirr


@dataclass(frozen=True)
class Cost:
    """What a borrower receives and pays.

    Attributes:
        currency: ISO 4217 code.
        start: When the money is paid out.
        flows: In order of their days; of one day in the order of `Purpose`.
    """

    currency: str
    start: date
    flows: tuple[Flow, ...]

    def total(self, *purposes: Purpose, until: date | None = None) -> int:
        """The sum of the flows for some purposes, in minor units, up to and including a day."""
        return sum(
            flow.amount
            for flow in self.flows
            if flow.purpose in purposes and (until is None or flow.day <= until)
        )

    @property
    def gross(self) -> int:
        """Interest and fees, as a positive number."""
        return -self.total(*COSTS)

    @property
    def subsidised(self) -> int:
        """What subsidies pay."""
        return self.total(Purpose.SUBSIDY)

    @property
    def net(self) -> int:
        """Interest and fees less subsidies: what the money has cost when all is over."""
        return self.gross - self.subsidised

    @property
    def first_year_net(self) -> int:
        """The same of the first twelve months, by the days of payment."""
        until = add_months(self.start, MONTHS_OF_A_YEAR)
        return -self.total(*COSTS, Purpose.SUBSIDY, until=until)

    @cached_property
    def before(self) -> Yield:
        """The effective annual rate of interest and fees, without subsidies."""
        return _rate([flow for flow in self.flows if flow.purpose is not Purpose.SUBSIDY])

    @cached_property
    def after(self) -> Yield:
        """The effective annual rate with subsidies, at the days on which they are paid."""
        return _rate(self.flows)

    @cached_property
    def effective_rate(self) -> float | None:
        """The annual rate that the loan's own rate becomes as its subsidies grow from nothing to what they are.

        A subsidy that is paid after the last repayment gives the flows a second rate, near -100 %. Without subsidies
        the present value of what is borrowed less what is paid only rises with the rate and is nil at one; every
        subsidy adds to it at every rate. As they grow, the rate at which it is nil moves down from there, and the first
        one that it meets is the largest of all. None where there is none.
        """
        return largest_rate(*_columns(self.flows))

    @cached_property
    def effective_rate_before(self) -> float | None:
        """The same without subsidies."""
        own = [flow for flow in self.flows if flow.purpose is not Purpose.SUBSIDY]
        return largest_rate(*_columns(own))

    def by_day(self) -> dict[date, dict[Purpose, int]]:
        """The flows of each day, by purpose."""
        found: dict[date, dict[Purpose, int]] = {}
        for flow in self.flows:
            of_day = found.setdefault(flow.day, {})
            of_day[flow.purpose] = of_day.get(flow.purpose, 0) + flow.amount
        return found


def _rate(flows: Sequence[Flow]) -> Yield:
    return xirr(*_columns(flows))


def _columns(flows: Sequence[Flow]) -> tuple[list[date], list[int]]:
    return [flow.day for flow in flows], [flow.amount for flow in flows]


def cost_of(
    terms: LoanTerms,
    *,
    fees: Sequence[Fee] = (),
    subsidies: Sequence[Subsidy] = (),
    limits: Iterable[Limit] = (),
) -> Cost:
    """The cost of a loan with its fees and subsidies.

    Raises:
        TermsError: A term breaks a rule; see `kejin.instruments.loans.schedule`.
    """
    made = schedule(terms)
    return cost_of_flows(
        loan_flows(made.payments()),
        rate_ppb=terms.nominal_interest_rate.ppb,
        currency=made.currency,
        fees=fees,
        subsidies=subsidies,
        limits=limits,
    )


def cost_of_flows(
    flows: Sequence[Flow],
    *,
    rate_ppb: int,
    currency: str,
    fees: Sequence[Fee] = (),
    subsidies: Sequence[Subsidy] = (),
    limits: Iterable[Limit] = (),
) -> Cost:
    """The same for flows that are already known, such as those of a line that is drawn and repaid at will."""
    start = min(flow.day for flow in flows if flow.purpose is Purpose.DRAWN)
    end = max(flow.day for flow in flows)
    amount = sum(flow.amount for flow in flows if flow.purpose is Purpose.DRAWN)
    own = [*flows, *fee_flows(amount, fees, start=start, end=end)]
    rows = [FlowRow(flow.day, flow.purpose, np.array([flow.amount], np.int64)) for flow in own]
    loan = Borrowed(np.array([amount], np.int64), rate_ppb, start, end, rows)
    helped = [
        Flow(row.day, row.purpose, int(row.amounts[0]), row.source)
        for row in subsidy_rows(loan, subsidies, limits)
        if row.amounts[0]
    ]
    order = list(Purpose)
    everything = sorted([*own, *helped], key=lambda flow: (flow.day, order.index(flow.purpose)))
    return Cost(currency, start, tuple(everything))
