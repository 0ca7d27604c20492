"""Where a trial lies, and that only one runs there at a time."""

import fcntl
import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kejin.errors import FileError, InputError

# Root's own folders are closed to the account that the database runs under.
_ROOT_HOME = Path("/var/lib")
_DIGITS = 8
_PORTS_TRIED = 20
_LOCK, _MARK = "running", "kejin-trial"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial: its folders, and what is asked of it.

    Attributes:
        home: Its records, site, logs: everything that is not a result.
        province: The synthetic province.
        out: The run whose answers the pages show, with its report.
        enterprises, seed: Of the province.
        firms: How many of its enterprises take part in the business on record.
        password: With which everybody logs in.
        host, port: Where the pages are served.
    """

    home: Path
    province: Path
    out: Path
    enterprises: int
    seed: int
    firms: int
    password: str
    host: str
    port: int

    @property
    def address(self) -> str:
        """The address of the pages, as a browser on this machine asks for it."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not listened on
        return f"http://{host}:{self.port}/"

    @property
    def first(self) -> Path:
        """The facts of the province's first enterprises."""
        return self.home / "first"

    @property
    def log(self) -> Path:
        """What server and worker say."""
        return self.home / "site" / "log" / "server.log"


def usual_home(folder: Path) -> Path:
    """Where the trial of a working folder lies, unless somebody says otherwise: each folder has its own."""
    digest = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:_DIGITS]
    if os.geteuid() == 0:
        base = _ROOT_HOME
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "kejin-trial" / f"{folder.absolute().name}-{digest}"


def claim(home: Path) -> None:
    """Make the trial's folder, or know it again.

    Raises:
        FileError: The folder holds something else.
    """
    if home.exists() and any(home.iterdir()) and not (home / _MARK).is_file():
        raise FileError(
            "The folder holds something that is no trial of Kejin",
            expected="a new folder, or that of an earlier trial", where=str(home), kept="Nothing was changed.",
        )  # fmt: skip
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o755)
        (home / _MARK).touch()
    except OSError as error:
        raise FileError(
            "The folder of the trial cannot be made",
            expected="a place where you may write, with --home (make run DEMO=…)", found=error.strerror or str(error),
            where=str(home), kept="Nothing was started.",
        ) from error  # fmt: skip


@contextmanager
def alone(trial: Trial) -> Iterator[None]:
    """Keep the trial's folder for this process.

    Raises:
        FileError: Another process serves it; the message says where.
    """
    claim(trial.home)
    with (trial.home / _LOCK).open("a+", encoding="utf-8") as lock:
        lock.seek(0)
        where = lock.read().strip()
        try:
            # Released by the system when the process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FileError(
                "It is running already", expected=f"a browser at {where}", where=str(trial.home),
                kept="Nothing was changed; what runs goes on.",
            ) from error  # fmt: skip
        lock.truncate(0)
        lock.write(trial.address)
        lock.flush()
        yield


def free_port(host: str, asked: int | None, usual: int = 8000) -> int:
    """The port that was asked for; without one the usual one, or the next that is free.

    Raises:
        InputError: The port is taken, or none of those tried is free.
    """
    tried = [asked] if asked is not None else list(range(usual, usual + _PORTS_TRIED))
    for port in tried:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise InputError(
        "No port is free for the pages", expected="a free one with --port (make run PORT=…)",
        found=f"taken: {tried[0]}" if asked is not None else f"taken: {tried[0]} to {tried[-1]}",
        kept="Nothing was started.",
    )  # fmt: skip
