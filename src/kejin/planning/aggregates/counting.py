"""The counts of one part: from its evaluations and its offers to the tables that add up."""

from collections.abc import Iterable

import polars as pl

from kejin.facts import FactSet
from kejin.planning.aggregates.deciding import Tally
from kejin.planning.aggregates.merging import Counts, added
from kejin.planning.aggregates.missing import Missing
from kejin.planning.aggregates.offering import matrix_counts, product_counts
from kejin.planning.aggregates.scheme import Scheme
from kejin.planning.aggregates.standing import Standing
from kejin.planning.aggregates.tables import COUNTED, DIMENSIONS
from kejin.planning.offers import Offers
from kejin.policy import Evaluation


def counted(
    scheme: Scheme,
    factset: FactSet,
    evaluations: Iterable[Evaluation],
    *,
    standing: pl.DataFrame,
    offers: Offers | None,
) -> Counts:
    """The counts of one set of facts.

    Args:
        scheme: What is counted.
        factset: The facts that were evaluated.
        evaluations: Their evaluations, policy by policy or all in one.
        standing: Where the enterprises stand, as `standing_frame` makes it.
        offers: What is offered to them; None where nothing is.
    """
    counts = verdict_counts(scheme, factset, evaluations, standing=standing)
    return {**counts, **offer_counts(offers, standing)}


def verdict_counts(
    scheme: Scheme, factset: FactSet, evaluations: Iterable[Evaluation], *, standing: pl.DataFrame
) -> Counts:
    """The tables that the evaluations give; each is let go before the next is asked for."""
    places = Standing.of(standing)
    tally, missing = Tally(scheme, factset, places), Missing(scheme, factset, places)
    for evaluation in evaluations:
        for decision in evaluation.decisions:
            missing.add(decision, tally.add(decision, evaluation.frames[decision.grain]))
    counts = {"enterprises": _enterprises(standing), "missing": missing.frame(), **tally.frames()}
    return {name: added(COUNTED[name], [frame]) for name, frame in counts.items()}


def offer_counts(offers: Offers | None, standing: pl.DataFrame) -> Counts:
    """The tables that the offers give; without a row where nothing is offered."""
    if offers is None:
        return {name: COUNTED[name].empty() for name in ("products", "matrix")}
    places = Standing.of(standing)
    counts = {"products": product_counts(offers, places), "matrix": matrix_counts(offers, places)}
    return {name: added(COUNTED[name], [frame]) for name, frame in counts.items()}


def _enterprises(standing: pl.DataFrame) -> pl.DataFrame:
    keys = [pl.col(name).cast(pl.String) for name in DIMENSIONS]
    return standing.group_by(keys).agg(pl.len().cast(pl.Int64).alias("enterprises"))
