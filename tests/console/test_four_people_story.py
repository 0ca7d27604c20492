"""Four people with four roles carry one financing from the need to the recovery, each in a browser of his own.

The enterprise applies and accepts; the bank's handler offers, contracts, reports and claims; its approver approves; the
pool assesses, decides and pays. What each does next he finds in his own list.
"""

import pytest
from tests.console.test_enterprise_story import said
from tests.records.players import Cast, facts_of
from tests.records.world import Who
from tests.web.browsing import LANGUAGES, Story, may_log_in, served, skip_without_browser, stage
from tests.web.site import browser

from kejin.console.institution.agreements import facts_asked
from kejin.console.institution.claiming import pending_assessment
from kejin.console.institution.lending import plain_yuan
from kejin.records.financing.models import (
    Claim,
    Compensation,
    CompensationPayment,
    Financing,
    Offer,
    Recovery,
)
from kejin.records.financing.steps import State
from kejin.web.visitors import today

AGREEMENT, LAW = "loan_loss_compensation.bank_mode", "2026-12-31"
LOSS_YUAN = "400000"


class Carried:
    """One financing, and those who carry it."""

    def __init__(self, cast: Cast, secrets: dict[str, str], somebody: object) -> None:
        self.cast, self.number, self.claim = cast, 0, 0
        self._secrets, self._somebody = secrets, somebody
        self._stories: dict[str, Story] = {}

    def by(self, who: Who) -> Story:
        """The browser of somebody, who logs in when he is first needed."""
        if who.username not in self._stories:
            told: Story = self._somebody()  # type: ignore[operator]
            told.log_in(who.username, self._secrets[who.username])
            self._stories[who.username] = told
        return self._stories[who.username]

    def opened(self, who: Who, what: str = "") -> Story:
        """The browser of somebody of an institution, at the file: he finds it in his work list."""
        told = self.by(who)
        told.go("/institution/")
        told.page.locator(f"table.work a[href*='{what or f'/financings/{self.number}/'}']").first.click()
        told.look()
        return told

    @property
    def state(self) -> str:
        return Financing.objects.get(pk=self.number).state

    @property
    def amount(self) -> str:
        """In yuan, as one types it."""
        return f"{Financing.objects.get(pk=self.number).amount_minor / 100:.2f}"


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [*zip(LANGUAGES, (1400, 390), strict=True)])
@pytest.mark.usefixtures("run_folder")
def test_four_people_carry_a_financing_from_need_to_recovery(cast: Cast, language: str, width: int) -> None:
    skip_without_browser()
    people = (
        cast.firm, cast.handler, cast.first, cast.second, cast.assessor, cast.judge, cast.other_judge, cast.teller,
    )  # fmt: skip
    secrets = {who.username: may_log_in(who.username) for who in people}
    # Opens the run: whoever comes first would wait for it, and a browser's patience has an end.
    assert browser(cast.firm).get("/enterprise/compare/").status_code == 200
    with served() as address, stage(address, language, width=width) as somebody:
        carried = Carried(cast, secrets, somebody)
        _need(carried)
        _offer(carried)
        _approval(carried)
        _contract_and_report(carried)
        _claim(carried)
        _compensation(carried)
        _recovery(carried)


def _need(carried: Carried) -> None:
    """The enterprise sees what is open to it, and applies with an offer's terms."""
    told = carried.by(carried.cast.firm)
    told.go("/enterprise/compare/")
    told.page.locator("a[href*='/applications/new/?product=']").first.click()
    told.look()
    told.page.fill("#id_amount", "50")
    told.page.fill("#id_purpose", f"研发项目（{told.language}）")
    told.press(said(told, "account.continue"))
    told.page.select_option("#id_institution", value=str(carried.cast.bank.organisation_id))
    told.press(said(told, "account.continue"))
    told.press(said(told, "apply.send"))
    carried.number = int(told.page.url.rstrip("/").split("/")[-2])
    assert carried.state == State.APPLIED


def _offer(carried: Carried) -> None:
    """The bank's handler reads the evidence and offers; the enterprise accepts."""
    told = carried.opened(carried.cast.handler)
    told.page.locator("main .offers, main .empty").first.wait_for()
    told.act("financing.offer", rate="3.6", months="12", repayment="equal_instalment")
    told = carried.by(carried.cast.firm)
    told.go(f"/enterprise/applications/{carried.number}/")
    told.page.locator("form[action$='/accept/'] button").first.click()
    told.look()
    assert carried.state == State.ACCEPTED
    assert Offer.objects.get(financing_id=carried.number).rate_ppb == 36_000_000


def _approval(carried: Carried) -> None:
    """Who proposes does not approve; the approver types the amount again."""
    told = carried.opened(carried.cast.handler)
    told.act("financing.propose")
    assert told.page.locator("form[action$='/financing.decide/']").count() == 0
    for who in (carried.cast.first, carried.cast.second):
        if carried.state == State.PROPOSED:
            carried.opened(who).act("financing.decide", again=carried.amount)
    assert carried.state == State.APPROVED


def _contract_and_report(carried: Carried) -> None:
    told = carried.opened(carried.cast.handler)
    day = today()
    assert day is not None
    told.act("financing.register_contract", number=f"HT-S-{carried.number}", again=carried.amount)
    told.page.locator("a[href*='/institution/contracts/']").first.click()
    told.look()
    told.page.locator("[data-chart] svg").wait_for()
    told.go(f"/institution/financings/{carried.number}/")
    told.act("financing.report", as_of=day.isoformat(), outstanding=LOSS_YUAN, overdue_days="91")
    assert carried.state == State.OVERDUE


def _claim(carried: Carried) -> None:
    """The handler chooses the agreement, and is asked for the facts that it rests on."""
    told = carried.by(carried.cast.handler)
    told.go(f"/institution/financings/{carried.number}/")
    told.page.locator(f"a[href='/institution/financings/{carried.number}/claim/']").click()
    told.look()
    told.page.select_option("#agreement", AGREEMENT)
    told.page.fill("#law", LAW)
    told.press(said(told, "institution.next"))
    day = today()
    assert day is not None
    asked = {
        f"{grain.value}.{fact.name}" for grain, fact in facts_asked(AGREEMENT, day.replace(month=12, day=31))
    }
    given = {
        f"{grain}.{name}": value.removesuffix("元")
        for grain, rows in facts_of(f"HT-S-{carried.number}").items()
        for name, value in rows[0].items()
        if f"{grain}.{name}" in asked
    }
    form = told.page.locator("main form:has([name='book'])")
    told.fill(form, {"book": "gz-pool", "principal": LOSS_YUAN, **given})
    form.locator("button").click()
    told.look()
    assert carried.state == State.CLAIMED, told.page.inner_text("main")[:800]
    carried.claim = Claim.objects.get(financing_id=carried.number).pk


def _compensation(carried: Carried) -> None:
    """At the pool one assesses, others decide, a fourth pays; every line of the allocation names its clause."""
    cast, place = carried.cast, f"/claims/{carried.claim}/"
    told = carried.opened(cast.assessor, place)
    told.page.locator("details.why summary").first.click()
    assert told.page.locator("q").count() > 0
    told.act("financing.assess_claim")
    amount = _amount_put_up(carried.claim)
    for who in (cast.judge, cast.other_judge):
        if carried.state == State.CLAIMED:
            carried.opened(who, place).act("financing.decide_claim", again=amount)
    assert carried.state == State.COMPENSATED
    carried.opened(cast.teller, place).act("financing.pay_compensation", again=amount)
    assert CompensationPayment.objects.filter(compensation__claim_id=carried.claim).exists()


def _amount_put_up(claim: int) -> str:
    """The amount put up, as an approver types it: the page shows it in words."""
    found = pending_assessment(Claim.objects.get(pk=claim))
    assert found is not None
    return plain_yuan(found.amount_minor)


def _recovery(carried: Carried) -> None:
    told = carried.by(carried.cast.handler)
    told.go(f"/institution/claims/{carried.claim}/")
    told.act("financing.recover", amount="10000")
    found = Recovery.objects.get(claim_id=carried.claim)
    owed = Compensation.objects.get(claim_id=carried.claim)
    assert found.amount_minor == 1_000_000
    assert 0 < found.pool_minor < found.amount_minor
    assert found.pool_minor <= owed.amount_minor
    told = carried.by(carried.cast.firm)
    told.go(f"/enterprise/applications/{carried.number}/")
