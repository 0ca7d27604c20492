"""Whether the money lasts: what those who take over losses hold, less what they bear, year by year with its errors."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from kejin.errors import RiskError
from kejin.risk.agreements import Arrangement
from kejin.risk.arrays import I64
from kejin.risk.simulation.assumptions import Assumptions
from kejin.risk.simulation.book_file import HoldsDocument
from kejin.risk.simulation.measures import chance_of, mean_of, quantile_of
from kejin.risk.simulation.plan import MONTHS, YEARS
from kejin.risk.simulation.running import Run

FAN = (5, 25, 50, 75, 95)
"""Of a hundred courses of events so many leave at most that."""
_FIGURES = ("paid", "left", *(f"left_p{place}" for place in FAN))
SCHEMA: dict[str, Any] = {
    "year": pl.Int64,
    "added_fen": pl.Int64,
    **{f"{name}{end}_fen": pl.Float64 for name in _FIGURES for end in ("", "_error")},
    **dict.fromkeys(("dry", "dry_error", "dry_low", "dry_high"), pl.Float64),
}


def takers_of(arrangement: Arrangement) -> list[int]:
    """The places of the parties that take over parts of losses."""
    return sorted({taker.party for taker in arrangement.takers})


def funded_of(arrangement: Arrangement) -> list[int]:
    """The places of the limits that answer with what their pool holds."""
    return [place for place, limit in enumerate(arrangement.limits) if limit.document.funded]


def with_holdings(arrangement: Arrangement, assumptions: Assumptions, holds: HoldsDocument) -> Assumptions:
    """The assumptions with the money held behind the one limit that answers with its money, where there is one.

    Raises `RiskError` where there are several, or money is stated in both ways.
    """
    funded = funded_of(arrangement)
    if not funded:
        return assumptions
    if len(funded) > 1 or assumptions.money:
        raise RiskError(
            "Which pool holds the money is not clear",
            expected="one limit that answers with its money, and `holds` or `money` alone",
            found=", ".join(arrangement.limits[place].key for place in funded),
        )
    years = range(assumptions.starts.year, assumptions.starts.year + assumptions.years)
    money = {arrangement.limits[funded[0]].key: holds.fen(years)}
    return replace(assumptions, money=money)


def means(run: Run, holds: HoldsDocument | None) -> pl.DataFrame:
    """One row per year in which loans may default: added, paid in it, left at its end, and how likely money ran out.

    Left is what was free at the start (held, less what is promised) and added so far, less what all takers of the
    agreements bear so far, net of what came back to them. Money has run out by a year where at the end of one of the
    years so far less than nothing is left, or where a pool that answers with its money has cut a payment by then.

    Returns columns as in `SCHEMA`: means, and quantiles as in `FAN`, in fen, each with its standard error of drawing;
    `dry` from 0 to 1 with its error and Wilson's interval. No row without holdings.
    """
    if holds is None:
        return pl.DataFrame(schema=SCHEMA)
    count = int(run.plan.settings[YEARS])
    years = run.book.years[:count]
    free = holds.fen(years)
    takers = takers_of(run.book.arrangement)
    paid: I64 = run.paths.net[:, :count, takers].sum(axis=2)
    left = np.cumsum([free[year] for year in years])[None, :] - np.cumsum(paid, axis=1)
    short = np.minimum.accumulate(left, axis=1) < 0
    rows = []
    for place, year in enumerate(years):
        row: dict[str, float | int] = {"year": year, "added_fen": holds.added_fen(year)}
        of_year, rest = mean_of(paid[:, place]), mean_of(left[:, place])
        row |= {"paid_fen": of_year.value, "paid_error_fen": of_year.error}
        row |= {"left_fen": rest.value, "left_error_fen": rest.error}
        for step in FAN:
            found = quantile_of(left[:, place], step / 100)
            row |= {f"left_p{step}_fen": found.value, f"left_p{step}_error_fen": found.error}
        gone = chance_of(short[:, place] | _cut(run, (place + 1) * MONTHS))
        row |= {"dry": gone.value, "dry_error": gone.error, "dry_low": gone.low, "dry_high": gone.high}
        rows.append(row)
    return pl.DataFrame(rows, schema=SCHEMA)


def _cut(run: Run, month: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """In which scenarios a limit that answers with its money has cut a payment before a month."""
    bound = run.paths.bound[:, funded_of(run.book.arrangement)]
    return np.asarray(((bound >= 0) & (bound < month)).any(axis=1))
