"""A share worked out from two quantities, for tables and amounts: `share_of(rd, revenue)`.

A check needs no quotient: `share_at_least` multiplies crosswise and is exact. A table that goes by a share does need
one, and so does a page that shows it. Rounded to parts per billion with `FLOOR`, the column meets exactly the bounds
"at least" and "below" that the exact share meets, since those bounds are whole parts per billion.
"""

from dataclasses import dataclass

import polars as pl

from kejin.errors import RuleError
from kejin.money import RATE_SCALE, Rounding, round_quotient_expr
from kejin.policy.terms import NEVER, Interval, Origin, Quantity, Share

# A whole of one fen would make shares that no 64 bits hold; beyond a billionfold the share stays at a billionfold.
FURTHEST = 10**9


@dataclass(frozen=True, slots=True)
class Quotient:
    """`part / whole`, exact and not yet rounded. Only the engine rounds it; unknown where the whole is not positive."""

    part: Quantity
    whole: Quantity


def share_of(part: Quantity, whole: Quantity) -> Quotient:
    """The share that `part` is of `whole`, both of one unit. Raises `RuleError` when their units differ."""
    if type(part) is not type(whole):
        raise RuleError(
            "A share is taken of things of different units",
            expected=type(whole).__name__,
            found=type(part).__name__,
            where=f"{part.origin.name} / {whole.origin.name}",
        )
    return Quotient(part, whole)


def rounded_share(quotient: Quotient, rounding: Rounding, origin: Origin) -> Share:
    """The quotient in parts per billion, rounded by the method, within a billionfold to either side."""
    whole = pl.when(quotient.whole.expr > 0).then(quotient.whole.expr).cast(pl.Int128)
    part = quotient.part.expr.cast(pl.Int128)
    limit = whole * FURTHEST
    within = pl.when(part > limit).then(limit).when(part < 0 - limit).then(0 - limit).otherwise(part)
    expr = round_quotient_expr(within * RATE_SCALE, whole, rounding)
    bounds = quotient.part.interval or NEVER
    furthest = FURTHEST * RATE_SCALE
    low, high = (-furthest if bounds.low < 0 else 0), (furthest if bounds.high > 0 else 0)
    return Share(expr, Interval(low, high), None, origin, RATE_SCALE)
