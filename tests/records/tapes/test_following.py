"""From month to month: what was accepted stays accepted, and the schedule goes on from it."""

from dataclasses import replace
from datetime import date

import pytest
from tests.records.tapes.book import AS_OF, Row, loans
from tests.records.tapes.conftest import Bank
from tests.records.world import World

from kejin.records.tapes.models import Break, LoanEnd

JANUARY, MARCH = date(2026, 1, 31), date(2026, 3, 31)
LATE_FEN = 500


@pytest.fixture(scope="module")
def pair() -> tuple[Row, Row, Row]:
    """A loan of equal principal, 24,000 yuan at 3.6 % over 24 months from 28 February 2025; one of any kind; one that ends."""
    plain, other, ends = loans(3)
    made = replace(
        plain, principal_minor=24_000_00, rate_ppb=36_000_000, drawn_on=date(2025, 2, 28),
        matures_on=date(2027, 2, 28), repayment="equal_principal",
    )  # fmt: skip
    return made, other, replace(ends, drawn_on=date(2025, 2, 5), matures_on=date(2026, 2, 5))


@pytest.fixture(scope="module")
def february(bank: Bank, world: World, pair: tuple[Row, Row, Row]) -> Bank:
    """On its due date one loan repays 3,600 yuan more than was due; another has paid 5 yuan for being late once."""
    bank.reconciles(
        bank.brings([row.by(JANUARY) for row in pair], "2026-01", kind="take_on").content["tape_id"]
    )
    done = bank.brings(told(pair, AS_OF))
    assert bank.reconciles(done.content["tape_id"]).content["by_code"] == {"interest": 1, "prepaid": 1}
    numbers = list(Break.objects.filter(latest_tape=done.content["tape_id"]).values_list("pk", flat=True))
    bank.handler.does("tape.explain_break", break_ids=numbers, reason_code="other", words="提前还款；罚息")
    bank.judge.does("tape.accept_break", break_ids=numbers)
    world.office.does("day.open", day="2026-04-01", reason="跳过")
    return bank


def told(pair: tuple[Row, Row, Row], as_of: date) -> list[Row]:
    plain, other, ends = (row.by(as_of) for row in pair)
    early = replace(
        plain, principal_paid_minor=plain.principal_paid_minor + 3_600_00,
        balance_minor=plain.balance_minor - 3_600_00,
    )  # fmt: skip
    return [early, replace(other, interest_paid_minor=other.interest_paid_minor + LATE_FEN), ends]


def march(pair: tuple[Row, Row, Row]) -> list[Row]:
    """By hand: 12 payments of 1,000 by February and 3,600 leave 8,400; over 12 months 700 each, at 0.3 % a month 25.20."""
    early, *_ = told(pair, AS_OF)
    assert early.balance_minor == 8_400_00
    paid = replace(
        early, principal_paid_minor=early.principal_paid_minor + 700_00, balance_minor=7_700_00,
        interest_paid_minor=early.interest_paid_minor + 25_20,
    )  # fmt: skip
    return [paid, told(pair, MARCH)[1]]


def test_the_month_after_agrees_with_what_was_accepted(february: Bank, pair: tuple[Row, Row, Row]) -> None:
    bank = february
    assert LoanEnd.objects.filter(loan__number=pair[2].contract_number).count() == 1
    rows = march(pair)
    wrong = replace(rows[0], interest_paid_minor=rows[0].interest_paid_minor - 1)
    tape = bank.brings([wrong, rows[1]], "2026-03").content["tape_id"]
    # The loan that ended is not missed, and the five yuan are covered: totals have grown, the difference is the same.
    assert bank.reconciles(tape).content["by_code"] == {"interest": 2}
    assert list(open_codes(bank)) == [(pair[0].contract_number, "interest")]
    tape = bank.brings(rows, "2026-03", corrects=tape).content["tape_id"]
    assert bank.reconciles(tape).content["by_code"] == {"interest": 1}
    assert list(open_codes(bank)) == []


def test_another_difference_than_the_accepted_one_is_a_break_of_its_own(
    february: Bank, pair: tuple[Row, Row, Row]
) -> None:
    rows = march(pair)
    more = [rows[0], replace(rows[1], interest_paid_minor=rows[1].interest_paid_minor + 1)]
    last = Break.objects.filter(code="interest", state="accepted").get().latest_tape
    corrects = last.__class__.objects.latest("pk").pk
    tape = february.brings(more, "2026-03", corrects=corrects).content["tape_id"]
    february.reconciles(tape)
    assert list(open_codes(february)) == [(pair[1].contract_number, "interest")]


def open_codes(bank: Bank) -> list[tuple[str, str]]:
    held = Break.objects.filter(institution_id=bank.handler.organisation_id, state="open")
    return list(held.order_by("pk").values_list("contract_number", "code"))
