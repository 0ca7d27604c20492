"""Subsidies: where each stands, and one of them with its rule, its facts and what may be done with it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.assessment import conditions_of
from kejin.console.institution.approving import approvals_of_subsidy
from kejin.console.institution.claims import stated_facts
from kejin.console.institution.holding import Holding
from kejin.console.office.money_acting import approval_for, subsidy_forms
from kejin.console.office.money_batch import batches_for
from kejin.facts import Label
from kejin.policy import Explanation
from kejin.records.actions.action import action_kinds
from kejin.records.errors import RefusedError
from kejin.records.parties.kinds import OrganisationKind
from kejin.records.promises.promised import DayUnit, due_and_left, promises
from kejin.records.subsidies.models import Programme, Subsidy
from kejin.records.subsidies.ruling import explained
from kejin.records.subsidies.steps import REFUSALS, STATE_WORDS, State
from kejin.web.acting import ShownForm, after, chosen, do, done_label, shown
from kejin.web.lists import Column, Filter, ListSpec, Shape, list_page
from kejin.web.needs import SUBSIDISED
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest
from kejin.web.words import word

_FOLDER = "console/money"


@page(SUBSIDISED)
def subsidies(request: PageRequest) -> HttpResponseBase:
    """Every subsidy that the visitor is a party to; `?state=` and the other filters narrow it, `?format=` is a file."""
    rows = _rows(request)
    counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    chosen = request.GET.get("state", "")
    context = {
        "views": [(state.value, STATE_WORDS[state], counts.get(state.value, 0)) for state in State],
        "chosen": chosen if chosen in State.values else "",
        "total": sum(counts.values()),
        "batches": batches_for(request.visitor),
        "done": done_label(request),
        "is_office": request.visitor.kind == OrganisationKind.OFFICE,
    }
    return list_page(request, _spec(rows), rows, template=f"{_FOLDER}/subsidies.html", **context)


@page(SUBSIDISED)
def subsidy(request: PageRequest, number: int) -> HttpResponseBase:
    """One subsidy."""
    return _shown(request, _found(request, number))


@page(SUBSIDISED, methods=("POST",))
def subsidy_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Do one of the acts that the page offers."""
    found = _found(request, number)
    form = chosen(subsidy_forms(request.visitor, found), code, where=str(found))
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, _found(request, number), refused=done)
    return after(done, reverse("subsidy", args=[found.pk]), form.code)


def _rows(request: PageRequest) -> QuerySet[Subsidy]:
    rows: QuerySet[Subsidy] = visible(request.visitor, Subsidy)
    return rows.select_related("programme", "enterprise", "contract__institution")


def _found(request: PageRequest, number: int) -> Subsidy:
    found: Subsidy = one_visible(request.visitor, Subsidy, number)
    return found


def _shown(request: PageRequest, found: Subsidy, *, refused: ShownForm | None = None) -> HttpResponseBase:
    visitor = request.visitor
    forms = shown(subsidy_forms(visitor, found), instead=refused)
    if refused is not None and all(one.form.kind is not refused.form.kind for one in forms):
        # What was refused is no longer offered; it is still said why.
        forms = [refused, *forms]
    told, unknown = _told(found)
    approval = approval_for(found)
    mine = visitor.person is not None and approval is not None and approval.opened_by_id == visitor.person.pk
    line = getattr(found, "line", None)
    is_office = visitor.kind == OrganisationKind.OFFICE
    context = {
        "subsidy": found,
        "state": STATE_WORDS[State(found.state)],
        "flow": _flow(found),
        "holding": holding_of(found, visitor.day) if visitor.day is not None else None,
        "told": told,
        "conditions": conditions_of(told.tree) if told is not None else (),
        "same": told is not None and _amount(told, found.programme.amount) == found.amount_minor,
        "unknown": unknown,
        "facts": stated_facts(found.facts),
        "approvals": approvals_of_subsidy(found) if visitor.kind == OrganisationKind.OFFICE else (),
        "own_work": mine and found.state == State.CHECKED,
        "events": _events(found),
        "objections": found.objections.select_related("answer").order_by("pk") if is_office else (),
        "file_id": line.file_id if line is not None else None,
        "is_office": visitor.kind == OrganisationKind.OFFICE,
        "forms": forms,
        "done": done_label(request),
    }
    return render(request, f"{_FOLDER}/subsidy.html", context, status=200 if refused is None else 409)


def _told(found: Subsidy) -> tuple[Explanation | None, str]:
    """The rule applied to the facts, taken apart; with the reason where that cannot be done any more."""
    try:
        return explained(found.programme.decision, found.law_date, found.facts), ""
    except RefusedError as error:
        return None, str(error)


def _amount(told: Explanation, name: str) -> int | None:
    value = next((one.value.value for one in told.amounts if one.name.rpartition(".")[2] == name), None)
    return value if isinstance(value, int) else None


def _flow(found: Subsidy) -> list[tuple[Label, bool, bool]]:
    """The way of a subsidy: each state in words, whether it was passed, whether it stands there."""
    passed = set(found.events.values_list("to_state", flat=True))
    ends = {State.REFUSED, State.CLAWED_BACK}
    way = [state for state in State if state not in ends or state.value == found.state]
    return [(STATE_WORDS[state], state.value in passed, state.value == found.state) for state in way]


def _events(found: Subsidy) -> list[tuple[Any, Label, Label, Label | None]]:
    """Each step, newest first: the event, the act in words, where it led, the reason of a refusal."""
    return [
        (
            event, action_kinds()[event.code].label, STATE_WORDS[State(event.to_state)],
            REFUSALS.get(event.reason_code),
        )
        for event in found.events.select_related("act").order_by("-pk")
    ]  # fmt: skip


def holding_of(found: Subsidy, today: date) -> Holding | None:
    """Who holds a subsidy and until when; None where nothing was promised for the step."""
    promise = promises().get(f"subsidy.{found.state}")
    latest = found.events.select_related("act").order_by("-pk").first()
    if promise is None or latest is None:
        return None
    noticed = found.state == State.NOTICED and found.notice_until is not None
    since = found.notice_until if noticed and found.notice_until is not None else latest.act.business_date
    due, left = due_and_left(promise, since, today)
    unit = word(f"institution.days_{DayUnit(promise.unit).value}")
    return Holding(
        promise.label, word(f"institution.holder_{promise.holder.value}"), since, due, left, unit,
        promise.confidence == "demonstration",
    )  # fmt: skip


def _spec(rows: QuerySet[Subsidy]) -> ListSpec:
    columns = (
        Column("number", word("money.number"), str, link=lambda row: reverse("subsidy", args=[row.pk]), order="pk"),
        Column("enterprise", word("institution.enterprise"), lambda row: row.enterprise.name, order="enterprise__name"),
        Column("programme", word("money.programme"), lambda row: row.programme.name),
        Column("lender", word("money.lender"), lambda row: row.contract.institution.name),
        Column("contract", word("institution.contract_number"), lambda row: row.contract.number),
        Column("quarter", word("money.quarter"), lambda row: row.quarter, order="quarter"),
        Column("amount", word("money.subsidy_amount"), lambda row: row.amount_minor, Shape.MONEY, order="amount_minor"),
        Column("state", word("institution.state"), lambda row: STATE_WORDS[State(row.state)], Shape.LABEL),
        Column("notice_until", word("money.notice_until"), lambda row: row.notice_until, Shape.DAY),
    )  # fmt: skip
    filters = (
        Filter(
            "state", word("institution.state"), lambda found, value: found.filter(state=value),
            [(state.value, STATE_WORDS[state]) for state in State],
        ),
        Filter(
            "programme", word("money.programme"), lambda found, value: found.filter(programme__code=value),
            _programmes(rows),
        ),
        Filter(
            "quarter", word("money.quarter"), lambda found, value: found.filter(quarter=value),
            [(one, Label(one, one)) for one in _quarters(rows)],
        ),
        Filter("q", word("money.find"), _sought),
    )  # fmt: skip
    return ListSpec(word("money.subsidies"), columns, filters, empty=word("money.empty"))


def _programmes(rows: QuerySet[Subsidy]) -> Sequence[tuple[str, Label]]:
    found = Programme.objects.filter(pk__in=rows.order_by().values("programme")).order_by("code")
    return [(one.code, Label(one.name, one.name)) for one in found]


def _quarters(rows: QuerySet[Subsidy]) -> list[str]:
    return list(rows.order_by("-quarter").values_list("quarter", flat=True).distinct())


def _sought(rows: QuerySet[Subsidy], text: str) -> QuerySet[Subsidy]:
    number = (
        Q(pk=int(text[1:])) if text[:1] in {"S", "s"} and text[1:].isdecimal() and len(text) < 18 else Q()
    )
    if number:
        return rows.filter(number)
    return rows.filter(
        Q(enterprise__name__icontains=text)
        | Q(enterprise__credit_code__istartswith=text)
        | Q(contract__number__icontains=text)
    )


__all__ = ["holding_of", "subsidies", "subsidy", "subsidy_act"]
