"""Statuses held against statuses met: a certificate is a fact, meeting the conditions a rule; they may differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from kejin.facts import Fact, FactKind, FactSet, Grain, Label, dictionary
from kejin.policy import Decision, Ruleset, Verdict, evaluate
from kejin.policy.evaluation import verdict_expr


@dataclass(frozen=True, slots=True)
class Status:
    """One status of one enterprise: is the certificate held, and are the conditions met on the facts at hand.

    `held` is None where nobody stated it. A status held without being met is worth a look before it expires; one met
    without being held is worth an application.
    """

    key: str
    label: Label
    held: bool | None
    met: Verdict


def status_decisions(ruleset: Ruleset) -> tuple[Decision, ...]:
    """The decisions that are statuses: those with a rule on the certificate."""
    return tuple(d for d in ruleset.decisions if d.held and d.grain is Grain.ENTERPRISE)


def certified_facts(ruleset: Ruleset, decision: Decision) -> tuple[Fact, ...]:
    """The facts that come true when the status is obtained: flags, and the dates until which it is valid."""
    document = ruleset.policies[decision.policy].decisions[decision.id]
    return tuple(dictionary()[name] for name in document.certifies)


def status_frame(ruleset: Ruleset, factset: FactSet) -> pl.DataFrame:
    """One row per enterprise and status: enterprise_id, status ("policy.decision"), held, met (a verdict's text)."""
    decisions = status_decisions(ruleset)
    if not decisions:
        schema = {"enterprise_id": pl.String, "status": pl.String, "held": pl.Boolean, "met": pl.String}
        return pl.DataFrame(schema=schema)
    frame = evaluate(ruleset, factset, [decision.key for decision in decisions]).frames[Grain.ENTERPRISE]
    return pl.concat(
        frame.select(
            "enterprise_id",
            pl.lit(decision.key).alias("status"),
            pl.col(f"{decision.key}:held").alias("held"),
            verdict_expr(decision).alias("met"),
        )
        for decision in decisions
    )


def statuses_of(ruleset: Ruleset, frame: pl.DataFrame, enterprise_id: str) -> tuple[Status, ...]:
    """The statuses of one enterprise out of `status_frame`, in the order of the policies."""
    labels = {decision.key: decision.label for decision in status_decisions(ruleset)}
    rows = frame.filter(enterprise_id=enterprise_id).iter_rows(named=True)
    return tuple(
        Status(row["status"], labels[row["status"]], row["held"], Verdict(row["met"])) for row in rows
    )


def with_status(ruleset: Ruleset, factset: FactSet, decision: Decision) -> FactSet:
    """The facts as they would be if every enterprise had just obtained the status, valid for another year."""
    frame = factset.frames.get(Grain.ENTERPRISE)
    if frame is None:
        return factset
    changed = frame.lazy().with_columns(_obtained(ruleset, certified_facts(ruleset, decision)))
    return replace(factset, frames={**factset.frames, Grain.ENTERPRISE: changed})


def _obtained(ruleset: Ruleset, facts: Sequence[Fact]) -> list[pl.Expr]:
    valid = ruleset.dates.facts_as_of.replace(year=ruleset.dates.facts_as_of.year + 1, day=1)
    return [
        (pl.lit(value=True) if fact.kind is FactKind.FLAG else pl.lit(valid, pl.Date)).alias(fact.name)
        for fact in facts
    ]
