"""Monthly activity: invoices, electricity, insured staff, tax, late payments; it weakens before an enterprise ceases.

Invoices of a year with accounts add up to its revenue to the fen. What a lender could see early is in here: activity
falls over the last year before ceasing, and payments come late in the months before a first default.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.accounts import Books
from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.loans import Loans
from kejin.enterprises.synthetic.streams import Real, Streams, Whole, dates, day
from kejin.enterprises.synthetic.world import AS_OF, YEARS

FIRST_YEAR = 2024
MONTHS_SHOWN = 30
_STARTS = np.array(
    [day(date(FIRST_YEAR + at // 12, at % 12 + 1, 1)) for at in range(MONTHS_SHOWN + 1)], dtype=np.int64
)
_SEASON = np.array([0.98, 0.74, 1.02, 1.00, 1.00, 1.03, 0.98, 0.98, 1.03, 0.97, 1.05, 1.22])
_KWH_PER_YUAN = (0.004, 0.025)
_FADING_MONTHS = 12
_LATE_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """What the months are made from: accounts and staff of the last year, the end, and the first default."""

    books: Books
    staff: Whole
    ceased: Whole
    defaulted: Whole


def first_defaults(loans: Loans, count: int) -> Whole:
    """The day of each enterprise's first default, or a day that never comes."""
    first = np.full(count, day(AS_OF) + 100_000, dtype=np.int64)
    bad = loans.defaulted > 0
    np.minimum.at(first, loans.owner[bad], loans.drawn[bad] + loans.defaulted[bad] * 365 // 12)
    return first


def activity(firms: Firms, streams: Streams, shown: Shown) -> pl.DataFrame:
    """One row for each enterprise and month in which it traded, of the last thirty."""
    draw = streams.of("activity")
    shape = (firms.count, MONTHS_SHOWN)
    traded = (firms.founded[:, None] < _STARTS[None, 1:]) & (shown.ceased[:, None] >= _STARTS[None, 1:])
    left = np.clip((shown.ceased[:, None] - _STARTS[None, 1:]) / 30.4, 0, _FADING_MONTHS)
    fading = 0.45 + 0.55 * left / _FADING_MONTHS
    noise = draw.standard_normal((3, *shape), dtype=np.float32)
    pulse = _SEASON[np.arange(MONTHS_SHOWN) % 12] * fading * np.exp(0.12 * noise[0])
    sales = _sales(shown.books, np.where(traded, pulse, 0.0))
    bought = np.rint(sales * np.clip(0.62 + 0.10 * noise[1], 0.1, 1.1)).astype(np.int64)
    making = (firms.word_of_industry("sector") == "industry").to_numpy()
    used = np.where(making, _KWH_PER_YUAN[1], _KWH_PER_YUAN[0])[:, None]
    power = np.rint(sales / 100 * used * np.exp(0.15 * noise[2])).astype(np.int64)
    heads = np.maximum(np.rint(shown.staff[:, None] * (0.5 + 0.5 * fading) * 0.9), 0).astype(np.int64)
    owner, month = np.nonzero(traded)
    return pl.DataFrame({
        "enterprise_id": firms.codes.gather(owner),
        "month": dates(_STARTS[month]),
        "sales_invoiced_fen": pl.Series(sales[traded]),
        "purchases_invoiced_fen": pl.Series(bought[traded]),
        "electricity_kwh": pl.Series(power[traded]),
        "insured_staff": pl.Series(heads[traded]).cast(pl.Int32),
        "tax_paid_fen": pl.Series(np.maximum(sales - bought, 0)[traded] * 8 // 100),
        "payment_delay_days": _delays(draw, shown.defaulted, owner, month=month),
    })  # fmt: skip


def _sales(books: Books, pulse: Real) -> Whole:
    """Invoices by month: a year with accounts is split so that it adds up, the others go on from the last accounts."""
    revenue = books.items["revenue_fen"]
    last = revenue.shape[1] - 1 - books.filed[:, ::-1].argmax(axis=1)
    rate = np.where(books.filed.any(axis=1), revenue[np.arange(last.size), last], 0) / 12
    sales = np.rint(rate[:, None] * pulse).astype(np.int64)
    for at in range(0, MONTHS_SHOWN, 12):
        year = FIRST_YEAR + at // 12
        if year not in YEARS:
            continue
        months, whole = slice(at, at + 12), revenue[:, YEARS.index(year)]
        weight = np.cumsum(pulse[:, months], axis=1)
        known = books.filed[:, YEARS.index(year)] & (weight[:, -1] > 0)
        share = weight / np.where(known, weight[:, -1], 1.0)[:, None]
        reached = np.rint(whole[:, None] * share).astype(np.int64)
        reached[:, -1] = whole
        parts = np.diff(reached, axis=1, prepend=0)
        sales[:, months] = np.where(known[:, None], parts, sales[:, months])
    return sales


def _delays(draw: np.random.Generator, defaulted: Whole, owner: Whole, *, month: Whole) -> pl.Series:
    """Days by which suppliers were paid late: a few, more in the half year before a first default, many after it."""
    usual = draw.poisson(2.0, owner.size)
    before = np.clip((defaulted[owner] - _STARTS[month]) / 30.4, -1, _LATE_MONTHS)
    rising = np.where(before < 0, 75, 9 * (_LATE_MONTHS - before))
    return pl.Series(usual + rising.astype(np.int64)).cast(pl.Int32)
