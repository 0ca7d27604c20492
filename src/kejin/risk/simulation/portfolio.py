"""A book of loans put in the form that is simulated: cells of like loans, thresholds, exposures by month."""

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np

from kejin.errors import RiskError
from kejin.risk.arrays import I64, UNKNOWN, WITHOUT, Terms
from kejin.risk.book import Book
from kejin.risk.simulation import plan as places
from kejin.risk.simulation.assumptions import Assumptions, geometric_buckets
from kejin.risk.simulation.plan import F64, MONTHS, Plan

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Portfolio:
    """Loans as the model sees them, one row per loan of the book, in its order.

    Attributes:
        probability: [N, Y] that the loan defaults within a whole year.
        exposure: [N, 12 Y] fen owed at the beginning of each month.
        sector: [N] name of the sector; "" for none.
        city: [N] name of the city; "" for none.
    """

    probability: F64
    exposure: I64
    sector: tuple[str, ...]
    city: tuple[str, ...]

    def __post_init__(self) -> None:
        rows = {len(self.probability), len(self.exposure), len(self.sector), len(self.city)}
        if len(rows) != 1:
            raise RiskError(
                "The parts of a portfolio differ in length", expected="one row per loan", found=str(rows)
            )
        wrong = ~((self.probability >= 0) & (self.probability <= 1)).all(axis=1)
        if wrong.any():
            raise RiskError(
                "A probability of default is unknown or none",
                expected="from 0 to 1 for every loan and year",
                found=f"{int(wrong.sum())} loans without",
            )
        if self.exposure.min(initial=0) < 0:
            raise RiskError("Something is owed the wrong way round", expected="exposures not below 0")


def plan_of(
    book: Book,
    portfolio: Portfolio,
    assumptions: Assumptions,
    *,
    trace: bool = False,
    fees: I64 | None = None,
) -> tuple[Terms, Plan]:
    """The terms and the plan of a simulation. After the last year of default no stop line is enforced.

    `fees` are [N, fees] as `kejin.risk.fees.fee_columns` has them; without them no fee is followed.

    Raises `RiskError` where book, portfolio and assumptions do not go together.
    """
    years, event_years = assumptions.years, assumptions.event_years
    shape = (book.loans.height, years * MONTHS)
    if portfolio.exposure.shape != shape or book.years != assumptions.calendar_years:
        raise RiskError(
            "Book, portfolio and assumptions differ in loans or years",
            expected=f"{shape} exposures, {assumptions.calendar_years}",
            found=f"{portfolio.exposure.shape} exposures, {book.years}",
        )
    sectors, cities = sorted(set(portfolio.sector)), sorted(set(portfolio.city))
    sector_of = {name: 1 + k for k, name in enumerate(sectors)}
    city_of = {name: 1 + len(sectors) + k for k, name in enumerate(cities)}
    sector = np.array([sector_of[name] for name in portfolio.sector], np.int64)
    threshold = thresholds(portfolio.probability)
    cell_from, cell_loan = _cells(sector, portfolio.probability)
    heads = cell_loan[cell_from[:-1]]
    shift = np.zeros((years, 1 + len(sectors) + len(cities)), np.float64)
    for shock in assumptions.shocks:
        named = sector_of.get(shock.sector) if shock.sector else city_of.get(shock.city) if shock.city else 0
        if named is None or not 0 <= shock.year - assumptions.starts.year < years:
            raise RiskError(
                "A shock strikes nothing of this book",
                expected=f"one of {', '.join([*sectors, *cities])}, in the years from {assumptions.starts.year}",
                found=f"{shock.sector or shock.city} in {shock.year}",
            )
        shift[shock.year - assumptions.starts.year, named] -= shock.deviations
    made = Plan(
        cell_from=cell_from,
        cell_loan=cell_loan,
        sector=sector[heads],
        city=np.array([city_of[name] for name in portfolio.city], np.int64),
        load=np.tile(np.array(assumptions.correlation.weights), (len(heads), 1)),
        top=np.maximum.reduceat(threshold[cell_loan], cell_from[:-1], axis=0),
        threshold=threshold,
        shift=shift,
        persistence=np.array([assumptions.persistence]),
        exposure=np.ascontiguousarray(portfolio.exposure, np.int64),
        recovery=assumptions.recovery.shares()[None, :],
        recovery_class=np.zeros(book.loans.height, np.int64),
        delay=assumptions.recovery.delays(),
        month_day=_month_days(assumptions.starts, event_years * MONTHS),
        money=_money(book, assumptions),
        limit_amount=book.limit_amounts,
        stop_line=_stop_lines(book, years),
        settings=np.array(
            [years, event_years, assumptions.claim_months, int(assumptions.resume), len(sectors), int(trace)],
            np.int64,
        ),
        fee=np.zeros((book.loans.height, 0), np.int64) if fees is None else fees,
    )
    assert len(made.settings) == places.TRACE + 1  # noqa: S101 - the places of settings are named in `plan`
    return book.terms, made


def thresholds(probability: F64) -> F64:
    """The asset values below which loans default: the normal quantiles of their probabilities."""
    values, inverse = np.unique(probability, return_inverse=True)
    found = [-np.inf if p <= 0 else np.inf if p >= 1 else _NORMAL.inv_cdf(float(p)) for p in values]
    return np.array(found, np.float64)[inverse].reshape(probability.shape)


def _cells(sector: I64, probability: F64) -> tuple[I64, I64]:
    """Loans by sector and class of probability: where each cell begins, and the loans in order."""
    bucket = geometric_buckets(probability.max(axis=1))
    order = np.lexsort((bucket, sector)).astype(np.int64)
    new = np.flatnonzero((np.diff(sector[order]) != 0) | (np.diff(bucket[order]) != 0)) + 1
    return np.concatenate([[0], new, [len(order)]]).astype(np.int64), order


def _month_days(starts: date, months: int) -> I64:
    first = starts.year * MONTHS + starts.month - 1
    days = [date((first + k) // MONTHS, (first + k) % MONTHS + 1, 1).toordinal() for k in range(months)]
    return np.array(days, np.int64)


def _money(book: Book, assumptions: Assumptions) -> I64:
    limits = book.arrangement.limits
    made = np.zeros((assumptions.event_years, len(limits)), np.int64)
    for key, by_year in assumptions.money.items():
        funded = [k for k, limit in enumerate(limits) if limit.key == key and limit.document.funded]
        if not funded:
            there = ", ".join(limit.key for limit in limits if limit.document.funded) or "none here"
            raise RiskError("Money for a pool that holds none", expected=there, found=key)
        for year, fen in by_year.items():
            made[year - assumptions.starts.year, funded[0]] += fen
    return made


def _stop_lines(book: Book, years: int) -> I64:
    """The book's stop lines; those of years after the last year of default limit nothing."""
    lines = book.stop_amounts.reshape(-1, len(book.years)).copy()
    lines[:, years:] = WITHOUT
    return np.ascontiguousarray(lines.reshape(-1))


def known(amounts: I64) -> int:
    """How many limits or lines have an amount."""
    return int((amounts != UNKNOWN).sum())
