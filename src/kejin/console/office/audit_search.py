"""The audit log: who did what for whom and when, what was refused, and how one record came to be."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.facts import Label
from kejin.records.actions.action import action_kinds
from kejin.records.audit.trail import ReadTrail, read_trail
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.kept.classes import classes_of, sensitive_from
from kejin.records.kept.models import Act, Attempt
from kejin.records.kept.reasons import reason_words
from kejin.records.parties.models import Person
from kejin.web.acting import may
from kejin.web.lists import Column, Filter, ListSpec, Shape, list_page
from kejin.web.needs import AUDITOR, OFFICE_AUDITOR
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.search.finding import first_organisations
from kejin.web.visitors import PageRequest
from kejin.web.words import word

_FOLDER = "console/audit"
# Acts of so many organisations of a name are looked for.
_MOST_ORGANISATIONS = 500
_KINDS = (
    "authority", "book", "claim", "consent", "contract", "dispute", "entry", "financing", "organisation",
    "payment_file", "person", "pledge", "programme", "subsidy", "tape",
)  # fmt: skip


@page(AUDITOR)
def acts(request: PageRequest) -> HttpResponseBase:
    """Every act of the organisation, of all for the office; by person, object, act, request and time."""
    rows: QuerySet[Act] = visible(request.visitor, Act).select_related("reply")
    spec = _acts_spec(traced=may(request.visitor, ReadTrail))
    return list_page(request, spec, rows, template=f"{_FOLDER}/acts.html", tab="acts")


@page(AUDITOR)
def attempts(request: PageRequest) -> HttpResponseBase:
    """What was not permitted or was refused."""
    rows: QuerySet[Attempt] = visible(request.visitor, Attempt)
    return list_page(request, _attempts_spec(), rows, template=f"{_FOLDER}/acts.html", tab="attempts")


@page(OFFICE_AUDITOR, methods=("GET", "POST"))
def trail(request: PageRequest) -> HttpResponseBase:
    """How one record came to be; reading it needs a reason, and is itself on record."""
    given = request.POST if request.method == "POST" else request.GET
    kind, number = given.get("kind", "").strip()[:40], given.get("number", "").strip()
    context: dict[str, Any] = {
        "kinds": _KINDS if kind in _KINDS or not kind else (*_KINDS, kind),
        "kind": kind,
        "number": number[:18],
        "reason": given.get("reason", "")[:500],
        "tab": "trail",
    }
    if request.method != "POST":
        return render(request, f"{_FOLDER}/trail.html", context)
    if not kind or not number.isdecimal() or not 0 < len(number) < 18 or not int(number):
        return render(
            request, f"{_FOLDER}/trail.html", context | {"problem": word("audit.no_object")}, status=400
        )
    try:
        _, found = read_trail(request.visitor.caller(context["reason"]), kind, int(number))
    except UnknownRecordError:
        return render(
            request, f"{_FOLDER}/trail.html", context | {"problem": word("audit.no_trail")}, status=404
        )
    except RefusedError as error:
        problem = reason_words(error.reason)
        return render(request, f"{_FOLDER}/trail.html", context | {"problem": problem}, status=409)
    labels = {code: kind.label for code, kind in action_kinds().items()}
    context["acts"] = [(one, labels.get(one.code, Label(one.code, one.code))) for one in found]
    return render(request, f"{_FOLDER}/trail.html", context)


def _masked(row: Any, name: str) -> str:
    """A value as it is shown in a list: what is sensitive, masked; the trail shows it, for a reason."""
    return str(classes_of(type(row)).masked({name: getattr(row, name)}, sensitive_from() - 1)[name])


def _label_of(code: str) -> Label:
    kind = action_kinds().get(code)
    return kind.label if kind is not None else Label(code, code)


def _acts_spec(*, traced: bool) -> ListSpec:
    """The list of acts; `traced` says whether the visitor may read trails: a link that would refuse him is none."""
    columns = (
        Column("act", word("audit.act_n"), lambda row: row.pk, order="pk"),
        Column("day", word("audit.day"), lambda row: row.business_date, Shape.DAY),
        Column("at", word("audit.at"), lambda row: row.recorded_at, Shape.MOMENT),
        Column("what", word("audit.what"), lambda row: _label_of(row.code), Shape.LABEL),
        Column("object", word("audit.object"), _object, link=_trail_of if traced else None),
        Column("person", word("audit.person"), lambda row: _masked(row, "person_name")),
        Column("organisation", word("audit.organisation"), lambda row: row.organisation_name),
        Column("channel", word("audit.channel"), lambda row: row.channel),
        Column("request", word("audit.request"), lambda row: str(row.request_id)),
    )
    filters = (
        Filter("person", word("audit.person_login"), _by_person),
        Filter("organisation", word("audit.organisation"), _by_organisation),
        Filter("object", word("audit.object_hint"), _by_object),
        _by_code(),
        Filter("request", word("audit.request"), _by_request),
        Filter("since", word("audit.since"), lambda rows, text: _by_day(rows, text, "gte")),
        Filter("until", word("audit.until"), lambda rows, text: _by_day(rows, text, "lte")),
    )
    return ListSpec(word("audit.acts"), columns, filters)


def _attempts_spec() -> ListSpec:
    columns = (
        Column("at", word("audit.at"), lambda row: row.recorded_at, Shape.MOMENT, order="pk"),
        Column("what", word("audit.what"), lambda row: _label_of(row.code), Shape.LABEL),
        Column("person", word("audit.person"), lambda row: _masked(row, "person_name")),
        Column("error", word("audit.refused_because"), _why, Shape.LABEL),
        Column("channel", word("audit.channel"), lambda row: row.channel),
        Column("request", word("audit.request"), lambda row: str(row.request_id)),
    )  # fmt: skip
    filters = (
        Filter("person", word("audit.person_login"), lambda rows, text: rows.filter(person_name=text)),
        _by_code(),
        Filter("request", word("audit.request"), _by_request),
        Filter("since", word("audit.since"), lambda rows, text: _recorded(rows, text, "gte")),
        Filter("until", word("audit.until"), lambda rows, text: _recorded(rows, text, "lte")),
    )
    return ListSpec(word("audit.attempts"), columns, filters, empty=word("audit.no_attempts"))


def _by_code() -> Filter:
    options = [(code, kind.label) for code, kind in action_kinds().items()]
    return Filter("what", word("audit.what"), lambda rows, code: rows.filter(code=code), options)


def _why(row: Attempt) -> Label:
    return reason_words(row.error.rpartition(".")[2])


def _object(row: Act) -> str:
    reply = getattr(row, "reply", None)
    return f"{reply.subject_kind} {reply.subject_id}" if reply is not None else ""


def _trail_of(row: Act) -> str | None:
    reply = getattr(row, "reply", None)
    if reply is None:
        return None
    return f"{reverse('audit_trail')}?kind={reply.subject_kind}&number={reply.subject_id}"


def _by_person(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    person = Person.objects.filter(username=text.lower()).first()
    return rows.filter(person_id=person.pk) if person is not None else rows.none()


def _by_organisation(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(organisation_id__in=first_organisations(text, _MOST_ORGANISATIONS))


def _by_object(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    kind, _, number = text.partition(" ")
    if number.strip().isdecimal() and len(number) < 18:
        return rows.filter(reply__subject_kind=kind, reply__subject_id=int(number))
    return rows.filter(Q(reply__subject_kind=text) | Q(reply__subject_label=text))


def _by_request(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    try:
        return rows.filter(request_id=UUID(text))
    except ValueError:
        return rows.none()


def _by_day(rows: QuerySet[Any], text: str, how: str) -> QuerySet[Any]:
    day = _day(text)
    return rows.filter(**{f"business_date__{how}": day}) if day is not None else rows.none()


def _recorded(rows: QuerySet[Any], text: str, how: str) -> QuerySet[Any]:
    day = _day(text)
    return rows.filter(**{f"recorded_at__date__{how}": day}) if day is not None else rows.none()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


__all__ = ["acts", "attempts", "trail"]
