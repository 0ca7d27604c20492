"""The story of one financing and one subsidy, told by commands alone, and what a forger finds out afterwards."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.records.embedded import open_place

from kejin.records.backups.backing_up import administrator
from kejin.records.database import EmbeddedServer

REPOSITORY = Path(__file__).resolve().parents[2]
KEJIN = Path(sys.executable).with_name("kejin")


@pytest.fixture
def place() -> Iterator[Path]:
    shelf = Path(tempfile.mkdtemp(prefix="kejin-story-", dir=open_place()))
    shelf.chmod(0o711)
    EmbeddedServer(shelf / "db", durable=False).ensure()
    yield shelf
    EmbeddedServer(shelf / "db").stop()
    shutil.rmtree(shelf)


def run(place: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "KEJIN": str(KEJIN), "KEJIN_DATABASE": str(place / "db"), "KEJIN_AUDIT_KEY": str(place / "key.pem"),
        "KEJIN_AUDIT_SEALS": str(place / "seals"),
    }  # fmt: skip
    return subprocess.run(words, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_story_is_told_by_commands_and_a_forger_is_found_out(place: Path) -> None:
    told = run(place, "bash", "examples/records/story.sh")
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("✗") == 8
    assert told.stdout.count("✓ holds") == 2
    with administrator(EmbeddedServer(place / "db")) as connection:
        connection.execute("SET session_replication_role = 'replica'")
        connection.execute("UPDATE financing_compensation SET amount_minor = amount_minor + 1")
        connection.execute("UPDATE subsidies_paymentline SET amount_minor = amount_minor + 1")
    found = run(place, KEJIN, "audit", "verify", "--json")
    assert found.returncode == 1
    assert {finding["where"] for finding in json.loads(found.stdout)["findings"]} == {
        "financing_compensation 1", "subsidies_paymentline 1",
    }  # fmt: skip
