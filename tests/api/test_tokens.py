"""Tokens: of whom, for what, until when; made by an act, known by digest alone, gone at once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.api.programs import Program, problem, program
from tests.records.players import Cast
from tests.records.world import Who, World

from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.kept.models import Act, Reply
from kejin.web.tokens.limiting import take
from kejin.web.tokens.models import Token, TokenUse
from kejin.web.tokens.scopes import READ, needed, scopes
from kejin.web.tokens.secrets import Secret, digest_of, new_secret, prefix_of


def create(by: Who, username: str, *wanted: str, secret: Secret | None = None, days: int = 30) -> Program:
    made = secret or new_secret()
    by.does(
        "token.create", username=username, name="核心系统", prefix=made.prefix, secret_sha256=made.sha256,
        scopes=list(wanted or (READ,)), days=days,
    )  # fmt: skip
    return Program(made.text)


def test_a_token_says_who_it_is(cast: Cast) -> None:
    said = create(cast.bank, cast.handler.username, READ, "act.financing").get("/self").json()
    assert (said["person"], said["organisation"]["id"]) == (
        cast.handler.username,
        cast.handler.organisation_id,
    )
    assert (said["kind"], said["roles"], said["scopes"]) == ("bank", ["handler"], ["act.financing", "read"])
    assert said["business_date"] == "2026-03-02"


def test_the_secret_is_nowhere_in_the_records(cast: Cast) -> None:
    secret = new_secret()
    create(cast.handler, cast.handler.username, secret=secret)
    held = Token.objects.get(prefix=secret.prefix)
    assert held.secret_sha256 == digest_of(secret.text)
    act = Act.objects.get(pk=held.act_id)
    for kept in (str(act.body), str(Reply.objects.get(act=act).content), str(vars(held))):
        assert secret.text.rpartition("_")[2] not in kept


def test_a_secret_is_read_only_as_a_whole() -> None:
    secret = new_secret()
    assert prefix_of(secret.text) == secret.prefix
    for other in (
        "",
        "kejin_",
        secret.prefix,
        secret.text + "a",
        secret.text[:-1],
        "x" + secret.text,
        secret.text + "\n",
    ):
        assert prefix_of(other) is None


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", "Basic abc", "Bearer nonsense", "Bearer {}"])
def test_nobody_comes_in_without_a_token(shown: str) -> None:
    # A secret of the right form that nobody made; workers would collect different tests if it stood above.
    shown = shown.format(new_secret().text)
    answer = Program().get("/self", sent={"Authorization": shown} if shown else None)
    assert problem(answer, 401)["code"] == "api.unauthenticated"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_of_the_right_name_and_another_secret_is_none(cast: Cast) -> None:
    mine = program(cast.firm)
    forged = mine.token[:-1] + ("a" if mine.token[-1] != "a" else "b")
    assert problem(Program(forged).get("/self"), 401)


def test_a_token_does_what_it_was_made_for_and_no_more(cast: Cast) -> None:
    reader = create(cast.firm, cast.firm.username, READ)
    held = problem(reader.act("financing.state_need", amount_minor=1, term_months=1, purpose="a"), 403)
    assert (held["code"], held["expected"]) == ("api.scope", "act.financing")
    actor = create(cast.firm, cast.firm.username, "act.financing")
    assert actor.act("financing.state_need", amount_minor=1, term_months=1, purpose="a").status_code == 200
    assert problem(actor.get("/financings"), 403)["expected"] == "read"


def test_a_token_does_what_its_person_may_and_no_more(cast: Cast) -> None:
    wanted = [scope for scope in scopes() if scope != "decide"]
    handler = create(cast.bank, cast.handler.username, *wanted)
    held = problem(handler.act("approval.set_limit", kind="financing", above_minor=1, reason="a"), 403)
    assert held["code"] == "records.not_permitted"


def test_it_is_gone_at_once_when_it_was_revoked_or_is_over(cast: Cast) -> None:
    mine = program(cast.handler)
    assert mine.get("/self").status_code == 200
    number = Token.objects.get(prefix=prefix_of(mine.token)).pk
    cast.bank.does("token.revoke", token_id=number)
    assert "revoked" in problem(mine.get("/self"), 401)["detail"]
    with pytest.raises(RefusedError, match="has been revoked"):
        cast.bank.does("token.revoke", token_id=number)
    over = program(cast.handler)
    later = timezone.now() + timedelta(days=31)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kejin.api.asking.timezone.now", lambda: later)
        assert "expired" in problem(over.get("/self"), 401)["detail"]


def test_it_is_gone_at_once_when_its_person_or_organisation_may_not_act(world: World) -> None:
    bank = world.institution("bank")
    handler = world.staff(bank, "handler")
    mine = program(handler)
    assert mine.get("/self").status_code == 200
    status: dict[str, Any] = {"organisation_id": bank.organisation_id, "reason": "检查"}
    world.office.does("registry.set_organisation_status", status="suspended", **status)
    assert problem(mine.get("/self"), 403)["code"] == "api.stranger"
    world.office.does("registry.set_organisation_status", status="active", **status)
    assert mine.get("/self").status_code == 200
    bank.does(
        "registry.end_appointment",
        username=handler.username,
        organisation_id=bank.organisation_id,
        role="handler",
    )
    assert problem(mine.get("/self"), 403)["code"] == "api.stranger"


def test_who_may_make_a_token_for_whom(cast: Cast, world: World) -> None:
    with pytest.raises(NotPermittedError, match="administrator's to make"):
        create(cast.handler, cast.first.username)
    with pytest.raises(RefusedError, match="makes the token for it himself"):
        create(cast.bank, cast.first.username, "act.financing", "decide")
    with pytest.raises(RefusedError, match="nothing for the organisation"):
        create(cast.bank, cast.assessor.username)
    with pytest.raises(RefusedError, match="no such scopes"):
        create(cast.bank, cast.handler.username, "everything")
    secret = new_secret()
    create(cast.bank, cast.handler.username, secret=secret)
    with pytest.raises(RefusedError, match="called so"):
        create(cast.bank, cast.handler.username, secret=secret)
    number = Token.objects.get(prefix=secret.prefix).pk
    with pytest.raises(UnknownRecordError, match="No such token"):
        world.office.does("token.revoke", token_id=number)
    with pytest.raises(NotPermittedError, match="administrator's to make"):
        cast.first.does("token.revoke", token_id=number)


def test_what_only_approvers_and_treasurers_do_asks_for_a_scope_of_its_own() -> None:
    from kejin.records.actions.action import action_kind  # noqa: PLC0415 - beside its use

    assert needed(action_kind("financing.decide")) == {"act.financing", "decide"}
    assert needed(action_kind("subsidy.payment_file")) == {"act.subsidy", "decide"}
    assert needed(action_kind("financing.offer")) == {"act.financing"}


def test_no_token_makes_another_one(cast: Cast) -> None:
    mine = program(cast.bank)
    assert problem(mine.act("token.create"), 404)
    assert problem(mine.act("account.set_password"), 404)
    assert not any(scope.startswith(("act.token", "act.account")) for scope in scopes())


def test_an_allowance_is_used_up_and_fills_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kejin.web.tokens.limiting.AT_ONCE", 3)
    monkeypatch.setattr("kejin.web.tokens.limiting.PER_MINUTE", 1)
    mine = program(cast.handler)
    assert [mine.get("/self").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = mine.get("/self")
    assert problem(answer, 429)["code"] == "api.too_often"
    assert 0 < int(answer["Retry-After"]) <= 60
    token = Token.objects.get(prefix=prefix_of(mine.token))
    TokenUse.objects.filter(token=token).update(allowance_at=timezone.now() + timedelta(seconds=119))
    assert mine.get("/self").status_code == 200


def test_the_last_use_is_written_down(cast: Cast) -> None:
    mine = program(cast.handler)
    token = Token.objects.get(prefix=prefix_of(mine.token))
    assert not TokenUse.objects.filter(token=token).exists()
    before = timezone.now()
    mine.get("/self")
    use = TokenUse.objects.get(token=token)
    assert (use.address, use.used_at >= before - timedelta(seconds=5)) == ("127.0.0.1", True)
    assert take(token.pk, "x" * 100) == 0
    assert uuid.UUID(mine.get("/self")["X-Request-Id"]).version == 4
