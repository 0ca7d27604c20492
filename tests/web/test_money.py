"""The office's money through its pages: subsidies one by one and in batches, payment files, budgets, statements."""

import csv
import io
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.test_subsidies import GRANTED, entitled, facts_of, next_days
from tests.records.world import Who, World
from tests.web.site import browser

from kejin.console.office import money_batch
from kejin.money import format_yuan
from kejin.records.financing.models import Financing
from kejin.records.kept.models import Act
from kejin.records.ledger.models import Book
from kejin.records.ledger.posting import balance_minor
from kejin.records.ledger.statements import trial_balance
from kejin.records.statements.payments import payment_form
from kejin.records.subsidies.models import PaymentFile, Subsidy
from kejin.records.subsidies.steps import State
from kejin.web.jobs.models import Job
from kejin.web.jobs.working import work_one
from kejin.web.words import all_words

ONE, TWO = format_yuan(GRANTED), format_yuan(2 * GRANTED)


def post(who: Who, route: str, *parts: object, **fields: object) -> Any:
    answer: Any = browser(who).post(reverse(route, args=list(parts)), {"key": uuid4().hex} | fields)
    return answer


def page(who: Who, route: str, *parts: object, language: str = "zh-hans", **query: str) -> str:
    client = browser(who)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer: Any = client.get(reverse(route, args=list(parts)), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows_of(who: Who, route: str, *parts: object, **query: str) -> list[list[str]]:
    answer: Any = browser(who).get(reverse(route, args=list(parts)), {"format": "csv"} | query)
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def states(*numbers: int) -> set[str]:
    return set(Subsidy.objects.filter(pk__in=numbers).values_list("state", flat=True))


@pytest.mark.usefixtures("budget")
def test_a_lender_entitles_a_contract_through_the_page(cast: Cast) -> None:
    contract = Case.stated(cast).contracted()
    number, held = Financing.objects.get(pk=contract.number).contract.pk, f"HT-{contract.number}"
    link = reverse("subsidy_entitle", args=[number])
    assert link in page(cast.handler, "institution_contract", number)
    assert "2026Q1" in page(cast.handler, "subsidy_entitle", number, language="en")
    query = "?programme=interest-2026&quarter=2026Q1&law=2026-04-10"
    shown = browser(cast.handler).get(link + query).content.decode()
    assert 'name="loan.loan_claim_to" value="2026-03-31"' in shown
    assert "取自合同" in shown
    facts = facts_of(held)
    typed = {
        f"{grain}.{name}": str(text).removesuffix("元").removesuffix("%")
        for grain, rows in facts.items()
        for name, text in rows[0].items()
        if f'name="{grain}.{name}"' in shown
    }
    assert len(typed) >= len(facts["loan"][0]) - 2
    wrong = browser(cast.handler).post(
        link + query, typed | {"key": uuid4().hex, "loan.loan_refinances": "true"}
    )
    assert wrong.status_code == 409
    assert "不符合条件" in wrong.content.decode()
    assert not Subsidy.objects.filter(contract_id=number).exists()
    sent = browser(cast.handler).post(link + query, typed | {"key": uuid4().hex})
    assert sent.status_code == 302, sent.content.decode()
    made = Subsidy.objects.get(contract_id=number)
    assert (made.state, made.amount_minor) == (State.ENTITLED, GRANTED)
    assert browser(cast.first).get(link).status_code == 409


@pytest.mark.usefixtures("budget")
def test_two_subsidies_go_through_the_pages_from_claim_to_payment(
    world: World, cast: Cast, treasurers: tuple[Who, Who], budget: Book
) -> None:
    numbers = [entitled(cast, "2026Q1"), entitled(cast, "2026Q1")]
    for number in numbers:
        again = {"key": uuid4().hex}
        for _ in range(2):
            # A form that is sent twice is one act.
            sent = browser(cast.firm).post(reverse("subsidy_act", args=[number, "subsidy.claim"]), again)
            assert sent.status_code in {302, 409}
    assert Act.objects.filter(code="subsidy.claim").count() == 2

    shown = post(world.examiner, "subsidy_batch_act", "subsidy.check", subsidy=numbers)
    assert shown.status_code == 200
    assert states(*numbers) == {State.CLAIMED}
    sure = {"subsidy": numbers, "confirm": "1"}
    post(world.examiner, "subsidy_batch_act", "subsidy.check", **sure)
    assert states(*numbers) == {State.CHECKED}
    assert balance_minor(budget, "committed") == 2 * GRANTED

    wrong = post(world.signer, "subsidy_batch_act", "subsidy.decide", again=ONE, **sure)
    assert wrong.status_code == 400
    assert states(*numbers) == {State.CHECKED}
    done = post(world.signer, "subsidy_batch_act", "subsidy.decide", again=TWO, **sure)
    assert done.content.decode().count('class="verdict good"') == 2
    assert states(*numbers) == {State.NOTICED}

    maker, other = treasurers
    assert "payments/due/" not in page(maker, "office_payments")
    next_days(world, 6)
    due = ("office_payments_due", "interest-2026")
    assert page(maker, *due).count('<td class="figure">27,562.50</td>') == 2
    assert post(maker, *due, again=ONE).status_code == 409
    assert not PaymentFile.objects.exists()
    assert post(maker, *due, again=TWO).status_code == 302
    file = PaymentFile.objects.get()
    confirm = {"again": TWO, "digest": file.sha256[:12]}
    assert post(maker, "office_payment_confirm", file.pk, **confirm).status_code == 409
    assert (
        post(other, "office_payment_confirm", file.pk, **(confirm | {"digest": "0" * 12})).status_code == 409
    )
    assert post(other, "office_payment_confirm", file.pk, **(confirm | {"digest": ""})).status_code == 409
    assert states(*numbers) == {State.LISTED}
    assert post(other, "office_payment_confirm", file.pk, **confirm).status_code == 302
    assert states(*numbers) == {State.PAID}
    rows = rows_of(maker, "office_payment", file.pk)
    assert [row[1] for row in rows if row[0].startswith("摘要")] == [payment_form(file.pk).sha256]
    assert sum(int(row[7]) for row in rows[9:]) == 2 * GRANTED
    assert post(world.signer, "subsidy_act", numbers[0], "subsidy.claw_back", again=ONE).status_code == 409
    back = post(world.signer, "subsidy_act", numbers[0], "subsidy.claw_back", again=ONE, reason="资料不实")
    assert back.status_code == 302
    assert states(numbers[0]) == {State.CLAWED_BACK}


@pytest.mark.usefixtures("budget")
def test_more_than_a_few_at_once_are_done_as_a_job_that_tells_of_each(
    world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(money_batch, "AT_ONCE", 2)
    numbers = [entitled(cast, "2026Q1") for _ in range(3)]
    for number in numbers:
        cast.firm.does("subsidy.claim", key=f"many{number}", subsidy_id=number)
    sure = {"subsidy": numbers, "confirm": "1", "key": uuid4().hex}
    begun = post(world.examiner, "subsidy_batch_act", "subsidy.check", **sure)
    assert begun.status_code == 302
    found = Job.objects.latest("pk")
    told = reverse("subsidy_batch_told", args=["subsidy.check", found.pk])
    # Until it is over, its page is that of the job; meanwhile somebody else does one of them.
    assert browser(world.examiner).get(told)["Location"] == reverse("job", args=[found.pk])
    assert states(*numbers) == {State.CLAIMED}
    world.examiner.does("subsidy.check", key="before", subsidy_id=numbers[0])
    assert work_one()
    assert states(*numbers) == {State.CHECKED}
    found.refresh_from_db()
    assert found.result is not None
    assert found.result["address"] == told
    page_of = browser(world.examiner).get(told).content.decode()
    assert page_of.count('class="verdict good"') == 2
    assert page_of.count('class="verdict shut"') == 1
    # Nobody else's, and of no other act.
    assert browser(cast.handler).get(told).status_code == 403
    other = reverse("subsidy_batch_told", args=["subsidy.refuse", found.pk])
    assert browser(world.examiner).get(other).status_code == 404
    # Done again, as when its worker died, it does nothing twice.
    Job.objects.filter(pk=found.pk).update(state="waiting")
    acts = Act.objects.count()
    assert work_one()
    assert Act.objects.count() == acts


@pytest.mark.usefixtures("budget")
def test_nobody_is_offered_to_approve_what_he_checked(world: World, cast: Cast) -> None:
    both = world.staff(world.office, "handler", "approver")
    number = entitled(cast, "2026Q2")
    post(cast.firm, "subsidy_act", number, "subsidy.claim")
    post(both, "subsidy_act", number, "subsidy.check")
    own = all_words()["money.own_work"]
    assert own.en in page(both, "subsidy", number, language="en")
    assert "subsidy.decide" not in page(both, "subsidy", number)
    assert "subsidy.decide" in page(world.signer, "subsidy", number)
    assert f'value="{number}"' not in page(both, "subsidy_batch", "subsidy.decide")
    assert post(both, "subsidy_act", number, "subsidy.decide", again=ONE).status_code == 409
    # A refusal reaches the enterprise with its code, and frees the budget.
    refused = post(
        world.signer, "subsidy_act", number, "subsidy.decide", again=ONE, reason_code="facts_differ"
    )
    assert refused.status_code == 302
    assert states(number) == {State.REFUSED}


@pytest.mark.usefixtures("budget")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_the_rule_beside_the_facts_and_the_same_amount(cast: Cast, language: str) -> None:
    number = entitled(cast, "2026Q3")
    told = page(cast.firm, "subsidy", number, language=language)
    words = all_words()
    assert (words["money.same"].en if language == "en" else words["money.same"].zh) in told
    # The condition on the day of drawing, and the clause it comes from.
    assert "2025-06-01" in told
    assert "粤府办" in told
    assert [row[0] for row in rows_of(cast.firm, "subsidies", q=f"S{number}")[1:]] == [f"S{number}"]


def test_the_files_of_books_say_what_the_ledger_says(
    world: World, cast: Cast, treasurers: tuple[Who, Who], budget: Book
) -> None:
    stands = sorted(Decimal(line.amount_minor) for line in trial_balance())
    _, *rows = rows_of(world.examiner, "statements")
    shown = sorted(Decimal(row[2] or row[3]) * 100 for row in rows)
    assert shown == stands
    assert sum(Decimal(row[2] or 0) - Decimal(row[3] or 0) for row in rows) == 0
    # A pool's keeper sees its own books, and none of the office's.
    own = {row[0] for row in rows_of(cast.teller, "statements")[1:]}
    assert own == {cast.book.name}
    assert budget.name in {row[0] for row in rows}
    assert rows_of(treasurers[0], "office_budgets")[1][0] == budget.name
    assert browser(cast.teller).get(reverse("statement_pool"), {"format": "xlsx"}).status_code == 200
    wrong = {"since": "2026-05-01", "until": "2026-04-01"}
    assert browser(cast.teller).get(reverse("statement_pool"), wrong).status_code == 400
    assert browser(cast.teller).get(reverse("statement_pool"), {"since": "0001-01-01"}).status_code == 200
    assert all_words()["money.no_months"].zh in page(world.examiner, "statement_forms")


def test_a_budget_and_a_programme_are_opened_and_funded_by_form(
    world: World, treasurers: tuple[Who, Who]
) -> None:
    act = "office_budgets_act"
    assert post(world.office, act, "ledger.open_book", book="rent-2026", name="补贴预算").status_code == 302
    rule = "loan_interest_subsidy.subsidy|granted_subsidy_fen"
    asked = {"programme": "rent-2026", "name": "示例补贴", "book": "rent-2026", "notice_days": "5"}
    assert post(world.office, act, "subsidy.open_programme", rule="none.such|x", **asked).status_code == 409
    assert post(world.office, act, "subsidy.open_programme", rule=rule, **asked).status_code == 302
    given = {"book": "rent-2026", "amount": "1000000"}
    assert post(treasurers[0], act, "ledger.post", **given).status_code == 409
    assert post(treasurers[0], act, "ledger.post", reason="下达文件", **given).status_code == 302
    assert balance_minor(Book.objects.get(code="rent-2026"), "available") == 10**8
    assert "示例补贴" in page(world.examiner, "office_budgets", language="en")
