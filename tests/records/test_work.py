"""Promised days and who holds the file; and that a refusal's reason reaches the people of the enterprise."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import F, OuterRef, Subquery
from tests.records.players import Case, Cast
from tests.records.test_filings import filed
from tests.records.world import DAY, Who, World, organisation

from kejin.calendars import mainland
from kejin.records.errors import NotPermittedError, UnknownRecordError
from kejin.records.financing.models import Financing, FinancingEvent
from kejin.records.financing.steps import REFUSALS
from kejin.records.financing.steps import STEPS as FINANCING_STEPS
from kejin.records.parties.standing import Caller
from kejin.records.promises.promised import DayUnit, Holder, due_and_left, promise_of, promises
from kejin.records.subsidies.models import Subsidy, SubsidyEvent
from kejin.records.subsidies.steps import STEPS as SUBSIDY_STEPS
from kejin.records.work.asking import asker
from kejin.records.work.findings import findings_for
from kejin.records.work.lists import (
    Pile,
    Waiting,
    desk_of,
    due_within,
    overdue,
    to_do,
    under_way,
    waiting_for_others,
)
from kejin.records.work.notices import notices_of


@pytest.fixture
def own(cast: Cast, world: World) -> Cast:
    """The same bank and pool with an enterprise of the test's own."""
    return replace(cast, firm=world.enterprise())


def files(who: Who, today: date = DAY) -> list[Waiting]:
    return under_way(organisation(who), today)


def of(case: Case, who: Who, today: date = DAY) -> Waiting:
    (found,) = [
        each for each in files(who, today) if each.subject == ("financing", case.number, f"F{case.number}")
    ]
    return found


def test_every_promise_is_about_a_step_that_there_is() -> None:
    states = {f"financing.{to}" for _, _, to in FINANCING_STEPS} | {
        f"subsidy.{to}" for _, _, to in SUBSIDY_STEPS
    }
    assert set(promises()) - states == {"filings.dispute", "financing.payable"}


def test_a_promise_names_its_source_or_is_a_demonstration_value() -> None:
    for promise in promises().values():
        assert (promise.source is None) == (promise.confidence == "demonstration"), promise.code
        assert promise.label.zh
        assert promise.label.en
    dispute = promise_of("filings.dispute")
    assert (dispute.days, dispute.unit, dispute.confidence) == (20, DayUnit.CALENDAR, "reported")


def test_working_days_skip_the_spring_festival_and_count_days_made_up() -> None:
    promise = promise_of("financing.applied")
    assert (promise.days, promise.unit) == (5, DayUnit.WORKING)
    # State Council notice for 2026: off from 15 to 23 February, worked on the Saturdays 14 and 28 February.
    start = date(2026, 2, 13)
    due = promise.due(start)
    assert due == date(2026, 2, 27)
    assert promise.left(due, start) == 5
    assert promise.left(due, date(2026, 2, 28)) == -1
    assert mainland().is_business_day(date(2026, 2, 14))


def test_beyond_the_published_working_days_the_due_day_is_unknown_and_not_guessed() -> None:
    last = mainland().last
    assert due_and_left(promise_of("financing.claimed"), last, last) == (None, None)
    calendar = promise_of("filings.dispute")
    assert due_and_left(calendar, last, last) == (last + timedelta(days=20), 20)


def test_each_step_says_who_holds_the_file_and_how_many_days_are_left(own: Cast) -> None:
    case = Case.stated(own).matched()
    waiting = of(case, own.firm)
    assert (waiting.code, waiting.holder, waiting.holder_id) == (
        "financing.matched", Holder.ENTERPRISE, own.firm.organisation_id,
    )  # fmt: skip
    case.by(own.firm, "apply")
    for who in (own.firm, own.bank):
        waiting = of(case, who)
        assert (waiting.code, waiting.holder_id, waiting.since) == (
            "financing.applied",
            own.bank.organisation_id,
            DAY,
        )
        assert (waiting.due, waiting.left, waiting.is_overdue) == (date(2026, 3, 9), 5, False)
        assert waiting.confidence == "demonstration"
    assert of(case, own.bank, date(2026, 3, 9)).left == 0
    late = of(case, own.bank, date(2026, 3, 10))
    assert (late.left, late.is_overdue) == (-1, True)


def test_the_lists_tell_apart_what_is_due_overdue_and_waits_for_others(own: Cast) -> None:
    applied, offered = Case.stated(own).applied(), Case.stated(own).offered()
    numbers = {("financing", case.number, f"F{case.number}") for case in (applied, offered)}

    def shown(found: list[Waiting]) -> set[int]:
        return {each.subject[1] for each in found if each.subject in numbers}

    bank, firm = organisation(own.bank), organisation(own.firm)
    on_time, later = date(2026, 3, 6), date(2026, 3, 12)
    assert shown(to_do(files(own.bank), bank)) == {applied.number}
    assert shown(due_within(files(own.bank, on_time), bank, 1)) == {applied.number}
    assert shown(due_within(files(own.bank, on_time), bank, 0)) == set()
    assert shown(overdue(files(own.bank, later), bank)) == {applied.number}
    assert shown(due_within(files(own.bank, later), bank, 30)) == set()
    assert shown(waiting_for_others(files(own.bank), bank)) == {offered.number}
    assert shown(waiting_for_others(files(own.firm), firm)) == {applied.number}
    pressing = [each.left for each in files(own.bank, later) if each.left is not None]
    assert pressing == sorted(pressing)


def test_a_claim_waits_for_the_pool_and_what_it_owes_too(own: Cast) -> None:
    case = Case.stated(own)
    claim = case.claimed(1_000_000)
    assert of(case, own.pool).holder_id == own.pool.organisation_id
    assert of(case, own.bank).label == promise_of("financing.claimed").label
    assessed = own.assessor.does("financing.assess_claim", claim_id=claim).content
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    for judge in (own.judge, own.other_judge):
        judge.does("financing.decide_claim", key=f"w{claim}{judge.username}", **about)
    owed = [each for each in files(own.pool) if each.subject[:2] == ("claim", claim)]
    assert [(each.code, each.holder_id) for each in owed] == [("financing.payable", own.pool.organisation_id)]
    own.teller.does("financing.pay_compensation", key=f"wp{claim}", claim_id=claim)
    assert [each for each in files(own.pool) if each.subject[:2] == ("claim", claim)] == []


def test_what_an_enterprise_is_still_thinking_about_is_nothing_to_the_bank(own: Cast) -> None:
    case = Case.stated(own).matched()
    assert of(case, own.firm).code == "financing.matched"
    assert case.number not in {each.subject[1] for each in files(own.bank)}


def test_a_file_changes_by_its_events_alone_so_its_act_is_that_of_the_latest(own: Cast) -> None:
    """The day since when a file waits is read from the act that changed it last."""
    Case.stated(own).applied()
    Case.stated(own).offered()
    Case.stated(own).claimed(1_000_000)
    for model, events in ((Financing, FinancingEvent), (Subsidy, SubsidyEvent)):
        name = model.__name__.lower()
        latest = events.objects.filter(**{name: OuterRef("pk")}).order_by("-pk").values("act_id")[:1]
        assert not model.objects.annotate(event=Subquery(latest)).exclude(event=F("act_id")).exists()
    assert Financing.objects.exists()


def test_a_desk_counts_what_it_gives_page_by_page(own: Cast) -> None:
    for _ in range(3):
        Case.stated(own).applied()
    Case.stated(own).offered()
    Case.stated(own).claimed(1_000_000)
    later = DAY + timedelta(days=30)

    def mine(pile: Pile) -> bool:
        return pile.mine

    for who in (own.bank, own.firm, own.pool):
        house = organisation(who)
        desk, every = desk_of(house, later), under_way(house, later)
        assert desk.count(lambda _: True) == len(every)
        assert desk.count(mine) == len(to_do(every, house))
        assert desk.count(lambda pile: pile.mine and pile.is_overdue) == len(overdue(every, house))
        assert desk.files(mine) == to_do(every, house)
        for size in (1, 2, 7):
            pages = [desk.files(mine, at, at + size) for at in range(0, desk.count(mine) + size, size)]
            assert [one for page in pages for one in page] == to_do(every, house)
        assert every == sorted(every, key=lambda each: (each.left is None, each.left, each.subject))


def test_a_desk_is_searched_by_everything_that_it_says(own: Cast) -> None:
    case = Case.stated(own).applied()
    house, firm = organisation(own.bank), organisation(own.firm)

    def found(text: str) -> set[int]:
        return {each.subject[1] for each in desk_of(house, DAY, text).files(lambda pile: pile.mine)}

    everything = found("")
    assert found(firm.name) == {case.number}
    assert found(f"f{case.number}") >= {case.number}
    assert found(promise_of("financing.applied").label.zh) >= {case.number}
    assert found(house.name) == everything
    assert found("%") == found("查无此人") == set()


def test_a_dispute_waits_for_its_source(own: Cast) -> None:
    number = filed(own.handler, own.firm)["filing_id"]
    raised = own.firm.does("filings.dispute", filing_id=number, ground="有误").content["dispute_id"]
    (waiting,) = [each for each in files(own.bank) if each.subject[:2] == ("dispute", raised)]
    assert (waiting.holder_id, waiting.due, waiting.left) == (
        own.bank.organisation_id,
        DAY + timedelta(days=20),
        20,
    )
    own.handler.does("filings.answer_dispute", dispute_id=raised, outcome="rejected", words="属实")
    assert [each for each in files(own.bank) if each.subject[:2] == ("dispute", raised)] == []


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_the_reason_of_a_refusal_reaches_the_people_of_the_enterprise(own: Cast, code: str) -> None:
    Case.stated(own).applied().by(own.handler, "refuse", reason_code=code)
    who = asker(Caller(own.firm.username, own.firm.organisation_id))
    told = notices_of(who, unseen=True)[0]
    assert (told.code, told.reason, told.seen) == ("financing.refuse", REFUSALS[code], False)
    assert told.state is not None
    assert (told.state.zh, told.sender) == ("未获批准", organisation(own.bank).name)
    own.firm.does("notice.see", notice_id=told.notice_id)
    assert told.notice_id not in {each.notice_id for each in notices_of(who, unseen=True)}
    assert notices_of(who)[0].seen


def test_a_refusal_at_the_approval_reaches_the_enterprise_too(own: Cast) -> None:
    Case.stated(own).proposed().decided(own.first, reason_code="quota")
    told = notices_of(asker(Caller(own.firm.username, own.firm.organisation_id)))[0]
    assert (told.code, told.reason) == ("financing.decide", REFUSALS["quota"])


def test_lists_and_findings_are_for_those_of_the_organisation(world: World, own: Cast) -> None:
    stranger = world.enterprise()
    with pytest.raises(NotPermittedError):
        asker(Caller(stranger.username, own.firm.organisation_id))
    case = Case.stated(own).proposed()
    number = case.approval["approval_id"]
    assert findings_for(asker(Caller(own.first.username, own.bank.organisation_id)), number) == []
    with pytest.raises(UnknownRecordError):
        findings_for(asker(Caller(stranger.username, stranger.organisation_id)), number)
    assert files(stranger) == []
