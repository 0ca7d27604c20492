"""Supply chains with their leaders, and groups: tables beside the grains, within one block."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import Streams, Truth, Whole, chance
from kejin.enterprises.synthetic.world import INDUSTRIES

_LEADERS_PER = 3_000
_LEADING_PER = 6_000


def chain_leaders(firms: Firms, *, revenue: Whole, alive: Truth) -> Truth:
    """The largest in a key industry, one for each so many enterprises."""
    key = (firms.word_of_industry("key") != "none").to_numpy()
    return _largest(revenue, key & alive & (firms.quality > 0), firms.count // _LEADERS_PER)


def leading_firms(firms: Firms, *, revenue: Whole, alive: Truth) -> Truth:
    """The largest of all, one for each so many enterprises."""
    return _largest(revenue, alive & (firms.quality > 0), firms.count // _LEADING_PER)


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
    table = pl.DataFrame({
        "supplier_id": firms.codes.gather(seller),
        "buyer_id": firms.codes.gather(buyer),
        "sales_fen": pl.Series(sales),
        "receivable_fen": pl.Series(owed[seller]),
        "tier": pl.Series(np.ones(seller.size, dtype=np.int16)),
    })  # fmt: skip
    return table, owed


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
