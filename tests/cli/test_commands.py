"""The commands that need no table: codes, facts, version, errors, help."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from kejin import __version__
from kejin.cli.app import COMMANDS, app
from kejin.cli.late import Late, LateCommand
from kejin.cli.options import dates_of
from kejin.facts import dictionary
from kejin.policy import Dates

runner = CliRunner()
GOOD = "91440000XN0000012W"


def test_the_version_is_printed() -> None:
    done = runner.invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"kejin {__version__}\n")


def commands(group: Any, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, held in group.commands.items():
        command = held.itself() if isinstance(held, LateCommand) else held
        inner = hasattr(command, "commands")
        found += commands(command, (*prefix, name)) if inner else [(*prefix, name)]
    return found


EVERY = commands(get_command(app))


@pytest.mark.parametrize(("name", "late"), COMMANDS.items())
def test_a_command_says_the_same_of_itself_whether_it_is_loaded_or_not(name: str, late: Late) -> None:
    assert " ".join(str(late.load(name).help).split("\n\n")[0].split()) == late.words


HEAVY = {"polars", "numpy", "numba", "django", "holidays", "jinja2", "kejin.policy", "kejin.facts"}


@pytest.mark.parametrize(
    "line", ["--help", "act --help", "ledger --help", "db --help", "filings --help", "work --help"]
)
def test_whoever_asks_for_help_does_not_wait_for_engines(line: str) -> None:
    read = (
        "import sys; from kejin.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", read, *line.split()], capture_output=True, text=True, check=True
    )
    assert "Usage:" in done.stdout
    assert HEAVY & set(done.stderr.split()) == set()


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_command_explains_itself_and_knows_json(command: tuple[str, ...]) -> None:
    done = runner.invoke(app, [*command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})
    assert done.exit_code == 0
    assert "Usage:" in done.stdout
    assert "--json" in done.stdout


def test_the_group_of_commands_is_the_one_promised() -> None:
    assert {command[0] for command in EVERY} == {
        "run", "report", "explain", "offers", "matrix", "import", "link", "synth", "facts", "id", "policy", "risk", "db",
        "contracts",
        "act", "ledger", "filings", "consent", "work", "tape", "audit", "backup", "restore", "demo", "web", "password",
        "token", "api",
    }  # fmt: skip
    assert {command[1] for command in EVERY if command[0] == "policy"} == {
        "list", "show", "lint", "cases", "explain", "diff", "impact", "gaps", "calendar", "handbook", "schema",
    }  # fmt: skip
    assert {command[1] for command in EVERY if command[0] == "risk"} == {
        "list", "allocate", "simulate", "solvency", "compare", "price", "reserve",
    }  # fmt: skip


def test_every_command_stands_in_the_page_about_the_command_line() -> None:
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    for command in EVERY:
        inner = rf"[^\n]*\b{command[1]}" if len(command) > 1 else ""
        assert re.search(rf"kejin {command[0]}\b{inner}\b", page), command


def test_a_good_code_passes_and_a_bad_one_says_why_and_fails() -> None:
    assert runner.invoke(app, ["id", GOOD]).exit_code == 0
    done = runner.invoke(app, ["id", GOOD, GOOD[:-1] + "3"])
    assert done.exit_code == 1
    good, bad = done.stdout.splitlines()[:2]
    assert good == f"✓ {GOOD}"
    assert bad.startswith("✗ ")
    assert "expected" in done.stdout


def test_codes_as_json_are_one_document() -> None:
    done = runner.invoke(app, ["id", GOOD.lower(), "x", "--json"])
    parts = json.loads(done.stdout)
    assert [(part["code"], part["valid"]) for part in parts] == [(GOOD, True), ("x", False)]


def test_the_facts_are_listed_by_grain_and_found_by_any_of_their_names() -> None:
    done = runner.invoke(app, ["facts", "list", "--grain", "loan", "--json"])
    listed = [fact["name"] for fact in json.loads(done.stdout)]
    assert listed == [fact.name for fact in dictionary().values() if fact.grain.value == "loan"]
    for name in ("rd_expense_fen", "研发费用", "研发投入"):
        assert (
            json.loads(runner.invoke(app, ["facts", "show", name, "--json"]).stdout)["name"]
            == "rd_expense_fen"
        )
    found = runner.invoke(app, ["facts", "list", "--find", "研发费用", "--lang", "zh"]).stdout
    assert "rd_expense_fen" in found
    assert "loan_rate" not in found


def test_an_unknown_fact_ends_in_words_and_exit_code_2_without_a_traceback() -> None:
    done = runner.invoke(app, ["facts", "show", "rd_expence_fen"])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "no such fact" in done.stderr
    assert "rd_expense_fen" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_with_json_is_a_document_on_standard_output() -> None:
    done = runner.invoke(app, ["facts", "show", "rd_expence_fen", "--json"])
    assert done.exit_code == 2
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "facts.unknown"
    assert error["found"] == "rd_expence_fen"


def test_a_traceback_comes_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEJIN_DEBUG", "1")
    done = runner.invoke(app, ["facts", "show", "rd_expence_fen"])
    assert done.exception is not None
    assert type(done.exception).__name__ != "SystemExit"


@pytest.mark.parametrize("text", ["2026-13-01", "yesterday", "2026/03/01"])
def test_a_date_that_is_none_is_refused_with_an_example(text: str) -> None:
    done = runner.invoke(app, ["policy", "list", "--law", text])
    assert done.exit_code == 2
    assert "2026-03-31" in done.stderr


def test_the_dates_default_to_the_facts_day_and_today() -> None:
    today = dates_of(None, None, None)
    assert today.law == today.facts_as_of == today.known_by
    day = date(2025, 12, 31)
    assert dates_of(None, day, None) == Dates(day, day, today.known_by)
    assert dates_of(date(2026, 4, 1), day, day) == Dates(date(2026, 4, 1), day, day)


def test_every_schema_is_printed_and_an_unknown_one_is_named() -> None:
    every = json.loads(runner.invoke(app, ["policy", "schema"]).stdout)
    assert {"policy", "parameters", "tables", "sources", "cases", "overlay"} <= set(every)
    one = json.loads(runner.invoke(app, ["policy", "schema", "tables"]).stdout)
    assert one == every["tables"]
    assert runner.invoke(app, ["policy", "schema", "poems"]).exit_code == 2


def test_explaining_without_a_run_says_what_to_do(tmp_path: object) -> None:
    done = runner.invoke(app, ["explain", GOOD, "--run", str(tmp_path)])
    assert done.exit_code == 2
    assert "kejin run" in done.stderr
