"""Database and writers killed at random under sixteen writers; and the same look at it with the key check off.

The seed is printed with a failure: the same one kills in the same order.
"""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from tests.records.crash_writer import told
from tests.records.test_performing import run_sql
from tests.records.world import DAY, Who, World

from kejin.records.actions import performing
from kejin.records.database import EmbeddedServer
from kejin.records.database.pointing import pointed_at
from kejin.records.errors import OutcomeUnknownError
from kejin.records.kept.migrating import migrate
from kejin.records.kept.models import Act
from kejin.records.ledger.models import Entry
from kejin.records.ledger.verifying import replay, verify
from kejin.records.registry.founding import found

WRITERS, PROCESSES = 16, 2
WRITER = Path(__file__).with_name("crash_writer.py")


@pytest.fixture
def crashing(server: EmbeddedServer) -> Iterator[EmbeddedServer]:
    """A server of one's own with a pool and its teller; Django's connections of this process lead to it."""
    with pointed_at(server):
        migrate()
        office = found("局", ("root.office", "甲"), DAY)
        root = Who("root.office", office)
        root.does("registry.register_person", username="teller", name="出纳")
        root.does("registry.appoint", username="teller", organisation_id=office, role="treasurer")
        root.does("ledger.open_book", book="crash", name="池", template="pool")
        yield server


@contextmanager
def writers(server: EmbeddedServer, folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes with as many writers each; told to stop and waited for at the end."""
    started = [start(server, folder, place) for place in range(PROCESSES)]
    try:
        yield started
        (folder / "stop").touch()
        for process in started:
            process.wait(timeout=60)
    finally:
        for process in started:
            process.kill()
            process.wait()


def start(server: EmbeddedServer, folder: Path, place: int) -> subprocess.Popen[bytes]:
    share = WRITERS // PROCESSES
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), str(place * share), str(share)],
        env=environment | {"KEJIN_DATABASE": str(server.folder.home)},
    )


def kill_and_look(server: EmbeddedServer, folder: Path, *, rounds: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - replayed, not secret
    with writers(server, folder) as processes:
        await_progress(folder, 0)
        for _ in range(rounds):
            before = acknowledged(folder)
            time.sleep(chance.uniform(0.05, 0.4))
            os.kill(server.ensure(), signal.SIGKILL)
            place = chance.randrange(2 * PROCESSES)
            if place < PROCESSES:
                processes[place].kill()
                processes[place].wait()
                processes[place] = start(server, folder, place)
            await_readiness(server)
            await_progress(folder, before)
    asked = set().union(*(told(log)[0] for log in folder.glob("*.log")))
    done = set().union(*(told(log)[1] for log in folder.glob("*.log")))
    connections.close_all()
    keys = Act.objects.filter(code="ledger.post").values_list("key", flat=True)
    # What comes after ~ tells tries apart where each has a key of its own.
    stored = [str(key).partition("~")[0] for key in keys]
    assert len(stored) == len(set(stored)), f"twice under one key, seed {seed}"
    assert done <= set(stored), f"acknowledged and lost, seed {seed}"
    assert set(stored) <= asked, f"stored and never asked for, seed {seed}"
    assert Entry.objects.count() == len(stored), f"acts and entries differ, seed {seed}"
    assert verify() == []
    assert replay() == []


def acknowledged(folder: Path) -> int:
    return sum(len(told(log)[1]) for log in folder.glob("*.log"))


def await_readiness(server: EmbeddedServer) -> None:
    """The database answers again within a minute, whoever starts it."""
    began = time.monotonic()
    server.ensure()
    assert time.monotonic() - began < 60, "not ready again after a minute"


def await_progress(folder: Path, before: int) -> None:
    """Wait until more is acknowledged than before. A writer that begins anew has a program to load first, for which a
    busy machine takes longer than the database for its recovery.
    """
    deadline = time.monotonic() + 300
    while acknowledged(folder) <= before:
        assert time.monotonic() < deadline, "the writers stand still"
        time.sleep(0.05)


def test_killed_at_random_nothing_is_lost_or_done_twice(crashing: EmbeddedServer, tmp_path: Path) -> None:
    kill_and_look(crashing, tmp_path, rounds=5, seed=20_260_302)


@pytest.mark.slow
def test_killed_two_hundred_times_nothing_is_lost_or_done_twice(
    crashing: EmbeddedServer, tmp_path: Path
) -> None:
    kill_and_look(crashing, tmp_path, rounds=200, seed=random.SystemRandom().randrange(10**6))


# The other half of the proof: what the harness looks for is what would happen. Five kills
# make sure of it on a busy machine, too.


@pytest.mark.slow
def test_without_keys_the_same_harness_finds_what_was_done_twice(
    crashing: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEJIN_CRASH_KEYS", "new")
    with pytest.raises(AssertionError, match="twice under one key"):
        kill_and_look(crashing, tmp_path, rounds=5, seed=20_260_303)


@pytest.mark.slow
def test_without_the_lock_on_balances_the_same_harness_finds_them_wrong(
    crashing: EmbeddedServer, tmp_path: Path
) -> None:
    run_sql("owner", "ALTER TABLE ledger_posting DISABLE TRIGGER keep_balances")
    with pytest.raises(AssertionError, match="balances that are not the sum of their postings"):
        kill_and_look(crashing, tmp_path, rounds=5, seed=20_260_304)


def lossy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every third reply is lost on its way back, after the act was recorded."""
    count = itertools.count(1)
    once = performing._once

    def losing(*arguments: Any) -> Any:
        done = once(*arguments)
        if next(count) % 3 == 0:
            raise OutcomeUnknownError("the reply was lost")
        return done

    monkeypatch.setattr(performing, "_once", losing)


def retried(who: Who, key: Any) -> None:
    while True:
        try:
            who.does(
                "ledger.post", key=key(), reason="x", book="lossy", kind="pool.contribution", amount_minor=1
            )
        except OutcomeUnknownError:
            continue
        return


@pytest.mark.parametrize(("keeps_its_key", "entries"), [(True, 30), (False, 44)])
def test_a_lost_reply_is_harmless_with_the_key_and_caught_without(
    world: World, monkeypatch: pytest.MonkeyPatch, keeps_its_key: bool, entries: int
) -> None:
    teller = world.staff(world.office, "treasurer")
    if keeps_its_key:
        world.office.does("ledger.open_book", book="lossy", name="池", template="pool")
    before = Entry.objects.filter(book__code="lossy").count()
    numbers = itertools.count(1)
    lossy(monkeypatch)
    for number in range(30):
        retried(
            teller, (lambda kept=number: f"kept-{kept}") if keeps_its_key else lambda: f"new-{next(numbers)}"
        )
    assert Entry.objects.filter(book__code="lossy").count() - before == entries
