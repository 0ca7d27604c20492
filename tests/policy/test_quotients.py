"""Shares as values and mean growth, against exact fractions."""

from fractions import Fraction
from math import floor

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kejin.errors import RuleError
from kejin.money import RATE_SCALE, Rounding
from kejin.policy.conditions import mean_growth_at_least
from kejin.policy.quotients import FURTHEST, rounded_share, share_of
from kejin.policy.terms import Count, Fen, Interval, Origin, Share

AMOUNT = 10**15
amounts = st.none() | st.integers(0, AMOUNT) | st.integers(0, 3000)
signed = st.none() | st.integers(-AMOUNT, AMOUNT) | st.integers(-300, 300)
FIVE_PER_CENT = Share(pl.lit(1), Interval(1, 1), RATE_SCALE // 20, Origin("constant", "rate"), 20)


def money(name: str, low: int = 0) -> Fen:
    return Fen(pl.col(name), Interval(low, AMOUNT), None, Origin("node", name))


def column(expr: pl.Expr, **row: int | None) -> object:
    frame = pl.DataFrame([row], schema=dict.fromkeys(row, pl.Int64))
    return frame.select(expr.alias("x"))["x"][0]


@given(part=signed, whole=signed)
@example(part=AMOUNT, whole=1)
@example(part=-AMOUNT, whole=1)
@example(part=1, whole=3)
def test_a_share_is_floored_at_the_ninth_decimal_and_unknown_without_a_positive_whole(
    part: int | None, whole: int | None
) -> None:
    term = rounded_share(
        share_of(money("part", -AMOUNT), money("whole", -AMOUNT)), Rounding.FLOOR, Origin("x")
    )
    found = column(term.expr, part=part, whole=whole)
    if part is None or whole is None or whole <= 0:
        assert found is None
        return
    exact = min(max(Fraction(part, whole), Fraction(-FURTHEST)), Fraction(FURTHEST))
    assert found == floor(exact * RATE_SCALE)
    assert term.interval is not None
    assert isinstance(found, int)
    assert term.interval.low <= found <= term.interval.high


@given(part=st.integers(0, AMOUNT), whole=st.integers(1, AMOUNT), bound=st.integers(0, 2 * RATE_SCALE))
@example(part=3_000_000, whole=50_000_000, bound=60_000_000)
@example(part=2_999_999, whole=50_000_000, bound=60_000_000)
def test_a_floored_share_meets_exactly_the_bounds_that_the_exact_share_meets(
    part: int, whole: int, bound: int
) -> None:
    term = rounded_share(share_of(money("part"), money("whole")), Rounding.FLOOR, Origin("x"))
    assert column(term.expr >= bound, part=part, whole=whole) is (
        Fraction(part, whole) >= Fraction(bound, RATE_SCALE)
    )


def test_a_share_of_money_in_people_is_refused() -> None:
    people = Count(pl.col("staff"), Interval(0, 10), None, Origin("node", "staff"))
    with pytest.raises(RuleError, match="different units"):
        share_of(money("part"), people)


@given(first=amounts, middle=amounts, last=amounts)
@example(
    first=9000, middle=9300, last=9920
)  # one third of ten per cent, then two thirds: exactly five on average
@example(first=9000, middle=9300, last=9919)
@example(first=1, middle=AMOUNT, last=0)
@example(first=AMOUNT, middle=1, last=AMOUNT)
def test_mean_growth_is_compared_exactly(first: int | None, middle: int | None, last: int | None) -> None:
    check = mean_growth_at_least(money("last"), money("middle"), money("first"), rate=FIVE_PER_CENT)
    found = column(check.expr, first=first, middle=middle, last=last)
    if first is None or middle is None or first <= 0 or middle <= 0 or last is None:
        assert found is None
        return
    growth = (Fraction(middle, first) + Fraction(last, middle)) / 2 - 1
    assert found is (growth >= Fraction(1, 20))


def test_mean_growth_of_something_that_can_be_negative_is_refused() -> None:
    with pytest.raises(RuleError, match="negative"):
        mean_growth_at_least(money("last", -1), money("middle"), money("first"), rate=FIVE_PER_CENT)
