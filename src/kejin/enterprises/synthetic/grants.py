"""A research grant with a known effect: who got it, when, and what it did, kept apart as truth.

So that whoever measures what a programme did has something to be right about. Those bent to research and the larger
apply more, so that comparing the granted with all others misleads; the year of the first grant differs from one to the
next.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import Real, Streams, Whole, chance, logistic, years_of
from kejin.enterprises.synthetic.world import YEARS

PROGRAMME = "合成研发补助"
COHORTS = (2022, 2023, 2024, 2025)
FIRST_YEAR, YEARLY, SPREAD = 0.06, 0.02, 0.03
"""The effect on the logarithm of R&D: in the year of the grant, more each year after it, and between enterprises."""
_TEN_THOUSAND = 1_000_000


@dataclass(frozen=True, slots=True)
class Grants:
    """The grants of a block.

    Attributes:
        cohort: The year of each enterprise's grant, 0 for none.
        lift: What it adds to the logarithm of R&D, enterprises × years, 0 before and without a grant.
        paid: What is paid, enterprises × years, in fen.
    """

    cohort: Whole
    lift: Real
    paid: Whole


def make_grants(firms: Firms, streams: Streams) -> Grants:
    """About one in twelve of those doing research is granted some ten thousands of yuan in one of four years."""
    draw, rows = streams.of("grants"), firms.count
    odds = -2.6 + 0.6 * firms.vigour + 0.25 * np.clip(firms.size - 16.5, -3, 3)
    cohort = np.array(COHORTS)[draw.integers(0, len(COHORTS), rows)]
    old = years_of(firms.founded) < cohort - 1
    granted = firms.research & old & chance(draw, logistic(odds), rows)
    after = np.array(YEARS)[None, :] - cohort[:, None]
    own = np.maximum(FIRST_YEAR + YEARLY * after + SPREAD * draw.standard_normal(rows)[:, None], 0.0)
    amount = np.rint(np.exp(draw.normal(3.2, 0.5, rows))).astype(np.int64) * _TEN_THOUSAND
    return Grants(
        cohort=np.where(granted, cohort, 0),
        lift=np.where(granted[:, None] & (after >= 0), own, 0.0),
        paid=np.where(granted[:, None] & (after == 0), amount[:, None], 0),
    )


def grant_table(grants: Grants, firms: Firms) -> pl.DataFrame:
    """Who was granted what in which year, as anybody may know."""
    at = np.flatnonzero(grants.cohort)
    return pl.DataFrame({
        "enterprise_id": firms.codes.gather(at),
        "programme": pl.Series([PROGRAMME] * at.size, dtype=pl.String),
        "year": pl.Series(grants.cohort[at]),
        "amount_fen": pl.Series(grants.paid[at].sum(axis=1)),
    })  # fmt: skip


def grant_truth(grants: Grants, firms: Firms) -> pl.DataFrame:
    """What the grant did to the logarithm of R&D of each enterprise that had one, year by year from the grant on."""
    at, year = np.nonzero((grants.cohort[:, None] > 0) & (np.array(YEARS)[None, :] >= grants.cohort[:, None]))
    return pl.DataFrame({
        "enterprise_id": firms.codes.gather(at),
        "year": pl.Series(np.array(YEARS, dtype=np.int64)[year]),
        "rd_log_effect": pl.Series(grants.lift[at, year]),
    })  # fmt: skip
