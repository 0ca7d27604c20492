"""Servers for the tests of the supervisor: a cluster that was made once, and copies of it."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.records.embedded import Copy, open_place

from kejin.records import load
from kejin.records.database import EmbeddedServer

load()


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
