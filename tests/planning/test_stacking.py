"""Combinations of supports against a plain search, and what a ceiling leaves to each."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import StackingError
from kejin.facts import Label
from kejin.planning import StackingRule, best, permitted
from kejin.policy.documents import ClauseDocument

NAMES = ("a", "b", "c", "d", "e")
CLAUSE = ClauseDocument(doc="x")


def one_of(*members: str) -> StackingRule:
    return StackingRule("x.one", Label("一", "One"), CLAUSE, frozenset(members))


def ceiling(most: Fraction | None, *members: str) -> StackingRule:
    return StackingRule("x.top", Label("上限", "Top"), CLAUSE, frozenset(members), "ceiling", most)


def yearly_cap(most: int | None, *members: str) -> StackingRule:
    ceiling = None if most is None else Fraction(most)
    return StackingRule("x.cap", Label("年度上限", "Cap"), CLAUSE, frozenset(members), "yearly_cap", ceiling)


def test_without_rules_everything_goes_together() -> None:
    assert permitted(["a", "b"], []) == ((0, 1),)
    assert permitted([], []) == ((),)


def test_at_most_one_of_a_group_goes_with_the_rest() -> None:
    assert permitted(["a", "b", "c"], [one_of("a", "b")]) == ((0, 2), (1, 2))


def test_a_rule_that_overlaps_another_binds_as_well() -> None:
    assert permitted(["a", "b", "c"], [one_of("a", "b"), one_of("b", "c")]) == ((0, 2), (1,))


def test_a_ceiling_that_nobody_has_seen_adds_nothing_up() -> None:
    assert best({"a": 50, "b": 40}, [ceiling(None, "a", "b")], scale=100) == {"a": 50, "b": 0}


def test_what_a_ceiling_cuts_is_taken_from_the_later_member() -> None:
    assert best({"a": 50, "b": 40}, [ceiling(Fraction(3, 4), "a", "b")], scale=100) == {"a": 50, "b": 25}


def test_a_cap_of_a_year_that_several_share_limits_their_money_and_not_their_loss_shares() -> None:
    rules = [yearly_cap(60, "a", "b", "c")]
    assert best({"a": 50, "b": 40, "c": 7, "d": 9}, rules, scale=1) == {"a": 50, "b": 10, "c": 0, "d": 9}
    assert best({"a": 50, "b": 40}, rules, scale=100) == {"a": 50, "b": 40}


def test_a_ceiling_of_loss_shares_does_not_limit_money() -> None:
    assert best({"a": 50, "b": 40}, [ceiling(Fraction(3, 4), "a", "b")], scale=1) == {"a": 50, "b": 40}


def test_a_cap_that_nobody_has_seen_adds_nothing_up() -> None:
    assert best({"a": 50, "b": 40}, [yearly_cap(None, "a", "b")], scale=1) == {"a": 50, "b": 0}


def test_of_equal_ways_the_earlier_supports_are_taken() -> None:
    assert best({"a": 5, "b": 5}, [one_of("a", "b")], scale=1) == {"a": 5, "b": 0}


def test_too_many_supports_are_refused() -> None:
    with pytest.raises(StackingError, match=r"16.*17"):
        permitted([f"s{number}" for number in range(17)], [])


@given(
    values=st.lists(st.integers(0, 100), min_size=5, max_size=5),
    groups=st.lists(st.sets(st.sampled_from(NAMES), min_size=2, max_size=3), max_size=3),
)
def test_the_best_way_is_the_best_of_all_that_break_no_rule(
    values: list[int], groups: list[set[str]]
) -> None:
    amounts = dict(zip(NAMES, values, strict=True))
    rules = [one_of(*group) for group in groups]
    allowed = [
        set(chosen)
        for size in range(len(NAMES) + 1)
        for chosen in combinations(NAMES, size)
        if all(len(set(chosen) & group) <= 1 for group in groups)
    ]
    taken = best(amounts, rules, scale=1)
    assert sum(taken.values()) == max(sum(amounts[name] for name in chosen) for chosen in allowed)
    assert {name for name, amount in taken.items() if amount} in [
        {name for name in chosen if amounts[name]} for chosen in allowed
    ]
