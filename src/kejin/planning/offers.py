"""Offers: every product beside every enterprise, with verdict, quoted terms, what applies to it and its net cost.

    evaluate once ─► one frame of enterprises with all decisions and terms ─► one narrow frame per product

In batch an offer keeps scalars; the schedule behind its terms is made on demand by the contract engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from kejin.assessment.standing import STAGES, first_met, stage_decisions, tier_decisions
from kejin.errors import CatalogueError
from kejin.facts import FactSet, Grain, dictionary
from kejin.money import RATE_SCALE
from kejin.planning.catalogue import Catalogue, Product
from kejin.planning.relief import gross_cost, lowered, net_rate, shared
from kejin.policy import Ruleset, Verdict
from kejin.policy import plan as plan_of
from kejin.policy.evaluation import verdict_expr
from kejin.policy.plan import collected, start_frame
from kejin.policy.terms import Share, Term

PLACES = ("city_code", "platform", "key_industry")
"""Facts of an enterprise by which offers are counted."""
VERDICTS = pl.Enum([verdict.value for verdict in Verdict])
STAGE_TYPE = pl.Enum(list(STAGES))
STAGE = "#stage"
UNKNOWN = pl.lit(None, pl.Int64)


@dataclass(frozen=True)
class Offers:
    """The offers of a set of enterprises.

    Attributes:
        catalogue: What was offered.
        enterprises: One row each: enterprise_id, stage (null where undetermined), tier (null where none), and the
            places of `PLACES`.
        frames: For each product a frame with a row per enterprise, in the order of `enterprises`: verdict,
            fits_stage, fail_mask, unknown_mask, amount (minor units of the product's currency), rate_ppb, fee_ppb,
            months, benefit_fen, gross_cost, relief, net_cost (first year, minor units), net_cost_ppb, supports (bits
            of the supports that apply), open_supports (bits of those that may), loss_share_ppb.
    """

    catalogue: Catalogue
    enterprises: pl.DataFrame
    frames: Mapping[str, pl.DataFrame]

    def long(self, products: Iterable[str] | None = None) -> pl.DataFrame:
        """One row per enterprise and product: enterprise_id, product, instrument, then the columns of `frames`."""
        wanted = list(self.frames if products is None else products)
        parts = [self._named(self.catalogue.product(key)) for key in wanted]
        return pl.concat(parts) if parts else pl.DataFrame()

    def _named(self, product: Product) -> pl.DataFrame:
        return self.frames[product.key].select(
            self.enterprises["enterprise_id"],
            pl.lit(product.key).alias("product"),
            pl.lit(product.instrument).alias("instrument"),
            pl.all(),
        )

    def of(self, enterprise_id: str) -> Iterator[tuple[Product, Mapping[str, object]]]:
        """The offers of one enterprise, product by product; none when it is not among the enterprises."""
        place = self.enterprises["enterprise_id"].index_of(enterprise_id)
        if place is None:
            return
        for product in self.catalogue.products:
            yield product, self.frames[product.key].row(place, named=True)


def offers(catalogue: Catalogue, factset: FactSet) -> Offers:
    """Every product of the catalogue for every enterprise of the facts."""
    ruleset = catalogue.ruleset
    standing = (*stage_decisions(ruleset), *tier_decisions(ruleset))
    decisions = tuple(dict.fromkeys([*catalogue.decisions, *standing]))
    if not decisions:
        raise CatalogueError(
            "There is nothing to offer", expected="packs with products", found="none in force"
        )
    extra = tuple(dict.fromkeys(_term_names(catalogue)))
    planned = plan_of(ruleset, factset, decisions, extra=extra)[Grain.ENTERPRISE]
    places = start_frame(
        factset, Grain.ENTERPRISE, [dictionary()[name] for name in PLACES], dates=ruleset.dates
    )
    joined = planned.join(places, on="enterprise_id", how="left", maintain_order="left")
    frame = collected({Grain.ENTERPRISE: joined})[Grain.ENTERPRISE]
    enterprises = frame.select(_enterprise_columns(ruleset))
    staged = frame.with_columns(enterprises["stage"].alias(STAGE))
    return Offers(
        catalogue,
        enterprises,
        {product.key: staged.select(_offer_columns(catalogue, product)) for product in catalogue.products},
    )


def _term_names(catalogue: Catalogue) -> Iterator[str]:
    """The columns behind the terms of products and supports; constants have none."""
    nodes = catalogue.ruleset.nodes
    for product in catalogue.products:
        owned = [*product.terms.values(), *([product.days] if product.days is not None else [])]
        for term in (*owned, *(term for support in product.supports for term in support.terms.values())):
            if term.origin.op == "node" and nodes[term.origin.name].grain is Grain.ENTERPRISE:
                yield term.origin.name


def _enterprise_columns(ruleset: Ruleset) -> list[pl.Expr]:
    return [
        pl.col("enterprise_id"),
        first_met(stage_decisions(ruleset)).cast(STAGE_TYPE).alias("stage"),
        first_met(tier_decisions(ruleset)).alias("tier"),
        *map(pl.col, PLACES),
    ]


def _offer_columns(catalogue: Catalogue, product: Product) -> list[pl.Expr]:
    key, rules = product.decision.key, catalogue.rules_of(product.supports)
    stages = list(product.document.stages)
    cost, relief, losses = gross_cost(product), lowered(product, rules), shared(product, rules)
    taken = relief.total if relief is not None else pl.lit(0, pl.Int64)
    net = None if cost is None else cost - taken
    masks = [chosen for chosen in (relief, losses) if chosen is not None]
    amount = _number(product.terms.get("amount"))
    columns = {
        "verdict": verdict_expr(product.decision).cast(VERDICTS),
        "fits_stage": pl.col(STAGE).is_in(pl.Series(stages, dtype=STAGE_TYPE)),
        "fail_mask": pl.col(f"{key}:fail"),
        "unknown_mask": pl.col(f"{key}:unknown"),
        "amount": amount,
        "rate_ppb": _ratio(product.terms.get("rate")),
        "fee_ppb": _ratio(product.terms.get("fee")),
        "months": _number(product.terms.get("months")),
        "benefit_fen": _number(product.terms.get("benefit")),
        "gross_cost": UNKNOWN if cost is None else cost,
        "relief": UNKNOWN if cost is None else pl.when(cost.is_not_null()).then(taken),
        "net_cost": UNKNOWN if net is None else net,
        "net_cost_ppb": UNKNOWN if net is None else net_rate(net, amount),
        "supports": _joined([chosen.mask for chosen in masks]),
        "open_supports": _joined([chosen.open_mask for chosen in masks]),
        "loss_share_ppb": UNKNOWN if losses is None else losses.total,
    }
    return [expr.alias(name) for name, expr in columns.items()]


def _number(term: Term | None) -> pl.Expr:
    return UNKNOWN if term is None else term.expr.cast(pl.Int64)


def _ratio(term: Term | None) -> pl.Expr:
    return term.rescaled(RATE_SCALE).expr.cast(pl.Int64) if isinstance(term, Share) else UNKNOWN


def _joined(masks: Sequence[pl.Expr]) -> pl.Expr:
    return reduce(or_, masks) if masks else pl.lit(0, pl.Int64)
