"""The folder of an embedded server: what lies in it, how it comes to be, and the lock that lets one process act.

<home>/kejin-database     says whose folder this is; who holds its lock may set up, start and stop
<home>/data/              PostgreSQL's own
<home>/data/kejin.json    the passwords of the three logins, made with the cluster
<home>/run/               the socket, where its path is short enough
<home>/programs/          a copy of PostgreSQL's programs, only where the account cannot reach those installed
<home>/server.log         what the server said before it opened its own log

All of it belongs to the account that the server runs under, and only that account (and root) may look inside.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from kejin.records.database.accounts import Account, account_for
from kejin.records.errors import FolderError, ServerError

PORT = 5432
MARKER = "kejin-database"
_MARKER_TEXT = (
    "Kejin keeps an embedded PostgreSQL in this folder. Do not edit; `kejin db stop` ends the server.\n"
)
# A socket's path may have 107 bytes on Linux and 103 on macOS, with its file name.
_SOCKET_PATH_BYTES = 100
_LOCK_SECONDS = 120.0
_MODE = 0o700


class ServerFolder:
    """The folder `home` of one embedded server. Nothing is made before `claim`.

    Attributes:
        home: Absolute path of the folder.
        data: PostgreSQL's data folder inside it.
    """

    def __init__(self, home: Path) -> None:
        self.home = Path(os.path.abspath(home))  # noqa: PTH100 - resolve() would follow links
        self.data = self.home / "data"
        self.unfinished = self.home / "data.initdb"
        self.programs = self.home / "programs"
        self.log = self.home / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket: inside `home`, or a private temporary one where that path is too long.

        libpq reads a comma as the end of a path and `@` at its beginning as another kind of socket, so such a
        `home` has its socket elsewhere too.
        """
        inside = self.home / "run"
        name = os.fsencode(inside / f".s.PGSQL.{PORT}")
        if len(name) <= _SOCKET_PATH_BYTES and not set(str(inside)) & set(",\"'\\\n"):
            return inside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        # Not tempfile.gettempdir(): two processes with another TMPDIR would look in two places.
        return Path("/tmp") / f"kejin-{digest}"  # noqa: S108 - claim_sockets makes it private or refuses

    @property
    def is_claimed(self) -> bool:
        """Whether `claim` has been here."""
        return (self.home / MARKER).is_file()

    def account(self) -> Account:
        """The account that the server runs under; see `account_for`."""
        return account_for(self.home)

    def claim(self) -> Account:
        """Make the folder, or make sure that it is one of ours. Gives the account that owns it.

        Raises:
            FolderError: It holds something else, belongs to somebody else, or the account cannot reach it.
        """
        account = self.account()
        if not self.home.exists():
            self._make(account)
        elif not self.is_claimed:
            self._adopt(account)
        return account

    def _make(self, account: Account) -> None:
        parent = self.home.parent
        try:
            parent.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix=f".{MARKER}-", dir=parent))
        except OSError as error:
            raise _unwritable(self.home, error) from error
        try:
            (made / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")
            (made / MARKER).chmod(0o600)
            for path in (made / MARKER, made):
                os.chown(path, account.uid, account.gid)
            if account.run(["/bin/sh", "-c", 'cd "$1"', "sh", made]).returncode != 0:
                raise _unreachable(self.home, account)
            # Of two processes that are both here, the later one finds a folder that is not empty.
            with suppress(OSError):
                made.rename(self.home)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        if not self.is_claimed:
            raise FolderError(
                "The folder for the embedded database appeared meanwhile, and is not one of ours",
                where=str(self.home), kept="It was left as it was.",
            )  # fmt: skip

    def _adopt(self, account: Account) -> None:
        """Take an empty folder that the account already owns."""
        if any(self.home.iterdir()):
            raise FolderError(
                "The folder for the embedded database holds something else",
                expected="an empty folder, or one that Kejin made",
                found=", ".join(sorted(path.name for path in self.home.iterdir())[:3]),
                where=str(self.home),
                kept="Nothing was changed there.",
            )
        done = account.run(
            ["/bin/sh", "-c", 'umask 077; chmod 0700 "$1" && cat >"$2"', "sh", self.home, self.home / MARKER],
            given=_MARKER_TEXT.encode(),
        )
        if done.returncode != 0:
            raise _unreachable(self.home, account)

    def claim_sockets(self, account: Account) -> None:
        """Make the socket's folder; it must be a real folder, the account's and private.

        Raises:
            FolderError: Somebody else was there first.
        """
        account.run(["/bin/mkdir", "-m", "0700", self.sockets])
        try:
            state = self.sockets.lstat()
        except OSError as error:
            raise _unwritable(self.sockets, error) from error
        if (state.st_uid, state.st_mode & 0o170777) != (account.uid, 0o040000 | _MODE):
            raise FolderError(
                "The folder of the database's socket is not private",
                expected=f"a folder of {account.name} that nobody else may enter",
                found=oct(state.st_mode & 0o7777),
                where=str(self.sockets),
                kept="The server was not started.",
            )

    def drop_sockets(self, account: Account) -> None:
        """Remove the socket's folder where it is a temporary one and empty."""
        if self.sockets.parent != self.home:
            account.run(["/bin/rmdir", "--", self.sockets])

    @contextmanager
    def locked(self, account: Account) -> Iterator[Account]:
        """Hold the folder's lock; gives the account whose programs hold it as well.

        So the lock is free when the process and all that it started in here have ended, however they end: a killed
        process may leave a program behind that still writes.

        Raises:
            ServerError: Another process held it for two minutes.
        """
        descriptor = os.open(self.home / MARKER, os.O_RDWR | os.O_NOFOLLOW)
        try:
            deadline = time.monotonic() + _LOCK_SECONDS
            while not _try_lock(descriptor):
                if time.monotonic() > deadline:
                    raise ServerError(
                        "Another process is starting or stopping the embedded database",
                        expected=f"its end within {_LOCK_SECONDS:.0f} s",
                        where=str(self.home),
                        kept="Nothing was changed.",
                    )
                time.sleep(0.02)
            yield replace(account, keep=(descriptor,))
        finally:
            os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unwritable(home: Path, error: OSError) -> FolderError:
    return FolderError(
        "The folder for the embedded database cannot be made",
        expected="a place where you may write; KEJIN_DATABASE names one",
        found=error.strerror or str(error),
        where=str(home),
        kept="Nothing was set up.",
    )


def _unreachable(home: Path, account: Account) -> FolderError:
    closed = [
        parent
        for parent in home.parents
        if account.run(["/bin/sh", "-c", 'cd "$1"', "sh", parent]).returncode
    ]
    return FolderError(
        "The account of the embedded database cannot reach its folder",
        expected="parent folders that it may enter; KEJIN_DATABASE names another place",
        found=f"{closed[-1]} is closed to {account.name}" if closed else f"closed to {account.name}",
        where=str(home),
        kept="No folder's permissions were changed.",
    )
