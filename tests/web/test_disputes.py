"""A dispute of filed facts as its source sees it: beside what was filed, answered once, the correction on record."""

import itertools
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.records.players import Cast
from tests.records.world import Who
from tests.web.site import browser

from kejin.records.filings.models import Dispute, DisputeAnswer

PAGE = "institution_dispute"
FORM = '<form method="post" class="card'
# The people of all tests are the same, and a source files a year once.
YEARS = itertools.count(2001)


@pytest.fixture
def disputed(cast: Cast) -> Dispute:
    filed = cast.handler.does(
        "filings.file", enterprise_id=cast.firm.organisation_id, grain="filing", document="年报",
        facts={"year": str(next(YEARS)), "staff_count": "120", "revenue_fen": "5000万元"},
    ).content  # fmt: skip
    made = cast.firm.does(
        "filings.dispute", filing_id=filed["filing_id"], fact="staff_count", ground="漏计研发部门"
    ).content
    return Dispute.objects.get(pk=made["dispute_id"])


def page(who: Who, found: Dispute) -> str:
    answer = browser(who).get(reverse(PAGE, args=[found.pk]))
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def answered(who: Who, found: Dispute, **said: str) -> Any:
    given = {"key": str(uuid4()), "words": "经核对社保记录", "value": "", "document": "", **said}
    answer: Any = browser(who).post(reverse(PAGE, args=[found.pk]), given)
    return answer


def test_the_source_reads_the_ground_beside_the_disputed_fact_alone(cast: Cast, disputed: Dispute) -> None:
    text = page(cast.handler, disputed)
    assert "漏计研发部门" in text
    assert "120" in text
    assert "5000" not in text.replace(",", "")
    assert "剩 20 天" in text
    assert FORM in text


def test_an_upheld_dispute_files_the_correction_and_its_form_is_gone(cast: Cast, disputed: Dispute) -> None:
    answer = answered(cast.handler, disputed, outcome="upheld", value="123", document="社保缴纳证明")
    assert answer.status_code == 302
    made = DisputeAnswer.objects.get(dispute=disputed)
    assert made.correction is not None
    assert made.correction.facts == disputed.filing.facts | {"staff_count": 123}
    text = page(cast.handler, disputed)
    assert "异议成立，已更正" in text
    assert FORM not in text
    assert answered(cast.handler, disputed, outcome="rejected").status_code == 409


def test_what_is_rejected_or_unclear_changes_no_fact(cast: Cast, disputed: Dispute) -> None:
    assert answered(cast.handler, disputed, outcome="unresolved", value="7").status_code == 302
    assert DisputeAnswer.objects.get(dispute=disputed).correction is None


def test_a_value_that_is_none_of_the_fact_stands_beside_the_form_with_what_was_typed(
    cast: Cast, disputed: Dispute
) -> None:
    answer = answered(cast.handler, disputed, outcome="upheld", value="很多人")
    assert answer.status_code == 409
    assert "很多人" in answer.content.decode()
    assert not DisputeAnswer.objects.filter(dispute=disputed).exists()


def test_the_list_has_open_ones_first_and_the_work_list_leads_to_them(cast: Cast, disputed: Dispute) -> None:
    answered(cast.handler, disputed, outcome="rejected")
    again = cast.firm.does("filings.dispute", filing_id=disputed.filing_id, ground="整行有误").content
    number = again["dispute_id"]
    listed = browser(cast.handler).get(reverse("institution_disputes")).content.decode()
    assert listed.index(f">D{number}<") < listed.index(f">D{disputed.pk}<")
    work = browser(cast.handler).get(reverse("institution_work")).content.decode()
    assert reverse(PAGE, args=[number]) in work
    assert "整行" in page(cast.handler, Dispute.objects.get(pk=number))


def test_an_approver_reads_it_and_has_no_form(cast: Cast, disputed: Dispute) -> None:
    assert FORM not in page(cast.first, disputed)
