"""The act of setting a password. Not in the list of acts: a password comes only through its own page or command."""

from typing import Annotated

from django.contrib.auth.hashers import identify_hasher
from pydantic import AfterValidator, Field
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome
from kejin.records.actions.values import PERSONAL
from kejin.records.errors import NotPermittedError
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.models import Appointment, Person
from kejin.records.registry.finding import person_named
from kejin.records.registry.people import Username


def _hashed(text: str) -> str:
    identify_hasher(text)
    return text


class SetPassword(Action):
    """Set a password: one's own, or as an administrator that of somebody of the organisation.

    The office's administrator sets that of anybody. Only the salted hash comes here; of it, the act keeps a digest.
    """

    code = "account.set_password"
    label = Label("设置密码", "Set a password")
    allowed = Allowed(frozenset(OrganisationKind), frozenset(Role))

    username: Username
    encoded: Annotated[str, AfterValidator(_hashed), Field(json_schema_extra={PERSONAL: True})]

    @override
    def change(self, context: Context) -> Outcome:
        person = person_named(self.username)
        _may_set(context, person)
        person.password = self.encoded
        person.save(update_fields=["password"])
        return Outcome(("person", person.pk, person.username), {"username": person.username})


def _may_set(context: Context, person: Person) -> None:
    if person.pk == context.person.pk:
        return
    administers = Role.ADMINISTRATOR in context.roles
    office = context.organisation.kind == OrganisationKind.OFFICE
    own = Appointment.objects.filter(person=person, organisation=context.organisation, until=None).exists()
    if administers and (office or own):
        return
    raise NotPermittedError(
        "A password is set by its owner, or by the administrator of the organisation",
        found=context.person.username,
        where=context.organisation.name,
        kept="Nothing was recorded but the attempt.",
    )
