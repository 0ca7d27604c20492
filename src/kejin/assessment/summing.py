"""The whole run in figures: counts by verdict, what stands in the way most often, sums of amounts.

Everything is counted by Polars over the evaluation's long tables; only the few lines that are shown become objects.
"""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from kejin.assessment.answer import ORDER
from kejin.assessment.answering import NAME
from kejin.assessment.carrying import carrying
from kejin.assessment.concern import concerned_keys, only_concerned
from kejin.assessment.layout import Layout
from kejin.assessment.summary import AmountTotal, DecisionCount, EnterpriseLine, Frequent, Summary
from kejin.facts import GRAINS, Fact, FactSet, Grain, Label, dictionary
from kejin.policy import Decision, Evaluation, Ruleset, Verdict
from kejin.policy.moves import base_year
from kejin.policy.ruleset import Node
from kejin.policy.wording import value_text

# A ranking longer than this is a table, and the workbook holds that.
RANKED = 6
OF_ONE_POLICY = 2


def summarise(evaluation: Evaluation, factset: FactSet) -> Summary:
    """Counts per decision and verdict, the conditions most often missed, the facts most often missing, amounts."""
    verdicts = _verdicts(evaluation, factset)
    layout = Layout.of(evaluation.ruleset, evaluation.decisions)
    return Summary(
        enterprises=_height(factset, Grain.ENTERPRISE),
        decisions=tuple(_counted(evaluation, verdicts, layout)),
        failed=_most_failed(evaluation, factset, layout),
        missing=_most_missing(evaluation, factset, layout),
        amounts=tuple(_amounts(evaluation, verdicts, layout)),
        dates=evaluation.ruleset.dates,
        ruleset_digest=evaluation.ruleset.digest,
    )


def _verdicts(evaluation: Evaluation, factset: FactSet) -> pl.DataFrame:
    return only_concerned(evaluation.ruleset, factset, evaluation.decisions, verdicts=evaluation.verdicts())


def enterprise_lines(evaluation: Evaluation, factset: FactSet) -> list[EnterpriseLine]:
    """One line per enterprise in the order of the table, with its best verdict for each decision."""
    ranks = {verdict.value: rank for rank, verdict in enumerate(ORDER)}
    best = (
        _verdicts(evaluation, factset)
        .filter(pl.col("enterprise_id").is_not_null())
        .with_columns(rank=pl.col("verdict").replace_strict(ranks, return_dtype=pl.Int8))
        .group_by("enterprise_id", "policy", "decision", maintain_order=True)
        .agg(pl.col("rank").min())
    )
    found: dict[str, dict[str, Verdict]] = {}
    for code, policy, decision, rank in best.iter_rows():
        found.setdefault(code, {})[f"{policy}.{decision}"] = ORDER[rank]
    return [EnterpriseLine(code, name, found.get(code, {})) for code, name in _names(factset)]


def _names(factset: FactSet) -> Iterator[tuple[str, str]]:
    frame = factset.frames.get(Grain.ENTERPRISE)
    if frame is None:
        return
    present = frame.lazy().collect_schema().names()
    name = pl.col(NAME).fill_null(pl.col("enterprise_id")) if NAME in present else pl.col("enterprise_id")
    yield from frame.lazy().select(pl.col("enterprise_id"), name.alias("name")).collect().iter_rows()


def _height(factset: FactSet, grain: Grain) -> int:
    frame = factset.frames.get(grain)
    return 0 if frame is None else int(frame.lazy().select(pl.len()).collect().item())


def _counted(evaluation: Evaluation, verdicts: pl.DataFrame, layout: Layout) -> Iterator[DecisionCount]:
    counts = {
        (policy, decision, verdict): count
        for policy, decision, verdict, count in verdicts.group_by("policy", "decision", "verdict")
        .len()
        .iter_rows()
    }
    for top in layout.tops:
        for decision in (top, *layout.parts(top.key, evaluation.decisions)):
            yield DecisionCount(
                key=decision.key,
                policy=evaluation.ruleset.policies[decision.policy].label,
                title=layout.titles[decision.key],
                grain=decision.grain,
                counts={v: counts.get((decision.policy, decision.id, v.value), 0) for v in ORDER},
                part_of=layout.part_of.get(decision.key, ""),
                instrument=evaluation.ruleset.policies[decision.policy].head.instrument,
            )


def _most_failed(evaluation: Evaluation, factset: FactSet, layout: Layout) -> tuple[Frequent, ...]:
    rows = [
        (decision.policy, leaf, count, decision.key)
        for decision in layout.tops
        for leaf, count in _carrying(evaluation, factset, decision, verdict=False)[1].items()
    ]
    return rank_failed(evaluation.ruleset, layout, rows)


def rank_failed(
    ruleset: Ruleset, layout: Layout, rows: Sequence[tuple[str, str, int, str]]
) -> tuple[Frequent, ...]:
    """The conditions that stand in the way most often, from rows of policy, condition, subjects, decision."""
    found = (
        pl.DataFrame(rows, schema=["policy", "leaf", "len", "decision"], orient="row")
        .group_by("policy", "leaf")
        .agg(pl.col("len").sum(), pl.col("decision").unique().sort())
        .sort(["len", "policy", "leaf"], descending=[True, False, False])
        # A policy with many alternatives would fill the list with its own.
        .filter(pl.int_range(pl.len()).over("policy") < OF_ONE_POLICY)
        .head(RANKED)
        if len(rows)
        else pl.DataFrame()
    )
    return tuple(
        Frequent(
            name=leaf,
            label=_rule_label(ruleset, leaf),
            decisions=tuple(layout.titles[key] for key in decisions),
            count=count,
        )
        for _, leaf, count, decisions in found.iter_rows()
    )


def _carrying(
    evaluation: Evaluation, factset: FactSet, decision: Decision, *, verdict: bool | None
) -> tuple[pl.DataFrame, dict[str, int]]:
    """The concerned subjects with a yes/no column for each leaf that carries the verdict, and how many each carries.

    One pass over the decision's frame, however many conditions it has; leaves that carry nothing are left out.
    """
    frame = evaluation.frames[decision.grain]
    keys = concerned_keys(evaluation.ruleset, factset, decision)
    if keys is not None:
        frame = frame.join(keys, on=keys.columns, how="semi")
    owner = pl.col("enterprise_id") if "enterprise_id" in frame.columns else pl.lit(None, pl.String)
    settled = frame.filter(
        pl.col(decision.key).is_null() if verdict is None else pl.col(decision.key) == verdict
    )
    # A decision that nobody failed, or that is open for nobody, need not be taken apart.
    if not settled.height:
        return settled, {}
    carried = carrying(evaluation.ruleset, decision, settled, verdict=verdict)
    counts = carried.sum().row(0, named=True)
    marked = carried.hstack(settled.with_columns(owner.alias("#owner")).select("#owner"))
    return marked, {leaf: int(count) for leaf, count in counts.items() if count}


def _waiting(evaluation: Evaluation, factset: FactSet, layout: Layout) -> pl.DataFrame:
    """One row for each enterprise and condition that keeps a decision open: policy, decision, leaf, enterprise_id."""
    parts = [pl.DataFrame(schema=_CARRIED)]
    for decision in layout.tops:
        marked, counts = _carrying(evaluation, factset, decision, verdict=None)
        names = (pl.lit(decision.policy).alias("policy"), pl.lit(decision.id).alias("decision"))
        for leaf in counts:
            rows = marked.filter(pl.col(leaf) & pl.col("#owner").is_not_null())
            parts.append(
                rows.select(*names, pl.lit(leaf).alias("leaf"), pl.col("#owner").alias("enterprise_id"))
            )
    return pl.concat(parts)


_CARRIED = {"policy": pl.String, "decision": pl.String, "leaf": pl.String, "enterprise_id": pl.String}


def _rule_label(ruleset: Ruleset, name: str) -> Label:
    spec = ruleset.nodes[name].spec
    label = getattr(spec, "label", None)
    return label if isinstance(label, Label) else Label(name, name)


def _most_missing(evaluation: Evaluation, factset: FactSet, layout: Layout) -> tuple[Frequent, ...]:
    """Facts by the number of enterprises that lack them and for which a decision is therefore open."""
    waiting = _waiting(evaluation, factset, layout)
    leaf_facts = _leaf_facts(evaluation.ruleset, evaluation.decisions)
    lacking = _lacking(evaluation, factset, sorted(set(leaf_facts["fact"])))
    found = (
        waiting.join(leaf_facts, on="leaf")
        .join(lacking, on=["fact", "enterprise_id"], how="semi")
        .group_by("fact")
        .agg(
            pl.col("enterprise_id").n_unique().alias("count"),
            pl.concat_str("policy", "decision", separator=".").unique(),
        )
    )
    return rank_missing(layout, found.rows())


def rank_missing(layout: Layout, rows: Iterable[tuple[str, int, Sequence[str]]]) -> tuple[Frequent, ...]:
    """The facts that are missing most often, from rows of fact, enterprises and the keys of the decisions."""
    book = dictionary()
    ranked = sorted(rows, key=lambda row: (-row[1], row[0]))[:RANKED]
    return tuple(
        Frequent(
            fact,
            book[fact].label,
            tuple(layout.titles[key] for key in sorted(decisions, key=lambda key: key.split("."))),
            count,
        )
        for fact, count, decisions in ranked
    )


def _leaf_facts(ruleset: Ruleset, decisions: tuple[Decision, ...]) -> pl.DataFrame:
    leaves = dict.fromkeys(leaf for decision in decisions for leaf in decision.leaves)
    rows = [
        (leaf, node.spec.name)
        for leaf in leaves
        for node in ruleset.closure([leaf])
        if isinstance(node.spec, Fact)
    ]
    return pl.DataFrame(rows, schema={"leaf": pl.String, "fact": pl.String}, orient="row")


def _lacking(evaluation: Evaluation, factset: FactSet, names: list[str]) -> pl.DataFrame:
    """Enterprises without a value of each fact; of a yearly fact, without one for the last full year."""
    book = dictionary()
    year = base_year(evaluation.ruleset.dates.facts_as_of)
    everyone = _column(factset, Grain.ENTERPRISE, [])
    parts = []
    for name in names:
        grain = book[name].grain
        if grain is not Grain.ENTERPRISE and Grain.ENTERPRISE not in GRAINS[grain].parents:
            continue
        if grain in factset.complete:
            without = _column(factset, grain, [pl.col(name).is_null()], needs=name)
        else:
            inside = [pl.col("year") == year] if grain is Grain.FILING else []
            having = _column(factset, grain, [pl.col(name).is_not_null(), *inside], needs=name)
            without = everyone.join(having, on="enterprise_id", how="anti")
        parts.append(without.unique().select(pl.lit(name).alias("fact"), pl.col("enterprise_id")))
    return pl.concat(parts) if parts else pl.DataFrame(schema={"fact": pl.String, "enterprise_id": pl.String})


def _column(
    factset: FactSet, grain: Grain, filters: list[pl.Expr], *, needs: str = "enterprise_id"
) -> pl.DataFrame:
    frame = factset.frames.get(grain)
    if frame is None or needs not in frame.lazy().collect_schema().names():
        return pl.DataFrame(schema={"enterprise_id": pl.String})
    return frame.lazy().filter(*filters).select("enterprise_id").collect()


def _amounts(evaluation: Evaluation, verdicts: pl.DataFrame, layout: Layout) -> Iterator[AmountTotal]:
    keys = ["policy", "decision", "enterprise_id", "subject"]
    eligible = verdicts.filter(pl.col("verdict") == Verdict.ELIGIBLE.value).select(keys)
    rows = evaluation.amounts().join(eligible, on=keys, how="semi", nulls_equal=True)
    totals = rows.group_by("policy", "decision", "name", "unit").agg(
        # A province's sum of fen can pass int64; 128 bits cannot be passed by any table that fits a disk.
        pl.col("value").cast(pl.Int128).sum().alias("total"),
        pl.col("value").count().alias("known"),
        pl.col("value").null_count().alias("unknown"),
    )
    found = {(policy, decision, name): tuple(rest) for policy, decision, name, *rest in totals.iter_rows()}
    for decision in evaluation.decisions:
        amount = told_amount(evaluation.ruleset, decision)
        if amount is None or (decision.policy, decision.id, amount.leaf) not in found:
            continue
        _, added, known, unknown = found[decision.policy, decision.id, amount.leaf]
        yield amount_total(
            evaluation.ruleset, layout.titles[decision.key], amount, counts=(int(added), known, unknown)
        )


def amount_total(
    ruleset: Ruleset, title: Label, amount: Node, *, counts: tuple[int, int, int]
) -> AmountTotal:
    """The sum of an amount, from the sum over those that are known, how many are known and how many are not."""
    added, known, unknown = counts
    total, unit = (added if known else None), amount.term.unit
    return AmountTotal(
        decision=title,
        name=amount.name,
        label=_rule_label(ruleset, amount.name),
        unit=unit,
        total=total,
        text=value_text(total, unit),
        known=known,
        unknown=unknown,
    )


def told_amount(ruleset: Ruleset, decision: Decision) -> Node | None:
    """The first amount of money of a decision, the one told beside the verdict. Shares do not add up."""
    nodes = [ruleset.nodes[name] for name in decision.amounts]
    return next((node for node in nodes if node.term.unit == "fen"), None)


__all__ = ["enterprise_lines", "summarise"]
