"""An act is done wholly or not at all, once for each key, and everything it makes points at it."""

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from tests.records.world import World, credit_code

from kejin.records import catalogue
from kejin.records.actions.action import action_kinds
from kejin.records.errors import (
    BusyError,
    ConstraintError,
    KeyReusedError,
    NotPermittedError,
    OutcomeUnknownError,
    RefusedError,
)
from kejin.records.kept.installing import guards, missing, models_kept
from kejin.records.kept.models import Act, Attempt, Reply
from kejin.records.kept.record import Part, Record, Working, models_working
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation


def bank(name: str) -> dict[str, Any]:
    return {"kind": "bank", "name": name, "credit_code": credit_code()}


def test_the_same_key_and_request_give_the_same_reply_and_change_nothing(world: World) -> None:
    parts = bank("一次")
    first = world.office.does("registry.register_organisation", key="k-1", **parts)
    again = world.office.does("registry.register_organisation", key="k-1", **parts)
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.act_id, again.content, again.subject) == (first.act_id, first.content, first.subject)
    assert Organisation.objects.filter(name="一次").count() == 1


def test_a_key_is_of_one_request_only(world: World) -> None:
    parts = bank("钥匙")
    world.office.does("registry.register_organisation", key="k-2", **parts)
    with pytest.raises(KeyReusedError, match="belongs to another request"):
        world.office.does("registry.register_organisation", key="k-2", **(parts | {"name": "别的"}))
    with pytest.raises(KeyReusedError):
        world.office.does("registry.register_person", key="k-2", username="k-2", name="别人")
    other = world.staff(world.office, "administrator")
    with pytest.raises(KeyReusedError):
        other.does("registry.register_organisation", key="k-2", **parts)
    assert Organisation.objects.filter(name="别的").count() == 0


def test_keys_of_different_organisations_do_not_meet(world: World) -> None:
    for administrator in (world.institution("bank"), world.institution("bank")):
        done = administrator.does(
            "registry.register_person", key="k-3", username=f"own{administrator.organisation_id}", name="各自"
        )
        assert not done.repeated


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_a_length(world: World, key: str) -> None:
    with pytest.raises(RefusedError, match="1 to 255"):
        world.office.does("registry.register_person", key=key, username="length", name="长")


def test_a_refused_act_leaves_its_key_free(world: World) -> None:
    taken = bank("占用")
    world.office.does("registry.register_organisation", **taken)
    with pytest.raises(RefusedError):
        world.office.does("registry.register_organisation", key="k-4", **taken)
    assert not world.office.does("registry.register_organisation", key="k-4", **bank("改正")).repeated


def test_of_twenty_at_once_one_does_it_and_all_hear_the_same(world: World) -> None:
    parts = bank("二十")
    told = together(20, lambda: world.office.does("registry.register_organisation", key="k-20", **parts))
    assert {str(done.content) for done in told} == {str(told[0].content)}
    assert sum(not done.repeated for done in told) == 1
    assert Organisation.objects.filter(name="二十").count() == 1


def together(count: int, work: Callable[[], Any]) -> list[Any]:
    """What `work` gives in so many threads that begin at the same moment, each with a connection of its own."""
    barrier = threading.Barrier(count)
    results: list[Any] = [None] * count

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = work()
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class StatementError(Exception):
    """What stands in for a disk, a network, a bug."""


@contextmanager
def failing_at(number: int) -> Iterator[list[int]]:
    """The n-th statement that goes to the database fails; gives the list of those that came before."""
    seen: list[int] = []

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        if len(seen) + 1 == number:
            raise StatementError
        seen.append(1)
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield seen


def test_whichever_statement_fails_nothing_is_left(world: World) -> None:
    parts = bank("半途")
    before = (Act.objects.count(), Reply.objects.count(), Organisation.objects.count())
    statements = 0
    for number in itertools.count(1):
        with failing_at(number) as seen:
            try:
                world.office.does("registry.register_organisation", key="k-n", **parts)
            except StatementError:
                pass
            else:
                statements = len(seen)
                break
        assert (Act.objects.count(), Reply.objects.count(), Organisation.objects.count()) == before
    assert statements >= 5
    assert Organisation.objects.filter(name="半途").count() == 1


def test_an_attempt_that_is_not_permitted_or_refused_stays_on_record(world: World) -> None:
    firm = world.enterprise()
    with pytest.raises(NotPermittedError):
        firm.does("registry.register_person", username="attempt", name="试")
    found = Attempt.objects.filter(person_name=firm.username).get()
    assert (found.code, found.error) == ("registry.register_person", "records.not_permitted")
    assert "not for you" in found.message
    assert not Act.objects.filter(person_name=firm.username).exists()


def test_a_caller_whom_nobody_knows_learns_nothing(world: World) -> None:
    strangers = [
        type(world.office)("nobody-here", world.office.organisation_id),
        type(world.office)(world.office.username, 999_999_999),
        type(world.office)(world.office.username, world.institution("bank").organisation_id),
    ]
    told = set()
    for stranger in strangers:
        with pytest.raises(NotPermittedError) as error:
            stranger.does("registry.register_person", username="x1", name="某")
        told.add(error.value.what)
    assert len(told) == 1


# What follows goes past the actions, as a mistake or a forger would.


@contextmanager
def act_that_is_over() -> Iterator[int]:
    """A transaction that claims to belong to the last act, which is over."""
    with transaction.atomic():
        number = Act.objects.latest("id").pk
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kejin.act', %s, true)", [str(number)])
        yield number


@pytest.mark.usefixtures("world")
def test_a_row_without_an_act_is_refused() -> None:
    with pytest.raises(IntegrityError, match="act_id"), transaction.atomic():
        Organisation.objects.create(kind="bank", name="无名", credit_code=credit_code())


@pytest.mark.usefixtures("world")
def test_nobody_adds_to_an_act_that_is_over() -> None:
    with pytest.raises(IntegrityError, match="belongs to an act that is over"), act_that_is_over():
        Organisation.objects.create(kind="bank", name="旧案", credit_code=credit_code())


@pytest.mark.usefixtures("world")
def test_an_act_that_stands_still_is_ended_before_a_minute_is_over() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting::int FROM pg_settings WHERE name IN "
            "('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')"
        )
        limits = dict(cursor.fetchall())
    assert len(limits) == 3
    assert all(0 < milliseconds <= 60_000 for milliseconds in limits.values())


@pytest.mark.usefixtures("world")
def test_an_act_without_a_reply_is_refused_at_the_end() -> None:
    organisation = Organisation.objects.earliest("id")
    with pytest.raises(IntegrityError, match="has no reply"), transaction.atomic():
        Act.objects.create(
            request_id="00000000-0000-0000-0000-000000000000", code="x.y", person_id=1, person_name="x",
            organisation_id=organisation.pk, organisation_name="x", business_date="2026-01-01", channel="cli",
            body={}, body_sha256="",
        )  # fmt: skip


def test_the_database_sets_the_business_day_whatever_is_claimed(world: World) -> None:
    done = world.office.does("registry.register_person", username="today", name="今")
    act = Act.objects.get(pk=done.act_id)
    assert act.business_date.isoformat() == "2026-03-02"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("alias", ["default", "owner"])
@pytest.mark.parametrize(
    "change", ["UPDATE kept_act SET reason = 'x'", "DELETE FROM kept_reply", "TRUNCATE kept_act CASCADE"]
)
def test_what_is_recorded_cannot_be_changed_by_anybody(alias: str, change: str) -> None:
    with pytest.raises((IntegrityError, ProgrammingError), match=r"append-only|permission denied"):
        run_sql(alias, change)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("alias", ["default", "owner"])
def test_parties_are_ended_and_not_deleted(alias: str) -> None:
    with pytest.raises((IntegrityError, ProgrammingError), match=r"ended, not deleted|permission denied"):
        run_sql(alias, "DELETE FROM parties_groupmember")


@pytest.mark.parametrize(
    "attack",
    [
        "ALTER TABLE kept_act DISABLE TRIGGER ALL",
        "SET session_replication_role = 'replica'",
        "DROP TRIGGER append_only ON kept_act",
        "CREATE OR REPLACE FUNCTION kept_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$",
        "CREATE TABLE mine (n int)",
        "SET ROLE kejin_owner",
    ],
)
@pytest.mark.usefixtures("world")
def test_the_application_cannot_take_the_guards_away(attack: str) -> None:
    with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
        run_sql("default", attack)


def run_sql(alias: str, statement: str) -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("world")
def test_the_application_has_the_declared_rights_and_no_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = current_user"
        )
        held = set(cursor.fetchall())
    tables: list[type[Part | Working]] = [*models_kept(), *models_working()]
    wanted = {(model._meta.db_table, right) for model in tables for right in model.rights.value}
    assert held == wanted | {("django_migrations", "SELECT")}


@pytest.mark.usefixtures("world")
def test_a_guard_that_is_missing_or_switched_off_is_noticed() -> None:
    assert missing(connection) == []
    run_sql("owner", "ALTER TABLE kept_reply DISABLE TRIGGER append_only")
    run_sql("owner", "DROP TRIGGER stamp ON parties_group")
    assert missing(connection) == ["kept_reply.append_only", "parties_group.stamp"]
    run_sql("owner", "ALTER TABLE kept_reply ENABLE TRIGGER append_only")
    run_sql("owner", next(g.statement for g in guards() if (g.table, g.name) == ("parties_group", "stamp")))
    assert missing(connection) == []


def test_a_changed_row_points_at_the_act_that_changed_it(world: World) -> None:
    made = world.institution("bank")
    row = Organisation.objects.get(pk=made.organisation_id)
    first = row.act_id
    done = world.office.does(
        "registry.set_organisation_status", reason="检查", organisation_id=row.pk, status="suspended"
    )
    row.refresh_from_db()
    assert row.act_id == done.act_id != first


def test_a_constraint_of_the_database_is_told_in_words(world: World) -> None:
    with pytest.raises(ConstraintError) as told:
        world.office.does(
            "registry.register_organisation", kind="branch", name="无主", credit_code=credit_code()
        )
    assert told.value.constraint == "branch_has_a_bank"
    assert told.value.kept == "Nothing was recorded."


def test_two_who_wait_for_each_other_both_get_through(world: World) -> None:
    organisations = [world.institution("bank").organisation_id for _ in range(2)]
    barrier = threading.Barrier(2, timeout=5)
    met = threading.local()

    def crossing(execute: Callable[..., Any], *arguments: Any) -> Any:
        # Each locks one organisation, waits until the other has too, and then asks for the other's.
        result = execute(*arguments)
        if "FOR UPDATE" in arguments[0] and not getattr(met, "yes", False):
            met.yes = True
            barrier.wait()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM parties_organisation WHERE id = ANY(%s) AND id <> ALL(%s) FOR UPDATE",
                    [organisations, [next(value for value in arguments[1] if value in organisations)]],
                )
        return result

    def work() -> Any:
        place = next(places)
        with connection.execute_wrapper(crossing):
            return world.office.does(
                "registry.set_organisation_status",
                reason="检查",
                organisation_id=organisations[place],
                status="suspended",
            )

    places = iter([0, 1])
    told = together(2, work)
    assert [type(one).__name__ for one in told] == ["Done", "Done"]


def test_whoever_waits_too_long_is_told_to_come_again(world: World) -> None:
    number = world.institution("bank").organisation_id
    holder = connections.create_connection("default")
    with holder.cursor() as cursor:
        holder.set_autocommit(False)
        cursor.execute("SELECT 1 FROM parties_organisation WHERE id = %s FOR UPDATE", [number])
        run_in_session("SET lock_timeout = '50ms'")
        with pytest.raises(BusyError, match="Another act holds"):
            world.office.does(
                "registry.set_organisation_status", reason="查", organisation_id=number, status="suspended"
            )
    holder.close()
    run_in_session("RESET lock_timeout")
    world.office.does(
        "registry.set_organisation_status", reason="查", organisation_id=number, status="suspended"
    )


def run_in_session(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_broken_connection_is_told_and_the_next_act_has_another_one(world: World) -> None:
    def cut(execute: Callable[..., Any], *arguments: Any) -> Any:
        if "kept_reply" in arguments[0]:
            run_sql_elsewhere("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return execute(*arguments)

    parts = bank("断线")
    with connection.execute_wrapper(cut), pytest.raises(OutcomeUnknownError, match="connection"):
        world.office.does("registry.register_organisation", key="k-cut", **parts)
    assert not world.office.does("registry.register_organisation", key="k-cut", **parts).repeated


def run_sql_elsewhere(statement: str, values: list[Any]) -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute(statement, values)
    other.close()


def test_every_action_is_listed_under_its_own_code_with_words_in_both_languages() -> None:
    kinds = action_kinds()
    assert len(kinds) >= 13
    for code, kind in kinds.items():
        assert code == kind.code
        assert kind.label.zh
        assert kind.label.en
        assert kind.__doc__
        assert kind.allowed.roles
        assert kind.allowed.kinds


def test_every_table_declares_its_rights_and_its_data_class() -> None:
    for model in models_kept():
        assert model.rights in Rights
        assert 1 <= model.data_class <= 5
        if model.rights is Rights.CHANGE:
            assert issubclass(model, Record)


def test_every_act_is_found_by_the_first_word_of_its_code() -> None:
    # Doors have acts of their own, which they bring themselves.
    own = {
        code: kind for code, kind in action_kinds().items() if kind.__module__.startswith("kejin.records.")
    }
    assert len(own) > 60
    for code, kind in own.items():
        word = code.split(".")[0]
        assert kind.__module__.removeprefix("kejin.records.") in catalogue.MODULES[word], code


def test_one_act_waits_for_no_engine_of_another() -> None:
    read = (
        "import sys; from kejin.records import load; load(); from kejin.records.actions.action import action_kind; "
        "action_kind('registry.appoint'); print(*sys.modules)"
    )
    # The settings of the records alone: a server's read everything at once.
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True, env=env)
    assert {"kejin.risk", "kejin.policy", "kejin.instruments", "holidays"} & set(done.stdout.split()) == set()
