"""The whole way from two tables to pairs: prepare, block, compare, weigh, decide."""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from kejin.enterprises.linking.assigning import one_to_one as assigned
from kejin.enterprises.linking.blocking import candidate_pairs
from kejin.enterprises.linking.columns import EVIDENCE, prepare
from kejin.enterprises.linking.comparing import NAMES, compare
from kejin.enterprises.linking.scoring import BITS, score
from kejin.enterprises.linking.weights import Weights, learn

THRESHOLD: Final = 0.9
"""How probable a pair must be to count as one enterprise."""

_PAIRS: Final = ("left", "right", "probability", "decided_by", *NAMES, *BITS)


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found.

    Attributes:
        pairs: One row for each pair: `left` and `right` (keys), `probability`, `decided_by` ("code" or "evidence"),
            the level of every comparison and its weight in bits (`core`, `core_bits`, …); the most probable first.
        unmatched_left: Keys of the left table without a pair, sorted.
        unmatched_right: Keys of the right table without a pair; for a table linked with itself the same as the left.
        weights: What each level of evidence weighed.
    """

    pairs: pl.DataFrame
    unmatched_left: tuple[str, ...]
    unmatched_right: tuple[str, ...]
    weights: Weights


def link_tables(
    left: pl.DataFrame, right: pl.DataFrame, *, threshold: float = THRESHOLD, one_to_one: bool = True
) -> Linked:
    """Link the enterprises of two tables. Which of them is called left, and the order of rows, change nothing.

    Args:
        left: A table with a column of names or credit codes; see `prepare` for what else counts as evidence.
        right: The other table.
        threshold: How probable a pair must be, from 0 to 1.
        one_to_one: Whether each table has one row per enterprise: a row then has one partner at most, the best one.
            Rows with equal credit codes are linked whatever their number.

    Raises:
        MappingError: A table has neither names nor codes, or two of its rows have one key.
    """
    one, two = prepare(left), prepare(right)
    if _comes_first(two, one):
        return _turned(_linked(two, one, threshold=threshold, one_to_one=one_to_one))
    return _linked(one, two, threshold=threshold, one_to_one=one_to_one)


def link_within(table: pl.DataFrame, *, threshold: float = THRESHOLD, one_to_one: bool = False) -> Linked:
    """Find rows of one table that are about one enterprise, each pair once. Otherwise as `link_tables`."""
    return _linked(prepare(table), None, threshold=threshold, one_to_one=one_to_one)


def _linked(left: pl.DataFrame, right: pl.DataFrame | None, *, threshold: float, one_to_one: bool) -> Linked:
    within = right is None
    other = left if right is None else right
    levels = compare(left, other, candidate_pairs(left, right))
    weights = learn(left, right, levels)
    kept = score(left, other, levels, weights=weights).filter(pl.col("probability") >= threshold)
    if one_to_one:
        kept = assigned(kept, within=within)
    keys_l, keys_r = left["key"], other["key"]
    pairs = kept.with_columns(left=keys_l[kept["l"]], right=keys_r[kept["r"]]).select(_PAIRS)
    rows_l, rows_r = kept.select(row="l"), kept.select(row="r")
    if within:
        rows_l = rows_r = pl.concat([rows_l, rows_r])
    return Linked(_in_order(pairs), _left_over(keys_l, rows_l), _left_over(keys_r, rows_r), weights)


def _in_order(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.sort("probability", "left", "right", descending=[True, False, False])


def _left_over(keys: pl.Series, taken: pl.DataFrame) -> tuple[str, ...]:
    rows = pl.DataFrame({"key": keys}).with_columns(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    return tuple(rows.join(taken, on="row", how="anti")["key"].sort().to_list())


def _comes_first(one: pl.DataFrame, two: pl.DataFrame) -> bool:
    """A fixed order of two different tables, so that both ways of calling them are worked out as the same one."""
    if one.height != two.height:
        return one.height < two.height
    texts = [
        table.select(pl.concat_str(pl.col(EVIDENCE[1:]).cast(pl.String), separator="\0", ignore_nulls=True))
        for table in (one, two)
    ]
    return texts[0].to_series().to_list() < texts[1].to_series().to_list()


def _turned(linked: Linked) -> Linked:
    pairs = linked.pairs.rename({"left": "right", "right": "left"}).select(_PAIRS)
    return replace(
        linked, pairs=_in_order(pairs), unmatched_left=linked.unmatched_right, unmatched_right=linked.unmatched_left
    )  # fmt: skip
