"""Which processes of PostgreSQL live in a data folder, whatever a stale file says."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil

PID_FILE = "postmaster.pid"
_PROGRAM = "postgres"


def postmaster(data: Path) -> int | None:
    """The process that serves a data folder, by its pid file; None where that is missing, cut or stale.

    The number in the file may long belong to another process: only a postgres that works in this folder counts, and
    not one that has ended and waits for its parent to notice.
    """
    try:
        pid = int((data / PID_FILE).read_text(encoding="utf-8", errors="replace").partition("\n")[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if pid > 0 and _lives_in(pid, data) else None


def residents(data: Path) -> Iterator[int]:
    """Every process of PostgreSQL that works in a data folder: after a killed postmaster, its children for a while."""
    return (pid for pid in psutil.pids() if _lives_in(pid, data))


def interrupt(pid: int) -> None:
    """Ask a postmaster for its fast shutdown: open transactions are rolled back, everything is written."""
    os.kill(pid, signal.SIGINT)


def _lives_in(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        if process.name() != _PROGRAM or process.status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}:
            return False
        return Path(process.cwd()).samefile(data)
    # Gone meanwhile, or somebody else's, which cannot work in a folder that is closed to all but its owner.
    except (psutil.Error, OSError):
        return False
