"""The allocation code itself: exact arithmetic, and conservation whatever the agreements and whatever happens."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.risk.invented import Happening, World, happen, happenings, worlds

from kejin.money import RATE_SCALE, Rounding, round_quotient, split
from kejin.risk import arrays, kernel
from kejin.risk.arrays import FLOOR, HALF_UP, State, blank_state

amounts = st.one_of(st.integers(0, 1_000), st.integers(0, 2**53 - 1))
shares = st.one_of(st.integers(0, RATE_SCALE), st.integers(0, 100).map(lambda p: p * RATE_SCALE // 100))


@given(amount=amounts, share=shares)
def test_a_share_is_the_exact_product_rounded_as_the_one_rounding_door_rounds(
    amount: int, share: int
) -> None:
    assert kernel.share_part(amount, share, FLOOR) == round_quotient(
        amount * share, RATE_SCALE, Rounding.FLOOR
    )
    assert kernel.share_part(amount, share, HALF_UP) == round_quotient(
        amount * share, RATE_SCALE, Rounding.HALF_UP
    )


@given(amount=amounts, total=st.integers(1, 2**60), data=st.data())
def test_a_long_product_is_divided_exactly(amount: int, total: int, data: st.DataObject) -> None:
    weight = data.draw(st.integers(0, total))
    assert kernel.mul_div(amount, weight, total) == divmod(amount * weight, total)


@given(amount=amounts, weights=st.lists(st.integers(0, 10**13), min_size=1, max_size=8).filter(any))
def test_an_amount_is_split_as_money_is_split(amount: int, weights: list[int]) -> None:
    state = _room(len(weights))
    state.weight[: len(weights)] = weights
    kernel.split_weights(state, (amount, sum(weights), len(weights)))
    assert state.part[: len(weights)].tolist() == split(amount, weights)


def _room(size: int) -> State:
    empty = np.zeros(0, np.int64)
    terms = arrays.Terms(*[empty] * len(arrays.Terms._fields))._replace(
        share=np.zeros((1, size), np.int64), recovery_rank=np.zeros((1, 1), np.int64)
    )
    return blank_state(terms, limit_slots=0, stop_slots=0)


@given(world=worlds(), events=happenings)
def test_no_event_makes_a_fen_appear_or_vanish(world: World, events: list[Happening]) -> None:
    state = world.state()
    lost = [0] * 3
    for event in events:
        before = state.burden.copy()
        lines = happen(world, state, event)
        if event.what == "loss":
            lost[event.loan] += event.amount + event.interest
        surplus = sum(line[arrays.AMOUNT] for line in lines if line[arrays.WHAT] == arrays.SURPLUS)
        if event.what == "recovery":
            lost[event.loan] -= event.amount - surplus
        assert state.burden.sum(axis=1).tolist() == lost
        assert (state.burden >= 0).all()
        assert (state.pending >= 0).all()
        assert (state.paid >= 0).all()
        assert _moved(before, lines, event) == state.burden.tolist()


def _moved(burden: arrays.I64, lines: list[list[int]], event: Happening) -> list[list[int]]:
    """The burdens before an event with its lines carried out: nothing happens that no line tells."""
    told = burden.copy()
    for line in lines:
        code, source, target, amount = line[:4]
        if code in (arrays.LOSS, arrays.SHARE, arrays.RETURNED, arrays.CLAWBACK, arrays.RESUMED):
            if source >= 0:
                told[event.loan, source] -= amount
            told[event.loan, target] += amount
        if code == arrays.RECOVERY:
            told[event.loan, target] -= amount
    rows: list[list[int]] = told.tolist()
    return rows


@given(world=worlds(), events=happenings)
def test_the_same_events_give_the_same_state(world: World, events: list[Happening]) -> None:
    first, second = world.state(), world.state()
    lines = [happen(world, first, event) for event in events]
    assert [happen(world, second, event) for event in events] == lines
    for one, other in zip(first, second, strict=True):
        assert one.tolist() == other.tolist()


@given(world=worlds(), events=happenings)
def test_no_limit_is_passed_and_nobody_bears_more_than_its_share(
    world: World, events: list[Happening]
) -> None:
    terms, state = world.terms, world.state()
    for event in events:
        used = state.limit_used.copy()
        for line in happen(world, state, event):
            if line[arrays.WHAT] == arrays.SHARE:
                share = int(terms.share[event.loan, line[arrays.TAKER]])
                exact = Fraction((event.amount + event.interest) * share, RATE_SCALE)
                assert line[arrays.AMOUNT] <= exact + 1
        over = (state.limit_used > state.limit_amount) & (state.limit_amount >= 0)
        assert not (over & (state.limit_used > used)).any()
