"""Applications once they exist: the list, the file with its timeline, accepting, withdrawing, the receipt."""

from collections.abc import Iterator
from operator import attrgetter

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.enterprise.files import REPAYMENTS, file_of, product_label, waiting_of
from kejin.console.remarks.showing import offer_changes, rating_form, rating_of, remarks_of
from kejin.facts import Label
from kejin.records.financing.models import Financing
from kejin.records.financing.steps import STATE_WORDS, State
from kejin.records.parties.kinds import OrganisationKind
from kejin.web.acting import Refusal, after, attempt, done_label
from kejin.web.forms import KejinForm
from kejin.web.lists import Column, Filter, ListSpec, Shape, list_page
from kejin.web.needs import ENTERPRISE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.search.serving import Hit
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_FOLDER = "console/enterprise"
_MOST_SOUGHT = 10
_LONGEST_NUMBER = 16


class AcceptForm(KejinForm):
    """Which offer is accepted."""

    offer = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(KejinForm):
    """Nothing but the key of the act."""


@page(ENTERPRISE)
def applications(request: PageRequest) -> HttpResponseBase:
    """Every application of the enterprise."""
    rows: QuerySet[Financing] = visible(request.visitor, Financing).select_related("institution", "act")
    return list_page(request, _spec(request.visitor), rows, template=f"{_FOLDER}/applications.html")


@page(ENTERPRISE)
def application(request: PageRequest, number: int) -> HttpResponseBase:
    """One application: what is to be done, who holds it, what happened."""
    return _application(request, number)


@page(ENTERPRISE, methods=("POST",))
def accept(request: PageRequest, number: int) -> HttpResponseBase:
    """Accept the offer that was shown; one that has been replaced meanwhile is refused."""
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _application(request, number, status=400)
    parts = {"financing_id": number, "offer_id": form.cleaned_data["offer"]}
    one_visible(request.visitor, Financing, number)
    done = attempt(request.visitor, "financing.accept", parts, key=form.idempotency_key)
    if isinstance(done, Refusal):
        return _application(request, number, refusal=done, status=409)
    return after(done, reverse("application", args=[number]), "financing.accept")


@page(ENTERPRISE, methods=("POST",))
def withdraw(request: PageRequest, number: int) -> HttpResponseBase:
    """Take the application back."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _application(request, number, status=400)
    one_visible(request.visitor, Financing, number)
    done = attempt(request.visitor, "financing.withdraw", {"financing_id": number}, key=form.idempotency_key)
    if isinstance(done, Refusal):
        return _application(request, number, refusal=done, status=409)
    return after(done, reverse("application", args=[number]), "financing.withdraw")


@page(ENTERPRISE)
def receipt(request: PageRequest, number: int) -> HttpResponseBase:
    """The receipt of an application that was sent, to be printed on one page."""
    found: Financing = one_visible(request.visitor, Financing, number)
    sent = found.events.filter(to_state=State.APPLIED).select_related("act").order_by("id").first()
    if sent is None:
        raise Http404
    context = {"file": file_of(request.visitor, found), "act": sent.act}
    return render(request, f"{_FOLDER}/receipt.html", context)


def _application(
    request: PageRequest, number: int, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponseBase:
    found: Financing = one_visible(request.visitor, Financing, number)
    file = file_of(request.visitor, found)
    context = {
        "file": file,
        "refusal": refusal,
        "accept": AcceptForm(initial={"offer": file.offer.pk}) if file.offer else None,
        "withdraw": WithdrawForm(),
        "remarks": remarks_of(request.visitor, found),
        "changes": offer_changes(found, lambda name: word(REPAYMENTS.get(name, "web.unknown"))),
        "rated": rating_of(found),
        "rating": rating_form(request.visitor, found),
        "done": done_label(request),
    }
    return render(request, f"{_FOLDER}/application.html", context, status=status)


def _spec(visitor: Visitor) -> ListSpec:
    states = [(state.value, STATE_WORDS[state]) for state in State]
    return ListSpec(
        word("apply.applications"),
        (
            Column("number", word("apply.number"), str, link=_address, order="id"),
            Column("product", word("apply.product"), _product, Shape.LABEL),
            Column("institution", word("apply.institution"), _institution),
            Column("amount", word("apply.amount_plain"), attrgetter("amount_minor"), Shape.MONEY, order="amount_minor"),
            Column("state", word("apply.state"), _state, Shape.LABEL, order="state"),
            Column("waiting", word("apply.waits_for"), lambda row: _waits(row, visitor), Shape.LABEL),
        ),
        (Filter("state", word("apply.state"), lambda rows, value: rows.filter(state=value), states),),
        empty=word("apply.no_applications"),
    )  # fmt: skip


def _address(row: Financing) -> str:
    return reverse("application", args=[row.pk])


def _product(row: Financing) -> object:
    return product_label(row.product) if row.product else None


def _institution(row: Financing) -> object:
    return row.institution.name if row.institution is not None else None


def _state(row: Financing) -> object:
    return STATE_WORDS[State(row.state)]


def _waits(row: Financing, visitor: Visitor) -> object:
    waiting = waiting_of(row, visitor)
    return word("apply.waits", waiting.holder, waiting.left_words) if waiting is not None else None


def sought(visitor: Visitor, query: str) -> Iterator[Hit]:
    """The enterprise's own applications by number or purpose, for the search."""
    if visitor.kind != OrganisationKind.ENTERPRISE:
        return
    number = query.upper().removeprefix("F")
    wanted = Q(purpose__icontains=query)
    if number.isascii() and number.isdecimal() and len(number) < _LONGEST_NUMBER:
        wanted |= Q(pk=int(number))
    rows: QuerySet[Financing] = visible(visitor, Financing).filter(wanted).order_by("-id")
    for row in rows[:_MOST_SOUGHT]:
        yield Hit(
            Label(f"{row} {row.purpose}", f"{row} {row.purpose}"),
            STATE_WORDS[State(row.state)],
            _address(row),
        )
