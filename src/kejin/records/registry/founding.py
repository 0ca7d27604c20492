"""The first act: an office and its first administrator, whom nobody could have appointed."""

from datetime import date

from django.db import Error, connection, transaction

from kejin.records.actions.action import Outcome
from kejin.records.actions.performing import Claim, begin, finish
from kejin.records.actions.translating import translated
from kejin.records.errors import RefusedError
from kejin.records.kept.models import FOUNDING, BusinessDay
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.models import Appointment, Organisation, Person
from kejin.records.parties.standing import Caller
from kejin.records.registry.organisations import checked_credit_code

_FOUNDING_LOCK = 7230043


def found(office: str, administrator: tuple[str, str], day: date, *, credit_code: str | None = None) -> int:
    """Found the records: the office, its administrator and the first business day.

    Args:
        office: The office's name.
        administrator: Login name and name of its first administrator, who appoints everybody else.
        day: The first business day.
        credit_code: The office's credit code, where it has one.

    Returns:
        The office's number.

    Raises:
        RefusedError: The records are founded already, or the credit code is wrong.
    """
    username, name = administrator
    caller = Caller(username, 0, reason="founding", channel="cli")
    code = checked_credit_code(credit_code)
    try:
        with transaction.atomic(durable=True):
            _alone()
            body = {"office": office, "administrator": username, "day": day.isoformat(), "credit_code": code}
            claimed = begin(Claim(caller, FOUNDING, None, body, ""), None, None, day=day)
            assert claimed is not None  # noqa: S101 - without a key nothing can be in the way
            BusinessDay.objects.create(day=day)
            organisation = Organisation.objects.create(
                kind=OrganisationKind.OFFICE, name=office, credit_code=code
            )
            person = Person(username=username, name=name)
            person.set_unusable_password()
            person.save()
            Appointment.objects.create(
                person=person, organisation=organisation, role=Role.ADMINISTRATOR, since=day
            )
            finish(
                claimed[0],
                Outcome(("organisation", organisation.pk, office), {"organisation_id": organisation.pk}),
            )
            return organisation.pk
    except Error as error:
        raise translated(error) from error


def _alone() -> None:
    """Of two who found at once the second finds the first one's work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_FOUNDING_LOCK,))
    if Organisation.objects.exists():
        raise RefusedError("The records are founded already", "duplicate")
