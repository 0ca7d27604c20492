"""How many subjects a value of the policy itself leaves undecided: the gaps an office should close first."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kejin.assessment.carrying import carrying
from kejin.facts import FactSet
from kejin.policy import Decision, Ruleset
from kejin.policy.evaluation import Baseline
from kejin.policy.gaps import Gap, GapKind
from kejin.policy.ruleset import ResolvedTable


@dataclass(frozen=True, slots=True)
class Waiting:
    """A gap and how many subjects of how many decisions wait for it; a subject may wait for facts as well."""

    gap: Gap
    subjects: int
    enterprises: int


def waiting_for(ruleset: Ruleset, factset: FactSet, found: Sequence[Gap]) -> list[Waiting]:
    """For each missing value the undecided subjects whose answer waits for it; those with most enterprises first.

    A subject waits for a value when the decision is undetermined, the value stands behind a condition that keeps it
    open and, for a row of a table, the subject falls into that row. Other gaps leave nothing undecided and are not
    counted.
    """
    baseline = Baseline.of(ruleset, factset)
    counted = [
        _waiting(ruleset, baseline, gap) if gap.kind is GapKind.MISSING else Waiting(gap, 0, 0)
        for gap in found
    ]
    return sorted(counted, key=lambda one: (-one.enterprises, -one.subjects))


def _waiting(ruleset: Ruleset, baseline: Baseline, gap: Gap) -> Waiting:
    subjects, enterprises = 0, set[str]()
    for decision in gap.decisions:
        leaves = [
            leaf for leaf in decision.leaves if gap.node in {node.name for node in ruleset.closure([leaf])}
        ]
        frame = _in_row(ruleset, baseline, gap, decision=decision).filter(pl.col(decision.key).is_null())
        if not leaves or not frame.height:
            continue
        carried = carrying(ruleset, decision, frame, verdict=None)
        rows = frame.filter(carried.select(pl.any_horizontal(leaves)).to_series())
        subjects += rows.height
        if "enterprise_id" in rows.columns:
            enterprises |= set(rows["enterprise_id"].drop_nulls().to_list())
    return Waiting(gap, subjects, len(enterprises))


def _in_row(ruleset: Ruleset, baseline: Baseline, gap: Gap, *, decision: Decision) -> pl.DataFrame:
    """The decision's subjects that fall into the table row without a value; all of them for a parameter."""
    frame, node = baseline.frames[decision.grain], ruleset.nodes[gap.node]
    if gap.row is None or not isinstance(node.spec, ResolvedTable) or node.grain is None:
        return frame
    hit = node.spec.row_index == gap.row
    if node.grain == decision.grain:
        return frame.filter(hit)
    other = baseline.frames[node.grain].filter(hit)
    if "enterprise_id" not in frame.columns or "enterprise_id" not in other.columns:
        return frame
    # The row was chosen at another grain, a year's filing say; one such row of the enterprise is enough.
    return frame.join(other.select("enterprise_id").unique(), on="enterprise_id", how="semi")
