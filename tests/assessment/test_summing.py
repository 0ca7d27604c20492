"""Counts, rankings and totals of a run, checked against the long tables they are made from."""

from collections import Counter
from datetime import date

import pytest
from tests.policy.sample import ruleset

from kejin.assessment import ORDER, Summary, enterprise_lines, summarise
from kejin.facts import FactSet, Grain
from kejin.policy import Evaluation, Verdict, evaluate
from kejin.policy.cases import facts_frame

FOUNDED = date(2015, 1, 1)
GOOD = {"revenue_fen": 1_000_000_00, "rd_expense_fen": 60_000_00, "staff_count": 50, "tech_staff_count": 10}


def enterprise(code: str, **changed: object) -> dict[str, object]:
    return {
        "enterprise_id": code,
        "enterprise_name": f"{code}公司",
        "founded_on": FOUNDED,
        "owns_core_ip": True,
    } | changed


def loan(number: int, code: str, **changed: object) -> dict[str, object]:
    row = {
        "loan_id": f"L{number}", "enterprise_id": code, "institution_id": "B1", "programme_id": "P1", "loan_year": 2024,
        "loan_signed_on": date(2024, 5, number), "loan_principal_loss_fen": 10**7, "loan_compensated_elsewhere": False,
    }  # fmt: skip
    return row | changed


@pytest.fixture(scope="module")
def factset() -> FactSet:
    firms = [
        enterprise("A"), enterprise("B", owns_core_ip=False, hte_certified=False), enterprise("C", founded_on=None),
        enterprise("D", founded_on=None, enterprise_name=None),
    ]  # fmt: skip
    filings = [{"enterprise_id": code, "year": year, **GOOD} for code in "ABC" for year in (2022, 2023, 2024)]
    loans = [
        loan(1, "A"), loan(2, "A", loan_compensated_elsewhere=True), loan(3, "B", loan_principal_loss_fen=None),
        loan(4, "B", loan_principal_loss_fen=2),
    ]  # fmt: skip
    return FactSet({
        Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, firms),
        Grain.FILING: facts_frame(Grain.FILING, filings),
        Grain.LOAN: facts_frame(Grain.LOAN, loans),
        Grain.INSTITUTION_YEAR: facts_frame(
            Grain.INSTITUTION_YEAR, [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**12}]
        ),
    })  # fmt: skip


@pytest.fixture(scope="module")
def evaluation(factset: FactSet) -> Evaluation:
    return evaluate(ruleset(), factset)


@pytest.fixture(scope="module")
def summary(evaluation: Evaluation, factset: FactSet) -> Summary:
    return summarise(evaluation, factset)


def test_the_counts_are_those_of_the_long_table(summary: Summary, evaluation: Evaluation) -> None:
    rows = evaluation.verdicts()
    counted = Counter(zip(rows["policy"] + "." + rows["decision"], rows["verdict"], strict=True))
    told = {(d.key, v.value): n for d in summary.decisions for v, n in d.counts.items() if n}
    assert told == dict(counted)
    assert summary.enterprises == 4


def test_a_decision_counts_its_own_subjects(summary: Summary) -> None:
    totals = {d.key: (d.grain, d.total) for d in summary.decisions}
    assert totals["sample.qualifies"] == (Grain.ENTERPRISE, 4)
    assert totals["sample.covered"] == (Grain.LOAN, 4)
    assert totals["sample.pool_open"] == (Grain.INSTITUTION_YEAR, 1)


def test_a_fact_is_missing_for_the_enterprises_whose_decision_waits_for_it(summary: Summary) -> None:
    missing = {item.name: (item.count, [label.en for label in item.decisions]) for item in summary.missing}
    assert missing["founded_on"][0] == 2
    assert "Qualifies" in missing["founded_on"][1]
    # For "Qualifies" B lacks no certificate (it is "no"), and A does not need one: its right is enough.
    assert "Qualifies" not in missing["hte_certified"][1]
    assert [item.count for item in summary.missing] == sorted(
        (i.count for i in summary.missing), reverse=True
    )


def test_the_conditions_most_often_missed_name_their_decisions(summary: Summary) -> None:
    failed = {item.name: item for item in summary.failed}
    assert failed["sample.not_twice"].count == 1
    assert [label.en for label in failed["sample.not_twice"].decisions] == ["Covered"]


def test_a_total_counts_the_eligible_only_and_says_how_many_are_unknown(factset: FactSet) -> None:
    # The bank-year needs every loss known; with B's first loan settled all three eligible loans count.
    loans = factset.frames[Grain.LOAN].lazy().collect()
    known = loans.with_columns(loans["loan_principal_loss_fen"].fill_null(0))
    settled = FactSet({**factset.frames, Grain.LOAN: known})
    total = next(
        a
        for a in summarise(evaluate(ruleset(), settled), settled).amounts
        if a.name == "sample.compensation_fen"
    )
    # 40% of 100,000 yuan, of nothing, and of two fen (0.8 fen, half up: 1 fen).
    assert (total.total, total.known, total.unknown) == (4_000_001, 3, 0)
    assert total.decision.en == "Covered"


def test_an_unknown_amount_is_not_counted_as_zero(factset: FactSet) -> None:
    rules = ruleset()
    only = evaluate(rules, factset, ["sample.steady"])
    verdicts = only.verdicts()
    eligible = verdicts.filter(verdicts["verdict"] == Verdict.ELIGIBLE.value).height
    for amount in summarise(only, factset).amounts:
        assert amount.known + amount.unknown == eligible
        assert (amount.total is None) is (amount.known == 0)
        assert amount.known > 0 or amount.text.en == "unknown"


def test_each_enterprise_has_one_line_with_its_best_verdict(evaluation: Evaluation, factset: FactSet) -> None:
    lines = {line.enterprise_id: line for line in enterprise_lines(evaluation, factset)}
    assert [line.name for line in lines.values()] == ["A公司", "B公司", "C公司", "D"]
    rows = evaluation.verdicts().filter(decision="covered", enterprise_id="A")["verdict"].to_list()
    assert len(rows) == 2
    best = min((Verdict(text) for text in rows), key=ORDER.index)
    assert lines["A"].verdicts["sample.covered"] is best
    assert "sample.pool_open" not in lines["A"].verdicts
    assert "sample.covered" not in lines["C"].verdicts


def test_facts_without_enterprises_give_an_empty_summary() -> None:
    empty = FactSet({})
    made = summarise(evaluate(ruleset(), empty, ["sample.qualifies"]), empty)
    assert (made.enterprises, made.failed, made.missing, made.amounts) == (0, (), (), ())
    assert enterprise_lines(evaluate(ruleset(), empty, ["sample.qualifies"]), empty) == []
