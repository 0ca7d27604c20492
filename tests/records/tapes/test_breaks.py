"""A tape with planted errors: the queue holds exactly those, whatever came before, and closes what agrees again."""

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.tapes.book import AS_OF, Row
from tests.records.tapes.conftest import Bank
from tests.records.tapes.planting import MISTAKES, contract_of

from kejin.records.tapes.models import Break, Tape
from kejin.records.tapes.reasons import BREAKS
from kejin.records.tapes.steps import STANDING

BEFORE = date(2026, 1, 31)
AMORTISING = ("equal_instalment", "equal_principal")


@pytest.fixture(scope="module")
def taken_on(bank: Bank, book: list[Row]) -> Bank:
    done = bank.brings(rows_before(book), "2026-01", kind="take_on")
    found = bank.reconciles(done.content["tape_id"]).content
    assert (found["loans"], found["differences"]) == (len(book), 0)
    return bank


def right_rows(book: list[Row]) -> list[Row]:
    """Some are late, a few of them since the month before, and say so rightly."""
    missed = {1: 1, 9: 2}
    return [
        row.late(AS_OF, missed[at % 16]) if at % 16 in missed else row.by(AS_OF)
        for at, row in enumerate(book)
    ]


def rows_before(book: list[Row]) -> list[Row]:
    return [row.late(BEFORE, 1) if at % 16 == 9 else row.by(BEFORE) for at, row in enumerate(book)]


def queue(bank: Bank) -> set[tuple[str, str]]:
    held = Break.objects.filter(institution_id=bank.handler.organisation_id, state__in=STANDING)
    return set(held.values_list("contract_number", "code"))


def test_every_kind_of_break_but_one_can_be_planted() -> None:
    assert set(MISTAKES) | {"not_computable"} == set(BREAKS)


def test_a_tape_without_a_mistake_makes_no_break(taken_on: Bank, book: list[Row]) -> None:
    done = taken_on.brings(right_rows(book))
    assert taken_on.reconciles(done.content["tape_id"]).content["by_code"] == {}


def plantable(book: list[Row], at: int, code: str) -> bool:
    """A fall needs principal that was paid before; and an interest-first loan says nothing of its principal yet."""
    row = right_rows(book)[at]
    return row.status == "normal" and (
        code != "paid_falls" or book[at].by(BEFORE).principal_paid_minor > 200_00
    )


# Each example is a tape that is brought and reconciled.
@settings(max_examples=120 if os.environ.get("KEJIN_HYPOTHESIS") == "full" else 12, deadline=None)
@given(data=st.data())
def test_the_queue_holds_exactly_what_was_planted(
    taken_on: Bank, book: list[Row], data: st.DataObject
) -> None:
    chosen = data.draw(
        st.dictionaries(st.integers(0, len(book) - 1), st.sampled_from(sorted(MISTAKES)), max_size=len(book))
    )
    rows, expected = [], set()
    for at, row in enumerate(right_rows(book)):
        code = chosen.get(at)
        if code is None or not plantable(book, at, code):
            rows.append(row)
            continue
        rows += MISTAKES[code](row, book[at].by(BEFORE))
        expected.add((contract_of(code, row), code))
    bank = taken_on
    last = Tape.objects.filter(institution_id=bank.handler.organisation_id).exclude(status="superseded")
    corrects = last.filter(kind="monthly").values_list("pk", flat=True).first()
    done = bank.brings(rows, corrects=corrects)
    bank.reconciles(done.content["tape_id"])
    assert queue(bank) == expected


def test_every_kind_at_once(taken_on: Bank, book: list[Row]) -> None:
    rows, expected, left = [], set(), dict(MISTAKES)
    for at, row in enumerate(right_rows(book)):
        code = next((each for each in left if plantable(book, at, each)), None)
        if code is None:
            rows.append(row)
            continue
        rows += left.pop(code)(row, book[at].by(BEFORE))
        expected.add((contract_of(code, row), code))
    assert not left
    corrects = Tape.objects.filter(
        institution_id=taken_on.handler.organisation_id, kind="monthly"
    ).exclude(status="superseded").get()  # fmt: skip
    done = taken_on.brings(rows, corrects=corrects.pk)
    found = taken_on.reconciles(done.content["tape_id"]).content
    assert queue(taken_on) == expected
    assert found["by_code"] == dict.fromkeys(sorted(MISTAKES), 1)
    item = Break.objects.get(code="balance", state="open", latest_tape=done.content["tape_id"])
    assert (item.difference, int(item.reported) - int(item.expected), item.unit) == (123_45, 123_45, "minor")
