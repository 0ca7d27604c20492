"""Acts on accounts: password, second factor, sessions. Not in the list of acts: each has its own page or command."""

from typing import Annotated

from django.contrib.auth.hashers import identify_hasher
from pydantic import AfterValidator, Field
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome
from kejin.records.actions.values import PERSONAL
from kejin.records.errors import NotPermittedError, RefusedError
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.models import Appointment, Person
from kejin.records.registry.finding import person_named
from kejin.records.registry.people import Username
from kejin.web.accounts.models import Factor, Session


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


_ADMINISTRATORS = Allowed(
    frozenset(OrganisationKind) - {OrganisationKind.ENTERPRISE}, frozenset({Role.ADMINISTRATOR})
)


class ResetFactor(Action):
    """Take somebody's second factor away, whose telephone is lost; a new one is set up at the next log-in.

    Every session of the person ends. One's own is removed on the page of one's account, which asks for the password.
    """

    code = "account.reset_factor"
    label = Label("重置动态验证码", "Reset the second factor")
    allowed = _ADMINISTRATORS
    needs_reason = True

    username: Username

    @override
    def change(self, context: Context) -> Outcome:
        person = _somebody_else(context, self.username)
        gone, _ = Factor.objects.filter(person=person).delete()
        Session.objects.filter(person=person).delete()
        return Outcome(("person", person.pk, person.username), {"reset": bool(gone)})


class EndSessions(Action):
    """End every session of somebody of the organisation; the office's administrator, of anybody."""

    code = "account.end_sessions"
    label = Label("结束全部登录会话", "End all sessions")
    allowed = _ADMINISTRATORS

    username: Username

    @override
    def change(self, context: Context) -> Outcome:
        person = _somebody_else(context, self.username)
        ended, _ = Session.objects.filter(person=person).delete()
        return Outcome(("person", person.pk, person.username), {"ended": ended})


def _somebody_else(context: Context, username: str) -> Person:
    person = person_named(username)
    if person.pk == context.person.pk:
        raise RefusedError("One's own account has a page of its own", "own_work", found=username)
    _may_set(context, person)
    return person


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
