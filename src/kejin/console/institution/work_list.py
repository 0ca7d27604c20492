"""The work list: what waits for this person, for the house, for others; what is due today and what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.common.tablefiles import FORMATS, Cell, table_file
from kejin.facts import Label
from kejin.records.financing.models import Claim
from kejin.records.parties.kinds import LENDERS, OrganisationKind, Role
from kejin.records.tapes.queue import breaks_of
from kejin.records.work.lists import Chosen, Pile, Waiting, desk_of
from kejin.web.needs import INSTITUTION
from kejin.web.pages import page
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import say, word

# Whose turn it is within the house at each promised step. A claim is assessed by one and decided by another.
_TURN: Final[Mapping[str, frozenset[Role]]] = {
    "financing.applied": frozenset({Role.HANDLER}),
    "financing.accepted": frozenset({Role.HANDLER}),
    "financing.proposed": frozenset({Role.APPROVER}),
    "financing.approved": frozenset({Role.HANDLER}),
    "financing.claimed": frozenset({Role.HANDLER, Role.APPROVER}),
    "financing.payable": frozenset({Role.TREASURER}),
    "filings.dispute": frozenset({Role.HANDLER}),
}
VIEWS = ("mine", "house", "today", "overdue", "others")
_AT_A_TIME = 50
_LONGEST = 60
_HEADS = ("what", "file", "enterprise", "holder_name", "due", "left_days")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One file that waits: with the address that it leads to, where there is a page for it."""

    waiting: Waiting
    address: str | None
    tone: str
    unit: Label


@page(INSTITUTION)
def work_list(request: PageRequest) -> HttpResponseBase:
    """The first page of an institution. `?view=`, `?step=` and `?q=` narrow it; `?format=` gives it as a file."""
    visitor, house = request.visitor, request.visitor.organisation
    assert house is not None  # noqa: S101 - the page asks for an institution
    assert visitor.day is not None  # noqa: S101 - and so the records were founded
    desk, views = desk_of(house, visitor.day), _views(visitor)
    asked = request.GET.get("view", "")
    chosen = asked if asked in views else "mine"
    step, text = request.GET.get("step", ""), request.GET.get("q", "").strip()[:_LONGEST]
    found = desk_of(house, visitor.day, text) if text else desk

    def shown(pile: Pile) -> bool:
        return views[chosen](pile) and (not step or pile.code == step)

    kind = request.GET.get("format", "")
    if kind in FORMATS:
        heads = [say(word(f"institution.{name}")) for name in _HEADS]
        cells = [_cells(one) for one in found.files(shown)]
        return table_file(say(word("institution.work")), heads, cells, kind=kind)
    count = found.count(shown)
    pages = max(1, -(-count // _AT_A_TIME))
    at = min(max(_whole(request.GET.get("page", "")), 1), pages)
    rows = found.files(shown, (at - 1) * _AT_A_TIME, at * _AT_A_TIME)
    claims = _claims_of(rows) if visitor.kind not in LENDERS else {}
    context = {
        "items": [WorkItem(one, _address(visitor, one, claims), _tone(one), _unit(one)) for one in rows],
        "views": [(name, word(f"institution.view_{name}"), desk.count(views[name])) for name in VIEWS],
        "chosen": chosen,
        "steps": sorted({(one.code, one.promise.label) for one in desk.piles}, key=lambda pair: pair[0]),
        "step": step,
        "text": text,
        "count": count,
        "page": at,
        "pages": pages,
        "breaks": breaks_of(institution_id=house.pk).filter(owner=house).count() if visitor.kind in LENDERS else 0,
        "is_pool": visitor.kind == OrganisationKind.POOL,
    }  # fmt: skip
    return render(request, "console/institution/work_list.html", context)


def _views(visitor: Visitor) -> Mapping[str, Chosen]:
    return {
        "mine": lambda pile: pile.mine and bool(visitor.roles & _TURN.get(pile.code, frozenset(Role))),
        "house": lambda pile: pile.mine,
        "today": lambda pile: pile.mine and pile.left == 0,
        "overdue": lambda pile: pile.mine and pile.is_overdue,
        "others": lambda pile: not pile.mine,
    }


def _claims_of(rows: Sequence[Waiting]) -> Mapping[int, int]:
    """The latest claim of each financing among the rows: the keeper of a pool sees the claim, not the financing."""
    numbers = [one.subject[1] for one in rows if one.subject[0] == "financing"]
    found = Claim.objects.filter(financing_id__in=numbers).order_by("pk")
    return {int(financing): int(number) for financing, number in found.values_list("financing_id", "pk")}


def _address(visitor: Visitor, one: Waiting, claims: Mapping[int, int]) -> str | None:
    kind, number, _ = one.subject
    if kind in {"claim", "dispute"}:
        return reverse(f"institution_{kind}", args=[number])
    if kind == "financing" and visitor.kind in LENDERS:
        return reverse("institution_financing", args=[number])
    if kind == "financing" and number in claims:
        return reverse("institution_claim", args=[claims[number]])
    return None


def _tone(one: Waiting) -> str:
    if one.left is None:
        return ""
    return "late" if one.left < 0 else "now" if one.left == 0 else ""


def _unit(one: Waiting) -> Label:
    return word(f"institution.days_{one.unit.value}")


def _cells(one: Waiting) -> Sequence[Cell]:
    return (say(one.label), one.subject[2], one.enterprise, one.holder_name, one.due, one.left)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1
