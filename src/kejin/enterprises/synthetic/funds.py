"""Investments out of the rounds, by invented funds, and the funds' own figures summed from them."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.funding import Rounds
from kejin.enterprises.synthetic.streams import Streams, Truth, Whole, chance, dates, frame, words
from kejin.facts import Grain, check_frame

FUNDS = tuple(f"合成基金{number:02d}" for number in range(1, 25))
_PROGRAMMES = (
    "guangdong_emerging",
    "guangzhou_emerging",
    "gba_vc",
    "shenzhen_seed",
    "shenzhen_angel",
    "other",
)
_CATEGORIES = ("seed", "angel", "industry")
_STAGES = ("seed", "startup", "early_mid", "later")
_ROUNDS = ("seed", "angel", "pre_a", "a", "b", "c", "later")
_MOST_SHARE = 60


def investment_frame(rounds: Rounds, firms: Firms, streams: Streams) -> pl.DataFrame:
    """One investment for each round that a public fund took part in."""
    draw = streams.of("investments")
    at = np.flatnonzero(rounds.state.to_numpy())
    owner, kind = rounds.owner[at], rounds.kind[at]
    amount = rounds.amount[at] // 100 * draw.integers(10, _MOST_SHARE, at.size)
    lost = chance(draw, 0.12, at.size)
    number = pl.select(
        pl.format("合成投资-{}-{}", firms.codes.gather(owner), pl.Series(rounds.number[at]))
    ).to_series()
    return frame({
        "investment_id": number,
        "enterprise_id": firms.codes.gather(owner),
        "fund_id": words(FUNDS, draw.integers(0, len(FUNDS), at.size)),
        "investment_amount_fen": amount,
        "investment_cash_fen": amount,
        "investment_public_money_fen": amount // 100 * draw.integers(20, 101, at.size),
        "investment_valuation_fen": rounds.before[at],
        "investment_stage": words(_STAGES, np.minimum(kind // 2, 3)),
        "investment_round": words(_ROUNDS, kind),
        "investment_category": words(_CATEGORIES, np.minimum(kind, 2)),
        "investment_paid_on": dates(rounds.closed[at]),
        "investment_loss_fen": np.where(lost, amount // 100 * draw.integers(20, 101, at.size), 0),
        "investment_diligent": chance(draw, 0.95, at.size),
        "investment_recognised_eligible": chance(draw, 0.9, at.size),
        "investment_term_years": draw.integers(3, 9, at.size),
        "investment_first_outside_round": rounds.number[at] == 1,
        "investment_follow_on": rounds.number[at] > 2,
    })  # fmt: skip


def fund_sums(investments: pl.DataFrame) -> pl.DataFrame:
    """A block's part of what each fund invested, and where."""
    amount = pl.col("investment_amount_fen")
    early = pl.col("investment_category").is_in(["seed", "angel"])
    return investments.group_by("fund_id").agg(
        amount.sum().alias("invested_fen"),
        amount.filter(early).sum().alias("early_fen"),
        pl.col("investment_public_money_fen").sum().alias("public_fen"),
    )


def fund_frame(streams: Streams, sums: pl.DataFrame) -> pl.DataFrame:
    """The checked frame of the grain fund: sizes follow from what was invested."""
    draw, rows = streams.of("funds"), len(FUNDS)
    base = (
        pl.DataFrame({"fund_id": FUNDS})
        .join(sums, on="fund_id", how="left", maintain_order="left")
        .fill_null(0)
    )
    invested = base["invested_fen"].to_numpy()
    size: Whole = (invested // 100 * draw.integers(110, 180, rows) + 1_000_000_000).astype(np.int64)
    parent = np.arange(rows) < 4
    columns: dict[str, pl.Series | Whole | Truth] = {
        "fund_id": base["fund_id"],
        "fund_programme": words(_PROGRAMMES, np.arange(rows) % len(_PROGRAMMES)),
        "fund_tier": words(("sub", "mother"), parent.astype(np.int64)),
        "fund_size_fen": size,
        "fund_life_years": draw.integers(7, 16, rows),
        "fund_fixed_life": chance(draw, 0.95, rows),
        "fund_invested_fen": invested,
        "fund_early_stage_amount_fen": base["early_fen"],
        "fund_public_money_fen": base["public_fen"],
        "fund_in_field_amount_fen": invested // 100 * draw.integers(60, 101, rows),
        "fund_in_city_amount_fen": invested // 100 * draw.integers(40, 101, rows),
        "fund_guidance_stake_fen": size // 100 * draw.integers(10, 50, rows),
        "fund_guidance_is_largest": chance(draw, 0.5, rows),
        "fund_direct_money_fen": np.where(parent, 0, invested),
        "fund_fee_base": words(("paid_in", "invested", "committed"), draw.integers(0, 3, rows)),
        "fund_fee_from_principal": chance(draw, 0.05, rows),
        "fund_has_income": chance(draw, 0.6, rows),
        "fund_judged_by_project": chance(draw, 0.1, rows),
        "fund_judged_by_year": chance(draw, 0.1, rows),
        "fund_for_promotion": chance(draw, 0.1, rows),
        "fund_return_required": chance(draw, 0.7, rows),
        "fund_return_multiple": np.rint(draw.uniform(0.6, 2.4, rows) * 1e3).astype(np.int64) * 1_000_000,
    }
    return check_frame(frame(columns), Grain.FUND)
