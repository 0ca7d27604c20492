"""Every act that moves money: whichever statement fails nothing is left, and one key does it once."""

import contextlib
import json

import pytest
from tests.records.money import READY, Stage, everything
from tests.records.players import Cast
from tests.records.test_performing import StatementError, failing_at, together
from tests.records.world import Who, World

from kejin.records.actions.action import action_kinds
from kejin.records.actions.performing import Done
from kejin.records.errors import KeyReusedError
from kejin.records.ledger.models import Book, Entry
from kejin.records.ledger.verifying import replay, verify


@pytest.fixture(scope="module")
def stage(
    world: World,
    cast: Cast,
    treasurers: tuple[Who, Who],
    budget: Book,
    tmp_path_factory: pytest.TempPathFactory,
) -> Stage:
    assert budget.pk
    return Stage(world, cast, treasurers, tmp_path_factory.mktemp("money"))


def test_every_act_with_a_key_has_its_line_here() -> None:
    assert set(READY) == {code for code, kind in action_kinds().items() if kind.needs_key}


@pytest.mark.parametrize("code", READY)
def test_whichever_statement_fails_nothing_is_left(stage: Stage, code: str) -> None:
    ready = READY[code](stage)
    assert ready.action().code == code
    before = everything()
    done: list[Done] = []
    number = 0
    while not done:
        assert everything() == before, f"statement {number}"
        number += 1
        with failing_at(number), contextlib.suppress(StatementError):
            done.append(ready.do())
    assert not done[0].repeated
    assert number > 5
    changed = {table for table, state in everything().items() if state != before[table]}
    assert {"kept_act", "kept_reply"} < changed


@pytest.mark.parametrize("code", READY)
def test_one_key_does_it_once_and_for_one_request(stage: Stage, code: str) -> None:
    ready = READY[code](stage)
    told = together(4, ready.do)
    assert sorted(done.repeated for done in told) == [False, True, True, True]
    assert len({(done.act_id, json.dumps(done.content, sort_keys=True)) for done in told}) == 1
    before = everything()
    assert ready.do().repeated
    with pytest.raises(KeyReusedError):
        ready.do_other()
    assert everything() == before


@pytest.mark.usefixtures("stage")
def test_afterwards_the_ledger_holds_and_every_entry_came_of_an_act_with_a_key() -> None:
    assert verify() == []
    assert replay() == []
    assert not Entry.objects.filter(act__key=None).exists()
