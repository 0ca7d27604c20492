"""Shares add, subtract and lie under conditions exactly, whatever their scales; what would lose a scale is refused."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import OverflowRiskError, RuleError
from kejin.money import RATE_SCALE
from kejin.policy.conditions import Condition, above, at_least, margin_of, only_if
from kejin.policy.terms import Count, Day, Fen, Interval, Origin, Share, largest, smallest, smallest_share

DIVISORS = [1, 2, 4, 5, 20, 100, 400, 10_000, RATE_SCALE // 5, RATE_SCALE]
scales = st.sampled_from(DIVISORS)
numbers = st.integers(-(10**9), 10**9) | st.integers(-3, 3)
WIDE = Interval(-(10**9), 10**9)


def share(name: str, scale: int, interval: Interval = WIDE) -> Share:
    return Share(pl.col(name), interval, None, Origin("node", name), scale)


def holder(name: str = "c") -> Condition:
    return Condition(pl.col(name), origin=Origin("node", name))


def value(made: Share, **columns: int | bool | None) -> Fraction | None:
    schema = {name: pl.Boolean if name == "c" else pl.Int64 for name in columns}
    frame = pl.DataFrame({name: [item] for name, item in columns.items()}, schema)
    found = frame.select(made.expr.alias("x"))["x"][0]
    return None if found is None else Fraction(found, made.scale)


@given(a=numbers, b=numbers, first=scales, second=scales)
def test_sums_and_differences_of_shares_are_exact_and_within_their_bounds(
    a: int, b: int, first: int, second: int
) -> None:
    left = share("a", first, Interval(min(a, 0), max(a, 0)))
    right = share("b", second, Interval(min(b, 0), max(b, 0)))
    for made, expected in (
        (left + right, Fraction(a, first) + Fraction(b, second)),
        (left - right, Fraction(a, first) - Fraction(b, second)),
    ):
        assert value(made, a=a, b=b) == expected
        assert made.interval is not None
        assert made.interval.low <= expected * made.scale <= made.interval.high


@given(a=numbers, b=numbers, first=scales, second=scales)
def test_shares_of_any_two_scales_compare_as_fractions(a: int, b: int, first: int, second: int) -> None:
    frame = pl.DataFrame({"a": [a], "b": [b]})
    one, two = Fraction(a, first), Fraction(b, second)
    checks = (at_least(share("a", first), share("b", second)), above(share("a", first), share("b", second)))
    assert [frame.select(check.expr.alias("x"))["x"][0] for check in checks] == [one >= two, one > two]
    assert checks[0].sides is not None
    gap = frame.select(margin_of(checks[0].sides).alias("x"))["x"][0]
    assert Fraction(gap, RATE_SCALE) == one - two
    assert value(smallest_share(share("a", first), share("b", second)), a=a, b=b) == min(one, two)


@pytest.mark.parametrize(
    ("condition", "given_share", "expected"),
    [
        (True, 7, Fraction(7, 20)),
        (False, 7, 0),
        (False, None, 0),
        (True, None, None),
        (None, 7, None),
    ],
)
def test_a_share_under_a_condition_keeps_its_scale(
    condition: bool | None, given_share: int | None, expected: Fraction | int | None
) -> None:
    made = only_if(holder(), share("a", 20, Interval(5, 9)))
    assert made.scale == 20
    assert made.interval == Interval(0, 9)
    assert value(made, c=condition, a=given_share) == expected
    assert only_if(holder(), Fen(pl.col("a"))).unit == "fen"


def test_what_cannot_be_nothing_is_refused() -> None:
    day = Day(pl.col("d"), origin=Origin("node", "d"))
    with pytest.raises(RuleError, match="can be nothing") as refused:
        only_if(holder(), day)  # type: ignore[type-var]
    assert "money, count, points, days or a share" in str(refused.value)


def test_the_smallest_of_shares_goes_by_their_common_scale_or_not_at_all() -> None:
    with pytest.raises(RuleError, match="smallest_share"):
        smallest(share("a", 20), share("b", 20))  # type: ignore[type-var]
    with pytest.raises(RuleError, match="one unit"):
        largest(Fen(pl.col("a")), Count(pl.col("b")))


def test_sums_of_shares_that_can_pass_64_bits_do_not_compile() -> None:
    huge = Interval(-(2**63 - 1), 2**63 - 1)
    with pytest.raises(OverflowRiskError, match="int64"):
        share("a", 20, huge) - share("b", 20, huge)
    with pytest.raises(OverflowRiskError, match="128 bits"):
        share("a", 1, Interval(0, 2**120)).rescaled(RATE_SCALE)
    wide = share("a", 1, Interval(0, 2**40)).rescaled(RATE_SCALE)
    assert value(wide, a=2**40) == 2**40
