"""Consents: whom the enterprise lets read its data; and who has read."""

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kejin.facts import GRAINS, Grain, Label
from kejin.records.access.models import Consent, Reading
from kejin.records.access.purposes import EVERYTHING, WORDS, BasisKind, Purpose
from kejin.records.filings.teaching import grains_filed
from kejin.records.parties.kinds import OrganisationKind, OrganisationStatus
from kejin.records.parties.models import Organisation
from kejin.web.acting import Refusal, after, attempt
from kejin.web.forms import KejinForm, lazy_word
from kejin.web.needs import ENTERPRISE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_LATEST = 50


class ConsentForm(KejinForm):
    """To whom, for what, which data, until when."""

    grantee = forms.ChoiceField(label=lazy_word("data.grantee"))
    purpose = forms.ChoiceField(label=lazy_word("data.purpose"))
    scope = forms.MultipleChoiceField(label=lazy_word("data.scope"), widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(label=lazy_word("data.until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "grantee": _grantees(),
            "purpose": [(p.value, say(WORDS[p])) for p in Purpose if p is not Purpose.STATISTICS],
            "scope": [(EVERYTHING, say(word("data.everything"))), *_grains()],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
            field.choices = options
        self.fields["scope"].widget.attrs["class"] = "form-check-input"


@page(ENTERPRISE, methods=("GET", "POST"))
def consents(request: PageRequest) -> HttpResponseBase:
    """Every consent, a form for another, and the log of readings."""
    form = ConsentForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        parts = {
            "grantee_id": int(given["grantee"]),
            "purpose": given["purpose"],
            "scope": [EVERYTHING] if EVERYTHING in given["scope"] else list(given["scope"]),
            "valid_until": given["until"].isoformat(),
        }
        done = attempt(request.visitor, "consent.give", parts, key=form.idempotency_key)
        if not isinstance(done, Refusal):
            return after(done, reverse("consents"), "consent.give")
        refusal = done
    return _page(request, form, refusal=refusal)


@page(ENTERPRISE, methods=("POST",))
def withdraw(request: PageRequest, number: int) -> HttpResponseBase:
    """Withdraw a consent, from this moment on."""
    one_visible(request.visitor, Consent, number)
    done = attempt(request.visitor, "consent.withdraw", {"consent_id": number})
    if isinstance(done, Refusal):
        return _page(request, ConsentForm(), refusal=done)
    return redirect("consents")


def _page(request: PageRequest, form: ConsentForm, *, refusal: Refusal | None) -> HttpResponseBase:
    rows = visible(request.visitor, Consent).select_related("grantee", "withdrawal").order_by("-id")
    readings = visible(request.visitor, Reading).select_related("organisation").order_by("-id")[:_LATEST]
    context = {
        "form": form,
        "refusal": refusal,
        "rows": [(one, WORDS[Purpose(one.purpose)], _scope(one), _state(one, request)) for one in rows],
        "readings": [(one, WORDS[Purpose(one.purpose)], WORDS[BasisKind(one.basis)]) for one in readings],
    }
    status = 409 if refusal else 400 if form.errors else 200
    return render(request, "console/enterprise/consents.html", context, status=status)


def _grantees() -> list[tuple[str, str]]:
    rows = Organisation.objects.filter(status=OrganisationStatus.ACTIVE).exclude(
        kind=OrganisationKind.ENTERPRISE
    )
    return [("", "—"), *((str(row.pk), row.name) for row in rows.order_by("name", "id"))]


def _grains() -> list[tuple[str, str]]:
    return [(grain.value, say(GRAINS[grain].label)) for grain in grains_filed()]


def _scope(one: Consent) -> list[Label]:
    return [_item(item) for item in one.scope]


def _item(item: str) -> Label:
    if item == EVERYTHING:
        return word("data.everything")
    return GRAINS[Grain(item.partition(".")[0])].label


def _state(one: Consent, request: PageRequest) -> Label:
    withdrawal = getattr(one, "withdrawal", None)
    if withdrawal is not None:
        return word("data.withdrawn", withdrawal.withdrawn_on)
    over = request.visitor.day is not None and one.valid_until < request.visitor.day
    return word("data.over" if over else "data.live")
