"""Counts of parts added up to the counts of the whole, in whole numbers and in a fixed order."""

from collections.abc import Iterable, Mapping

import polars as pl

from kejin.errors import MoneyOverflowError
from kejin.planning.aggregates.tables import COUNTED, Table

Counts = Mapping[str, pl.DataFrame]
"""A frame for each table of `COUNTED`."""


def merged(parts: Iterable[Counts]) -> Counts:
    """The counts of all parts together, each table sorted by its keys, so that equal counts are equal bytes.

    Raises:
        MoneyOverflowError: A sum needs more than 64 bits.
    """
    gathered: dict[str, list[pl.DataFrame]] = {name: [] for name in COUNTED}
    for part in parts:
        for name, frames in gathered.items():
            if name in part:
                frames.append(part[name])
    return {name: added(COUNTED[name], frames) for name, frames in gathered.items()}


def added(table: Table, frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The rows of one table with the same keys added up, sorted by the keys, unknown ones last."""
    whole = pl.concat([table.empty(), *(frame.select(list(table.columns)) for frame in frames)])
    # A sum of int64 wraps silently; summed in 128 bits and cast strictly it raises instead.
    sums = [pl.col(name).cast(pl.Int128).sum() for name in table.numbers]
    try:
        return (
            whole.group_by(list(table.keys))
            .agg(sums)
            .with_columns(pl.col(name).cast(pl.Int64) for name in table.numbers)
            .sort(list(table.keys), nulls_last=True)
        )
    except pl.exceptions.InvalidOperationError as error:
        raise MoneyOverflowError(
            "a total of the run needs more than 64 bits",
            expected="sums below 92 quadrillion yuan",
            found=str(error).splitlines()[0],
            kept="No result was made.",
        ) from error
