"""Four people of the office carry a subsidy from its claim to the confirmed payment, and read the books afterwards.

The administrator opens a budget and a programme, a treasurer puts money into it; the handler checks, the approver
approves; when the public notice is over one treasurer makes the payment file and the other one confirms it.
"""

import pytest
from tests.console.test_enterprise_story import said
from tests.records.players import Case, Cast
from tests.records.test_subsidies import GRANTED, facts_of, next_days
from tests.records.world import Who, World
from tests.web.browsing import LANGUAGES, Story, may_log_in, served, skip_without_browser, stage
from tests.web.site import code_of, tape_line

from kejin.money import format_yuan
from kejin.records.ledger.models import Book
from kejin.records.ledger.posting import balance_minor
from kejin.records.subsidies.models import PaymentFile, Subsidy
from kejin.records.subsidies.steps import State

RULE = "loan_interest_subsidy.subsidy|granted_subsidy_fen"
# Each language tells its story over a month and a quarter of its own.
MONTHS = dict(zip(LANGUAGES, ("2026-01", "2026-02"), strict=True))
QUARTERS = dict(zip(LANGUAGES, ("2026Q1", "2026Q2"), strict=True))
AMOUNT = format_yuan(GRANTED).removesuffix("元").strip()


@pytest.mark.parametrize(
    ("language", "width"),
    [(LANGUAGES[0], 1400), pytest.param(LANGUAGES[1], 390, marks=pytest.mark.slow)],
)
def test_the_office_carries_a_subsidy_from_claim_to_confirmed_payment(
    world: World, cast: Cast, language: str, width: int
) -> None:
    skip_without_browser()
    first, second = world.staff(world.office, "treasurer"), world.staff(world.office, "treasurer")
    people = (world.office, world.examiner, world.signer, first, second)
    secrets = {who.username: may_log_in(who.username) for who in people}
    code = f"story-{language}"
    # Below this one approver is enough; without a limit it takes two.
    world.office.does("approval.set_limit", reason="内控", kind="subsidy", above_minor=10**8)
    with served() as address, stage(address, language, width=width) as somebody:
        stories: dict[str, Story] = {}

        def by(who: Who) -> Story:
            """The browser of somebody, who logs in when he is first needed."""
            if who.username not in stories:
                stories[who.username] = somebody()
                stories[who.username].log_in(who.username, secrets[who.username])
            return stories[who.username]

        _budget(by(world.office), by(first), code)
        number = _claimed(cast, code, QUARTERS[language])
        _approved(by(world.examiner), by(world.signer), number)
        next_days(world, 6)
        _paid(by(first), by(second), code, number=number)
        _books(by(world.examiner), cast, code)


def _budget(administrator: Story, treasurer: Story, code: str) -> None:
    """A budget with money, and a programme that is paid from it."""
    administrator.go("/subsidies/budgets/")
    administrator.act("ledger.open_book", book=code, name=f"贴息预算 {code}")
    administrator.act(
        "subsidy.open_programme",
        programme=code,
        name=f"贷款贴息 {code}",
        book=code,
        rule=RULE,
        notice_days="5",
    )
    treasurer.go("/subsidies/budgets/")
    treasurer.act("ledger.post", book=code, amount="1000000", reason="年度预算下达")
    assert balance_minor(Book.objects.get(code=code), "available") == 10**8


def _claimed(cast: Cast, code: str, quarter: str) -> int:
    """The lender entitles and the enterprise claims: others tell that story."""
    contract = f"HT-{Case.stated(cast).contracted().number}"
    entitled = cast.handler.does(
        "subsidy.entitle", programme=code, contract_number=contract, quarter=quarter, law_date="2026-04-10",
        facts=facts_of(contract),
    )  # fmt: skip
    number = int(entitled.content["subsidy_id"])
    cast.firm.does("subsidy.claim", key=f"claim-{code}", subsidy_id=number)
    return number


def _approved(handler: Story, approver: Story, number: int) -> None:
    """The handler finds the claim in his list and checks it; who checked is not offered to approve."""
    handler.go(f"/subsidies/?state={State.CLAIMED.value}")
    handler.page.locator(f"main a[href$='/subsidies/{number}/']").first.click()
    handler.look()
    handler.act("subsidy.check")
    assert handler.page.locator("form[action$='/subsidy.decide/']").count() == 0
    approver.go(f"/subsidies/{number}/")
    approver.act("subsidy.decide", again=AMOUNT)
    assert Subsidy.objects.get(pk=number).state == State.NOTICED


def _paid(first: Story, second: Story, code: str, *, number: int) -> None:
    """One treasurer makes the file of what is due, the other one confirms it by its digest and total."""
    first.go("/subsidies/payments/")
    first.page.locator(f"main a[href$='/due/{code}/']").click()
    first.look()
    first.fill(first.page.locator("main form"), {"again": AMOUNT})
    first.page.locator("main form button.btn-danger").click()
    first.look()
    file = PaymentFile.objects.latest("pk")
    assert f"/payments/{file.pk}/" in first.page.url
    assert first.page.locator("form[action$='/confirm/']").count() == 0, "nobody confirms his own file"
    second.go(f"/subsidies/payments/{file.pk}/")
    second.fill(
        second.page.locator("form[action$='/confirm/']"), {"again": AMOUNT, "digest": file.sha256[:12]}
    )
    second.page.locator("form[action$='/confirm/'] button").click()
    second.look()
    assert Subsidy.objects.get(pk=number).state == State.PAID


def _books(reader: Story, cast: Cast, code: str) -> None:
    """The budget says what was spent; the statements and a statistical form say the same as the records."""
    reader.go("/subsidies/budgets/")
    assert balance_minor(Book.objects.get(code=code), "spent") == GRANTED
    reader.go("/statements/")
    assert f"贴息预算 {code}" in reader.page.locator("main").inner_text()
    reader.go("/statements/pool/")
    _reported(cast, MONTHS[reader.language])
    reader.press(said(reader, "money.statistics"))
    assert reader.page.locator("main table").count() > 0
    with reader.page.expect_download() as found:
        reader.page.locator("main a[download]").first.click()
    assert found.value.path().stat().st_size > 0


def _reported(cast: Cast, month: str) -> None:
    """A bank's tape, which statistical forms are counted from."""
    row = tape_line(code_of(cast.firm), f"HT-{month}")
    tape = cast.handler.does(
        "tape.submit", key=f"tape-{month}", kind="take_on", month=month, rows=[row]
    ).content["tape_id"]
    cast.handler.does("tape.reconcile", key=f"reconcile-{month}", tape_id=tape)
