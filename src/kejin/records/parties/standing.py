"""Who acts for whom, and as what, on a day."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import Q

from kejin.records.errors import NOTHING_KEPT, BodyError, NotPermittedError, UnknownRecordError
from kejin.records.kept.prepared import columns_of, fields_of, made_of, prepared_row, prepared_rows
from kejin.records.kept.texts import plain_text
from kejin.records.parties.kinds import OrganisationKind, OrganisationStatus, Role
from kejin.records.parties.models import Authority, Organisation, Person

_ROLES = """
SELECT role FROM parties_appointment
WHERE person_id = %s AND organisation_id = %s AND since <= %s AND (until IS NULL OR until > %s)
"""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks for an act, as a door knows it. Nothing in it is believed before it has been looked up.

    Attributes:
        username: The person's login name.
        organisation_id: For whom the person wants to act.
        reason: Why, in the person's own words; some acts ask for it.
        channel: The door: `cli`, `api`, `console`, `job`.
        request_id: Joins what belongs to one request.
    """

    username: str
    organisation_id: int
    reason: str = ""
    channel: str = "cli"
    request_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def __post_init__(self) -> None:
        for name in ("username", "reason", "channel"):
            try:
                object.__setattr__(self, name, plain_text(getattr(self, name)))
            except ValueError as error:
                raise BodyError(f"The caller's {name} cannot be recorded", found=str(error)) from error


def known(caller: Caller) -> tuple[Person, Organisation]:
    """The person and the organisation that a caller names, as they are in this transaction.

    Raises:
        NotPermittedError: There are none such, or one of them may not act.
    """
    row = prepared_row(_known(), [caller.username, caller.organisation_id]) or ()
    width = len(fields_of(Person))
    person, organisation = made_of(Person, row[:width]), made_of(Organisation, row[width:])
    if person is None or organisation is None:
        raise stranger(caller)
    if organisation.status != OrganisationStatus.ACTIVE:
        raise NotPermittedError(
            "The organisation may not act", expected=OrganisationStatus.ACTIVE.value,
            found=organisation.status, where=organisation.name, kept=NOTHING_KEPT,
        )  # fmt: skip
    return person, organisation


def roles_of(person: Person, organisation: Organisation, on: date) -> frozenset[Role]:
    """What a person is for an organisation on a day. For an enterprise a verified authority makes a representative."""
    if organisation.kind == OrganisationKind.ENTERPRISE:
        return frozenset({Role.REPRESENTATIVE}) if _authorised(person, organisation, on) else frozenset()
    held = prepared_rows(_ROLES, [person.pk, organisation.pk, on, on])
    return frozenset(Role(role) for (role,) in held)


def organisation_named(name: str) -> Organisation:
    """An organisation by credit code or by number.

    Raises:
        UnknownRecordError: There is none.
    """
    wanted = Q(credit_code=name.upper())
    # A credit code has 18 characters; no number of ours gets as long.
    if name.isdecimal() and len(name) < 18:
        wanted |= Q(pk=int(name))
    found = Organisation.objects.filter(wanted).first()
    if found is None:
        raise UnknownRecordError("No such organisation", expected="a credit code or a number", found=name)
    return found


def _authorised(person: Person, organisation: Organisation, on: date) -> bool:
    return Authority.objects.filter(
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=on),
        person=person,
        organisation=organisation,
        verified_by__isnull=False,
        valid_from__lte=on,
        valid_until__gte=on,
    ).exists()


@cache
def _known() -> str:
    """The person and the organisation of a caller, each with nulls where there is none such."""
    # The names of columns are our own.
    return (
        f"SELECT {columns_of(Person, 'p')}, {columns_of(Organisation, 'o')} FROM (SELECT) one "  # noqa: S608
        "LEFT JOIN parties_person p ON p.username = %s AND p.is_active LEFT JOIN parties_organisation o ON o.id = %s"
    )


def stranger(caller: Caller) -> NotPermittedError:
    """The refusal of one who is nothing for the organisation: one sentence, so that whoever guesses learns nothing."""
    return NotPermittedError(
        "This person does not act for this organisation",
        expected="an appointment, or for an enterprise a verified proof of authority, on the business day",
        found=caller.username,
        where=f"organisation {caller.organisation_id}",
        kept=NOTHING_KEPT,
    )
