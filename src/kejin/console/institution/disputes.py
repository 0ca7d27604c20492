"""What an enterprise disputes of what one's organisation filed about it, and the answer to it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.facts import GRAINS, Grain, Label, dictionary
from kejin.policy.wording import fact_text
from kejin.records.errors import RefusedError
from kejin.records.filings.acts import latest_of
from kejin.records.filings.disputes import AnswerDispute
from kejin.records.filings.models import OUTCOME_WORDS, Dispute, DisputeAnswer, DisputeOutcome, Filing
from kejin.records.filings.teaching import columns_of
from kejin.records.parties.kinds import BUSINESS, OrganisationKind
from kejin.web.acting import ActForm, Done, after, do, done_label, may, shown
from kejin.web.fields import Field, Shape
from kejin.web.lists import Column, Filter, ListSpec, list_page
from kejin.web.lists import Shape as ListShape
from kejin.web.needs import Need
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

SOURCES = Need(kinds=BUSINESS - {OrganisationKind.ENTERPRISE})
"""Whoever files facts about others."""


@page(SOURCES)
def disputes(request: PageRequest) -> HttpResponseBase:
    """Every dispute about what one's organisation filed, the open ones first by when an answer is due."""
    rows: QuerySet[Dispute] = visible(request.visitor, Dispute)
    rows = rows.select_related("filing__enterprise", "answer").order_by(
        F("answer__pk").desc(nulls_first=True), "answer_by", "pk"
    )
    return list_page(request, _spec(), rows, template="console/institution/disputes.html")


@page(SOURCES, methods=("GET", "POST"))
def dispute(request: PageRequest, number: int) -> HttpResponseBase:
    """A dispute beside what was filed; a handler of the source answers it."""
    found: Dispute = one_visible(request.visitor, Dispute, number)
    form = _form(request.visitor, found)
    refused = None
    if request.method == "POST":
        if form is None:
            raise RefusedError("This is not yours to answer now", "wrong_state", found=str(found))
        done = do(request, form)
        if isinstance(done, Done):
            return after(done, reverse("institution_dispute", args=[found.pk]), AnswerDispute.code)
        refused = done
    filing, answer = found.filing, _answer_of(found)
    day = request.visitor.day
    left = (found.answer_by - day).days if day is not None and answer is None else None
    context = {
        "found": found,
        "filing": filing,
        "grain": GRAINS[Grain(filing.grain)].label,
        "about": _about(found),
        "facts": [
            _shown(name, value) for name, value in filing.facts.items() if name in _asked(found, filing)
        ],
        "later": latest_of(filing) if answer is not None and answer.correction_id else None,
        "answer": answer,
        "outcome": OUTCOME_WORDS[DisputeOutcome(answer.outcome)] if answer is not None else None,
        "left": left,
        "late": -left if left is not None else None,
        "forms": shown([form], instead=refused) if form is not None else [],
        "done": done_label(request),
    }
    return render(
        request, "console/institution/dispute.html", context, status=200 if refused is None else 409
    )


def _spec() -> ListSpec:
    columns = (
        Column("number", word("institution.dispute"), lambda row: f"D{row.pk}",
               link=lambda row: reverse("institution_dispute", args=[row.pk]), order="pk"),
        Column("enterprise", word("institution.enterprise"), lambda row: row.filing.enterprise.name),
        Column("fact", word("data.fact"), _about, ListShape.LABEL),
        Column("due", word("data.answer_by"), lambda row: row.answer_by, ListShape.DAY, order="answer_by"),
        Column("state", word("institution.state"), _outcome, ListShape.LABEL),
    )  # fmt: skip
    states = {"open": Q(answer=None), **{one.value: Q(answer__outcome=one) for one in DisputeOutcome}}
    words = {"open": word("data.open"), **{one.value: OUTCOME_WORDS[one] for one in DisputeOutcome}}
    state = Filter(
        "state",
        word("institution.state"),
        lambda rows, value: rows.filter(states[value]),
        list(words.items()),
    )
    return ListSpec(word("institution.disputes"), columns, (state,), empty=word("institution.no_disputes"))


def _about(row: Dispute) -> Label:
    return _label(row.fact) if row.fact in dictionary() else word("data.whole_row")


def _outcome(row: Dispute) -> Label:
    answer = getattr(row, "answer", None)
    return OUTCOME_WORDS[DisputeOutcome(answer.outcome)] if answer is not None else word("data.open")


def _form(visitor: Visitor, found: Dispute) -> ActForm | None:
    if _answer_of(found) is not None or not may(visitor, AnswerDispute):
        return None
    names = sorted(columns_of(Grain(found.filing.grain)) if not found.fact else {found.fact})
    options = [(name, _label(name)) for name in names if name in dictionary()]
    which = () if found.fact else (
        Field("fact", word("data.dispute_fact"), Shape.CHOICE, options=options, required=False,
              hint=word("institution.corrected_fact_hint")),
    )  # fmt: skip
    fields = (
        Field("outcome", word("institution.outcome"), Shape.CHOICE,
              options=[(outcome.value, OUTCOME_WORDS[outcome]) for outcome in DisputeOutcome]),
        *which,
        Field("value", word("institution.corrected"), Shape.LINE, required=False,
              hint=word("institution.corrected_hint")),
        Field("document", word("institution.corrected_document"), Shape.LINE, required=False),
        Field("words", word("institution.found_out"), Shape.TEXT, hint=word("institution.found_out_hint")),
    )  # fmt: skip

    def build(values: Mapping[str, Any]) -> AnswerDispute:
        fact = found.fact or values.get("fact") or ""
        upheld = values["outcome"] == DisputeOutcome.UPHELD
        # An upheld dispute without a value says that the fact is not known after all.
        facts = {fact: values["value"] or None} if upheld and fact else {}
        document = {"document": values["document"]} if values["document"] else {}
        return AnswerDispute(
            dispute_id=found.pk,
            outcome=DisputeOutcome(values["outcome"]),
            words=values["words"],
            facts=facts,
            **document,
        )

    return ActForm(AnswerDispute, fields, build, grave=True, note=word("institution.answer_note"))


def _asked(found: Dispute, filing: Filing) -> set[str]:
    """The facts that the page shows: the disputed one with the row's keys, or the whole row."""
    names = set(filing.facts) if not found.fact else {found.fact, *GRAINS[Grain(filing.grain)].keys}
    return {name for name in names if name in dictionary()}


def _shown(name: str, value: Any) -> tuple[Label, Label]:
    return _label(name), fact_text(dictionary()[name], value)


def _label(name: str) -> Label:
    return dictionary()[name].label


def _answer_of(found: Dispute) -> DisputeAnswer | None:
    return DisputeAnswer.objects.select_related("act").filter(dispute=found).first()
