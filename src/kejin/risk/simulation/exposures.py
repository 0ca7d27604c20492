"""What is owed on loans month by month: all at the end, in equal parts, or as the loan engine's schedules have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
import polars as pl

from kejin.errors import RiskError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import EqualInstalments, EqualPrincipal, LoanTerms, Repayment, schedules
from kejin.money import Currency, Money, Rate
from kejin.risk.arrays import I64
from kejin.risk.simulation.assumptions import Assumptions
from kejin.risk.simulation.plan import MONTHS

Form = Literal["bullet", "equal", "level", "linear"]
ENGINE: Mapping[str, Repayment] = {"level": EqualInstalments(), "linear": EqualPrincipal()}
"""Forms whose schedules the loan engine makes, by the month: 等额本息 and 等额本金."""


def exposures_of(
    loans: pl.DataFrame, assumptions: Assumptions, *, repayment: str | pl.Series = "bullet"
) -> I64:
    """What is owed at the beginning of each month on loans with drawn, due, principal and balance: [N, 12 Y] fen.

    Columns: loan_drawn_on, loan_due_on, loan_principal_fen, loan_balance_fen (null: the principal), and for the
    engine's forms loan_rate (parts per billion a year). `repayment` is one form for all, or one for each loan: bullet
    (all at the end), equal (as much each month, from what is owed at the start), level and linear (equal instalments
    and equal principal by the month, as `kejin.instruments.loans` schedules them; a loan that runs already goes on from
    its balance). A loan drawn within a month is owed from the next. Raises `RiskError` for a loan without its dates or
    amount, or without a rate where the form needs one.
    """
    need = ("loan_drawn_on", "loan_due_on", "loan_principal_fen")
    lacking = loans.filter(pl.any_horizontal(pl.col(name).is_null() for name in need))
    if lacking.height:
        raise RiskError(
            "A loan lacks what its course needs",
            expected=", ".join(need),
            found=f"{lacking.height} loans without",
        )
    forms = repayment if isinstance(repayment, pl.Series) else pl.repeat(repayment, loans.height, eager=True)
    strange = sorted({str(form) for form in forms.unique()} - set(get_args(Form)))
    if strange:
        raise RiskError(
            "No such way of repaying", expected=", ".join(get_args(Form)), found=", ".join(strange)
        )
    course = _Course.of(loans, assumptions)
    owed = course.bullet()
    equal = (forms == "equal").to_numpy()
    if equal.any():
        owed[equal] = course.equal()[equal]
    for form in ENGINE:
        rows = np.flatnonzero((forms == form).to_numpy())
        if len(rows):
            owed[rows] = course.scheduled(
                rows, loans["loan_rate"] if "loan_rate" in loans.columns else None, form
            )
    return owed


@dataclass(frozen=True)
class _Course:
    """The months in which loans run, counted from the first of the book; `begin` is what is owed when they start."""

    months: I64
    first_month: int
    owed_from: I64
    due: I64
    begin: I64

    @classmethod
    def of(cls, loans: pl.DataFrame, assumptions: Assumptions) -> "_Course":
        starts = assumptions.starts.year * MONTHS + assumptions.starts.month - 1
        drawn = _month_number(loans["loan_drawn_on"]) - starts
        principal = loans["loan_principal_fen"].to_numpy()
        balance = loans["loan_balance_fen"].fill_null(loans["loan_principal_fen"]).to_numpy()
        return cls(
            months=np.arange(assumptions.years * MONTHS),
            first_month=starts,
            owed_from=np.maximum(drawn + 1, 0),
            due=_month_number(loans["loan_due_on"]) - starts,
            begin=np.where(drawn < 0, balance, principal),
        )

    def _alive(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        return (self.months >= self.owed_from[:, None]) & (self.months <= self.due[:, None])

    def bullet(self) -> I64:
        """The whole until the month in which it is due."""
        return np.where(self._alive(), self.begin[:, None], 0).astype(np.int64)

    def equal(self) -> I64:
        """Whole parts: after k of n payments begin * (n - k) // n is left, so that the last payment clears the loan."""
        begin, whole = self.begin, np.maximum(self.due - self.owed_from + 1, 1)
        left = np.clip(whole[:, None] - (self.months - self.owed_from[:, None]), 0, whole[:, None])
        parts = (
            begin[:, None] // whole[:, None] * left + begin[:, None] % whole[:, None] * left // whole[:, None]
        )
        return np.where(self._alive(), parts, 0).astype(np.int64)

    def scheduled(self, rows: I64, rates: pl.Series | None, form: str) -> I64:
        """What the loan engine has outstanding before each month's payment.

        Loans that start and end together share one run of it. Raises `RiskError` for a loan without a rate.
        """
        known = rates.gather(rows.tolist()) if rates is not None else None
        if known is None or known.null_count():
            raise RiskError(
                "A loan lacks the rate that its schedule needs",
                expected="loan_rate",
                found=f"{known.null_count() if known is not None else len(rows)} loans without",
            )
        owed = np.zeros((len(rows), len(self.months)), np.int64)
        running = [
            place
            for place, row in enumerate(rows)
            if self.begin[row] > 0 and max(self.owed_from[row], 0) <= self.due[row]
        ]
        terms = [self._terms(int(rows[place]), int(known[place]), ENGINE[form]) for place in running]
        for places, made in schedules(terms):
            balance = made.result.balance
            for column, place in enumerate(places):
                row = rows[running[place]]
                first = int(self.owed_from[row])
                before = balance[:-1, column][: max(len(self.months) - first, 0)]
                owed[running[place], first : first + len(before)] = before
        return owed

    def _terms(self, row: int, rate_ppb: int, form: Repayment) -> LoanTerms:
        """The loan from the month before it is owed; days within a month do not matter where all is monthly."""
        return LoanTerms(
            notional_principal=Money(int(self.begin[row]), Currency.CNY),
            nominal_interest_rate=Rate(rate_ppb),
            initial_exchange_date=self._day(int(self.owed_from[row]) - 1),
            maturity_date=self._day(int(self.due[row])),
            repayment=form,
            day_count_convention=DayCount.MONTHLY,
            cycle_of_interest_payment=Cycle.parse("P1M"),
        )

    def _day(self, month: int) -> date:
        year, place = divmod(self.first_month + month, MONTHS)
        return date(year, place + 1, 1)


def _month_number(days: pl.Series) -> I64:
    return (days.dt.year().cast(pl.Int64) * MONTHS + days.dt.month().cast(pl.Int64) - 1).to_numpy()
