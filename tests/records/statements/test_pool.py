"""A pool's statement: what it says is what was paid in, compensated, recovered and is owed; and it adds up."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.records.players import Case, Cast
from tests.records.world import World
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.records.errors import RefusedError
from kejin.records.statements.pool import PoolStatement, pool_statement

DAY = date(2026, 3, 2)
NEXT = date(2026, 3, 3)


@pytest.fixture(scope="module")
def settled(cast: Cast, world: World) -> tuple[Case, Case]:
    """One claim paid and partly recovered; one claim on which nobody has decided on the first day."""
    case, waiting = Case.stated(cast), Case.stated(cast)
    claim = case.claimed(12_345_679)
    assessed = cast.assessor.does("financing.assess_claim", claim_id=claim).content
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    cast.judge.does("financing.decide_claim", key="d1", **about)
    cast.other_judge.does("financing.decide_claim", key="d2", **about)
    cast.teller.does("financing.pay_compensation", key="p1", claim_id=claim)
    case.by(cast.handler, "recover", key="r1", recovered_on="2026-03-02", amount_minor=1_000_000)
    for key, kind, amount in (("i1", "pool.income", 5_000), ("f1", "pool.fee", 300), ("f2", "pool.fee", 200)):
        cast.teller.does(
            "ledger.post", key=key, reason="利息与费用", book="gz-pool", kind=kind, amount_minor=amount
        )
    wrong = cast.teller.does(
        "ledger.post", key="w1", reason="误记", book="gz-pool", kind="pool.contribution", amount_minor=77
    )
    cast.teller.does("ledger.reverse", key="w2", reason="冲正", entry_id=wrong.content["entry_id"])
    waiting.claimed(1_000_000)
    world.office.does("day.open", day=NEXT.isoformat())
    return case, waiting


@pytest.fixture(scope="module")
def first_day(settled: tuple[Case, Case]) -> PoolStatement:
    assert settled
    return pool_statement("gz-pool", DAY, DAY)


def test_opening_and_moves_give_the_closing(first_day: PoolStatement) -> None:
    assert first_day.holds
    assert set(first_day.opening.values()) == {0}
    moved = {move.kind: (move.entries, move.amount_minor) for move in first_day.moves}
    assert moved == {
        "pool.contribution": (3, 10**10), "pool.income": (1, 5_000), "pool.fee": (2, 500),
        "pool.admission": (1, 6_172_840), "pool.payment": (1, 6_172_840), "pool.recovery": (1, 500_000),
    }  # fmt: skip
    assert first_day.closing == {
        "cash": 10**10 + 5_000 - 500 - 6_172_840 + 500_000, "capital": 10**10 + 4_500, "payable": 0,
        "compensation": 6_172_840 - 500_000,
    }  # fmt: skip


def test_each_compensated_loan_and_each_commitment_is_named(
    first_day: PoolStatement, settled: tuple[Case, Case]
) -> None:
    case, waiting = settled
    loan = first_day.loans[0]
    assert (loan.contract_number, loan.admitted_minor, loan.paid_minor, loan.recovered_minor) == (
        f"HT-{case.number}", 6_172_840, 6_172_840, 500_000,
    )  # fmt: skip
    assert [(each.kind, each.contract_number, each.amount_minor) for each in first_day.commitments] == [
        ("claimed", f"HT-{waiting.number}", 1_000_000)
    ]


def test_the_room_left_to_limits_and_stop_lines_is_that_of_the_one_allocation(
    first_day: PoolStatement,
) -> None:
    assert first_day.rooms_unknown == ""
    assert first_day.rooms
    for room in first_day.rooms:
        assert room.agreement == "loan_loss_compensation.bank_mode"
        if room.amount_minor is not None:
            assert room.room_minor == max(room.amount_minor - room.used_minor, 0)


def test_the_day_after_opens_with_what_the_day_before_closed_with(first_day: PoolStatement) -> None:
    after = pool_statement("gz-pool", NEXT, NEXT)
    assert after.opening == first_day.closing == after.closing
    assert after.holds
    assert after.moves == ()
    with pytest.raises(RefusedError, match="ends before it begins"):
        pool_statement("gz-pool", NEXT, DAY)


def test_the_command_writes_a_workbook_of_equal_bytes(first_day: PoolStatement, tmp_path: Path) -> None:
    assert first_day.holds
    days = ("--from", DAY.isoformat(), "--to", DAY.isoformat())
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for out in (one, two):
        done = CliRunner().invoke(app, ["ledger", "statement", "gz-pool", *days, "--out", str(out), "--json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["closing"] == dict(first_day.closing)
    assert one.read_bytes() == two.read_bytes()
    again = CliRunner().invoke(app, ["ledger", "statement", "gz-pool", *days, "--out", str(one)])
    assert again.exit_code == 2


def test_the_command_speaks_in_words_too(first_day: PoolStatement) -> None:
    days = ("--from", first_day.since.isoformat(), "--to", first_day.until.isoformat())
    done = CliRunner().invoke(app, ["ledger", "statement", "gz-pool", *days])
    assert done.exit_code == 0, done.output
    assert "核对无误" in done.stdout
    assert "追偿收回 Recovery: 1 · 5,000.00" in done.stdout
