"""Claims on pools, for the lender and for the pool: what was claimed, how it is shared and why, what may be done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.institution.agreements import pool_agreements
from kejin.console.institution.approving import approvals_of_claim
from kejin.console.institution.claiming import Chosen, claim_form, claim_forms
from kejin.facts import FactKind, Label, dictionary
from kejin.records.errors import RefusedError
from kejin.records.financing.bearing import losses_claimed
from kejin.records.financing.claiming import ClaimLoss
from kejin.records.financing.models import Claim, Compensation, CompensationPayment, Contract, Financing
from kejin.records.financing.sharing import SharedLine, shared_lines
from kejin.records.financing.steps import STATE_WORDS, State
from kejin.web.acting import Done, ShownForm, after, chosen, do, done_label, may, shown
from kejin.web.needs import INSTITUTION, LENDER
from kejin.web.pages import page
from kejin.web.permissions import one_visible, organisation_number
from kejin.web.visitors import PageRequest
from kejin.web.words import word


@page(INSTITUTION)
def claim(request: PageRequest, number: int) -> HttpResponseBase:
    """One claim."""
    return _shown(request, _found(request, number))


@page(INSTITUTION, methods=("POST",))
def claim_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Do one of the acts that the page offers."""
    found = _found(request, number)
    form = chosen(claim_forms(request.visitor, found), code, where=str(found))
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, _found(request, number), refused=done)
    return after(done, reverse("institution_claim", args=[found.pk]), form.code)


@page(LENDER, methods=("GET", "POST"))
def new_claim(request: PageRequest, number: int) -> HttpResponseBase:
    """Claim the loss of an overdue loan: first under which agreement, then the facts that it asks for."""
    financing: Financing = one_visible(request.visitor, Financing, number)
    contract = (
        Contract.objects.select_related("offer", "financing__enterprise").filter(financing=financing).first()
    )
    today = request.visitor.day
    if contract is None or today is None or not may(request.visitor, ClaimLoss):
        raise RefusedError("There is nothing to claim here", "wrong_state", found=financing.state)
    law = _law(request, today)
    offered = pool_agreements(law)
    named = request.GET.get("agreement", "")
    context: dict[str, Any] = {"financing": financing, "contract": contract, "offered": offered, "law": law}
    if named not in {one.key for one in offered}:
        return render(request, "console/institution/claim_new.html", context)
    form = claim_form(contract, Chosen(named, law), today)
    refused = None
    if request.method == "POST":
        done = do(request, form)
        if isinstance(done, Done):
            made = Claim.objects.filter(financing=financing).latest("pk")
            return after(done, reverse("institution_claim", args=[made.pk]), ClaimLoss.code)
        refused = done
    context |= {
        "forms": shown([form], instead=refused),
        "agreement": next(one for one in offered if one.key == named),
    }
    return render(
        request, "console/institution/claim_new.html", context, status=200 if refused is None else 409
    )


def _law(request: PageRequest, today: date) -> date:
    """Which day's rules: as the address says, else today's."""
    try:
        return date.fromisoformat(request.GET.get("law", ""))
    except ValueError:
        return today


def _found(request: PageRequest, number: int) -> Claim:
    one_visible(request.visitor, Claim, number)
    return Claim.objects.select_related(
        "book__keeper", "financing__enterprise", "financing__institution", "financing__contract", "act"
    ).get(pk=number)


def _shown(request: PageRequest, found: Claim, *, refused: ShownForm | None = None) -> HttpResponseBase:
    lines, unknown = _lines(found)
    owed = Compensation.objects.filter(claim=found).first()
    forms = shown(claim_forms(request.visitor, found), instead=refused)
    if refused is not None and all(one.form.kind is not refused.form.kind for one in forms):
        forms = [refused, *forms]
    context = {
        "claim": found,
        "state": STATE_WORDS[State(found.financing.state)],
        "lends": found.financing.institution_id == organisation_number(request.visitor),
        "facts": stated_facts(found.facts),
        "lines": lines,
        "unknown": unknown,
        "approvals": approvals_of_claim(found),
        "owed": owed,
        "payment": CompensationPayment.objects.select_related("act").filter(compensation__claim=found).first(),
        "recoveries": list(found.recoveries.order_by("pk")),
        "forms": forms,
        "done": done_label(request),
    }  # fmt: skip
    return render(request, "console/institution/claim.html", context, status=200 if refused is None else 409)


def _lines(found: Claim) -> tuple[list[SharedLine], str]:
    """How the loss is shared as things stand; with the reason where that cannot be worked out.

    A claim that was refused is shared all the same, so that one sees what it was about.
    """
    losses = losses_claimed(found.book_id, found.agreement, last=found.pk)
    number = found.financing.contract.number
    if number not in {loss.loan_id for loss in losses}:
        return [], word("institution.not_counted").en
    try:
        return shared_lines(found.agreement, found.law_date, losses, loan_id=number), ""
    except RefusedError as error:
        return [], str(error)


def stated_facts(facts: Mapping[str, Any]) -> list[tuple[Label, Label]]:
    """Facts as a claim states them, one by one: the label, and the text as it was given, a code in its words."""
    said: dict[str, str] = {}
    for rows in facts.values():
        for row in rows:
            said |= {name: text for name, text in row.items() if text is not None}
    return [_fact(name, text) for name, text in said.items()]


def _fact(name: str, text: str) -> tuple[Label, Label]:
    if name not in dictionary():
        return Label(name, name), Label(text, text)
    fact = dictionary()[name]
    words = {choice.code: choice.label for choice in fact.choices}
    if fact.kind is FactKind.FLAG:
        words = {"true": word("web.yes"), "false": word("web.no")}
    return fact.label, words.get(text, Label(text, text))
