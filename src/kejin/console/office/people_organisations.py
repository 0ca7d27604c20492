"""Every organisation, for the office: registered, suspended, closed, and given its first administrator."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.facts import Label, place_name
from kejin.records.errors import RefusedError
from kejin.records.parties.kinds import LABELS, OrganisationKind, OrganisationStatus, Role
from kejin.records.parties.models import Appointment, Organisation
from kejin.records.parties.standing import organisation_named
from kejin.records.registry.organisations import RegisterOrganisation, SetOrganisationStatus
from kejin.records.registry.people import Appoint
from kejin.web.acting import ActForm, Done, ShownForm, after, chosen, do, done_label, may, shown
from kejin.web.fields import Field, Shape
from kejin.web.lists import Column, Filter, ListSpec, list_page
from kejin.web.lists import Shape as ListShape
from kejin.web.needs import OFFICE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.search.finding import find_organisations, first_organisations
from kejin.web.search.serving import Hit
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_FOLDER = "console/people"
_SOUGHT = 15


@page(OFFICE)
def organisations(request: PageRequest) -> HttpResponseBase:
    """Every organisation."""
    rows: QuerySet[Organisation] = visible(request.visitor, Organisation).select_related("parent")
    # Counted for the rows that are shown; a join would gather those of all first.
    held = (
        Appointment.objects.filter(organisation=OuterRef("pk"), until=None).order_by().values("organisation")
    )
    staff = held.annotate(number=Count("person", distinct=True)).values("number")
    rows = rows.annotate(staff=Coalesce(Subquery(staff), 0))
    context = {
        "may_register": may(request.visitor, RegisterOrganisation),
        "done": done_label(request),
        "tab": "organisations",
    }
    return list_page(request, _spec(), rows, template=f"{_FOLDER}/organisations.html", **context)


@page(OFFICE, methods=("GET", "POST"))
def organisation_new(request: PageRequest) -> HttpResponseBase:
    """Make an organisation known."""
    if not may(request.visitor, RegisterOrganisation):
        raise RefusedError(
            "The office's administrator registers organisations", "wrong_party", kept="Nothing was recorded."
        )
    form = _register_form()
    refused = None
    if request.method == "POST":
        done = do(request, form)
        if isinstance(done, Done):
            return after(done, reverse("organisations") + "?order=-number", RegisterOrganisation.code)
        refused = done
    context = {"forms": shown([form], instead=refused)}
    return render(
        request, f"{_FOLDER}/organisation_new.html", context, status=200 if refused is None else 409
    )


@page(OFFICE)
def organisation(request: PageRequest, number: int) -> HttpResponseBase:
    """One organisation."""
    return _shown(request, one_visible(request.visitor, Organisation, number))


@page(OFFICE, methods=("POST",))
def organisation_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Change its status, or give it an administrator."""
    found: Organisation = one_visible(request.visitor, Organisation, number)
    form = chosen(_forms(request.visitor, found), code, where=str(found))
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, found, refused=done)
    return after(done, reverse("organisation", args=[found.pk]), form.code)


def sought(visitor: Visitor, query: str) -> Iterator[Hit]:
    """Organisations by name, credit code or the first letters of their pinyin, for the search of an office."""
    if visitor.kind != OrganisationKind.OFFICE:
        return
    rows: QuerySet[Organisation] = visible(visitor, Organisation).filter(
        pk__in=first_organisations(query, _SOUGHT)
    )
    # The nearer a name is to what was typed, the sooner it stands there.
    for row in sorted(rows, key=lambda row: (not row.name.startswith(query), len(row.name), row.name)):
        about = LABELS[OrganisationKind(row.kind)]
        code = f" · {row.credit_code}" if row.credit_code else ""
        yield Hit(
            Label(row.name, row.name), Label(f"{about.zh}{code}", f"{about.en}{code}"),
            reverse("organisation", args=[row.pk]),
        )  # fmt: skip


def _shown(
    request: PageRequest, found: Organisation, *, refused: ShownForm | None = None
) -> HttpResponseBase:
    held = found.appointments.filter(until=None).select_related("person").order_by("person__username", "role")
    proofs = found.authorities.filter(verified_by__isnull=False, revoked_on__isnull=True).select_related(
        "person"
    )
    context = {
        "found": found,
        "kind": LABELS[OrganisationKind(found.kind)],
        "place": place_name(found.place_code) or Label(found.place_code, found.place_code),
        "status": LABELS[OrganisationStatus(found.status)],
        "held": [(one, LABELS[Role(one.role)]) for one in held],
        "proofs": proofs,
        "children": found.children.order_by("name"),
        "forms": shown(_forms(request.visitor, found), instead=refused),
        "done": done_label(request),
    }
    return render(request, f"{_FOLDER}/organisation.html", context, status=200 if refused is None else 409)


def _register_form() -> ActForm:
    fields = (
        Field("kind", word("people.organisation_kind"), Shape.CHOICE,
              options=[(one.value, LABELS[one]) for one in OrganisationKind]),
        Field("name", word("people.organisation_name"), Shape.LINE),
        Field("credit_code", word("money.credit_code"), Shape.LINE, required=False, hint=word("people.code_hint")),
        Field("parent", word("people.parent"), Shape.LINE, required=False, hint=word("people.parent_hint")),
        Field("place_code", word("people.place"), Shape.LINE, required=False, hint=word("people.place_hint")),
    )  # fmt: skip

    def build(values: Mapping[str, Any]) -> RegisterOrganisation:
        parent = values["parent"]
        return RegisterOrganisation(
            kind=OrganisationKind(values["kind"]), name=values["name"], credit_code=values["credit_code"] or None,
            parent_id=organisation_named(parent).pk if parent else None, place_code=values["place_code"] or "",
        )  # fmt: skip

    return ActForm(RegisterOrganisation, fields, build, grave=True)


def _forms(visitor: Visitor, found: Organisation) -> list[ActForm]:
    offered: list[ActForm] = []
    if may(visitor, Appoint) and found.kind != OrganisationKind.ENTERPRISE and found.pk != _own(visitor):
        offered.append(_administrator_form(found))
    if (
        may(visitor, SetOrganisationStatus)
        and found.pk != _own(visitor)
        and found.status != OrganisationStatus.CLOSED
    ):
        options = [(one.value, LABELS[one]) for one in OrganisationStatus if one.value != found.status]
        offered.append(
            ActForm(
                SetOrganisationStatus, (Field("status", word("people.state"), Shape.CHOICE, options=options),),
                lambda values: SetOrganisationStatus(
                    organisation_id=found.pk, status=OrganisationStatus(values["status"])
                ),
                grave=True, note=word("people.status_note"),
            )
        )  # fmt: skip
    return offered


def _administrator_form(found: Organisation) -> ActForm:
    field = Field("username", word("people.username"), Shape.LINE, hint=word("people.known_first"))

    def build(values: Mapping[str, Any]) -> Appoint:
        return Appoint(username=values["username"], organisation_id=found.pk, role=Role.ADMINISTRATOR)

    return ActForm(Appoint, (field,), build, note=word("people.administrator_note"))


def _own(visitor: Visitor) -> int | None:
    return visitor.organisation.pk if visitor.organisation is not None else None


def _spec() -> ListSpec:
    columns = (
        Column("number", word("people.organisation_n"), lambda row: row.pk, order="pk"),
        Column("name", word("people.organisation_name"), lambda row: row.name,
               link=lambda row: reverse("organisation", args=[row.pk])),
        Column("kind", word("people.organisation_kind"), lambda row: LABELS[OrganisationKind(row.kind)],
               ListShape.LABEL),
        Column("credit_code", word("money.credit_code"), lambda row: row.credit_code),
        Column("parent", word("people.parent"), lambda row: row.parent.name if row.parent else None),
        Column("staff", word("people.people"), lambda row: row.staff, ListShape.COUNT),
        Column("status", word("people.state"), lambda row: LABELS[OrganisationStatus(row.status)], ListShape.LABEL),
    )  # fmt: skip
    filters = (
        Filter("kind", word("people.organisation_kind"), lambda rows, value: rows.filter(kind=value),
               [(one.value, LABELS[one]) for one in OrganisationKind]),
        Filter("status", word("people.state"), lambda rows, value: rows.filter(status=value),
               [(one.value, LABELS[one]) for one in OrganisationStatus]),
        Filter("q", word("people.find_organisation"), lambda rows, text: find_organisations(text, rows)),
    )  # fmt: skip
    return ListSpec(word("people.organisations"), columns, filters, first="pk")


__all__ = ["organisation", "organisation_act", "organisation_new", "organisations", "sought"]
