"""How each loan ran, month by month, and where it stands on the day of looking."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.loans import MONTHS, Loans
from kejin.enterprises.synthetic.streams import Streams, Truth, Whole, dates

_SLIP = 0.006
_RECOVERY_MONTHS = 12
_WRITE_OFF_MONTHS = 18


@dataclass(frozen=True, slots=True)
class Standing:
    """Where each loan stands: amounts in fen, days overdue, five classes as an index, and whether it is written off."""

    balance: Whole
    overdue_days: Whole
    bad: Whole
    loss: Whole
    recovered: Whole
    five_class: Whole
    written_off: Truth
    settled: Truth


FIVE = ("normal", "special_mention", "substandard", "doubtful", "loss")


def follow(loans: Loans, streams: Streams, ids: pl.Series) -> tuple[pl.DataFrame, Standing]:
    """The months of all loans, one row each, and the standing after the last."""
    month = np.arange(1, MONTHS + 1)
    # A loan that defaulted is followed beyond its due date, as far as time has run.
    end = np.where(loans.defaulted > 0, loans.looked, loans.age)
    seen = month <= end[:, None]
    since = np.where(loans.defaulted[:, None] > 0, month - loans.defaulted[:, None], -MONTHS)
    exposure = loans.exposure()
    lost = np.rint(exposure * loans.severity).astype(np.int64)
    recovered = np.where(since >= _RECOVERY_MONTHS, (exposure - lost)[:, None], 0)
    gone = since >= _WRITE_OFF_MONTHS
    balance = np.where(since >= 0, np.where(gone, 0, exposure[:, None] - recovered), loans.balances())
    slips = streams.of("slips").random(seen.shape) < _SLIP
    overdue = np.where(since >= -2, 90 + 30 * since, np.where(slips, 15, 0))
    overdue = np.where(gone, 0, overdue)
    table = pl.DataFrame({
        "loan_id": ids.gather(np.nonzero(seen)[0]),
        "month": pl.Series(np.broadcast_to(month, seen.shape)[seen]).cast(pl.Int16),
        "month_end": dates((loans.drawn[:, None] + month * 365 // 12)[seen]),
        "balance_fen": pl.Series(balance[seen]),
        "overdue_days": pl.Series(overdue[seen]).cast(pl.Int32),
        "written_off": pl.Series(gone[seen]),
    })  # fmt: skip
    return table, _standing(loans, end, balance=balance, overdue=overdue, recovered=recovered, gone=gone)


def _standing(
    loans: Loans, end: Whole, *, balance: Whole, overdue: Whole, recovered: Whole, gone: Truth
) -> Standing:
    rows = np.arange(loans.count)
    at = np.maximum(end, 1) - 1
    started, bad = end > 0, loans.defaulted > 0
    now = np.where(started, balance[rows, at], loans.principal)
    late = np.where(started, overdue[rows, at], 0)
    exposure = loans.exposure()
    lost = np.rint(exposure * loans.severity).astype(np.int64)
    five = np.select(
        [~bad & (late == 0), ~bad, gone[rows, at], late > 360, late > 180], [0, 1, 4, 3, 3], default=2
    )
    return Standing(
        balance=now,
        overdue_days=late,
        bad=np.where(bad, exposure, 0),
        loss=np.where(bad, lost, 0),
        recovered=np.where(bad, recovered[rows, at], 0),
        five_class=five,
        written_off=bad & gone[rows, at],
        settled=~bad & (end >= loans.tenor),
    )
