"""The office's forms: counts and sums of what tapes tell, no name, no small group."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.records.tapes.book import AS_OF, Row, loans
from tests.records.tapes.conftest import Bank
from tests.records.world import World
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.facts import Label
from kejin.records.statements.forms import Form, forms, group_label, named

PLACES = ("440103", "440106", "440305", "441302")


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Of forty loans nine are of no technology enterprise, one does not say where, one is in dollars."""
    made = []
    for at, row in enumerate(loans(40)):
        place = PLACES[min(at % 5, 3)] if at % 20 else "440783"
        made.append(replace(row.by(AS_OF), place_code=place, industry_code="C39" if at % 3 else "I65",
                            is_technology=at % 4 != 3 or at == 3))  # fmt: skip
    return made


@pytest.fixture(scope="module")
def reported(world: World, rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    owner = world.institution("bank")
    bank = Bank(world.staff(owner, "handler"), world.signer, tmp_path_factory.mktemp("forms"))
    done = bank.brings(rows, kind="take_on")
    assert bank.reconciles(done.content["tape_id"]).content["by_code"] == {}
    return forms(AS_OF, minimum=5)


def the(reported: list[Form], code: str) -> Form:
    return next(form for form in reported if form.code == code)


def test_the_sums_are_those_of_the_tape(reported: list[Form], rows: list[Row]) -> None:
    form = the(reported, "loans.city")
    mine = [row for row in rows if row.is_technology]
    assert form.total.figures is not None
    assert form.total.figures[:2] == (len(mine), sum(row.balance_minor for row in mine))
    assert form.total.enterprises == len({row.credit_code for row in mine})
    counts = Counter(row.place_code[:4] for row in mine)
    for group in form.groups:
        if group.figures is not None:
            assert group.figures[0] == counts[group.key[:4]]
    assert next(group for group in form.groups if group.key.startswith("4401")).key == "4401 广州市 Guangzhou"


def test_small_groups_are_hidden_and_cannot_be_worked_out(reported: list[Form]) -> None:
    form = the(reported, "loans.city")
    gone = [group.key[:4] for group in form.groups if group.figures is None]
    assert "4407" in gone
    assert len(gone) > 1
    assert the(reported, "loans.bank").groups[0].figures is not None


def test_every_form_is_there_and_nobody_is_named(
    reported: list[Form], rows: list[Row], tmp_path: Path
) -> None:
    assert [form.code for form in reported] == [
        "loans.city", "loans.district", "loans.industry", "loans.bank", "shares.city", "shares.bank",
        "subsidies.programme", "subsidies.city", "subsidies.bank",
    ]  # fmt: skip
    out = tmp_path / "forms.xlsx"
    done = CliRunner().invoke(app, ["ledger", "forms", "--month", "2026-02", "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    assert {each["code"] for each in json.loads(done.stdout)} == {form.code for form in reported}
    book = openpyxl.load_workbook(out)
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert len(book.sheetnames) == len(reported)
    assert not texts & {row.credit_code for row in rows}
    assert date(2026, 2, 28).isoformat() in texts


def test_a_place_that_names_the_city_alone_is_called_so_in_the_form_by_district() -> None:
    assert group_label("district", named("district", "440100")) == Label(
        "广州市（未分区县）", "Guangzhou (district not stated)"
    )
    assert group_label("city", named("city", "4401")) == Label("广州市", "Guangzhou")
    assert group_label("district", named("district", "440112")) == Label("黄埔区", "Huangpu")
    assert group_label("district", "999999") == Label("999999", "999999")
