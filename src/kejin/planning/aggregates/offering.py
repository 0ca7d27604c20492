"""Counts of offers: product by product along each dimension, and the matrix whole and along each dimension."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from kejin.planning.aggregates.deciding import ELIGIBLE
from kejin.planning.aggregates.merging import added
from kejin.planning.aggregates.standing import Numbers, Split, Standing
from kejin.planning.aggregates.tables import ANY, COUNTED, VERDICT_COLUMNS
from kejin.planning.catalogue import INSTRUMENTS
from kejin.planning.matrix import DIMENSIONS as MATRIX_DIMENSIONS
from kejin.planning.matrix import UNSTAGED, WORDS, best_of
from kejin.planning.offers import VERDICTS, Offers

_WIDTH = len(VERDICT_COLUMNS)
_SUMMED = ("amount", "net_cost", "relief")
# From the place of a verdict among the categories of an offer to its place among the columns.
_CLASS_OF = np.array([VERDICT_COLUMNS.index(verdict) for verdict in VERDICTS.categories], dtype=np.int64)


def product_counts(offers: Offers, standing: Standing) -> pl.DataFrame:
    """The table `products`."""
    split = standing.split_of(standing.rows_of(offers.enterprises))
    found = [
        row
        for product in offers.catalogue.products
        for row in _product(product.key, offers.frames[product.key], split)
    ]
    return pl.DataFrame(found, schema=dict(COUNTED["products"].columns), orient="row")


def _product(key: str, frame: pl.DataFrame, split: Split) -> Iterator[tuple[object, ...]]:
    # Where the stage is not known, a product of any stage counts, as it does in the matrix.
    read = frame.select(
        pl.col("verdict").to_physical().cast(pl.Int64),
        pl.col("fits_stage").fill_null(value=True),
        *(pl.col(name).is_not_null().alias(f"{name}?") for name in _SUMMED),
        *(pl.col(name).fill_null(0) for name in _SUMMED),
    )
    classes: Numbers = _CLASS_OF[read["verdict"].to_numpy()]
    taken = (classes == ELIGIBLE) & read["fits_stage"].to_numpy()
    opened = split.where(taken)
    numbers: list[Sequence[int]] = [opened.number().tolist()]
    for name in _SUMMED:
        known = read[f"{name}?"].to_numpy() & taken
        there = split.where(known)
        numbers += [there.added(read[name].to_numpy()[known]), there.number().tolist()]
    counts = split.counted(classes, _WIDTH).tolist()
    for at, place in enumerate(split.places):
        if any(counts[at]):
            yield (key, *place, *counts[at], *(column[at] for column in numbers))


def matrix_counts(offers: Offers, standing: Standing) -> pl.DataFrame:
    """The table `matrix`: what `matrix` says of the offers, whole and along each of its dimensions.

    Counted by where enterprises stand in all dimensions together; these few counts are then added up.
    """
    split = standing.split_of(standing.rows_of(offers.enterprises))
    stages = standing.standings.with_columns(pl.col("stage").fill_null(UNSTAGED))
    cells = pl.concat([
        stages.with_columns(
            pl.lit(instrument).alias("instrument"), *_cells(split, best_of(offers, instrument))
        )
        for instrument in INSTRUMENTS
    ]).filter(pl.col("enterprises") > 0)  # fmt: skip
    parts = []
    for dimension in ("", *MATRIX_DIMENSIONS):
        value = pl.col(dimension) if dimension else pl.lit(ANY)
        named = cells.with_columns(pl.lit(dimension).alias("dimension"), value.alias("value"))
        parts.append(added(COUNTED["matrix"], [named]))
    return pl.concat(parts)


def _cells(split: Split, best: pl.DataFrame) -> Iterator[pl.Series]:
    """For each standing how many enterprises there are, and for each verdict that counts how many and how much."""
    ranks: Numbers = best["rank"].cast(pl.Int64).to_numpy()
    known = best["amount_fen"].is_not_null().to_numpy()
    amounts = best["amount_fen"].fill_null(0).to_numpy()
    yield pl.Series("enterprises", split.by_standing())
    for place, word in enumerate(WORDS):
        mine = ranks == place
        there = split.where(mine & known)
        yield pl.Series(word, split.where(mine).by_standing())
        yield pl.Series(f"{word}_fen", there.added_by_standing(amounts[mine & known]), dtype=pl.Int64)
        yield pl.Series(f"{word}_without_amount", split.where(mine & ~known).by_standing())
