"""The page of notices: what was sent to one's organisation, with the reason of a refusal; read by each for himself."""

from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.world import Who
from tests.web.site import browser

from kejin.records.actions.models import Notice


def page(who: Who, **query: str) -> str:
    return str(browser(who).get(reverse("notices"), query).content.decode())


def test_a_refusal_is_told_with_its_reason_and_leads_to_the_file(cast: Cast) -> None:
    case = Case.stated(cast).applied()
    case.by(cast.handler, "refuse", reason_code="repayment_capacity")
    shown = page(cast.firm)
    assert "还款能力" in shown
    assert f'href="{reverse("application", args=[case.number])}"' in shown
    assert f'href="{reverse("institution_financing", args=[case.number])}"' in page(cast.handler)


def test_what_one_has_read_is_read_for_oneself_alone(cast: Cast) -> None:
    case = Case.stated(cast).applied()
    notice = Notice.objects.filter(organisation_id=cast.bank.organisation_id, subject_id=case.number).latest(
        "pk"
    )
    mark = f'value="{notice.pk}"'
    assert mark in page(cast.handler, show="unread")
    answer = browser(cast.handler).post(reverse("read_notices"), {"notice": str(notice.pk), "show": "unread"})
    assert answer["Location"].endswith("?show=unread")
    assert mark not in page(cast.handler, show="unread")
    assert mark in page(cast.first, show="unread")


def test_a_notice_to_others_cannot_be_read_away(cast: Cast) -> None:
    Case.stated(cast).applied()
    theirs = Notice.objects.filter(organisation_id=cast.bank.organisation_id).latest("pk")
    sent = {"notice": [str(theirs.pk), "x", str(10**12)]}
    assert browser(cast.firm).post(reverse("read_notices"), sent).status_code == 302
    assert not theirs.seen.exists()
