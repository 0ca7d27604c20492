"""What a changed rule would do: who gains, who loses, how much money moves where, and the largest movers.

The baseline is evaluated once and kept; under the overlay only what it touches is computed again. A subject gains when
it becomes eligible, loses when it no longer is; amounts count where the subject is eligible.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from kejin.assessment.concern import BY_YEAR
from kejin.assessment.standing import (
    SIZE,
    SIZES,
    STAGE,
    STAGES,
    TIER,
    first_met,
    size_decisions,
    stage_decisions,
    tier_decisions,
)
from kejin.errors import UnknownFactError
from kejin.facts import GRAINS, FactSet, Grain, Label, dictionary
from kejin.policy import Decision, Explanation, Ruleset, explain
from kejin.policy.evaluation import Baseline
from kejin.policy.explanation import PlainValue
from kejin.policy.plan import start_frame

DECIDED = {STAGE: stage_decisions, SIZE: size_decisions, TIER: tier_decisions}
"""What is decided of an enterprise and not stated in its facts, by the decisions that say it."""
BY = ("city_code", "platform", "key_industry", "sme_sector", *DECIDED)
DIMENSIONS = {
    STAGE: Label("成长阶段", "Stage"),
    SIZE: Label("企业规模", "Size"),
    TIER: Label("梯队", "Tier"),
}
"""What the decided dimensions are called; the others are facts and have their names."""
NOT_STATED = Label("未填报", "not stated")
UNDECIDED = Label("未定", "undetermined")
MOVERS = 10


@dataclass(frozen=True, slots=True)
class Shift:
    """One decision before and after: eligible, undetermined, gains, losses, and the money of its first amount.

    `more` and `less` count those eligible before and after whose money rises or falls.
    """

    decision: Decision
    eligible_before: int
    eligible_after: int
    gained: int
    lost: int
    more: int
    less: int
    opened: int
    fen_before: int
    fen_after: int

    @property
    def fen_moved(self) -> int:
        """How much more money there is after the change; negative where there is less."""
        return self.fen_after - self.fen_before


@dataclass(frozen=True, slots=True)
class Mover:
    """One of the subjects for whom most changes, with both explanations."""

    decision: Decision
    subject: dict[str, PlainValue]
    name: str
    fen_before: int | None
    fen_after: int | None
    before: Explanation
    after: Explanation


@dataclass(frozen=True)
class Impact:
    """What an overlay does to a set of facts.

    Attributes:
        title: What the overlay is called.
        ruleset: The rules without it.
        shifts: The decisions that change for somebody.
        groups: decision, dimension, value, gained, lost, more, less, fen_before, fen_after; a row per group that
            changes.
        movers: The largest movers, most first.
    """

    title: Label
    ruleset: Ruleset
    shifts: tuple[Shift, ...]
    groups: pl.DataFrame
    movers: tuple[Mover, ...]


def impact(before: Ruleset, after: Ruleset, factset: FactSet) -> Impact:
    """The overlay's ruleset against the one without it, over all decisions that both have."""
    shared = {decision.key for decision in before.decisions} & {d.key for d in after.decisions}
    first = Baseline.of(before, factset, decisions=sorted(shared))
    second = first.revised(after)
    places = _places(before, factset, first)
    shifts: list[Shift] = []
    groups: list[pl.DataFrame] = []
    movers: list[_Row] = []
    for decision in first.decisions:
        changed = _changed(decision, first, second)
        if changed is None:
            continue
        shifts.append(_shift(decision, changed))
        groups.append(_grouped(decision, changed, places))
        # A yearly limit repeats the money of the loans below it; its years are nobody's gain.
        if decision.grain not in BY_YEAR:
            movers.extend(_largest(decision, changed))
    movers.sort(key=lambda row: -row[0])
    told = [_mover((before, after), factset, row) for row in movers[:MOVERS]]
    frame = pl.concat(groups) if groups else pl.DataFrame(schema=GROUP_SCHEMA)
    return Impact(after.overlay or Label("", ""), before, tuple(shifts), frame, tuple(told))


GROUP_SCHEMA = {
    "decision": pl.String,
    "dimension": pl.String,
    "value": pl.String,
    "gained": pl.Int64,
    "lost": pl.Int64,
    "more": pl.Int64,
    "less": pl.Int64,
    "fen_before": pl.Int64,
    "fen_after": pl.Int64,
}


def _money(ruleset: Ruleset, decision: Decision) -> str | None:
    return next((name for name in decision.amounts if ruleset.nodes[name].term.unit == "fen"), None)


def _changed(decision: Decision, first: Baseline, second: Baseline) -> pl.DataFrame | None:
    """The subjects with their answers and money before and after; None when nothing differs."""
    old, new = first.frames[decision.grain], second.frames[decision.grain]
    keys = list(GRAINS[decision.grain].keys)
    owner = ["enterprise_id"] if "enterprise_id" in old.columns and "enterprise_id" not in keys else []
    money = _money(first.ruleset, decision)
    after = next(d for d in second.decisions if d.key == decision.key)
    money_after = _money(second.ruleset, after)
    then = new.select(
        pl.col(decision.key).alias("after"), _worth(decision.key, money_after).alias("fen_after")
    )
    frame = old.select(
        *keys,
        *owner,
        pl.col(decision.key).alias("before"),
        _worth(decision.key, money).alias("fen_before"),
    ).hstack(then)
    differs = pl.col("before").ne_missing(pl.col("after")) | pl.col("fen_before").ne_missing(
        pl.col("fen_after")
    )
    return frame if frame.select(differs.any()).item() else None


def _worth(key: str, money: str | None) -> pl.Expr:
    """The money of an eligible subject; null where it is unknown, nothing where it is not eligible."""
    if money is None:
        return pl.lit(0, pl.Int64)
    return pl.when(pl.col(key)).then(pl.col(money)).otherwise(pl.lit(0, pl.Int64))


def _sum(column: str) -> pl.Expr:
    # A sum over a province can pass 64 bits: added in 128, cast strictly.
    return pl.col(column).cast(pl.Int128).sum().cast(pl.Int64).alias(column)


def _gains() -> tuple[pl.Expr, ...]:
    was, now = pl.col("before").fill_null(value=False), pl.col("after").fill_null(value=False)
    stays = was & now
    found = {
        "gained": ~was & now,
        "lost": was & ~now,
        "more": stays & (pl.col("fen_after") > pl.col("fen_before")),
        "less": stays & (pl.col("fen_after") < pl.col("fen_before")),
    }
    return tuple(expr.sum().cast(pl.Int64).alias(name) for name, expr in found.items())


def _shift(decision: Decision, changed: pl.DataFrame) -> Shift:
    row = changed.select(
        pl.col("before").sum().cast(pl.Int64).alias("eligible_before"),
        pl.col("after").sum().cast(pl.Int64).alias("eligible_after"),
        *_gains(),
        (pl.col("before").is_not_null() & pl.col("after").is_null()).sum().cast(pl.Int64).alias("opened"),
        _sum("fen_before"),
        _sum("fen_after"),
    ).row(0, named=True)
    return Shift(decision=decision, **{name: int(value) for name, value in row.items()})


def _places(ruleset: Ruleset, factset: FactSet, baseline: Baseline) -> pl.DataFrame:
    """One row per enterprise: name, the facts that are dimensions, and stage, size and tier where they were decided."""
    facts = [dictionary()[name] for name in ("enterprise_name", *BY) if name not in DECIDED]
    frame = start_frame(factset, Grain.ENTERPRISE, facts, dates=ruleset.dates).collect()
    decided = baseline.frames.get(Grain.ENTERPRISE, pl.DataFrame())
    met = {
        name: first_met([d for d in asked(ruleset) if d.key in decided.columns]).cast(pl.String).alias(name)
        for name, asked in DECIDED.items()
    }
    if not any(decision.key in decided.columns for asked in DECIDED.values() for decision in asked(ruleset)):
        return frame.with_columns(met.values())
    return frame.join(decided.select("enterprise_id", *met.values()), on="enterprise_id", how="left")


def _grouped(decision: Decision, changed: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    if "enterprise_id" not in changed.columns:
        return pl.DataFrame(schema=GROUP_SCHEMA)
    joined = changed.join(places, on="enterprise_id", how="left")
    parts = []
    for dimension in BY:
        grouped = (
            joined.group_by(dimension, maintain_order=True)
            .agg(*_gains(), _sum("fen_before"), _sum("fen_after"))
            .filter(
                (pl.col("gained") > 0) | (pl.col("lost") > 0) | (pl.col("fen_before") != pl.col("fen_after"))
            )
            .sort(dimension)
        )
        parts.append(
            grouped.select(
                pl.lit(decision.key).alias("decision"),
                pl.lit(dimension).alias("dimension"),
                pl.col(dimension).alias("value"),
                "gained",
                "lost",
                "more",
                "less",
                "fen_before",
                "fen_after",
            )
        )
    return pl.concat(parts)


def dimension_label(dimension: str) -> Label:
    """What a dimension of the groups is called."""
    return DIMENSIONS[dimension] if dimension in DIMENSIONS else dictionary()[dimension].label


def group_label(ruleset: Ruleset, dimension: str, value: str | None) -> Label:
    """What a group of a dimension is called."""
    if value is None:
        return UNDECIDED if dimension in DECIDED else NOT_STATED
    if dimension in DECIDED:
        named = {STAGE: STAGES, SIZE: SIZES}.get(dimension) or {
            decision.id: decision.label for decision in tier_decisions(ruleset)
        }
        return named.get(value, Label(value, value))
    labels = {choice.code: choice.label for choice in dictionary()[dimension].choices}
    return labels.get(value, Label(value, value))


_Row = tuple[int, Decision, dict[str, PlainValue], dict[str, object]]


def _largest(decision: Decision, changed: pl.DataFrame) -> Iterator[_Row]:
    keys = list(GRAINS[decision.grain].keys)
    turned = pl.col("before").ne_missing(pl.col("after"))
    size = (pl.col("fen_after").fill_null(0) - pl.col("fen_before").fill_null(0)).abs()
    rows = (
        changed.with_columns(size.alias("#size"), turned.alias("#turned"))
        .filter(turned | (pl.col("#size") > 0))
        .sort("#size", "#turned", *keys, descending=[True, True, *[False] * len(keys)])
        .head(MOVERS)
    )
    for row in rows.iter_rows(named=True):
        # An answer that turns without money moves less than any fen does, and more than nothing.
        yield int(row["#size"]), decision, {key: row[key] for key in keys}, row


def _mover(rulesets: tuple[Ruleset, Ruleset], factset: FactSet, found: _Row) -> Mover:
    _, decision, subject, row = found
    before, after = (explain(ruleset, factset, decision.key, subject=subject) for ruleset in rulesets)
    return Mover(
        decision=decision,
        subject=subject,
        name=_name(factset, row.get("enterprise_id")),
        fen_before=_whole(row["fen_before"]),
        fen_after=_whole(row["fen_after"]),
        before=before,
        after=after,
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _name(factset: FactSet, enterprise_id: object) -> str:
    frame = factset.frames.get(Grain.ENTERPRISE)
    if frame is None or enterprise_id is None:
        return ""
    lazy = frame.lazy()
    if "enterprise_name" not in lazy.collect_schema().names():
        return str(enterprise_id)
    found: Sequence[object] = (
        lazy.filter(pl.col("enterprise_id") == enterprise_id)
        .select("enterprise_name")
        .collect()
        .to_series()
        .to_list()
    )
    if not found:
        raise UnknownFactError("No such enterprise in the facts", found=str(enterprise_id))
    return str(found[0] or enterprise_id)
