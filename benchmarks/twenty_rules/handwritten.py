"""The same twenty rules by hand in Polars: what the engine is measured against.

One lazy query: the leaf conditions, then verdict, masks and amounts. Written for speed with the same three-valued
answers: 64-bit products (the data cannot overflow them), no rounding door, no second side kept for explanations. Of
several ways to build the masks (sums of cast flags, sums of choices, or-ed choices; 16, 32 and 64 bits) the quickest
stands here.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

import polars as pl

from benchmarks.twenty_rules.data import WAN_FEN

DECISION = "twenty_rules.qualifies"
KEYS = ("enterprise_id", "year")
AMOUNTS = ("twenty_rules.score", "twenty_rules.covered_interest_fen", "twenty_rules.compensation_fen")
COLUMNS = (*KEYS, DECISION, f"{DECISION}:fail", f"{DECISION}:unknown", *AMOUNTS)

col = pl.col


def twenty_rules(filings: pl.LazyFrame) -> pl.LazyFrame:
    """Keys, verdict, masks of failed and unknown leaves, score, interest that counts and compensation in fen."""
    leaves = _leaves()
    decided = filings.with_columns(_score().alias("score")).with_columns(
        expr.alias(name) for name, expr in leaves.items()
    )
    fails = _mask([~col(name) for name in leaves])
    unknown = _mask([col(name).is_null() for name in leaves])
    interest = col("interest_expense_fen")
    covered = pl.when(interest > 100 * WAN_FEN).then(100 * WAN_FEN).otherwise(interest)
    compensation = (covered * _ladder("staff_count", {50: 12, 200: 10}, 7) + 10) // 20
    answers = (_verdict(), fails, unknown, col("score"), covered, compensation)
    named = (answer.alias(name) for name, answer in zip(COLUMNS[2:], answers, strict=True))
    return decided.select(*KEYS, *named)


def _leaves() -> Mapping[str, pl.Expr]:
    """The fourteen leaf conditions in the order of the mask's bits."""
    revenue, research = col("revenue_fen"), col("rd_expense_fen")
    floor = pl.when(revenue <= 5000 * WAN_FEN).then(5).when(revenue <= 20000 * WAN_FEN).then(4).otherwise(3)
    income, assets, staff = col("income_total_fen"), col("total_assets_fen"), col("staff_count")
    return {
        "rd_share": pl.when(revenue > 0).then(research * 100 >= revenue * floor),
        "rd_domestic": pl.when(research > 0).then(col("rd_expense_domestic_fen") * 5 >= research * 3),
        "hightech": pl.when(income > 0).then(col("hightech_income_fen") * 5 >= income * 3),
        "tech_staff": pl.when(staff > 0).then(col("tech_staff_count") * 10 >= staff),
        "rd_staff": pl.when(staff > 0).then(col("rd_staff_count") * 20 >= staff),
        "debt": pl.when(assets > 0).then(col("total_liabilities_fen") * 10 <= assets * 7),
        "audited": col("accounts_audited"),
        "small_staff": staff <= 500,
        "small_revenue": revenue <= 20000 * WAN_FEN,
        "small_assets": assets <= 20000 * WAN_FEN,
        "tax": col("tax_paid_fen") >= 50 * WAN_FEN,
        "inventions": col("invention_application_count") >= 1,
        "profit": pl.when(revenue > 0).then(col("net_profit_fen") * 50 > revenue),
        "score_reached": col("score") >= 4500,
    }


def _verdict() -> pl.Expr:
    staff, revenue, assets = col("small_staff"), col("small_revenue"), col("small_assets")
    small = (staff & revenue) | (staff & assets) | (revenue & assets)
    results = col("tax") | col("inventions") | col("profit")
    shares = ("rd_share", "rd_domestic", "hightech", "tech_staff", "rd_staff", "debt")
    return pl.all_horizontal(*shares, "audited", small, results, "score_reached")


def _score() -> pl.Expr:
    conversions = _ladder("conversion_count", {1: 500, 4: 1500, 9: 2500}, 3500)
    contracts = {50 * WAN_FEN: 500, 300 * WAN_FEN: 1500, 1000 * WAN_FEN: 2500}
    projects = _ladder("rd_project_count", {2: 500, 5: 1500, 9: 2000}, 3000)
    return conversions + _ladder("tech_contract_value_fen", contracts, 3500) + projects


def _ladder(name: str, steps: Mapping[int, int], above: int) -> pl.Expr:
    """The value of the first step that the column does not pass, `above` beyond the last; unknown stays unknown."""
    value = pl.lit(above, pl.Int64)
    for most, result in reversed(list(steps.items())):
        value = pl.when(col(name) <= most).then(pl.lit(result, pl.Int64)).otherwise(value)
    return pl.when(col(name).is_not_null()).then(value)


def _mask(flags: Sequence[pl.Expr]) -> pl.Expr:
    zero = pl.lit(0, pl.Int16)
    bits = [pl.when(flag).then(pl.lit(1 << at, pl.Int16)).otherwise(zero) for at, flag in enumerate(flags)]
    return reduce(or_, bits).cast(pl.Int64)
