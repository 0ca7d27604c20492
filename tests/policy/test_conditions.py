"""Three-valued logic and comparisons against plain Python and exact fractions."""

from datetime import date
from fractions import Fraction
from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import OverflowRiskError, RuleError
from kejin.money import RATE_SCALE
from kejin.policy.conditions import (
    Condition,
    all_of,
    any_of,
    at_least,
    at_least_so_many,
    growth_at_least,
    margin_of,
    not_,
    share_above,
    share_at_least,
    share_at_most,
)
from kejin.policy.explain import kleene
from kejin.policy.terms import Count, Day, Fen, Interval, Origin, Share, smallest

MONEY = Interval(-(10**15), 10**15)
amounts = st.integers(-(10**15), 10**15) | st.integers(-200, 200)
TRIPLES = list(product([True, False, None], repeat=3))


def flag(name: str) -> Condition:
    return Condition(pl.col(name), origin=Origin("node", name))


def money(name: str) -> Fen:
    return Fen(pl.col(name), MONEY, None, Origin("node", name))


def constant_share(ppb: int) -> Share:
    exact = Fraction(ppb, RATE_SCALE)
    bounds = Interval(exact.numerator, exact.numerator)
    return Share(pl.lit(exact.numerator), bounds, ppb, Origin("constant", "share"), exact.denominator)


def constant_count(number: int) -> Count:
    return Count(pl.lit(number), Interval(number, number), number, Origin("constant", "count"))


def only(frame: pl.DataFrame, condition: Condition) -> object:
    return frame.select(condition.expr.alias("x"))["x"][0]


@pytest.mark.parametrize("needed", [0, 1, 2, 3])
def test_compounds_follow_kleene_in_the_plan_and_in_the_explanation(needed: int) -> None:
    frame = pl.DataFrame(TRIPLES, schema={"a": pl.Boolean, "b": pl.Boolean, "c": pl.Boolean}, orient="row")
    parts = (flag("a"), flag("b"), flag("c"))
    forms = {
        "all": all_of(*parts),
        "any": any_of(*parts),
        "count": at_least_so_many(constant_count(needed), *parts),
    }
    for form, condition in forms.items():
        if form == "count" and needed == 0:
            continue
        found = frame.select(condition.expr.alias("x"))["x"].to_list()
        expected = []
        for triple in TRIPLES:
            # The definition itself: sure if every way of filling in the unknowns gives one answer.
            answers = {
                _answer(
                    form, [fill if v is None else v for v, fill in zip(triple, fills, strict=True)], needed
                )
                for fills in product([True, False], repeat=3)
            }
            expected.append(answers.pop() if len(answers) == 1 else None)
        assert found == expected
        assert [kleene(form, list(triple), needed) for triple in TRIPLES] == expected


def _answer(form: str, values: list[bool], needed: int) -> bool:
    if form == "all":
        return all(values)
    return any(values) if form == "any" else sum(values) >= needed


def test_not_keeps_unknown() -> None:
    frame = pl.DataFrame({"a": [True, False, None]})
    assert frame.select(not_(flag("a")).expr)["a"].to_list() == [False, True, None]


@given(part=amounts, whole=amounts, share=st.integers(0, 2 * RATE_SCALE))
def test_shares_are_compared_as_exact_fractions(part: int, whole: int, share: int) -> None:
    frame = pl.DataFrame({"part": [part], "whole": [whole]})
    asked = Fraction(share, RATE_SCALE)
    args = (money("part"), money("whole"), constant_share(share))
    if whole <= 0:
        expected: tuple[bool | None, ...] = (None, None, None)
    else:
        exact = Fraction(part, whole)
        expected = (exact >= asked, exact <= asked, exact > asked)
    found = tuple(only(frame, made(*args)) for made in (share_at_least, share_at_most, share_above))
    assert found == expected


@given(part=amounts, whole=st.integers(1, 10**15), share=st.integers(0, RATE_SCALE))
def test_the_margin_of_a_share_is_the_whole_fen_that_are_missing(part: int, whole: int, share: int) -> None:
    condition = share_at_least(money("part"), money("whole"), constant_share(share))
    assert condition.sides is not None
    margin = pl.DataFrame({"part": [part], "whole": [whole]}).select(margin_of(condition.sides).alias("m"))[
        "m"
    ][0]
    asked = Fraction(share, RATE_SCALE)
    assert Fraction(part - margin, whole) >= asked
    assert Fraction(part - margin - 1, whole) < asked


@given(
    first=st.integers(1, 10**13),
    last=st.integers(0, 10**14),
    rate=st.integers(0, 500),
    intervals=st.integers(1, 4),
)
def test_growth_takes_no_root(first: int, last: int, rate: int, intervals: int) -> None:
    share = constant_share(rate * RATE_SCALE // 1000)
    made = growth_at_least(money("last"), money("first"), share, intervals=constant_count(intervals))
    expected = Fraction(last, first) >= (1 + Fraction(rate, 1000)) ** intervals
    assert only(pl.DataFrame({"last": [last], "first": [first]}), made) is expected


def test_growth_from_nothing_is_unknown() -> None:
    made = growth_at_least(money("last"), money("first"), constant_share(0), intervals=constant_count(1))
    assert only(pl.DataFrame({"last": [5], "first": [0]}), made) is None


@given(a=st.none() | amounts, b=st.none() | amounts)
def test_the_smallest_of_something_unknown_is_unknown(a: int | None, b: int | None) -> None:
    frame = pl.DataFrame({"a": [a], "b": [b]}, schema={"a": pl.Int64, "b": pl.Int64})
    found = frame.select(smallest(money("a"), money("b")).expr.alias("x"))["x"][0]
    assert found == (None if a is None or b is None else min(a, b))


def test_a_product_that_can_pass_128_bits_does_not_compile() -> None:
    wide = Fen(pl.col("a"), Interval(0, 2**63 - 1), None, Origin("node", "a"))
    share = Share(pl.col("b"), Interval(0, 2**63 - 1), None, Origin("node", "b"))
    product_of_two = wide * share
    with pytest.raises(OverflowRiskError, match="128 bits"):
        product_of_two * share


def test_a_product_near_the_edge_of_int64_does_not_wrap() -> None:
    amount, share = 10**15, 999_999_999
    frame = pl.DataFrame({"a": [amount], "b": [share]})
    made = Fen(pl.col("a"), MONEY) * Share(pl.col("b"), Interval(0, RATE_SCALE))
    assert frame.select(made.numerator.alias("x"))["x"][0] == amount * share


def test_the_two_sides_of_a_check_have_one_unit() -> None:
    with pytest.raises(RuleError, match="differ in kind"):
        at_least(money("a"), constant_count(1))


def test_days_between_dates_count_calendar_days() -> None:
    frame = pl.DataFrame({"a": [date(2024, 3, 1)], "b": [date(2024, 2, 1)]})
    made = Day(pl.col("a")) - Day(pl.col("b"))
    assert frame.select(made.expr.alias("x"))["x"][0] == 29
