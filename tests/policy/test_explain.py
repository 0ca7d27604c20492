"""An explanation replays the batch: same verdict, same sides, down to clause, version, row and cell."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.sample import DATES, LAW, facts, ruleset, store

from kejin.errors import UnknownFactError
from kejin.facts import FactSet, FactSource, Grain, SourceColumn, SourceSheet
from kejin.policy import Dates, Explainer, Explanation, InputKind, Overlay, Verdict, evaluate, explain
from kejin.policy.cases import facts_frame
from kejin.policy.explanation import ExplainedCondition, ExplainedInput, PlainValue
from kejin.policy.replay import replay

YEARS = (2022, 2023, 2024)
MILLION_FEN = 10**8
money = st.none() | st.integers(0, 60) | st.integers(0, 3 * 10**10)
people = st.none() | st.integers(0, 60)
flags = st.none() | st.booleans()
filings = st.fixed_dictionaries(
    {
        "revenue_fen": money,
        "rd_expense_fen": money,
        "net_profit_fen": money,
        "staff_count": people,
        "tech_staff_count": people,
    }
)
firms = st.fixed_dictionaries(
    {
        "founded_on": st.none() | st.dates(date(2018, 1, 1), date(2025, 6, 30)),
        "owns_core_ip": flags,
        "hte_certified": flags,
        "city_code": st.none() | st.sampled_from(["4401", "4402", "4403"]),
    }
)


def case(given_facts: FactSet, decision: str = "qualifies", **subject: PlainValue) -> Explanation:
    return explain(ruleset(), given_facts, f"sample.{decision}", subject=subject or {"enterprise_id": "case"})


def leaves(tree: ExplainedCondition) -> dict[str, ExplainedCondition]:
    found = {} if tree.children else {tree.rule: tree}
    for child in tree.children:
        found |= leaves(child)
    return found


@given(
    firm=firms,
    years=st.dictionaries(st.sampled_from(YEARS), filings),
    decision=st.sampled_from(["qualifies", "steady"]),
)
def test_every_explanation_agrees_with_the_batch(
    firm: dict[str, object], years: dict[int, dict[str, object]], decision: str
) -> None:
    given_facts = facts(firm, years)
    row = evaluate(ruleset(), given_facts, [f"sample.{decision}"]).verdicts().to_dicts()[0]
    made = case(given_facts, decision)
    assert made.verdict.value == row["verdict"]
    ends = leaves(made.tree)
    assert {n for n, c in ends.items() if c.verdict is False} == {f"sample.{n}" for n in row["failed"]}
    assert {n for n, c in ends.items() if c.verdict is None} == {f"sample.{n}" for n in row["unknown"]}
    if made.verdict is Verdict.UNDETERMINED:
        # Either a fact is missing, or a share has no base to be taken of.
        assert made.ask or any("cannot be computed" in c.sentence.en for c in ends.values())
    if made.verdict is Verdict.NEARLY:
        assert len(made.steps) == 1


def firm_c() -> FactSet:
    good = {
        "revenue_fen": 10 * MILLION_FEN,
        "rd_expense_fen": 42 * 10**6,
        "staff_count": 50,
        "tech_staff_count": 5,
    }
    return facts({"founded_on": date(2018, 5, 1), "hte_certified": True}, dict.fromkeys(YEARS, good))


def test_a_missed_share_says_by_how_much_in_both_languages() -> None:
    leaf = leaves(case(firm_c()).tree)["sample.rd_share"]
    assert leaf.sentence.zh == "4.2% < 5%，还差 24 万元"
    assert leaf.sentence.en == "4.2% < 5%, short by CNY 240,000.00"
    assert leaf.margin is not None
    assert leaf.margin.value == -24 * 10**6


def test_a_table_names_the_row_and_a_parameter_its_version_and_clause() -> None:
    ends = leaves(case(firm_c()).tree)
    table = next(i for i in ends["sample.rd_share"].inputs if i.kind is InputKind.TABLE)
    assert (table.row, table.since) == ("small", date(2016, 1, 1))
    parameter = next(i for i in ends["sample.tech_staff"].inputs if i.kind is InputKind.PARAMETER)
    assert parameter.clauses[0].number == "示例〔2016〕1号"
    assert parameter.clauses[0].quote == "不低于10%"
    later = explain(
        store().compile(Dates(date(2026, 5, 1), LAW, LAW)),
        firm_c(),
        "sample.qualifies",
        subject={"enterprise_id": "case"},
    )
    newer = next(i for i in leaves(later.tree)["sample.tech_staff"].inputs if i.kind is InputKind.PARAMETER)
    assert (newer.since, newer.value.text.zh) == (date(2026, 4, 1), "12%")
    assert {c.code for c in later.cautions} == {"unconfirmed_values", "law_date_past_checking"}


def test_a_pivoted_parameter_shows_the_version_of_the_loans_own_date() -> None:
    signed = {
        "loan_signed_on": date(2023, 5, 1),
        "loan_principal_loss_fen": 10_000,
        "loan_compensated_elsewhere": False,
    }
    made = case(facts(loans=[signed]), "covered", loan_id="L1")
    parameter = next(i for i in made.amounts[0].inputs if i.kind is InputKind.PARAMETER)
    assert (parameter.since, parameter.value.value) == (date(2022, 3, 1), 300_000_000)
    assert made.amounts[0].value.text.zh == "30.00 元"


def test_a_bank_year_behind_a_loan_is_shown_with_all_its_loans() -> None:
    loans: list[dict[str, object]] = [
        {"loan_principal_loss_fen": loss, "loan_compensated_elsewhere": False} for loss in (100, 200)
    ]
    loans.append({"loan_principal_loss_fen": 400, "institution_id": "B2"})
    bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**6}]
    made = case(facts(loans=loans, bank_years=bank), "covered", loan_id="L2")
    opened = leaves(made.tree)["sample.bank_year_open"]
    (summed,) = [i for i in opened.inputs[0].inputs if i.kind is InputKind.AGGREGATE]
    assert summed.value.value == 300
    assert [i.value.value for i in summed.inputs] == [100, 200]


def test_a_bank_year_that_only_its_loans_name_is_explained_too() -> None:
    loans = [{"loan_principal_loss_fen": 100, "loan_compensated_elsewhere": False}]
    made = case(facts(loans=loans), "pool_open", institution_id="B1", year=2024)
    assert made.verdict is Verdict.UNDETERMINED
    with pytest.raises(UnknownFactError, match="institution_id=B9"):
        case(facts(loans=loans), "pool_open", institution_id="B9", year=2024)


def test_what_is_missing_is_asked_for_by_fact_and_year() -> None:
    years = {
        key: {"revenue_fen": 10 * MILLION_FEN, "rd_expense_fen": 10 * MILLION_FEN} for key in (2023, 2024)
    }
    made = case(facts({"founded_on": date(2018, 5, 1), "owns_core_ip": True}, years))
    assert made.verdict is Verdict.UNDETERMINED
    assert {(ask.name, ask.year) for ask in made.ask} == {
        ("revenue_fen", 2022),
        ("rd_expense_fen", 2022),
        ("tech_staff_count", 2024),
        ("staff_count", 2024),
    }


def test_a_fact_leads_to_its_cell() -> None:
    given_facts = firm_c()
    columns = {
        ("rd_expense_fen", 2024): SourceColumn("F", "2024年研发费用（万元）"),
        ("founded_on", None): SourceColumn("C", "成立日期"),
    }
    frames = {
        grain: frame.lazy().collect().with_columns(_sheet=pl.lit(0, pl.UInt16), _row=pl.lit(7, pl.UInt32))
        for grain, frame in given_facts.frames.items()
    }
    placed = FactSet(frames, sheets=(SourceSheet("table.xlsx", "企业", columns),))
    ends = leaves(case(placed).tree)
    founded = next(i for i in ends["sample.registered"].inputs if i.name == "founded_on")
    assert founded.source == FactSource("table.xlsx", "企业", "C7", "成立日期")
    spent = _year(ends["sample.rd_share"].inputs, "rd_expense_fen", 2024)
    assert spent.source == FactSource("table.xlsx", "企业", "F7", "2024年研发费用（万元）")
    assert _year(ends["sample.rd_share"].inputs, "rd_expense_fen", 2023).source is None


def _year(inputs: tuple[ExplainedInput, ...], name: str, year: int) -> ExplainedInput:
    every = [i for outer in inputs for i in (outer, *outer.inputs)]
    return next(i for i in every if i.name == name and i.year == year)


def test_the_next_step_is_the_cheapest_way_and_says_what_to_supply() -> None:
    years = {key: {"revenue_fen": 10 * MILLION_FEN, "rd_expense_fen": MILLION_FEN} for key in YEARS}
    poor = facts({"founded_on": date(2024, 12, 1), "owns_core_ip": False, "hte_certified": False}, years)
    steps = case(poor).steps
    assert [s.rule for s in steps] == ["sample.registered", "sample.tech_staff", "sample.owns"]
    assert steps[1].sentence.zh.startswith("先补充资料")
    assert [s.far for s in steps] == [False, True, True]


def test_a_scenario_says_that_it_is_one() -> None:
    rules = store().compile(DATES, Overlay.of("half", {"sample.staff_share": "50%"}))
    made = explain(rules, firm_c(), "sample.qualifies", subject={"enterprise_id": "case"})
    assert {"overlay", "unconfirmed_values"} <= {c.code for c in made.cautions}


def test_a_lazy_scan_is_explained_like_a_frame_in_memory() -> None:
    eager = firm_c()
    lazy = FactSet({grain: frame.lazy() for grain, frame in eager.frames.items()})
    assert case(lazy) == case(eager)
    assert Grain.FILING in lazy.frames


@given(st.lists(st.tuples(firms, filings, st.integers(0, 10**6)), min_size=1, max_size=4))
def test_many_explained_at_once_are_explained_as_one_by_one(
    people_asked: list[tuple[dict[str, object], dict[str, object], int]],
) -> None:
    ids = [f"e{number}" for number in range(len(people_asked))]
    rows = zip(ids, people_asked, strict=True)
    firms_rows, filing_rows, loan_rows = [], [], []
    for name, (firm, filing, loss) in rows:
        firms_rows.append({"enterprise_id": name, **firm})
        filing_rows.append({"enterprise_id": name, "year": 2024, **filing})
        loan_rows.append(
            {
                "loan_id": f"L-{name}",
                "enterprise_id": name,
                "institution_id": "B1",
                "programme_id": "P1",
                "loan_year": 2024,
                "loan_signed_on": date(2024, 3, 1),
                "loan_principal_fen": loss,
                "loan_principal_loss_fen": loss,
                "loan_compensated_elsewhere": False,
            }
        )
    bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**7}]
    given_facts = FactSet(
        {
            Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, firms_rows),
            Grain.FILING: facts_frame(Grain.FILING, filing_rows),
            Grain.LOAN: facts_frame(Grain.LOAN, loan_rows),
            Grain.INSTITUTION_YEAR: facts_frame(Grain.INSTITUTION_YEAR, bank),
        }
    )
    explainer = Explainer.of_enterprises(ruleset(), given_facts, ids)
    for name in ids:
        for decision in ruleset().decisions:
            for subject in explainer.subjects(decision, name):
                alone = explain(ruleset(), given_facts, decision.key, subject=subject)
                assert explainer.explain(decision.key, subject) == alone


def test_bank_years_with_and_without_a_row_of_their_own_are_explained_together() -> None:
    loan = {"loan_principal_loss_fen": 10_000, "loan_compensated_elsewhere": False}
    bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**6}]
    known = facts(loans=[loan, {**loan, "institution_id": "B2"}], bank_years=bank)
    decision = ruleset().decision("sample.pool_open")
    keys = pl.DataFrame({"institution_id": ["B1", "B2"], "year": [2024, 2024]})
    replayed = replay(ruleset(), known, [decision], subjects={Grain.INSTITUTION_YEAR: keys})
    together = Explainer(ruleset(), lambda _: replayed)
    for subject in keys.to_dicts():
        alone = explain(ruleset(), known, decision.key, subject=subject)
        assert together.explain(decision.key, subject) == alone
    with pytest.raises(UnknownFactError):
        together.explain(decision.key, {"institution_id": "B9", "year": 2024})
