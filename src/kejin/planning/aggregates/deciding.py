"""Counts of verdicts, of the conditions that carry them and of amounts, decision by decision."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kejin.assessment.carrying import Truth, masks_of
from kejin.assessment.concern import concerned_keys
from kejin.facts import FactSet
from kejin.planning.aggregates.scheme import Scheme
from kejin.planning.aggregates.standing import Numbers, Split, Standing, whole_of
from kejin.planning.aggregates.tables import COUNTED, VERDICT_COLUMNS
from kejin.policy import Decision
from kejin.policy.evaluation import amount_expr

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
    split: Split


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
        split = subjects.split
        for place, counts in zip(split.places, split.counted(subjects.classes, _WIDTH).tolist(), strict=True):
            if any(counts):
                self.decisions.append((decision.key, *place, *counts))
        self._add_amounts(subjects)
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
        # What is read of the decision, worked out in one go.
        ruleset = self.scheme.ruleset
        amounts = [amount_expr(ruleset, name).alias(f"#{name}") for name in decision.amounts]
        owner = [pl.col("enterprise_id")] if "enterprise_id" in frame.columns else []
        read = frame.select(*owner, class_of(decision).alias("#class"), *masks(decision), *amounts)
        owners = self.standing.rows_of(read) if owner else None
        split = whole_of(frame.height) if owners is None else self.standing.split_of(owners)
        return Subjects(decision, read, owners, read["#class"].to_numpy(), split)

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

    def _add_amounts(self, subjects: Subjects) -> None:
        decision = subjects.decision
        met = subjects.classes == ELIGIBLE
        if not decision.amounts or not met.any():
            return
        split = subjects.split.where(met)
        for name in decision.amounts:
            values = subjects.frame[f"#{name}"].filter(pl.Series(met))
            totals = split.added(values.fill_null(0).to_numpy())
            there = split.counted(values.is_not_null().to_numpy().astype(np.int64), 2).tolist()
            for place, total, (unknown, known) in zip(split.places, totals, there, strict=True):
                if unknown or known:
                    self.amounts.append((decision.key, name, *place, total, known, unknown))


def class_of(decision: Decision) -> pl.Expr:
    """Each row's verdict as its place in `VERDICT_ORDER` (Int64)."""
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
    return place.cast(pl.Int64)


def masks(decision: Decision) -> tuple[pl.Expr, pl.Expr]:
    """The columns of the decision's masks."""
    return pl.col(f"{decision.key}:fail"), pl.col(f"{decision.key}:unknown")
