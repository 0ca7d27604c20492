"""Computations: the same figures as the engines', nothing recorded, no size that holds up the others."""

from typing import Any

import pytest
from tests.api.programs import Program, problem, program
from tests.records.players import Cast
from tests.records.world import FAR

from kejin.api.computing import bodies
from kejin.records.kept.models import Act

TERMS = dict(bodies()["compute.schedule"].example)
LOSSES = dict(bodies()["compute.allocation"].example)


@pytest.fixture(scope="module")
def firm(cast: Cast) -> Program:
    return program(cast.firm)


def test_a_schedule_is_the_one_of_the_page_on_contracts(firm: Program) -> None:
    """docs/contracts.md: 3,000,000 yuan at 3.45% in six equal instalments."""
    before = Act.objects.count()
    made = firm.post("/compute/schedule", TERMS).json()
    assert [line["principal"] for line in made["payments"]][:2] == [-300_000_000, 49_641_829]
    last = made["payments"][-1]
    assert (last["day"], last["principal"], last["interest"], last["balance"]) == (
        "2026-07-31",
        50_359_543,
        144_784,
        0,
    )
    assert Act.objects.count() == before


def test_a_cost_counts_its_subsidy(firm: Program) -> None:
    charged = TERMS | {"charges": [{"rate": "1%", "purpose": "fee"}]}
    plain, dearer = (firm.post("/compute/cost", terms).json() for terms in (TERMS, charged))
    assert plain["gross"] == plain["net"] == 3_025_972
    assert dearer["gross"] > plain["gross"]
    assert sum(flow["amount"] for flow in plain["flows"]) == -plain["net"]


def test_a_loss_is_shared_as_by_the_ledger(firm: Program) -> None:
    made = firm.post("/compute/allocation", LOSSES)
    assert made.status_code == 200, made.content
    assert sum(part["amount_fen"] for part in made.json()["borne"]) == 400_000_000


@pytest.mark.parametrize(
    ("terms", "status"),
    [
        (TERMS | {"months": 10**9}, 422),
        (TERMS | {"initialExchangeDate": "9999-01-01"}, 422),
        (TERMS | {"notionalPrincipal": "9" * 300}, 422),
        (TERMS | {"notionalPrincipal": "nothing"}, 422),
        (TERMS | {"unknown": 1}, 422),
        (TERMS | {"rateResets": [{"day": "2026-03-01", "rate": "1%"}] * 2_001}, 413),
        ({}, 422),
    ],
)
def test_terms_that_cannot_be_are_refused(firm: Program, terms: dict[str, Any], status: int) -> None:
    assert problem(firm.post("/compute/schedule", terms), status)
    assert problem(firm.post("/compute/cost", terms), status)


def test_agreements_of_a_day_are_listed(firm: Program) -> None:
    made = firm.get("/compute/agreements", law="2026-10-31").json()
    assert "loan_loss_compensation.bank_mode" in [each["key"] for each in made["agreements"]]
    assert problem(firm.get("/compute/agreements"), 400)
    assert problem(firm.get("/compute/agreements", law="0182-10-23"), 422)


def test_facts_of_another_are_given_on_a_basis_or_not_at_all(firm: Program, cast: Cast) -> None:
    cast.firm.does(
        "filings.file", enterprise_id=cast.firm.organisation_id, grain="filing", document="年报",
        facts={"year": "2025", "revenue_fen": "3000万元"},
    )  # fmt: skip
    asked = {
        "enterprise_id": cast.firm.organisation_id,
        "purpose": "financing",
        "items": ["filing.revenue_fen"],
    }
    handler = program(cast.handler)
    assert problem(handler.post("/facts/read", asked | {"reason": "长" * 2_001}), 400)["where"] == "reason"
    assert problem(handler.post("/facts/read", asked), 409)["reason"]["code"] == "no_basis"
    consent = cast.firm.does(
        "consent.give",
        grantee_id=cast.bank.organisation_id,
        purpose="financing",
        scope=["filing"],
        valid_until=FAR,
    ).content["consent_id"]
    given = handler.post("/facts/read", asked).json()
    assert (given["basis"], given["facts"]["filing"][0]["revenue_fen"]) == ("consent", 3_000_000_000)
    cast.firm.does("consent.withdraw", consent_id=consent)
    assert problem(handler.post("/facts/read", asked), 409)["reason"]["code"] == "no_basis"
    assert given["reading_id"] in [each["id"] for each in firm.get("/readings").json()["items"]]
