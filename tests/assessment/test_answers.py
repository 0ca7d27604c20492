"""What one enterprise is told, worked out by the engine's sample policy on small facts."""

from datetime import date

import pytest
from tests.policy.sample import facts, ruleset

from kejin.assessment import ORDER, EnterpriseAnswer, answer_for
from kejin.errors import UnknownFactError
from kejin.facts import FactSet, Grain, Label
from kejin.policy import Verdict

YEARS = (2022, 2023, 2024)
GOOD = {"revenue_fen": 1_000_000_00, "rd_expense_fen": 60_000_00, "staff_count": 50, "tech_staff_count": 10}


def firm(**changed: object) -> FactSet:
    enterprise = {
        "enterprise_name": "甲公司", "founded_on": date(2015, 1, 1), "owns_core_ip": True, "hte_certified": None,
        "city_code": "4401", "industry_code": None,
    } | changed  # fmt: skip
    loans = [
        {"loan_signed_on": date(2024, 5, 1), "loan_principal_fen": 10**8, "loan_principal_loss_fen": 10**7, "loan_compensated_elsewhere": True},
        {"loan_signed_on": date(2024, 6, 1), "loan_principal_fen": 10**8, "loan_principal_loss_fen": 10**7, "loan_compensated_elsewhere": False},
    ]  # fmt: skip
    bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**12}]
    return facts(enterprise, dict.fromkeys(YEARS, GOOD), loans, bank_years=bank)


def answer(**changed: object) -> EnterpriseAnswer:
    return answer_for(ruleset(), firm(**changed), "case")


def test_the_name_and_a_few_facts_head_the_answer_and_unknown_ones_are_left_away() -> None:
    told = answer()
    assert told.name == "甲公司"
    assert {fact.name: fact.text.zh for fact in told.identity} == {
        "city_code": "广州市",
        "founded_on": "2015年1月1日",
    }


def test_an_enterprise_without_a_name_goes_by_its_identifier() -> None:
    assert answer(enterprise_name=None).name == "case"


def test_a_loan_decision_is_one_decision_with_an_answer_for_each_loan_best_first() -> None:
    covered = next(decision for decision in answer().decisions if decision.key == "sample.covered")
    assert [(one.subject, one.explanation.verdict) for one in covered.answers] == [
        (Label("贷款 L2", "Loan L2"), Verdict.ELIGIBLE),
        (Label("贷款 L1", "Loan L1"), Verdict.NOT_ELIGIBLE),
    ]
    assert covered.verdict is Verdict.ELIGIBLE


def test_amounts_are_told_where_eligible_and_kept_back_where_not() -> None:
    covered = next(decision for decision in answer().decisions if decision.key == "sample.covered")
    # Loss 100,000 yuan x 40% (the sample law's share for loans signed from 2024 on) = 40,000 yuan.
    assert [[amount.value.value for amount in one.money] for one in covered.answers] == [[4_000_000], []]


def test_a_decision_about_a_banks_year_is_no_enterprises_answer() -> None:
    assert "sample.pool_open" not in {decision.key for decision in answer().decisions}


def test_decisions_come_in_the_order_a_reader_wants() -> None:
    verdicts = [ORDER.index(decision.verdict) for decision in answer(owns_core_ip=None).decisions]
    assert verdicts == sorted(verdicts)
    assert len(set(verdicts)) > 1


def test_the_facts_to_ask_for_come_once_with_all_that_wait_for_them() -> None:
    told = answer(owns_core_ip=None, founded_on=None)
    asked = {request.ask.name: [label.en for label in request.waiting] for request in told.requests}
    assert asked["owns_core_ip"] == ["Qualifies"]
    assert "Qualifies" in asked["founded_on"]
    counts = [(len(request.decisions), len(request.waiting)) for request in told.requests]
    assert counts == sorted(counts, reverse=True)
    assert len({(r.ask.name, r.ask.year) for r in told.requests}) == len(told.requests)


def test_the_closest_steps_are_those_of_near_misses_only() -> None:
    told = answer(founded_on=date(2024, 8, 1))  # 333 days before 2025-06-30, 365 are asked for
    assert [close.key for close in told.closest] == ["sample.qualifies"]
    assert [step.rule for step in told.closest[0].steps] == ["sample.registered"]
    assert answer().closest == ()


def test_only_the_decisions_asked_for_are_answered() -> None:
    rules = ruleset()
    told = answer_for(rules, firm(), "case", decisions=rules.chosen(["sample.qualifies"]))
    assert [decision.key for decision in told.decisions] == ["sample.qualifies"]


def test_an_enterprise_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownFactError, match=r"No such enterprise.*found 'nobody'"):
        answer_for(ruleset(), firm(), "nobody")


def test_facts_without_any_loan_give_no_loan_answer() -> None:
    alone = FactSet({grain: frame for grain, frame in firm().frames.items() if grain is not Grain.LOAN})
    assert "sample.covered" not in {
        decision.key for decision in answer_for(ruleset(), alone, "case").decisions
    }
