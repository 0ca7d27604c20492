"""What a status would open: the products that come within reach when its certificate is obtained.

The facts are changed as if the status were there, the questions that read those facts are decided again by the same
rules, and the two are compared. Nothing is guessed from the text of a rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from kejin.assessment.statuses import certified_facts, status_decisions, with_status
from kejin.facts import FactSet, Grain
from kejin.planning.catalogue import Catalogue
from kejin.policy import Decision
from kejin.policy.staging import columns_of

Openings = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By enterprise and status, the keys of the products that would newly be open."""


def only_enterprises(factset: FactSet, enterprise_ids: Iterable[str]) -> FactSet:
    """The facts of the named enterprises; frames that belong to no enterprise stay whole."""
    ids = list(enterprise_ids)
    frames = {
        grain: frame.lazy().filter(pl.col("enterprise_id").is_in(ids))
        if "enterprise_id" in frame.lazy().collect_schema().names()
        else frame
        for grain, frame in factset.frames.items()
    }
    return replace(factset, frames=frames)


def openings(catalogue: Catalogue, factset: FactSet, enterprise_ids: Iterable[str]) -> Openings:
    """For each of the enterprises and each status, what obtaining the status would newly open.

    A status that opens nothing is left out, as is an enterprise that no status would help.
    """
    some = only_enterprises(factset, enterprise_ids)
    ruleset = catalogue.ruleset
    reading = {status: _reading(catalogue, status) for status in status_decisions(ruleset)}
    roots = sorted({root for products in reading.values() for root in products.values()})
    if not roots:
        return {}
    now = columns_of(ruleset, some, roots)[Grain.ENTERPRISE]
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for status, products in reading.items():
        if products:
            changed = with_status(ruleset, some, status)
            then = columns_of(ruleset, changed, sorted(set(products.values())))[Grain.ENTERPRISE]
            for enterprise_id, opened in _newly_open(now, then, products).items():
                found.setdefault(enterprise_id, {})[status.key] = opened
    return found


def _reading(catalogue: Catalogue, status: Decision) -> dict[str, str]:
    """The products whose question reads a fact that the status certifies, each with the rule that answers it."""
    certified = {fact.name for fact in certified_facts(catalogue.ruleset, status)}
    return {
        product.key: product.decision.root
        for product in catalogue.products
        if certified & {node.name for node in catalogue.ruleset.closure([product.decision.root])}
    }


def _newly_open(
    now: pl.DataFrame, then: pl.DataFrame, products: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    ids = now["enterprise_id"].to_list()
    opened: dict[str, list[str]] = {}
    for product, root in products.items():
        better = then[root].fill_null(value=False) & ~now[root].fill_null(value=False)
        for place in better.arg_true():
            opened.setdefault(ids[place], []).append(product)
    return {enterprise_id: tuple(products) for enterprise_id, products in opened.items()}


__all__ = ["Openings", "only_enterprises", "openings"]
