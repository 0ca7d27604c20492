"""An application, one question a page: the need, the institution, check your answers, send."""

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from kejin.console.enterprise.files import file_of, institutions, overview_of, product_label
from kejin.planning.row import OfferLine
from kejin.records.financing.models import Financing
from kejin.records.financing.steps import State
from kejin.web.acting import Refusal, attempt
from kejin.web.forms import KejinForm, WanField, lazy_word, wan_text
from kejin.web.needs import ENTERPRISE
from kejin.web.pages import page
from kejin.web.permissions import one_visible
from kejin.web.templatetags.kejin import mark
from kejin.web.visitors import PageRequest
from kejin.web.words import say

_LONGEST_MONTHS = 360
_FOLDER = "console/enterprise"


class NeedForm(KejinForm):
    """How much, for how long, what for."""

    amount = WanField(label=lazy_word("apply.amount"), help_text=lazy_word("apply.amount_hint"))
    months = forms.IntegerField(label=lazy_word("apply.months"), min_value=1, max_value=_LONGEST_MONTHS)
    purpose = forms.CharField(
        label=lazy_word("apply.purpose"), help_text=lazy_word("apply.purpose_hint"), max_length=120
    )
    product = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    amount.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})


class InstitutionForm(KejinForm):
    """Which institution, and which of its products."""

    institution = forms.ChoiceField(label=lazy_word("apply.institution"))
    product = forms.ChoiceField(label=lazy_word("apply.product"), help_text=lazy_word("apply.product_hint"))

    def __init__(self, *args: Any, products: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("institution", institutions()), ("product", products)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
            field.choices = [("", "—"), *choices]


class SendForm(KejinForm):
    """Nothing but the key of the act."""


@page(ENTERPRISE, methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponseBase:
    """State the need; amount and term of the offer that one came from are filled in."""
    if request.method != "POST":
        return _need_page(request, NeedForm(initial=_of_offer(request)))
    form = NeedForm(request.POST)
    if not form.is_valid():
        return _need_page(request, form, status=400)
    given = form.cleaned_data
    parts = {"amount_minor": given["amount"], "term_months": given["months"], "purpose": given["purpose"]}
    done = attempt(request.visitor, "financing.state_need", parts, key=form.idempotency_key)
    if isinstance(done, Refusal):
        return _need_page(request, form, refusal=done, status=409)
    request.session["product"] = given["product"]
    return redirect("application_institution", number=done.content["financing_id"])


@page(ENTERPRISE, methods=("GET", "POST"))
def institution(request: PageRequest, number: int) -> HttpResponseBase:
    """Choose institution and product."""
    found: Financing = one_visible(request.visitor, Financing, number)
    products = _products(request)
    if request.method != "POST":
        initial = {"product": request.session.get("product", "")}
        return _institution_page(request, found, InstitutionForm(initial=initial, products=products))
    form = InstitutionForm(request.POST, products=products)
    if not form.is_valid():
        return _institution_page(request, found, form, status=400)
    given = form.cleaned_data
    parts = {"financing_id": number, "institution_id": int(given["institution"]), "product": given["product"]}
    done = attempt(request.visitor, "financing.match", parts, key=form.idempotency_key)
    if isinstance(done, Refusal):
        return _institution_page(request, found, form, refusal=done, status=409)
    return redirect("application_check", number=number)


@page(ENTERPRISE, methods=("GET", "POST"))
def check(request: PageRequest, number: int) -> HttpResponseBase:
    """Check the answers, and send."""
    found: Financing = one_visible(request.visitor, Financing, number)
    if found.state != State.MATCHED:
        return redirect("application", number=number)
    form = SendForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        done = attempt(request.visitor, "financing.apply", {"financing_id": number}, key=form.idempotency_key)
        if not isinstance(done, Refusal):
            return redirect("application_receipt", number=number)
        refusal = done
    context = {"file": file_of(request.visitor, found), "form": form, "refusal": refusal}
    return render(request, f"{_FOLDER}/check.html", context, status=409 if refusal else 200)


def _need_page(
    request: PageRequest, form: NeedForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponseBase:
    product = form["product"].value() or ""
    label = product_label(str(product)) if product else None
    context = {"form": form, "refusal": refusal, "product": label}
    return render(request, f"{_FOLDER}/need.html", context, status=status)


def _institution_page(
    request: PageRequest,
    found: Financing,
    form: InstitutionForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {"file": file_of(request.visitor, found), "form": form, "refusal": refusal}
    return render(request, f"{_FOLDER}/institution.html", context, status=status)


def _of_offer(request: PageRequest) -> dict[str, Any]:
    """What the offer says that the visitor came from; nothing where there is none or it says nothing."""
    key = request.GET.get("product", "")
    line = next((one for one in _lines(request) if one.product.key == key), None)
    if line is None:
        return {}
    amount, months = line.quoted.get("amount"), line.quoted.get("months")
    filled: dict[str, Any] = {"product": key}
    if amount:
        filled["amount"] = wan_text(amount)
    if months:
        filled["months"] = months
    return filled


def _products(request: PageRequest) -> list[tuple[str, str]]:
    """The loans of the catalogue, each with how open it is to the enterprise."""
    lines = [one for one in _lines(request) if one.product.instrument == "loan"]
    return [(one.product.key, f"{mark(one.verdict)} {say(one.product.label)}") for one in lines]


def _lines(request: PageRequest) -> list[OfferLine]:
    """The offers of the enterprise, as they are ranked."""
    found = overview_of(request.visitor)
    row = found.row if found is not None else None
    return [one for cell in (row.cells if row else ()) for one in cell.offers]
