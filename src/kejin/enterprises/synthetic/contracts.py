"""Contracts that few enterprises have: cross-border debts, hedges, bonds, insurance."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import (
    Real,
    Streams,
    Truth,
    Whole,
    chance,
    dates,
    day,
    frame,
    logistic,
    pick,
    words,
)
from kejin.enterprises.synthetic.world import AS_OF
from kejin.facts import Grain


def contract_frames(
    firms: Firms, streams: Streams, *, alive: Truth, revenue: Whole, patents: Whole, materials: pl.Series
) -> dict[Grain, pl.DataFrame]:
    """The four frames; each contract has its own number."""
    draw = streams.of("contracts")
    large: Real = firms.size - np.log(3e8)
    rows = firms.count
    debtors = np.flatnonzero(alive & chance(draw, logistic(-3.6 + 0.9 * large), rows))
    issuers = np.flatnonzero(alive & chance(draw, logistic(-5.6 + 1.6 * large + 0.4 * firms.quality), rows))
    exposed = (materials != "none").to_numpy() & (firms.size > np.log(2e7))
    hedgers = np.flatnonzero(alive & exposed & chance(draw, 0.08, rows))
    insured = np.flatnonzero(
        alive & chance(draw, logistic(-4.6 + 0.3 * np.log1p(patents) + 0.3 * firms.quality), rows)
    )
    return {
        Grain.FOREIGN_DEBT: _debts(firms, draw, debtors, revenue=revenue),
        Grain.HEDGE: _hedges(firms, draw, hedgers, materials=materials),
        Grain.BOND: _bonds(firms, draw, issuers, revenue=revenue),
        Grain.INSURANCE: _insurances(firms, draw, insured, patents=patents),
    }


def _numbered(firms: Firms, at: Whole, kind: str) -> pl.Series:
    return pl.select(pl.format(f"合成{kind}-{{}}", firms.codes.gather(at))).to_series()


def _share(draw: np.random.Generator, revenue: Whole, at: Whole, *, share: float) -> Whole:
    amount = revenue[at] * share * np.exp(0.6 * draw.standard_normal(at.size)) / 1e8
    rounded: Whole = np.maximum(np.rint(amount).astype(np.int64), 1) * 100_000_000
    return rounded


def _debts(firms: Firms, draw: np.random.Generator, at: Whole, *, revenue: Whole) -> pl.DataFrame:
    drawn = day(AS_OF) - draw.integers(20, 900, at.size)
    return frame({
        "debt_id": _numbered(firms, at, "外债"),
        "enterprise_id": firms.codes.gather(at),
        "debt_balance_fen": _share(draw, revenue, at, share=0.08),
        "debt_foreign_currency": chance(draw, 0.7, at.size),
        "debt_drawn_on": dates(drawn),
        "debt_due_on": dates(drawn + draw.integers(180, 1800, at.size)),
        "debt_off_balance": chance(draw, 0.08, at.size),
        "debt_outside_cap": chance(draw, 0.06, at.size),
    })  # fmt: skip


def _hedges(firms: Firms, draw: np.random.Generator, at: Whole, *, materials: pl.Series) -> pl.DataFrame:
    lots = 1 + draw.poisson(20, at.size).astype(np.int64)
    return frame({
        "hedge_id": _numbered(firms, at, "套保"),
        "enterprise_id": firms.codes.gather(at),
        "hedge_material": materials.gather(at),
        "hedge_side": words(("buys", "sells"), (side := pick(draw, (3, 1), at.size))),
        "hedge_position": words(("long", "short"), np.where(chance(draw, 0.93, at.size), side, 1 - side)),
        "hedge_exposure_kg": lots * draw.integers(800, 2500, at.size),
        "hedge_lots": lots,
        "hedge_booked_as_hedge": chance(draw, 0.8, at.size),
    })  # fmt: skip


def _bonds(firms: Firms, draw: np.random.Generator, at: Whole, *, revenue: Whole) -> pl.DataFrame:
    proceeds = _share(draw, revenue, at, share=0.12)
    issued = day(AS_OF) - draw.integers(10, 700, at.size)
    return frame({
        "bond_id": _numbered(firms, at, "债券"),
        "enterprise_id": firms.codes.gather(at),
        "bond_market": words(("interbank", "exchange"), pick(draw, (7, 3), at.size)),
        "bond_issuer_class": words(("technology_firm",), np.zeros(at.size, dtype=np.int64)),
        "bond_sci_tech_type": words(("enterprise", "upgrade", "none"), pick(draw, (6, 2, 2), at.size)),
        "bond_proceeds_fen": proceeds,
        "bond_sci_tech_use_fen": proceeds // 100 * draw.integers(30, 101, at.size),
        "bond_park_use_fen": np.zeros(at.size, dtype=np.int64),
        "bond_issued_on": dates(issued),
        "bond_due_on": dates(issued + 365 * draw.integers(1, 6, at.size)),
    })  # fmt: skip


def _insurances(firms: Firms, draw: np.random.Generator, at: Whole, *, patents: Whole) -> pl.DataFrame:
    kind = pick(draw, (6, 2, 1, 1), at.size)
    began = day(AS_OF) - draw.integers(5, 600, at.size)
    premium = np.rint(np.exp(8.6 + 0.6 * draw.standard_normal(at.size))).astype(np.int64) * 100
    return frame({
        "insurance_id": _numbered(firms, at, "保险"),
        "enterprise_id": firms.codes.gather(at),
        "insurance_kind": words(("patent_enforcement", "first_set", "first_batch", "other"), kind),
        "insurance_premium_paid_fen": premium,
        "insurance_liability_limit_fen": premium * 50,
        "insurance_contract_value_fen": premium * 35,
        "insurance_from": dates(began),
        "insurance_to": dates(began + 365),
        "insurance_insurer_in_scheme": chance(draw, 0.9, at.size),
        "insurance_product_in_catalogue": chance(draw, 0.7, at.size),
        "insurance_product_qualified": chance(draw, 0.7, at.size),
        "insurance_patent_count": np.where(kind == 0, np.maximum(np.minimum(patents[at], 20), 1), 0),
        "insurance_patent_tariff": words(("basic", "higher"), pick(draw, (8, 2), at.size)),
    })  # fmt: skip
