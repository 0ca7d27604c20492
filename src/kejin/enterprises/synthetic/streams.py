"""Random numbers by seed, block and purpose, whoever draws them and in whatever order; and how they become columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import NormalDist
from typing import TypeAlias
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]
Truth: TypeAlias = NDArray[np.bool_]

EPOCH = date(1970, 1, 1)
PROVINCE = 2**31
"""The block number of what belongs to no block: the economy of a year, lenders, programmes, funds."""


class Streams:
    """The generators of one block. Two purposes never share numbers, and no block knows of another."""

    def __init__(self, seed: int, block: int) -> None:
        self.seed, self.block = seed, block

    def of(self, purpose: str) -> np.random.Generator:
        """A generator that begins anew at every call with the same purpose."""
        key = np.array([self.seed, self.block << 32 | crc32(purpose.encode())], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key))


def day(when: date) -> int:
    """Days since 1970-01-01."""
    return (when - EPOCH).days


def years_of(days: Whole) -> Whole:
    """The calendar year of each day."""
    years: Whole = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return years


def fen(yuan: Real) -> Whole:
    """Yuan as whole fen."""
    cents: Whole = np.rint(yuan * 100).astype(np.int64)
    return cents


def logistic(number: Real) -> Real:
    """From the whole line to a share."""
    share: Real = 1.0 / (1.0 + np.exp(-number))
    return share


def chance(draw: np.random.Generator, share: Real | float, rows: int) -> Truth:
    """True with the given probability, row by row."""
    hit: Truth = draw.random(rows) < share
    return hit


def spread_normal(draw: np.random.Generator, rows: int) -> Real:
    """Standard normal numbers, one from each of so many equally likely strata, in random order.

    A stratified sample: any block has its share of the very large, so that totals vary less from seed to seed.
    """
    inverse = NormalDist().inv_cdf
    at = (draw.permutation(rows) + np.clip(draw.random(rows), 1e-9, 1 - 1e-9)) / rows
    found: Real = np.array([inverse(share) for share in at.tolist()], dtype=np.float64)
    return found


def pick(draw: np.random.Generator, weights: Sequence[float], rows: int) -> Whole:
    """Indexes by weight."""
    steps = np.cumsum(np.asarray(weights, dtype=np.float64))
    at: Whole = np.searchsorted(steps / steps[-1], draw.random(rows), side="right").astype(np.int64)
    return np.minimum(at, len(weights) - 1)


def words(choices: Sequence[str | None], index: Whole) -> pl.Series:
    """The chosen word of each row."""
    return pl.Series(list(choices), dtype=pl.String).gather(pl.Series(index, dtype=pl.UInt32))


def dates(days: Whole, known: Truth | None = None) -> pl.Series:
    """Days as dates, null where not known."""
    return masked(pl.Series(days).cast(pl.Int32).cast(pl.Date), known)


def masked(values: pl.Series | Whole | Truth, known: Truth | None) -> pl.Series:
    """The values, null where not known."""
    column = values if isinstance(values, pl.Series) else pl.Series(values)
    if known is None:
        return column
    return pl.select(pl.when(pl.Series(known)).then(column)).to_series()


def frame(columns: Mapping[str, pl.Series | Whole | Truth]) -> pl.DataFrame:
    """A frame from named columns."""
    return pl.DataFrame({name: pl.Series(values) for name, values in columns.items()})
