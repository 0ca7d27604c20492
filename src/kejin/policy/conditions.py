"""Three-valued conditions that keep both sides of every comparison.

`at_least(actual, required)` is true, false or unknown; its margin, its near miss and its sentence come from the two
sides it keeps. Compounds combine by Kleene's logic: false wins in "all", true wins in "any", else unknown stays.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import ClassVar, TypeVar

import polars as pl

from kejin.errors import RuleError
from kejin.money import RATE_SCALE, Rounding, round_quotient_expr
from kejin.policy.terms import (
    NEVER,
    Choice,
    Choices,
    Count,
    Day,
    Fen,
    Flag,
    Interval,
    Origin,
    Quantity,
    Share,
    Term,
    common_shares,
    constant_int,
    fits,
    fraction_of,
    times,
)

A = TypeVar("A", bound=Quantity | Share)
STRICT = (">", "<")
COMPARE: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}
FEW_COMBINATIONS = 10
INDUSTRY_CODE = r"^[A-Za-z]?(\d{2,4})\*?$"
UNKNOWN = pl.lit(None, pl.Boolean)
ROUND_REQUIRED = {">=": Rounding.CEILING, "<": Rounding.CEILING, "<=": Rounding.FLOOR, ">": Rounding.FLOOR}


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a check in one unit, and for shares the part, the whole and the share asked for."""

    comparison: str
    actual: Term
    required: Term
    share: tuple[Term, Term, Share] | None = None
    growth: tuple[Term, Term, Share, Count] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Condition(Term):
    """A three-valued column and the tree behind it. `form`: check, flag, choice, all, any, count, not or named.

    A "named" condition is a reference to another rule: how a rule's argument looks from inside the rule.
    """

    form: str = "named"
    children: tuple["Condition", ...] = ()
    sides: Sides | None = None
    subject: Term | None = None
    needed: Count | None = None

    unit: ClassVar[str] = "condition"

    def named(self, name: str) -> "Condition":
        """The same kind of term, read from the column `name`."""
        return Condition(pl.col(name), None, None, Origin("node", name))


Check = Condition


def _check(comparison: str, actual: Term, required: Term) -> Condition:
    verdict = COMPARE[comparison](actual.expr, required.expr)
    return Condition(verdict, form="check", sides=Sides(comparison, actual, required))


def _sided(comparison: str, actual: Term, required: Term) -> Condition:
    if isinstance(actual, Share) and isinstance(required, Share):
        return _check(comparison, *common_shares((actual, required)))
    if type(actual) is not type(required) or not isinstance(actual, Quantity | Day):
        raise RuleError(
            "Two sides of a check differ in kind",
            expected=f"both {type(actual).__name__}",
            found=type(required).__name__,
            where=f"{actual.origin.name} {comparison} {required.origin.name}",
        )
    return _check(comparison, actual, required)


def at_least(actual: Term, required: Term) -> Condition:
    """`actual >= required`, both of one unit (money, count, points, days, date or share)."""
    return _sided(">=", actual, required)


def at_most(actual: Term, required: Term) -> Condition:
    """`actual <= required`."""
    return _sided("<=", actual, required)


def above(actual: Term, required: Term) -> Condition:
    """`actual > required`."""
    return _sided(">", actual, required)


def below(actual: Term, required: Term) -> Condition:
    """`actual < required`."""
    return _sided("<", actual, required)


def share_at_least(part: Quantity, whole: Quantity, floor: Share) -> Condition:
    """`part / whole >= floor`, by cross-multiplication; unknown where the whole is not positive."""
    return _share(">=", (part, whole, floor))


def share_at_most(part: Quantity, whole: Quantity, ceiling: Share) -> Condition:
    """`part / whole <= ceiling`, by cross-multiplication; unknown where the whole is not positive."""
    return _share("<=", (part, whole, ceiling))


def share_above(part: Quantity, whole: Quantity, floor: Share) -> Condition:
    """`part / whole > floor`, by cross-multiplication; unknown where the whole is not positive."""
    return _share(">", (part, whole, floor))


def _share(comparison: str, triple: tuple[Quantity, Quantity, Share]) -> Condition:
    part, whole, asked = triple
    if type(part) is not type(whole):
        raise RuleError(
            "A share is taken of things of different units",
            expected=type(whole).__name__,
            found=type(part).__name__,
            where=f"{part.origin.name} / {whole.origin.name}",
        )
    right, right_interval = times(whole, asked)
    scale = Count(pl.lit(asked.scale), Interval(asked.scale, asked.scale), origin=Origin("scale", "scale"))
    left, _ = times(part, scale)
    # With a whole of zero the law's "share of" has no value: unknown, not "satisfied because 0 >= 0".
    verdict = pl.when(whole.expr > 0).then(COMPARE[comparison](left, right))
    required_expr = round_quotient_expr(right, asked.scale, ROUND_REQUIRED[comparison])
    required = type(part)(required_expr, right_interval, None, Origin("share_of", "", (whole, asked)))
    return Condition(
        verdict, form="check", sides=Sides(comparison, part, required, share=(part, whole, asked))
    )


def growth_at_least(last: Fen, first: Fen, rate: Share, *, intervals: Count) -> Condition:
    """Compound growth: `(last / first)^(1/n) - 1 >= rate`, as `last >= first (1 + rate)^n` in whole fen.

    `rate` and `intervals` are constants, so (1 + rate)^n is an exact fraction p/q and no root is taken. Unknown where
    the first value is not positive.
    """
    factor = (1 + fraction_of(rate)) ** constant_int(intervals)
    multiplier = Count(
        pl.lit(factor.numerator),
        Interval(factor.numerator, factor.numerator),
        origin=Origin("scale", "growth"),
    )
    right, interval = times(first, multiplier)
    required_expr = round_quotient_expr(right, factor.denominator, Rounding.CEILING)
    required = Fen(required_expr, interval, None, Origin("growth_of", "", (first, rate, intervals)))
    verdict = pl.when(first.expr > 0).then(last.expr >= required_expr)
    return Condition(
        verdict, form="check", sides=Sides(">=", last, required, growth=(last, first, rate, intervals))
    )


def mean_growth_at_least(last: Fen, middle: Fen, first: Fen, *, rate: Share) -> Condition:
    """Mean of two yearly growth rates: `(middle / first + last / middle) / 2 - 1 >= rate`, exactly, in whole fen.

    With rate = p/q this is `last >= middle (2 (q + p) first - q middle) / (q first)`; the right side is rounded up to
    the fen, which changes no verdict. Unknown where the first or the middle value is not positive. The last value
    must be of a kind that is never negative.
    """
    if (last.interval or NEVER).low < 0:
        raise RuleError(
            "Mean growth of something negative", expected="amounts from 0", found=last.origin.name
        )
    asked = 1 + fraction_of(rate)
    twice, scale = 2 * asked.numerator, asked.denominator
    bound = max(term.interval.magnitude if term.interval else 0 for term in (middle, first))
    fits(Interval(0, bound * bound * (twice + scale)), f"mean growth of {last.origin.name}")
    wide, start = middle.expr.cast(pl.Int128), first.expr.cast(pl.Int128)
    # Where the first year alone brought more than both years had to, nothing is asked of the last year.
    needed = pl.max_horizontal(start * twice - wide * scale, pl.lit(0, pl.Int128))
    whole = pl.when((first.expr > 0) & (middle.expr > 0)).then(start * scale)
    required_expr = round_quotient_expr(wide * needed, whole, Rounding.CEILING)
    # The quotient is at most 2 (1 + rate) times the middle value.
    highest = -(-bound * twice // scale)
    required = Fen(
        required_expr, Interval(0, highest), None, Origin("mean_growth_of", "", (middle, first, rate))
    )
    return _check(">=", last, required)


def holds(flag: Flag) -> Condition:
    """The yes/no fact is yes."""
    return Condition(flag.expr, form="flag", subject=flag)


def fails(flag: Flag) -> Condition:
    """The yes/no fact is no."""
    return Condition(~flag.expr, form="flag_not", subject=flag)


def one_of(choice: Choice, allowed: Choices) -> Condition:
    """The code is among those a parameter names; unknown where nobody has seen which codes those are."""
    verdict = choice.expr.is_in(list(allowed.members)) if allowed.seen else UNKNOWN
    return Condition(verdict, form="choice", subject=choice, children=())


def starts_with_one_of(code: Choice, stems: Choices) -> Condition:
    """A classification code lies under one of the stems that a parameter names: `3973` under `397`.

    Codes are those of GB/T 4754: two to four digits, with or without the letter of the section before them and the
    star of a partial class behind. Unknown where the code is coarser than a stem it may yet lead to (`39` against
    `3973`), where it is no such code (a name, a letter alone), and where nobody has seen the stems.
    """
    if not stems.seen:
        return Condition(UNKNOWN, form="choice", subject=code)
    digits = code.expr.str.extract(INDUSTRY_CODE, 1)
    # An alternative of no stems would match everything; this one matches nothing.
    under = digits.str.contains("^(?:" + ("|".join(map(re.escape, stems.members)) or "$.") + ")")
    coarser = sorted({stem[:length] for stem in stems.members for length in range(1, len(stem))})
    verdict = pl.when(under).then(True).when(digits.is_in(coarser)).then(None).when(~under).then(False)
    return Condition(verdict, form="choice", subject=code)


def known(term: Term) -> Condition:
    """The fact is known. The only condition that is never unknown itself."""
    return Condition(term.expr.is_not_null(), form="flag", subject=term)


def only_if(condition: Condition, amount: A) -> A:
    """The amount or share where the condition holds, nothing where it fails; unknown where the condition is unknown.

    A row that gets nothing adds nothing to a total, even where the amount it would have got is unknown.
    """
    if not isinstance(amount, Quantity | Share):
        raise RuleError(
            "Only an amount or a share can be nothing",
            expected="money, count, points, days or a share",
            found=type(amount).__name__,
            where=amount.origin.name,
        )
    nothing = pl.lit(0, pl.Int64)
    expr = pl.when(condition.expr).then(amount.expr).when(~condition.expr).then(nothing)
    interval = (amount.interval or NEVER).hull(NEVER)
    origin = Origin("only_if", "", (condition, amount))
    # A share keeps its scale.
    return replace(amount, expr=expr, interval=interval, constant=None, origin=origin)


def all_of(*conditions: Condition) -> Condition:
    """True if all are true, false if one is false, else unknown."""
    return Condition(_fold(conditions, "all"), form="all", children=conditions)


def any_of(*conditions: Condition) -> Condition:
    """True if one is true, false if all are false, else unknown."""
    return Condition(_fold(conditions, "any"), form="any", children=conditions)


def _fold(conditions: Sequence[Condition], how: str) -> pl.Expr:
    exprs = [condition.expr for condition in conditions]
    if not exprs:
        raise RuleError("A compound has no condition", expected="at least one condition", found="none")
    return pl.all_horizontal(exprs) if how == "all" else pl.any_horizontal(exprs)


def not_(condition: Condition) -> Condition:
    """True where the condition is false; unknown stays unknown."""
    return Condition(~condition.expr, form="not", children=(condition,))


def at_least_so_many(needed: Count, *conditions: Condition) -> Condition:
    """True if so many are surely true, false if so many cannot be true any more, else unknown."""
    return Condition(_so_many(needed, conditions), form="count", children=conditions, needed=needed)


def _so_many(needed: Count, conditions: Sequence[Condition]) -> pl.Expr:
    exprs = [condition.expr for condition in conditions]
    asked = needed.constant
    if isinstance(asked, int) and 0 < asked <= len(exprs) and comb(len(exprs), asked) <= FEW_COMBINATIONS:
        # "Two of three" is (a and b) or (a and c) or (b and c), in Kleene's logic too; bits are quicker than sums.
        return pl.any_horizontal([pl.all_horizontal(some) for some in combinations(exprs, asked)])
    yes = pl.sum_horizontal([expr.cast(pl.Int64).fill_null(0) for expr in exprs])
    maybe = pl.sum_horizontal([expr.cast(pl.Int64).fill_null(1) for expr in exprs])
    return pl.when(yes >= needed.expr).then(True).when(maybe < needed.expr).then(False)


def margin_of(sides: Sides) -> pl.Expr:
    """How far the two sides lie apart: positive where met, negative where missed, in their unit; Int64.

    Shares in parts per billion. A strict check (above, below) whose sides are equal is missed by 0 here and by one
    unit to everybody who asks what is lacking.
    """
    if isinstance(sides.actual, Share) and isinstance(sides.required, Share):
        actual, required = (side.rescaled(RATE_SCALE).expr for side in (sides.actual, sides.required))
    else:
        actual, required = sides.actual.expr, sides.required.expr
    gap = actual - required if sides.comparison in (">=", ">") else required - actual
    if isinstance(sides.actual, Day):
        return gap.dt.total_days().cast(pl.Int64)
    return gap.cast(pl.Int64)


@dataclass(frozen=True, slots=True)
class Reach:
    """What counts as "nearly" for one policy: a share of the requirement, whole units for counts, days for dates.

    Kejin's own reading convention, stated in each policy's head; no law knows "nearly".
    """

    share: Fraction
    units: int
    days: int
    conditions: int


def near_expr(sides: Sides, reach: Reach) -> pl.Expr:
    """Whether a missed check lies within reach; unknown where either side is unknown."""
    gap = -margin_of(sides)
    if sides.comparison in STRICT:  # equal is not enough: one unit is lacking
        gap = gap + 1
    if isinstance(sides.actual, Day) or sides.actual.unit == "days":
        return gap <= reach.days
    actual, required = (
        side.rescaled(RATE_SCALE) if isinstance(side, Share) else side
        for side in (sides.actual, sides.required)
    )
    required = Term(required.expr, required.interval or NEVER)
    numerator = reach.share.numerator
    allowed, _ = times(required, Term(pl.lit(numerator), Interval(numerator, numerator)))
    interval = (actual.interval or NEVER) - (required.interval or NEVER) + Interval(-1, 1)
    denominator = reach.share.denominator
    wide = fits(interval * Interval(denominator, denominator), "near miss")
    within = gap.cast(wide) * denominator <= allowed.cast(wide).abs()
    return within | (gap <= reach.units) if sides.actual.unit == "count" else within


def referenced(condition: Condition) -> tuple[Condition, ...]:
    """The named conditions a compound refers to, in order, nested compounds opened."""
    if condition.form == "named":
        return (condition,)
    found: list[Condition] = []
    for child in condition.children:
        found.extend(referenced(child))
    return tuple(found)


def with_expr(condition: Condition, expr: pl.Expr) -> Condition:
    """The same condition on another column."""
    return replace(condition, expr=expr)
