"""The schedule of one loan, and the schedules of many: terms in, dated cash flows out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kejin.instruments.events import KINDS, EventKind, EventTable, day_of
from kejin.instruments.loans.checking import broken, check
from kejin.instruments.loans.compiling import compile_loan
from kejin.instruments.loans.terms import LoanTerms, YearlyFee
from kejin.instruments.plans import Plan
from kejin.instruments.running import Opening, Result, RoundingPolicy, run_program

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of a repayment table; amounts in minor units, or floats where nothing is rounded.

    Attributes:
        day: When it is paid.
        principal: Repaid; negative for what is drawn.
        interest: Paid.
        other: Fees and the like.
        balance: Principal outstanding afterwards.
    """

    day: date
    principal: int | float
    interest: int | float
    other: int | float
    balance: int | float


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The schedules of loans that share one plan, from the lender's side.

    Attributes:
        plan: Dates and kinds of the rows.
        result: Columns of shape (rows, loans).
        currency: ISO 4217 code.
    """

    plan: Plan
    result: Result
    currency: str

    def payments(self, loan: int = 0) -> Iterator[Payment]:
        """The lines of one loan's table, the payout first."""
        result = self.result
        others = result.other[:, loan].tolist() if result.other.size else [0] * len(self.plan.days)
        columns = (column[:, loan].tolist() for column in (result.principal, result.interest))
        rows = zip(self.plan.days.tolist(), *columns, others, result.balance[:, loan].tolist(), strict=True)
        for day, principal, interest, other, balance in rows:
            yield Payment(day_of(day), principal, interest, other, balance)

    def events(self) -> EventTable:
        """The event table, one contract after the other."""
        return self.plan.events(self.result, currency=self.currency)

    def frame(self) -> "pl.DataFrame":
        """The lines of every loan: loan, date, principal, interest, other, balance."""
        import polars as pl  # noqa: PLC0415 - who handles schedules alone need not load it

        rows, loans = self.result.balance.shape
        other = self.result.other if self.result.other.size else np.zeros_like(self.result.balance)
        columns: dict[str, Any] = {
            "loan": np.repeat(np.arange(loans, dtype=np.int32), rows),
            "date": pl.Series(np.tile(self.plan.days, loans)).cast(pl.Date),
        }
        for name, column in (
            ("principal", self.result.principal),
            ("interest", self.result.interest),
            ("other", other),
            ("balance", self.result.balance),
        ):
            columns[name] = column.T.ravel()
        return pl.DataFrame(columns)


def schedule(terms: LoanTerms, *, policy: RoundingPolicy = RoundingPolicy.PER_EVENT) -> Schedule:
    """The schedule of one loan.

    Args:
        terms: What was agreed.
        policy: Whole minor units, or floats.

    Raises:
        TermsError: A term breaks a rule; `SeveralTermsErrors` when several do.
        CoverageError: The calendar does not know a date that has to be moved.
        MoneyOverflowError: An amount does not fit 64 bits of minor units.
    """
    check(terms)
    return _run(terms, [terms], policy)


def schedules(
    portfolio: Sequence[LoanTerms], *, policy: RoundingPolicy = RoundingPolicy.PER_EVENT
) -> list[tuple[list[int], Schedule]]:
    """The schedules of many loans; loans that differ in amount and rate alone share one plan and one run.

    Returns:
        For each plan the positions of its loans in the portfolio, and their schedule.

    Raises:
        TermsError: See `schedule`; nothing is returned then.
    """
    groups: dict[LoanTerms, list[int]] = defaultdict(list)
    for position, terms in enumerate(portfolio):
        check(terms)
        groups[_alike(terms)].append(position)
    return [
        (places, _run(portfolio[places[0]], [portfolio[p] for p in places], policy))
        for places in groups.values()
    ]


def schedule_of_columns(
    terms: LoanTerms,
    *,
    principal: npt.NDArray[np.int64],
    rates: npt.NDArray[np.int64],
    policy: RoundingPolicy = RoundingPolicy.PER_EVENT,
) -> Schedule:
    """The schedules of loans that differ in amount and rate alone, from columns.

    Args:
        terms: What all of them agree on; its own amount and rate are checked and then not used.
        principal: In minor units, one per loan, above zero.
        rates: Per year in parts per billion, one per loan.
        policy: Whole minor units, or floats.

    Raises:
        TermsError: See `schedule`.
    """
    check(terms)
    if principal.size and principal.min() <= 0:
        raise broken("notionalPrincipal", "an amount above zero", int(principal.min()))
    return _run_columns(terms, principal, rates, policy=policy)


def _alike(terms: LoanTerms) -> LoanTerms:
    """The terms without what may differ within one plan."""
    unit = replace(terms.notional_principal, minor=1)
    return replace(
        terms,
        notional_principal=unit,
        nominal_interest_rate=replace(terms.nominal_interest_rate, ppb=0),
        contract_id="",
    )


def _run(shared: LoanTerms, loans: Sequence[LoanTerms], policy: RoundingPolicy) -> Schedule:
    principal = np.array([each.notional_principal.minor for each in loans], np.int64)
    rates = np.array([each.nominal_interest_rate.ppb for each in loans], np.int64)
    return _run_columns(shared, principal, rates, policy=policy)


def _run_columns(
    shared: LoanTerms,
    principal: npt.NDArray[np.int64],
    rates: npt.NDArray[np.int64],
    *,
    policy: RoundingPolicy,
) -> Schedule:
    plan = compile_loan(shared, principal=principal, rates=rates)
    yearly = next((fee.rate.ppb for fee in shared.fees if isinstance(fee, YearlyFee)), 0)
    opening = Opening(rate=0 if shared.interest_free_until is not None else rates, fee_rate=yearly)
    result = run_program(plan.program, opening, policy=policy)
    made = Schedule(plan, result, shared.notional_principal.currency.value)
    _refuse_growth(shared, made)
    return made


def _refuse_growth(terms: LoanTerms, made: Schedule) -> None:
    """An agreed instalment below the interest would make the debt grow without end."""
    agreed = getattr(terms.repayment, "next_principal_redemption_payment", None)
    paid = (made.plan.kinds[:, 0] == KINDS.index(EventKind.PR)) & (made.plan.kinds[:, 1] >= 0)
    grown = np.argwhere(made.result.principal[paid] < 0)
    if agreed is not None and len(grown):
        row = np.flatnonzero(paid)[grown[0][0]]
        interest, day = made.result.interest[row, grown[0][1]], day_of(made.plan.days[row])
        raise broken("nextPrincipalRedemptionPayment", f"more than the interest, {interest} on {day}", agreed)
