"""Policies worked out together on one bench answer as each does by a plan of its own, however ids are kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import polars as pl
import pytest
from benchmarks.register import register

from kejin.facts import GRAINS, Fact, FactSet, Grain
from kejin.packs import shipped
from kejin.policy import Dates, Ruleset, evaluate, evaluate_by_policy, plan
from kejin.policy.coding import coded, id_columns, spelled_out
from kejin.policy.plan import collected
from kejin.policy.rules import Move

DAY = date(2026, 6, 30)
# Moves of every kind: years of a firm, rows down and up, running sums, firm-years that only loans name, borrowed rules.
NAMES = (
    "loan_interest_subsidy",
    "loan_loss_compensation",
    "nanshan_ip_securitisation_subsidy",
    "sme_size",
    "specialised_sme",
    "tech_loan_statistics",
)


@cache
def ruleset() -> Ruleset:
    store = shipped()
    return store.only(NAMES).compile(Dates(DAY, DAY, DAY))


@cache
def facts() -> FactSet:
    names = {node.name for node in ruleset().nodes.values() if isinstance(node.spec, Fact)}
    return register(sorted(names), enterprises=120)


@cache
def together() -> Mapping[Grain, pl.DataFrame]:
    return evaluate(ruleset(), facts()).frames


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_among_others_answers_as_by_a_plan_of_its_own(name: str) -> None:
    decisions = ruleset().chosen([name])
    for grain, alone in collected(plan(ruleset(), facts(), decisions)).items():
        keys = list(GRAINS[grain].keys)
        whole = together()[grain].select(alone.columns).join(alone.select(keys), on=keys, how="semi")
        assert whole.sort(keys).equals(alone.sort(keys)), grain


def test_policy_by_policy_gives_what_all_together_give() -> None:
    seen: list[str] = []
    for part in evaluate_by_policy(ruleset(), facts()):
        seen += [decision.key for decision in part.decisions]
        for grain, frame in part.frames.items():
            keys = list(GRAINS[grain].keys)
            whole = together()[grain].select(frame.columns).join(frame.select(keys), on=keys, how="semi")
            assert whole.sort(keys).equals(frame.sort(keys))
    assert sorted(seen) == sorted(decision.key for decision in ruleset().decisions)


def test_two_policies_that_move_one_fact_the_same_way_share_the_column() -> None:
    moves = [node for node in ruleset().nodes.values() if isinstance(node.spec, Move)]
    revenue = [node for node in moves if node.leaf == "revenue_latest_fen"]
    assert len({node.policy for node in revenue}) > 1
    assert len({node.digest for node in revenue}) == 1


def test_ids_are_numbers_while_a_run_lasts_and_texts_again_at_the_end() -> None:
    names = id_columns(ruleset().nodes.values())
    assert {"enterprise_id", "loan_id", "institution_id", "loan_guarantor_id"} <= names
    assert not names & {"honour_code", "year", "granted_on"}
    frames = {grain: frame.lazy().collect() for grain, frame in facts().frames.items()}
    made = coded(frames, names)
    assert isinstance(made[Grain.LOAN].schema["institution_id"], pl.Categorical)
    assert made[Grain.LOAN].schema["loan_signed_on"] == pl.Date
    back = spelled_out(made)
    assert all(back[grain].equals(frame) for grain, frame in frames.items())


def test_an_id_that_a_rule_reads_stays_a_text() -> None:
    nodes = list(ruleset().nodes.values())
    reader = next(node for node in nodes if not isinstance(node.spec, Move) and node.needs)
    nodes.append(replace(reader, name="reader", needs=("institution_id",)))
    assert id_columns(nodes) == frozenset()
