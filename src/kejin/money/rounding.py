"""The one rounding door: a quotient of two integers becomes an integer, for one value or for a column.

Everything in Kejin that rounds money or a rate passes through here. Formulas keep numerators and
denominators apart until the very end, so there is one rounding where the law has one.
"""

import operator
from enum import StrEnum
from typing import TYPE_CHECKING, SupportsIndex, TypeVar

from kejin.errors import MoneyError
from kejin.money.scale import checked_int64

if TYPE_CHECKING:
    import polars as pl

# Room for what the methods add to a numerator.
_ROOMY = 2**62
# A Python integer or an Int128 column; mypy checks the arithmetic below for both.
_Whole = TypeVar("_Whole", int, "pl.Expr")


class Rounding(StrEnum):
    """How a value between two integers is settled.

    Documents name a method in words; what the words mean, in common use:

    - `HALF_UP`: 四舍五入. Half goes away from zero, so −2.5 becomes −3: the sign is set apart, the
      magnitude rounded.
    - `HALF_EVEN`: 四舍六入五成双, the rule of GB/T 8170—2008 for measured values. Half goes to the even
      neighbour.
    - `DOWN`: 舍去尾数, 去尾. Toward zero.
    - `UP`: 进一, 收尾. Away from zero.
    - `FLOOR`: 向下取整. Toward minus infinity.
    - `CEILING`: 向上取整. Toward plus infinity.

    Which one a clause wants is said in the pack that cites the clause, never here.
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"
    FLOOR = "floor"
    CEILING = "ceiling"


def round_quotient(numerator: SupportsIndex, denominator: SupportsIndex, rounding: Rounding) -> int:
    """The quotient of two integers as an integer.

    Args:
        numerator: Any whole number; it may be far larger than 64 bits.
        denominator: Any whole number except zero.
        rounding: The method for what lies between two integers.

    Returns:
        The rounded quotient, within 64 bits.

    Raises:
        MoneyError: The denominator is zero.
        MoneyOverflowError: The quotient needs more than 64 bits.
    """
    top, bottom = _upright(operator.index(numerator), operator.index(denominator))
    size, sign = abs(top), -1 if top < 0 else 1
    return checked_int64(_rounded(top, size, sign, bottom, rounding), what="a rounded quotient")


def round_quotient_expr(
    numerator: "pl.Expr",
    denominator: "SupportsIndex | pl.Expr",
    rounding: Rounding,
    *,
    bounds: tuple[int, int] | None = None,
) -> "pl.Expr":
    """The same door for a column: row by row what `round_quotient` gives, 10 to 40 ns a row.

    Args:
        numerator: An integer expression, Int64 or Int128, of at most 2**126 in size, as every product of
            two Int64 is (see `product_expr`). A float column is a mistake that Polars would cut off without
            a word.
        denominator: One whole number for all rows, or an integer expression.
        rounding: The method for what lies between two integers.
        bounds: The least and the greatest numerator, where the caller knows them. With room in 64 bits the
            arithmetic stays there, and without a negative one no sign is set apart: a few ns a row.

    Returns:
        An Int64 expression. It is null where an operand is null, and where a denominator from a column is
        zero: that row's quotient is unknown. Collecting raises `polars.exceptions.InvalidOperationError`,
        and never wraps, when a quotient needs more than 64 bits.

    Raises:
        MoneyError: The denominator is the number zero.
    """
    import polars as pl  # noqa: PLC0415 - who handles single values need not load it

    if bounds is not None and not isinstance(denominator, pl.Expr):
        divisor = operator.index(denominator)
        if 0 < divisor <= _ROOMY - max(abs(bounds[0]), abs(bounds[1])):
            return _rounded_narrow(numerator.cast(pl.Int64), divisor, rounding, low=bounds[0])
    top = numerator.cast(pl.Int128)
    if isinstance(denominator, pl.Expr):
        wide = denominator.cast(pl.Int128)
        top, bottom = top * wide.sign(), wide.abs()
    else:
        divisor = operator.index(denominator)
        _, positive = _upright(0, divisor)
        # Polars 2.1 has no unary minus for Int128.
        top, bottom = (0 - top if divisor < 0 else top), pl.lit(positive, dtype=pl.Int128)
    return _rounded(top, top.abs(), top.sign(), bottom, rounding).cast(pl.Int64, strict=True)


def _rounded_narrow(top: "pl.Expr", divisor: int, rounding: Rounding, *, low: int) -> "pl.Expr":
    """The methods in 64 bits, for a positive divisor; `low` is the least numerator there can be."""
    import polars as pl  # noqa: PLC0415 - who handles single values need not load it

    if low >= 0 and rounding is Rounding.HALF_UP:
        return (top + divisor // 2) // divisor
    bottom = pl.lit(divisor, dtype=pl.Int64)
    return _rounded(top, top.abs(), top.sign(), bottom, rounding)


def product_expr(left: "pl.Expr", right: "pl.Expr") -> "pl.Expr":
    """The exact product of two Int64 expressions as Int128, which cannot overflow; Int64 wraps silently."""
    import polars as pl  # noqa: PLC0415 - who handles single values need not load it

    return left.cast(pl.Int128) * right.cast(pl.Int128)


def _upright(top: int, bottom: int) -> tuple[int, int]:
    """The same quotient over a positive denominator."""
    if bottom == 0:
        raise MoneyError("a quotient has no value", expected="a denominator other than zero", found=0)
    return (-top, -bottom) if bottom < 0 else (top, bottom)


def _rounded(top: _Whole, size: _Whole, sign: _Whole, bottom: _Whole, rounding: Rounding) -> _Whole:  # noqa: PLR0917
    """The methods themselves, once for integers and for columns: arithmetic only, and `//` is floor in both.

    `size` and `sign` are those of `top`; `bottom` is positive. Adding just under one, or half, before a
    floor division moves the step to where the method wants it; nothing is doubled, so 128 bits suffice.
    """
    match rounding:
        case Rounding.FLOOR:
            return top // bottom
        case Rounding.CEILING:
            return (top + (bottom - 1)) // bottom
        case Rounding.DOWN:
            return sign * (size // bottom)
        case Rounding.UP:
            return sign * ((size + (bottom - 1)) // bottom)
        case Rounding.HALF_UP:
            return sign * ((size + bottom // 2) // bottom)
        case Rounding.HALF_EVEN:
            # Just under half leaves a tie below; an odd neighbour below (only an even bottom has ties)
            # lifts it.
            lift = (size // bottom % 2) * (1 - bottom % 2)
            return sign * ((size + (bottom - 1) // 2 + lift) // bottom)
