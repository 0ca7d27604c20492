"""What a product costs in its first year, what its supports take off, and which of them apply together.

Everything is worked out in whole minor units of the amount quoted: gross cost, each support's relief with its limits,
the best combination that the stacking rules permit, and only then the net cost as a rate of the amount.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

import polars as pl

from kejin.money import RATE_SCALE, Rounding, round_quotient_expr
from kejin.planning.catalogue import Product, Support
from kejin.planning.stacking import StackingRule, ceilings, permitted
from kejin.policy import rounded_product
from kejin.policy.terms import Count, Fen, Money, Share, Term, smallest, smallest_share
from kejin.policy.terms import Product as Exact

MONTHS_OF_A_YEAR = 12
# Quoted costs and reliefs are shown, not paid; they take the rounding of amounts of money.
ROUNDING = Rounding.HALF_UP
LENT = ("loan", "bond")
NOTHING = pl.lit(0, pl.Int64)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns of the supports that apply: their total, which apply, which may apply once a fact is known.

    They read helper columns, which are put into the frame before, step by step: what each support brings, and what
    each permitted combination brings together. Written out in one expression they would repeat one another by the
    square of the number of combinations.
    """

    total: pl.Expr
    mask: pl.Expr
    open_mask: pl.Expr
    steps: tuple[Sequence[pl.Expr], ...]


def gross_cost(product: Product) -> pl.Expr | None:
    """The cost of the first year in minor units of the amount: interest and fees; None where nothing is charged.

    A loan or bond whose rate nobody quotes has no cost that could be told: its fee alone would pass for cheap. A fee
    that is paid once is spread over the months of the contract.
    """
    amount = product.terms.get("amount")
    if not isinstance(amount, Money) or (product.instrument in LENT and "rate" not in product.terms):
        return None
    yearly = [product.terms[name] for name in ("rate", "fee") if name in product.terms]
    parts = [_of(amount, share, f"{product.key}.cost") for share in yearly if isinstance(share, Share)]
    once, months = product.terms.get("once_fee"), product.terms.get("months")
    if isinstance(once, Share):
        exact = amount * once
        if isinstance(months, Count):
            top = exact.numerator.cast(pl.Int128) * MONTHS_OF_A_YEAR
            # A contract of less than a year pays its fee in full within the year.
            span = pl.max_horizontal(months.expr, pl.lit(MONTHS_OF_A_YEAR, pl.Int64))
            span = pl.when(months.expr.is_not_null()).then(span)
            parts.append(round_quotient_expr(top, span.cast(pl.Int128) * exact.denominator, ROUNDING))
        else:
            parts.append(rounded_product(exact, ROUNDING, f"{product.key}.once").expr)
    return reduce(add, parts) if parts else None


def _of(amount: Money, share: Share, name: str) -> pl.Expr:
    return rounded_product(amount * share, ROUNDING, name).expr


def relief_of(product: Product, support: Support) -> pl.Expr | None:
    """What one support takes off the first year's cost, in minor units; None where it has nothing to take off.

    Unknown where its value, a limit or the cost it goes by is unknown.
    """
    amount, value = product.terms.get("amount"), support.terms["value"]
    if not isinstance(amount, Fen) or not isinstance(value, Share):
        return None
    most = support.terms.get("amount_max")
    covered = smallest(amount, most) if isinstance(most, Fen) else amount
    exact = _exact_relief(covered, value, product=product, basis=support.document.basis)
    if exact is None:
        return None
    relief = rounded_product(exact, ROUNDING, f"{product.key}.{support.key}")
    cap = support.terms.get("yearly_cap")
    if isinstance(relief, Fen) and isinstance(cap, Fen):
        return smallest(relief, cap).expr
    return relief.expr


def _exact_relief(covered: Fen, value: Share, *, product: Product, basis: str) -> Exact | None:
    if basis == "points_of_rate":
        rate = product.terms.get("rate")
        # No more points than the rate has: a subsidy does not turn interest into income.
        return covered * smallest_share(rate, value) if isinstance(rate, Share) else None
    base = _base(product, basis)
    return covered * base * value if base is not None else None


def _base(product: Product, basis: str) -> Share | None:
    rate, fee = product.terms.get("rate"), product.terms.get("fee")
    if basis == "share_of_interest":
        chosen = [rate]
    elif basis == "share_of_fee":
        chosen = [fee]
    elif basis == "share_of_premium":
        chosen = [rate if product.document.kind == "insurance" else fee]
    else:
        chosen = [rate, fee]
    shares = [share for share in chosen if isinstance(share, Share)]
    return reduce(add, shares) if shares else None


def lowered(product: Product, rules: Sequence[StackingRule]) -> Chosen | None:
    """The supports that lower the cost, in their best permitted combination; None where the product has none."""
    values = {
        support: relief
        for support in product.supports
        if not support.bears_loss and (relief := relief_of(product, support)) is not None
    }
    if not values:
        return None
    limits = ceilings([s.key for s in values], rules, scale=1)
    return _chosen(product, values, rules, what="#relief", limits=limits)


def shared(product: Product, rules: Sequence[StackingRule]) -> Chosen | None:
    """The loss shares that apply, in parts per billion of the loss; None where the product has none."""
    values = {s: _ppb(s.terms["value"]) for s in product.supports if s.bears_loss}
    if not values:
        return None
    limits = ceilings([s.key for s in values], rules, scale=RATE_SCALE)
    return _chosen(product, values, rules, what="#loss", limits=limits)


def _ppb(value: Term) -> pl.Expr:
    assert isinstance(value, Share)  # noqa: S101 - narrowing; the compiler checked what a support's value is
    return value.rescaled(RATE_SCALE).expr


def _chosen(
    product: Product,
    values: Mapping[Support, pl.Expr],
    rules: Sequence[StackingRule],
    *,
    what: str,
    limits: Sequence[tuple[frozenset[int], int]],
) -> Chosen:
    supports = list(values)
    pairs = [(pl.col(support.decision.key), value) for support, value in values.items()]
    brought = [pl.when(answer).then(value).otherwise(NOTHING).fill_null(0) for answer, value in pairs]
    may = [answer.is_null() | (answer & value.is_null()) for answer, value in pairs]
    known = [pl.col(f"{what}{place}") for place in range(len(supports))]
    ways = permitted([support.key for support in supports], rules)
    totals = [pl.col(f"{what}{place}+") for place in range(len(ways))]
    best = pl.max_horizontal(totals)
    bits = [1 << product.supports.index(support) for support in supports]
    # The first way that reaches the best total wins, so equal ways always come out alike.
    taken = pl.coalesce(
        pl.when(total == best).then(pl.lit(sum(bits[place] for place in way), pl.Int64))
        for total, way in zip(totals, ways, strict=True)
    )
    return Chosen(
        total=best,
        mask=taken & _mask([(value > 0, bit) for value, bit in zip(known, bits, strict=True)]),
        open_mask=_mask(list(zip(may, bits, strict=True))),
        steps=(
            [value.alias(f"{what}{place}") for place, value in enumerate(brought)],
            [_total(way, known, limits).alias(f"{what}{place}+") for place, way in enumerate(ways)],
        ),
    )


def _total(
    way: Sequence[int], known: Sequence[pl.Expr], limits: Sequence[tuple[frozenset[int], int]]
) -> pl.Expr:
    left = {place: known[place] for place in way}
    bound = [members & left.keys() for members, _ in limits]
    if sum(map(len, bound)) == len(set[int]().union(*bound)):
        # Ceilings that share no member each cut their own sum; no expression stands in another.
        free = [known[place] for place in way if not any(place in members for members in bound)]
        cut = [
            pl.min_horizontal(
                reduce(add, [known[place] for place in sorted(members)]),
                pl.lit(ceiling, pl.Int64),
            )
            for members, (_, ceiling) in zip(bound, limits, strict=True)
            if members
        ]
        return reduce(add, [*free, *cut], NOTHING)
    for members, ceiling in limits:
        room: pl.Expr = pl.lit(ceiling, pl.Int64)
        for place in sorted(members & left.keys()):
            left[place] = pl.min_horizontal(left[place], room)
            room = room - left[place]
    return reduce(add, left.values()) if left else NOTHING


def _mask(flags: Sequence[tuple[pl.Expr, int]]) -> pl.Expr:
    bits = [pl.when(flag).then(pl.lit(bit, pl.Int64)).otherwise(NOTHING) for flag, bit in flags]
    return reduce(or_, bits) if bits else NOTHING


def net_rate(net: pl.Expr, amount: pl.Expr) -> pl.Expr:
    """The net cost as parts per billion of the amount; unknown where the amount is not positive."""
    positive = pl.when(amount > 0).then(amount).cast(pl.Int128)
    return round_quotient_expr(net.cast(pl.Int128) * RATE_SCALE, positive, ROUNDING)
