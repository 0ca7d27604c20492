"""Remarks on the parts of a file between its parties, the difference between offers, the rating of the service."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.world import FAR, Who, World
from tests.web.site import browser

from kejin.records.actions.models import Notice
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.remarks.models import Rating, Remark


def post(who: Who, route: str, *parts: object, **fields: object) -> Any:
    answer: Any = browser(who).post(reverse(route, args=list(parts)), {"key": uuid4().hex} | fields)
    return answer


def page(who: Who, route: str, *parts: object) -> str:
    return browser(who).get(reverse(route, args=list(parts))).content.decode()


def test_a_remark_stands_at_its_part_for_both_parties_and_nobody_else(cast: Cast, world: World) -> None:
    number = Case.stated(cast).applied().number
    said = f"请补充<研发>台账{number}"
    sent = post(cast.handler, "remark_make", number, section="data", words=said)
    assert sent.status_code == 302
    assert sent["Location"].endswith("#remarks-data")
    shown = page(cast.firm, "application", number)
    block = shown.split('id="remarks-data"')[1].split("</div>")[0]
    assert "请补充&lt;研发&gt;台账" in block
    assert said not in shown.split('id="remarks-data"')[0]
    notice = Notice.objects.filter(organisation_id=cast.firm.organisation_id).latest("pk")
    assert (notice.code, notice.parts["section"]) == ("remark.make", "data")
    assert "发表意见" in page(cast.firm, "notices")
    # Another bank and another enterprise find nothing, by page and by act.
    other = world.staff(world.institution("bank"), "handler")
    remark = Remark.objects.latest("pk")
    assert post(other, "remark_make", number, section="data", words="x").status_code == 404
    assert post(other, "remark_settle", remark.pk).status_code == 404
    for act, parts in (
        ("remark.make", {"financing_id": number, "section": "data", "words": "x"}),
        ("remark.settle", {"remark_id": remark.pk}),
    ):
        with pytest.raises(UnknownRecordError):
            other.does(act, **parts)
    settled = post(cast.firm, "remark_settle", remark.pk)
    assert settled.status_code == 302
    assert "已办结" in page(cast.handler, "institution_financing", number) or "办结" in page(
        cast.handler, "institution_financing", number
    )
    assert post(cast.handler, "remark_settle", remark.pk).status_code == 409


def test_an_empty_remark_is_asked_for_again_and_none_before_there_is_another_party(cast: Cast) -> None:
    number = Case.stated(cast).applied().number
    empty = post(cast.firm, "remark_make", number, section="offer", words="  ")
    assert empty.status_code == 400
    assert "错误：" in empty.content.decode()
    assert "请填写“意见内容”" in empty.content.decode()
    assert post(cast.firm, "remark_make", number, section="elsewhere", words="x").status_code == 400
    alone = Case.stated(cast).matched().number
    with pytest.raises(RefusedError, match="no other party"):
        cast.firm.does("remark.make", financing_id=alone, section="offer", words="x")


def test_a_later_offer_says_what_it_changed(cast: Cast) -> None:
    case = Case.stated(cast).offered()
    assert "与上一次报价相比" not in page(cast.firm, "application", case.number)
    case.by(
        cast.handler, "offer", principal_minor=50_000_000, rate_ppb=33_000_000, term_months=12, repayment="bullet",
        valid_until=FAR,
    )  # fmt: skip
    for who, route in ((cast.firm, "application"), (cast.handler, "institution_financing")):
        shown = page(who, route, case.number)
        changed = shown.split("与上一次报价相比")[1].split("</ul>")[0]
        assert changed.count("<li>") == 1
        assert "3.6%" in changed
        assert "3.3%" in changed


def test_the_service_is_rated_once_and_when_the_file_has_come_to_something(cast: Cast, world: World) -> None:
    case = Case.stated(cast).applied()
    early = post(cast.firm, "remark_rate", case.number, score="5", words="")
    assert early.status_code == 409
    case.by(cast.handler, "refuse", reason_code="quota")
    assert "评价本次服务" in page(cast.firm, "application", case.number)
    assert post(cast.firm, "remark_rate", case.number, score="6", words="").status_code == 400
    assert post(cast.firm, "remark_rate", case.number, score="2", words="等了<太久>").status_code == 302
    assert post(cast.firm, "remark_rate", case.number, score="5", words="").status_code == 409
    assert Rating.objects.get(financing_id=case.number).score == 2
    assert "评价本次服务" not in page(cast.firm, "application", case.number)
    assert "不满意" in page(cast.handler, "institution_financing", case.number)
    listed = page(world.examiner, "office_ratings")
    assert "等了&lt;太久&gt;" in listed
    assert "不满意" in listed
