"""The ledger: balanced, append-only, guarded, dated by its act, closed day by day, made anew from its facts."""

import contextlib
import itertools
from typing import Any

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from tests.records.test_performing import StatementError, failing_at, run_sql, together
from tests.records.world import Who, World

from kejin.money import INT64_MAX
from kejin.records.errors import ConstraintError, NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.kept.installing import missing
from kejin.records.kept.migrating import migrate
from kejin.records.ledger.models import Account, Balance, Book, Entry, Posting
from kejin.records.ledger.posting import balance_minor
from kejin.records.ledger.rules import RULES, lines_of
from kejin.records.ledger.templates import PLANS
from kejin.records.ledger.verifying import verify

_books = itertools.count(1)


def open_book(keeper: Who, template: str) -> Book:
    done = keeper.does("ledger.open_book", book=f"{template}-{next(_books)}", name="账簿", template=template)
    return Book.objects.get(pk=done.content["book_id"])


@pytest.fixture(scope="module")
def treasurer(world: World) -> Who:
    return world.staff(world.office, "treasurer")


@pytest.fixture
def pool(world: World) -> Book:
    return open_book(world.office, "pool")


@pytest.fixture
def budget(world: World) -> Book:
    return open_book(world.office, "budget")


def direct(who: Who, book: Book, kind: str, amount_minor: int, key: str = "") -> Any:
    key = key or f"{book.code}-{next(_books)}"
    return who.does(
        "ledger.post", key=key, reason="测试", book=book.code, kind=kind, amount_minor=amount_minor
    )


def test_a_contribution_is_posted_on_both_sides_and_counts_for_the_business_day(
    treasurer: Who, pool: Book
) -> None:
    done = direct(treasurer, pool, "pool.contribution", 100_000_00)
    entry = Entry.objects.get(pk=done.content["entry_id"])
    assert sorted(entry.postings.values_list("account__code", "amount_minor")) == [
        ("capital", -100_000_00),
        ("cash", 100_000_00),
    ]
    assert entry.business_date.isoformat() == "2026-03-02"
    assert balance_minor(pool, "cash") == balance_minor(pool, "capital") == 100_000_00


def test_money_moves_only_with_a_key_and_a_reason(treasurer: Who, pool: Book) -> None:
    parts: dict[str, Any] = {"book": pool.code, "kind": "pool.contribution", "amount_minor": 1}
    with pytest.raises(RefusedError) as told:
        treasurer.does("ledger.post", reason="x", **parts)
    assert told.value.reason == "key_missing"
    with pytest.raises(RefusedError) as told:
        treasurer.does("ledger.post", key="k", **parts)
    assert told.value.reason == "reason_missing"


def test_a_book_is_posted_to_by_its_keeper(world: World, pool: Book) -> None:
    other = world.institution("guarantor")
    teller = world.staff(other, "treasurer")
    with pytest.raises(NotPermittedError, match="keeps this book"):
        direct(teller, pool, "pool.contribution", 1)
    with pytest.raises(NotPermittedError, match="not for you"):
        direct(world.examiner, pool, "pool.contribution", 1)


def test_what_is_not_there_is_not_paid(treasurer: Who, pool: Book) -> None:
    direct(treasurer, pool, "pool.contribution", 500)
    with pytest.raises(ConstraintError, match="would pass zero") as told:
        direct(treasurer, pool, "pool.withdrawal", 501)
    assert told.value.constraint == "account_not_below_zero"
    direct(treasurer, pool, "pool.withdrawal", 500)
    assert balance_minor(pool, "cash") == 0


def test_an_entry_is_taken_back_once_by_its_opposite(treasurer: Who, pool: Book) -> None:
    number = direct(treasurer, pool, "pool.contribution", 700).content["entry_id"]
    treasurer.does("ledger.reverse", key=f"r{number}", reason="误记", entry_id=number)
    assert balance_minor(pool, "cash") == 0
    with pytest.raises(RefusedError, match="taken back already"):
        treasurer.does("ledger.reverse", key=f"rr{number}", reason="再冲", entry_id=number)
    with pytest.raises(UnknownRecordError):
        treasurer.does("ledger.reverse", key=f"r0{number}", reason="冲正冲正", entry_id=number + 1)


def test_entries_of_claims_and_subsidies_are_not_posted_by_hand(treasurer: Who, pool: Book) -> None:
    with pytest.raises(RefusedError, match="come out of other acts"):
        direct(treasurer, pool, "pool.payment", 1)


@pytest.mark.parametrize("amount", [0, -1, INT64_MAX + 1, True, 1.0, "5"])
def test_an_amount_is_a_positive_whole_number_of_64_bits(treasurer: Who, pool: Book, amount: Any) -> None:
    with pytest.raises(Exception, match="does not take these parameters"):
        direct(treasurer, pool, "pool.contribution", amount)


def test_a_sum_beyond_64_bits_is_refused_and_nothing_wraps(treasurer: Who, pool: Book) -> None:
    direct(treasurer, pool, "pool.contribution", INT64_MAX)
    with pytest.raises(Exception, match="out of range"):
        direct(treasurer, pool, "pool.contribution", 1)
    assert balance_minor(pool, "cash") == INT64_MAX


# Past the actions, as a mistake or a forger would: always within an act that is real.


def forged(world: World, change: Any) -> None:
    """Do something inside a real act's transaction, by hooking into its first change."""

    def also(execute: Any, *arguments: Any) -> Any:
        result = execute(*arguments)
        if 'INSERT INTO "parties_person"' in arguments[0]:
            change()
        return result

    with connection.execute_wrapper(also):
        world.office.does("registry.register_person", username=f"forger{next(_books)}", name="伪")


def test_an_unbalanced_entry_does_not_survive_the_commit(world: World, pool: Book) -> None:
    cash = Account.objects.get(book=pool, code="cash")

    def lopsided() -> None:
        entry = Entry.objects.create(
            book=pool, business_date="2026-01-01", kind="x", facts={}, subject_kind="x", subject_id=1
        )
        Posting.objects.create(entry=entry, book=pool, account=cash, currency="CNY", amount_minor=5)

    with pytest.raises(ConstraintError, match="is not balanced"):
        forged(world, lopsided)
    with pytest.raises(ConstraintError, match="is not balanced"):
        forged(world, lambda: Entry.objects.create(
            book=pool, business_date="2026-01-01", kind="x", facts={}, subject_kind="x", subject_id=1
        ))  # fmt: skip


def test_nobody_adds_a_line_to_an_entry_that_is_there(world: World, treasurer: Who, pool: Book) -> None:
    number = direct(treasurer, pool, "pool.contribution", 9).content["entry_id"]
    accounts = {account.code: account for account in Account.objects.filter(book=pool)}

    def more() -> None:
        Posting.objects.bulk_create(
            Posting(entry_id=number, book=pool, account=accounts[code], currency="CNY", amount_minor=amount)
            for code, amount in (("cash", 1), ("capital", -1))
        )

    with pytest.raises(ConstraintError, match="sealed"):
        forged(world, more)


def test_books_and_currencies_do_not_mix(world: World, pool: Book, budget: Book) -> None:
    strange = Account.objects.get(book=budget, code="available")

    def mixed(**parts: Any) -> None:
        entry = Entry.objects.create(
            book=pool, business_date="2026-01-01", kind="x", facts={}, subject_kind="x", subject_id=1
        )
        own = Account.objects.get(book=pool, code="cash")
        Posting.objects.create(
            **({"entry": entry, "book": pool, "account": own, "currency": "CNY", "amount_minor": 1} | parts)
        )

    with pytest.raises(ConstraintError, match="posting_account_of_the_book"):
        forged(world, lambda: mixed(account=strange))
    with pytest.raises(ConstraintError, match="posting_entry_of_the_book"):
        forged(world, lambda: mixed(account=strange, book=budget))
    with pytest.raises(ConstraintError, match="posting_account_of_the_book"):
        forged(world, lambda: mixed(currency="USD"))


@pytest.mark.usefixtures("world")
def test_nobody_writes_a_balance() -> None:
    with pytest.raises(Exception, match="permission denied"):
        run_sql("default", "UPDATE ledger_balance SET amount_minor = 0")


def test_the_last_unit_goes_to_exactly_one_of_fifty(world: World, treasurer: Who) -> None:
    pool = open_book(world.office, "pool")
    direct(treasurer, pool, "pool.contribution", 1)
    told = together(50, lambda: direct(treasurer, pool, "pool.withdrawal", 1))
    won = [one for one in told if not isinstance(one, Exception)]
    lost = {getattr(one, "constraint", repr(one)) for one in told if isinstance(one, Exception)}
    assert (len(won), lost) == (1, {"account_not_below_zero"})
    assert balance_minor(pool, "cash") == 0


def test_without_the_guard_the_same_fifty_overdraw(world: World, treasurer: Who) -> None:
    """The race test must be able to fail: with the guard off, it does."""
    pool = open_book(world.office, "pool")
    direct(treasurer, pool, "pool.contribution", 1)
    run_sql("owner", "ALTER TABLE ledger_posting DISABLE TRIGGER keep_balances")
    try:
        together(50, lambda: direct(treasurer, pool, "pool.withdrawal", 1))
    finally:
        run_sql("owner", "ALTER TABLE ledger_posting ENABLE TRIGGER keep_balances")
    assert any("balances that are not" in finding.what for finding in verify())


def test_whichever_statement_fails_no_money_moves(world: World, treasurer: Who) -> None:
    pool = open_book(world.office, "pool")
    for number in itertools.count(1):
        done = None
        with failing_at(number), contextlib.suppress(StatementError):
            done = direct(treasurer, pool, "pool.contribution", 5, key=f"n-{pool.code}")
        if done is not None:
            break
        assert not Entry.objects.filter(book=pool).exists()
        assert not Balance.objects.filter(account__book=pool).exists()
    assert number > 6
    assert balance_minor(pool, "cash") == 5


def test_every_rule_names_accounts_of_its_template() -> None:
    for kind, found in RULES.items():
        codes = {plan.code for plan in PLANS[found.template]}
        assert {found.debit, found.credit} <= codes
        assert sum(amount for _, amount in lines_of(kind, {"amount_minor": 7})) == 0


@pytest.mark.parametrize(
    ("columns", "event", "function"),
    [
        ("financing_id bigint, from_state text, to_state text", "BEFORE INSERT ON {} FOR EACH ROW", "kept_step_taken"),
        ("account_id bigint, amount_minor bigint",
         "AFTER INSERT ON {} REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT", "ledger_keep_balances"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("database")
def test_nobody_borrows_the_owners_rights_by_hanging_a_guard_on_a_table_of_his_own(
    columns: str, event: str, function: str
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE mine ({columns}) ON COMMIT DROP")
        with pytest.raises(ProgrammingError, match="permission denied for function"), transaction.atomic():
            cursor.execute(f"CREATE TRIGGER forged {event.format('mine')} EXECUTE FUNCTION {function}()")


def test_a_guard_believes_no_table_that_somebody_put_in_place_of_its_own(
    treasurer: Who, world: World
) -> None:
    book = open_book(world.office, "pool")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept_businessday AS SELECT DATE '2099-01-01' AS day")
        cursor.execute("CREATE TEMP TABLE ledger_account AS SELECT * FROM public.ledger_account LIMIT 0")
        try:
            cursor.execute("SELECT max(day)::text FROM kept_businessday")
            assert cursor.fetchone() == ("2099-01-01",)
            with pytest.raises(RefusedError, match="lacks an account"):
                treasurer.does(
                    "ledger.post",
                    key="shade-1",
                    reason="测试",
                    book=book.code,
                    kind="pool.contribution",
                    amount_minor=1,
                )
            done = world.office.does("registry.register_person", username="shade", name="影")
        finally:
            cursor.execute("DROP TABLE pg_temp.kept_businessday; DROP TABLE pg_temp.ledger_account")
        cursor.execute("SELECT business_date::text FROM kept_act WHERE id = %s", [done.act_id])
        assert cursor.fetchone() != ("2099-01-01",)


@pytest.mark.usefixtures("database")
def test_a_function_that_was_opened_again_counts_as_a_missing_guard() -> None:
    assert missing(connection) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER FUNCTION ledger_date_entry() RESET search_path")
        cursor.execute("GRANT EXECUTE ON FUNCTION ledger_keep_balances() TO PUBLIC")
    assert missing(connection) == ["ledger_date_entry()", "ledger_keep_balances()"]
    migrate()
    assert missing(connection) == []
