"""The files of a real server: every setting is one that the code reads, every command one that there is."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kejin.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NAME = re.compile(r"\b(?:KEJIN_[A-Z_]+|DATABASE(?:_OWNER)?_URL)\b")
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMMAND = "/opt/kejin/.venv/bin/kejin "
# A setting of Django's, not of the environment.
OTHER = {"KEJIN_FOLDER"}
SOURCES = (ROOT / "src" / "kejin").rglob("*.py")
READ = set(NAME.findall("".join(path.read_text(encoding="utf-8") for path in SOURCES))) - OTHER


def test_every_setting_that_is_documented_is_read_and_every_one_that_is_read_is_documented() -> None:
    documented = set(NAME.findall((ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")))
    assert documented == READ


def test_the_file_of_settings_names_only_settings() -> None:
    lines = (DEPLOY / "kejin.env").read_text(encoding="utf-8").splitlines()
    named = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert named
    assert set(named) <= READ


def commands() -> list[str]:
    lines = [line for unit in UNITS for line in unit.read_text(encoding="utf-8").splitlines()]
    called = [line.partition(COMMAND)[2] for line in lines if line.startswith("Exec") and COMMAND in line]
    return [words.split('"')[0] for words in called]


@pytest.mark.parametrize("words", commands())
def test_every_command_of_a_unit_is_there_with_its_options(words: str) -> None:
    given = shlex.split(words)
    names = given[: next((place for place, word in enumerate(given) if word.startswith("-")), len(given))]
    done = CliRunner().invoke(
        app, [*names, "--help"], env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}
    )
    assert done.exit_code == 0, done.output
    assert [word for word in given if word.startswith("--") and word not in done.output] == []


def test_every_unit_reads_the_settings_and_runs_under_its_own_account() -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        if unit.suffix == ".service":
            assert "EnvironmentFile=/etc/kejin/kejin.env" in text, unit.name
            assert "User=kejin" in text, unit.name
        else:
            assert (unit.with_suffix(".service")).is_file(), unit.name


def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS:
        # The account and the programs are of the server, not of this machine.
        text = (
            unit.read_text(encoding="utf-8")
            .replace("User=kejin", "User=daemon")
            .replace("Group=kejin", "Group=daemon")
        )
        (tmp_path / unit.name).write_text(re.sub(r"/opt/kejin/\S+", "/bin/true", text), encoding="utf-8")
    paths = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
