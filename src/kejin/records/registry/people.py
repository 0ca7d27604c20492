"""Acts about people and what they are for organisations."""

from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import PERSONAL, Id, Word
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.parties.kinds import LABELS, OrganisationKind, Role, fits
from kejin.records.parties.models import Appointment, Organisation, Person
from kejin.records.registry.finding import organisation_of, person_named

Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]{1,59}$")]
_ADMINISTRATORS = Allowed(
    frozenset(OrganisationKind) - {OrganisationKind.ENTERPRISE}, frozenset({Role.ADMINISTRATOR})
)


@listed
class RegisterPerson(Action):
    """Make a person known. What the person may do comes with appointments and authorities."""

    code = "registry.register_person"
    label = Label("登记人员", "Register a person")
    allowed = _ADMINISTRATORS

    username: Username
    name: Annotated[Word, Field(json_schema_extra={PERSONAL: True})]

    @override
    def change(self, context: Context) -> Outcome:
        if Person.objects.filter(username=self.username).exists():
            raise RefusedError("This login name is taken", "duplicate", found=self.username)
        person = Person(username=self.username, name=self.name)
        person.set_unusable_password()
        person.save()
        return Outcome(("person", person.pk, person.username), {"person_id": person.pk})


@listed
class Appoint(Action):
    """Give a person a role from today on.

    An administrator appoints for his own organisation and never himself; the office's administrator gives every other
    organisation its first administrators.
    """

    code = "registry.appoint"
    label = Label("任命", "Appoint")
    allowed = _ADMINISTRATORS

    username: Username
    organisation_id: Id
    role: Role

    @override
    def change(self, context: Context) -> Outcome:
        organisation = organisation_of(self.organisation_id)
        person = person_named(self.username)
        _may_appoint(context, organisation, self.role)
        if person.pk == context.person.pk:
            raise RefusedError("Nobody appoints himself", "own_work", found=person.username)
        if organisation.kind == OrganisationKind.ENTERPRISE:
            raise RefusedError(
                "For an enterprise people act by a proof of authority", "wrong_party", where=organisation.name
            )
        kind = OrganisationKind(organisation.kind)
        if not fits(kind, self.role):
            raise RefusedError(
                "People are no such thing for such an organisation", "wrong_party",
                expected="analyst or administrator for a research institute, and an analyst for nothing else",
                found=f"{LABELS[self.role].en} of {LABELS[kind].en.lower()}", where=organisation.name,
            )  # fmt: skip
        if Appointment.objects.filter(
            person=person, organisation=organisation, role=self.role, until=None
        ).exists():
            raise RefusedError("The person has this role already", "duplicate", found=self.role.value)
        made = Appointment.objects.create(
            person=person, organisation=organisation, role=self.role, since=context.business_date
        )
        label = f"{person.username} {self.role.value} {organisation.name}"
        return Outcome(("appointment", made.pk, label), {"appointment_id": made.pk})


@listed
class EndAppointment(Action):
    """Take a role from a person, from this moment on."""

    code = "registry.end_appointment"
    label = Label("免去职责", "End an appointment")
    allowed = _ADMINISTRATORS

    username: Username
    organisation_id: Id
    role: Role

    @override
    def change(self, context: Context) -> Outcome:
        organisation = organisation_of(self.organisation_id)
        _may_appoint(context, organisation, self.role)
        held = (
            Appointment.objects.select_for_update()
            .filter(person=person_named(self.username), organisation=organisation, role=self.role, until=None)
            .first()
        )
        if held is None:
            raise UnknownRecordError("The person does not have this role", found=self.role.value)
        # Until before today: an appointment ends at the beginning of the day that it is ended on.
        held.until = context.business_date
        held.save(update_fields=["until"])
        label = f"{self.username} {self.role.value} {organisation.name}"
        return Outcome(("appointment", held.pk, label), {"appointment_id": held.pk})


@listed
class SetPersonActive(Action):
    """Bar a person from every act, or let him act again."""

    code = "registry.set_person_active"
    label = Label("停用或启用人员", "Bar or readmit a person")
    allowed = Allowed(frozenset({OrganisationKind.OFFICE}), frozenset({Role.ADMINISTRATOR}))
    needs_reason = True

    username: Username
    active: bool

    @override
    def change(self, context: Context) -> Outcome:
        person = person_named(self.username)
        if person.pk == context.person.pk:
            raise RefusedError("Nobody bars himself", "own_work", found=person.username)
        person.is_active = self.active
        person.save(update_fields=["is_active"])
        return Outcome(("person", person.pk, person.username), {"active": self.active})


def _may_appoint(context: Context, organisation: Organisation, role: Role) -> None:
    own = organisation.pk == context.organisation.pk
    first = context.organisation.kind == OrganisationKind.OFFICE and role is Role.ADMINISTRATOR
    if not (own or first):
        raise NotPermittedError(
            "Appointments are made by the organisation itself",
            expected="its own administrator; the office's only for another administrator",
            where=organisation.name,
            kept="Nothing was recorded but the attempt.",
        )
