"""The terms of equity rounds: shares issued, preferences, protection, redemption. A cap table can be made from them."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.funding import Rounds
from kejin.enterprises.synthetic.streams import Streams, Truth, Whole, chance, masked, pick, words
from kejin.enterprises.synthetic.world import ROUNDS

FOUNDERS_SHARES = 10_000_000
_PPB = 1_000_000_000
_PREFERENCES = np.array([1_000, 1_200, 1_500], dtype=np.int64) * (_PPB // 1_000)
_PROTECTION = ("none", "broad_weighted_average", "full_ratchet")


def round_terms(rounds: Rounds, firms: Firms, streams: Streams) -> pl.DataFrame:
    """One row for each round, in the order of the rounds.

    Shares are whole; those issued are what came in over what each share was worth before. Founders begin with
    `FOUNDERS_SHARES`. Preferences and rates are in parts per billion; a cap is null where participation has none.
    """
    draw, rows = streams.of("round-terms"), rounds.owner.size
    before, issued = _shares(rounds)
    participating: Truth = chance(draw, 0.45, rows)
    capped: Truth = participating & chance(draw, 0.4, rows)
    redeemable: Truth = chance(draw, 0.7, rows)
    first: Truth = rounds.number == 1
    return pl.DataFrame({
        "enterprise_id": firms.codes.gather(rounds.owner),
        "round_no": pl.Series(rounds.number).cast(pl.Int64),
        "round_kind": words(ROUNDS, rounds.kind),
        "shares_before": pl.Series(before),
        "shares_issued": pl.Series(issued),
        "liquidation_preference": pl.Series(_PREFERENCES[pick(draw, (80, 15, 5), rows)]),
        "seniority": pl.Series(rounds.number).cast(pl.Int64),
        "participating": pl.Series(participating),
        "participation_cap": masked(np.full(rows, 3 * _PPB), capped),
        "anti_dilution": words(_PROTECTION, pick(draw, (15, 80, 5), rows)),
        "dividend_rate": pl.Series(np.where(chance(draw, 0.3, rows), 80_000_000, 0)),
        "redeemable_after_years": masked(3 + pick(draw, (3, 4, 3), rows), redeemable),
        "redemption_rate": masked(np.full(rows, 80_000_000), redeemable),
        "option_pool": pl.Series(np.where(first, 10, 0) * (_PPB // 100)),
        "board_seat": pl.Series(chance(draw, 0.6, rows)),
        "bet_on_results": pl.Series(chance(draw, 0.25, rows)),
    })  # fmt: skip


def _shares(rounds: Rounds) -> tuple[Whole, Whole]:
    """Shares outstanding before each round and those it issues; rounds stand by enterprise in order."""
    before = np.zeros(rounds.owner.size, dtype=np.int64)
    issued = np.zeros(rounds.owner.size, dtype=np.int64)
    outstanding = np.full(int(rounds.owner.max(initial=-1)) + 1, FOUNDERS_SHARES, dtype=np.int64)
    for number in range(1, int(rounds.number.max(initial=0)) + 1):
        at = np.flatnonzero(rounds.number == number)
        owner = rounds.owner[at]
        before[at] = outstanding[owner]
        issued[at] = np.maximum(
            np.rint(rounds.amount[at] / rounds.before[at] * before[at]).astype(np.int64), 1
        )
        outstanding[owner] += issued[at]
    return before, issued
