"""One act through the API from end to end: token, body, key, reply, problem."""

import json
from typing import Any

import pytest
from tests.api.programs import Program, problem, program
from tests.records.players import Cast
from tests.records.world import World

from kejin.records.financing.models import Financing
from kejin.records.kept.models import Act, Attempt

NEED: dict[str, Any] = {"amount_minor": 50_000_000, "term_months": 12, "purpose": "研发"}


@pytest.fixture(scope="module")
def firm(cast: Cast) -> Program:
    return program(cast.firm)


def test_an_act_is_done_and_what_it_made_is_read(firm: Program, cast: Cast) -> None:
    done = firm.act("financing.state_need", **NEED)
    assert done.status_code == 200, done.content
    number = done.json()["content"]["financing_id"]
    act = Act.objects.get(pk=done.json()["act_id"])
    assert (act.channel, str(act.request_id)) == ("api", done["X-Request-Id"])
    assert act.organisation_id == cast.firm.organisation_id
    read = firm.get(f"/financings/{number}").json()
    assert (read["amount_minor"], read["state"], read["purpose"]) == (50_000_000, "need", "研发")
    assert [event["code"] for event in read["events"]] == ["financing.state_need"]


def test_the_same_key_and_body_give_the_same_reply_and_another_body_is_refused(firm: Program) -> None:
    before = Financing.objects.count()
    first = firm.act("financing.state_need", key="n-1", **NEED).json()
    again = firm.act("financing.state_need", key="n-1", **NEED).json()
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first | {"repeated": True} == again
    assert Financing.objects.count() == before + 1
    other = firm.act("financing.state_need", key="n-1", **(NEED | {"term_months": 24}))
    assert problem(other, 409)["code"] == "records.key_reused"
    assert Financing.objects.count() == before + 1


def test_an_act_that_moves_money_needs_its_key(cast: Cast) -> None:
    teller = program(cast.teller)
    parts: dict[str, Any] = {
        "book": "gz-pool",
        "kind": "pool.contribution",
        "amount_minor": 5,
        "reason": "追加",
    }
    assert "Idempotency-Key" in problem(teller.act("ledger.post", **parts), 400)["found"]
    assert teller.act("ledger.post", key="p-1", **parts).status_code == 200


def test_a_day_that_no_record_can_have_has_the_form_and_is_refused_as_a_value(cast: Cast) -> None:
    held = problem(program(cast.teller).act("ledger.close", key="c-1", book="gz-pool", day="1547-05-26"), 422)
    assert "1900-01-01" in held["found"]


def test_a_missing_reason_is_told(cast: Cast) -> None:
    parts: dict[str, Any] = {"book": "gz-pool", "kind": "pool.contribution", "amount_minor": 5}
    held = problem(program(cast.teller).act("ledger.post", key="p-2", **parts), 409)
    assert held["reason"]["code"] == "reason_missing"


def test_what_is_refused_and_what_is_not_permitted_is_told_in_words_and_on_record(
    firm: Program, cast: Cast
) -> None:
    number = firm.act("financing.state_need", **NEED).json()["content"]["financing_id"]
    early = firm.act("financing.apply", financing_id=number)
    held = problem(early, 409)
    assert (held["code"], held["reason"]["code"], held["found"]) == (
        "records.refused",
        "wrong_state",
        "need",
    )
    assert held["kept"] == "Nothing was recorded."
    assert Attempt.objects.filter(request_id=early["X-Request-Id"]).exists()
    stranger = program(cast.handler).act("financing.state_need", **NEED)
    assert problem(stranger, 403)["code"] == "records.not_permitted"


def test_somebody_elses_financing_is_not_there(firm: Program, world: World) -> None:
    number = firm.act("financing.state_need", **NEED).json()["content"]["financing_id"]
    other = program(world.enterprise())
    theirs, nobodys = other.get(f"/financings/{number}"), other.get("/financings/999999999")
    assert problem(theirs, 404) | {"request_id": ""} == problem(nobodys, 404) | {"request_id": ""}
    assert problem(other.act("financing.apply", financing_id=number), 404)["code"] == "records.unknown"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (" ", 400, "cannot be read"),
        ("{", 400, "cannot be read"),
        ("[1]", 400, "no JSON object"),
        (b'{"purpose": "\xff"}', 400, "cannot be read"),
        ('{"amount_minor": NaN}', 400, "cannot be read"),
        ('{"purpose": "a", "purpose": "b"}', 400, "twice"),
        ("[" * 100_000, 400, "cannot be read"),
        ('{"amount_minor": ' + "9" * 5_000 + "}", 400, "cannot be read"),
        ('{"purpose": ' + '{"a":' * 200 + "1" + "}" * 201, 400, "nested"),
        (json.dumps(NEED | {"amount_minor": "5"}), 400, "amount_minor"),
        (json.dumps(NEED | {"amount_minor": 2**63}), 400, "amount_minor"),
        (json.dumps(NEED | {"amount_minor": 0}), 400, "amount_minor"),
        (json.dumps(NEED | {"extra": 1}), 400, "extra"),
        (json.dumps(NEED | {"reason": 1}), 400, "reason"),
        (json.dumps(NEED | {"purpose": "a\x00"}), 422, "cannot be recorded"),
        (json.dumps(NEED | {"purpose": "\ud800"}), 422, "cannot be recorded"),
        (json.dumps(NEED | {"purpose": "\u202egnp"}), 422, "purpose"),
    ],
)
def test_a_bad_body_is_refused_in_words(firm: Program, body: Any, status: int, said: str) -> None:
    before = Act.objects.count()
    answer = firm.post("/acts/financing.state_need", body)
    assert said in json.dumps(problem(answer, status), ensure_ascii=False)
    assert Act.objects.count() == before


def test_another_kind_of_body_and_one_too_large_are_refused(firm: Program) -> None:
    form = firm.client.post("/api/v1/acts/financing.state_need", {"a": 1}, headers=firm.headers)
    assert problem(form, 415)["code"] == "api.media_type"
    large = firm.post("/acts/financing.state_need", '{"purpose": "' + "a" * 9_000_000 + '"}')
    assert problem(large, 413)["code"] == "api.too_large"


def test_an_address_or_a_method_that_is_not_there_is_a_problem_too(firm: Program) -> None:
    assert problem(firm.get("/nothing"), 404)["code"] == "api.not_found"
    answer = firm.get("/acts/financing.apply")
    assert problem(answer, 405)["expected"] == answer["Allow"] == "POST"
    assert problem(firm.post("/acts/no.such_act", {}), 404)
