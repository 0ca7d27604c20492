"""What people do about breaks, and what a tape does to a financing."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from django.db import Error, connection, connections
from tests.records.players import Case, Cast
from tests.records.tapes.book import AS_OF, Row
from tests.records.tapes.conftest import Bank
from tests.records.test_financing import forged_by
from tests.records.world import Who, World

from kejin.records.errors import ConstraintError, NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.financing.models import Contract, Financing
from kejin.records.kept.models import BusinessDay
from kejin.records.parties.standing import Caller
from kejin.records.tapes import reconciling
from kejin.records.tapes.copying import copy_in, copy_out
from kejin.records.tapes.models import Basis, Break, BreakEvent, Tape, TapeRow
from kejin.records.tapes.performing import report_performance
from kejin.records.tapes.reasons import BREAKS, CLOSINGS, EXPLANATIONS
from kejin.records.tapes.steps import STEPS, WORDS, BreakState, TapeKind, TapeStatus

JANUARY = date(2026, 1, 31)
MARCH = date(2026, 3, 31)


@pytest.fixture(scope="module")
def running(bank: Bank, book: list[Row]) -> Bank:
    """The book is taken on in January; in February one loan repaid early, one has another rate, one an odd status."""
    bank.reconciles(
        bank.brings([row.by(JANUARY) for row in book], "2026-01", kind="take_on").content["tape_id"]
    )
    early, rate, odd, *rest = book
    more = replace(early.by(AS_OF), principal_paid_minor=early.by(AS_OF).principal_paid_minor + 100_000_00,
                   balance_minor=early.by(AS_OF).balance_minor - 100_000_00)  # fmt: skip
    rows = [
        more,
        replace(rate.by(AS_OF), rate_ppb=rate.rate_ppb + 1_000_000),
        replace(odd.by(AS_OF), status="overdue"),
    ]
    done = bank.brings(rows + [row.by(AS_OF) for row in rest])
    assert bank.reconciles(done.content["tape_id"]).content["by_code"] == {
        "prepaid": 1,
        "rate": 1,
        "status": 1,
    }
    return bank


def the(code: str) -> Break:
    return Break.objects.get(code=code, state__in=("open", "explained", "accepted"))


def test_the_list_of_steps_is_the_same_in_the_database_and_everything_has_words(database: str) -> None:
    assert database
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT code, from_state, to_state FROM tapes_step")
        assert set(cursor.fetchall()) == {tuple(map(str, step)) for step in STEPS}
    assert set(WORDS) == {*TapeKind, *TapeStatus, *BreakState}
    for words in (*(kind.label for kind in BREAKS.values()), *EXPLANATIONS.values(), *CLOSINGS.values()):
        assert words.zh
        assert words.en


def test_an_explanation_is_accepted_by_somebody_else_of_another_organisation(running: Bank) -> None:
    item = the("prepaid")
    with pytest.raises(RefusedError, match="not the step that comes next"):
        running.judge.does("tape.accept_break", break_ids=[item.pk])
    with pytest.raises(RefusedError, match="words where the code is `other`"):
        running.handler.does("tape.explain_break", break_ids=[item.pk], reason_code="other")
    running.handler.does("tape.explain_break", break_ids=[item.pk], reason_code="prepayment")
    with pytest.raises(NotPermittedError, match="not for you to do"):
        running.handler.does("tape.accept_break", break_ids=[item.pk])
    assert the("prepaid").owner_id == running.judge.organisation_id
    running.judge.does("tape.reject_explanation", break_ids=[item.pk], words="请补充还款凭证")
    assert the("prepaid").owner_id == running.handler.organisation_id
    running.handler.does(
        "tape.explain_break", break_ids=[item.pk], reason_code="prepayment", words="凭证已附"
    )
    done = running.judge.does("tape.accept_break", break_ids=[item.pk])
    assert done.content["breaks"] == {str(item.pk): "accepted"}
    assert Basis.objects.get(item=item).row.contract_number == item.contract_number


def test_whoever_explained_does_not_accept_whatever_the_program_says(running: Bank, world: World) -> None:
    """One person may be the bank's handler and the office's approver; the database knows who it was."""
    item = the("status")
    world.office.does(
        "registry.appoint", username=running.handler.username, organisation_id=world.office.organisation_id,
        role="approver",
    )  # fmt: skip
    running.handler.does("tape.explain_break", break_ids=[item.pk], reason_code="our_error")
    both = Who(running.handler.username, world.office.organisation_id)
    with pytest.raises(RefusedError, match="Nobody accepts what he explained"):
        both.does("tape.accept_break", break_ids=[item.pk])
    with pytest.raises(ConstraintError, match="nobody accepts what he explained"):
        forged_by(both, lambda: BreakEvent.objects.create(
            item=item, code="tape.accept_break", from_state="explained", to_state="accepted"
        ))  # fmt: skip
    with pytest.raises(ConstraintError, match="changes by its events"):
        forged_by(both, lambda: Break.objects.filter(pk=item.pk).update(state="closed"))


def test_another_bank_knows_nothing_of_a_tape_or_a_break(running: Bank, world: World) -> None:
    stranger = world.staff(world.institution("bank"), "handler")
    tape = Tape.objects.latest("pk")
    with pytest.raises(UnknownRecordError):
        stranger.does("tape.reconcile", tape_id=tape.pk)
    with pytest.raises(UnknownRecordError):
        stranger.does("tape.explain_break", break_ids=[the("rate").pk], reason_code="rate_reset")
    assert running.handler.organisation_id != stranger.organisation_id


def test_a_tape_is_sealed_and_comes_once(running: Bank, book: list[Row]) -> None:
    tape = Tape.objects.latest("pk")
    row = TapeRow.objects.filter(tape=tape).earliest("pk")
    row.pk, row.line = None, 10_000
    with pytest.raises(ConstraintError, match="nobody adds a row"):
        forged_by(running.handler, row.save)
    with pytest.raises(ConstraintError, match="only the status changes"):
        forged_by(running.handler, lambda: Tape.objects.filter(pk=tape.pk).update(sha256="0" * 64))
    with pytest.raises(RefusedError, match="has been reported"):
        running.brings([row.by(AS_OF) for row in book])
    with pytest.raises(RefusedError, match="This very tape is there"):
        running.brings([row.by(JANUARY) for row in book], "2026-01", kind="take_on")
    with pytest.raises(RefusedError, match="month that is over"):
        running.brings([row.by(AS_OF) for row in book], "2026-03")


def test_what_was_accepted_is_the_new_basis_and_what_agrees_closes_itself(running: Bank) -> None:
    item = the("rate")
    running.handler.does("tape.explain_break", break_ids=[item.pk], reason_code="rate_reset")
    running.judge.does("tape.accept_break", break_ids=[item.pk])
    running_day = BusinessDay.objects.latest("day").day
    assert running_day == date(2026, 3, 2)
    tape = Tape.objects.filter(institution_id=running.handler.organisation_id).latest("pk")
    found = running.reconciles(tape.pk).content
    # The early repayment and the rate count from the accepted rows on; the status is as odd as before.
    assert found["by_code"] == {"status": 1}
    assert Break.objects.get(pk=item.pk).state == "closed"
    assert [each.reason_code for each in item.events.order_by("pk")] == ["rate_reset", "", "agrees"]


def test_a_tape_reports_the_performance_of_financings(cast: Cast, world: World, bank: Bank) -> None:
    """Two contracts of one bank: one is late by the tape, and so a claim is possible; the other one is in doubt."""
    late, doubtful = (Case.stated(cast).contracted() for _ in range(2))
    world.office.does("day.open", day="2026-04-01", reason="跳过")
    reporter = replace(bank, handler=cast.handler)
    rows = [contract_row(case) for case in (late, doubtful)]
    rows[0] = replace(rows[0], days_past_due=0, interest_paid_minor=0)
    rows[1] = replace(rows[1], balance_minor=rows[1].balance_minor - 1)
    tape = reporter.brings(rows, "2026-03").content["tape_id"]
    caller = Caller(cast.handler.username, cast.handler.organisation_id)
    with pytest.raises(RefusedError, match="reconciled before it counts"):
        list(report_performance(caller, tape))
    found = reporter.reconciles(tape).content
    assert found["by_code"] == {"balance": 1}
    told = {each.financing_id: (each.state, each.refused) for each in report_performance(caller, tape)}
    assert told == {late.number: ("contracted", ""), doubtful.number: ("contracted", "in_doubt")}
    again = {each.financing_id: each.state for each in report_performance(caller, tape)}
    assert again[late.number] == "contracted"

    world.office.does("day.open", day="2027-04-01", reason="跳过")
    overdue = replace(rows[0], days_past_due=29, status="overdue")
    rows[1] = replace(rows[1], days_past_due=29, status="overdue")
    tape = reporter.brings([overdue, rows[1]], "2027-03").content["tape_id"]
    assert reporter.reconciles(tape).content["by_code"] == {"balance": 1}
    corrected = [
        overdue,
        replace(rows[1], balance_minor=rows[1].balance_minor + 1),
    ]
    tape = reporter.brings(corrected, "2027-03", corrects=tape).content["tape_id"]
    assert reporter.reconciles(tape).content["by_code"] == {}
    last = {each.financing_id: each.state for each in report_performance(caller, tape)}
    assert last == {late.number: "overdue", doubtful.number: "overdue"}
    assert Financing.objects.get(pk=late.number).state == "overdue"


def contract_row(case: Case) -> Row:
    """What the bank reports of a contract before anything is due: everything at maturity."""
    contract = Contract.objects.select_related("offer", "financing__enterprise").get(financing_id=case.number)
    offer = contract.offer
    return Row(
        contract.number, contract.financing.enterprise.credit_code or "", offer.principal_minor, offer.rate_ppb,
        date(2026, 3, 2), date(2027, 3, 2), offer.repayment, balance_minor=offer.principal_minor,
    )  # fmt: skip


def test_the_engine_is_ready_before_the_transaction_begins(
    running: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(reconciling, "warm", lambda: seen.append(connection.in_atomic_block))
    with pytest.raises(UnknownRecordError):
        running.reconciles(10**9)
    assert seen == [False]


@pytest.mark.usefixtures("database")
def test_what_the_database_says_of_a_copy_is_told_as_of_any_statement() -> None:
    one: dict[str, pl.DataType] = {"one": pl.Int64()}
    with pytest.raises(Error, match="division by zero"):
        copy_out("SELECT 1 / (SELECT count(*) FROM pg_class WHERE false)", [], one)
    with pytest.raises(Error, match="does not exist"):
        copy_in("no_such_table", pl.DataFrame({"one": [1]}))
