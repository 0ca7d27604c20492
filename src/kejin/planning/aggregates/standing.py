"""Where the enterprises of a part stand, as small numbers that counting is quick with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kejin.assessment.standing import first_met, stage_decisions, tier_decisions
from kejin.facts import FactSet, Grain, dictionary
from kejin.planning.aggregates.tables import ANY, DIMENSIONS
from kejin.planning.offers import PLACES
from kejin.policy import Ruleset
from kejin.policy.evaluation import answered
from kejin.policy.plan import start_frame

Numbers = NDArray[np.int64]
_NOWHERE = -1


def standing_frame(ruleset: Ruleset, factset: FactSet) -> pl.DataFrame:
    """One row per enterprise in the order of the facts: enterprise_id and the five dimensions, null where unknown."""
    book = dictionary()
    places = start_frame(
        factset, Grain.ENTERPRISE, [book[name] for name in PLACES], dates=ruleset.dates
    ).collect()
    decisions = (*stage_decisions(ruleset), *tier_decisions(ruleset))
    if not decisions:
        nothing = pl.lit(None, pl.String)
        return places.with_columns(nothing.alias("stage"), nothing.alias("tier"))
    frame = answered(ruleset, factset, decisions, near=False)[Grain.ENTERPRISE]
    stood = frame.select(
        "enterprise_id",
        first_met(stage_decisions(ruleset)).cast(pl.String).alias("stage"),
        first_met(tier_decisions(ruleset)).cast(pl.String).alias("tier"),
    )
    return places.join(stood, on="enterprise_id", how="left", maintain_order="left")


@dataclass(frozen=True, slots=True)
class Split:
    """Rows counted along one dimension: each row's group, and the value of each group (the last one is unknown)."""

    dimension: str
    groups: Numbers
    values: tuple[str | None, ...]

    def counted(self, classes: Numbers, width: int) -> Iterator[tuple[str | None, list[int]]]:
        """For each value how many rows fall into each of `width` classes; values without a row are left out."""
        table = np.bincount(self.groups * width + classes, minlength=width * len(self.values))
        for value, row in zip(self.values, table.reshape(-1, width).tolist(), strict=True):
            if any(row):
                yield value, row

    def added(self, numbers: Numbers) -> list[int]:
        """The exact sum of the numbers of each group.

        Sums of halves stay below 2**53, where floats are exact, for up to two million rows.
        """
        size = len(self.values)
        low = np.bincount(self.groups, weights=(numbers & 0xFFFFFFFF).astype(np.float64), minlength=size)
        high = np.bincount(self.groups, weights=(numbers >> 32).astype(np.float64), minlength=size)
        return [
            (int(upper) << 32) + int(lower) for upper, lower in zip(high.tolist(), low.tolist(), strict=True)
        ]


@dataclass(frozen=True)
class Standing:
    """The enterprises of a part.

    Attributes:
        frame: As `standing_frame` makes it.
        groups: For each dimension the group of each enterprise.
        values: For each dimension what its groups are; the last one is unknown or none.
    """

    frame: pl.DataFrame
    groups: Mapping[str, Numbers]
    values: Mapping[str, tuple[str | None, ...]]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Standing":
        """The standing out of `standing_frame`."""
        groups: dict[str, Numbers] = {}
        values: dict[str, tuple[str | None, ...]] = {}
        for name in DIMENSIONS:
            column = frame[name].cast(pl.String)
            known = column.drop_nulls().unique().sort()
            values[name] = (*known.to_list(), None)
            places = dict(zip(known.to_list(), range(known.len()), strict=True))
            numbered = column.replace_strict(places, default=known.len(), return_dtype=pl.Int64)
            groups[name] = numbered.to_numpy()
        return cls(frame, groups, values)

    @property
    def height(self) -> int:
        """How many enterprises there are."""
        return self.frame.height

    def rows_of(self, frame: pl.DataFrame) -> Numbers:
        """For each row of another frame the row of its enterprise here; -1 where it is not here or unknown."""
        ids = frame["enterprise_id"].cast(pl.String)
        if ids.len() == self.height and ids.equals(self.frame["enterprise_id"]):
            return np.arange(self.height, dtype=np.int64)
        here = self.frame.select("enterprise_id").with_row_index("#at")
        joined = ids.to_frame("enterprise_id").join(
            here, on="enterprise_id", how="left", maintain_order="left"
        )
        return joined["#at"].cast(pl.Int64).fill_null(_NOWHERE).to_numpy()

    def splits(self, rows: Numbers | None, height: int) -> list[Split]:
        """How to count so many rows: as a whole, and along each dimension where `rows` says whose they are."""
        whole = Split(ANY, np.zeros(height, dtype=np.int64), (ANY,))
        if rows is None:
            return [whole]
        return [
            whole,
            *(
                Split(name, _of_rows(self.groups[name], rows, len(self.values[name]) - 1), self.values[name])
                for name in DIMENSIONS
            ),
        ]


def _of_rows(groups: Numbers, rows: Numbers, unknown: int) -> Numbers:
    # The place after the last enterprise stands for rows of an enterprise that is not here.
    return np.append(groups, unknown)[rows]
