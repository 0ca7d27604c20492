"""Supply chains with their leaders, and groups: tables beside the grains, within one block."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import Streams, Truth, Whole, chance, masked, words
from kejin.enterprises.synthetic.world import FULL_SCALE, INDUSTRIES

_LEADERS = 100
_LEADING = 50
"""How many chain leaders and leading enterprises the whole province has: as many as the plan wants listed."""


def chain_leaders(firms: Firms, streams: Streams, *, revenue: Whole, alive: Truth) -> Truth:
    """The largest in a key industry; the block's share of those of the province."""
    key = (firms.word_of_industry("key") != "none").to_numpy()
    return _largest(
        revenue, key & alive & (firms.quality > 0), _share(firms, streams.of("leaders"), _LEADERS)
    )


def leading_firms(firms: Firms, streams: Streams, *, revenue: Whole, alive: Truth) -> Truth:
    """The largest of all that do research; the block's share of those of the province."""
    chosen = alive & firms.research & (firms.quality > 0)
    return _largest(revenue, chosen, _share(firms, streams.of("leading"), _LEADING))


def _share(firms: Firms, draw: np.random.Generator, whole: int) -> int:
    """The block's part of so many: a whole number, one more as often as the fraction says."""
    return int(whole * firms.count / FULL_SCALE + draw.random())


def _largest(revenue: Whole, chosen: Truth, count: int) -> Truth:
    found = np.zeros(revenue.size, dtype=np.bool_)
    order = np.argsort(np.where(chosen, revenue, -1), kind="stable")[::-1][:count]
    found[order] = chosen[order]
    return found


def supply_links(
    firms: Firms, streams: Streams, *, leaders: Truth, revenue: Whole, alive: Truth
) -> tuple[pl.DataFrame, Whole]:
    """Who sells to which leader, and how much in the last year; and what leaders owe each supplier."""
    draw = streams.of("chains")
    columns = {name: pl.Series([], dtype=dtype) for name, dtype in _LINK.items()}
    at = np.flatnonzero(leaders)
    owed = np.zeros(firms.count, dtype=np.int64)
    if not at.size:
        return pl.DataFrame(columns), owed
    makers = np.array([one.sector == "industry" for one in INDUSTRIES])[firms.industry]
    supplies = alive & ~leaders & chance(draw, 0.05 + 0.10 * makers, firms.count)
    seller = np.flatnonzero(supplies)
    # The nearer in industry and the larger, the likelier: two candidates are drawn and the better one taken.
    first, second = draw.integers(0, at.size, (2, seller.size))
    same = firms.industry[at[first]] == firms.industry[seller]
    buyer = at[np.where(same, first, np.where(revenue[at[second]] > revenue[at[first]], second, first))]
    share = draw.integers(2, 45, seller.size)
    sales = revenue[seller] // 100 * share
    owed[seller] = sales // 100 * draw.integers(5, 35, seller.size)
    further = _second_tier(firms, draw, seller, revenue=revenue, free=alive & ~leaders & ~supplies)
    table = pl.DataFrame({
        "supplier_id": pl.concat([firms.codes.gather(seller), firms.codes.gather(further[0])]),
        "buyer_id": pl.concat([firms.codes.gather(buyer), firms.codes.gather(further[1])]),
        "sales_fen": pl.Series(np.concatenate([sales, further[2]])),
        "receivable_fen": pl.Series(np.concatenate([owed[seller], further[2] // 100 * 18])),
        "tier": pl.Series(np.repeat(np.array([1, 2], dtype=np.int16), [seller.size, further[0].size])),
    })  # fmt: skip
    return table, owed


def _second_tier(
    firms: Firms, draw: np.random.Generator, buyers: Whole, *, revenue: Whole, free: Truth
) -> tuple[Whole, Whole, Whole]:
    """Who sells to the leaders' suppliers: seller, buyer and sales."""
    seller = (
        np.flatnonzero(free & chance(draw, 0.06, firms.count)) if buyers.size else np.zeros(0, dtype=np.int64)
    )
    luck, share = draw.random(seller.size), draw.integers(2, 30, seller.size)
    buyer = buyers[(luck * buyers.size).astype(np.int64)] if buyers.size else seller
    return seller, buyer, revenue[seller] // 100 * share


_LINK = {
    "supplier_id": pl.String, "buyer_id": pl.String, "sales_fen": pl.Int64, "receivable_fen": pl.Int64,
    "tier": pl.Int16,
}  # fmt: skip


def groups(firms: Firms, streams: Streams, *, revenue: Whole) -> pl.DataFrame:
    """Parents and the enterprises they control, with the share held."""
    draw = streams.of("groups")
    parents = np.flatnonzero((revenue > 10_000_000_000) & chance(draw, 0.5, firms.count))
    if not parents.size:
        return pl.DataFrame(schema={"parent_id": pl.String, "member_id": pl.String, "share_ppb": pl.Int64})
    member = np.flatnonzero(chance(draw, 0.05, firms.count))
    parent = parents[draw.integers(0, parents.size, member.size)]
    # A parent is never larger group's member here, so that groups are one level deep.
    inside = np.isin(member, parents)
    share = draw.integers(51, 101, member.size) * 10_000_000
    return pl.DataFrame({
        "parent_id": firms.codes.gather(parent[~inside]),
        "member_id": firms.codes.gather(member[~inside]),
        "share_ppb": pl.Series(share[~inside]),
    })  # fmt: skip


def affiliates(firms: Firms, streams: Streams, *, revenue: Whole) -> pl.DataFrame:
    """Enterprises tied to another without being controlled by it: a large minority stake, or one person behind both."""
    draw = streams.of("affiliates")
    holder = np.flatnonzero(revenue > 5_000_000_000)
    held = np.flatnonzero(chance(draw, 0.02 if holder.size else 0.0, firms.count))
    stake = draw.integers(20, 50, held.size) * 10_000_000
    owner = holder[(draw.random(held.size) * holder.size).astype(np.int64)] if holder.size else held
    first = np.flatnonzero(chance(draw, 0.015, firms.count))
    second = (draw.random(first.size) * firms.count).astype(np.int64)
    one, other = np.concatenate([held, first]), np.concatenate([owner, second])
    person = np.repeat(np.array([False, True]), [held.size, first.size])
    apart = one != other
    return pl.DataFrame({
        "enterprise_id": firms.codes.gather(one[apart]),
        "affiliate_id": firms.codes.gather(other[apart]),
        "relation": words(("stake", "common_person"), person[apart].astype(np.int64)),
        "share_ppb": masked(np.concatenate([stake, np.zeros(first.size, dtype=np.int64)])[apart], ~person[apart]),
    })  # fmt: skip
