"""The tests of the records once more, on a PostgreSQL 15 that the system brings.

A cluster of one's own on a private socket, under an ordinary account where root runs the tests. KEJIN_TEST_POSTGRESQL
names the folder of its programs; the usual one is Debian's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.records.embedded import open_place

from kejin.records.database import ADMIN, APP, OWNER, PORT
from kejin.records.database.accounts import Account, account_for

PROGRAMS = Path(os.environ.get("KEJIN_TEST_POSTGRESQL", "/usr/lib/postgresql/15/bin"))
REPOSITORY = Path(__file__).resolve().parents[2]
# What starts embedded servers of its own, and what would begin all this anew.
ELSEWHERE = (
    "test_database_server",
    "test_database_connections",
    "test_crashes",
    "test_backups",
    "test_system_server",
)


@pytest.fixture
def system_server() -> Iterator[str]:
    """How a superuser finds a new, empty server of the system's version."""
    if not (PROGRAMS / "postgres").is_file():
        pytest.skip(f"no PostgreSQL in {PROGRAMS}; set KEJIN_TEST_POSTGRESQL to the folder of its programs")
    shelf = Path(tempfile.mkdtemp(prefix="kejin-system-", dir=open_place()))
    shelf.chmod(0o711)
    home = shelf / "home"
    account = account_for(home)
    home.mkdir(mode=0o700)
    os.chown(home, account.uid, account.gid)
    try:
        begin(account, home)
        yield f"host={home} port={PORT} user={ADMIN}"
    finally:
        account.run([PROGRAMS / "pg_ctl", "stop", "-D", home / "data", "-m", "immediate", "-w"])
        shutil.rmtree(shelf)


def begin(account: Account, home: Path) -> None:
    data = home / "data"
    # Trust is enough behind a socket in a folder that nobody else may enter.
    done(account, "initdb", f"--pgdata={data}", f"--username={ADMIN}", "--auth=trust", "--encoding=UTF8",
         "--locale=C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
    settings = (
        f"-c listen_addresses= -c unix_socket_directories={home} -c port={PORT} -c fsync=off -c timezone=UTC"
    )
    done(account, "pg_ctl", "start", "-w", "-D", str(data), "-l", str(home / "log"), "-o", settings)
    for role in (OWNER, APP):
        done(account, "createuser", f"--host={home}", f"--username={ADMIN}", role)


def done(account: Account, program: str, *arguments: str) -> None:
    result = account.run([PROGRAMS / program, *arguments])
    assert result.returncode == 0, result.stderr.decode(errors="replace")


@pytest.mark.slow
def test_the_records_hold_on_the_systems_postgresql(system_server: str) -> None:
    version = subprocess.run(
        [PROGRAMS / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert " 15." in version or "KEJIN_TEST_POSTGRESQL" in os.environ
    ignored = [f"--ignore={REPOSITORY / 'tests' / 'records' / name}.py" for name in ELSEWHERE]
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", "tests/records", *ignored],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
        env=os.environ | {"KEJIN_TEST_SERVER": system_server, "KEJIN_HYPOTHESIS": "ci"},
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-8_000:] + told.stderr[-2_000:]
    assert " passed" in told.stdout
    print(version.strip(), told.stdout.strip().splitlines()[-1])  # noqa: T201 - the figure of the campaign
