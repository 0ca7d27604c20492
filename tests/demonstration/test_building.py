"""The demonstration: business that reaches its ends, all by acts; begun again it goes on; other records are safe."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from kejin.demonstration.building import DAYS, Built, build
from kejin.demonstration.codes import credit_code
from kejin.demonstration.firms import Firm, Right
from kejin.demonstration.lists import Listed
from kejin.demonstration.players import OFFICE
from kejin.facts import FactSet, Grain
from kejin.identity import parse_credit_code
from kejin.records.errors import RefusedError
from kejin.records.filings.models import Dispute, Filing
from kejin.records.financing.models import Financing
from kejin.records.kept.models import Act
from kejin.records.ledger.verifying import replay, verify
from kejin.records.parties.models import Organisation
from kejin.records.pledges.models import Pledge
from kejin.records.publications.models import Objection, PublicList
from kejin.records.subsidies.models import Subsidy
from kejin.records.tapes.models import Break, Tape

UNTIL = date(2026, 6, 30)
# Who comes first defaults or claims a subsidy, who comes last is under way: fourteen are two rounds of all fates.
FIRMS = tuple(
    Firm(
        credit_code(900 + number), f"示例科技{number}有限公司", "4401", "demo_bank_loans.rd_loan",
        300_000_000 + number * 1_000_000, 31_000_000, 12, subsidised=True, rights=(Right(f"XN-{number}-1"),),
    )
    for number in range(14)
)  # fmt: skip

CODES = [firm.credit_code for firm in FIRMS]
FACTS = FactSet(
    {
        Grain.ENTERPRISE: pl.DataFrame({"enterprise_id": CODES, "city_code": ["4401"] * len(CODES)}),
        Grain.FILING: pl.DataFrame(
            {
                "enterprise_id": CODES * 2,
                "year": [2024] * len(CODES) + [2025] * len(CODES),
                "staff_count": range(2 * len(CODES)),
            },
            schema_overrides={"year": pl.Int32, "staff_count": pl.Int64},
        ),
    },
    frozenset(),
)


LISTS = tuple(
    Listed(
        key, "示例", "Examples", [{"credit_code": code, "name": code, "place": "4401"} for code in CODES[:4]],
        {"law": "2026-06-30"},
    )
    for key in ("enterprise_tiers.specialised", "high_tech_enterprise.certified")
)  # fmt: skip


@pytest.fixture(scope="module")
def built(database: str) -> Built:
    assert database
    return build(FIRMS, UNTIL, lambda _days: None, facts=FACTS, lists=LISTS)


def states(rows: Sequence[str]) -> Counter[str]:
    return Counter(rows)


def test_financings_stand_at_every_kind_of_step(built: Built) -> None:
    assert built.day == UNTIL
    found = states(list(Financing.objects.values_list("state", flat=True)))
    assert found.total() == len(FIRMS)
    assert {"contracted", "compensated", "refused", "withdrawn"} <= set(found)
    assert set(Subsidy.objects.values_list("state", flat=True)) & {"paid", "noticed", "listed"}
    # Of four firms that pledge the last comes too late.
    assert Pledge.objects.count() == 3


@pytest.mark.usefixtures("built")
def test_one_list_was_announced_without_a_struck_name_and_one_is_open() -> None:
    ended, on_notice = PublicList.objects.order_by("pk")
    assert [row["credit_code"] for row in ended.conclusion.rows] == CODES[1:4]
    assert on_notice.publication.until >= UNTIL
    assert Objection.objects.get(answer=None).list_id == on_notice.pk


@pytest.mark.usefixtures("built")
def test_a_bank_reports_its_book_and_the_queue_of_breaks_holds_what_it_is_for() -> None:
    assert list(Tape.objects.order_by("pk").values_list("kind", "month", "status")) == [
        ("take_on", date(2026, 2, 1), "reconciled"), ("monthly", date(2026, 3, 1), "reconciled"),
        ("monthly", date(2026, 4, 1), "superseded"), ("monthly", date(2026, 4, 1), "reconciled"),
        ("monthly", date(2026, 5, 1), "reconciled"),
    ]  # fmt: skip
    assert list(Break.objects.order_by("pk").values_list("code", "state")) == [
        ("balance", "closed"), ("rate", "explained"),
    ]  # fmt: skip


@pytest.mark.usefixtures("built")
def test_every_firm_finds_its_facts_one_of_them_put_right_and_one_still_disputed() -> None:
    assert set(Filing.objects.values_list("enterprise__credit_code", flat=True)) == set(CODES)
    put_right, waiting = Dispute.objects.order_by("pk")
    assert put_right.filing.period == waiting.filing.period == 2025
    correction = put_right.answer.correction
    assert correction is not None
    assert correction.facts["staff_count"] == put_right.filing.facts["staff_count"] + 3
    assert not hasattr(waiting, "answer")


@pytest.mark.usefixtures("built")
def test_the_ledger_holds_and_every_act_has_a_person() -> None:
    assert verify() == []
    assert replay() == []
    # Only the founding has nobody behind it who was appointed.
    assert Act.objects.filter(person_name="").count() == 1


def test_people_of_every_role_are_named_with_their_organisation(built: Built) -> None:
    assert built.people["office.treasurer2"] == OFFICE
    assert built.people["firm003.cfo"] == FIRMS[2].name
    for house in ("bank", "branch", "guarantor", "insurer", "pool", "fund"):
        assert f"{house}.handler" in built.people
    assert "research.analyst" in built.people


def test_begun_again_it_changes_nothing(built: Built) -> None:
    before = Act.objects.count()
    assert build(FIRMS, UNTIL, lambda _days: None, facts=FACTS) == built
    assert Act.objects.count() == before


def test_the_progress_is_told_in_days(built: Built) -> None:
    told: list[int] = []
    build(FIRMS, built.day, told.append)
    assert sum(told) == DAYS


@pytest.mark.usefixtures("built")
def test_records_that_are_in_use_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kejin.demonstration.players.OFFICE", "另一个办公室")
    before = Organisation.objects.count()
    with pytest.raises(RefusedError, match="in use"):
        build(FIRMS, UNTIL, lambda _days: None)
    assert Organisation.objects.count() == before


def test_invented_codes_are_valid_and_marked() -> None:
    codes = {parse_credit_code(credit_code(number)).value for number in (0, 1, 99_999)}
    assert len(codes) == 3
    assert all(code[8:11] == "XND" for code in codes)
