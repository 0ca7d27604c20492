"""The allocation code beside a second reading, over invented worlds and over every order of small sets of events."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from tests.risk.invented import Happening, World, happen, happenings, worlds
from tests.risk.second import Second

from kejin.risk.arrays import I64, NOBODY, PAID, SCALE, UNKNOWN, WITHOUT, State, Terms


def compare(state: State, second: Second) -> None:
    for name, sparse in (("burden", second.burden), ("paid", second.paid), ("pending", second.pending)):
        dense = getattr(state, name)
        assert dense.tolist() == [[sparse[row, k] for k in range(dense.shape[1])] for row in range(3)], name
    assert state.limit_used.tolist() == [second.used[slot] for slot in range(len(state.limit_used))]
    assert state.stop_total.tolist() == [second.lost[slot] for slot in range(len(state.stop_total))]


@given(world=worlds(), events=happenings)
def test_both_readings_agree_after_every_event(world: World, events: list[Happening]) -> None:
    state, second = world.state(), Second(world)
    for event in events:
        happen(world, state, event)
        second.happen(event)
        compare(state, second)


def one_pool(*, cap: int, line: int, loan_cap: int = 10**6, restores: int = 0) -> World:
    """A lender and a pool of half the loss: a cap of the year, a stop line, a cap of each loan."""

    def whole(*values: int) -> I64:
        return np.array(values, np.int64)

    terms = Terms(
        bearer=whole(0),
        ceiling=whole(WITHOUT),
        rounding=whole(1),
        interest=whole(0),
        taker_from=whole(0, 1),
        taker_party=whole(1),
        returns_to=whole(NOBODY),
        public=whole(0, 1),
        limit_from=whole(0, 2),
        limit_use=whole(0, 1),
        limit_takers=whole(1, 1),
        limit_measure=whole(PAID, PAID),
        limit_restores=whole(restores, 0),
        limit_yearly=whole(1, 0),
        stop_from=whole(0, 1),
        stop_use=whole(0),
        recovery_rank=np.zeros((1, 2), np.int64),
        covers=np.ones((3, 1), np.int64),
        share=np.full((3, 1), SCALE // 2, np.int64),
        covered_fen=np.full((3, 1), WITHOUT, np.int64),
        covered_until=np.full((3, 1), WITHOUT, np.int64),
        limit_slot=np.array([[0, 2], [0, 3], [0, 4]], np.int64),
        stop_slot=np.zeros((3, 1), np.int64),
    )
    return World(terms, whole(cap, cap, loan_cap, loan_cap, loan_cap), whole(line, line))


EVENTS = (
    Happening("loss", 0, 0, 0, 101, 0),
    Happening("loss", 1, 0, 0, 60, 0),
    Happening("loss", 2, 0, 0, 39, 0),
    Happening("loss", 0, 1, 0, 50, 0),
    Happening("recovery", 0, 0, 0, 33, 0),
    Happening("resume", 1, 1, 0, 0, 0),
)
WORLDS = {
    "the cap of the year binds": one_pool(cap=70, line=WITHOUT),
    "the stop line binds": one_pool(cap=10**6, line=150),
    "the cap of a loan binds": one_pool(cap=10**6, line=WITHOUT, loan_cap=25),
    "all bind": one_pool(cap=70, line=150, loan_cap=40),
    "money comes back": one_pool(cap=70, line=150, restores=1),
    "nobody knows the line": one_pool(cap=70, line=UNKNOWN),
}


@pytest.mark.parametrize("name", WORLDS)
def test_in_every_order_of_the_events_no_fen_is_lost_and_no_cap_is_passed(name: str) -> None:
    world = WORLDS[name]
    for order in permutations(EVENTS):
        state, second = world.state(), Second(world)
        lost = recovered = 0
        for event in order:
            lines = happen(world, state, event)
            second.happen(event)
            if event.what == "loss":
                lost += event.amount
            if event.what == "recovery":
                recovered += event.amount - sum(line[3] for line in lines if line[0] == 4)
            assert state.burden.sum() == lost - recovered
            assert (state.limit_used <= state.limit_amount).all()
        compare(state, second)


@pytest.mark.parametrize("cap", [0, 1, 50, 51, 100, 101])
def test_whatever_the_order_the_pool_pays_its_parts_up_to_the_cap(cap: int) -> None:
    losses = [event for event in EVENTS if event.what == "loss" and event.year == 0]
    world = one_pool(cap=cap, line=WITHOUT)
    totals = set()
    for order in permutations(losses):
        state = world.state()
        for event in order:
            happen(world, state, event)
        totals.add(int(state.burden[:, 1].sum()))
    # Halves of 101, 60 and 39 are 51, 30 and 20: who goes without depends on the order, what the pool pays does not.
    assert totals == {min(cap, 101)}


def test_the_loss_that_passes_the_stop_line_depends_on_the_order_and_nothing_else_does() -> None:
    losses = [event for event in EVENTS if event.what == "loss" and event.year == 0]
    world = one_pool(cap=10**6, line=150)
    for order in permutations(losses):
        state = world.state()
        for event in order:
            happen(world, state, event)
        running = np.cumsum([event.amount for event in order])
        halves = {101: 51, 60: 30, 39: 20}
        within = [halves[event.amount] for event, total in zip(order, running, strict=True) if total <= 150]
        assert state.burden[:, 1].sum() == sum(within)
        assert state.burden[:, 1].sum() + state.pending.sum() == 101
