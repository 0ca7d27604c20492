"""Counts of offers: product by product along each dimension, and the matrix whole and along each dimension."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from kejin.planning.aggregates.deciding import ELIGIBLE
from kejin.planning.aggregates.standing import Numbers, Split, Standing
from kejin.planning.aggregates.tables import ANY, COUNTED, VERDICT_COLUMNS
from kejin.planning.matrix import DIMENSIONS as MATRIX_DIMENSIONS
from kejin.planning.matrix import matrix
from kejin.planning.offers import Offers

_WIDTH = len(VERDICT_COLUMNS)
_SUMMED = ("amount", "net_cost", "relief")


def product_counts(offers: Offers, standing: Standing) -> pl.DataFrame:
    """The table `products`."""
    rows = standing.rows_of(offers.enterprises)
    splits = standing.splits(rows, offers.enterprises.height)
    found = [
        row
        for product in offers.catalogue.products
        for row in _product(product.key, offers.frames[product.key], splits)
    ]
    return pl.DataFrame(found, schema=dict(COUNTED["products"].columns), orient="row")


def _product(key: str, frame: pl.DataFrame, splits: list[Split]) -> Iterator[tuple[object, ...]]:
    places = {verdict: place for place, verdict in enumerate(VERDICT_COLUMNS)}
    ranks = frame["verdict"].cast(pl.String).replace_strict(places, return_dtype=pl.Int64)
    classes: Numbers = ranks.to_numpy()
    # Where the stage is not known, a product of any stage counts, as it does in the matrix.
    fits = frame["fits_stage"].fill_null(value=True).to_numpy()
    taken = (classes == ELIGIBLE) & fits
    sums = [
        (frame[name].is_not_null().to_numpy() & taken, frame[name].fill_null(0).to_numpy())
        for name in _SUMMED
    ]
    for split in splits:
        opened = np.bincount(split.groups[taken], minlength=len(split.values)).tolist()
        numbers = [
            part
            for known, values in sums
            for part in (
                Split(split.dimension, split.groups[known], split.values).added(values[known]),
                np.bincount(split.groups[known], minlength=len(split.values)).tolist(),
            )
        ]
        at = {value: place for place, value in enumerate(split.values)}
        for value, counts in split.counted(classes, _WIDTH):
            place = at[value]
            yield (key, split.dimension, value, *counts, opened[place], *(part[place] for part in numbers))


def matrix_counts(offers: Offers) -> pl.DataFrame:
    """The table `matrix`."""
    names = list(COUNTED["matrix"].columns)
    parts = []
    for dimension in ("", *MATRIX_DIMENSIONS):
        cells = matrix(offers, by=dimension).cells
        value = pl.col(dimension).cast(pl.String) if dimension else pl.lit(ANY)
        parts.append(
            cells.with_columns(pl.lit(dimension).alias("dimension"), value.alias("value")).select(names)
        )
    return pl.concat(parts)
