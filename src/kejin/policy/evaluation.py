"""Verdicts, masks and amounts for many subjects at once, and their quick revision under an overlay.

For each decision the frame of its grain gets `key` (true, false, null = undetermined), `key:fail` and `key:unknown`
(bit i belongs to the i-th leaf condition), `key:near` where asked for, and `key:held` for a status with a certificate.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

import polars as pl

from kejin.facts import GRAINS, FactSet, Grain
from kejin.money import RATE_SCALE
from kejin.policy.coding import spelled_out
from kejin.policy.explanation import Verdict
from kejin.policy.nearness import steps_expr
from kejin.policy.plan import Frames, levels, run_levels, start_frames
from kejin.policy.ruleset import Decision, Node, Ruleset
from kejin.policy.staging import Outputs, in_order, kept_whole, staged, stages
from kejin.policy.terms import Share, Term

# How many bits a mask of each type can hold; the last also holds the 62 that the compiler allows.
MASK_TYPES: Mapping[int, type[pl.DataType]] = {15: pl.Int16, 31: pl.Int32, 63: pl.Int64}


def mask_exprs(decision: Decision, leaves: Sequence[str]) -> tuple[pl.Expr, pl.Expr]:
    """The bits of the given leaves in the masks of failed and of unknown conditions (Int64)."""
    places = {leaf: position for position, leaf in enumerate(decision.leaves)}
    fails = _mask({places[leaf]: ~pl.col(leaf) for leaf in leaves})
    unknown = _mask({places[leaf]: pl.col(leaf).is_null() for leaf in leaves})
    return fails, unknown


def _mask(flags: Mapping[int, pl.Expr]) -> pl.Expr:
    # A choice between two constants of the narrowest type is five times quicker than casting flags to Int64 and
    # multiplying; a flag that is null counts as not set.
    dtype = next(dtype for width, dtype in MASK_TYPES.items() if max(flags) < width)
    bits = [
        pl.when(flag).then(_constant(1 << place, dtype)).otherwise(_constant(0, dtype))
        for place, flag in flags.items()
    ]
    return reduce(or_, bits).cast(pl.Int64)


@cache
def _constant(value: int, dtype: type[pl.DataType]) -> pl.Expr:
    # Making a constant of a type takes longer than all else about a bit; there are few, and they do not change.
    return pl.lit(value, dtype)


def decision_columns(ruleset: Ruleset, decision: Decision, *, near: bool) -> list[pl.Expr]:
    """The columns of one decision from the columns of its rules."""
    fails, unknown = mask_exprs(decision, decision.leaves)
    columns = [
        pl.col(decision.root).alias(decision.key),
        fails.alias(f"{decision.key}:fail"),
        unknown.alias(f"{decision.key}:unknown"),
    ]
    if near:
        steps = steps_expr(ruleset, decision.root)
        columns.append((steps <= decision.reach.conditions).alias(f"{decision.key}:near"))
    if decision.held:
        columns.append(pl.col(decision.held).alias(f"{decision.key}:held"))
    return columns


def plan(
    ruleset: Ruleset,
    factset: FactSet,
    decisions: Sequence[Decision],
    *,
    near: bool = True,
    extra: Sequence[str] = (),
) -> Frames:
    """Lazy frames, one per grain that has a decision: keys, verdicts, masks and amounts. Nothing runs yet.

    `extra` names nodes whose columns are kept beside the decisions of their grain.
    """
    nodes = ruleset.closure([*(name for d in decisions for name in d.names), *extra])
    frames = start_frames(factset, nodes, ruleset.dates)
    frames = run_levels(ruleset, frames, nodes, complete=factset.complete)
    return {
        grain: _outputs(
            ruleset,
            frames[grain],
            [d for d in decisions if d.grain == grain],
            near=near,
            extra=[name for name in extra if ruleset.nodes[name].grain == grain],
        )
        for grain in dict.fromkeys(decision.grain for decision in decisions)
    }


def _outputs(
    ruleset: Ruleset,
    frame: pl.LazyFrame,
    decisions: Sequence[Decision],
    *,
    near: bool,
    extra: Sequence[str],
) -> pl.LazyFrame:
    grain = decisions[0].grain
    keys = list(dict.fromkeys([*GRAINS[grain].keys, *_enterprise_column(grain)]))
    columns = _columns(ruleset, decisions, near=near, extra=extra)
    return frame.select([*map(pl.col, keys), *columns])


def _columns(
    ruleset: Ruleset, decisions: Sequence[Decision], *, near: bool, extra: Sequence[str] = ()
) -> list[pl.Expr]:
    """Verdicts, masks and amounts of decisions of one grain, and the columns of further nodes."""
    columns = [column for d in decisions for column in decision_columns(ruleset, d, near=near)]
    # Two decisions may show one amount; its column stands once.
    shown = dict.fromkeys([*(amount for d in decisions for amount in d.amounts), *extra])
    return [*columns, *map(pl.col, shown)]


def _enterprise_column(grain: Grain) -> tuple[str, ...]:
    return ("enterprise_id",) if Grain.ENTERPRISE in GRAINS[grain].parents else ()


@dataclass(frozen=True)
class Evaluation:
    """The result of a run in memory: one frame per grain, and the ruleset that made it."""

    ruleset: Ruleset
    decisions: tuple[Decision, ...]
    frames: Mapping[Grain, pl.DataFrame]

    def verdicts(self) -> pl.DataFrame:
        """One row per decision and subject, in words.

        Columns: policy, decision, grain, enterprise_id (null where the grain has none), subject (the other keys as
        text), verdict, fail_mask, unknown_mask, failed and unknown (lists of rule names).
        """
        parts = [_verdict_rows(decision, self.frames[decision.grain]) for decision in self.decisions]
        return pl.concat(parts) if parts else pl.DataFrame(schema=VERDICT_SCHEMA)

    def amounts(self) -> pl.DataFrame:
        """One row per amount and subject: policy, decision, grain, enterprise_id, subject, name, value, unit."""
        parts = [
            _amount_rows(self.ruleset, decision, self.frames[decision.grain], amount=amount)
            for decision in self.decisions
            for amount in decision.amounts
        ]
        return pl.concat(parts) if parts else pl.DataFrame(schema=AMOUNT_SCHEMA)


VERDICT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "policy": pl.String,
    "decision": pl.String,
    "grain": pl.String,
    "enterprise_id": pl.String,
    "subject": pl.String,
    "verdict": pl.String,
    "fail_mask": pl.Int64,
    "unknown_mask": pl.Int64,
    "failed": pl.List(pl.String),
    "unknown": pl.List(pl.String),
}
AMOUNT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "policy": pl.String,
    "decision": pl.String,
    "grain": pl.String,
    "enterprise_id": pl.String,
    "subject": pl.String,
    "name": pl.String,
    "value": pl.Int64,
    "unit": pl.String,
}


def evaluate(
    ruleset: Ruleset, factset: FactSet, decisions: Iterable[str] | None = None, *, near: bool = True
) -> Evaluation:
    """Evaluate the decisions over all subjects of their grains, in memory, policy by policy."""
    chosen = ruleset.chosen(decisions)
    return Evaluation(ruleset, chosen, answered(ruleset, factset, chosen, near=near))


def evaluate_by_policy(
    ruleset: Ruleset, factset: FactSet, decisions: Iterable[str] | None = None, *, near: bool = True
) -> Iterator[Evaluation]:
    """The same answers one policy at a time, for whoever need not hold them all: each lender before its borrowers.

    What a policy leaves to later ones is kept; its answers are gone once the caller lets go of them.
    """
    yield from evaluations(ruleset, factset, ruleset.chosen(decisions), near=near)


def evaluations(
    ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision], *, near: bool = True
) -> Iterator[Evaluation]:
    """The answers to the given decisions, which may have further amounts, one policy at a time."""
    made = stages(ruleset, factset, decisions, outputs=_kept(ruleset, near=near))
    for group, frames in zip(in_order(ruleset, decisions), made, strict=True):
        yield Evaluation(ruleset, tuple(group), spelled_out(frames))


def answered(
    ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision], *, near: bool = True
) -> dict[Grain, pl.DataFrame]:
    """The frames of an evaluation: verdicts, masks and amounts, one frame per grain that has a decision."""
    return staged(ruleset, factset, decisions, outputs=_kept(ruleset, near=near))


def _kept(ruleset: Ruleset, *, near: bool) -> Outputs:
    def outputs(_: Grain, own: Sequence[Decision], __: Sequence[Node]) -> list[pl.Expr]:
        return _columns(ruleset, own, near=near)

    return outputs


def _subject(grain: Grain) -> pl.Expr:
    others = [key for key in GRAINS[grain].keys if key != "enterprise_id"]
    if not others:
        return pl.lit("").alias("subject")
    return pl.concat_str([pl.col(key).cast(pl.String) for key in others], separator="/").alias("subject")


def _head(decision: Decision) -> list[pl.Expr]:
    grain = decision.grain
    has_enterprise = "enterprise_id" in GRAINS[grain].keys or _enterprise_column(grain)
    enterprise = pl.col("enterprise_id") if has_enterprise else pl.lit(None, pl.String).alias("enterprise_id")
    return [
        pl.lit(decision.policy).alias("policy"),
        pl.lit(decision.id).alias("decision"),
        pl.lit(grain.value).alias("grain"),
        enterprise,
        _subject(grain),
    ]


def verdict_expr(decision: Decision) -> pl.Expr:
    """The verdict as text from the decision's columns."""
    answer, near = pl.col(decision.key), pl.col(f"{decision.key}:near")
    return (
        pl.when(answer.is_null())
        .then(pl.lit(Verdict.UNDETERMINED.value))
        .when(answer)
        .then(pl.lit(Verdict.ELIGIBLE.value))
        .when(near)
        .then(pl.lit(Verdict.NEARLY.value))
        .otherwise(pl.lit(Verdict.NOT_ELIGIBLE.value))
    )


def _names_of(decision: Decision, mask: str) -> pl.Expr:
    # A condition borrowed from another policy keeps its full name.
    names = [leaf.removeprefix(f"{decision.policy}.") for leaf in decision.leaves]
    picked = [
        pl.when((pl.col(mask) // (1 << position)) % 2 == 1).then(pl.lit(name))
        for position, name in enumerate(names)
    ]
    return pl.concat_list(picked).list.drop_nulls()


def _verdict_rows(decision: Decision, frame: pl.DataFrame) -> pl.DataFrame:
    fail, unknown = f"{decision.key}:fail", f"{decision.key}:unknown"
    return frame.select(
        *_head(decision),
        verdict_expr(decision).alias("verdict"),
        pl.col(fail).cast(pl.Int64).alias("fail_mask"),
        pl.col(unknown).cast(pl.Int64).alias("unknown_mask"),
        _names_of(decision, fail).alias("failed"),
        _names_of(decision, unknown).alias("unknown"),
    )


def _amount_rows(ruleset: Ruleset, decision: Decision, frame: pl.DataFrame, *, amount: str) -> pl.DataFrame:
    node = ruleset.nodes[amount]
    return frame.select(
        *_head(decision),
        pl.lit(node.leaf).alias("name"),
        amount_expr(ruleset, amount).alias("value"),
        pl.lit(node.term.unit).alias("unit"),
    )


def amount_expr(ruleset: Ruleset, amount: str) -> pl.Expr:
    """An amount as it is told, by the name of its rule: a share in parts per billion (Int64)."""
    return _in_full_scale(ruleset.nodes[amount].term).cast(pl.Int64).alias(amount)


def _in_full_scale(term: Term) -> pl.Expr:
    """The column as it is told: a share in parts per billion, whatever scale the plan keeps it in."""
    return term.rescaled(RATE_SCALE).expr if isinstance(term, Share) else term.expr


@dataclass(frozen=True)
class Baseline:
    """An evaluation that kept every column, so that an overlay recomputes only what it touches."""

    ruleset: Ruleset
    decisions: tuple[Decision, ...]
    frames: Mapping[Grain, pl.DataFrame]
    complete: frozenset[Grain]

    @classmethod
    def of(cls, ruleset: Ruleset, factset: FactSet, *, decisions: Iterable[str] | None = None) -> "Baseline":
        """Evaluate and keep facts, rules, verdicts and masks of every grain."""
        chosen = ruleset.chosen(decisions)
        frames = kept_whole(ruleset, factset, chosen)
        for grain in dict.fromkeys(d.grain for d in chosen):
            columns = [
                e for d in chosen if d.grain == grain for e in decision_columns(ruleset, d, near=False)
            ]
            frames[grain] = frames[grain].with_columns(columns)
        return cls(ruleset, chosen, frames, factset.complete)

    def revised(self, ruleset: Ruleset) -> "Baseline":
        """The same subjects under another ruleset: only nodes whose digest differs are computed again."""
        chosen = ruleset.chosen([d.key for d in self.decisions])
        nodes = ruleset.closure([name for d in chosen for name in d.names])
        changed = [
            n
            for n in nodes
            if n.name not in self.ruleset.nodes or self.ruleset.nodes[n.name].digest != n.digest
        ]
        names = {node.name for node in changed}
        lazies: Frames = {grain: frame.lazy() for grain, frame in self.frames.items()}
        for group in levels(changed):
            for node in group:
                if node.grain is not None and node.expr is None:
                    lazies[node.grain] = lazies[node.grain].drop(node.name, strict=False)
        lazies = run_levels(ruleset, lazies, changed, complete=self.complete)
        touched = {node.grain for node in changed if node.grain is not None}
        for decision in chosen:
            if decision.grain in touched:
                lazies[decision.grain] = lazies[decision.grain].with_columns(_patched(decision, names))
        result = {g: (lazies[g].collect() if g in touched else frame) for g, frame in self.frames.items()}
        return Baseline(ruleset, chosen, result, self.complete)


def _patched(decision: Decision, changed: set[str]) -> list[pl.Expr]:
    """The decision's columns after a change: only the bits of changed leaves are replaced in the masks."""
    leaves = [leaf for leaf in decision.leaves if leaf in changed]
    held = [pl.col(decision.held).alias(f"{decision.key}:held")] if decision.held in changed else []
    if not leaves:
        return held
    keep = ~sum(1 << position for position, leaf in enumerate(decision.leaves) if leaf in changed)
    fails, unknown = mask_exprs(decision, leaves)
    return [
        pl.col(decision.root).alias(decision.key),
        ((pl.col(f"{decision.key}:fail") & keep) | fails).alias(f"{decision.key}:fail"),
        ((pl.col(f"{decision.key}:unknown") & keep) | unknown).alias(f"{decision.key}:unknown"),
        *held,
    ]
