"""The embedded server: started when it is needed, by whoever needs it first; stopped only on request."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import psutil
from psycopg import pq

from kejin.records.database import processes
from kejin.records.database.accounts import Account
from kejin.records.database.binaries import Programs, installed
from kejin.records.database.cluster import make_cluster, write_settings
from kejin.records.database.folders import PORT, ServerFolder
from kejin.records.errors import ServerError

# Recovery after a crash reads at most `max_wal_size`; a slow disk may need minutes for it.
START_SECONDS = 600.0
STOP_SECONDS = 120.0
# How long the children of a killed postmaster may take to notice.
_ORPHAN_SECONDS = 60.0
# How long a process that was just started may take to become the postmaster of its folder.
_FRESH_SECONDS = 20.0
# A postmaster whose socket somebody deleted lives and never answers; a starting one has a socket by then.
_DEAF_SECONDS = 20.0
_LOG_TAIL_BYTES = 2_000


class State(Enum):
    """What an embedded server is doing."""

    ABSENT = "absent"
    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Status:
    """An embedded server as it is now; the fields that need a running or a made server are None without one."""

    state: State
    home: Path
    account: str | None
    pid: int | None
    version: int | None
    sockets: Path


class EmbeddedServer:
    """The server whose folder is `home`. Any number of processes may hold one of these for the same folder.

    Attributes:
        folder: Where everything of it lies.
        durable: Whether what it acknowledges survives the machine's loss of power. False only for tests, which then
            take half the time; a killed process loses nothing either way.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.folder = ServerFolder(home)
        self.durable = durable

    def ensure(self, *, patience_seconds: float = START_SECONDS) -> int:
        """Make sure that the server is there and answers; gives its process id.

        The first call makes the cluster (under a second), later ones start it (a tenth). Of several processes one
        does the work and the others wait for it.

        Raises:
            FolderError: The folder is not ours to use.
            ServerError: PostgreSQL does not start; the message holds the end of its log.
        """
        mine = self.folder.claim()
        with self.folder.locked(mine) as account:
            pid = processes.postmaster(self.folder.data)
            # One that was there may be about to end, killed a moment ago.
            if pid is None or not self._await_ready(pid, patience_seconds):
                pid = self._start(mine, account)
                if not self._await_ready(pid, patience_seconds):
                    raise self._failed("The embedded database does not start")
            return pid

    def stop(self, *, patience_seconds: float = STOP_SECONDS) -> bool:
        """Stop the server; open transactions are rolled back. Gives whether one was running.

        Raises:
            ServerError: It does not end in time, or belongs to another account.
        """
        account = self.folder.account()
        if not self.folder.is_claimed:
            return False
        with self.folder.locked(account) as account:
            pid = processes.postmaster(self.folder.data)
            if pid is not None:
                processes.interrupt(pid)
            if not _until(lambda: not any(processes.residents(self.folder.data)), patience_seconds):
                raise ServerError(
                    "The embedded database does not stop",
                    expected=f"its end within {patience_seconds:.0f} s",
                    found=f"process {pid} still running",
                    where=str(self.folder.home),
                    kept="Nothing was lost; it ends when its last client does.",
                )
            self.folder.drop_sockets(account)
            return pid is not None

    def status(self) -> Status:
        """What the server is doing, without changing anything.

        Raises:
            FolderError: The folder belongs to another account.
        """
        folder = self.folder
        if not folder.home.exists() or not folder.is_claimed:
            return Status(State.ABSENT, folder.home, None, None, None, folder.sockets)
        account = folder.account()
        if not folder.data.is_dir():
            return Status(State.ABSENT, folder.home, account.name, None, None, folder.sockets)
        pid = processes.postmaster(folder.data)
        answers = pid is not None and self.answer() == pq.Ping.OK
        state = State.RUNNING if answers else State.STOPPED if pid is None else State.STARTING
        return Status(state, folder.home, account.name, pid, installed(folder.data).major, folder.sockets)

    def programs(self) -> Programs:
        """PostgreSQL's programs of this cluster's version, where the caller reaches them."""
        return installed(self.folder.data)

    def _start(self, mine: Account, account: Account) -> int:
        """Start the server under `mine`; everything else is done by `account`, whose programs hold the lock."""
        folder = self.folder
        programs = installed(folder.data).within_reach(account, folder.programs)
        if folder.data.is_dir():
            self._clear_remains(account)
        else:
            make_cluster(folder, programs, account, durable=self.durable)
        folder.claim_sockets(account)
        write_settings(folder, folder.data, account, durable=self.durable)
        # Started by a shell that ends at once, so that the server is nobody's child here: a child that dies stays in
        # the list of processes until its parent asks, and looks alive to PostgreSQL.
        script = 'umask 077; "$1" -D "$2" </dev/null >"$3" 2>&1 & echo $!'
        done = mine.run(["/bin/sh", "-c", script, "sh", programs["postgres"], folder.data, folder.log])
        return int(done.stdout)

    def _clear_remains(self, account: Account) -> None:
        """Remove what a killed server left; PostgreSQL itself refuses where such a number lives again elsewhere."""
        folder = self.folder
        if not _until(lambda: not any(processes.residents(folder.data)), _ORPHAN_SECONDS):
            raise ServerError(
                "Processes of a killed server still work in the data folder",
                expected=f"their end within {_ORPHAN_SECONDS:.0f} s",
                found=f"process {next(processes.residents(folder.data), '?')}",
                where=str(folder.data),
                kept="Nothing was changed; a second server beside them would damage the data.",
            )
        socket = folder.sockets / f".s.PGSQL.{PORT}"
        account.run(["/bin/rm", "-f", "--", folder.data / processes.PID_FILE, socket, f"{socket}.lock"])

    def _await_ready(self, pid: int, patience_seconds: float) -> bool:
        """Wait until the server answers; False where its process ended before."""
        began = time.monotonic()
        while (answer := self.answer()) != pq.Ping.OK:
            waited = time.monotonic() - began
            # A fresh process needs a moment until it has moved into its folder and written its number; on an overloaded
            # machine, seconds. Whoever took it for dead would delete the number that it is about to write.
            fresh = waited < _FRESH_SECONDS and _is_there(pid)
            if not fresh and processes.postmaster(self.folder.data) != pid:
                return False
            if waited > patience_seconds:
                raise self._failed(f"The embedded database is not ready after {patience_seconds:.0f} s")
            if answer == pq.Ping.NO_RESPONSE and waited > _DEAF_SECONDS:
                raise self._failed("The embedded database runs and does not answer; `kejin db stop` ends it")
            time.sleep(0.01)
        return True

    def answer(self) -> pq.Ping:
        """What the server says to a caller who has not logged in: OK, REJECT while it starts, or NO_RESPONSE."""
        parts = (
            f"host='{_quoted(self.folder.sockets)}'",
            f"port={PORT}",
            "dbname=postgres",
            "connect_timeout=2",
        )
        return pq.Ping(pq.PGconn.ping(os.fsencode(" ".join(parts))))

    def _failed(self, what: str) -> ServerError:
        folder = self.folder
        return ServerError(
            what,
            expected="a server that answers",
            found=_tail(
                [folder.log, *sorted((folder.data / "log").glob("*.log"), key=os.path.getmtime)[-1:]]
            ),
            where=str(folder.home),
            kept="The data folder was left as it was.",
        )


def _until(done: Callable[[], bool], patience_seconds: float) -> bool:
    deadline = time.monotonic() + patience_seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _is_there(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "\\'")


def _tail(logs: list[Path]) -> str:
    held = [
        log.read_bytes()[-_LOG_TAIL_BYTES:].decode(errors="replace").strip() for log in logs if log.is_file()
    ]
    return "\n".join(text for text in held if text) or "an empty log"
