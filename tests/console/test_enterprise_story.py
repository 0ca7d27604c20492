"""An enterprise from its first look to an application with its receipt, in both languages."""

import pytest
from tests.records.players import Cast
from tests.web.browsing import LANGUAGES, Story, may_log_in, served, skip_without_browser, story

from kejin.records.financing.models import Financing
from kejin.records.financing.steps import State
from kejin.web.words import all_words


def said(told: Story, key: str) -> str:
    label = all_words()[key]
    return label.zh if told.language.startswith("zh") else label.en


@pytest.mark.parametrize(("language", "width"), [*zip(LANGUAGES, (1400, 390), strict=True)])
@pytest.mark.usefixtures("run_folder")
def test_an_enterprise_finds_compares_applies_and_follows(cast: Cast, language: str, width: int) -> None:
    skip_without_browser()
    cast.handler.does(
        "filings.file", enterprise_id=cast.firm.organisation_id, grain="filing", document="年报",
        facts={"year": {"zh-hans": "2024", "en": "2023"}[language], "revenue_fen": "5000万元"},
    )  # fmt: skip
    secret = may_log_in(cast.firm.username)
    with served() as address, story(address, language, width=width) as told:
        told.look()
        _check_without_log_in(told)
        told.log_in(cast.firm.username, secret)
        assert told.page.url.endswith("/enterprise/")
        _read_reasons(told)
        _compare(told)
        _apply(told)
        _follow(told)
        _data_and_consents(told, cast)
        _other_language_keeps_the_page(told)


def _check_without_log_in(told: Story) -> None:
    told.press(said(told, "front.try"))
    told.page.fill("#f-revenue_fen", "8000")
    told.page.fill("#f-staff_count", "一百")
    told.press(said(told, "front.check_go"))
    assert told.page.locator(".summary-of-problems").is_visible()
    told.page.fill("#f-staff_count", "100")
    told.press(said(told, "front.check_go"))
    assert told.page.locator("#outcome .cell").count() == 6


def _read_reasons(told: Story) -> None:
    told.page.click("a.cell[href='#offers-loan']")
    offer = told.page.locator("#offers-loan .offer").first
    offer.locator("details.why summary").first.click()
    offer.locator(".tree .node").first.wait_for()
    told.look()


def _compare(told: Story) -> None:
    told.press(said(told, "compare.title"))
    told.page.locator("[data-chart] svg").wait_for()
    told.look()


def _apply(told: Story) -> None:
    told.page.locator("a[href*='/applications/new/?product=']").first.click()
    told.look()
    assert told.page.input_value("#id_amount")
    told.press(said(told, "account.continue"))
    assert told.page.locator(".summary-of-problems").is_visible()
    told.page.fill("#id_purpose", "研发")
    told.press(said(told, "account.continue"))
    told.page.select_option("#id_institution", index=1)
    told.press(said(told, "account.continue"))
    told.press(said(told, "apply.send"))
    assert told.page.url.endswith("/receipt/")
    number = int(told.page.url.rstrip("/").split("/")[-2])
    assert Financing.objects.get(pk=number).state == State.APPLIED


def _follow(told: Story) -> None:
    told.press(said(told, "apply.to_file"))
    assert said(told, "apply.holder_institution") in told.page.inner_text("main")
    told.go("/enterprise/applications/?state=applied")
    assert told.page.locator("#list tbody tr").count() >= 1


def _data_and_consents(told: Story, cast: Cast) -> None:
    told.go("/enterprise/data/")
    # The latest year comes first, and what the other story disputed stands above.
    row = told.page.locator("main details.card").last
    if row.get_attribute("open") is None:
        row.locator("summary").first.click()
    row.locator("a[href$='/dispute/']").click()
    told.look()
    told.page.fill("#id_ground", "金额有误")
    told.press(said(told, "web.send"))
    assert said(told, "data.open") in told.page.inner_text("main")
    told.go("/enterprise/consents/")
    told.page.select_option("#id_grantee", value=str(cast.bank.organisation_id))
    told.page.fill("#id_until", "2027-12-31")
    told.page.check("input[name=scope][value=all]")
    told.page.locator("section form button").first.click()
    told.look()
    told.press(said(told, "data.withdraw"), exact=False)
    told.go("/account/")


def _other_language_keeps_the_page(told: Story) -> None:
    told.go("/enterprise/applications/?state=applied&order=-number")
    told.language = "en" if told.language.startswith("zh") else "zh-hans"
    told.page.locator("a.tool[lang]").click()
    told.look()
    assert told.page.url.endswith("/enterprise/applications/?state=applied&order=-number")
