"""The rounding door against exact fractions, and the column against the scalar."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import MoneyError, MoneyOverflowError
from kejin.money import (
    INT64_MAX,
    INT64_MIN,
    RATE_SCALE,
    Rounding,
    product_expr,
    round_quotient,
    round_quotient_expr,
)

DECIMAL_METHODS = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
    Rounding.FLOOR: ROUND_FLOOR,
    Rounding.CEILING: ROUND_CEILING,
}
int64 = st.integers(INT64_MIN, INT64_MAX)
methods = st.sampled_from(Rounding)


def oracle(numerator: int, denominator: int, rounding: Rounding) -> int:
    """The standard library's decimals round twice the value's distance from its floor, which is exact."""
    exact = Fraction(numerator, denominator)
    floor = exact.numerator // exact.denominator
    # Only whether the rest is zero, below, at or above a half matters, and the floor's parity and sign.
    rest = exact - floor
    shape = Decimal(0) if rest == 0 else Decimal("0.25") if rest < Fraction(1, 2) else Decimal("0.75")
    if rest == Fraction(1, 2):
        shape = Decimal("0.5")
    small = (floor % 2) if floor >= 0 else (floor % 2) - 2
    rounded = (Decimal(small) + shape).quantize(Decimal(1), rounding=DECIMAL_METHODS[rounding])
    return floor + int(rounded) - small


# GB/T 8170—2008 and common use: the table of the Python decimal documentation's modes, on halves and thirds.
@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        #                half_up half_even down up floor ceiling
        (5, 2, (3, 2, 2, 3, 2, 3)),
        (7, 2, (4, 4, 3, 4, 3, 4)),
        (-5, 2, (-3, -2, -2, -3, -3, -2)),
        (-7, 2, (-4, -4, -3, -4, -4, -3)),
        (7, 3, (2, 2, 2, 3, 2, 3)),
        (8, 3, (3, 3, 2, 3, 2, 3)),
        (-8, 3, (-3, -3, -2, -3, -3, -2)),
        (6, 3, (2, 2, 2, 2, 2, 2)),
        (5, -2, (-3, -2, -2, -3, -3, -2)),
        (0, 7, (0, 0, 0, 0, 0, 0)),
        (1, 2, (1, 0, 0, 1, 0, 1)),
        (-1, 2, (-1, 0, 0, -1, -1, 0)),
    ],
)
def test_every_method_settles_halves_and_thirds_as_its_name_says(
    numerator: int, denominator: int, expected: tuple[int, ...]
) -> None:
    assert tuple(round_quotient(numerator, denominator, method) for method in Rounding) == expected


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**25), methods)
def test_a_rounded_quotient_agrees_with_exact_fractions(
    numerator: int, denominator: int, method: Rounding
) -> None:
    exact = oracle(numerator, denominator, method)
    if INT64_MIN <= exact <= INT64_MAX:
        assert round_quotient(numerator, denominator, method) == exact
        assert round_quotient(-numerator, -denominator, method) == exact
    else:
        with pytest.raises(MoneyOverflowError, match="does not fit a 64-bit integer"):
            round_quotient(numerator, denominator, method)


@given(st.integers(-(10**9), 10**9), st.sampled_from([1, 2, 3, 4, 5, 7, 10, 100]), methods)
def test_small_quotients_with_many_ties_agree_with_exact_fractions(
    numerator: int, denominator: int, method: Rounding
) -> None:
    assert round_quotient(numerator, denominator, method) == oracle(numerator, denominator, method)


@given(int64, int64, methods)
def test_a_rounded_quotient_is_less_than_one_away(numerator: int, denominator: int, method: Rounding) -> None:
    if denominator and not (numerator == INT64_MIN and denominator == -1):
        distance = round_quotient(numerator, denominator, method) - Fraction(numerator, denominator)
        assert abs(distance) < 1
        if method in {Rounding.HALF_UP, Rounding.HALF_EVEN}:
            assert abs(distance) <= Fraction(1, 2)


rows = st.lists(st.tuples(int64, int64, int64.filter(bool)), min_size=1, max_size=20)


@given(rows, methods)
def test_a_column_of_128_bit_products_gives_row_by_row_what_the_scalar_gives(
    rows: list[tuple[int, int, int]], method: Rounding
) -> None:
    fits = [(a, b, c) for a, b, c in rows if INT64_MIN <= oracle(a * b, c, method) <= INT64_MAX]
    frame = pl.DataFrame(fits, schema={"a": pl.Int64, "b": pl.Int64, "c": pl.Int64}, orient="row")
    product = product_expr(pl.col("a"), pl.col("b"))
    column = frame.select(round_quotient_expr(product, pl.col("c"), method)).to_series()
    assert column.dtype == pl.Int64
    assert column.to_list() == [round_quotient(a * b, c, method) for a, b, c in fits]


@given(
    st.lists(st.integers(INT64_MIN + 1, INT64_MAX), min_size=1, max_size=20),
    st.sampled_from([1, 2, 3, 4, 360, 365, 10_000, RATE_SCALE, INT64_MAX, -2, -3, -RATE_SCALE]),
    methods,
)
def test_a_column_over_one_denominator_gives_row_by_row_what_the_scalar_gives(
    values: list[int], denominator: int, method: Rounding
) -> None:
    frame = pl.DataFrame({"value": pl.Series(values, dtype=pl.Int64)})
    column = frame.select(round_quotient_expr(pl.col("value"), denominator, method)).to_series()
    assert column.to_list() == [round_quotient(value, denominator, method) for value in values]


@pytest.mark.parametrize("method", Rounding)
def test_a_column_settles_exact_halves_as_the_scalar_does(method: Rounding) -> None:
    values = list(range(-25, 26))
    frame = pl.DataFrame({"value": values}, schema={"value": pl.Int64})
    for denominator in (2, 4, 6, 10):
        column = frame.select(round_quotient_expr(pl.col("value"), denominator, method)).to_series()
        assert column.to_list() == [round_quotient(value, denominator, method) for value in values]


def test_a_missing_operand_and_a_zero_denominator_of_a_row_leave_the_row_unknown() -> None:
    frame = pl.DataFrame({"a": [7, None, 7, 7], "b": [2, 2, None, 0]}, schema={"a": pl.Int64, "b": pl.Int64})
    for method in Rounding:
        column = frame.select(round_quotient_expr(pl.col("a"), pl.col("b"), method)).to_series()
        assert column.is_null().to_list() == [False, True, True, True]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_column_raises_and_never_wraps_when_a_quotient_needs_more_than_64_bits(engine: str) -> None:
    frame = pl.LazyFrame({"a": [1, INT64_MAX], "b": [1, INT64_MAX]})
    product = product_expr(pl.col("a"), pl.col("b"))
    plan = frame.select(round_quotient_expr(product, RATE_SCALE, Rounding.HALF_UP))
    with pytest.raises(pl.exceptions.InvalidOperationError, match="conversion from `i128` to `i64` failed"):
        plan.collect(engine=engine)  # type: ignore[call-overload]


def test_the_largest_product_of_two_64_bit_values_is_exact() -> None:
    frame = pl.DataFrame({"a": [INT64_MIN, INT64_MIN], "b": [INT64_MIN, INT64_MAX]})
    assert frame.select(product_expr(pl.col("a"), pl.col("b"))).to_series().to_list() == [
        INT64_MIN * INT64_MIN,
        INT64_MIN * INT64_MAX,
    ]
    for method in Rounding:
        quotient = round_quotient_expr(product_expr(pl.col("a"), pl.col("b")), pl.lit(INT64_MIN), method)
        assert frame.slice(1).select(quotient).to_series().to_list() == [INT64_MAX]


def test_a_denominator_of_zero_has_no_quotient() -> None:
    with pytest.raises(MoneyError, match="denominator other than zero"):
        round_quotient(1, 0, Rounding.DOWN)
    with pytest.raises(MoneyError, match="denominator other than zero"):
        round_quotient_expr(pl.col("a"), 0, Rounding.DOWN)


def test_a_float_is_refused_even_when_it_is_whole() -> None:
    with pytest.raises(TypeError, match="float"):
        round_quotient(4.0, 2, Rounding.DOWN)  # type: ignore[arg-type]


def test_numpy_integers_do_not_wrap() -> None:
    assert round_quotient(np.int64(INT64_MAX), np.int8(1), Rounding.UP) == INT64_MAX
    with pytest.raises(MoneyOverflowError, match="-9223372036854775808 to 9223372036854775807"):
        round_quotient(np.int64(INT64_MIN), np.int64(-1), Rounding.DOWN)


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20),
    st.integers(1, 10**9),
    methods,
    st.booleans(),
)
def test_a_column_with_known_bounds_gives_what_the_scalar_gives(
    values: list[int], denominator: int, method: Rounding, positive: bool
) -> None:
    numbers = [abs(value) for value in values] if positive else values
    frame = pl.DataFrame({"value": numbers}, schema={"value": pl.Int64})
    bounds = (min(numbers), max(numbers))
    column = frame.select(
        round_quotient_expr(pl.col("value"), denominator, method, bounds=bounds)
    ).to_series()
    assert column.dtype == pl.Int64
    assert column.to_list() == [round_quotient(value, denominator, method) for value in numbers]
