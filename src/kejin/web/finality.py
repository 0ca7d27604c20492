"""Whether figures may still change, and whether they are old: said beside them, in words and by their looks."""

from datetime import date
from enum import Enum
from typing import Final

from kejin.records.ledger.models import Book, Closing
from kejin.records.tapes.models import Tape
from kejin.records.tapes.steps import TapeKind, TapeStatus

FRESH_DAYS: Final = 92
"""A run's facts count as fresh for a quarter, the rhythm in which enterprises report; a convention of the pages."""


class Finality(Enum):
    """Whether figures may still change."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    FINAL = "final"


def of_book(book: Book, until: date) -> Finality:
    """Of a book at the end of a day: final once it was closed for that day or a later one; nothing is added then."""
    closed = Closing.objects.filter(book=book, day__gte=until).exists()
    return Finality.FINAL if closed else Finality.PROVISIONAL


def of_month(as_of: date) -> Finality:
    """Of a month's loan tapes: provisional while one waits to be reconciled, revised where one was corrected since."""
    monthly = Tape.objects.filter(kind=TapeKind.MONTHLY, as_of__year=as_of.year, as_of__month=as_of.month)
    found = set(monthly.values_list("status", flat=True).distinct())
    if TapeStatus.RECEIVED in found or not found:
        return Finality.PROVISIONAL
    return Finality.REVISED if TapeStatus.SUPERSEDED in found else Finality.FINAL


def days_stale(since: date, today: date) -> int:
    """How many days old facts are, where that is more than they should be; 0 where they are fresh."""
    age = (today - since).days
    return age if age > FRESH_DAYS else 0
