"""A payment file: each payment once, totals that add up, no cell that is a formula, the same bytes each time."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st
from tests.records.players import Case, Cast
from tests.records.test_subsidies import GRANTED, facts_of
from tests.records.world import Who, World
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.records.statements.payments import PaymentOrder, control_of
from kejin.records.subsidies.models import PaymentLine


@pytest.fixture(scope="module")
def listed(world: World, cast: Cast) -> dict[str, Any]:
    """Two subsidies of one file; the name of one enterprise looks like a formula."""
    makers = world.staff(world.office, "treasurer"), world.staff(world.office, "treasurer")
    world.office.does("ledger.open_book", book="interest", name="贴息预算", template="budget")
    makers[0].does(
        "ledger.post",
        key="b1",
        reason="年度预算",
        book="interest",
        kind="budget.appropriation",
        amount_minor=10**9,
    )
    world.office.does(
        "subsidy.open_programme", programme="interest-2026", name="贷款贴息", book="interest",
        decision="loan_interest_subsidy.subsidy", amount="granted_subsidy_fen", notice_days=0,
    )  # fmt: skip
    world.office.does("approval.set_limit", reason="内控", kind="subsidy", above_minor=10**8)
    named = world.enterprise("=1+1")
    for firm in (cast.firm, named):
        approve(world, cast, firm)
    world.office.does("day.open", day="2026-03-03")
    done = makers[0].does("subsidy.payment_file", key="file", programme="interest-2026").content
    assert len(done["lines"]) == 2
    return done | {"confirmer": makers[1]}


def approve(world: World, cast: Cast, firm: Who) -> None:
    own = replace(cast, firm=firm)
    contract = f"HT-{Case.stated(own).contracted().number}"
    entitled = cast.handler.does(
        "subsidy.entitle", programme="interest-2026", contract_number=contract, quarter="2026Q1",
        law_date="2026-04-10", facts=facts_of(contract),
    ).content["subsidy_id"]  # fmt: skip
    firm.does("subsidy.claim", key=f"c{entitled}", subsidy_id=entitled)
    checked = world.examiner.does("subsidy.check", key=f"k{entitled}", subsidy_id=entitled).content
    about = {name: checked[name] for name in ("approval_id", "content_sha256")}
    world.signer.does("subsidy.decide", key=f"d{entitled}", subsidy_id=entitled, **about)


def made(listed: dict[str, Any], out: Path) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["ledger", "payment", str(listed["file_id"]), "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    form: dict[str, Any] = json.loads(done.stdout)
    return form


def test_total_and_control_sums_are_those_of_the_payments(listed: dict[str, Any], tmp_path: Path) -> None:
    form = made(listed, tmp_path / "p.csv")
    assert form["total_minor"] == sum(each["amount_minor"] for each in form["payments"]) == 2 * GRANTED
    assert (
        form["control"]
        == sum(each["subsidy_id"] * each["amount_minor"] for each in form["payments"]) % 10**12
    )
    assert form["sha256"] == listed["sha256"]
    rows = list(csv.reader((tmp_path / "p.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[3][1] == "2"
    assert [row[7] for row in rows[9:]] == [str(GRANTED)] * 2
    assert [row[6] for row in rows[9:]] == ["27562.50"] * 2


def test_no_cell_becomes_a_formula(listed: dict[str, Any], tmp_path: Path) -> None:
    made(listed, tmp_path / "p.csv")
    made(listed, tmp_path / "p.xlsx")
    assert "'=1+1" in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "p.xlsx").active.iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_same_file_gives_the_same_bytes_and_is_paid_once(listed: dict[str, Any], tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    assert made(listed, first)["paid"] is False
    listed["confirmer"].does(
        "subsidy.confirm_paid", key="paid", file_id=listed["file_id"], sha256=listed["sha256"]
    )
    assert made(listed, second)["paid"] is True
    assert first.read_bytes() == second.read_bytes()


def test_a_file_whose_lines_were_changed_is_not_written(listed: dict[str, Any], tmp_path: Path) -> None:
    line = PaymentLine.objects.filter(file_id=listed["file_id"]).earliest("pk")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE subsidies_paymentline DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE subsidies_paymentline SET amount_minor = amount_minor + 1 WHERE id = %s", [line.pk]
        )
    out = tmp_path / "p.csv"
    done = CliRunner().invoke(app, ["ledger", "payment", str(listed["file_id"]), "--out", str(out), "--json"])
    assert json.loads(done.stdout)["error"]["code"] == "records.payment_file"
    assert not out.exists()


@given(st.lists(st.integers(1, 10**12), min_size=2, max_size=8, unique=True), st.data())
def test_two_amounts_that_change_places_change_the_control_sum(
    amounts: list[int], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(amounts) - 2))
    swapped = [*amounts]
    swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
    one, two = (orders(each) for each in (amounts, swapped))
    if (amounts[first] - amounts[first + 1]) % 10**12:
        assert control_of(one) != control_of(two)


def orders(amounts: list[int]) -> tuple[PaymentOrder, ...]:
    return tuple(PaymentOrder(at, "", "", "", "", amount) for at, amount in enumerate(amounts, 1))
