"""The costs of many loans that share their days: amounts, rates and the figures of subsidies are columns.

The same rows of fees and subsidies as for one loan (`kejin.instruments.costs.costing`), of which one loan is the case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kejin.instruments.costs.flows import COSTS, Fee, FlowRow, Purpose, fee_rows
from kejin.instruments.costs.shares import Column, table
from kejin.instruments.costs.subsidies import Borrowed, Limit, Subsidy, subsidy_rows
from kejin.instruments.events import day_of
from kejin.instruments.loans import LoanTerms, Schedule, schedule_of_columns
from kejin.instruments.yields import largest_rates


@dataclass(frozen=True, eq=False)
class Costs:
    """What borrowers receive and pay.

    Attributes:
        currency: ISO 4217 code.
        rows: The flows, each with one amount per loan, in minor units.
    """

    currency: str
    rows: tuple[FlowRow, ...]

    def total(self, *purposes: Purpose) -> Column:
        """The sum of the flows for some purposes, one per loan."""
        chosen = [row.amounts for row in self.rows if row.purpose in purposes]
        total: Column = table(chosen, self.rows[0].amounts.size).sum(axis=0)
        return total

    @cached_property
    def net(self) -> Column:
        """Interest and fees less subsidies, to the end."""
        return -self.total(*COSTS, Purpose.SUBSIDY)

    @cached_property
    def effective_rates(self) -> npt.NDArray[np.float64]:
        """The effective annual rate of each loan with its subsidies (see `Cost.effective_rate`); NaN for none."""
        by_day: dict[date, Column] = {}
        for row in self.rows:
            by_day[row.day] = by_day[row.day] + row.amounts if row.day in by_day else row.amounts
        days = sorted(by_day)
        return largest_rates(days, np.stack([by_day[day] for day in days], axis=1))


def costs_of(
    terms: LoanTerms,
    *,
    principal: Column,
    rates: Column,
    fees: Sequence[Fee] = (),
    subsidies: Sequence[Subsidy] = (),
    limits: Iterable[Limit] = (),
) -> Costs:
    """The costs of loans that differ in amount, rate and the figures of their fees and subsidies alone.

    Args:
        terms: What all of them agree on.
        principal: In minor units, one per loan.
        rates: Per year in parts per billion, one per loan.
        fees: Fees beside interest, each one rate or one per loan.
        subsidies: Subsidies, their figures one number or one per loan.
        limits: Common limits.

    Raises:
        TermsError: A term breaks a rule.
    """
    made = schedule_of_columns(terms, principal=principal, rates=rates)
    own = [*_loan_rows(made)]
    start, end = own[0].day, max(row.day for row in own)
    amount = table([row.amounts for row in own if row.purpose is Purpose.DRAWN], principal.size).sum(axis=0)
    own += fee_rows(amount, fees, start=start, end=end)
    helped = subsidy_rows(Borrowed(amount, rates, start, end, own), subsidies, limits)
    return Costs(made.currency, (*own, *helped))


def _loan_rows(made: Schedule) -> Iterator[FlowRow]:
    """The rows of a schedule, seen from the borrower."""
    result = made.result
    for place, day in enumerate(made.plan.days.tolist()):
        drawn = bool((result.principal[place] < 0).all())
        columns = (
            (Purpose.DRAWN if drawn else Purpose.PRINCIPAL, result.principal),
            (Purpose.INTEREST, result.interest),
            (Purpose.FEE, result.other),
        )
        for purpose, amounts in columns:
            if amounts.size and amounts[place].any():
                yield FlowRow(day_of(day), purpose, -amounts[place])
