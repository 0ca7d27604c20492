"""Strict checks: equal is not enough, so a check missed by exactly nothing lacks one unit."""

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.policy.conditions import Condition, Reach, above, at_least, below, near_expr, share_above
from kejin.policy.terms import Count, Day, Days, Fen, Interval, Origin, Points, Quantity, Share

BOUNDS = Interval(-1000, 1000)
KINDS: list[type[Quantity]] = [Fen, Count, Days, Points]


def near(check: Condition, reach: Reach, **columns: object) -> object:
    assert check.sides is not None
    frame = pl.DataFrame({name: [value] for name, value in columns.items()})
    return frame.select(near_expr(check.sides, reach).alias("x"))["x"][0]


def term(kind: type[Quantity], name: str) -> Quantity:
    return kind(pl.col(name), BOUNDS, None, Origin("node", name))


def reach(share: str = "0", units: int = 0, days: int = 0) -> Reach:
    return Reach(Fraction(share), units, days, 1)


@given(
    kind=st.sampled_from(KINDS),
    actual=st.integers(-1000, 1000),
    required=st.integers(-1000, 1000),
    share=st.sampled_from(["0", "0.05", "0.2"]),
    units=st.integers(0, 2),
    days=st.integers(0, 30),
)
def test_being_near_a_strict_check_is_being_near_the_next_value(
    kind: type[Quantity], actual: int, required: int, share: str, units: int, days: int
) -> None:
    within = reach(share, units, days)
    allowed = max(Fraction(share) * abs(required), Fraction(units if kind is Count else 0))
    if kind is Days:
        allowed = Fraction(days)
    for check, lacking in (
        (above(term(kind, "a"), term(kind, "b")), required + 1 - actual),
        (below(term(kind, "a"), term(kind, "b")), actual + 1 - required),
        (at_least(term(kind, "a"), term(kind, "b")), required - actual),
    ):
        if lacking > 0:
            assert near(check, within, a=actual, b=required) is (lacking <= allowed)


@pytest.mark.parametrize(("days", "expected"), [(0, False), (1, True)])
def test_the_day_itself_is_a_day_too_late_for_before(days: int, expected: bool) -> None:
    day = date(2026, 3, 31)
    check = below(Day(pl.col("a"), BOUNDS), Day(pl.col("b"), BOUNDS))
    assert near(check, reach(days=days), a=day, b=day) is expected
    assert near(check, reach(days=days), a=day - timedelta(days=1), b=day) is True


def test_a_share_that_equals_its_limit_misses_by_one_unit_of_its_part() -> None:
    floor = Share(pl.lit(1), Interval(1, 1), 200_000_000, Origin("constant", "floor"), 5)
    check = share_above(term(Fen, "a"), term(Fen, "b"), floor)
    assert near(check, reach("0"), a=100, b=500) is False
    assert near(check, reach("0.02"), a=100, b=500) is True


def test_a_stated_share_that_equals_nothing_is_not_near_more_than_nothing() -> None:
    stated = Share(pl.col("a"), Interval(0, 100), None, Origin("node", "a"), 100)
    nothing = Share(pl.lit(0), Interval(0, 0), 0, Origin("constant", "b"), 1)
    assert near(above(stated, nothing), reach("0.2", units=3, days=9), a=0) is False
    assert near(above(stated, nothing), reach("0.2"), a=1) is True
