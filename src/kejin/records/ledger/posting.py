"""Making entries, inside the act that they belong to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.kept.prepared import columns_of, made_of, prepared_row
from kejin.records.ledger.models import Account, Book, Entry
from kejin.records.ledger.rules import REVERSAL, RULES, lines_of

# Entry and postings in one statement: one way to the database and back.
_POST = """
WITH entry AS (
    INSERT INTO ledger_entry (book_id, business_date, kind, facts, subject_kind, subject_id, reverses_id)
    VALUES (%(book)s, '0001-01-01', %(kind)s, %(facts)s, %(subject_kind)s, %(subject_id)s, %(reverses)s)
    RETURNING id
), posted AS (
    INSERT INTO ledger_posting (entry_id, book_id, account_id, currency, amount_minor)
    SELECT entry.id, %(book)s, a.id, a.currency, line.amount
    FROM entry, unnest(%(codes)s::text[], %(amounts)s::bigint[]) AS line (code, amount)
    JOIN ledger_account a ON a.book_id = %(book)s AND a.code = line.code
    RETURNING 1
)
SELECT (SELECT id FROM entry), (SELECT count(*) FROM posted)
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be made: in which book, of which kind, from which facts, about which record."""

    book: Book
    kind: str
    facts: Mapping[str, Any]
    subject: tuple[str, int]
    reverses_id: int | None = None


def post(draft: Draft) -> int:
    """Make an entry. The database refuses it at the latest at the end of the act, where it does not hold.

    Returns:
        The entry's number.

    Raises:
        RefusedError: A kind that the book does not know.
    """
    rule = RULES.get(draft.kind)
    if draft.kind != REVERSAL and (rule is None or rule.template != draft.book.template):
        raise RefusedError(
            "This book has no such entries", "no_entry", expected=draft.book.template, found=draft.kind,
            where=draft.book.code,
        )  # fmt: skip
    lines = lines_of(draft.kind, draft.facts)
    values: dict[str, Any] = {
        "book": draft.book.pk,
        "kind": draft.kind,
        "facts": json.dumps(dict(draft.facts), ensure_ascii=False),
        "subject_kind": draft.subject[0],
        "subject_id": draft.subject[1],
        "reverses": draft.reverses_id,
        "codes": [code for code, _ in lines],
        "amounts": [amount for _, amount in lines],
    }
    number, posted = prepared_row(_POST, values) or (0, 0)
    if posted != len(lines):
        raise RefusedError("The book lacks an account of this entry", "no_entry", where=draft.book.code)
    return int(number)


def reverse(entry: Entry) -> int:
    """Take an entry back by its opposite, on today's business day. Gives the new entry's number.

    Raises:
        RefusedError: It was taken back already, or is itself a taking back.
    """
    if entry.kind == REVERSAL or Entry.objects.filter(reverses=entry).exists():
        raise RefusedError(
            "This entry was taken back already, or takes one back", "duplicate", found=entry.pk
        )
    lines = [[code, amount] for code, amount in lines_of(entry.kind, entry.facts)]
    facts = {"entry_id": entry.pk, "lines": lines}
    return post(Draft(entry.book, REVERSAL, facts, (entry.subject_kind, entry.subject_id), entry.pk))


def book_named(code: str) -> Book:
    """The book of that code.

    Raises:
        UnknownRecordError: There is none.
    """
    found = made_of(Book, prepared_row(_book(), [code]))
    if found is None:
        raise UnknownRecordError("No such book", found=code, kept="Nothing was recorded.")
    return found


@cache
def _book() -> str:
    return f"SELECT {columns_of(Book, 'b')} FROM ledger_book b WHERE b.code = %s"  # noqa: S608 - names of our own


def balance_minor(book: Book, account: str) -> int:
    """What a guarded account stands at, on its own side, in minor units."""
    found = Account.objects.select_related("balance").get(book=book, code=account)
    held = getattr(found, "balance", None)
    amount = int(held.amount_minor) if held is not None else 0
    return amount if found.side == "debit" else -amount
