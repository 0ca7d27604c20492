"""The first page of a run from its aggregates: the same figures as from the verdicts themselves."""

from collections.abc import Iterator

import polars as pl

from kejin.assessment import AmountTotal, DecisionCount, Layout, Summary
from kejin.assessment.summing import amount_total, rank_failed, rank_missing, told_amount
from kejin.planning.aggregates.scheme import Scheme
from kejin.planning.aggregates.tables import ANY, VERDICT_COLUMNS, VERDICT_ORDER, Aggregates
from kejin.policy import Decision


def summary_of(scheme: Scheme, found: Aggregates) -> Summary:
    """What a whole run says, of the decisions that enterprises are told."""
    told = tuple(decision for decision in scheme.decisions if decision.key in scheme.told)
    layout = Layout.of(scheme.ruleset, told)
    tops = [decision.key for decision in layout.tops]
    policies = {decision.key: decision.policy for decision in told}
    failed = found["conditions"].filter(pl.col("decision").is_in(tops), pl.col("failed") > 0)
    waiting = found["missing"].filter(pl.col("decision").is_in(tops))
    lacking = waiting.group_by("fact").agg("decision").join(
        found["missing"].filter(decision=ANY), on="fact"
    ).select("fact", "enterprises", "decision")  # fmt: skip
    return Summary(
        enterprises=found.enterprises,
        decisions=tuple(_counted(scheme, found, told=told, layout=layout)),
        failed=rank_failed(
            scheme.ruleset,
            layout,
            [
                (policies[decision], leaf, count, decision)
                for decision, leaf, count in failed.select("decision", "condition", "failed").iter_rows()
            ],
        ),
        missing=rank_missing(layout, lacking.rows()),
        amounts=tuple(_amounts(scheme, found, told=told, layout=layout)),
        dates=scheme.ruleset.dates,
        ruleset_digest=scheme.ruleset.digest,
    )


def _counted(
    scheme: Scheme, found: Aggregates, *, told: tuple[Decision, ...], layout: Layout
) -> Iterator[DecisionCount]:
    rows = found.split("decisions").select("decision", *VERDICT_COLUMNS).iter_rows()
    counts = {key: dict(zip(VERDICT_ORDER, numbers, strict=True)) for key, *numbers in rows}
    for top in layout.tops:
        for decision in (top, *layout.parts(top.key, told)):
            policy = scheme.ruleset.policies[decision.policy]
            yield DecisionCount(
                key=decision.key,
                policy=policy.label,
                title=layout.titles[decision.key],
                grain=decision.grain,
                counts=counts.get(decision.key, dict.fromkeys(VERDICT_ORDER, 0)),
                part_of=layout.part_of.get(decision.key, ""),
                instrument=policy.head.instrument,
            )


def _amounts(
    scheme: Scheme, found: Aggregates, *, told: tuple[Decision, ...], layout: Layout
) -> Iterator[AmountTotal]:
    rows = found.split("amounts").select("decision", "amount", "total", "known", "unknown").iter_rows()
    totals = {(decision, amount): counts for decision, amount, *counts in rows}
    for decision in told:
        amount = told_amount(scheme.ruleset, decision)
        if amount is not None and (decision.key, amount.name) in totals:
            total, known, unknown = totals[decision.key, amount.name]
            title = layout.titles[decision.key]
            yield amount_total(scheme.ruleset, title, amount, counts=(total, known, unknown))
