"""From levels to bits to a probability; a code decides, one way or the other."""

from math import log2
from typing import Final

import polars as pl

from kejin.enterprises.linking.comparing import COMPARISONS, NAMES, Comparison
from kejin.enterprises.linking.weights import PRIOR_UNMATCHED, Weights, level_weight, probability_of

BITS: Final = tuple(f"{name}_bits" for name in NAMES)
"""The columns that hold the weight of each comparison."""


def score(left: pl.DataFrame, right: pl.DataFrame, levels: pl.DataFrame, *, weights: Weights) -> pl.DataFrame:
    """Each compared pair with its `BITS`, its `probability` and what it was `decided_by`: "code" or "evidence"."""
    weighed = levels
    for one in COMPARISONS:
        bits = level_weight(one, weights)
        if one.rarity is not None:
            shares = _shares(left, right, one, levels=levels)
            agreed = pl.lit(log2(weights.matched[one.name][0])) - pl.lit(shares).log(2)
            bits = pl.when(pl.col(one.name) == 0).then(agreed.clip(0.0)).otherwise(bits)
        weighed = weighed.with_columns(bits.alias(f"{one.name}_bits"))
    evidence = probability_of(pl.lit(weights.prior) + pl.sum_horizontal(BITS))
    refused = ~pl.col("same_code").fill_null(value=True) | pl.col("other_branch")
    agreed_code = pl.col("same_code").fill_null(value=False)
    return weighed.with_columns(
        probability=pl.when(agreed_code).then(1.0).when(refused).then(0.0).otherwise(evidence),
        decided_by=pl.when(agreed_code).then(pl.lit("code")).otherwise(pl.lit("evidence")),
    )


def _shares(left: pl.DataFrame, right: pl.DataFrame, one: Comparison, *, levels: pl.DataFrame) -> pl.Series:
    """How often the left row's value is met by chance: agreement on a rare value weighs more than on a frequent one.

    In small tables every value is frequent, so the share leans on the starting value of u as much as u itself does.
    """
    column = str(one.rarity)
    values = pl.concat([left[column], right[column]]).drop_nulls()
    counted = values.value_counts(name="n").rename({column: "value"})
    met = (pl.col("n") / 2).clip(1.0) + PRIOR_UNMATCHED * one.unmatched[0]
    shares = counted.select("value", share=met / (values.len() / 2 + PRIOR_UNMATCHED))
    sides = pl.DataFrame({"value": left[column][levels["l"]]})
    return sides.join(shares, on="value", how="left", maintain_order="left")["share"]
