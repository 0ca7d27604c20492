"""The people of an organisation: their roles, passwords, second factors and sessions; kept by its administrator."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kejin.facts import Label
from kejin.records.actions.performing import perform
from kejin.records.parties.kinds import LABELS, OrganisationKind, Role, fits
from kejin.records.parties.models import Appointment, Person
from kejin.records.registry.people import Appoint, EndAppointment, RegisterPerson, SetPersonActive
from kejin.web.accounts.acts import EndSessions, ResetFactor, SetPassword
from kejin.web.accounts.models import Factor, Session
from kejin.web.acting import ActForm, Done, ShownForm, after, chosen, do, done_label, may, shown
from kejin.web.fields import Field, Shape
from kejin.web.lists import Column, Filter, ListSpec, list_page
from kejin.web.lists import Shape as ListShape
from kejin.web.needs import ADMINISTRATOR
from kejin.web.pages import page
from kejin.web.permissions import one_visible, organisation_number, visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import say, word

_FOLDER = "console/people"
_ROLES = tuple(role for role in Role if role is not Role.REPRESENTATIVE)
_BYTES_OF_A_PASSWORD = 12


@page(ADMINISTRATOR)
def people(request: PageRequest) -> HttpResponseBase:
    """Everybody of the organisation; for the office, everybody."""
    rows: QuerySet[Person] = visible(request.visitor, Person).annotate(
        has_factor=Exists(Factor.objects.filter(person=OuterRef("pk"), confirmed_at__isnull=False))
    )
    rows = rows.prefetch_related("appointments__organisation", "sessions")
    is_office = request.visitor.kind == OrganisationKind.OFFICE
    context = {"is_office": is_office, "done": done_label(request), "tab": "people"}
    spec = _spec(organisation_number(request.visitor), is_office=is_office)
    return list_page(request, spec, rows, template=f"{_FOLDER}/people.html", **context)


@page(ADMINISTRATOR, methods=("GET", "POST"))
def person_new(request: PageRequest) -> HttpResponseBase:
    """Make a person known; the role follows on the person's page."""
    form = ActForm(
        RegisterPerson,
        (
            Field("username", word("people.username"), Shape.LINE, hint=word("people.username_hint")),
            Field("name", word("people.name"), Shape.LINE),
        ),
        lambda values: RegisterPerson(username=values["username"], name=values["name"]),
    )
    refused = None
    if request.method == "POST":
        done = do(request, form)
        if isinstance(done, Done):
            # Nobody is anything for anybody yet: the page of the person opens when the first role is given here.
            made = Person.objects.get(username=request.POST["username"].strip())
            return after(done, reverse("person_role", args=[made.username]), RegisterPerson.code)
        refused = done
    context = {"forms": shown([form], instead=refused), "done": done_label(request)}
    return render(request, f"{_FOLDER}/person_new.html", context, status=200 if refused is None else 409)


@page(ADMINISTRATOR, methods=("GET", "POST"))
def person_role(request: PageRequest, username: str) -> HttpResponseBase:
    """Give somebody who is known by login name a role in one's own organisation."""
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise Http404
    form = _appoint_form(request.visitor, found)
    refused = None
    if request.method == "POST":
        done = do(request, form)
        if isinstance(done, Done):
            return after(done, reverse("person", args=[found.pk]), Appoint.code)
        refused = done
    context = {"found": found, "forms": shown([form], instead=refused), "done": done_label(request)}
    return render(request, f"{_FOLDER}/person_role.html", context, status=200 if refused is None else 409)


@page(ADMINISTRATOR)
def person(request: PageRequest, number: int) -> HttpResponseBase:
    """One person."""
    return _shown(request, _found(request, number))


@page(ADMINISTRATOR, methods=("POST",))
def person_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Do one of the acts that the page offers."""
    found = _found(request, number)
    form = chosen(_forms(request.visitor, found), code, where=str(found))
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, found, refused=done)
    return after(done, reverse("person", args=[found.pk]), form.code)


@page(ADMINISTRATOR, methods=("POST",))
def person_password(request: PageRequest, number: int) -> HttpResponseBase:
    """Set a password that is shown this once; the person changes it after logging in. Every session ends."""
    found = _found(request, number)
    if request.visitor.person is not None and found.pk == request.visitor.person.pk:
        return redirect("account")
    made = secrets.token_urlsafe(_BYTES_OF_A_PASSWORD)
    perform(SetPassword(username=found.username, encoded=make_password(made)), request.visitor.caller())
    Session.objects.filter(person=found).delete()
    return _shown(request, found, password=made)


def _found(request: PageRequest, number: int) -> Person:
    found: Person = one_visible(request.visitor, Person, number)
    return found


def _shown(
    request: PageRequest, found: Person, *, refused: ShownForm | None = None, password: str = ""
) -> HttpResponseBase:
    visitor = request.visitor
    is_office = visitor.kind == OrganisationKind.OFFICE
    held = found.appointments.select_related("organisation", "act").order_by("until", "-since", "pk")
    if not is_office:
        held = held.filter(organisation=visitor.organisation)
    proofs = found.authorities.select_related("organisation", "verified_by").order_by("-pk")
    context = {
        "found": found,
        "held": [(one, LABELS[Role(one.role)]) for one in held],
        "proofs": proofs if is_office else (),
        "has_factor": Factor.objects.filter(person=found, confirmed_at__isnull=False).exists(),
        "sessions": Session.objects.filter(person=found).order_by("-seen_at"),
        "is_me": visitor.person is not None and visitor.person.pk == found.pk,
        "password": password,
        "forms": shown(_forms(visitor, found), instead=refused),
        "done": done_label(request) or _account_done(request),
    }
    return render(request, f"{_FOLDER}/person.html", context, status=200 if refused is None else 409)


def _account_done(request: PageRequest) -> Label | None:
    """The words of an act on an account, which is in no list of acts."""
    kinds = {kind.code: kind.label for kind in (ResetFactor, EndSessions)}
    return kinds.get(request.GET.get("done", ""))


def _forms(visitor: Visitor, found: Person) -> list[ActForm]:
    """What an administrator may do with somebody else; with himself, nothing: that is what his account is for."""
    if visitor.person is None or visitor.person.pk == found.pk:
        return []
    offered = [_appoint_form(visitor, found)]
    mine = found.appointments.filter(organisation=visitor.organisation, until=None)
    roles = [(one.role, LABELS[Role(one.role)]) for one in mine]
    if roles:
        offered.append(_end_form(visitor, found, roles))
    offered.append(ActForm(ResetFactor, (), lambda _: ResetFactor(username=found.username), grave=True,
                           note=word("people.reset_note")))  # fmt: skip
    offered.append(ActForm(EndSessions, (), lambda _: EndSessions(username=found.username),
                           note=word("people.sessions_note")))  # fmt: skip
    if may(visitor, SetPersonActive):
        offered.append(_bar_form(found))
    return offered


def _appoint_form(visitor: Visitor, found: Person) -> ActForm:
    kind = visitor.kind
    assert kind is not None  # noqa: S101 - the page asks for an organisation
    options = [(one.value, LABELS[one]) for one in _ROLES if fits(kind, one)]
    role = Field("role", word("people.role"), Shape.CHOICE, options=options)

    def build(values: Mapping[str, Any]) -> Appoint:
        return Appoint(
            username=found.username, organisation_id=organisation_number(visitor), role=Role(values["role"])
        )

    return ActForm(Appoint, (role,), build, note=word("people.appoint_note"))


def _end_form(visitor: Visitor, found: Person, roles: list[tuple[str, Label]]) -> ActForm:
    def build(values: Mapping[str, Any]) -> EndAppointment:
        return EndAppointment(
            username=found.username, organisation_id=organisation_number(visitor), role=Role(values["role"])
        )

    field = Field("role", word("people.role"), Shape.CHOICE, options=roles)
    return ActForm(EndAppointment, (field,), build, note=word("people.end_note"))


def _bar_form(found: Person) -> ActForm:
    wanted = not found.is_active
    note = word("people.readmit_note" if wanted else "people.bar_note")
    return ActForm(
        SetPersonActive, (), lambda _: SetPersonActive(username=found.username, active=wanted), note=note,
    )  # fmt: skip


def _spec(mine: int, *, is_office: bool) -> ListSpec:
    def roles(row: Person) -> str:
        held = [one for one in row.appointments.all() if one.until is None]
        own = [one for one in held if one.organisation_id == mine]
        others = [one for one in held if one.organisation_id != mine] if is_office else []
        said = [say(LABELS[Role(one.role)]) for one in own]
        said += [f"{say(LABELS[Role(one.role)])} · {one.organisation.name}" for one in others]
        return "；".join(said) or say(word("people.none"))

    columns = (
        Column("username", word("people.username"), lambda row: row.username,
               link=lambda row: reverse("person", args=[row.pk]), order="username"),
        Column("name", word("people.name"), lambda row: row.name, order="name"),
        Column("roles", word("people.roles"), roles),
        Column("factor", word("people.factor"), lambda row: word("web.yes" if row.has_factor else "web.no"),
               ListShape.LABEL),
        Column("seen", word("people.seen"), _seen, ListShape.MOMENT),
        Column("active", word("people.state"), _state, ListShape.LABEL),
    )  # fmt: skip
    states = [(name, word(f"people.{name}")) for name in ("current", "ended", "barred")]

    def in_state(rows: QuerySet[Person], value: str) -> QuerySet[Person]:
        return _in_state(rows, value, mine, is_office=is_office)

    filters = (
        Filter("state", word("people.state"), in_state, states),
        Filter("role", word("people.role"), _with_role, [(one.value, LABELS[one]) for one in _ROLES]),
        Filter("q", word("people.find"), _named),
    )  # fmt: skip
    return ListSpec(word("people.people"), columns, filters, first="username")


def _seen(row: Person) -> Any:
    return max((one.seen_at for one in row.sessions.all()), default=None)


def _state(row: Person) -> Label:
    return word("people.active" if row.is_active else "people.barred")


def _in_state(rows: QuerySet[Person], value: str, mine: int, *, is_office: bool) -> QuerySet[Person]:
    if value == "barred":
        return rows.filter(is_active=False)
    current = Appointment.objects.filter(person=OuterRef("pk"), until=None)
    if not is_office:
        current = current.filter(organisation_id=mine)
    return rows.filter(Exists(current)) if value == "current" else rows.exclude(Exists(current))


def _named(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    return rows.filter(Q(username__icontains=text) | Q(name__icontains=text))


def _with_role(rows: QuerySet[Person], value: str) -> QuerySet[Person]:
    return rows.filter(Exists(Appointment.objects.filter(person=OuterRef("pk"), until=None, role=value)))


__all__ = ["people", "person", "person_act", "person_new", "person_password", "person_role"]
