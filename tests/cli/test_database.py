"""`kejin db` on a server of its own."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.records.embedded import open_place
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.records.database import EmbeddedServer

runner = CliRunner()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shelf = Path(tempfile.mkdtemp(prefix="kejin-cli-", dir=open_place()))
    shelf.chmod(0o711)
    monkeypatch.setenv("KEJIN_DATABASE", str(shelf / "库"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield shelf / "库"
    EmbeddedServer(shelf / "库").stop()
    shutil.rmtree(shelf)


def test_the_database_is_started_shown_and_stopped(folder: Path) -> None:
    absent = runner.invoke(app, ["db", "status"])
    assert (absent.exit_code, absent.stdout.split()[:2]) == (1, ["✗", "absent"])
    assert not folder.exists()
    started = json.loads(runner.invoke(app, ["db", "start", "--json"]).stdout)
    assert (started["state"], started["home"]) == ("running", str(folder))
    status = runner.invoke(app, ["db", "status"])
    assert (status.exit_code, f"pid {started['pid']}" in status.stdout) == (0, True)
    assert json.loads(runner.invoke(app, ["db", "stop", "--json"]).stdout)["state"] == "stopped"
    assert runner.invoke(app, ["db", "status"]).exit_code == 1


def test_a_server_elsewhere_is_not_ours_to_stop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/records")
    done = runner.invoke(app, ["db", "stop"])
    assert done.exit_code == 2
    assert "not the embedded one" in done.stderr
    assert not folder.exists()
