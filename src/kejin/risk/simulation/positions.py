"""Fees, premiums and subsidies over time, and what parties are left with: fees received, less paid, less losses."""

from typing import Any

import numpy as np
import polars as pl

from kejin.policy import BORROWER
from kejin.risk.agreements import Arrangement
from kejin.risk.arrays import I64, UNKNOWN
from kejin.risk.simulation.measures import chance_of, mean_of
from kejin.risk.simulation.plan import MONTHS, YEARS, Plan
from kejin.risk.simulation.running import Run

SCHEMA: dict[str, Any] = {
    "fee": pl.String,
    "payer": pl.String,
    "payee": pl.String,
    "year": pl.Int64,
    "mean_fen": pl.Float64,
    "error_fen": pl.Float64,
    "unknown_loans": pl.Int64,
}


def undisturbed(plan: Plan) -> I64:
    """[Y, fees] what every fee would bring in each year if no loan defaulted; unknown fees bring nothing here."""
    alive = plan.exposure > 0
    place = np.where(alive, np.cumsum(alive, axis=1) - 1, 0) % MONTHS
    found = np.zeros((int(plan.settings[YEARS]), plan.fee.shape[1]), np.int64)
    for fee in range(plan.fee.shape[1]):
        yearly = np.maximum(plan.fee[:, fee], 0)[:, None]
        parts = np.where(alive, yearly * (place + 1) // MONTHS - yearly * place // MONTHS, 0)
        found[:, fee] = parts.reshape(len(parts), -1, MONTHS).sum(axis=(0, 2))
    return found


def collected(run: Run) -> I64:
    """[S, T, fees] what every fee brings in each year: of loans that have not defaulted, month by month."""
    whole = np.zeros((run.scenarios, len(run.book.years), run.plan.fee.shape[1]), np.int64)
    whole[:, : run.paths.forgone.shape[1]] = undisturbed(run.plan)[None] - run.paths.forgone
    return whole


def fees(run: Run) -> pl.DataFrame:
    """One row per fee and calendar year: who pays whom, the mean with its error, of how many loans nobody knows it."""
    got = collected(run)
    rows = []
    for place, (agreement, fee) in enumerate(run.book.arrangement.fees):
        unknown = int((run.plan.fee[:, place] == UNKNOWN).sum())
        for k, year in enumerate(run.book.years):
            mean = mean_of(got[:, k, place])
            rows.append(
                {
                    "fee": f"{agreement.key}.{fee.id}",
                    "payer": _key(run.book.arrangement, fee.payer),
                    "payee": _key(run.book.arrangement, fee.payee),
                    "year": year,
                    "mean_fen": mean.value,
                    "error_fen": mean.error,
                    "unknown_loans": unknown,
                }
            )
    return pl.DataFrame(rows, schema=SCHEMA)


def _key(arrangement: Arrangement, place: int | None) -> str:
    return BORROWER if place is None else arrangement.parties[place].key


def net_fees(run: Run, party: int) -> I64:
    """[S, T] fees that a party receives less those it pays."""
    got = collected(run)
    found = np.zeros(got.shape[:2], np.int64)
    for place, (_, fee) in enumerate(run.book.arrangement.fees):
        if fee.payee == party:
            found += got[:, :, place]
        if fee.payer == party:
            found -= got[:, :, place]
    return found


def positions(run: Run) -> pl.DataFrame:
    """One row per calendar year and party that a fee touches: its fees, its losses, and what is left so far, in fen.

    Columns: party, year, fees_fen and losses_fen (means of the year), left_fen with left_error_fen, left_p5_fen,
    left_p1_fen (of all years so far; below nought the party has paid more than it got), negative: how likely it has,
    with its interval. No row without a fee.
    """
    arrangement = run.book.arrangement
    touched = sorted(
        {end for _, fee in arrangement.fees for end in (fee.payer, fee.payee) if end is not None}
    )
    rows: list[dict[str, object]] = []
    for place in touched:
        own, losses = net_fees(run, place), run.paths.net[:, :, place]
        left = np.cumsum(own - losses, axis=1)
        for k, year in enumerate(run.book.years):
            mean, below = mean_of(left[:, k]), chance_of(left[:, k] < 0)
            row: dict[str, object] = {"party": arrangement.parties[place].key, "year": year}
            row |= {"fees_fen": float(own[:, k].mean()), "losses_fen": float(losses[:, k].mean())}
            row |= {"left_fen": mean.value, "left_error_fen": mean.error}
            row |= {f"left_p{p}_fen": float(np.percentile(left[:, k], p)) for p in (5, 1)}
            row |= {"negative": below.value, "negative_low": below.low, "negative_high": below.high}
            rows.append(row)
    return pl.DataFrame(rows)


def public_cost(run: Run) -> I64:
    """[S] what the public parties bear and pay in fees and subsidies, less the fees they receive, over all years."""
    places = [k for k, party in enumerate(run.book.arrangement.parties) if party.public]
    found: I64 = run.paths.net[:, :, places].sum(axis=(1, 2))
    for place in places:
        found = found - net_fees(run, place).sum(axis=1)
    return found
