"""One partner at most for each row, where both tables have one row for each enterprise."""

import polars as pl


def one_to_one(pairs: pl.DataFrame, *, within: bool) -> pl.DataFrame:
    """Keep the best partner of each row: pairs that are the best of both their rows are taken, again and again.

    Pairs decided by code are all kept, and their rows take no other partner. Equal probabilities go by the order of the
    rows, which follows what they say.

    Args:
        pairs: Scored pairs with `l`, `r`, `probability` and `decided_by`.
        within: Whether both sides are one table, so that a row may not be used on either side again.
    """
    chosen = pairs.filter(pl.col("decided_by") == "code")
    taken = [chosen]
    open_pairs = pairs.filter(pl.col("decided_by") != "code").sort(
        "probability", "l", "r", descending=[True, False, False]
    )
    while True:
        open_pairs = _without(open_pairs, chosen, within=within)
        if not open_pairs.height:
            return pl.concat(taken)
        chosen = _best_of_both(open_pairs, within=within)
        taken.append(chosen)


def _best_of_both(pairs: pl.DataFrame, *, within: bool) -> pl.DataFrame:
    ranked = pairs.with_columns(rank=pl.int_range(pl.len(), dtype=pl.Int64))
    ends = [ranked.select("rank", row="l"), ranked.select("rank", row="r")]
    if within:
        ends = [pl.concat(ends)] * 2
    for side, rows in zip("lr", ends, strict=True):
        best = rows.group_by("row").agg(pl.col("rank").min().alias(f"best_{side}"))
        ranked = ranked.join(best, left_on=side, right_on="row")
    mutual = (pl.col("rank") == pl.col("best_l")) & (pl.col("rank") == pl.col("best_r"))
    return ranked.filter(mutual).sort("rank").select(pairs.columns)


def _without(pairs: pl.DataFrame, chosen: pl.DataFrame, *, within: bool) -> pl.DataFrame:
    left, right = chosen.select(row="l"), chosen.select(row="r")
    if within:
        left = right = pl.concat([left, right])
    return pairs.join(left, left_on="l", right_on="row", how="anti", maintain_order="left").join(
        right, left_on="r", right_on="row", how="anti", maintain_order="left"
    )
