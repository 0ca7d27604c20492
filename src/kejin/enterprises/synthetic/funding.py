"""Equity rounds: who raises, when, how much and at what value; they feed the accounts of their years."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import (
    Real,
    Streams,
    Whole,
    chance,
    dates,
    day,
    fen,
    frame,
    logistic,
    words,
    years_of,
)
from kejin.enterprises.synthetic.world import AS_OF, INVESTORS, ROUND_YUAN, ROUNDS, YEARS

_MOST = len(ROUNDS)


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of a block, one row each, ordered by enterprise and number; `owner` is the enterprise's row."""

    owner: Whole
    number: Whole
    kind: Whole
    closed: Whole
    amount: Whole
    before: Whole
    investors: Whole
    lead: Whole
    state: pl.Series

    def paid_in(self, count: int) -> Whole:
        """What each enterprise raised in each year of accounts, in fen."""
        paid = np.zeros((count, len(YEARS)), dtype=np.int64)
        at = years_of(self.closed) - YEARS[0]
        inside = (at >= 0) & (at < len(YEARS))
        np.add.at(paid, (self.owner[inside], at[inside]), self.amount[inside])
        return paid

    def since(self, count: int, first: int) -> Whole:
        """What each enterprise raised from a day on, in fen."""
        total = np.zeros(count, dtype=np.int64)
        late = self.closed >= first
        np.add.at(total, self.owner[late], self.amount[late])
        return total

    def last_value(self, count: int) -> Whole:
        """The value after the last round, 0 without one."""
        value = np.zeros(count, dtype=np.int64)
        value[self.owner] = self.before + self.amount
        return value

    def number_of(self, count: int) -> Whole:
        """How many rounds each enterprise closed."""
        return np.bincount(self.owner, minlength=count).astype(np.int64)


def make_rounds(firms: Firms, streams: Streams, ceased: Whole) -> Rounds:
    """Rounds follow each other by 8 to 30 months; research and quality make the next one likelier."""
    draw = streams.of("funding")
    rows = firms.count
    appetite = logistic(-2.2 + 0.9 * firms.vigour + 0.5 * firms.quality + 8 * firms.of_industry("rd") - 0.4)
    has = chance(draw, appetite, rows)
    first = draw.integers(0, 2, rows)
    day_of = firms.founded + draw.integers(60, 900, rows)
    kept: list[tuple[Whole, ...]] = []
    value = np.zeros(rows)
    for step in range(_MOST):
        kind = np.minimum(first + step, _MOST - 1)
        amount = np.array(ROUND_YUAN)[kind] * np.exp(0.55 * draw.standard_normal(rows) + 0.2 * firms.quality)
        share = np.clip(0.08 + 0.14 * draw.random(rows), 0.05, 0.3)
        before = np.maximum(amount * (1 - share) / share, 0.7 * value)
        has &= (day_of <= day(AS_OF)) & (day_of < ceased)
        at = np.flatnonzero(has)
        amounts, befores = fen(np.rint(amount[at] / 1e4) * 1e4), fen(np.rint(before[at] / 1e4) * 1e4)
        kept.append((at, kind[at], day_of[at], amounts, befores))
        value = before + amount
        has &= chance(draw, logistic(-0.1 + 0.6 * firms.quality), rows)
        day_of = day_of + draw.integers(240, 900, rows)
    return _ordered(kept, draw)


def _ordered(kept: list[tuple[Whole, ...]], draw: np.random.Generator) -> Rounds:
    owner, kind, closed, amount, before = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    step = np.repeat(np.arange(len(kept)), [part[0].size for part in kept])
    order = np.lexsort((step, owner))
    size = order.size
    return Rounds(
        owner[order],
        step[order] + 1,
        kind[order],
        closed[order],
        amount[order],
        before[order],
        1 + draw.poisson(1.4, size).astype(np.int64),
        draw.integers(0, len(INVESTORS), size),
        pl.Series(draw.random(size) < 0.3),
    )


def round_frame(rounds: Rounds, firms: Firms) -> pl.DataFrame:
    """The frame of the grain funding_round."""
    return frame({
        "enterprise_id": firms.codes.gather(rounds.owner),
        "round_no": rounds.number,
        "round_kind": words(ROUNDS, rounds.kind),
        "round_closed_on": dates(rounds.closed),
        "round_amount_fen": rounds.amount,
        "round_pre_money_fen": rounds.before,
        "round_post_money_fen": rounds.before + rounds.amount,
        "round_investor_count": rounds.investors,
        "round_lead_investor": words(INVESTORS, rounds.lead),
        "round_state_investor": rounds.state,
    })  # fmt: skip


def funding_columns(rounds: Rounds, firms: Firms) -> dict[str, pl.Series | Whole]:
    """What follows from the rounds for the enterprise."""
    rows, today = firms.count, day(AS_OF)
    count, value = rounds.number_of(rows), rounds.last_value(rows)
    total = rounds.since(rows, -(10**6))
    valued: Real = np.where(count > 0, value, 0).astype(np.float64)
    some = pl.Series(count > 0)
    return {
        "equity_raised_2y_fen": rounds.since(rows, today - 730),
        "equity_raised_3y_fen": rounds.since(rows, today - 1095),
        "funding_total_fen": total,
        "venture_capital_received_fen": total,
        "institution_raised_to_a_fen": total,
        "funding_valuation_fen": pl.select(pl.when(some).then(pl.Series(value))).to_series(),
        "company_valuation_fen": pl.select(pl.when(some).then(pl.Series(value))).to_series(),
        "company_valuation_usd_cents": pl.select(
            pl.when(some).then(pl.Series(np.rint(valued / 7.2).astype(np.int64)))
        ).to_series(),
        "equity_investment_received": some,
        "had_outside_equity_round": some,
    }
