"""Whether the ledger holds: by other questions than those that made it, and by making every entry anew."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db import connection

from kejin.records.kept.findings import Finding
from kejin.records.kept.installing import missing
from kejin.records.ledger.closing import closing_of
from kejin.records.ledger.models import Closing, Entry
from kejin.records.ledger.rules import lines_of

_QUESTIONS: Mapping[str, str] = {
    "entries that do not sum to nothing in a currency": (
        "SELECT entry_id::text || ' ' || currency FROM ledger_posting "
        "GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0"
    ),
    "entries without postings": (
        "SELECT e.id::text FROM ledger_entry e LEFT JOIN ledger_posting p ON p.entry_id = e.id WHERE p.id IS NULL"
    ),
    "entries dated otherwise than their act": (
        "SELECT e.id::text FROM ledger_entry e JOIN kept_act a ON a.id = e.act_id "
        "WHERE a.business_date <> e.business_date"
    ),
    "balances that are not the sum of their postings": (
        "SELECT a.id::text FROM ledger_account a LEFT JOIN ledger_balance b ON b.account_id = a.id "
        "LEFT JOIN (SELECT account_id, sum(amount_minor) AS total FROM ledger_posting GROUP BY account_id) s "
        "ON s.account_id = a.id WHERE a.guarded AND coalesce(b.amount_minor, 0) <> coalesce(s.total, 0)"
    ),
    "guarded accounts on the wrong side": (
        "SELECT a.id::text FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id WHERE a.guarded AND "
        "(CASE a.side WHEN 'debit' THEN b.amount_minor ELSE -b.amount_minor END) < 0"
    ),
}


def verify() -> list[Finding]:
    """Everything that does not hold: sums, dates, balances, closings, guards. Empty when all does."""
    found = [Finding("a guard is missing or switched off", name) for name in missing(connection)]
    with connection.cursor() as cursor:
        for what, question in _QUESTIONS.items():
            cursor.execute(question)
            found += [Finding(what, str(row[0])) for row in cursor.fetchall()]
    return found + list(_closings())


def _closings() -> Iterator[Finding]:
    for closing in Closing.objects.select_related("book").order_by("book_id", "day").iterator():
        again = closing_of(closing.book, closing.day)
        if (again.digest, again.entries) != (closing.digest, closing.entries):
            yield Finding("a closing that its postings do not give", f"{closing.book.code} {closing.day}")


def replay() -> list[Finding]:
    """Make every entry anew from its kind and facts; what differs from what is recorded. Empty when nothing does."""
    recorded = _recorded()
    found = []
    for entry in Entry.objects.order_by("id").iterator():
        made = sorted(lines_of(entry.kind, entry.facts))
        if made != sorted(recorded.pop(entry.pk, [])):
            found.append(Finding("an entry that its facts do not give", f"{entry.kind} {entry.pk}"))
    return found + [Finding("postings without an entry", str(number)) for number in recorded]


def _recorded() -> dict[int, list[tuple[str, int]]]:
    lines: dict[int, list[tuple[str, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.entry_id, a.code, p.amount_minor FROM ledger_posting p "
            "JOIN ledger_account a ON a.id = p.account_id"
        )
        for entry_id, code, amount in cursor.fetchall():
            lines[entry_id].append((code, amount))
    return lines
