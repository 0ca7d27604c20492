"""Making and settling remarks, rating the service, and the office's list of ratings."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.remarks.showing import RatingForm, RemarkForm
from kejin.records.financing.models import Financing
from kejin.records.parties.kinds import OrganisationKind
from kejin.records.remarks.models import SCORE_WORDS, Rating, Remark, Score
from kejin.web.acting import Refusal, after, attempt
from kejin.web.forms import KejinForm
from kejin.web.lists import Column, Filter, ListSpec, Shape, list_page
from kejin.web.needs import ENTERPRISE, FILE_PARTIES, OFFICE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest
from kejin.web.words import word

_FOLDER = "console/remarks"


@page(FILE_PARTIES, methods=("POST",))
def make(request: PageRequest, number: int) -> HttpResponseBase:
    """Say something about a part of a file."""
    found: Financing = one_visible(request.visitor, Financing, number)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _again(request, found, form)
    said = form.cleaned_data
    parts = {"financing_id": number, "section": said["section"], "words": said["words"]}
    done = attempt(request.visitor, "remark.make", parts, key=form.idempotency_key)
    if isinstance(done, Refusal):
        return _again(request, found, form, refusal=done)
    return after(done, _file(request, number, said["section"]), "remark.make")


@page(FILE_PARTIES, methods=("POST",))
def settle(request: PageRequest, number: int) -> HttpResponseBase:
    """Say that what a remark asked for is done."""
    remark: Remark = one_visible(request.visitor, Remark, number)
    done = attempt(request.visitor, "remark.settle", {"remark_id": number})
    if isinstance(done, Refusal):
        return _again(request, remark.financing, None, refusal=done)
    return after(done, _file(request, remark.financing_id, remark.section), "remark.settle")


@page(ENTERPRISE, methods=("POST",))
def rate(request: PageRequest, number: int) -> HttpResponseBase:
    """Rate the service, once."""
    found: Financing = one_visible(request.visitor, Financing, number)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _again(request, found, form)
    said = form.cleaned_data
    parts = {"financing_id": number, "score": said["score"], "words": said["words"]}
    done = attempt(request.visitor, "remark.rate", parts, key=form.idempotency_key)
    if isinstance(done, Refusal):
        return _again(request, found, form, refusal=done)
    return after(done, reverse("application", args=[number]), "remark.rate")


@page(OFFICE)
def ratings(request: PageRequest) -> HttpResponseBase:
    """What enterprises said of the service, institution by institution."""
    rows = visible(request.visitor, Rating).select_related("financing__institution", "act")
    return list_page(request, _spec(), rows, template=f"{_FOLDER}/ratings.html")


def _file(request: PageRequest, number: int, section: str) -> str:
    ours = request.visitor.kind == OrganisationKind.ENTERPRISE
    address = reverse("application" if ours else "institution_financing", args=[number])
    return f"{address}#remarks-{section}" if section else address


def _again(
    request: PageRequest, found: Financing, form: KejinForm | None, *, refusal: Refusal | None = None
) -> HttpResponseBase:
    if form is None and refusal is None:
        raise Http404
    context = {"form": form, "refusal": refusal, "back": _file(request, found.pk, ""), "financing": found}
    return render(request, f"{_FOLDER}/again.html", context, status=400 if refusal is None else 409)


def _spec() -> ListSpec:
    columns = (
        Column("number", word("remark.file"), lambda row: str(row.financing), order="financing_id"),
        Column("institution", word("remark.institution"), lambda row: row.financing.institution.name,
               order="financing__institution__name"),
        Column("score", word("remark.score"), lambda row: SCORE_WORDS[Score(row.score)], Shape.LABEL, order="score"),
        Column("words", word("remark.why"), lambda row: row.words or None),
        Column("day", word("remark.day"), lambda row: row.act.business_date, Shape.DAY, order="act__business_date"),
    )  # fmt: skip
    filters = (
        Filter("score", word("remark.score"), lambda rows, value: rows.filter(score=int(value)),
               [(str(one.value), SCORE_WORDS[one]) for one in Score]),
        Filter("q", word("remark.institution"),
               lambda rows, text: rows.filter(financing__institution__name__icontains=text)),
    )  # fmt: skip
    return ListSpec(word("remark.ratings"), columns, filters, first="-pk", empty=word("remark.none"))
