"""From the command line alone: a file with planted errors to a complete queue of breaks, and to a closed one."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.records.tapes.book import AS_OF, HEADERS, Row, cells, loans, write
from tests.records.tapes.planting import MISTAKES, contract_of
from tests.records.world import Who, World
from typer.testing import CliRunner

from kejin.cli.app import app

BEFORE = date(2026, 1, 31)
runner = CliRunner()


@pytest.fixture(scope="module")
def reporter(world: World) -> Who:
    return world.staff(world.institution("bank"), "handler")


def run(*arguments: str, exit_code: int = 0) -> Any:
    done = runner.invoke(app, [*arguments, "--json"])
    assert done.exit_code == exit_code, done.output
    return json.loads(done.stdout)


def by(who: Who) -> tuple[str, ...]:
    return ("--as", who.username, "--for", str(who.organisation_id))


def planted(book: list[Row]) -> tuple[list[Row], set[tuple[str, str]]]:
    """Every mistake once, each in a row of its own."""
    rows, expected = [], set()
    for at, row in enumerate(book):
        code = sorted(MISTAKES)[at] if at < len(MISTAKES) else None
        right, before = row.by(AS_OF), row.by(BEFORE)
        rows += MISTAKES[code](right, before) if code else [right]
        if code:
            expected.add((contract_of(code, row), code))
    return rows, expected


def test_a_tape_with_planted_errors_becomes_a_complete_queue_of_breaks(reporter: Who, tmp_path: Path) -> None:
    # A fall of what was paid needs a loan that has paid before, so all of these pay by instalments.
    book = [replace(row, repayment="equal_principal") for row in loans(len(MISTAKES) + 3)]
    rows, expected = planted(book)
    back = write(tmp_path / "back.csv", [row.by(BEFORE) for row in book])
    taken = run("tape", "import", str(back), "--month", "2026-01", "--kind", "take_on", *by(reporter))
    assert (
        run("tape", "reconcile", str(taken["content"]["tape_id"]), *by(reporter))["content"]["by_code"] == {}
    )

    file = write(tmp_path / "2026-02.csv", rows)
    came = run("tape", "import", str(file), "--month", "2026-02", *by(reporter))
    again = run("tape", "import", str(file), "--month", "2026-02", *by(reporter))
    assert again == came | {"repeated": True}
    found = run("tape", "reconcile", str(came["content"]["tape_id"]), *by(reporter))["content"]
    assert found["by_code"] == dict.fromkeys(sorted(MISTAKES), 1)
    queue = run("tape", "breaks", "--for", str(reporter.organisation_id))
    assert {(each["contract_number"], each["code"]) for each in queue["breaks"]} == expected
    assert queue["total"] == len(expected)
    balance = next(each for each in queue["breaks"] if each["code"] == "balance")
    assert (balance["difference"], balance["unit"], balance["severity"], balance["days_left"]) == (
        12345,
        "minor",
        "high",
        5,
    )
    assert balance["label"] == {"zh": "余额不平", "en": "The balance does not follow"}

    numbers = json.dumps([each["break_id"] for each in queue["breaks"]])
    run("act", "do", "tape.explain_break", f"break_ids={numbers}", "reason_code=our_error", *by(reporter))
    right = write(tmp_path / "2026-02 更正.csv", [row.by(AS_OF) for row in book])
    better = run(
        "tape",
        "import",
        str(right),
        "--month",
        "2026-02",
        "--corrects",
        str(came["content"]["tape_id"]),
        *by(reporter),
    )
    done = run("tape", "reconcile", str(better["content"]["tape_id"]), *by(reporter))["content"]
    assert (done["differences"], done["closed"]) == (0, len(expected))
    assert run("tape", "breaks", "--for", str(reporter.organisation_id))["total"] == 0
    closed = run("tape", "breaks", "--for", str(reporter.organisation_id), "--state", "closed")
    assert closed["total"] == len(expected)
    states = [each["status"] for each in run("tape", "list", "--for", str(reporter.organisation_id))]
    assert states == ["reconciled", "superseded", "reconciled"]


def test_a_file_with_wrong_cells_is_not_recorded_and_every_cell_is_named(
    reporter: Who, tmp_path: Path
) -> None:
    rows = [row.by(AS_OF) for row in loans(4)]
    table = [cells(row) for row in rows]
    table[1][HEADERS["balance_minor"]] = "1,23"
    table[2][HEADERS["drawn_on"]] = "2025-02-30"
    table[3][HEADERS["credit_code"]] = "91440000XN0000012X"
    table[3][HEADERS["status"]] = ""
    file = write(tmp_path / "wrong.csv", rows[:1], table[1:])
    errors = tmp_path / "errors.csv"
    problem = run(
        "tape", "import", str(file), "--month", "2026-02", "--errors", str(errors), *by(reporter), exit_code=2
    )
    assert problem["error"]["kept"] == "Nothing was imported."
    listed = errors.read_text(encoding="utf-8-sig").splitlines()
    assert len(listed) == 5
    assert [line.split(",")[3] for line in listed[1:]] == ["3", "4", "5", "5"]
    assert not [each for each in run("tape", "list") if each["month"] == "2026-02" and each["rows"] == 4]


def test_the_columns_explain_themselves_and_a_check_needs_no_database(tmp_path: Path) -> None:
    listed = {each["name"]: each for each in run("tape", "columns")}
    assert "贷款余额" in listed["balance_minor"]["headers"]
    file = write(tmp_path / "tape.csv", [row.by(AS_OF) for row in loans(3)])
    assert run("tape", "check", str(file))["rows"] == 3
