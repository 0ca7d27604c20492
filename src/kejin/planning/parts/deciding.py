"""The pass that decides: for each block verdicts, masks, amounts, offers, where enterprises stand, and the counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kejin.facts import FactSet, Grain, spans_parts
from kejin.planning.aggregates import Counts, standing_frame
from kejin.planning.aggregates.counting import offer_counts, verdict_counts
from kejin.planning.aggregates.tables import COUNTED, VERDICT_COLUMNS
from kejin.planning.exact import with_exact_costs
from kejin.planning.offers import Offers, further_terms, offers_of
from kejin.planning.parts.blocks import Block
from kejin.planning.parts.gathering import beyond_of
from kejin.planning.parts.ledger import WORK, Writer
from kejin.planning.parts.order import Order, Prepared, prepare
from kejin.policy import Decision, Evaluation, Verdict
from kejin.policy.evaluation import MASK_TYPES, amount_expr, evaluations, verdict_expr
from kejin.policy.staging import keys_and_owner, merge

VERDICT_TYPE = pl.Enum(list(VERDICT_COLUMNS))
"""A verdict in a part file."""
FURTHER_TYPE = pl.List(pl.Int64)
# A row group of offers holds those of some hundred enterprises; readers leave out the others by their bounds.
_OFFERS_TOGETHER = 10_000


@dataclass(frozen=True, slots=True)
class Decide:
    """One block to decide."""

    order: Order
    home: Path
    block: Block

    @property
    def name(self) -> str:
        """What this piece of work is called."""
        return f"decide-{self.block.name}"


def decide(job: Decide) -> str:
    """Decide a block and write what was found; its name. Raises as `Block.facts` and `prepare` do."""
    ready = prepare(job.order)
    facts = job.block.facts_in_memory(beyond_of(job.home, ready.rounds, job.block))
    found = decided(ready, facts, first=job.block.number == 0)
    writer = Writer(job.home)
    part = f"{job.block.name}.parquet"
    for grain, frame in found.verdicts.items():
        writer.put(frame, f"verdicts/{grain.value}/{part}")
    for grain, frame in found.amounts.items():
        writer.put(frame, f"amounts/{grain.value}/{part}")
    writer.put(found.standing, f"standing/{part}")
    if found.offers is not None:
        costed = with_exact_costs(found.offers, start=job.order.dates.law)
        writer.put(told_offers(costed), f"offers/{part}", together=_OFFERS_TOGETHER)
    for name, table in found.counts.items():
        writer.put(table, counts_path(name, job.block))
    writer.finish(job.name)
    return job.name


def counts_path(name: str, block: Block) -> str:
    """Where a block's counts of one table lie until they are added up."""
    return f"{WORK}/counts/{name}/{block.name}.parquet"


def read_counts(home: Path, block: Block) -> Counts:
    """A block's counts."""
    return {name: pl.read_parquet(home / counts_path(name, block)) for name in COUNTED}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was found about a block.

    Attributes:
        verdicts: By grain one row per subject: keys, and for each decision its verdict and its two masks.
        amounts: By grain one row per subject: keys, and the amounts.
        standing: Where the enterprises stand.
        offers: What is offered to them.
        counts: What adds up over blocks.
    """

    verdicts: Mapping[Grain, pl.DataFrame]
    amounts: Mapping[Grain, pl.DataFrame]
    standing: pl.DataFrame
    offers: Offers | None
    counts: Counts


def decided(ready: Prepared, facts: FactSet, *, first: bool) -> Decided:
    """Decide the facts of a block.

    What belongs to no enterprise is the same in every block; it is told and counted where `first` says so.
    """
    scheme, kept = ready.scheme, Kept(ready, first=first)
    standing = standing_frame(ready.ruleset, facts)
    told = map(kept.told, evaluations(ready.ruleset, facts, ready.decisions))
    counts = verdict_counts(scheme, facts, told, standing=standing)
    offered, enterprises = None, kept.quoted.get(Grain.ENTERPRISE)
    if scheme.catalogue.products and enterprises is not None:
        offered = offers_of(scheme.catalogue, facts, enterprises)
    counts = {**counts, **offer_counts(offered, standing)}
    return Decided(kept.verdicts, kept.amounts, standing, offered, counts)


@dataclass(slots=True)
class Kept:
    """What is kept of the evaluations as they go by."""

    ready: Prepared
    first: bool
    verdicts: dict[Grain, pl.DataFrame] = field(default_factory=dict)
    amounts: dict[Grain, pl.DataFrame] = field(default_factory=dict)
    quoted: dict[Grain, pl.DataFrame] = field(default_factory=dict)

    def told(self, evaluation: Evaluation) -> Evaluation:
        """Keep what is written and what offers need; gives the part that is counted."""
        scheme = self.ready.scheme
        asked = {decision.key: decision for decision in scheme.decisions}
        mine = [
            asked[decision.key]
            for decision in evaluation.decisions
            if decision.key in asked and (self.first or not spans_parts(decision.grain))
        ]
        for grain, frame in evaluation.frames.items():
            own = [decision for decision in mine if decision.grain is grain]
            if own:
                self._keep(grain, frame, own)
            quoted = [d for d in evaluation.decisions if d.key in self.ready.quoted and d.grain is grain]
            if grain is Grain.ENTERPRISE and quoted:
                merge(self.quoted, grain, frame.select("enterprise_id", *_all_columns(quoted)))
        return Evaluation(evaluation.ruleset, tuple(mine), evaluation.frames)

    def _keep(self, grain: Grain, frame: pl.DataFrame, own: list[Decision]) -> None:
        keys = list(keys_and_owner(grain))
        columns = [column for decision in own for column in _verdict_columns(decision)]
        merge(self.verdicts, grain, frame.select(*keys, *columns))
        names = dict.fromkeys(name for decision in own for name in decision.amounts)
        if names:
            told = [amount_expr(self.ready.ruleset, name) for name in names]
            merge(self.amounts, grain, frame.select(*keys, *told))


def _all_columns(decisions: Sequence[Decision]) -> list[str]:
    suffixes = ("", ":fail", ":unknown", ":near")
    answers = [decision.key + suffix for decision in decisions for suffix in suffixes]
    return list(dict.fromkeys([*answers, *(name for decision in decisions for name in decision.amounts)]))


def _verdict_columns(decision: Decision) -> Iterator[pl.Expr]:
    mask = next(dtype for width, dtype in MASK_TYPES.items() if len(decision.leaves) <= width)
    yield verdict_expr(decision).cast(VERDICT_TYPE).alias(decision.key)
    yield pl.col(f"{decision.key}:fail").cast(mask)
    yield pl.col(f"{decision.key}:unknown").cast(mask)


def told_offers(offers: Offers) -> pl.DataFrame:
    """The offers that are not refused, one row per product and enterprise; masks are those of their decisions.

    The offers of an enterprise stand together, enterprises in the order of their identifiers, so that whoever asks for
    one reads a few rows. `further` lists the terms of `further_terms`; null where the product has none.
    """
    rank = offers.enterprises["enterprise_id"].rank("ordinal").alias("#rank")
    parts = []
    for product in offers.catalogue.products:
        names = list(further_terms(product))
        further = offers.further[product.key].select(pl.concat_list(names)) if names else None
        named = offers.frames[product.key].select(
            rank,
            pl.lit(product.key).alias("product"),
            offers.enterprises["enterprise_id"],
            pl.exclude("fail_mask", "unknown_mask"),
            pl.lit(None, FURTHER_TYPE).alias("further")
            if further is None
            else further.to_series().cast(FURTHER_TYPE).alias("further"),
        )
        parts.append(named.filter(pl.col("verdict") != Verdict.NOT_ELIGIBLE.value))
    return pl.concat(parts).sort("#rank", maintain_order=True).drop("#rank")
