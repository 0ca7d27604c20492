"""Counts of verdicts, of the conditions that carry them and of amounts, decision by decision."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kejin.assessment.carrying import Truth, masks_of
from kejin.assessment.concern import concerned_keys
from kejin.facts import FactSet
from kejin.money import RATE_SCALE
from kejin.planning.aggregates.scheme import Scheme
from kejin.planning.aggregates.standing import Numbers, Split, Standing
from kejin.planning.aggregates.tables import COUNTED, VERDICT_COLUMNS
from kejin.policy import Decision
from kejin.policy.terms import Share

ELIGIBLE, NEARLY, UNDETERMINED, NOT_ELIGIBLE = range(len(VERDICT_COLUMNS))
_WIDTH = len(VERDICT_COLUMNS)

Waiting = tuple[str, Numbers, Truth]
"""A condition that keeps a decision open, the rows of the subjects' enterprises, and for which subjects it does so."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects that one decision concerns: their frame, the rows of their enterprises, their verdicts."""

    decision: Decision
    frame: pl.DataFrame
    owners: Numbers | None
    classes: Numbers


@dataclass(slots=True)
class Tally:
    """Rows of the tables of decisions, gathered decision by decision."""

    scheme: Scheme
    factset: FactSet
    standing: Standing
    decisions: list[tuple[object, ...]] = field(default_factory=list)
    conditions: list[tuple[object, ...]] = field(default_factory=list)
    amounts: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, decision: Decision, frame: pl.DataFrame) -> list[Waiting]:
        """Count one decision; gives what keeps it open.

        `frame` holds the decision's columns as an evaluation makes them.
        """
        subjects = self._subjects(decision, frame)
        splits = self.standing.splits(subjects.owners, subjects.frame.height)
        for split in splits:
            self.decisions += [
                (decision.key, split.dimension, value, *counts)
                for value, counts in split.counted(subjects.classes, _WIDTH)
            ]
        self._add_amounts(subjects, splits)
        standing_alone = decision.key in self.scheme.trees and subjects.frame.height
        return list(self._add_conditions(subjects)) if standing_alone else []

    def frames(self) -> dict[str, pl.DataFrame]:
        """What was gathered, as tables."""
        rows = {"decisions": self.decisions, "conditions": self.conditions, "amounts": self.amounts}
        return {
            name: pl.DataFrame(found, schema=dict(COUNTED[name].columns), orient="row")
            for name, found in rows.items()
        }

    def _subjects(self, decision: Decision, frame: pl.DataFrame) -> Subjects:
        keys = concerned_keys(self.scheme.ruleset, self.factset, decision)
        if keys is not None:
            frame = frame.join(keys, on=keys.columns, how="semi", maintain_order="left")
        owners = None
        if "enterprise_id" in frame.columns:
            owners = self.standing.rows_of(frame)
        return Subjects(decision, frame, owners, classes_of(decision, frame))

    def _add_conditions(self, subjects: Subjects) -> Iterator[Waiting]:
        decision, classes = subjects.decision, subjects.classes
        tree = self.scheme.trees[decision.key]
        fails, unknowns = masks_of(decision, subjects.frame)
        refused = (classes == NEARLY) | (classes == NOT_ELIGIBLE)
        nearly, waiting = classes == NEARLY, classes == UNDETERMINED
        no = tree.carried(fails, unknowns, verdict=False)
        open_ = tree.carried(fails, unknowns, verdict=None)
        for leaf in decision.leaves:
            lost, near, kept = no[leaf] & refused, no[leaf] & nearly, open_[leaf] & waiting
            counts = [int(np.count_nonzero(marks)) for marks in (lost, near, kept)]
            if any(counts):
                self.conditions.append((decision.key, leaf, *counts))
            if counts[2] and subjects.owners is not None:
                yield leaf, subjects.owners, kept

    def _add_amounts(self, subjects: Subjects, splits: list[Split]) -> None:
        decision = subjects.decision
        met = subjects.classes == ELIGIBLE
        if not decision.amounts or not met.any():
            return
        narrowed = [Split(s.dimension, s.groups[met], s.values) for s in splits]
        for name in decision.amounts:
            term = self.scheme.ruleset.nodes[name].term
            told = term.rescaled(RATE_SCALE).expr if isinstance(term, Share) else term.expr
            values = subjects.frame.select(told.cast(pl.Int64).alias("v")).to_series().filter(pl.Series(met))
            self._add_amount((decision.key, name), values, narrowed)

    def _add_amount(self, key: tuple[str, str], values: pl.Series, splits: list[Split]) -> None:
        known = values.is_not_null().to_numpy()
        numbers = values.fill_null(0).to_numpy()
        for split in splits:
            totals = split.added(numbers)
            counts = np.bincount(split.groups * 2 + known, minlength=2 * len(split.values)).reshape(-1, 2)
            for value, total, (unknown, there) in zip(split.values, totals, counts.tolist(), strict=True):
                if unknown or there:
                    self.amounts.append((*key, split.dimension, value, total, there, unknown))


def classes_of(decision: Decision, frame: pl.DataFrame) -> Numbers:
    """Each row's verdict as its place in `VERDICT_ORDER`."""
    answer, near = pl.col(decision.key), pl.col(f"{decision.key}:near")
    place = (
        pl.when(answer.is_null())
        .then(UNDETERMINED)
        .when(answer)
        .then(ELIGIBLE)
        .when(near)
        .then(NEARLY)
        .otherwise(NOT_ELIGIBLE)
    )
    return frame.select(place.cast(pl.Int64).alias("class")).to_series().to_numpy()
