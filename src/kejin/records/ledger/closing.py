"""Close of day: each book by itself, so that a run that was killed goes on with the books that are left."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from django.db.models import Sum
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.performing import perform
from kejin.records.actions.values import Code, Day
from kejin.records.errors import RefusedError
from kejin.records.kept.models import BusinessDay
from kejin.records.ledger.acts import KEEPERS
from kejin.records.ledger.models import Book, Closing, Entry, Posting
from kejin.records.ledger.posting import book_named
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.standing import Caller


@listed
class CloseBook(Action):
    """Close one book for one day that is past. Every earlier day of the book must be closed; done again, it is a no."""

    code = "ledger.close"
    label = Label("日终结账", "Close a book for a day")
    allowed = Allowed(KEEPERS, frozenset({Role.TREASURER, Role.ADMINISTRATOR}))

    book: Code
    day: Day

    @override
    def change(self, context: Context) -> Outcome:
        book = book_named(self.book)
        if context.organisation.kind != OrganisationKind.OFFICE and book.keeper_id != context.organisation.pk:
            raise RefusedError("Another organisation keeps this book", "wrong_party", where=book.code)
        if self.day >= context.business_date:
            raise RefusedError("This business day is not over", "out_of_order", found=self.day)
        expected = next(unclosed_days(book), None)
        if expected != self.day:
            raise RefusedError(
                "Days are closed one after the other, each once", "out_of_order", expected=expected, found=self.day,
                where=book.code,
            )  # fmt: skip
        made = closing_of(book, self.day)
        made.save()
        return Outcome(
            ("closing", made.pk, f"{book.code} {self.day}"), {"digest": made.digest, "entries": made.entries}
        )


def unclosed_days(book: Book) -> Iterator[date]:
    """The business days of a book that are past and not closed, in order; a book begins on the day it was opened."""
    closed = book.closings.order_by("-day").values_list("day", flat=True).first()
    days = (
        BusinessDay.objects.order_by("day")
        .filter(day__gte=book.act.business_date)
        .values_list("day", flat=True)
    )
    past = list(days)[:-1]
    return (day for day in past if closed is None or day > closed)


def closing_of(book: Book, day: date) -> Closing:
    """What the closing of a book for a day says, worked out from its postings alone."""
    entries = Entry.objects.filter(book=book, business_date__lte=day)
    sums = (
        Posting.objects.filter(entry__in=entries)
        .values_list("account__code", "currency")
        .annotate(total=Sum("amount_minor"))
        .order_by("account__code", "currency")
    )
    before = book.closings.filter(day__lt=day).order_by("-day").first()
    count = entries.count()
    last = entries.order_by("-id").first()
    said = [
        before.digest if before else "",
        book.code,
        str(day),
        count,
        [[*key, int(total)] for *key, total in sums],
    ]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    return Closing(book=book, day=day, last_entry=last, entries=count, digest=digest)


def close_all(caller: Caller) -> Iterator[tuple[str, str, str]]:
    """Close every past day of every book, one act each; gives book, day and digest of each as it is done.

    Interrupted anywhere it may be run again: what is closed stays closed, and the rest follows.
    """
    for book in Book.objects.select_related("act").order_by("code"):
        for day in unclosed_days(book):
            done = perform(CloseBook(book=book.code, day=day), caller)
            yield book.code, day.isoformat(), done.content["digest"]
