"""The ledger as a whole, in a database of its own: replay, tampering, close of day, any order of acts."""

import itertools
import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.records.world import DAY, Who, World

from kejin.records.errors import ConstraintError, RefusedError
from kejin.records.ledger.closing import close_all
from kejin.records.ledger.models import Book, Closing, Entry
from kejin.records.ledger.posting import balance_minor
from kejin.records.ledger.verifying import replay, verify
from kejin.records.parties.standing import Caller

_numbers = itertools.count(1)
_KINDS = ("pool.contribution", "pool.withdrawal")


@pytest.fixture(scope="module")
def treasurer(world: World) -> Who:
    return world.staff(world.office, "treasurer")


def new_pool(world: World) -> Book:
    done = world.office.does(
        "ledger.open_book", book=f"whole-{next(_numbers)}", name="资金池", template="pool"
    )
    return Book.objects.get(pk=done.content["book_id"])


def posted(who: Who, book: Book, kind: str, amount_minor: int) -> int:
    done = who.does(
        "ledger.post",
        key=f"w{next(_numbers)}",
        reason="测试",
        book=book.code,
        kind=kind,
        amount_minor=amount_minor,
    )
    return int(done.content["entry_id"])


class Books(RuleBasedStateMachine):
    """Contributions, withdrawals and reversals in any order, beside a model that is two numbers."""

    world: World
    treasurer: Who

    def __init__(self) -> None:
        super().__init__()
        self.book = new_pool(self.world)
        self.held = 0
        self.entries: list[tuple[int, int]] = []

    @rule(kind=st.sampled_from(_KINDS), amount=st.integers(1, 10_000))
    def post(self, kind: str, amount: int) -> None:
        signed = amount if kind == "pool.contribution" else -amount
        if self.held + signed < 0:
            with pytest.raises(ConstraintError, match="would pass zero"):
                posted(self.treasurer, self.book, kind, amount)
            return
        self.entries.append((posted(self.treasurer, self.book, kind, amount), signed))
        self.held += signed

    @rule(which=st.integers(0, 1_000))
    def reverse(self, which: int) -> None:
        if not self.entries:
            return
        number, signed = self.entries.pop(which % len(self.entries))
        parts: dict[str, Any] = {"key": f"w{next(_numbers)}", "reason": "冲正", "entry_id": number}
        if self.held - signed < 0:
            with pytest.raises(ConstraintError, match="would pass zero"):
                self.treasurer.does("ledger.reverse", **parts)
            self.entries.append((number, signed))
            return
        self.treasurer.does("ledger.reverse", **parts)
        self.held -= signed

    @invariant()
    def balances_are_the_models(self) -> None:
        assert balance_minor(self.book, "cash") == balance_minor(self.book, "capital") == self.held


def test_any_order_of_acts_keeps_the_books_and_replays(world: World, treasurer: Who) -> None:
    Books.world, Books.treasurer = world, treasurer
    run_state_machine_as_test(Books, settings=settings(max_examples=8, stateful_step_count=15, deadline=None))
    assert verify() == []
    assert replay() == []


@pytest.mark.slow
def test_any_order_of_acts_at_length(world: World, treasurer: Who) -> None:
    Books.world, Books.treasurer = world, treasurer
    run_state_machine_as_test(
        Books, settings=settings(max_examples=200, stateful_step_count=50, deadline=None)
    )
    assert verify() == []
    assert replay() == []


def test_days_are_closed_in_order_once_and_a_run_goes_on_where_it_ended(world: World, treasurer: Who) -> None:
    book, other = new_pool(world), new_pool(world)
    posted(treasurer, book, "pool.contribution", 10)
    days = [DAY + timedelta(days=count) for count in range(1, 4)]
    for day in days:
        world.office.does("day.open", day=day.isoformat())
        posted(treasurer, book, "pool.contribution", 1)

    def close(code: str, day: date) -> Any:
        return treasurer.does("ledger.close", book=code, day=day.isoformat())

    with pytest.raises(RefusedError, match="one after the other"):
        close(book.code, days[0])
    close(book.code, DAY)
    for again in (DAY, days[1]):
        with pytest.raises(RefusedError, match="one after the other"):
            close(book.code, again)
    with pytest.raises(RefusedError, match="not over"):
        close(book.code, days[-1])
    for code in (book.code, other.code):
        for day in [DAY, *days[:-1]]:
            if not Closing.objects.filter(book__code=code, day=day).exists():
                close(code, day)
    rest = list(close_all(Caller(treasurer.username, treasurer.organisation_id)))
    assert {code for code, _, _ in rest} & {book.code, other.code} == set()
    assert list(close_all(Caller(treasurer.username, treasurer.organisation_id))) == []
    assert list(Closing.objects.filter(book=book).order_by("day").values_list("entries", flat=True)) == [
        1,
        2,
        3,
    ]
    assert verify() == []


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("UPDATE ledger_posting SET amount_minor = amount_minor + 1 WHERE id = {posting}", "sum to nothing"),
        (
            "UPDATE ledger_balance SET amount_minor = amount_minor + 1 WHERE account_id = {account}",
            "balances that",
        ),
        (
            "UPDATE ledger_entry SET business_date = business_date - 1 WHERE id = {entry}",
            "otherwise than their act",
        ),
        (
            "UPDATE ledger_entry SET facts = '{{\"amount_minor\": 3}}' WHERE id = {entry}",
            "its facts do not give",
        ),
        (
            "UPDATE ledger_posting SET amount_minor = 2 * amount_minor WHERE entry_id = {entry}",
            "its facts do not give",
        ),
        ("UPDATE ledger_closing SET entries = entries + 1 WHERE book_id = {book}", "closing that"),
        ("DELETE FROM ledger_posting WHERE entry_id = {entry}", "entries without postings"),
        ("ALTER TABLE ledger_posting DISABLE TRIGGER append_only", "guard is missing"),
    ],
)
def test_what_even_the_owner_changes_by_force_is_noticed(
    world: World, treasurer: Who, change: str, noticed: str
) -> None:
    book = new_pool(world)
    entry = posted(treasurer, book, "pool.contribution", random.Random(change).randrange(10, 99))  # noqa: S311
    following = Entry.objects.get(pk=entry).business_date + timedelta(days=1)
    world.office.does("day.open", day=following.isoformat())
    treasurer.does("ledger.close", book=book.code, day=(following - timedelta(days=1)).isoformat())
    first = Entry.objects.get(pk=entry).postings.earliest("id")
    values = {"posting": first.pk, "account": first.account_id, "entry": entry, "book": book.pk}
    owner = connections["owner"]
    owner.set_autocommit(False)
    try:
        with owner.cursor() as cursor:
            for table in ("ledger_entry", "ledger_posting", "ledger_balance", "ledger_closing"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(change.format(**values))
            for table in ("ledger_entry", "ledger_posting", "ledger_balance", "ledger_closing"):
                if "DISABLE" not in change:
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        owner.commit()
        findings = {finding.what for finding in [*verify(), *replay()]}
        assert any(noticed in what for what in findings), findings
    finally:
        owner.rollback()
        owner.set_autocommit(True)
