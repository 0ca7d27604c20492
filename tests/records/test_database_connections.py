"""Where the database is said to be, and that Django starts the embedded one when it needs it."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

from kejin.records.database import (
    APP,
    OWNER,
    EmbeddedServer,
    State,
    django_databases,
    embedded,
    embedded_home,
)
from kejin.records.database import embedded_server as server_of_the_environment
from kejin.records.database.backend.base import DatabaseWrapper
from kejin.records.database.connections import LIMITS
from kejin.records.database.processes import residents
from kejin.records.errors import DatabaseError


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "KEJIN_DATABASE", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)


def connection_to(settings: dict[str, object]) -> DatabaseWrapper:
    """A connection as Django would make it from these settings, without its machinery of settings."""
    usual: dict[str, object] = {
        "PASSWORD": "", "HOST": "", "TIME_ZONE": None, "OPTIONS": {}, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False,
        "TEST": {},
    }  # fmt: skip
    return DatabaseWrapper(usual | settings, "default")


@pytest.fixture
def connection(server: EmbeddedServer) -> Iterator[DatabaseWrapper]:
    made = connection_to(embedded(server.folder.home, APP))
    yield made
    made.close()


def one(connection: DatabaseWrapper, question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_the_first_connection_starts_the_embedded_server(
    connection: DatabaseWrapper, server: EmbeddedServer
) -> None:
    assert server.status().state is State.STOPPED
    assert one(connection, "SELECT current_user") == APP
    assert server.status().state is State.RUNNING


def test_a_connection_kept_over_a_killed_server_is_replaced(
    connection: DatabaseWrapper, server: EmbeddedServer
) -> None:
    assert one(connection, "SELECT 1") == 1
    os.kill(server.ensure(), signal.SIGKILL)
    # The process behind our connection survives its postmaster for a moment.
    while any(residents(server.folder.data)):
        time.sleep(0.01)
    # What Django does at the beginning of each request.
    connection.close_if_unusable_or_obsolete()
    assert one(connection, "SELECT 1") == 1


def test_an_error_of_a_server_that_answers_is_not_hidden(server: EmbeddedServer) -> None:
    server.ensure()
    wrong = connection_to(embedded(server.folder.home, APP, "no_such_database"))
    with pytest.raises(OperationalError, match="no_such_database"):
        wrong.ensure_connection()


def test_the_owner_and_the_application_have_a_login_each() -> None:
    databases = django_databases()
    assert {name: parts["USER"] for name, parts in databases.items()} == {"default": APP, "owner": OWNER}


def test_an_address_in_the_environment_names_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://us%40er:p%2Fw@db.example:6543/records?sslmode=verify-full"
    )
    found = django_databases()
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [found["default"][name] for name in names] == ["us@er", "p/w", "db.example", "6543", "records"]
    assert found["owner"] == found["default"] | {"OPTIONS": {"sslmode": "verify-full"}}
    assert found["default"]["OPTIONS"] == {"sslmode": "verify-full", "options": LIMITS}
    assert "EMBEDDED" not in found["default"]
    with pytest.raises(DatabaseError, match="not the embedded one"):
        server_of_the_environment()
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql:///records?host=/run/postgresql&user=owner")
    assert django_databases()["owner"]["HOST"] == "/run/postgresql"
    assert django_databases()["owner"]["USER"] == "owner"


def test_a_bad_address_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:se%cret@[")
    with pytest.raises(DatabaseError, match="DATABASE_URL is not an address") as told:
        django_databases()
    assert "cret" not in str(told.value)


def test_the_embedded_folder_is_named_or_has_its_usual_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert embedded_home() == Path("/var/lib/kejin/postgres")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("HOME", "/home/li")
    assert embedded_home() == Path("/home/li/.local/share/kejin/postgres")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert embedded_home() == Path("/data/kejin/postgres")
    monkeypatch.setenv("KEJIN_DATABASE", "/srv/库")
    assert embedded_home() == Path("/srv/库")
