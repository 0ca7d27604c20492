"""The story of a financing, a subsidy and a tape, told by commands alone, and what a forger finds out afterwards."""

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
# Fifteen seconds of a processor's time; a machine that is busy with much else takes minutes.
LONGEST_SECONDS = 900
# Where a forger changes a row behind the guards: what was paid, what is to be paid, what was found in a tape.
FORGED = {
    "financing_compensation": "amount_minor = amount_minor + 1",
    "subsidies_paymentline": "amount_minor = amount_minor + 1",
    "tapes_break": "state = 'closed'",
}


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
    return subprocess.run(words, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False,
                          timeout=LONGEST_SECONDS)  # fmt: skip


@pytest.mark.slow
def test_the_story_is_told_by_commands_and_a_forger_is_found_out(place: Path) -> None:
    told = run(place, "bash", "examples/records/story.sh")
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("✗") == 8
    assert told.stdout.count("✓ holds") == 2
    assert "5 breaks" in told.stdout
    # Everybody had a part in it.
    assert {line.split(" ")[1] for line in told.stdout.splitlines() if line.startswith("✓ ") and " · " in line} >= {
        "wang", "li", "sun", "he", "qian", "zhou", "chen", "wu", "zheng", "feng", "chu", "wei", "jiang", "zhao",
    }  # fmt: skip
    with administrator(EmbeddedServer(place / "db")) as connection:
        connection.execute("SET session_replication_role = 'replica'")
        for table, change in FORGED.items():
            connection.execute(f"UPDATE {table} SET {change} WHERE id = 1")  # noqa: S608 - the words above
    found = run(place, KEJIN, "audit", "verify", "--json")
    assert found.returncode == 1
    wrong = {finding["where"] for finding in json.loads(found.stdout)["findings"]}
    assert wrong == {f"{table} 1" for table in FORGED}
