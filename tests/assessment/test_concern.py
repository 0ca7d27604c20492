"""Whom a decision concerns: the years that the claims point at, and nobody else."""

from datetime import date

import polars as pl
from tests.policy.sample import ruleset

from kejin.assessment.concern import asked_of_enterprises, concerned_keys, only_concerned
from kejin.facts import FactSet, Grain
from kejin.packs import load_packs
from kejin.policy import Dates, Ruleset, evaluate
from kejin.policy.cases import facts_frame

LAW = date(2026, 6, 30)


def rules() -> Ruleset:
    """The provincial interest subsidy: its yearly cap adds up the claims of a firm's year."""
    return load_packs().only(["loan_interest_subsidy"]).compile(Dates(LAW, LAW, LAW))


def facts() -> FactSet:
    filings = [{"enterprise_id": code, "year": year} for code in "AB" for year in (2024, 2025, 2026)]
    loan = {
        "loan_id": "L1",
        "enterprise_id": "A",
        "institution_id": "B1",
        "programme_id": "P",
        "loan_year": 2025,
    }
    return FactSet({
        Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [{"enterprise_id": "A"}, {"enterprise_id": "B"}]),
        Grain.FILING: facts_frame(Grain.FILING, filings),
        Grain.LOAN: facts_frame(Grain.LOAN, [loan | {"loan_claim_year": 2026}]),
    })  # fmt: skip


def test_a_decision_may_be_anothers_question_than_its_policys() -> None:
    compiled = load_packs().only(["loan_loss_compensation"]).compile(Dates(LAW, LAW, LAW))
    asked = {decision.id for decision in asked_of_enterprises(compiled)}
    assert asked == {"firm", "firm_guarantor"}
    audiences = {decision.id: decision.audience for decision in compiled.decisions}
    assert audiences["compensation"] == "institution"
    assert audiences["year_cap"] == "office"


def test_a_yearly_cap_concerns_the_years_of_the_claims() -> None:
    compiled = rules()
    keys = concerned_keys(compiled, facts(), compiled.decision("loan_interest_subsidy.firm_year"))
    assert keys is not None
    assert keys.rows() == [("A", 2026)]


def test_without_any_claim_it_concerns_nobody() -> None:
    compiled, given = rules(), facts()
    bare = FactSet({grain: frame for grain, frame in given.frames.items() if grain is not Grain.LOAN})
    keys = concerned_keys(compiled, bare, compiled.decision("loan_interest_subsidy.firm_year"))
    assert keys is not None
    assert keys.is_empty()


def test_a_decision_about_each_loan_or_each_enterprise_concerns_all_of_them() -> None:
    compiled = rules()
    assert concerned_keys(compiled, facts(), compiled.decision("loan_interest_subsidy.subsidy")) is None
    sample = ruleset()
    assert concerned_keys(sample, facts(), sample.decision("sample.qualifies")) is None


def test_the_table_of_verdicts_is_cut_to_whom_it_concerns_and_nothing_else_is_lost() -> None:
    compiled, given = rules(), facts()
    evaluation = evaluate(compiled, given)
    everything = evaluation.verdicts()
    cut = only_concerned(compiled, given, evaluation.decisions, verdicts=everything)
    assert cut.filter(decision="firm_year").select("enterprise_id", "subject").rows() == [("A", "2026")]
    assert everything.filter(decision="firm_year").height > 1
    others = pl.col("decision") == "subsidy"
    assert cut.filter(others).equals(everything.filter(others))
