"""The supervisor of the embedded server: whatever it finds, it ends with one server or with words."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.records.embedded import Copy

from kejin.records.database import ADMIN, APP, DATABASE, OWNER, PORT, EmbeddedServer, State, login
from kejin.records.database import server as server_module
from kejin.records.database.accounts import account_for
from kejin.records.database.binaries import installed
from kejin.records.database.processes import PID_FILE, postmaster, residents
from kejin.records.errors import FolderError, ServerError

ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root can act under another account")
# What another process does: perhaps become another account once everything is loaded, then ask for the server.
ENSURE = """
import os, pwd, sys
from dataclasses import replace
from pathlib import Path
from kejin.records.database import EmbeddedServer
if len(sys.argv) > 2:
    account = pwd.getpwnam(sys.argv[2])
    os.setgroups([]), os.setgid(account.pw_gid), os.setuid(account.pw_uid)
print(EmbeddedServer(Path(sys.argv[1]), durable=False).ensure())
"""


def connect(server: EmbeddedServer, user: str = APP, password: str | None = None) -> psycopg.Connection:
    password = login(server.folder, user).password if password is None else password
    return psycopg.connect(
        host=str(server.folder.sockets), port=PORT, dbname=DATABASE, user=user, password=password
    )


def ensure_elsewhere(home: Path, *account: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ENSURE, str(home), *account],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=os.environ | variables,
    )


def test_the_first_call_makes_a_server_and_the_second_finds_it(place: Path) -> None:
    server = EmbeddedServer(place, durable=False)
    assert server.status().state is State.ABSENT
    pid = server.ensure()
    assert server.ensure() == pid
    status = server.status()
    assert (status.state, status.pid) == (State.RUNNING, pid)
    assert server.stop()
    assert not server.stop()
    assert server.status().state is State.STOPPED
    assert not list(residents(server.folder.data))


def test_a_durable_server_says_that_what_it_acknowledges_is_on_the_disk(server: EmbeddedServer) -> None:
    durable = EmbeddedServer(server.folder.home)
    durable.ensure()
    with connect(durable) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)


@pytest.mark.parametrize("name", ['with spaces, 科金\'s "own"', "long" * 30, "-D"])
def test_a_folder_may_have_any_name(copy: Copy, shelf: Path, name: str) -> None:
    server = copy(shelf / name)
    server.ensure()
    with connect(server) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (APP,)
    assert server.folder.sockets.stat().st_mode & 0o777 == 0o700


def test_a_cluster_is_made_where_the_folder_has_a_difficult_name(shelf: Path) -> None:
    server = EmbeddedServer(shelf / 'new 科金\'s "cluster", made', durable=False)
    server.ensure()
    with connect(server, OWNER) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_nobody_comes_in_without_the_right_password(server: EmbeddedServer) -> None:
    server.ensure()
    for user in (ADMIN, OWNER, APP):
        with connect(server, user) as connection:
            row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (user == ADMIN,)
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            connect(server, user, "")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(server, user, login(server.folder, user).password + "x")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(server, APP, login(server.folder, OWNER).password)


def test_the_server_listens_on_no_network_and_has_no_trust(server: EmbeddedServer) -> None:
    pid = server.ensure()
    kinds = {connection.family for connection in psutil.Process(pid).net_connections("inet")}
    assert kinds == set()
    hba = (server.folder.data / "pg_hba.conf").read_text()
    assert [line.split()[-1] for line in hba.splitlines() if line and line[0] != "#"] == ["scram-sha-256"]


def test_passwords_show_neither_in_words_nor_to_other_accounts(server: EmbeddedServer) -> None:
    pid = server.ensure()
    held = login(server.folder, ADMIN)
    assert held.password not in repr(held)
    assert not any(held.password in part for part in psutil.Process(pid).cmdline())
    assert (server.folder.data / "kejin.json").stat().st_mode & 0o077 == 0
    assert server.folder.home.stat().st_mode & 0o077 == 0


def test_the_text_is_unicode_and_sorts_by_code_point(server: EmbeddedServer) -> None:
    server.ensure()
    with connect(server) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT 'Z' < 'a', lower('ÄÖÜ'), length('科金')").fetchone() == (
            True,
            "äöü",
            2,
        )


def test_processes_that_come_at_once_get_one_server(place: Path) -> None:
    command = [sys.executable, "-c", ENSURE, str(place)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {process.communicate()[0].strip() for process in started}
    assert {process.returncode for process in started} == {0}
    assert told == {str(EmbeddedServer(place).status().pid)}


def test_a_killed_postmaster_is_replaced_and_what_was_committed_is_there(server: EmbeddedServer) -> None:
    first = server.ensure()
    with connect(server, OWNER) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    os.kill(first, signal.SIGKILL)
    second = server.ensure()
    assert second != first
    with connect(server, OWNER) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_cut_or_stale_pid_file_does_not_stop_a_start(server: EmbeddedServer) -> None:
    server.ensure()
    for held in ("", "12", "not a number\n", "-4\n", "99999999\n"):
        server.stop()
        (server.folder.data / PID_FILE).write_text(held)
        assert server.status().state is State.STOPPED
        assert server.ensure() == postmaster(server.folder.data)


def test_a_pid_file_that_names_a_living_stranger_is_not_believed(server: EmbeddedServer) -> None:
    stranger = os.getpid()
    (server.folder.data / PID_FILE).write_text(
        f"{stranger}\n{server.folder.data}\n0\n{PORT}\n{server.folder.sockets}\n"
    )
    assert server.status().pid is None
    assert server.ensure() != stranger


def test_the_server_of_another_folder_is_a_stranger_too(
    copy: Copy, place: Path, server: EmbeddedServer
) -> None:
    pid = server.ensure()
    other = copy(place.with_name("other"))
    shutil.copy(server.folder.data / PID_FILE, other.folder.data / PID_FILE)
    assert other.ensure() != pid


def test_stale_sockets_and_their_locks_are_cleared(server: EmbeddedServer) -> None:
    pid = server.ensure()
    os.kill(pid, signal.SIGKILL)
    while any(residents(server.folder.data)):
        time.sleep(0.01)
    lock = server.folder.sockets / f".s.PGSQL.{PORT}.lock"
    assert lock.exists()
    lock.write_text(f"{os.getpid()}\n")
    assert server.ensure() != pid


def test_an_interrupted_making_is_begun_anew(server: EmbeddedServer) -> None:
    server.folder.data.rename(server.folder.unfinished)
    (server.folder.unfinished / "PG_VERSION").unlink()
    assert server.status().state is State.ABSENT
    server.ensure()
    assert not server.folder.unfinished.exists()


def test_a_process_killed_while_it_makes_the_cluster_leaves_nothing_in_the_way(place: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ENSURE, str(place)], start_new_session=True)
    server = EmbeddedServer(place, durable=False)
    while not server.folder.unfinished.exists():
        time.sleep(0.002)
    process.kill()
    process.wait()
    server.ensure()
    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_server_outlives_whoever_started_it_and_is_stopped_by_another(server: EmbeddedServer) -> None:
    told = ensure_elsewhere(server.folder.home)
    assert server.status().pid == int(told.stdout)
    assert server.stop()


def test_variables_of_the_caller_do_not_reach_the_server(place: Path) -> None:
    odd = {
        "LC_ALL": "zh_CN.UTF-8",
        "LANG": "xx_YY",
        "PGDATA": "/nowhere",
        "PGPORT": "1",
        "PGUSER": "x",
        "TZ": "X",
    }
    done = ensure_elsewhere(place, **odd)
    assert done.returncode == 0, done.stderr
    with connect(EmbeddedServer(place)) as connection:
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)


def test_a_folder_that_holds_something_else_is_left_alone(place: Path) -> None:
    place.mkdir(mode=0o750)
    if ROOT:
        os.chown(place, pwd.getpwnam("nobody").pw_uid, -1)
    (place / "letter.txt").write_text("mine")
    before = place.stat()
    with pytest.raises(FolderError, match="holds something else") as told:
        EmbeddedServer(place).ensure()
    assert "letter.txt" in str(told.value)
    assert [path.name for path in place.iterdir()] == ["letter.txt"]
    assert place.stat() == before


def test_an_empty_folder_of_the_account_is_taken(place: Path) -> None:
    place.mkdir()
    if ROOT:
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
    server = EmbeddedServer(place, durable=False)
    server.ensure()
    assert server.folder.home.stat().st_mode & 0o777 == 0o700


@needs_root
def test_root_takes_no_folder_of_its_own(place: Path) -> None:
    place.mkdir()
    with pytest.raises(FolderError, match="belongs to root"):
        EmbeddedServer(place).ensure()
    assert (place.stat().st_uid, list(place.iterdir())) == (0, [])


@needs_root
def test_a_closed_parent_is_named_and_not_opened(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700, parents=True)
    before = closed.stat().st_mode
    with pytest.raises(FolderError, match="cannot reach its folder") as told:
        EmbeddedServer(closed / "below" / "db").ensure()
    assert str(closed) in str(told.value)
    assert closed.stat().st_mode == before
    assert not (closed / "below" / "db").exists()


@needs_root
def test_programs_out_of_reach_are_copied(
    place: Path, monkeypatch: pytest.MonkeyPatch, server: EmbeddedServer
) -> None:
    closed = place.with_name("closed site")
    closed.mkdir(mode=0o700)
    package = server.programs().root.parent
    for name in (package.name, f"{package.name}.libs"):
        if package.with_name(name).exists():
            shutil.copytree(
                package.with_name(name),
                closed / name,
                ignore=shutil.ignore_patterns("pginstall", "include", "*.a"),
            )
    monkeypatch.syspath_prepend(str(closed))
    assert str(server.programs().root).startswith(str(closed))
    pid = server.ensure()
    assert Path(psutil.Process(pid).exe()).is_relative_to(server.folder.programs)
    server.stop()
    assert server.ensure() != pid


@needs_root
def test_an_ordinary_account_does_all_of_it_and_another_one_is_refused(place: Path) -> None:
    place.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    home = place / "db"
    programs = EmbeddedServer(home).programs()
    if account_for(place).run([programs["postgres"], "--version"]).returncode != 0:
        pytest.skip("this environment is closed to other accounts")
    done = ensure_elsewhere(home, "nobody")
    assert done.returncode == 0, done.stderr
    assert psutil.Process(int(done.stdout)).username() == "nobody"
    again = ensure_elsewhere(home, "nobody")
    assert again.stdout == done.stdout, again.stderr
    refused = ensure_elsewhere(home, "daemon")
    assert "FolderError" in refused.stderr
    assert "belongs to another account" in refused.stderr
    assert EmbeddedServer(home).stop()


def test_a_server_that_cannot_start_says_what_its_log_says(server: EmbeddedServer) -> None:
    with (server.folder.data / "postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = 'a lot'\n")
    with pytest.raises(ServerError, match="does not start") as told:
        server.ensure()
    assert "shared_buffers" in str(told.value.found)


def test_a_server_whose_socket_is_gone_is_named_and_can_be_stopped(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = server.ensure()
    (server.folder.sockets / f".s.PGSQL.{PORT}").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(server_module, "_DEAF_SECONDS", 0.05)
        with pytest.raises(ServerError, match="does not answer"):
            server.ensure()
    assert server.status().state is State.STARTING
    assert server.stop()
    assert server.ensure() != pid


def test_a_socket_folder_that_others_may_enter_is_refused(server: EmbeddedServer) -> None:
    server.folder.claim_sockets(server.folder.account())
    server.folder.sockets.chmod(0o755)
    with pytest.raises(FolderError, match="not private"):
        server.ensure()


def test_a_cluster_of_a_version_that_is_not_there_is_left_alone(server: EmbeddedServer) -> None:
    (server.folder.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(ServerError, match="another version") as told:
        server.ensure()
    assert told.value.found == 12


def test_a_moved_folder_starts_where_it_is_now(server: EmbeddedServer) -> None:
    server.ensure()
    server.stop()
    moved = server.folder.home.with_name("moved")
    server.folder.home.rename(moved)
    later = EmbeddedServer(moved, durable=False)
    later.ensure()
    with connect(later) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert later.stop()


def test_a_server_that_starts_slowly_is_waited_for_and_not_taken_for_dead(
    server: EmbeddedServer, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an overloaded machine seconds pass before a process writes its number; nobody may start another meanwhile."""
    real = installed(server.folder.data).within_reach(server.folder.account(), server.folder.programs)
    program = shelf / "slow" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nsleep 2\nexec "{real["postgres"]}" "$@"\n', encoding="utf-8")
    for path in (program, program.parent, program.parent.parent):
        path.chmod(0o755)
    slow = replace(real, root=program.parent.parent)
    monkeypatch.setattr(server_module, "installed", lambda _: slow)
    pid = server.ensure()
    assert pid == postmaster(server.folder.data)
    assert set(residents(server.folder.data)) >= {pid}
