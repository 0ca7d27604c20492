"""The office's first page: what waits for this person, what is late, and the ways into the province."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from kejin.console.office.money_batch import batches_for
from kejin.facts import Label
from kejin.records.filings.models import Dispute
from kejin.records.parties.kinds import Role
from kejin.records.parties.models import Authority, Organisation
from kejin.records.publications.acts import PublishList
from kejin.records.publications.models import Objection, PublicList
from kejin.records.registry.authorities import VerifyAuthority
from kejin.records.subsidies.models import PaymentFile, Programme
from kejin.records.subsidies.paying import ConfirmPaid, MakePaymentFile, due_of
from kejin.records.subsidies.steps import State
from kejin.records.tapes.breaking import AcceptBreaks
from kejin.records.tapes.models import Break
from kejin.records.tapes.steps import BreakState
from kejin.records.work.lists import Waiting, desk_of
from kejin.web.needs import OFFICE
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.views.notices import latest
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_LATE, _NOTICES = 10, 8
_VIEWS: Final = ("key_industry", "tier", "stage", "city_code", "platform")
# Whose turn it is in the office at each promised step.
_TURN: Final[Mapping[str, Role]] = {
    "subsidy.claimed": Role.HANDLER,
    "subsidy.checked": Role.APPROVER,
    "subsidy.noticed": Role.TREASURER,
    "subsidy.listed": Role.TREASURER,
    "filings.dispute": Role.HANDLER,
}


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for the visitor: what, how much of it, where it is done."""

    label: Label
    count: int
    address: str


@page(OFFICE)
def home(request: PageRequest) -> HttpResponseBase:
    """What waits for me, what is late, what is new."""
    visitor, house = request.visitor, request.visitor.organisation
    assert house is not None  # noqa: S101 - the page asks for an office
    assert visitor.day is not None  # noqa: S101 - and so the records were founded
    late = desk_of(house, visitor.day).files(lambda pile: pile.mine and pile.is_overdue, 0, _LATE)
    context = {
        "tasks": [one for one in _tasks(visitor, house) if one.count],
        "late": [(one, _address(one), _mine(visitor, one)) for one in late],
        "views": [
            (word(f"office.by_{name}"), f"{reverse('office_matrix')}?{urlencode({'rows': name})}")
            for name in _VIEWS
        ],
        "notices": latest(visitor, _NOTICES),
        "day": visitor.day,
    }
    return render(request, "console/office/home.html", context)


def _tasks(visitor: Visitor, house: Organisation) -> Iterator[Task]:
    for one, count in batches_for(visitor):
        if not one.refuses:
            yield Task(one.label, count, reverse("subsidy_batch", args=[one.code]))
    if _may(visitor, MakePaymentFile.allowed.roles):
        assert visitor.day is not None  # noqa: S101 - there are organisations, so there is a day
        programmes = Programme.objects.filter(office=house)
        due = sum(due_of(one, visitor.day).count() for one in programmes)
        yield Task(word("office.task_due"), due, reverse("office_payments"))
    if _may(visitor, ConfirmPaid.allowed.roles):
        waits = PaymentFile.objects.filter(programme__office=house, lines__subsidy__state=State.LISTED)
        others = waits.exclude(act__person_id=visitor.person.pk if visitor.person else None).distinct()
        yield Task(word("office.task_confirm"), others.count(), reverse("office_payments"))
    if _may(visitor, VerifyAuthority.allowed.roles):
        person = visitor.person.pk if visitor.person else None
        proofs = Authority.objects.filter(verified_by=None, revoked_on=None).exclude(
            Q(person_id=person) | Q(act__person_id=person)
        )
        yield Task(word("office.task_proofs"), proofs.count(), f"{reverse('proofs')}?state=to_verify")
    if _may(visitor, PublishList.allowed.roles):
        person = visitor.person.pk if visitor.person else None
        drafts = visible(visitor, PublicList).filter(publication=None).exclude(act__person_id=person)
        yield Task(word("office.task_lists"), drafts.count(), reverse("office_notices"))
        ended = (
            visible(visitor, PublicList)
            .filter(publication__until__lt=visitor.day, conclusion=None)
            .exclude(Q(act__person_id=person) | Q(publication__act__person_id=person))
        )
        closed = ended.exclude(objections__in=Objection.objects.filter(answer=None))
        yield Task(word("office.task_conclude"), closed.count(), reverse("office_notices"))
        open_ones = visible(visitor, Objection).filter(answer=None).exclude(act__person_id=person)
        yield Task(
            word("office.task_objections"), open_ones.count(), f"{reverse('office_objections')}?state=open"
        )
    if _may(visitor, frozenset({Role.HANDLER})):
        disputed = Dispute.objects.filter(filing__source_id=house.pk, answer=None).count()
        yield Task(word("office.task_disputes"), disputed, f"{reverse('institution_disputes')}?state=open")
    if _may(visitor, AcceptBreaks.allowed.roles):
        explained = Break.objects.filter(state=BreakState.EXPLAINED).count()
        address = f"{reverse('institution_breaks')}?state={BreakState.EXPLAINED.value}"
        yield Task(word("office.task_breaks"), explained, address)


def _may(visitor: Visitor, roles: frozenset[Role]) -> bool:
    return bool(visitor.roles & roles)


def _mine(visitor: Visitor, one: Waiting) -> bool:
    return _TURN.get(one.code) in visitor.roles


def _address(one: Waiting) -> str | None:
    kind, number, _ = one.subject
    if kind == "dispute":
        return reverse("institution_dispute", args=[number])
    return reverse("subsidy", args=[number]) if kind == "subsidy" else None


__all__ = ["Task", "home"]
