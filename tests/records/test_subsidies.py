"""An interest subsidy from entitlement to payment file and clawback, and pledges; what must not happen twice."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from tests.records.players import Case, Cast
from tests.records.test_financing import forged_by
from tests.records.test_performing import together
from tests.records.world import Who, World

from kejin.records.actions.models import Notice
from kejin.records.errors import ConstraintError, NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.kept.models import BusinessDay
from kejin.records.ledger.models import Book
from kejin.records.ledger.posting import balance_minor
from kejin.records.ledger.verifying import replay, verify
from kejin.records.pledges.models import Pledge
from kejin.records.subsidies.models import PaymentFile, PaymentLine, Subsidy, SubsidyEvent
from kejin.records.subsidies.steps import REFUSALS, STATE_WORDS, STEPS, State

_numbers = itertools.count(1)
# The case `exact-rate` of the pack: 78,750 yuan of interest × 35% = 27,562.50 yuan.
GRANTED = 2_756_250


def facts_of(loan: str, **other: str) -> dict[str, Any]:
    """The facts of the pack's case `exact-rate`."""
    return {
        "enterprise": [{
            "enterprise_id": "E", "city_code": "4401", "is_manufacturer": "true", "hte_certified": "false",
            "on_serious_dishonesty_list": "false",
        }],
        "loan": [{
            "loan_id": loan, "enterprise_id": "E", "loan_drawn_on": "2025-06-01", "loan_signed_on": "2025-05-28",
            "loan_claim_year": "2026", "loan_lender_in_scheme": "true", "loan_product": "fixed_asset",
            "loan_use": "equipment", "loan_refinances": "false", "loan_buys_land": "false",
            "loan_invests_in_finance": "false", "loan_property_use": "false", "loan_spent_in_guangdong": "true",
            "loan_other_provincial_subsidy": "false", "loan_subsidised_from": "2025-06-01",
            "loan_claim_from": "2026-01-01", "loan_claim_to": "2026-03-31", "loan_principal_fen": "1000万元",
            "loan_rate": "3.15%", "loan_interest_paid_fen": "78750元",
        } | other],
    }  # fmt: skip


def entitled(cast: Cast, quarter: str = "2026Q1", **other: str) -> int:
    case = Case.stated(cast).contracted()
    return entitle(cast, f"HT-{case.number}", quarter, **other)


def entitle(cast: Cast, contract: str, quarter: str, **other: str) -> int:
    done = cast.handler.does(
        "subsidy.entitle", programme="interest-2026", contract_number=contract, quarter=quarter, law_date="2026-04-10",
        facts=facts_of(contract, **other),
    )  # fmt: skip
    return int(done.content["subsidy_id"])


def state(number: int) -> str:
    return Subsidy.objects.get(pk=number).state


def key() -> str:
    return f"s{next(_numbers)}"


def checked(world: World, cast: Cast) -> tuple[int, dict[str, Any]]:
    number = entitled(cast)
    cast.firm.does("subsidy.claim", key=key(), subsidy_id=number)
    done = world.examiner.does("subsidy.check", key=key(), subsidy_id=number).content
    return number, {name: done[name] for name in ("approval_id", "content_sha256")} | {"subsidy_id": number}


def next_days(world: World, count: int) -> None:
    today: date = BusinessDay.objects.latest("day").day
    world.office.does("day.open", day=(today + timedelta(days=count)).isoformat())


@pytest.mark.usefixtures("budget")
def test_a_subsidy_goes_from_entitlement_to_payment_and_comes_back(
    world: World, cast: Cast, treasurers: tuple[Who, Who], budget: Book
) -> None:
    number, about = checked(world, cast)
    assert Subsidy.objects.get(pk=number).amount_minor == GRANTED
    assert (balance_minor(budget, "committed"), balance_minor(budget, "available")) == (
        GRANTED,
        10**9 - GRANTED,
    )
    world.signer.does("subsidy.decide", key=key(), **about)
    assert state(number) == State.NOTICED
    with pytest.raises(RefusedError, match="No public notice has ended"):
        treasurers[0].does("subsidy.payment_file", key=key(), programme="interest-2026")
    next_days(world, 5)
    with pytest.raises(RefusedError, match="No public notice has ended"):
        treasurers[0].does("subsidy.payment_file", key=key(), programme="interest-2026")
    next_days(world, 1)
    made = treasurers[0].does("subsidy.payment_file", key=key(), programme="interest-2026").content
    assert made["total_minor"] == GRANTED
    assert [line["amount_minor"] for line in made["lines"]] == [GRANTED]
    confirm = {"file_id": made["file_id"], "sha256": made["sha256"]}
    with pytest.raises(RefusedError) as told:
        treasurers[0].does("subsidy.confirm_paid", key=key(), **confirm)
    assert told.value.reason == "own_work"
    with pytest.raises(RefusedError, match="another file"):
        treasurers[1].does("subsidy.confirm_paid", key=key(), **(confirm | {"sha256": "0" * 64}))
    treasurers[1].does("subsidy.confirm_paid", key=key(), **confirm)
    assert (balance_minor(budget, "spent"), balance_minor(budget, "committed")) == (GRANTED, 0)
    with pytest.raises(RefusedError, match="not the step"):
        treasurers[1].does("subsidy.confirm_paid", key=key(), **confirm)
    world.signer.does("subsidy.claw_back", key=key(), reason="资料不实", subsidy_id=number)
    assert (balance_minor(budget, "spent"), balance_minor(budget, "available")) == (0, 10**9)
    organisations = set(
        SubsidyEvent.objects.filter(subsidy_id=number).values_list("act__organisation_id", flat=True)
    )
    assert len(organisations) == 3
    assert verify() == []
    assert replay() == []


@pytest.mark.usefixtures("budget")
def test_the_rule_decides_and_says_what_failed(cast: Cast) -> None:
    with pytest.raises(RefusedError, match="drawn_since_start") as told:
        entitled(cast, loan_drawn_on="2025-04-30")
    assert told.value.reason == "not_eligible"
    with pytest.raises(RefusedError, match="cannot be applied"):
        entitled(cast, loan_colour="red")


@pytest.mark.usefixtures("budget")
def test_one_contract_has_one_subsidy_for_a_quarter(cast: Cast) -> None:
    case = Case.stated(cast).contracted()
    contract = f"HT-{case.number}"
    told = together(4, lambda: entitle(cast, contract, "2026Q2"))
    assert sum(isinstance(one, int) for one in told) == 1
    with pytest.raises(RefusedError) as refused:
        entitle(cast, contract, "2026Q2")
    assert refused.value.reason == "duplicate"
    assert isinstance(entitle(cast, contract, "2026Q3"), int)


@pytest.mark.usefixtures("budget")
def test_a_budget_that_is_used_up_commits_nothing(
    world: World, cast: Cast, treasurers: tuple[Who, Who]
) -> None:
    world.office.does("ledger.open_book", book="tiny", name="小预算", template="budget")
    treasurers[0].does(
        "ledger.post",
        key=key(),
        reason="预算",
        book="tiny",
        kind="budget.appropriation",
        amount_minor=GRANTED,
    )
    world.office.does(
        "subsidy.open_programme", programme="tiny", name="小项目", book="tiny",
        decision="loan_interest_subsidy.subsidy", amount="granted_subsidy_fen", notice_days=0,
    )  # fmt: skip
    numbers = []
    for _ in range(3):
        contract = f"HT-{Case.stated(cast).contracted().number}"
        done = cast.handler.does(
            "subsidy.entitle", programme="tiny", contract_number=contract, quarter="2026Q1", law_date="2026-04-10",
            facts=facts_of(contract),
        )  # fmt: skip
        numbers.append(done.content["subsidy_id"])
        cast.firm.does("subsidy.claim", key=key(), subsidy_id=numbers[-1])
    waiting = iter(numbers)
    told = together(3, lambda: world.examiner.does("subsidy.check", key=key(), subsidy_id=next(waiting)))
    lost = [one for one in told if isinstance(one, Exception)]
    assert {getattr(one, "constraint", repr(one)) for one in lost} == {"account_not_below_zero"}
    assert sorted(state(number) for number in numbers) == ["checked", "claimed", "claimed"]


@pytest.mark.usefixtures("budget")
def test_an_objection_in_the_public_notice_frees_the_budget(world: World, cast: Cast, budget: Book) -> None:
    before = balance_minor(budget, "available")
    cast = replace(cast, firm=world.enterprise())
    number, about = checked(world, cast)
    world.signer.does("subsidy.decide", key=key(), **about)
    world.signer.does(
        "subsidy.withhold", key=key(), reason="异议成立", subsidy_id=number, reason_code="objection"
    )
    assert (state(number), balance_minor(budget, "available")) == (State.REFUSED, before)
    notice = Notice.objects.filter(organisation_id=cast.firm.organisation_id).latest("id")
    assert (notice.code, notice.parts["reason"]) == ("subsidy.withhold", "objection")


@pytest.mark.usefixtures("budget")
def test_a_second_programme_for_the_quarter_is_shown_and_two_people_explain_it(
    world: World, cast: Cast
) -> None:
    """Also a subsidy on a loan whose loss a pool has borne; both are seen by the database's count of approvals too."""
    cast = replace(cast, firm=world.enterprise())
    number, _ = checked(world, cast)
    world.office.does(
        "subsidy.open_programme", programme="second", name="另一项目", book="interest",
        decision="loan_interest_subsidy.subsidy", amount="granted_subsidy_fen", notice_days=0,
    )  # fmt: skip
    case = Case.stated(cast)
    claim = case.claimed(1_000_000)
    assessed = cast.assessor.does("financing.assess_claim", claim_id=claim).content
    judged = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    for judge in (cast.judge, cast.other_judge):
        judge.does("financing.decide_claim", key=key(), **judged)
    contract = f"HT-{case.number}"
    second = cast.handler.does(
        "subsidy.entitle", programme="second", contract_number=contract, quarter="2026Q1", law_date="2026-04-10",
        facts=facts_of(contract),
    ).content["subsidy_id"]  # fmt: skip
    cast.firm.does("subsidy.claim", key=key(), subsidy_id=second)
    done = world.examiner.does("subsidy.check", key=key(), subsidy_id=second).content
    found = {one["kind"]: one["evidence"] for one in done["findings"]}
    assert set(found) == {"second_subsidy", "subsidy_on_a_loss"}
    assert found["second_subsidy"]["programme"] == Subsidy.objects.get(pk=number).programme.code
    assert done["required"] == 2
    about = {name: done[name] for name in ("approval_id", "content_sha256")} | {"subsidy_id": second}
    with pytest.raises(RefusedError) as told:
        world.signer.does("subsidy.decide", key=key(), **about)
    assert told.value.reason == "reason_missing"
    one, two = world.signer, world.staff(world.office, "approver")
    assert one.does("subsidy.decide", key=key(), reason="不同贷款", **about).content["approval"] == "pending"
    assert two.does("subsidy.decide", key=key(), reason="同意", **about).content["state"] == State.NOTICED


@pytest.mark.usefixtures("budget")
def test_nothing_is_listed_without_its_approval(world: World, cast: Cast) -> None:
    number, about = checked(world, cast)
    made = PaymentFile.objects.order_by("id").first()
    assert made is not None

    def line() -> None:
        PaymentLine.objects.create(
            file=made, subsidy_id=number, approval_id=about["approval_id"], amount_minor=GRANTED
        )

    with pytest.raises(ConstraintError) as told:
        forged_by(cast.handler, line)
    assert told.value.constraint == "payment_approved"


@pytest.mark.usefixtures("budget")
def test_an_amount_made_by_rule_cannot_be_changed(world: World, cast: Cast) -> None:
    number, _ = checked(world, cast)
    for change in ({"amount_minor": 1}, {"state": "paid"}, {"digest": "0" * 64}):
        with pytest.raises(ConstraintError, match=r"stays as it was|changes by its events"):
            forged_by(cast.handler, lambda parts=change: Subsidy.objects.filter(pk=number).update(**parts))


@pytest.mark.usefixtures("budget")
def test_a_subsidy_is_known_to_its_enterprise_and_its_office_only(world: World, cast: Cast) -> None:
    number = entitled(cast)
    with pytest.raises(UnknownRecordError):
        world.enterprise().does("subsidy.claim", key=key(), subsidy_id=number)
    with pytest.raises(NotPermittedError):
        cast.handler.does("subsidy.claim", key=key(), subsidy_id=number)


@pytest.mark.usefixtures("world")
def test_the_database_knows_the_same_steps() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT code, from_state, to_state FROM subsidies_step")
        assert set(cursor.fetchall()) == {tuple(str(part) for part in step) for step in STEPS}
    assert set(STATE_WORDS) == set(State)
    assert {end for _, _, end in STEPS} == set(State.values)
    assert all(words.zh and words.en for words in [*STATE_WORDS.values(), *REFUSALS.values()])


def pledge(who: Who, cast: Cast, number: str) -> int:
    done = who.does(
        "pledge.register", key=key(), kind="patent", number=number, pledgor_id=cast.firm.organisation_id,
        secured_minor=1_000_000, registration=f"Y{next(_numbers)}", registered_on="2026-03-02",
    )  # fmt: skip
    return int(done.content["pledge_id"])


def test_a_right_is_pledged_once_until_it_is_released(world: World, cast: Cast) -> None:
    other = world.staff(world.institution("bank"), "handler")
    number = pledge(cast.handler, cast, "ZL202010000001.1")
    for who in (cast.handler, other):
        with pytest.raises(RefusedError) as told:
            pledge(who, cast, "ZL202010000001.1")
        assert told.value.reason == "pledged"
        assert "bank" not in str(told.value)
    with pytest.raises(UnknownRecordError):
        other.does("pledge.release", key=key(), reason="x", pledge_id=number)
    cast.handler.does("pledge.release", key=key(), reason="已还清", pledge_id=number)
    assert pledge(other, cast, "ZL202010000001.1") != number


def test_of_ten_lenders_at_once_one_gets_the_pledge(world: World, cast: Cast) -> None:
    lenders = iter([world.staff(world.institution("bank"), "handler") for _ in range(10)])
    told = together(10, lambda: pledge(next(lenders), cast, "ZL202010000002.2"))
    assert sum(isinstance(one, int) for one in told) == 1
    assert Pledge.objects.filter(right__number="ZL202010000002.2").count() == 1
