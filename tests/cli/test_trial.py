"""A trial: where it lies, that one at a time runs there, that nothing else is touched; the whole of it, slowly."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kejin.cli.speaking import Speaker
from kejin.cli.trial import starting
from kejin.cli.trial.ending import end
from kejin.cli.trial.places import Trial, alone, claim, free_port, usual_home
from kejin.errors import FileError, InputError
from kejin.records.errors import ServerError


def trial(home: Path, port: int = 8000) -> Trial:
    return Trial(home, home / "province", home / "out", 300, 1, 10, "kejin-demo", "127.0.0.1", port)


def test_each_working_folder_has_a_trial_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    one, other = usual_home(tmp_path / "a" / "kejin"), usual_home(tmp_path / "b" / "kejin")
    assert one.parent == other.parent == tmp_path / "kejin-trial"
    assert one != other
    assert one == usual_home(tmp_path / "a" / "kejin")


def test_a_folder_with_anything_else_in_it_is_neither_used_nor_removed(tmp_path: Path) -> None:
    mine = tmp_path / "letters.txt"
    mine.write_text("mine")
    for act in (claim, end):
        with pytest.raises(FileError, match="no trial"):
            act(tmp_path)
    assert mine.read_text() == "mine"


def test_what_was_made_is_removed_and_nothing_else(tmp_path: Path) -> None:
    home = tmp_path / "trial"
    claim(home)
    assert end(home)
    assert not end(home)
    assert tmp_path.is_dir()


def test_a_second_one_is_told_where_the_first_one_serves(tmp_path: Path) -> None:
    first, second = trial(tmp_path / "trial", 8123), trial(tmp_path / "trial", 8124)
    with alone(first), pytest.raises(FileError, match="running already") as refused, alone(second):
        pass
    assert "http://127.0.0.1:8123/" in str(refused.value)


def test_a_port_that_is_taken_is_passed_over_unless_it_was_asked_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", None, usual=port) > port
        with pytest.raises(InputError, match="No port is free"):
            free_port("127.0.0.1", port)


def test_without_a_database_the_report_is_made_and_then_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def nothing(*_: object) -> Path:
        raise ServerError("The embedded database does not start")

    monkeypatch.setattr(starting, "_prepare", nothing)
    monkeypatch.setattr(sys, "executable", "/bin/echo")
    for name in ("KEJIN_DATABASE", "KEJIN_SITE", "KEJIN_SECOND_FACTOR", "KEJIN_RUN"):
        monkeypatch.setenv(name, "")
    with pytest.raises(ServerError, match="does not start"):
        starting.start(trial(tmp_path / "trial"), Speaker("en"), stay=False)
    made = [line.split()[2] for line in capfd.readouterr().out.splitlines()]
    assert made == ["synth", "run"]


@pytest.mark.slow
def test_a_trial_comes_to_its_end_where_nobody_is_at_a_terminal(tmp_path: Path) -> None:
    # Root's own folders are closed to the account that the database runs under.
    home = usual_home(tmp_path)
    words = ["demo", "start", "--enterprises", "700", "--firms", "12", "--json"]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kejin.cli", *words], cwd=tmp_path, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=1200,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert {one["status"] for one in told["visits"]} == {200}
        assert (tmp_path / "kejin-out" / "report" / "report.html").is_file()
        rows = json.loads((tmp_path / "kejin-out" / "run.json").read_text())["rows"]
        assert rows["enterprise"] == 700
    finally:
        assert end(home)
