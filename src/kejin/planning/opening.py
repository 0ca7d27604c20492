"""What a status would open: the products that come within reach when its certificate is obtained.

The facts are changed as if the status were there, the offers are worked out again by the same code, and the two are
compared. Nothing is guessed from the text of a rule.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from kejin.assessment.statuses import status_decisions, with_status
from kejin.facts import FactSet
from kejin.planning.catalogue import Catalogue
from kejin.planning.offers import Offers, offers
from kejin.policy import Verdict

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
    return FactSet(frames, factset.complete, factset.sheets)


def openings(catalogue: Catalogue, factset: FactSet, enterprise_ids: Iterable[str]) -> Openings:
    """For each of the enterprises and each status, what obtaining the status would newly open.

    A status that opens nothing is left out, as is an enterprise that no status would help.
    """
    some = only_enterprises(factset, enterprise_ids)
    now = offers(catalogue, some)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for decision in status_decisions(catalogue.ruleset):
        then = offers(catalogue, with_status(catalogue.ruleset, some, decision))
        for enterprise_id, products in _newly_open(now, then).items():
            found.setdefault(enterprise_id, {})[decision.key] = products
    return found


def _newly_open(now: Offers, then: Offers) -> dict[str, tuple[str, ...]]:
    ids = now.enterprises["enterprise_id"].to_list()
    opened: dict[str, list[str]] = {}
    for product in now.catalogue.products:
        before, after = now.frames[product.key], then.frames[product.key]
        better = (after["verdict"] == Verdict.ELIGIBLE.value) & (before["verdict"] != Verdict.ELIGIBLE.value)
        for place in better.arg_true():
            opened.setdefault(ids[place], []).append(product.key)
    return {enterprise_id: tuple(products) for enterprise_id, products in opened.items()}


__all__ = ["Openings", "only_enterprises", "openings"]
