"""What a run says, as frames: losses by party, by year, limits and stop lines that bind, what public money carries.

Every figure stands beside its error (see `measures`).
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from kejin.risk.arrays import I64
from kejin.risk.simulation.measures import (
    LEVELS,
    Estimate,
    LossMeasures,
    chance_of,
    mean_of,
    measures_of,
    place_of,
    ratio_of,
)
from kejin.risk.simulation.plan import MONTHS, PENDING, UNSHARED, YEARS
from kejin.risk.simulation.positions import public_cost
from kejin.risk.simulation.running import Run

ALL = "all"
PERCENTILES = (50, 95, 99)


def borne(run: Run, party: int | None = None) -> I64:
    """[S, T] what a party bears by year, or all together."""
    net = run.paths.net
    return net.sum(axis=2) if party is None else net[:, :, party]


def bearing(run: Run) -> set[str]:
    """The parties that can bear a part of a loss; others stand in an agreement for a fee alone."""
    arrangement = run.book.arrangement
    places = {agreement.bearer for agreement in arrangement.agreements}
    for taker in arrangement.takers:
        places |= {taker.party} | ({taker.returns_to} if taker.returns_to is not None else set())
    return {arrangement.parties[place].key for place in places}


def public(run: Run) -> I64:
    """[S] what the public parties bear together over all years."""
    places = [k for k, party in enumerate(run.book.arrangement.parties) if party.public]
    found: I64 = run.paths.net[:, :, places].sum(axis=(1, 2))
    return found


def losses(run: Run) -> pl.DataFrame:
    """One row per party, and one for all: mean, deviation, value at risk and shortfall of the whole time, in fen."""
    rows = [
        {"party": party.key, "public": party.public} | _measured(measures_of(borne(run, place).sum(axis=1)))
        for place, party in enumerate(run.book.arrangement.parties)
    ]
    rows.append({"party": ALL, "public": False} | _measured(measures_of(borne(run).sum(axis=1))))
    return pl.DataFrame(rows)


def _measured(found: LossMeasures) -> dict[str, float]:
    row = _named("mean", found.mean) | {"deviation_fen": found.deviation}
    for level in LEVELS:
        name = f"{level * 100:g}".replace(".", "_")
        row |= _named(f"var{name}", found.value_at_risk[level]) | _named(f"es{name}", found.shortfall[level])
    return row


def _named(name: str, estimate: Estimate) -> dict[str, float]:
    return {
        f"{name}_fen": estimate.value,
        f"{name}_error_fen": estimate.error,
        f"{name}_low_fen": estimate.low,
        f"{name}_high_fen": estimate.high,
    }


def years(run: Run) -> pl.DataFrame:
    """One row per party and calendar year: mean net burden of the year with its error, in fen.

    And of the years so far mean and percentiles: the path by which a party's means are used up.
    """
    rows: list[dict[str, object]] = []
    for place, party in enumerate(run.book.arrangement.parties):
        own = borne(run, place)
        sums = np.cumsum(own, axis=1)
        for k, year in enumerate(run.book.years):
            mean, total = mean_of(own[:, k]), mean_of(sums[:, k])
            row: dict[str, object] = {"party": party.key, "year": year, "mean_fen": mean.value}
            row |= {"mean_error_fen": mean.error, "total_fen": total.value, "total_error_fen": total.error}
            row |= {f"total_p{p}_fen": float(np.percentile(sums[:, k], p)) for p in PERCENTILES}
            rows.append(row)
    return pl.DataFrame(rows)


def bounds(run: Run) -> pl.DataFrame:
    """One row per limit and stop line: how likely it binds, and by when in half and in one in twenty of those cases."""
    rows = [*_bounds(run, "limit", run.paths.bound), *_bounds(run, "stop_line", run.paths.stopped)]
    chances = dict.fromkeys(("chance", "chance_error", "chance_low", "chance_high"), pl.Float64)
    days = {"median_on": pl.Date, "early_on": pl.Date}
    return pl.DataFrame(rows, schema={"kind": pl.String, "key": pl.String, **chances, **days})


def _bounds(run: Run, kind: str, months: I64) -> Iterator[dict[str, object]]:
    arrangement = run.book.arrangement
    keys = [one.key for one in (arrangement.limits if kind == "limit" else arrangement.stop_lines)]
    for place, key in enumerate(keys):
        chance = chance_of(months[:, place] >= 0)
        yield {
            "kind": kind,
            "key": key,
            "chance": chance.value,
            "chance_error": chance.error,
            "chance_low": chance.low,
            "chance_high": chance.high,
            "median_on": _day(run, place_of(months[:, place], 0.5)),
            "early_on": _day(run, place_of(months[:, place], 0.05)),
        }


def _day(run: Run, month: int | None) -> date | None:
    return None if month is None else date.fromordinal(int(run.plan.month_day[month]))


def by_year(run: Run) -> pl.DataFrame:
    """One row per limit or stop line and calendar year: how likely it has bound by the end of that year."""
    rows = []
    for kind, months in (("limit", run.paths.bound), ("stop_line", run.paths.stopped)):
        arrangement = run.book.arrangement
        keys = [one.key for one in (arrangement.limits if kind == "limit" else arrangement.stop_lines)]
        for place, key in enumerate(keys):
            for k, year in enumerate(run.book.years):
                by_then = (months[:, place] >= 0) & (months[:, place] < (k + 1) * MONTHS)
                chance = chance_of(by_then)
                row = {"kind": kind, "key": key, "year": year, "chance": chance.value}
                rows.append(row | {"chance_low": chance.low, "chance_high": chance.high})
    chances = dict.fromkeys(("chance", "chance_low", "chance_high"), pl.Float64)
    schema = {"kind": pl.String, "key": pl.String, "year": pl.Int64, **chances}
    return pl.DataFrame(rows, schema=schema)


def pools(run: Run) -> pl.DataFrame:
    """One row per pool that answers with what it holds and calendar year: money received so far, left, and its end.

    Columns: limit, year, received_fen, left_fen (mean), left_p5_fen, left_p1_fen, empty (how often it has cut a payment
    by then) with its interval.
    """
    rows: list[dict[str, object]] = []
    arrangement, terms = run.book.arrangement, run.book.terms
    for place, limit in enumerate(arrangement.limits):
        if not limit.document.funded:
            continue
        uses = [u for u, used in enumerate(terms.limit_use) if used == place]
        takers = {
            t for u in uses for t in range(len(terms.taker_party)) if int(terms.limit_takers[u]) >> t & 1
        }
        parties = sorted({int(terms.taker_party[t]) for t in takers})
        spent = np.cumsum(run.paths.net[:, :, parties].sum(axis=2), axis=1)
        received = np.cumsum(run.plan.money[:, place])
        for k, year in enumerate(run.book.years):
            left = received[k] - spent[:, k]
            empty = chance_of(
                (run.paths.bound[:, place] >= 0) & (run.paths.bound[:, place] < (k + 1) * MONTHS)
            )
            rows.append(
                {
                    "limit": limit.key,
                    "year": year,
                    "received_fen": int(received[k]),
                    "left_fen": float(left.mean()),
                    "left_error_fen": mean_of(left).error,
                    "left_p5_fen": float(np.percentile(left, 5)),
                    "left_p1_fen": float(np.percentile(left, 1)),
                    "empty": empty.value,
                    "empty_low": empty.low,
                    "empty_high": empty.high,
                }
            )
    return pl.DataFrame(rows)


def carried(run: Run) -> dict[str, Estimate | int]:
    """What public money carries: principal of covered loans over what the public parties bear.

    As fen per fen of what they bear on average, and of what they bear at most in 99 of 100 scenarios. Where an
    agreement has fees, what public parties pay in fees and subsidies counts as borne, what they receive is taken off.
    """
    lent = lent_fen(run)
    costs = public_cost(run)
    measured = measures_of(costs)
    worst = measured.value_at_risk[0.99]
    scale = lent / worst.value if worst.value else float("inf")
    per_worst = Estimate(
        scale,
        scale * worst.error / worst.value if worst.value else float("inf"),
        lent / worst.high if worst.high > 0 else float("inf"),
        lent / worst.low if worst.low > 0 else float("inf"),
    )
    return {
        "lent_fen": lent,
        "public_fen": measured.mean,
        "per_expected": ratio_of(np.full(len(costs), float(lent)), costs),
        "per_worst": per_worst,
    }


def lent_fen(run: Run) -> int:
    """The most that is owed at any time on each loan that an agreement covers, summed over the loans."""
    covered = (run.book.terms.covers == 1).any(axis=1)
    return int(run.plan.exposure[covered].max(axis=1, initial=0).sum())


def summary(run: Run) -> dict[str, Estimate]:
    """Defaults, losses, what stays open: means with their errors."""
    paths = run.paths
    lost = mean_of(paths.lost.sum(axis=1))
    return {
        "defaults": mean_of(paths.defaults.sum(axis=1)),
        "lost_fen": lost,
        "net_fen": mean_of(paths.net.sum(axis=(1, 2))),
        "suspended_fen": mean_of(paths.open[:, PENDING]),
        "unshared_fen": mean_of(paths.open[:, UNSHARED]),
        "years": Estimate(float(run.plan.settings[YEARS]), 0.0, 0.0, 0.0),
    }
