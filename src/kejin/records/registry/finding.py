"""Parties by number, for the acts that are about them."""

from kejin.records.errors import UnknownRecordError
from kejin.records.parties.models import Organisation, Person


def organisation_of(number: int, *, lock: bool = False) -> Organisation:
    """The organisation of that number; with `lock`, nobody else changes it until the act is over.

    Raises:
        UnknownRecordError: There is none.
    """
    rows = Organisation.objects.select_for_update() if lock else Organisation.objects.all()
    found = rows.filter(pk=number).first()
    if found is None:
        raise UnknownRecordError("No such organisation", found=number, kept="Nothing was recorded.")
    return found


def person_named(username: str) -> Person:
    """The person of that login name.

    Raises:
        UnknownRecordError: There is none.
    """
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise UnknownRecordError("No such person", found=username, kept="Nothing was recorded.")
    return found
