"""`kejin act` and `kejin db migrate | found` on a database of their own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.records.embedded import open_place

from kejin.records.database import EmbeddedServer


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    shelf = Path(tempfile.mkdtemp(prefix="kejin-cli-", dir=open_place()))
    shelf.chmod(0o711)
    EmbeddedServer(shelf / "db", durable=False).ensure()
    yield shelf / "db"
    EmbeddedServer(shelf / "db").stop()
    shutil.rmtree(shelf)


def kejin(folder: Path, *words: str, given: str = "") -> tuple[int, Any]:
    """Run a command as a person would, in a process of its own; gives its exit code and its JSON."""
    done = subprocess.run(
        [sys.executable, "-c", "from kejin.cli import main; main()", *words, "--json"],
        capture_output=True, text=True, check=False, input=given,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | {"KEJIN_DATABASE": str(folder)},
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def test_records_are_founded_and_acts_done_from_the_command_line(folder: Path) -> None:
    code, found = kejin(folder, "db", "migrate", "--check")
    assert (code, found["right"]) == (1, False)
    code, told = kejin(folder, "act", "do", "notice.see", "notice_id=1", "--as", "a", "--for", "1")
    assert (code, told["error"]["code"], told["error"]["expected"]) == (
        2, "records.database", "`kejin db migrate` to have been run",
    )  # fmt: skip
    code, found = kejin(folder, "db", "migrate")
    assert (code, found["right"], found["missing"]) == (0, True, [])
    assert "kept.0001_initial" in found["ran"]
    code, found = kejin(
        folder, "db", "found", "局", "--administrator", "wang", "--name", "王", "--day", "2026-03-02"
    )
    office = str(found["organisation_id"])
    who = ("--as", "wang", "--for", office, "--key", "k1")
    body = json.dumps({"kind": "bank", "name": "库内银行", "credit_code": "91440000XN0000012W"})
    words = ("act", "do", "registry.register_organisation", "name=示例银行", "--body", "-", *who)
    code, first = kejin(folder, *words, given=body)
    assert (code, first["repeated"], first["subject"][2]) == (0, False, "示例银行")
    code, again = kejin(folder, *words, given=body)
    assert (code, again) == (0, first | {"repeated": True})
    code, refused = kejin(folder, *words, "place_code=440100", given=body)
    assert (code, refused["error"]["code"]) == (2, "records.key_reused")


def test_the_rest_of_the_command_line_loads_neither_django_nor_the_database() -> None:
    script = (
        "import sys, kejin.cli.app; print([n for n in sys.modules if n in ('django', 'psycopg', 'psutil')])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
