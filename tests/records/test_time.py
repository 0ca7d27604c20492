"""Days and clocks: zones, 29 February, a clock that was set back, a process that stands still with a key in its hand."""

import itertools
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from tests.records.conftest import copy_of
from tests.records.test_performing import run_in_session
from tests.records.world import Who, World, evidence

from kejin.records.audit.rows import Range, leaves, sealed_tables
from kejin.records.database import EmbeddedServer
from kejin.records.errors import NotPermittedError, OutcomeUnknownError, RefusedError
from kejin.records.kept.models import Act, BusinessDay
from kejin.records.ledger.closing import close_all
from kejin.records.ledger.models import Closing, Entry
from kejin.records.ledger.verifying import replay, verify
from kejin.records.parties.standing import Caller

ZONES = ("UTC", "Asia/Shanghai", "Pacific/Kiritimati", "America/Los_Angeles")
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def treasurer(world: World) -> Who:
    world.office.does("ledger.open_book", book="time", name="资金池", template="pool")
    return world.staff(world.office, "treasurer")


@pytest.fixture
def own(run_server: EmbeddedServer, database: str, treasurer: Who) -> Iterator[Who]:
    """The module's records as a copy, whose days may go on."""
    with copy_of(run_server, database):
        yield treasurer


def post(who: Who, key: str = "") -> Entry:
    key = key or f"t{next(_numbers)}"
    done = who.does(
        "ledger.post", key=key, reason="时", book="time", kind="pool.contribution", amount_minor=1
    )
    return Entry.objects.get(pk=done.content["entry_id"])


def test_in_every_zone_an_entry_counts_for_the_open_day_and_its_digest_is_the_same(treasurer: Who) -> None:
    digests = set()
    day = BusinessDay.objects.latest("day").day
    [table] = [table for table in sealed_tables() if table.name == "ledger_entry"]
    made = [post(treasurer)]
    for zone in ZONES:
        run_in_session(f"SET timezone = '{zone}'")
        made.append(post(treasurer))
        assert made[-1].business_date == day
        with transaction.atomic():
            digests.add(tuple(leaves(Range(table, made[0].pk - 1, made[0].pk))))
    connection.close()
    assert len(digests) == 1
    assert made[-1].recorded_at - made[0].recorded_at < timedelta(hours=1)


@pytest.mark.usefixtures("own")
def test_the_twenty_ninth_of_february_is_a_day_like_any_other(world: World, own: Who) -> None:
    firm = world.enterprise()
    username = f"leap{next(_numbers)}"
    world.office.does("registry.register_person", username=username, name="代表")
    lodged = world.examiner.does(
        "registry.lodge_authority", username=username, organisation_id=firm.organisation_id, kind="power_of_attorney",
        evidence_sha256=evidence(username), valid_from="2024-02-29", valid_until="2028-02-29",
    )  # fmt: skip
    world.signer.does(
        "registry.verify_authority",
        authority_id=lodged.content["authority_id"],
        evidence_sha256=evidence(username),
    )
    leap = Who(username, firm.organisation_id)
    need: dict[str, Any] = {"amount_minor": 1, "term_months": 12, "purpose": "研发"}
    for day in ("2028-02-28", "2028-02-29"):
        world.office.does("day.open", reason="测试", day=day)
        assert str(post(own).business_date) == day
        leap.does("financing.state_need", **need)
    world.office.does("day.open", day="2028-03-01")
    with pytest.raises(NotPermittedError):
        leap.does("financing.state_need", **need)
    closed = [day for _, day, _ in close_all(Caller(own.username, own.organisation_id))]
    assert closed[-2:] == ["2028-02-28", "2028-02-29"]
    assert verify() == []


def test_a_clock_that_was_set_back_changes_no_business_day_and_no_order(world: World, own: Who) -> None:
    first = post(own)
    # As the tables' own clock would show it: everything that is recorded from now on seems an hour older.
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'recorded_at' AND table_schema = 'public'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {name} ALTER recorded_at SET DEFAULT now() - interval '1 hour'")
    later = post(own)
    assert later.recorded_at < first.recorded_at
    assert (later.business_date, later.pk > first.pk) == (first.business_date, True)
    with pytest.raises(RefusedError, match="opened in order"):
        world.office.does("day.open", day=(first.business_date - timedelta(days=1)).isoformat())
    world.office.does("day.open", day=(first.business_date + timedelta(days=1)).isoformat())
    assert post(own).business_date > later.business_date
    [(closed, entries)] = closings(own)
    assert closed == str(first.business_date)
    assert entries == Entry.objects.filter(business_date=first.business_date).count()
    assert verify() == []
    assert replay() == []


def closings(who: Who) -> list[tuple[str, int]]:
    list(close_all(Caller(who.username, who.organisation_id)))
    return [(str(closing.day), closing.entries) for closing in Closing.objects.order_by("day")]


def test_a_key_is_free_again_when_its_process_stands_still(treasurer: Who) -> None:
    inside = threading.Event()
    told: list[Any] = []

    def stalls(execute: Any, *arguments: Any) -> Any:
        if "kept_reply" in arguments[0]:
            run_in_session("SET LOCAL idle_in_transaction_session_timeout = '400ms'")
            inside.set()
            threading.Event().wait(3)
        return execute(*arguments)

    def stall() -> None:
        try:
            with connection.execute_wrapper(stalls):
                post(treasurer, "stuck")
        except OutcomeUnknownError as error:
            told.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=stall)
    thread.start()
    assert inside.wait(30)
    entry = post(treasurer, "stuck")
    thread.join()
    assert len(told) == 1
    assert Act.objects.filter(key="stuck").count() == 1
    assert entry.act.key == "stuck"
