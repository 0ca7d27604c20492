"""Synthetic filings with a fixed seed: eighteen fact columns, about three in a hundred values unknown in each.

Nothing here resembles a real enterprise: amounts are drawn around the thresholds of the twenty rules, so that each
condition is met by some rows, missed by others and unknown for the rest.
"""

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

SEED = 20250630
UNKNOWN_SHARE = 0.03
YEARS = (2021, 2022, 2023, 2024)
WAN_FEN = 1_000_000  # CNY 10,000 in fen

Whole = NDArray[np.int64]


def filings(rows: int, *, part: int = 0) -> pl.DataFrame:
    """The filings of one part: keys (enterprise_id, year), four years an enterprise, and eighteen facts.

    The same `rows` and `part` give the same values on every machine; parts have distinct enterprises.
    """
    draw = np.random.default_rng((SEED, part))
    facts = _facts(draw, rows)
    first = part * rows // len(YEARS)
    index = np.arange(rows)
    keys = pl.DataFrame({"at": first + index // len(YEARS), "year": np.array(YEARS)[index % len(YEARS)]})
    known = {name: draw.random(rows) >= UNKNOWN_SHARE for name in facts}
    frame = keys.with_columns(
        *(pl.Series(name, values) for name, values in facts.items()),
        *(pl.Series(f"{name}?", mask) for name, mask in known.items()),
    )
    return frame.select(
        pl.format("demo:{}", pl.col("at").cast(pl.String).str.zfill(13)).alias("enterprise_id"),
        pl.col("year").cast(pl.Int64),
        *(pl.when(pl.col(f"{name}?")).then(pl.col(name)).alias(name) for name in facts),
    )


def write_parts(folder: Path, *, rows: int, parts: int) -> int:
    """Part files of `rows` filings each, as Parquet. Returns their size in bytes."""
    for part in range(parts):
        filings(rows, part=part).write_parquet(folder / f"part-{part:03d}.parquet", compression="zstd")
    return sum(path.stat().st_size for path in folder.glob("part-*.parquet"))


def fact_names() -> tuple[str, ...]:
    """The eighteen fact columns in the order of the frame."""
    return tuple(filings(4).columns[2:])


def _facts(draw: np.random.Generator, rows: int) -> dict[str, Whole | NDArray[np.bool_]]:
    revenue = _amount(draw, rows, 9000 * WAN_FEN)
    income = revenue + _part(draw, revenue, (0.0, 0.1))
    research = _part(draw, revenue, (0.02, 0.17))
    assets = _amount(draw, rows, 9000 * WAN_FEN)
    staff = np.maximum(1, np.rint(draw.lognormal(np.log(120), 1.0, rows))).astype(np.int64)
    return {
        "revenue_fen": revenue,
        "income_total_fen": income,
        "hightech_income_fen": _part(draw, income, (0.5, 1.0)),
        "rd_expense_fen": research,
        "rd_expense_domestic_fen": _part(draw, research, (0.5, 1.0)),
        "net_profit_fen": _part(draw, revenue, (-0.1, 0.2)),
        "total_assets_fen": assets,
        "total_liabilities_fen": _part(draw, assets, (0.1, 0.8)),
        "tax_paid_fen": _amount(draw, rows, 50 * WAN_FEN),
        "interest_expense_fen": _amount(draw, rows, 60 * WAN_FEN),
        "tech_contract_value_fen": _amount(draw, rows, 200 * WAN_FEN),
        "staff_count": staff,
        "tech_staff_count": _part(draw, staff, (0.0, 0.6)),
        "rd_staff_count": _part(draw, staff, (0.0, 0.3)),
        "invention_application_count": draw.poisson(1.5, rows).astype(np.int64),
        "conversion_count": draw.poisson(4.0, rows).astype(np.int64),
        "rd_project_count": draw.poisson(5.0, rows).astype(np.int64),
        "accounts_audited": draw.random(rows) < 0.9,
    }


def _amount(draw: np.random.Generator, rows: int, middle: int) -> Whole:
    """Amounts in fen around a middle one; one in a thousand is nothing at all."""
    amounts = np.rint(draw.lognormal(np.log(middle), 1.2, rows)).astype(np.int64)
    return np.where(draw.random(rows) < 0.001, 0, amounts)


def _part(draw: np.random.Generator, whole: Whole, between: tuple[float, float]) -> Whole:
    return np.rint(whole * draw.uniform(*between, whole.size)).astype(np.int64)
