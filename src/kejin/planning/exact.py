"""The exact cost of every offer at once: to its end, after every subsidy, and as an effective annual rate.

    offers ─► distinct terms of a product ─► one plan for each term and set of supports ─► columns

What is the same for two enterprises is worked out once. The rows of fees and subsidies are those of
`kejin.planning.costing`, which shows one offer flow by flow: here the amounts are columns.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from kejin.instruments.costs import Basis, Costs, Fee, Purpose, Subsidy, costs_of
from kejin.money import RATE_SCALE, Money, Rate
from kejin.planning.catalogue import Product, Support
from kejin.planning.costing import OPEN, claim_of, counted_in, limits_of
from kejin.planning.offers import Offers
from kejin.planning.stacking import StackingRule
from kejin.planning.templates import CURRENCIES, TEMPLATES, loan_terms

EXACT: Final = ("net_cost_to_end", "effective_cost_ppb")
"""The columns: interest and fees less subsidies to the end, in minor units; the effective annual rate."""

_QUOTED: Final = ("amount", "rate_ppb", "fee_ppb", "months")
_COUNTED = "#counted"
_ROW = "#row"
# Loans of one plan that are worked out together: what they need fits the cache, and no run needs much memory.
_BLOCK = 4_096
# A limit that is not known for an enterprise limits nothing, as it is for one offer.
_NO_LIMIT = 2**62
_Columns = Mapping[str, npt.NDArray[np.int64]]


def with_exact_costs(offers: Offers, *, start: date, verdicts: Collection[str] = OPEN) -> Offers:
    """The same offers with the columns `EXACT` in every frame.

    Args:
        offers: The offers.
        start: When the money would be paid out.
        verdicts: Of which offers; null for the others, and where the amount, the rate or the term is not known.
    """
    frames = {
        product.key: _costed(offers, product, start=start, verdicts=verdicts)
        for product in offers.catalogue.products
    }
    return replace(offers, frames=frames)


def _costed(offers: Offers, product: Product, *, start: date, verdicts: Collection[str]) -> pl.DataFrame:
    frame = offers.frames[product.key]
    found = None
    if product.document.template in TEMPLATES and {"amount", "rate", "months"} <= product.terms.keys():
        found = _distinct(offers, product, start=start, verdicts=verdicts)
    if found is None:
        return frame.with_columns(pl.lit(None, pl.Int64).alias(name) for name in EXACT)
    rows, costs = found
    columns = {name: pl.Series([None], dtype=pl.Int64).new_from_index(0, frame.height) for name in EXACT}
    for name in EXACT:
        columns[name] = columns[name].scatter(rows, costs[name])
    return frame.with_columns(series.alias(name) for name, series in columns.items())


def _distinct(
    offers: Offers, product: Product, *, start: date, verdicts: Collection[str]
) -> tuple[pl.Series, pl.DataFrame] | None:
    """The rows whose cost is known, and their costs; None where there are none."""
    frame = offers.frames[product.key].select("verdict", *_QUOTED, "supports")
    further = offers.further.get(product.key)
    if further is not None:
        frame = frame.hstack(further)
    own = sum(1 << bit for bit, support in enumerate(product.supports) if not support.bears_loss)
    known = pl.all_horizontal(
        pl.col("verdict").cast(pl.String).is_in(list(verdicts)),
        pl.col("amount") > 0,
        pl.col("months") > 0,
        pl.col("rate_ppb").is_not_null(),
    )
    wanted = (
        frame.with_row_index(_ROW)
        .filter(known)
        .with_columns((pl.col("supports").fill_null(0) & own).alias(_COUNTED))
        .drop("verdict", "supports")
    )
    if wanted.is_empty():
        return None
    terms = [name for name in wanted.columns if name != _ROW]
    distinct = wanted.select(terms).unique(maintain_order=True)
    years = [f"{support.key}:years" for support in product.supports]
    plan = ["months", _COUNTED, *(name for name in years if name in terms)]
    rules = offers.catalogue.rules_of(product.supports)
    parts = [
        _block(product, block, rules, start=start)
        for group in distinct.partition_by(plan, maintain_order=True)
        for block in group.iter_slices(_BLOCK)
    ]
    joined = wanted.join(pl.concat(parts), on=terms, how="left", nulls_equal=True, maintain_order="left")
    return joined[_ROW], joined.select(EXACT)


def _block(
    product: Product, block: pl.DataFrame, rules: Iterable[StackingRule], *, start: date
) -> pl.DataFrame:
    """Distinct terms of one plan with their costs."""
    principal, rates = (_column(block, name, 0) for name in ("amount", "rate_ppb"))
    first = block.row(0, named=True)
    amount = Money(int(principal[0]), CURRENCIES[product.currency])
    terms = loan_terms(
        product.document.template, amount, Rate(int(rates[0])), start=start, months=first["months"]
    )
    costs = costs_of(
        terms,
        principal=principal,
        rates=rates,
        fees=_fees(product, block),
        subsidies=[_subsidy(support, block) for support in counted_in(product, first[_COUNTED])],
        limits=limits_of(rules),
    )
    return block.with_columns(_exact_columns(costs))


def _exact_columns(costs: Costs) -> Sequence[pl.Series]:
    rates = costs.effective_rates
    known = np.isfinite(rates)
    ppb = pl.Series(np.where(known, np.rint(rates * RATE_SCALE), 0).astype(np.int64))
    return (
        pl.Series(EXACT[0], costs.net),
        ppb.to_frame("ppb").select(pl.when(pl.Series(known)).then("ppb")).to_series().alias(EXACT[1]),
    )


def _fees(product: Product, block: pl.DataFrame) -> list[Fee]:
    fees = [Fee(_column(block, "fee_ppb", 0))] if block["fee_ppb"].null_count() < block.height else []
    if "once_fee" in product.terms:
        fees.append(Fee(_term(product.terms["once_fee"], block, "once_fee", unknown=0), Purpose.ONCE_FEE))
    return fees


def _subsidy(support: Support, block: pl.DataFrame) -> Subsidy:
    def number(what: str, unknown: int) -> int | npt.NDArray[np.int64] | None:
        term = support.terms.get(what)
        return None if term is None else _term(term, block, f"{support.key}:{what}", unknown=unknown)

    years = number("years", 0)
    value = number("value", 0)
    return Subsidy(
        key=support.key,
        basis=Basis(support.document.basis),
        value_ppb=0 if value is None else value,
        covered_max=number("amount_max", _NO_LIMIT),
        yearly_cap=number("yearly_cap", _NO_LIMIT),
        # The plan is one of equal years; where they are not known, all count.
        years=(int(years[0]) if isinstance(years, np.ndarray) else years) or None,
        claimed=claim_of(support),
    )


def _term(term: object, block: pl.DataFrame, column: str, *, unknown: int) -> int | npt.NDArray[np.int64]:
    constant = getattr(term, "constant", None)
    if isinstance(constant, int):
        return constant
    return _column(block, column, unknown) if column in block.columns else unknown


def _column(block: pl.DataFrame, name: str, unknown: int) -> npt.NDArray[np.int64]:
    return np.ascontiguousarray(block[name].fill_null(unknown).to_numpy(), dtype=np.int64)
