"""Where the enterprises of a part stand, as small numbers that counting is quick with."""

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
Truth = NDArray[np.bool_]
Reals = NDArray[np.float64]
NOWHERE = -1


def standing_frame(ruleset: Ruleset, factset: FactSet) -> pl.DataFrame:
    """One row per enterprise in the order of the facts: enterprise_id and the five dimensions, null where unknown."""
    decisions = (*stage_decisions(ruleset), *tier_decisions(ruleset))
    return standing_of(
        ruleset, factset, answered(ruleset, factset, decisions, near=False).get(Grain.ENTERPRISE)
    )


def standing_of(ruleset: Ruleset, factset: FactSet, frame: pl.DataFrame | None) -> pl.DataFrame:
    """The same from answers to the decisions on stage and tier; where there are none, both are unknown."""
    book = dictionary()
    places = start_frame(
        factset, Grain.ENTERPRISE, [book[name] for name in PLACES], dates=ruleset.dates
    ).collect()
    decisions = (*stage_decisions(ruleset), *tier_decisions(ruleset))
    if frame is None or not decisions or not {d.key for d in decisions} <= set(frame.columns):
        nothing = pl.lit(None, pl.String)
        return places.with_columns(nothing.alias("stage"), nothing.alias("tier"))
    stood = frame.select(
        "enterprise_id",
        first_met(stage_decisions(ruleset)).cast(pl.String).alias("stage"),
        first_met(tier_decisions(ruleset)).cast(pl.String).alias("tier"),
    )
    return places.join(stood, on="enterprise_id", how="left", maintain_order="left")


@dataclass(frozen=True, slots=True)
class Split:
    """How rows are counted as a whole and along each dimension at once.

    Rows are counted by where they stand in all dimensions together, and these few counts are spread over the values of
    each dimension: one pass over the rows instead of six.

    Attributes:
        groups: For each row where it stands.
        places: The dimensions and their values; the first one is the whole.
        spread: For each place (row) and standing (column) 1 where the one takes in the other, else 0.
    """

    groups: Numbers
    places: tuple[tuple[str, str | None], ...]
    spread: Reals

    def counted(self, classes: Numbers, width: int) -> Numbers:
        """For each place how many rows fall into each of `width` classes."""
        standings = self.spread.shape[1]
        table = np.bincount(self.groups * width + classes, minlength=width * standings)
        return (self.spread @ table.reshape(standings, width).astype(np.float64)).astype(np.int64)

    def number(self) -> Numbers:
        """For each place how many rows there are."""
        return self.counted(np.zeros(self.groups.size, dtype=np.int64), 1)[:, 0]

    def added(self, numbers: Numbers) -> list[int]:
        """The exact sum of the numbers at each place.

        Sums of halves stay below 2**53, where floats are exact, for up to two million rows.
        """
        low, high = self._halves(numbers)
        return _together(self.spread @ low, self.spread @ high)

    def by_standing(self) -> Numbers:
        """For each standing how many rows there are."""
        return np.bincount(self.groups, minlength=self.spread.shape[1])

    def added_by_standing(self, numbers: Numbers) -> list[int]:
        """The exact sum of the numbers at each standing."""
        return _together(*self._halves(numbers))

    def _halves(self, numbers: Numbers) -> tuple[Reals, Reals]:
        size = self.spread.shape[1]
        low = np.bincount(self.groups, weights=(numbers & 0xFFFFFFFF).astype(np.float64), minlength=size)
        high = np.bincount(self.groups, weights=(numbers >> 32).astype(np.float64), minlength=size)
        return low.astype(np.float64), high.astype(np.float64)

    def where(self, rows: Truth) -> "Split":
        """The same of some of the rows."""
        return Split(self.groups[rows], self.places, self.spread)


def _together(low: Reals, high: Reals) -> list[int]:
    return [(int(upper) << 32) + int(lower) for upper, lower in zip(high.tolist(), low.tolist(), strict=True)]


def whole_of(height: int) -> Split:
    """Rows that belong to no enterprise are counted as a whole only."""
    return Split(np.zeros(height, dtype=np.int64), ((ANY, ANY),), np.ones((1, 1)))


@dataclass(frozen=True)
class Standing:
    """The enterprises of a part.

    Attributes:
        frame: As `standing_frame` makes it.
        split: How they are counted.
        standings: The five dimensions of each standing; the last one is that of rows whose enterprise is not here.
    """

    frame: pl.DataFrame
    split: Split
    standings: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Standing":
        """The standing out of `standing_frame`."""
        columns = frame.select(pl.col(name).cast(pl.String) for name in DIMENSIONS)
        nowhere = pl.DataFrame({name: [None] for name in DIMENSIONS}, schema=columns.schema)
        standings = pl.concat([columns.unique().sort(DIMENSIONS), nowhere])
        numbered = standings.head(-1).with_row_index("#at")
        joined = columns.join(numbered, on=DIMENSIONS, how="left", nulls_equal=True, maintain_order="left")
        groups = joined["#at"].cast(pl.Int64).to_numpy()
        places: list[tuple[str, str | None]] = [(ANY, ANY)]
        rows = [np.ones(standings.height)]
        for name in DIMENSIONS:
            for value in standings[name].unique().sort(nulls_last=True).to_list():
                places.append((name, value))
                rows.append(standings[name].eq_missing(value).to_numpy().astype(np.float64))
        return cls(frame, Split(groups, tuple(places), np.stack(rows)), standings)

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
        return joined["#at"].cast(pl.Int64).fill_null(NOWHERE).to_numpy()

    def split_of(self, rows: Numbers) -> Split:
        """How to count rows of enterprises, from `rows_of`."""
        # The place after the last enterprise stands for rows of an enterprise that is not here.
        nowhere = self.split.spread.shape[1] - 1
        return Split(np.append(self.split.groups, nowhere)[rows], self.split.places, self.split.spread)
