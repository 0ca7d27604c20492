"""Readings: whose they are, filters, cursors, tags."""

from typing import Any

import pytest
from tests.api.programs import Program, problem, program
from tests.records.players import Case, Cast
from tests.records.world import World

from kejin.records.financing.models import Financing


@pytest.fixture(scope="module")
def firm(cast: Cast) -> Program:
    return program(cast.firm)


@pytest.fixture(scope="module")
def handler(cast: Cast) -> Program:
    return program(cast.handler)


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["items"]]


def test_a_cursor_goes_through_everything_once_while_rows_are_added(firm: Program, cast: Cast) -> None:
    made = [Case.stated(cast).number for _ in range(5)]
    seen: list[int] = []
    cursor: dict[str, Any] = {}
    for _ in range(20):
        answer = firm.get("/financings", limit=2, **cursor).json()
        seen += [item["id"] for item in answer["items"]]
        Case.stated(cast)
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen)
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"limit": "0"}, 400),
        ({"limit": "201"}, 400),
        ({"limit": "many"}, 400),
        ({"state": "nowhere"}, 400),
        ({"stat": "need"}, 400),
        ({"enterprise_id": str(2**63)}, 400),
        ({"cursor": "!"}, 422),
        ({"cursor": "azE6MA"}, 422),
        ({"cursor": "azE6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"}, 422),
    ],
)
def test_a_parameter_that_does_not_fit_is_refused(firm: Program, query: dict[str, Any], status: int) -> None:
    assert problem(firm.get("/financings", **query), status)["found"]


def test_an_institution_sees_a_financing_once_it_has_reached_it(
    handler: Program, cast: Cast, world: World
) -> None:
    case = Case.stated(cast)
    assert problem(handler.get(f"/financings/{case.number}"), 404)
    case.applied()
    assert handler.get(f"/financings/{case.number}").json()["state"] == "applied"
    other = program(world.staff(world.institution("bank"), "handler"))
    assert problem(other.get(f"/financings/{case.number}"), 404)
    assert case.number not in ids(other.get("/financings"))


def test_a_story_is_told_from_every_side(cast: Cast, world: World) -> None:
    case = Case.stated(cast)
    claim = case.claimed(50_000_000)
    firm, handler, assessor = program(cast.firm), program(cast.handler), program(cast.assessor)
    whole = handler.get(f"/financings/{case.number}").json()
    assert whole["contract"]["number"] == f"HT-{case.number}"
    assert [report["overdue_days"] for report in whole["reports"]] == [91]
    assert whole["events"][-1]["code"] == "financing.claim"
    for who in (firm, handler, assessor):
        assert who.get(f"/claims/{claim}").json()["principal_minor"] == 50_000_000
    assert problem(assessor.get(f"/financings/{case.number}"), 404)
    assert problem(program(world.enterprise()).get(f"/claims/{claim}"), 404)
    assert claim in ids(assessor.get("/claims", financing_id=case.number))
    assert any(notice["code"] == "financing.claim" for notice in assessor.get("/notices").json()["items"])


def test_a_book_is_its_keepers(cast: Cast, firm: Program, world: World) -> None:
    assessor = program(cast.assessor)
    shown = assessor.get("/books/gz-pool/balances").json()
    accounts = {line["account"]: line["amount_minor"] for line in shown["accounts"]}
    assert accounts["cash"] == accounts["capital"] == 10**10
    assert (
        assessor.get("/books/gz-pool/balances", until="2026-03-01").json()["accounts"][0]["amount_minor"] == 0
    )
    entry = assessor.get("/books/gz-pool/entries", kind="pool.contribution").json()["items"][0]
    assert sum(posting["amount_minor"] for posting in entry["postings"]) == 0
    assert problem(firm.get("/books/gz-pool/balances"), 404)
    assert program(world.examiner).get("/books/gz-pool/balances").status_code == 200


def test_whoever_has_the_answer_already_is_told_that_it_stands(firm: Program, cast: Cast) -> None:
    number = Case.stated(cast).number
    first = firm.get(f"/financings/{number}")
    again = firm.get(f"/financings/{number}", sent={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    cast.firm.does("financing.withdraw", financing_id=number)
    assert firm.get(f"/financings/{number}", sent={"If-None-Match": first["ETag"]}).status_code == 200


def test_every_organisation_of_the_register_is_found(firm: Program, cast: Cast) -> None:
    banks = firm.get("/parties", kind="bank").json()["items"]
    assert cast.bank.organisation_id in [bank["id"] for bank in banks]
    own = firm.get(f"/parties/{cast.firm.organisation_id}").json()
    assert ids(firm.get("/parties", credit_code=own["credit_code"])) == [own["id"]]
    assert problem(firm.get("/parties/999999"), 404)


def test_lists_of_nothing_are_empty_and_not_wrong(firm: Program) -> None:
    for path in ("programmes", "subsidies", "payment-files", "books", "approvals", "pledges", "consents", "readings",
                 "filings", "tapes", "breaks"):  # fmt: skip
        assert ids(firm.get(f"/{path}")) == [], path
    assert Financing.objects.exists()
