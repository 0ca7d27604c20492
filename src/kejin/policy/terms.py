"""Typed columns: what a rule is written with.

A term stands for one column of the frame of its grain. It carries a Polars expression, the interval its values lie in
(so that the width of every product is decided before any data moves) and where it came from (so that boundary cases
can be generated). Arithmetic is defined only where units allow it: `Fen + Fen`, `Day - Day`, `Fen * Share`.

Trap: Polars and NumPy wrap silently when int64 overflows. No product is formed here before its interval is known to
fit 63 bits; a wider one is formed in 128-bit integers; a still wider one refuses to compile (`OverflowRiskError`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import ClassVar, Self, TypeVar

import polars as pl

from kejin.errors import OverflowRiskError, RuleError
from kejin.money import RATE_SCALE

Q = TypeVar("Q", bound="Quantity")

INT64_LIMIT = 2**63 - 1
INT128_LIMIT = 2**127 - 1


@dataclass(frozen=True, slots=True)
class Interval:
    """The closed interval of integers in which a column lies; dates count days since 1970-01-01."""

    low: int
    high: int

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Interval") -> "Interval":
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def hull(self, other: "Interval") -> "Interval":
        """The smallest interval holding both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    @property
    def magnitude(self) -> int:
        """The largest absolute value in the interval."""
        return max(abs(self.low), abs(self.high))


@dataclass(frozen=True, slots=True)
class Origin:
    """How a term was made: `op` is "node" for a named thing, else the operation; `terms` are its operands."""

    op: str
    name: str = ""
    terms: tuple["Term", ...] = ()


NO_ORIGIN = Origin("none")
NEVER = Interval(0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A column: expression, interval of its values (None for text), constant value where there is one, origin."""

    expr: pl.Expr
    interval: Interval | None = None
    constant: int | bool | str | date | None = None
    origin: Origin = field(default=NO_ORIGIN)

    unit: ClassVar[str] = ""

    def named(self, name: str) -> Self:
        """The same kind of term, read from the column `name`."""
        return type(self)(pl.col(name), self.interval, self.constant, Origin("node", name))


def fits(interval: Interval, where: str) -> type[pl.Int64] | type[pl.Int128]:
    """The narrowest integer type that holds every value of the interval, or OverflowRiskError."""
    if interval.magnitude <= INT64_LIMIT:
        return pl.Int64
    if interval.magnitude <= INT128_LIMIT:
        return pl.Int128
    raise OverflowRiskError(
        "A product can pass 128 bits",
        expected=f"values up to {INT128_LIMIT:.3e}",
        found=f"{interval.magnitude:.3e}",
        where=where,
    )


def in_64_bits(interval: Interval, where: str) -> None:
    """Refuse a sum that can pass int64, with OverflowRiskError."""
    if fits(interval, where) is not pl.Int64:
        raise OverflowRiskError(
            "A sum can pass int64",
            expected="values below 9.2e18",
            found=f"{interval.magnitude:.3e}",
            where=where,
        )


def times(left: Term, right: Term) -> tuple[pl.Expr, Interval]:
    """The exact product of two integer columns and its interval; 128-bit only where the interval asks for it."""
    interval = (left.interval or NEVER) * (right.interval or NEVER)
    if fits(interval, f"{left.origin.name} x {right.origin.name}") is pl.Int64:
        return left.expr * right.expr, interval
    return left.expr.cast(pl.Int128) * right.expr.cast(pl.Int128), interval


@dataclass(frozen=True, slots=True, eq=False)
class Quantity(Term):
    """An int64 number with a unit; sums and differences stay in the unit and in int64."""

    def __add__(self, other: Self) -> Self:
        return self._combine("add", other)

    def __sub__(self, other: Self) -> Self:
        return self._combine("sub", other)

    def _combine(self, op: str, other: Self) -> Self:
        mine, theirs = self.interval or NEVER, other.interval or NEVER
        interval = mine + theirs if op == "add" else mine - theirs
        in_64_bits(interval, f"{self.origin.name} {op} {other.origin.name}")
        expr = self.expr + other.expr if op == "add" else self.expr - other.expr
        return type(self)(expr, interval, None, Origin(op, "", (self, other)))


class Count(Quantity):
    """A number of things or persons, or a calendar year."""

    unit: ClassVar[str] = "count"


class Points(Quantity):
    """A score in hundredths of a point."""

    unit: ClassVar[str] = "centipoint"


class Days(Quantity):
    """A number of days."""

    unit: ClassVar[str] = "days"


class Money(Quantity):
    """An amount in minor units of one currency (int64). Amounts of two currencies neither add nor compare."""

    def __mul__(self, share: "Share") -> "Product":
        expr, interval = times(self, share)
        return Product(expr, interval, share.scale, self.unit, Origin("product", "", (self, share)))


class Fen(Money):
    """Money in fen."""

    unit: ClassVar[str] = "fen"


class HongKongCents(Money):
    """Money in cents of the Hong Kong dollar."""

    unit: ClassVar[str] = "hkd_cent"


class USCents(Money):
    """Money in cents of the US dollar."""

    unit: ClassVar[str] = "usd_cent"


MONEYS: dict[str, type[Money]] = {"CNY": Fen, "HKD": HongKongCents, "USD": USCents}
"""The kind of term of each currency."""


@dataclass(frozen=True, slots=True, eq=False)
class Share(Term):
    """A rate or share: the column's integer over `scale`. A fact has scale 10^9; a constant its own reduced fraction.

    The small scale of constants keeps products such as `revenue x 5/100` within int64.
    """

    scale: int = RATE_SCALE
    unit: ClassVar[str] = "ppb"

    def named(self, name: str) -> "Share":
        """The same kind of term, read from the column `name`."""
        return Share(pl.col(name), self.interval, self.constant, Origin("node", name), self.scale)

    def rescaled(self, scale: int) -> "Share":
        """The same share over another scale, a multiple of the present one."""
        if scale == self.scale:
            return self
        factor = scale // self.scale
        expr, interval = times(self, Term(pl.lit(factor, pl.Int64), Interval(factor, factor)))
        return Share(expr, interval, self.constant, self.origin, scale)

    def __add__(self, other: "Share") -> "Share":
        return self._combine("add", other)

    def __sub__(self, other: "Share") -> "Share":
        return self._combine("sub", other)

    def _combine(self, op: str, other: "Share") -> "Share":
        left, right = common_shares((self, other))
        mine, theirs = left.interval or NEVER, right.interval or NEVER
        interval = mine + theirs if op == "add" else mine - theirs
        in_64_bits(interval, f"{self.origin.name} {op} {other.origin.name}")
        expr = left.expr + right.expr if op == "add" else left.expr - right.expr
        return Share(expr, interval, None, Origin(op, "", (self, other)), left.scale)

    def __mul__(self, other: "Share") -> "Product":
        expr, interval = times(self, other)
        origin = Origin("product", "", (self, other))
        return Product(expr, interval, self.scale * other.scale, "ppb", origin)


@dataclass(frozen=True, slots=True)
class Product:
    """An exact, not yet rounded quantity: `numerator / denominator` in `unit`. Only the engine rounds it."""

    numerator: pl.Expr
    interval: Interval
    denominator: int
    unit: str
    origin: Origin

    def __mul__(self, share: Share) -> "Product":
        mine = Term(self.numerator, self.interval, origin=self.origin)
        expr, interval = times(mine, share)
        return Product(expr, interval, self.denominator * share.scale, self.unit, self.origin)


class Day(Term):
    """A calendar date."""

    unit: ClassVar[str] = "date"

    def __sub__(self, other: "Day") -> Days:
        interval = (self.interval or NEVER) - (other.interval or NEVER)
        expr = (self.expr - other.expr).dt.total_days().cast(pl.Int64)
        return Days(expr, interval, None, Origin("days", "", (self, other)))

    def plus_days(self, days: Days) -> "Day":
        """The date so many days later."""
        expr = self.expr + pl.duration(days=days.expr)
        interval = (self.interval or NEVER) + (days.interval or NEVER)
        return Day(expr, interval, None, Origin("plus_days", "", (self, days)))

    def plus_years(self, years: Count) -> "Day":
        """The same day so many years later; 29 February becomes 28 February (a constant number of years)."""
        count = constant_int(years)
        interval = (self.interval or NEVER) + Interval(min(0, 366 * count), max(0, 366 * count))
        return Day(
            self.expr.dt.offset_by(f"{count}y"), interval, None, Origin("plus_years", "", (self, years))
        )


class Flag(Term):
    """A yes/no fact; null is unknown."""

    unit: ClassVar[str] = "flag"


class Choice(Term):
    """One code out of a list."""

    unit: ClassVar[str] = "choice"


@dataclass(frozen=True, slots=True, eq=False)
class Choices(Term):
    """A parameter that names several codes; `seen` is False where nobody has seen which."""

    members: tuple[str, ...] = ()
    seen: bool = True
    unit: ClassVar[str] = "choices"


def common_shares(shares: Sequence[Share]) -> tuple[Share, ...]:
    """The shares over the smallest scale that all of theirs divide, so that their integers add and compare."""
    scale = lcm(*(share.scale for share in shares))
    return tuple(share.rescaled(scale) for share in shares)


def constant_int(term: Term) -> int:
    """The constant behind a term, or OverflowRiskError's sibling: a rule needs it at compile time."""
    if not isinstance(term.constant, int) or isinstance(term.constant, bool):
        raise OverflowRiskError(
            "A number of years or intervals must be a constant parameter",
            expected="a parameter without a pivot",
            found=term.origin.name or term.origin.op,
        )
    return term.constant


def fraction_of(share: Share) -> Fraction:
    """A constant share as an exact fraction (its constant is kept in parts per billion)."""
    return Fraction(constant_int(share), RATE_SCALE)


def _extreme(op: str, terms: tuple[Q, ...]) -> Q:
    _one_unit(terms)
    # min_horizontal and max_horizontal skip nulls, which would turn "unknown" into the other side.
    exprs = [term.expr for term in terms]
    chosen = pl.min_horizontal(exprs) if op == "min" else pl.max_horizontal(exprs)
    unknown = pl.any_horizontal([expr.is_null() for expr in exprs])
    intervals = [term.interval or NEVER for term in terms]
    pick = min if op == "min" else max
    interval = Interval(pick(i.low for i in intervals), pick(i.high for i in intervals))
    expr = pl.when(~unknown).then(chosen)
    return type(terms[0])(expr, interval, None, Origin(op, "", terms))


def _one_unit(terms: Sequence[Term]) -> None:
    first = type(terms[0])
    wrong = [term for term in terms if type(term) is not first or not isinstance(term, Quantity)]
    if wrong:
        raise RuleError(
            "The smallest and the largest are taken of quantities of one unit (of shares: smallest_share)",
            expected=first.__name__,
            found=type(wrong[0]).__name__,
            where=wrong[0].origin.name,
        )


def smallest(*terms: Q) -> Q:
    """The smallest of several quantities of one unit; unknown if any is unknown."""
    return _extreme("min", terms)


def largest(*terms: Q) -> Q:
    """The largest of several quantities of one unit; unknown if any is unknown."""
    return _extreme("max", terms)


def smallest_share(*shares: Share) -> Share:
    """The smallest of several shares over their common scale; unknown if any is unknown."""
    common = common_shares(shares)
    exprs = [share.expr for share in common]
    unknown = pl.any_horizontal([expr.is_null() for expr in exprs])
    intervals = [share.interval or NEVER for share in common]
    interval = Interval(min(i.low for i in intervals), min(i.high for i in intervals))
    expr = pl.when(~unknown).then(pl.min_horizontal(exprs))
    return Share(expr, interval, None, Origin("min", "", shares), common[0].scale)
