"""Many subsidies at once: choose, look at all of them together, confirm once, and read of each what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render

from kejin.console.office.money_acting import refusal_field
from kejin.console.office.money_batch_work import AT_ONCE, MANY, Outcome, done_with
from kejin.facts import Label
from kejin.records.actions.action import Action
from kejin.records.approvals.models import Approval
from kejin.records.subsidies.claiming import CheckSubsidy, DecideSubsidy, RefuseSubsidy
from kejin.records.subsidies.models import Subsidy
from kejin.records.subsidies.steps import State
from kejin.web.acting import ActForm, ShownForm, may, shown
from kejin.web.fields import amount_again
from kejin.web.jobs.models import Job, JobState
from kejin.web.jobs.views import begin
from kejin.web.needs import OFFICE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_MOST = 200
_FOLDER = "console/money"


@dataclass(frozen=True, slots=True)
class Batch:
    """An act that may be done with many subsidies.

    Attributes:
        kind: The act.
        state: Where a subsidy must stand for it.
        asks_amount: Whether the sum of all is typed once more.
        refuses: Whether a coded reason is asked for.
    """

    kind: type[Action]
    state: State
    asks_amount: bool = False
    refuses: bool = False

    @property
    def code(self) -> str:
        """The act's code."""
        return self.kind.code

    @property
    def label(self) -> Label:
        """The act's words."""
        return word("money.approve_many") if self.kind is DecideSubsidy else self.kind.label


BATCHES = (
    Batch(CheckSubsidy, State.CLAIMED),
    Batch(DecideSubsidy, State.CHECKED, asks_amount=True),
    Batch(RefuseSubsidy, State.CLAIMED, refuses=True),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the act on one subsidy: `problem` is None where it was done."""

    subsidy: Subsidy
    state: Label
    problem: Label | None = None
    detail: str = ""


def batches_for(visitor: Visitor) -> list[tuple[Batch, int]]:
    """What the visitor may do with many at once, and with how many."""
    found = [(one, _those_waiting(visitor, one)[:_MOST].count()) for one in BATCHES if may(visitor, one.kind)]
    return [(one, number) for one, number in found if number]


@page(OFFICE)
def batch(request: PageRequest, code: str) -> HttpResponseBase:
    """Choose among all that wait for an act; `?all=1` chooses every one of them."""
    one = _batch(request, code)
    chosen = set(_numbers(request.GET.getlist("subsidy")))
    rows = _waiting(request.visitor, one)
    context = {
        "batch": one,
        "rows": [(row, row.pk in chosen or request.GET.get("all") == "1") for row in rows],
        "total": sum(row.amount_minor for row in rows),
    }
    return render(request, f"{_FOLDER}/batch.html", context)


@page(OFFICE, methods=("POST",))
def batch_act(request: PageRequest, code: str) -> HttpResponseBase:
    """First show what was chosen, with its sum; once that was confirmed, do each and say what came of it."""
    one = _batch(request, code)
    numbers = set(_numbers(request.POST.getlist("subsidy")))
    rows = [row for row in _waiting(request.visitor, one) if row.pk in numbers]
    form = _form(one, rows)
    context: dict[str, Any] = {
        "batch": one,
        "rows": rows,
        "pairs": [(row, True) for row in rows],
        "total": sum(row.amount_minor for row in rows),
    }
    if not rows or request.POST.get("confirm") != "1":
        context["one"] = shown([form])[0]
        return render(request, f"{_FOLDER}/batch_preview.html", context, status=200 if rows else 400)
    body = form.body(request)
    if not body.is_valid():
        context["one"] = ShownForm(form, body)
        return render(request, f"{_FOLDER}/batch_preview.html", context, status=400)
    key, values = body.idempotency_key, {name: str(value) for name, value in body.values.items()}
    caller = request.visitor.caller()
    if len(rows) > AT_ONCE:
        return begin(
            request, MANY, code=one.code, numbers=[row.pk for row in rows], values=values, key=key,
            username=caller.username, house=caller.organisation_id,
        )  # fmt: skip
    return _told(request, one, [done_with(one.code, row.pk, caller, values=values, key=key) for row in rows])


@page(OFFICE)
def batch_told(request: PageRequest, code: str, number: int) -> HttpResponseBase:
    """What came of each, where many were done as a job; until it is over, the page of the job."""
    one = _batch(request, code)
    found: Job = one_visible(request.visitor, Job, number)
    if found.kind != MANY or found.parameters.get("code") != code:
        raise Http404
    if found.state != JobState.DONE or found.result is None:
        return redirect("job", number=found.pk)
    return _told(request, one, [Outcome(**each) for each in found.result["outcomes"]])


def _told(request: PageRequest, one: Batch, outcomes: Sequence[Outcome]) -> HttpResponseBase:
    rows = visible(request.visitor, Subsidy).select_related("enterprise")
    held = rows.in_bulk([outcome.number for outcome in outcomes])
    results = [
        Result(
            held[each.number], Label(*each.state), Label(*each.problem) if each.problem else None, each.detail
        )
        for each in outcomes
    ]
    done = [result for result in results if result.problem is None]
    context = {
        "batch": one,
        "results": results,
        "done": len(done),
        "done_total": sum(result.subsidy.amount_minor for result in done),
    }
    return render(request, f"{_FOLDER}/batch_done.html", context)


def _batch(request: PageRequest, code: str) -> Batch:
    one = next((one for one in BATCHES if one.code == code and may(request.visitor, one.kind)), None)
    if one is None:
        raise Http404
    return one


def _waiting(visitor: Visitor, one: Batch) -> list[Subsidy]:
    """The first of what waits for the act, with what is shown of it."""
    found = _those_waiting(visitor, one).select_related("programme", "enterprise", "contract__institution")
    return list(found[:_MOST])


def _those_waiting(visitor: Visitor, one: Batch) -> QuerySet[Subsidy]:
    """What waits for the act, the oldest first; of what is to be approved, not what the visitor put up himself."""
    assert visitor.organisation is not None  # noqa: S101 - the page is for the office
    rows: QuerySet[Subsidy] = visible(visitor, Subsidy).filter(
        state=one.state, programme__office=visitor.organisation
    )
    found = rows.order_by("pk")
    if one.kind is not DecideSubsidy:
        return found
    mine = Approval.objects.filter(kind="subsidy", subject_kind="subsidy").exclude(
        Q(opened_by=visitor.person) | Q(decisions__person=visitor.person)
    )
    return found.filter(pk__in=mine.values("subject_id"))


def _form(one: Batch, rows: Sequence[Subsidy]) -> ActForm:
    fields = []
    if one.refuses:
        fields.append(refusal_field(required=True))
    if one.asks_amount:
        fields.append(amount_again(sum(row.amount_minor for row in rows)))
    # What is built for each subsidy, `_done` knows; this form is only shown and read.
    return ActForm(one.kind, tuple(fields), lambda _: one.kind(), grave=one.asks_amount or one.refuses)


def _numbers(given: Sequence[str]) -> list[int]:
    return [int(one) for one in given if one.isdecimal() and 0 < len(one) < 18]


__all__ = ["BATCHES", "Batch", "Result", "batch", "batch_act", "batch_told", "batches_for"]
