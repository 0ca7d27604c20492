"""A bank's own story, from its work list to a claim; and a pool's, from the claim to the statement.

In each one opens what the other puts up: who assesses does not decide, and what moves money asks for the amount again.
"""

from datetime import date
from pathlib import Path

import pytest
from tests.console.test_enterprise_story import said
from tests.console.test_four_people_story import AGREEMENT, LAW, LOSS_YUAN, Carried
from tests.records.players import Case, Cast, facts_of
from tests.records.tapes.book import loans, write
from tests.web.browsing import LANGUAGES, Story, may_log_in, served, skip_without_browser, stage
from tests.web.site import browser

from kejin.console.institution.agreements import facts_asked
from kejin.console.institution.claiming import pending_assessment
from kejin.console.institution.lending import plain_yuan
from kejin.records.financing.models import Claim, CompensationPayment, Offer
from kejin.records.financing.steps import State
from kejin.records.tapes.models import Break
from kejin.web.visitors import today

RATE_WRONG_BY_PPB = 10_000_000
EACH = [
    pytest.param(LANGUAGES[0], 1400),
    pytest.param(LANGUAGES[1], 390, marks=pytest.mark.slow),
]
OTHER_WAY = [
    pytest.param(LANGUAGES[0], 390, marks=pytest.mark.slow),
    pytest.param(LANGUAGES[1], 1400),
]


@pytest.mark.parametrize(("language", "width"), EACH)
@pytest.mark.usefixtures("run_folder")
def test_a_bank_lends_reports_explains_and_claims(
    cast: Cast, language: str, width: int, tmp_path: Path
) -> None:
    skip_without_browser()
    case = Case.stated(cast).applied()
    secrets = {who.username: may_log_in(who.username) for who in (cast.handler, cast.first, cast.second)}
    # Opens the run: whoever comes first would wait for it, and a browser's patience has an end.
    assert browser(cast.firm).get("/enterprise/compare/").status_code == 200
    with served() as address, stage(address, language, width=width) as somebody:
        carried = Carried(cast, secrets, somebody)
        carried.number = case.number
        _offers_beside_the_evidence(carried)
        _somebody_else_approves(carried)
        _contracts(carried)
        _a_tape_and_its_break(carried, tmp_path)
        _claims(carried)


def _offers_beside_the_evidence(carried: Carried) -> None:
    told = carried.opened(carried.cast.handler)
    told.page.locator("main .offers, main .empty").first.wait_for()
    told.act("financing.offer", rate="3.6", months="12", repayment="equal_instalment")
    offer = Offer.objects.get(financing_id=carried.number)
    carried.cast.firm.does("financing.accept", financing_id=carried.number, offer_id=offer.pk)
    carried.opened(carried.cast.handler).act("financing.propose")


def _somebody_else_approves(carried: Carried) -> None:
    """Not with another amount, and not by who proposed it."""
    told = carried.by(carried.cast.handler)
    assert told.page.locator("form[action$='/financing.decide/']").count() == 0
    told = carried.opened(carried.cast.first)
    card = told.page.locator("details:has(form[action$='/financing.decide/'])")
    told.fill(card, {"again": "1"})
    card.locator("form button").click()
    told.look()
    assert told.page.locator(".summary-of-problems, .field-error, .problem").first.is_visible()
    assert carried.state == State.PROPOSED
    for who in (carried.cast.first, carried.cast.second):
        if carried.state == State.PROPOSED:
            carried.opened(who).act("financing.decide", again=carried.amount)
    assert carried.state == State.APPROVED


def _contracts(carried: Carried) -> None:
    told, day = carried.opened(carried.cast.handler), today()
    assert day is not None
    told.act("financing.register_contract", number=f"HT-B-{carried.number}", again=carried.amount)
    told.page.locator("a[href*='/institution/contracts/']").first.click()
    told.look()
    told.page.locator("[data-chart] svg").wait_for()
    told.go(f"/institution/financings/{carried.number}/")
    told.act("financing.report", as_of=day.isoformat(), outstanding=LOSS_YUAN, overdue_days="91")
    assert carried.state == State.OVERDUE


def _a_tape_and_its_break(carried: Carried, folder: Path) -> None:
    """A book is taken on; the month's tape has a rate that differs, and the bank says why."""
    told, book = carried.by(carried.cast.handler), loans(4)
    # Another month for each language: the same tape twice is one act.
    month = {"zh-hans": "2026-01", "en": "2026-02"}[told.language]
    _sent(told, write(folder / "take_on.csv", book), month, "take_on")
    wrong = {name: getattr(book[0], name) for name in book[0].__dataclass_fields__}
    planted = [type(book[0])(**wrong | {"rate_ppb": book[0].rate_ppb + RATE_WRONG_BY_PPB}), *book[1:]]
    _sent(told, write(folder / "monthly.csv", planted), month, "monthly")
    found = Break.objects.filter(institution_id=carried.cast.bank.organisation_id, state="open", code="rate")
    item = found.latest("pk")
    told.page.locator("main a[href*='code=rate']").click()
    told.look()
    told.page.check(f"input[name='break'][value='{item.pk}']")
    told.press(said(told, "institution.with_chosen"))
    told.page.select_option("[name='reason_code']", "rate_reset")
    told.page.locator("form[action$='/tape.explain_break/'] button").click()
    told.look()
    item.refresh_from_db()
    assert item.state == "explained"


def _sent(told: Story, path: Path, month: str, kind: str) -> None:
    """A file looked into, recorded and reconciled."""
    told.go("/institution/tapes/")
    told.page.set_input_files("#file", path)
    told.page.fill("#month", month)
    told.page.select_option("#kind", kind)
    told.press(said(told, "institution.check_tape"))
    told.page.locator("form[action$='/submit/'] button").click()
    told.look()
    told.act("tape.reconcile", tolerance="0")


def _claims(carried: Carried) -> None:
    told = carried.by(carried.cast.handler)
    told.go(f"/institution/financings/{carried.number}/")
    told.page.locator(f"a[href='/institution/financings/{carried.number}/claim/']").click()
    told.look()
    told.page.select_option("#agreement", AGREEMENT)
    told.page.fill("#law", LAW)
    told.press(said(told, "institution.next"))
    asked = {f"{grain.value}.{fact.name}" for grain, fact in facts_asked(AGREEMENT, date.fromisoformat(LAW))}
    given = {
        f"{grain}.{name}": value.removesuffix("元")
        for grain, rows in facts_of(f"HT-B-{carried.number}").items()
        for name, value in rows[0].items()
        if f"{grain}.{name}" in asked
    }
    form = told.page.locator("main form:has([name='book'])")
    told.fill(form, {"book": "gz-pool", "principal": LOSS_YUAN, **given})
    form.locator("button").click()
    told.look()
    assert carried.state == State.CLAIMED, told.page.inner_text("main")[:800]


@pytest.mark.parametrize(("language", "width"), OTHER_WAY)
def test_a_pool_assesses_decides_pays_and_sees_what_is_left(cast: Cast, language: str, width: int) -> None:
    skip_without_browser()
    case = Case.stated(cast)
    claim = case.claimed(40_000_000)
    people = (cast.assessor, cast.judge, cast.other_judge, cast.teller)
    secrets = {who.username: may_log_in(who.username) for who in people}
    with served() as address, stage(address, language, width=width) as somebody:
        carried = Carried(cast, secrets, somebody)
        carried.number, carried.claim = case.number, claim
        _assessed_and_decided_by_others(carried)
        _paid_with_the_amount_typed_again(carried)
        _what_is_left(carried)


def _assessed_and_decided_by_others(carried: Carried) -> None:
    place = f"/claims/{carried.claim}/"
    told = carried.opened(carried.cast.assessor, place)
    told.page.locator("details.why summary").first.click()
    assert told.page.locator("q").count() > 0
    told.act("financing.assess_claim")
    assert told.page.locator("form[action$='/financing.decide_claim/']").count() == 0
    for who in (carried.cast.judge, carried.cast.other_judge):
        if carried.state == State.CLAIMED:
            carried.opened(who, place).act("financing.decide_claim", again=_owed(carried))
    assert carried.state == State.COMPENSATED


def _paid_with_the_amount_typed_again(carried: Carried) -> None:
    told = carried.opened(carried.cast.teller, f"/claims/{carried.claim}/")
    card = told.page.locator("details:has(form[action$='/financing.pay_compensation/'])")
    told.fill(card, {"again": "1"})
    card.locator("form button").click()
    told.look()
    paid = CompensationPayment.objects.filter(compensation__claim_id=carried.claim)
    assert not paid.exists()
    told.go(f"/institution/claims/{carried.claim}/")
    told.act("financing.pay_compensation", again=_owed(carried))
    assert paid.exists()


def _what_is_left(carried: Carried) -> None:
    """Exposure with caps, and the statement in which the payment stands."""
    told, book = carried.by(carried.cast.teller), carried.cast.book
    told.go("/institution/exposure/")
    assert told.page.locator("main h2", has_text=book.name).count() == 1
    told.go("/statements/")
    told.go(f"/statements/pool/?book={book.code}")
    assert f"HT-{carried.number}" in told.page.inner_text("main")
    assert told.page.locator(".verdict.good").count() >= 1


def _owed(carried: Carried) -> str:
    """The amount put up, as an approver types it: the page shows it in words."""
    found = pending_assessment(Claim.objects.get(pk=carried.claim))
    assert found is not None
    return plain_yuan(found.amount_minor)
