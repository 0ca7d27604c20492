"""What the schedule of each loan asks for by a day: the loan engine, once for all loans that share their dates.

Loans whose interest is counted by whole months need no dates to work out amounts: all of one term and form are one
group of the kernel, whenever they were drawn. Where days are counted, those drawn in one month are, as long as every
month has such a day. Of the others those drawn and ending on the same days are one group.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from kejin.calendars import add_months
from kejin.errors import KejinError
from kejin.instruments.conventions import Cycle, DayCount, cycle_dates
from kejin.instruments.loans import Bullet, EqualInstalments, EqualPrincipal, LoanTerms
from kejin.instruments.loans.checking import check
from kejin.instruments.loans.compiling import compile_loan
from kejin.instruments.loans.forms import Repayment
from kejin.instruments.running import Opening, RoundingPolicy, run_program
from kejin.money import Currency, Money, Rate

Numbers = npt.NDArray[np.int64]
_FORMS: Final[dict[str, Repayment]] = {
    "equal_instalment": EqualInstalments(),
    "equal_principal": EqualPrincipal(),
    "interest_first": Bullet(),
    "bullet": Bullet(),
}
# Whole months from here have the same lengths as whole months from anywhere, counted in twelfths.
_ANY_DAY: Final = date(2000, 1, 1)
_EVERY_MONTH_HAS: Final = 28
_BY_DAYS: Final = frozenset({DayCount.A360, DayCount.A365})
_EPOCH: Final = date(1970, 1, 1)
_KEYS: Final = ("from_on", "matures_on", "repayment", "interest_months", "day_count", "drawn_on")
STATES: Final = {
    "due_principal_minor": pl.Int64(),
    "due_interest_minor": pl.Int64(),
    "late_principal_days": pl.Int64(),
    "late_days": pl.Int64(),
    "is_computable": pl.Boolean(),
}
"""What `due_states` adds to each loan."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What loans of one kernel group have in common."""

    start: date
    end: date
    repayment: str
    interest_months: int
    day_count: str


def due_states(loans: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What each loan's schedule asks for by the end of a day, and how late it is with what was paid.

    Args:
        loans: One row for each loan: `from_on` (from when interest is counted), `drawn_on` (from which due dates are
            counted), `matures_on`, `repayment`, `interest_months` (0 for once, at maturity), `day_count`,
            `opening_minor` (outstanding at `from_on`), `rate_ppb`, `paid_principal_minor` and `paid_interest_minor`
            (paid since `from_on`; null is unknown, and then nothing is late).
        as_of: The day; what is due on it is due, and late from the next day on.

    Returns:
        The loans in their order with the columns of `STATES`: principal and interest due by the day, days since the
        first due date whose principal, or whose principal or interest, was not paid in full; nothing where the terms
        cannot be computed.
    """
    height = loans.height
    out = {name: np.zeros(height, np.int64) for name in list(STATES)[:-1]}
    computable = np.zeros(height, np.bool_)
    columns = {
        name: loans[name].fill_null(np.iinfo(np.int64).max if name.startswith("paid") else 0).to_numpy()
        for name in ("opening_minor", "rate_ppb", "paid_principal_minor", "paid_interest_minor")
    }
    for shape, parts in _groups(loans):
        at = np.concatenate([places for _, places in parts])
        cumulated = _cumulated(shape, columns["opening_minor"][at], columns["rate_ppb"][at])
        if cumulated is None:
            continue
        computable[at] = True
        paid = (columns["paid_principal_minor"][at], columns["paid_interest_minor"][at])
        dues = np.concatenate([np.full(len(places), number) for number, (_, places) in enumerate(parts)])
        days = np.stack([_padded(days, len(cumulated[0])) for days, _ in parts])[dues]
        for name, values in zip(out, _states(cumulated, paid, days, as_of=_day(as_of)), strict=True):
            out[name][at] = values
    return loans.with_columns(
        *(pl.Series(name, values) for name, values in out.items()), pl.Series("is_computable", computable)
    )


@cache
def warm() -> None:
    """Let the loan engine compile itself, once in a process: seconds in which no transaction should stand still."""
    month = (_ANY_DAY, add_months(_ANY_DAY, 1))
    one = pl.DataFrame(
        {"from_on": month[0], "drawn_on": month[0], "matures_on": month[1], "repayment": list(_FORMS),
         "interest_months": 1, "day_count": str(DayCount.MONTHLY), "opening_minor": 100, "rate_ppb": 0,
         "paid_principal_minor": 0, "paid_interest_minor": 0}
    )  # fmt: skip
    due_states(one, month[1])


def _groups(loans: pl.DataFrame) -> Iterator[tuple[_Shape, list[tuple[Numbers, Numbers]]]]:
    """The kernel's groups: for each its shape and, for each set of due dates in it, the dates and the loans' places."""
    keyed = loans.select(_KEYS).with_row_index("place").group_by(_KEYS, maintain_order=True).agg("place")
    gathered: dict[_Shape, list[tuple[Numbers, Numbers]]] = {}
    for row in keyed.iter_rows(named=True):
        shape = _shape(row)
        days = np.array([_day(each) for each in due_dates(row)], np.int64)
        gathered.setdefault(shape, []).append((days, np.array(row["place"], np.int64)))
    yield from gathered.items()


def _shape(row: dict[str, Any]) -> _Shape:
    """The kernel's group of a loan: moved to days with periods of the same lengths, where there are such."""
    start, end, every = row["from_on"], row["matures_on"], row["interest_months"]
    months = (end.year - start.year) * 12 + end.month - start.month
    is_whole = months > 0 and months % (every or 1) == 0 and add_months(start, months) == end
    if is_whole and every and row["day_count"] == DayCount.MONTHLY:
        start = _ANY_DAY
    elif is_whole and start.day <= _EVERY_MONTH_HAS and row["day_count"] in _BY_DAYS:
        # From the 5th to the 5th are as many days as from the 1st to the 1st.
        start = start.replace(day=1)
    else:
        months = 0
    return _Shape(
        start, add_months(start, months) if months else end, row["repayment"], every, row["day_count"]
    )


def due_dates(row: dict[str, Any]) -> list[date]:
    """The due dates of a loan after `from_on`, by the cycle counted from `drawn_on`; the maturity is the last."""
    every, end = row["interest_months"], row["matures_on"]
    if end <= row["from_on"]:
        return []
    days = _cycle(row["drawn_on"], every, end) if every and row["drawn_on"] < end else (end,)
    return [day for day in days if day > row["from_on"]]


@lru_cache(maxsize=100_000)
def _cycle(start: date, months: int, end: date) -> tuple[date, ...]:
    return tuple(cycle_dates(start, Cycle(months=months), end))


def _cumulated(shape: _Shape, opening: Numbers, rates: Numbers) -> tuple[Numbers, Numbers] | None:
    """Principal and interest due up to each payment, shape (payments, loans); None where the engine refuses them."""
    cycle = Cycle(months=shape.interest_months) if shape.interest_months else None
    try:
        terms = LoanTerms(
            notional_principal=Money(1, Currency.CNY),
            nominal_interest_rate=Rate(0),
            initial_exchange_date=shape.start,
            maturity_date=shape.end,
            repayment=_FORMS[shape.repayment],
            day_count_convention=DayCount.of(shape.day_count),
            cycle_of_interest_payment=cycle,
        )
        check(terms)
        plan = compile_loan(terms, principal=opening, rates=rates)
        made = run_program(plan.program, Opening(rate=rates, fee_rate=0), policy=RoundingPolicy.PER_EVENT)
    except KejinError:
        return None
    # The first row is the payout.
    return np.cumsum(made.principal[1:], axis=0), np.cumsum(made.interest[1:], axis=0)


def _states(
    cumulated: tuple[Numbers, Numbers], paid: tuple[Numbers, Numbers], days: Numbers, *, as_of: int
) -> Iterator[Numbers]:
    """Due principal, due interest, days late with principal, days late with either; each of shape (loans,)."""
    payments = len(cumulated[0])
    due = np.minimum((days <= as_of).sum(axis=1), payments)
    loans = np.arange(len(due))
    for column in cumulated:
        yield np.where(due > 0, column[np.maximum(due - 1, 0), loans], 0)
    met = [
        (column <= amount[np.newaxis, :]).sum(axis=0) for column, amount in zip(cumulated, paid, strict=True)
    ]
    for first in (met[0], np.minimum(*met)):
        day = days[loans, np.minimum(first, days.shape[1] - 1)]
        yield np.where(first < due, as_of - day, 0)


def _padded(days: Numbers, length: int) -> Numbers:
    """Due dates filled up with a day that never comes, or cut: a payment of the kernel for each."""
    never = np.full(max(length - len(days), 0), np.iinfo(np.int32).max, np.int64)
    return np.concatenate([days[:length], never])


def _day(day: date) -> int:
    return (day - _EPOCH).days
