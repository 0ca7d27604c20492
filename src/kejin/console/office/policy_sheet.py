"""A policy's page: time line, what it decides, figures with their clauses, sources, what it does not know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.office.policy_figures import parameters, tables
from kejin.console.office.policy_list import Line
from kejin.console.office.policy_reading import compiled_one, store_at_hand, today_of
from kejin.console.office.policy_timeline import Timeline, timeline
from kejin.console.office.reading import found_for
from kejin.errors import KejinError
from kejin.facts import GRAINS, Label
from kejin.packs.naming import AUDIENCES, FORMS, LEVELS, SOURCE_KINDS
from kejin.planning.aggregates.disclosure import Protection
from kejin.policy import Policy
from kejin.policy.adjusting import adjustables
from kejin.policy.diff import Change, diff_rulesets
from kejin.policy.documents import SourceDocument
from kejin.policy.figures import name_in
from kejin.policy.gaps import gaps
from kejin.web.needs import ANY_MEMBER, PROVINCE
from kejin.web.pages import page
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_COUNTS = ("eligible", "nearly", "undetermined", "not_eligible")


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A question that a policy answers.

    Attributes:
        counts: Of the present run: eligible, nearly, undetermined, not eligible; None where it was not asked.
    """

    id: str
    label: Label
    grain: Label
    audience: Label
    awake: bool
    amounts: tuple[Label, ...]
    counts: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two days of law; `changes` is None where the policy says nothing on one of them."""

    earlier: date
    later: date
    changes: Sequence[tuple[Change, Label]] | None


@page(ANY_MEMBER)
def policy(request: PageRequest, policy: str) -> HttpResponseBase:
    """One policy, as the law of the business day has it."""
    found_one, today = _policy(policy), today_of(request)
    line = timeline(found_one, today)
    ruleset = compiled_one(found_one.id, today)
    mine = [gap for gap in gaps(ruleset) if gap.policy == found_one.id]
    context = {
        "policy": found_one,
        "what_if": f"{reverse('scenario_new')}?policy={found_one.id}"
        if request.visitor.kind in PROVINCE.kinds and adjustables(found_one, today)
        else "",
        "line": Line.of(found_one, today),
        "timeline": line,
        "today": today,
        "decisions": _decisions(request.visitor, found_one, {decision.key for decision in ruleset.decisions}),
        "hidden": _hidden(request.visitor),
        "parameters": parameters(found_one, today),
        "tables": tables(found_one, today),
        "products": list(found_one.products.values()),
        "supports": [
            (one.label.label, LEVELS[one.level], FORMS[one.form]) for one in found_one.supports.values()
        ],
        "sources": [_source(one) for one in found_one.sources.values()],
        "gaps": [(gap, word(f"policy.gap_{gap.kind.value}")) for gap in mine if gap.clause is not None],
        "questions": [text.label for text in found_one.head.missing],
        "compared": _compared(found_one, line, request.GET.dict()),
        "days": [one.day for one in line.days],
    }
    return render(request, "console/office/policy.html", context)


def _policy(name: str) -> Policy:
    held = store_at_hand().policies
    if name not in held:
        raise Http404
    return held[name]


def _decisions(visitor: Visitor, policy: Policy, awake: set[str]) -> list[ShownDecision]:
    library, counts = store_at_hand().library, _counted(visitor, policy)
    return [
        ShownDecision(
            decision.id,
            decision.label.label,
            GRAINS[decision.grain].label,
            AUDIENCES[decision.audience or policy.head.audience],
            f"{policy.id}.{decision.id}" in awake,
            tuple(name_in(library, policy, name) for name in decision.amounts),
            counts.get(f"{policy.id}.{decision.id}"),
        )
        for decision in policy.decisions.values()
    ]


def _counted(visitor: Visitor, policy: Policy) -> dict[str, tuple[int, ...]]:
    """What the present run counted, as the visitor may read it; nothing without a run that kept its counts."""
    try:
        rows = found_for(visitor).reading.aggregates.split("decisions")
    except KejinError:
        return {}
    own = rows.filter(pl.col("decision").str.starts_with(f"{policy.id}."))
    return {row[0]: row[1:] for row in own.select("decision", *_COUNTS).iter_rows()}


def _hidden(visitor: Visitor) -> Protection | None:
    """How the counts are kept from telling of single enterprises; None where they are told in full, or not at all."""
    try:
        return found_for(visitor).hidden
    except KejinError:
        return None


def _source(source: SourceDocument) -> tuple[SourceDocument, Label]:
    return source, SOURCE_KINDS[source.kind]


def _compared(policy: Policy, line: Timeline, query: dict[str, str]) -> Compared | None:
    """The differences between two days that the address names; by default those of the latest change before today."""
    days = [one.day for one in line.days]
    past = [day for day in days if day <= line.today]
    later = _day(query.get("to", "")) or (past[-1] if past else None)
    earlier = _day(query.get("from", "")) or (past[-2] if len(past) > 1 else None)
    if earlier is None or later is None:
        return None
    try:
        one, two = compiled_one(policy.id, earlier), compiled_one(policy.id, later)
    except KejinError:
        return Compared(earlier, later, None)
    # A borrowed policy has a page and a time line of its own.
    changes = [change for change in diff_rulesets(one, two) if change.policy == policy.id]
    return Compared(earlier, later, [(change, word(f"policy.change_{change.what}")) for change in changes])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
