"""Who asks, and on which business day: lists are for those who have a role with the organisation today."""

from dataclasses import dataclass
from datetime import date

from kejin.records.errors import UnknownRecordError
from kejin.records.kept.models import BusinessDay
from kejin.records.parties.models import Organisation, Person
from kejin.records.parties.standing import Caller, known, roles_of, stranger


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who may see what concerns an organisation, on the business day that is open."""

    person: Person
    organisation: Organisation
    today: date


def asker(caller: Caller) -> Asker:
    """Look the caller up.

    Raises:
        NotPermittedError: This person has no role with this organisation today, or one of them may not act.
        UnknownRecordError: No business day is open.
    """
    person, organisation = known(caller)
    latest = BusinessDay.objects.order_by("-day").values_list("day", flat=True).first()
    if latest is None:
        raise UnknownRecordError("No business day is open", expected="kejin db found")
    if not roles_of(person, organisation, latest):
        raise stranger(caller)
    return Asker(person, organisation, latest)
