"""The story of docs/tapes.md, with the files of examples/tapes."""

import json
from pathlib import Path
from typing import Any

from tests.records.tapes.test_tape_command import by, run, runner
from tests.records.world import World

from kejin.cli.app import app

FILES = Path(__file__).parents[3] / "examples" / "tapes"


def test_five_mistakes_are_found_one_is_accepted_and_the_corrected_tape_closes_the_rest(world: World) -> None:
    bank = world.institution("bank")
    li = world.staff(bank, "handler")

    def tape(file: str, month: str, *more: str) -> dict[str, Any]:
        came = run("tape", "import", str(FILES / file), "--month", month, *more, *by(li))["content"]
        found: dict[str, Any] = run("tape", "reconcile", str(came["tape_id"]), *by(li))["content"]
        return found

    first = tape("2026-01.csv", "2026-01", "--kind", "take_on")
    assert (first["loans"], first["differences"]) == (10, 0)
    wrong = tape("2026-02.csv", "2026-02")
    assert wrong["by_code"] == {
        "balance": 1, "days_past_due": 1, "duplicate_row": 1, "missing_loan": 1, "rate": 1,
    }  # fmt: skip
    queue = run("tape", "breaks", "--for", str(bank.organisation_id))["breaks"]
    rate = next(each["break_id"] for each in queue if each["code"] == "rate")
    run("act", "do", "tape.explain_break", f"break_ids=[{rate}]", "reason_code=rate_reset", *by(li))
    run("act", "do", "tape.accept_break", f"break_ids=[{rate}]", *by(world.signer))
    right = tape("2026-02-corrected.csv", "2026-02", "--corrects", str(wrong["tape_id"]))
    assert (right["differences"], right["closed"]) == (0, 5)
    assert run("tape", "report", str(right["tape_id"]), *by(li)) == []
    assert json.dumps(run("tape", "breaks", "--for", str(bank.organisation_id))["breaks"]) == "[]"


def test_every_command_speaks_in_words_too(world: World) -> None:
    bank = world.institution("bank")
    li = world.staff(bank, "handler")
    number = str(bank.organisation_id)

    def words(*arguments: str) -> str:
        done = runner.invoke(app, [*arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "贷款余额" in words("tape", "columns")
    assert "10 rows" in words("tape", "check", str(FILES / "2026-02.csv"))
    first = words(
        "tape", "import", str(FILES / "2026-01.csv"), "--month", "2026-01", "--kind", "take_on", *by(li)
    )
    tape = int(first.split()[2])
    assert "0 differences" in words("tape", "reconcile", str(tape), *by(li))
    words("tape", "import", str(FILES / "2026-02.csv"), "--month", "2026-02", *by(li))
    assert "漏报贷款 A loan that is missing" in words("tape", "reconcile", str(tape + 1), *by(li))
    queue = words("tape", "breaks", "--for", number, "--lang", "both")
    assert "5 breaks" in queue
    assert "465,777.63 元 → 465,901.08 元" in queue
    assert "reconciled" in words("tape", "list", "--for", number)
    assert "no financing in this tape" in words("tape", "report", str(tape + 1), *by(li))
    assert "科技型企业贷款按地市" in words("ledger", "forms", "--month", "2026-02", "--minimum", "1")
