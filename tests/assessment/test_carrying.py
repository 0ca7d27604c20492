"""Which conditions carry a verdict: the columns agree with the walk through each explanation's tree."""

from itertools import product

import polars as pl
import pytest
from tests.policy.sample import DATES, store

from kejin.assessment import carriers
from kejin.assessment.carrying import carrying
from kejin.facts import FactSet, Grain
from kejin.policy import ExplainedCondition, Ruleset, evaluate, explain
from kejin.policy.cases import facts_frame

THREE = (True, False, None)
CITIES = ("4401", "4402", None)


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return store().compile(DATES)


@pytest.fixture(scope="module")
def factset() -> FactSet:
    """Every combination of two yes/no facts with good, bad and unknown accounts."""
    firms, filings = [], []
    spends = {"good": 60_000_00, "bad": 1, "unknown": None}
    for place, (right, certificate, spend) in enumerate(product(THREE, THREE, spends)):
        code = f"E{place:02d}"
        firms.append(
            {
                "enterprise_id": code,
                "owns_core_ip": right,
                "hte_certified": certificate,
                "city_code": CITIES[place % 3],
            }
        )
        filings += [
            {
                "enterprise_id": code,
                "year": year,
                "revenue_fen": 10**8,
                "rd_expense_fen": spends[spend],
                "staff_count": 9,
            }
            for year in (2022, 2023, 2024)
        ]
    return FactSet({
        Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, firms), Grain.FILING: facts_frame(Grain.FILING, filings)
    })  # fmt: skip


def leaves(node: ExplainedCondition, verdict: bool | None) -> set[str]:
    """The leaves below the carriers of a verdict along which every node has that verdict."""
    if node.verdict is not verdict or (node.form == "not" and verdict is False):
        return set()
    if not node.children:
        return {node.rule}
    return {leaf for child in node.children for leaf in leaves(child, verdict)}


@pytest.mark.parametrize("verdict", [False, None])
@pytest.mark.parametrize("key", ["sample.qualifies", "sample.steady"])
def test_the_columns_agree_with_the_tree_of_every_explanation(
    rules: Ruleset, factset: FactSet, key: str, verdict: bool | None
) -> None:
    decision = rules.decision(key)
    frame = evaluate(rules, factset, [key]).frames[decision.grain]
    columns = frame.select("enterprise_id").hstack(carrying(rules, decision, frame, verdict=verdict))
    seen = 0
    for row in columns.iter_rows(named=True):
        tree = explain(rules, factset, key, subject={"enterprise_id": row["enterprise_id"]}).tree
        told = {leaf for carrier in carriers(tree, verdict=verdict) for leaf in leaves(carrier, verdict)}
        assert {leaf for leaf in decision.leaves if row[leaf]} == told
        seen += len(told)
    assert seen > 0


def test_an_unknown_alternative_is_not_asked_for_while_another_holds(
    rules: Ruleset, factset: FactSet
) -> None:
    decision = rules.decision("sample.qualifies")
    frame = evaluate(rules, factset, [decision.key]).frames[decision.grain]
    asked = carrying(rules, decision, frame, verdict=None)["sample.certified"].alias("asked")
    joined = frame.select("enterprise_id", asked).join(
        factset.frames[Grain.ENTERPRISE].lazy().collect(), on="enterprise_id"
    )
    right_enough = joined.filter(pl.col("owns_core_ip"), pl.col("hte_certified").is_null())
    assert right_enough.height == 3
    assert not right_enough["asked"].any()
