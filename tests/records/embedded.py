"""The embedded server of a test run: one for all workers, started by the first test that asks, stopped at the end.

pytest loads this as a plugin (tests/conftest.py), because only the process that started the workers knows the end.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kejin.records.database.server import EmbeddedServer

Copy = Callable[[Path], EmbeddedServer]

VARIABLE = "KEJIN_TEST_DATABASE"
_PREFIX = "kejin-test-"
# Memory, where there is plenty: a cluster is forty megabytes that are thrown away a second later.
_MEMORY = Path("/dev/shm")  # noqa: S108 - the server makes a private folder there
_DISK = Path("/tmp")  # noqa: S108 - likewise
_PLENTY_BYTES = 4 * 2**30


def open_place() -> Path:
    """A folder for servers. Not pytest's own: it is closed to the account under which root runs the server."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _PLENTY_BYTES:
        return _MEMORY
    return _DISK


def home() -> Path:
    """The folder of this run's server."""
    return Path(os.environ[VARIABLE])


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder, for the workers too; they inherit the environment."""
    if not hasattr(config, "workerinput"):
        os.environ[VARIABLE] = str(open_place() / f"{_PREFIX}{os.getpid()}")
        _sweep()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and throw it away."""
    if not hasattr(config, "workerinput") and home().exists():
        discard(home())


def discard(folder: Path) -> None:
    EmbeddedServer(folder).stop()
    shutil.rmtree(folder)


def _sweep() -> None:
    """Throw away what a killed run of the same user left."""
    for folder in open_place().glob(f"{_PREFIX}*"):
        number = folder.name.removeprefix(_PREFIX)
        mine = os.geteuid() in {0, folder.stat().st_uid}
        if mine and number.isdecimal() and not psutil.pid_exists(int(number)):
            discard(folder)
