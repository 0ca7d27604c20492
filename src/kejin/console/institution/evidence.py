"""What stands beside an application: what the run says about the product applied for, and facts read by consent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kejin.assessment import DecisionAnswer, conditions_of
from kejin.console.institution.lending import Quote
from kejin.errors import KejinError
from kejin.facts import Grain, Label, dictionary
from kejin.planning.row import OfferLine
from kejin.policy.wording import fact_text
from kejin.records.access.bases import LIVE, MONITORED
from kejin.records.access.models import Consent
from kejin.records.access.purposes import EVERYTHING, Purpose
from kejin.records.access.reading import Given, ReadFacts
from kejin.records.filings.teaching import grains_filed
from kejin.records.financing.models import Financing
from kejin.runs.opening import OpenRun
from kejin.web.answers import NoRunError, present_run

_CODES = ("enterprise_id",)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the run says about one product and one enterprise.

    Attributes:
        run: The run.
        line: The product's line of the enterprise's row; None where the run does not know one of them.
        decision: The decision behind it, with its conditions by part.
        stage: The enterprise's stage, in words.
    """

    run: OpenRun
    line: OfferLine | None
    decision: DecisionAnswer | None
    trees: tuple[tuple[Any, Any], ...]
    stage: Label | None


def evidence_for(financing: Financing) -> Evidence | None:
    """The run's answer about the product applied for; None where there is no run, or it does not know the enterprise.

    Only about that product: what else the run knows of an enterprise is read through the records' door.
    """
    try:
        run = present_run()
        code = financing.enterprise.credit_code or ""
        row = run.overview(code).row
        cells = row.cells if row is not None else ()
        line = next(
            (one for cell in cells for one in cell.offers if one.product.key == financing.product), None
        )
        decision = run.explained(code, line.decision) if line is not None else None
    except (NoRunError, KejinError):
        return None
    if decision is not None and line is not None:
        first = decision.answers[0]
        line = replace(line, reason=first.reason, steps=first.explanation.steps)
    trees = tuple((told, conditions_of(told.explanation.tree)) for told in decision.told) if decision else ()
    stage = row.stage_label if row is not None else None
    return Evidence(run, line, decision, trees, stage)


def product_label(key: str) -> Label:
    """A product's name; its key where no run is there or its catalogue does not have it."""
    try:
        found = next((one for one in present_run().catalogue.products if one.key == key), None)
    except KejinError:
        found = None
    return found.label if found is not None else Label(key, key)


def quote_for(financing: Financing) -> Quote:
    """What the product quotes to the enterprise; nothing where the run does not tell."""
    found = evidence_for(financing)
    quoted = found.line.quoted if found is not None and found.line is not None else {}
    return Quote(quoted.get("rate_ppb"), quoted.get("months"), quoted.get("amount"))


def reading_for(financing: Financing) -> ReadFacts:
    """The reading that this institution may ask for: for its review, and under a live contract for its monitoring."""
    if financing.state in LIVE:
        return ReadFacts(
            enterprise_id=financing.enterprise_id, purpose=Purpose.MONITORING, items=list(MONITORED)
        )
    consent = (
        Consent.objects.filter(
            enterprise_id=financing.enterprise_id, grantee_id=financing.institution_id, purpose=Purpose.FINANCING,
            withdrawal=None,
        ).order_by("-pk").first()
    )  # fmt: skip
    scope = list(consent.scope) if consent is not None else [EVERYTHING]
    grains = [grain.value for grain in grains_filed()]
    items = grains if EVERYTHING in scope else scope
    return ReadFacts(enterprise_id=financing.enterprise_id, purpose=Purpose.FINANCING, items=items)


@dataclass(frozen=True, slots=True)
class FactTable:
    """Facts of one grain: their names, and for each row their values in words."""

    grain: str
    heads: tuple[Label, ...]
    rows: tuple[tuple[Label, ...], ...]


def fact_tables(given: Given) -> Iterator[FactTable]:
    """What a reading gave, in words; a column in which nothing is known is left out."""
    for grain, frame in given.frames.items():
        names = [
            name for name in frame.columns if name in dictionary() and frame[name].null_count() < frame.height
        ]
        if not frame.height or not names:
            continue
        facts = [dictionary()[name] for name in names]
        rows = tuple(
            tuple(fact_text(fact, row[fact.name]) for fact in facts) for row in frame.iter_rows(named=True)
        )
        yield FactTable(Grain(grain).value, tuple(fact.label for fact in facts), rows)


__all__ = [
    "Evidence",
    "FactTable",
    "evidence_for",
    "fact_tables",
    "product_label",
    "quote_for",
    "reading_for",
]
