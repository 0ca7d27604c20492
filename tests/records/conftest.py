"""Servers for the tests of the supervisor, and databases for all the others.

Every module of tests has a database of its own, copied from one that was migrated once in the run. Tests commit as in
life and are told apart by the parties that they make; nothing is cleaned up, since nothing can be deleted.
"""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from tests.records.embedded import Copy, home, open_place

from kejin.records import load
from kejin.records.database import ADMIN, APP, OWNER, PORT, EmbeddedServer, embedded, login

load()

# Below this line Django's models may be imported.
from tests.records.players import Cast, players  # noqa: E402
from tests.records.world import Who, World  # noqa: E402

from kejin.records.kept.migrating import migrate  # noqa: E402
from kejin.records.ledger.models import Book  # noqa: E402

TEMPLATE = "kejin_template"
SYSTEM = os.environ.get("KEJIN_TEST_SERVER", "")
"""Another server than the embedded one, as test_system_server.py starts it: where a superuser finds it."""


@pytest.fixture(scope="session")
def shelf() -> Iterator[Path]:
    """A folder that every account may pass through, gone at the end with the servers below it."""
    folder = Path(tempfile.mkdtemp(prefix="kejin-shelf-", dir=open_place()))
    folder.chmod(0o711)
    yield folder
    for marker in folder.rglob("kejin-database"):
        EmbeddedServer(marker.parent).stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def made(shelf: Path) -> Path:
    """A cluster that was made, started once and stopped."""
    server = EmbeddedServer(shelf / "made", durable=False)
    server.ensure()
    assert server.stop()
    return server.folder.home


@pytest.fixture
def place(shelf: Path, request: pytest.FixtureRequest) -> Path:
    name: str = request.node.name
    return shelf / name[:60].replace("[", "-").replace("]", "")


@pytest.fixture
def copy(made: Path) -> Iterator[Copy]:
    """Makes stopped servers of one's own, as copies of one that was made."""
    copies: list[EmbeddedServer] = []

    def copied(place: Path) -> EmbeddedServer:
        subprocess.run(["cp", "-a", made, place], check=True)
        copies.append(EmbeddedServer(place, durable=False))
        return copies[-1]

    yield copied
    for server in copies:
        server.stop()
        # At once, before the system begins to write it to the disk.
        shutil.rmtree(server.folder.home, ignore_errors=True)


@pytest.fixture
def server(copy: Copy, place: Path) -> EmbeddedServer:
    """A stopped server of one's own."""
    return copy(place)


@pytest.fixture(scope="session")
def run_server() -> EmbeddedServer:
    """The server of the run, with a migrated database to copy."""
    server = EmbeddedServer(home(), durable=False)
    if not SYSTEM:
        server.ensure()
    with administrator(server) as connection:
        # Whoever of the workers comes first makes it.
        connection.execute("SELECT pg_advisory_lock(1)")
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
        if found is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*named(TEMPLATE, OWNER)))
            migrate_template()
        connection.execute("SELECT pg_advisory_unlock(1)")
    return server


def migrate_template() -> None:
    point_django_at(TEMPLATE)
    migrate()
    connections.close_all()


@pytest.fixture(scope="module")
def database(run_server: EmbeddedServer) -> Iterator[str]:
    """A database of the module's own, empty but for its tables; Django's connections lead to it."""
    name = f"t_{uuid.uuid4().hex}"
    with administrator(run_server) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*named(name, TEMPLATE, OWNER))
        )
        point_django_at(name)
        yield name
        connections.close_all()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(*named(name)))


@pytest.fixture(scope="module")
def world(database: str) -> World:
    """A founded office with its people, in the module's database."""
    assert database
    return World()


@pytest.fixture(scope="module")
def cast(world: World) -> Cast:
    """An enterprise, a bank and a pool with their people, in the module's database."""
    return players(world)


@pytest.fixture(scope="module")
def treasurers(world: World) -> tuple[Who, Who]:
    return world.staff(world.office, "treasurer"), world.staff(world.office, "treasurer")


@pytest.fixture(scope="module")
def budget(world: World, treasurers: tuple[Who, Who]) -> Book:
    done = world.office.does("ledger.open_book", book="interest", name="贴息预算", template="budget")
    treasurers[0].does(
        "ledger.post",
        key="b1",
        reason="年度预算",
        book="interest",
        kind="budget.appropriation",
        amount_minor=10**9,
    )
    world.office.does(
        "subsidy.open_programme", programme="interest-2026", name="贷款贴息", book="interest",
        decision="loan_interest_subsidy.subsidy", amount="granted_subsidy_fen", notice_days=5,
    )  # fmt: skip
    world.office.does("approval.set_limit", reason="内控", kind="subsidy", above_minor=10**8)
    return Book.objects.get(pk=done.content["book_id"])


def administrator(server: EmbeddedServer) -> psycopg.Connection:
    """A superuser's connection, in the database where nothing of ours is."""
    return connected(server, "postgres")


def connected(server: EmbeddedServer, database: str, **options: Any) -> psycopg.Connection:
    """A superuser's connection to a database of the run's server."""
    if SYSTEM:
        return psycopg.connect(SYSTEM, dbname=database, autocommit=True, **options)
    password = login(server.folder, ADMIN).password
    return psycopg.connect(
        host=str(server.folder.sockets), port=PORT, dbname=database, user=ADMIN, password=password, autocommit=True,
        **options,
    )  # fmt: skip


def superuser(server: EmbeddedServer, database: str) -> psycopg.Connection:
    """A superuser's connection to a database, whom no trigger holds back."""
    return connected(server, database, options="-c session_replication_role=replica")


@contextmanager
def copy_of(server: EmbeddedServer, database: str) -> Iterator[str]:
    """A copy of a database, to which Django's connections lead until it is thrown away."""
    connections.close_all()
    name = f"c_{uuid.uuid4().hex}"
    with administrator(server) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*named(name, database, OWNER))
        )
        point_django_at(name)
        try:
            yield name
        finally:
            point_django_at(database)
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(*named(name)))


def named(*names: str) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in names]


def point_django_at(name: str) -> None:
    """Let every thread's next connection lead to a database of the run's server."""
    connections.close_all()
    for alias, user in (("default", APP), ("owner", OWNER)):
        connections.settings[alias].update(embedded(home(), user, name))
        if SYSTEM:
            parts = conninfo_to_dict(SYSTEM)
            connections.settings[alias].update(
                EMBEDDED="", HOST=parts["host"], PORT=parts["port"], PASSWORD=""
            )
