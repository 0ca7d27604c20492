"""A financing as its lender sees it: the application beside its evidence, the way it went, and what may be done now."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.institution.approving import approvals_of
from kejin.console.institution.evidence import (
    evidence_for,
    fact_tables,
    product_label,
    quote_for,
    reading_for,
)
from kejin.console.institution.holding import holding_of
from kejin.console.institution.lending import Standing, lending_forms
from kejin.console.remarks.showing import offer_changes, rating_of, remarks_of
from kejin.facts import Label
from kejin.records.access.purposes import WORDS as BASES
from kejin.records.access.reading import ReadFacts, read_facts_of
from kejin.records.actions.action import action_kinds
from kejin.records.errors import RefusedError
from kejin.records.financing.models import Contract, Financing
from kejin.records.financing.steps import REFUSALS, STATE_WORDS, State
from kejin.web.acting import ShownForm, after, chosen, do, done_label, shown
from kejin.web.needs import LENDER
from kejin.web.pages import is_fragment, page
from kejin.web.permissions import one_visible
from kejin.web.visitors import PageRequest
from kejin.web.words import word


@page(LENDER)
def financing(request: PageRequest, number: int) -> HttpResponseBase:
    """One financing."""
    return _shown(request, _found(request, number))


@page(LENDER, methods=("POST",))
def financing_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Do one of the acts that the page offers."""
    found = _found(request, number)
    standing = Standing(request.visitor, found, lambda: quote_for(found))
    form = chosen(lending_forms(standing), code, where=str(found))
    done = do(request, form)
    if isinstance(done, ShownForm):
        found.refresh_from_db()
        return _shown(request, found, refused=done)
    return after(done, reverse("institution_financing", args=[found.pk]), form.code)


@page(LENDER)
def financing_evidence(request: PageRequest, number: int) -> HttpResponseBase:
    """What the run says about the product applied for: as a part of the page that asks, or as a page of its own."""
    found = _found(request, number)
    name = "evidence" if is_fragment(request) else "evidence_page"
    context = {"financing": found, "evidence": evidence_for(found)}
    return render(request, f"console/institution/{name}.html", context)


@page(LENDER, methods=("POST",))
def financing_facts(request: PageRequest, number: int) -> HttpResponseBase:
    """Read the enterprise's facts through the records' door: logged with its basis, or refused with what is lacking."""
    found = _found(request, number)
    action: ReadFacts = reading_for(found)
    context: dict[str, Any] = {"financing": found, "purpose": BASES[action.purpose]}
    try:
        given = read_facts_of(request.visitor.caller(), action)
    except RefusedError as error:
        context |= {"refused": error}
        return render(request, "console/institution/facts.html", context, status=409)
    context |= {
        "given": given, "basis": BASES[given.basis], "tables": list(fact_tables(given)), "disputed": given.disputed,
    }  # fmt: skip
    return render(request, "console/institution/facts.html", context)


def _found(request: PageRequest, number: int) -> Financing:
    found: Financing = one_visible(request.visitor, Financing, number)
    return found


def _shown(request: PageRequest, found: Financing, *, refused: ShownForm | None = None) -> HttpResponseBase:
    standing = Standing(request.visitor, found, lambda: quote_for(found))
    forms = lending_forms(standing)
    shown_forms = shown(forms, instead=refused)
    if refused is not None and all(one.form.kind is not refused.form.kind for one in shown_forms):
        # What was refused is no longer offered; it is still said why.
        shown_forms = [refused, *shown_forms]
    contract = Contract.objects.filter(financing=found).first()
    context: Mapping[str, Any] = {
        "financing": found,
        "state": STATE_WORDS[State(found.state)],
        "product": product_label(found.product),
        "holding": holding_of(found, standing.day),
        "events": list(_events(found)),
        "offers": list(found.offers.order_by("-pk")),
        "approvals": approvals_of(found),
        "contract": contract,
        "claims": list(found.claims.order_by("pk")),
        "forms": shown_forms,
        "remarks": remarks_of(request.visitor, found),
        "changes": offer_changes(found, lambda name: word(f"institution.repayment_{name}")),
        "rated": rating_of(found),
        "done": done_label(request),
    }
    return render(
        request, "console/institution/financing.html", context, status=200 if refused is None else 409
    )


def _events(found: Financing) -> list[tuple[Any, Label, Label, Label | None]]:
    """Each step, newest first: the event, the act in words, where it led, and the reason of a refusal."""
    events = found.events.select_related("act").order_by("-pk")
    return [
        (
            event, action_kinds()[event.code].label, STATE_WORDS[State(event.to_state)],
            REFUSALS.get(event.reason_code) if event.reason_code else None,
        )
        for event in events
    ]  # fmt: skip
