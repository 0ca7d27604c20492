"""Undo: offered on the page that follows an act of one's own, done once, and recorded as an act of its own."""

from typing import Any
from uuid import uuid4

from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.world import FAR, Who
from tests.web.site import browser

from kejin.records.access.models import Consent, ConsentWithdrawal
from kejin.records.actions.action import action_kinds
from kejin.records.financing.steps import State
from kejin.records.kept.models import Act
from kejin.web.undoing import UNDO


def post(who: Who, address: str, **fields: object) -> Any:
    answer: Any = browser(who).post(address, {"key": uuid4().hex} | fields)
    return answer


def page(who: Who, address: str) -> str:
    return browser(who).get(address).content.decode()


def test_every_undo_is_an_act_that_there_is() -> None:
    kinds = action_kinds()
    assert {code for code in UNDO if code not in kinds} | {
        u.code for u in UNDO.values() if u.code not in kinds
    } == set()
    # What moves money, or what a second person decides, is not among them.
    assert not any(kinds[code].needs_key for code in UNDO)
    assert not {code for code in UNDO if code.rpartition(".")[2].startswith("decide")}


def test_a_withdrawal_is_undone_from_the_page_that_follows_it(cast: Cast) -> None:
    case = Case.stated(cast).applied()
    gone = post(cast.firm, reverse("application_withdraw", args=[case.number]))
    assert case.state == State.WITHDRAWN
    number = Act.objects.filter(code="financing.withdraw").latest("pk").pk
    assert f"act={number}" in gone["Location"]
    assert "可在半小时内撤销" in page(cast.firm, gone["Location"])
    assert "可在半小时内撤销" not in page(
        cast.handler, gone["Location"].replace("/applications/", "/financings/")
    )
    back = post(cast.firm, reverse("undo", args=[number]), next=gone["Location"])
    assert back["Location"] == f"{reverse('application', args=[case.number])}?undone=financing.withdraw"
    assert case.state == State.APPLIED
    assert "已撤销：撤回" in page(cast.firm, back["Location"])
    # Both stand in the history, and it is done once.
    codes = list(
        Act.objects.filter(body__financing_id=case.number).order_by("pk").values_list("code", flat=True)
    )
    assert codes[-2:] == ["financing.withdraw", "financing.take_back"]
    assert post(cast.firm, reverse("undo", args=[number])).status_code == 404
    assert "可在半小时内撤销" not in page(cast.firm, gone["Location"])


def test_what_somebody_else_has_acted_on_is_not_undone_and_says_so(cast: Cast) -> None:
    case = Case.stated(cast).offered()
    accepted = post(
        cast.firm, reverse("application_accept", args=[case.number]), offer=case.approval["offer_id"]
    )
    case.by(cast.handler, "propose")
    number = Act.objects.filter(code="financing.accept").latest("pk").pk
    refused = post(cast.firm, reverse("undo", args=[number]), next=accepted["Location"])
    assert refused.status_code == 409
    assert "原来的办理仍然有效" in refused.content.decode()
    assert case.state == State.PROPOSED


def test_a_consent_is_undone_by_a_withdrawal_and_nobody_is_sent_elsewhere(cast: Cast) -> None:
    cast.firm.does(
        "consent.give",
        grantee_id=cast.bank.organisation_id,
        purpose="financing",
        scope=["all"],
        valid_until=FAR,
    )
    given = Consent.objects.latest("pk")
    number = Act.objects.filter(code="consent.give").latest("pk").pk
    assert post(cast.handler, reverse("undo", args=[number])).status_code == 404
    done = post(cast.firm, reverse("undo", args=[number]), next="//elsewhere.example/")
    assert done["Location"] == "/?undone=consent.give"
    assert ConsentWithdrawal.objects.filter(consent=given).exists()
