"""Offers: every product beside every enterprise, with verdict, quoted terms, what applies to it and its net cost.

    evaluate once ─► one frame of enterprises with all decisions and terms ─► one narrow frame per product

In batch an offer keeps scalars; the schedule behind its terms is made on demand by the contract engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

import polars as pl

from kejin.assessment.standing import STAGES, first_met, stage_decisions, tier_decisions
from kejin.errors import CatalogueError
from kejin.facts import FactSet, Grain, dictionary
from kejin.money import RATE_SCALE
from kejin.planning.catalogue import Catalogue, Product
from kejin.planning.relief import gross_cost, lowered, net_rate, shared
from kejin.policy import Decision, Ruleset, Verdict
from kejin.policy.evaluation import answered, verdict_expr
from kejin.policy.plan import start_frame
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
        further: For some products a frame of the same rows with terms that differ from enterprise to enterprise and
            that the exact cost needs: "support:what" and once_fee, rates in parts per billion.
    """

    catalogue: Catalogue
    enterprises: pl.DataFrame
    frames: Mapping[str, pl.DataFrame]
    further: Mapping[str, pl.DataFrame] = field(default_factory=dict)

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

    def one(self, enterprise_id: str) -> "EnterpriseOffers":
        """The offers of one enterprise, with the terms behind their exact cost."""
        place = self.enterprises["enterprise_id"].index_of(enterprise_id)
        if place is None:
            return EnterpriseOffers(self.catalogue, enterprise_id, None, None, ())
        standing = self.enterprises.row(place, named=True)
        further = {key: frame.row(place, named=True) for key, frame in self.further.items()}
        made = tuple(
            (product, {**offer, **further.get(product.key, {})}) for product, offer in self.of(enterprise_id)
        )
        return EnterpriseOffers(self.catalogue, enterprise_id, standing["stage"], standing["tier"], made)


@dataclass(frozen=True)
class EnterpriseOffers:
    """The offers of one enterprise.

    Attributes:
        catalogue: What was offered.
        enterprise_id: To whom.
        stage: Its stage; None where undetermined.
        tier: Its tier; None where it has none.
        offers: Each product of the catalogue with the columns of `Offers.frames` and of `Offers.further`. Of one that
            is refused only `verdict` and `fits_stage` say something.
    """

    catalogue: Catalogue
    enterprise_id: str
    stage: str | None
    tier: str | None
    offers: tuple[tuple[Product, Mapping[str, object]], ...]


def offers(catalogue: Catalogue, factset: FactSet) -> Offers:
    """Every product of the catalogue for every enterprise of the facts."""
    decisions = quoted_decisions(catalogue)
    if not decisions:
        raise CatalogueError(
            "There is nothing to offer", expected="packs with products", found="none in force"
        )
    frame = answered(catalogue.ruleset, factset, decisions)[Grain.ENTERPRISE]
    return offers_of(catalogue, factset, frame)


def quoted_decisions(catalogue: Catalogue) -> tuple[Decision, ...]:
    """The decisions that offers rest on, each with the columns behind the terms that are quoted among its amounts.

    With products come the decisions on stage and tier, by which offers are counted.
    """
    ruleset = catalogue.ruleset
    standing = (*stage_decisions(ruleset), *tier_decisions(ruleset))
    decisions = dict.fromkeys([*catalogue.decisions, *standing])
    return tuple(_with_terms(catalogue, decision) for decision in decisions)


def offers_of(catalogue: Catalogue, factset: FactSet, frame: pl.DataFrame) -> Offers:
    """The offers to the enterprises of the facts, from the answers to `quoted_decisions` as an evaluation has them."""
    ruleset = catalogue.ruleset
    places = start_frame(
        factset, Grain.ENTERPRISE, [dictionary()[name] for name in PLACES], dates=ruleset.dates
    )
    frame = frame.join(places.collect(), on="enterprise_id", how="left", maintain_order="left")
    enterprises = frame.select(_enterprise_columns(ruleset))
    staged = frame.with_columns(enterprises["stage"].alias(STAGE))
    return Offers(
        catalogue,
        enterprises,
        {product.key: _offered(catalogue, product, staged) for product in catalogue.products},
        {p.key: staged.select(**columns) for p in catalogue.products if (columns := further_terms(p))},
    )


def further_terms(product: Product) -> dict[str, pl.Expr]:
    """Terms behind the exact cost that are no constants and no quoted terms, by the names of their columns."""
    return {
        name: _ratio(term) if isinstance(term, Share) else _number(term)
        for name, term in _further(product).items()
    }


def further_names(product: Product) -> tuple[str, ...]:
    """The names of these columns, for whoever only reads them: the expressions take a millisecond each to make."""
    return tuple(_further(product))


def _further(product: Product) -> dict[str, Term]:
    terms = {
        f"{support.key}:{what}": term
        for support in product.supports
        if not support.bears_loss
        for what, term in support.terms.items()
    }
    if "once_fee" in product.terms:
        terms["once_fee"] = product.terms["once_fee"]
    return {name: term for name, term in terms.items() if term.constant is None}


def _with_terms(catalogue: Catalogue, decision: Decision) -> Decision:
    """The decision with the columns behind the terms of its products and supports among its amounts."""
    nodes = catalogue.ruleset.nodes
    own = [product for product in catalogue.products if product.decision == decision]
    helping = [s for p in catalogue.products for s in p.supports if s.decision == decision]
    terms = [term for product in own for term in product.terms.values()]
    terms += [term for support in helping for term in support.terms.values()]
    terms += [product.days for product in own if product.days is not None]
    # Constants have no column.
    names = [term.origin.name for term in terms if term.origin.op == "node"]
    columns = [name for name in names if nodes[name].grain is Grain.ENTERPRISE]
    return replace(decision, amounts=tuple(dict.fromkeys([*decision.amounts, *columns])))


def _enterprise_columns(ruleset: Ruleset) -> list[pl.Expr]:
    return [
        pl.col("enterprise_id"),
        first_met(stage_decisions(ruleset)).cast(STAGE_TYPE).alias("stage"),
        first_met(tier_decisions(ruleset)).alias("tier"),
        *map(pl.col, PLACES),
    ]


def _offered(catalogue: Catalogue, product: Product, frame: pl.DataFrame) -> pl.DataFrame:
    """The product's frame of offers, out of the frame with all decisions and terms."""
    rules = catalogue.rules_of(product.supports)
    relief, losses = lowered(product, rules), shared(product, rules)
    chosen = [one for one in (relief, losses) if one is not None]
    for step in zip(*(one.steps for one in chosen), strict=True):
        frame = frame.with_columns(column for columns in step for column in columns)
    cost = gross_cost(product)
    taken = relief.total if relief is not None else pl.lit(0, pl.Int64)
    frame = frame.with_columns((UNKNOWN if cost is None else cost).alias("#gross"), taken.alias("#taken"))
    net = pl.col("#gross") - pl.col("#taken")
    return frame.with_columns(net.alias("#net")).select(
        **_answer(product),
        **_quote(product),
        gross_cost=pl.col("#gross"),
        relief=pl.when(pl.col("#gross").is_not_null()).then(pl.col("#taken")),
        net_cost=pl.col("#net"),
        net_cost_ppb=UNKNOWN if cost is None else net_rate(pl.col("#net"), _quote(product)["amount"]),
        supports=_joined([one.mask for one in chosen]),
        open_supports=_joined([one.open_mask for one in chosen]),
        loss_share_ppb=UNKNOWN if losses is None else losses.total,
    )


def _answer(product: Product) -> dict[str, pl.Expr]:
    key = product.decision.key
    return {
        "verdict": verdict_expr(product.decision).cast(VERDICTS),
        "fits_stage": pl.col(STAGE).is_in(list(product.document.stages)),
        "fail_mask": pl.col(f"{key}:fail"),
        "unknown_mask": pl.col(f"{key}:unknown"),
    }


def _quote(product: Product) -> dict[str, pl.Expr]:
    terms = product.terms
    return {
        "amount": _number(terms.get("amount")),
        "rate_ppb": _ratio(terms.get("rate")),
        "fee_ppb": _ratio(terms.get("fee")),
        "months": _number(terms.get("months")),
        "benefit_fen": _number(terms.get("benefit")),
    }


def _number(term: Term | None) -> pl.Expr:
    return UNKNOWN if term is None else term.expr.cast(pl.Int64)


def _ratio(term: Term | None) -> pl.Expr:
    return term.rescaled(RATE_SCALE).expr.cast(pl.Int64) if isinstance(term, Share) else UNKNOWN


def _joined(masks: Sequence[pl.Expr]) -> pl.Expr:
    return reduce(or_, masks) if masks else pl.lit(0, pl.Int64)
