"""The line of a condition: what is lacking, to the unit; and where it stays open, which fact or value is not known."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.policy.sample import facts as sample_facts
from tests.policy.sample import ruleset as sample_rules

from kejin.facts import FactSet, Grain, dictionary
from kejin.policy import Dates, Explanation, InputKind, PolicyStore, Ruleset, Verdict, explain
from kejin.policy.cases import facts_frame
from kejin.policy.explanation import PlainValue
from kejin.policy.gaps import GapKind, gaps

DAY = date(2026, 6, 30)
DECISIONS = (
    "on_list", "past_floor", "before_day", "more_staff", "more_points", "bigger_share", "in_dollars",
    "over_row", "scheme_rate", "late_rate",
)  # fmt: skip
PACK = {
    "policy.yaml": """
id: lines
jurisdiction: cn
instrument: policy
label: {zh: 句子, en: Sentences}
summary: {zh: 句子, en: Sentences}
checked_through: 2026-12-31
from: 2020-01-01
nearly: {share: "0.2", units: 0, days: 0, conditions: 1}
decisions:
"""
    + "\n".join(
        f"  - {{id: d_{name}, label: {{zh: 结论, en: Decision}}, rule: {name}, grain: enterprise}}"
        for name in DECISIONS
    )
    + "\n  - {id: d_signed, label: {zh: 结论, en: Decision}, rule: signed_rate, grain: loan}\n"
    + "  - {id: d_claims, label: {zh: 结论, en: Decision}, rule: claims_kept, grain: filing}\n"
    + "  - {id: d_field, label: {zh: 结论, en: Decision}, rule: in_field, grain: loan}\n",
    "sources.yaml": """
sources:
  - {id: a, title: {zh: 甲, en: A}, kind: mirror}
""",
    "parameters.yaml": """
parameters:
  - {id: codes, label: {zh: 试点城市名单, en: Pilot cities}, kind: choices, versions: [
      {from: 2020-01-01, value: null, clause: {doc: a, unread: true}, confidence: unconfirmed}]}
  - {id: floor, label: {zh: 收入下限, en: Revenue floor}, kind: money, versions: [
      {from: 2020-01-01, value: "0", clause: {doc: a}, confidence: reported}]}
  - {id: last_day, label: {zh: 截止日, en: Last day}, kind: date, versions: [
      {from: 2020-01-01, value: "2026-03-31", clause: {doc: a}, confidence: reported}]}
  - {id: staff, label: {zh: 人数, en: Staff}, kind: count, versions: [
      {from: 2020-01-01, value: "10", clause: {doc: a}, confidence: reported}]}
  - {id: pass_mark, label: {zh: 分数线, en: Pass mark}, kind: points, versions: [
      {from: 2020-01-01, value: "60", clause: {doc: a}, confidence: reported}]}
  - {id: least_share, label: {zh: 占比, en: Share}, kind: ratio, versions: [
      {from: 2020-01-01, value: "20%", clause: {doc: a}, confidence: reported}]}
  - {id: quota, label: {zh: 便利化额度, en: Facilitation quota}, kind: money, unit: 万美元, versions: [
      {from: 2020-01-01, value: "1000", clause: {doc: a}, confidence: reported}]}
  - {id: late, label: {zh: 新设比例, en: New share}, kind: ratio, versions: [
      {from: 2027-01-01, value: "20%", clause: {doc: a}, confidence: reported}]}
  - {id: fields, label: {zh: 申请领域, en: Fields}, kind: choices, versions: [
      {from: 2020-01-01, value: [high_tech], clause: {doc: a}, confidence: reported}]}
  - {id: signed, label: {zh: 签约日比例, en: Share of the day of signing}, kind: ratio, pivot: loan_signed_on, versions: [
      {from: 2024-01-01, value: "20%", clause: {doc: a}, confidence: reported}]}
""",
    "tables.yaml": """
tables:
  - id: floors
    label: {zh: 分档下限, en: Floors}
    inputs: [staff_now]
    kind: money
    versions:
      - from: 2020-01-01
        clause: {doc: a}
        confidence: reported
        rows:
          - {id: few, label: {zh: 不足十人, en: Below ten}, when: {staff_now: {below: "10"}}, value: "5"}
          - {id: many, label: {zh: 十至二十人, en: Ten to twenty}, when: {staff_now: {at_least: "10", below: "20"}}, value: null}
""",
    "rules.py": '''
from kejin.policy.dsl import (
    Check, Choice, Choices, Count, Day, Fen, Grain, Points, Share, USCents,
    above, at_least, at_most, below, latest, one_of, parent, rule, share_above, total_of,
)

revenue_now_fen = latest("revenue_fen", "最近一年营业收入", "Latest revenue")
rd_now_fen = latest("rd_expense_fen", "最近一年研发费用", "Latest R&D")
staff_now = latest("staff_count", "职工总数", "Staff")
claimed_fen = total_of("loan_principal_fen", "当年申报贷款", "Loans claimed", of=Grain.LOAN, to=Grain.FILING,
                       through=("enterprise_id", "loan_claim_year"))
field = parent("interest_subsidy_field", "企业所选领域", "Field of the firm", of=Grain.ENTERPRISE, to=Grain.LOAN)


@rule("申报未超", "Claims kept", cites="a#1", grain=Grain.FILING)
def claims_kept(claimed_fen: Fen, floor: Fen) -> Check:
    """Claims stay within the figure."""
    return at_most(claimed_fen, floor)


@rule("领域相符", "In the field", cites="a#1", grain=Grain.LOAN)
def in_field(field: Choice, fields: Choices) -> Check:
    """The firm chose the field."""
    return one_of(field, fields)


@rule("位于试点城市", "In a pilot city", cites="a#1")
def on_list(city_code: Choice, codes: Choices) -> Check:
    """The city is on the list."""
    return one_of(city_code, codes)


@rule("收入高于下限", "Revenue above the floor", cites="a#1")
def past_floor(revenue_now_fen: Fen, floor: Fen) -> Check:
    """Revenue is above the floor."""
    return above(revenue_now_fen, floor)


@rule("早于截止日", "Before the last day", cites="a#1")
def before_day(founded_on: Day, last_day: Day) -> Check:
    """Founded before the day."""
    return below(founded_on, last_day)


@rule("人数多于下限", "More staff", cites="a#1")
def more_staff(staff_now: Count, staff: Count) -> Check:
    """More staff than that."""
    return above(staff_now, staff)


@rule("得分高于分数线", "More points", cites="a#1")
def more_points(innovation_points_score: Points, pass_mark: Points) -> Check:
    """More points than that."""
    return above(innovation_points_score, pass_mark)


@rule("占比高于下限", "Bigger share", cites="a#1")
def bigger_share(rd_now_fen: Fen, revenue_now_fen: Fen, least_share: Share) -> Check:
    """A bigger share than that."""
    return share_above(rd_now_fen, revenue_now_fen, least_share)


@rule("外债低于额度", "Below the quota", cites="a#1")
def in_dollars(facilitation_used_usd_cents: USCents, quota: USCents) -> Check:
    """Less used than the quota."""
    return below(facilitation_used_usd_cents, quota)


@rule("收入达到分档下限", "Revenue reaches the tier's floor", cites="a#1")
def over_row(revenue_now_fen: Fen, floors: Fen) -> Check:
    """Revenue reaches the floor of the row."""
    return at_least(revenue_now_fen, floors)


@rule("占比高于下限", "Stated share", cites="a#1")
def scheme_rate(market_share: Share, least_share: Share) -> Check:
    """The stated share is above the floor."""
    return above(market_share, least_share)


@rule("占比达到新设比例", "New share", cites="a#1")
def late_rate(market_share: Share, late: Share) -> Check:
    """The stated share reaches a share that is not laid down yet."""
    return at_least(market_share, late)


@rule("比例为正", "Has a share", cites="a#1", grain=Grain.LOAN)
def signed_rate(signed: Share, least_share: Share) -> Check:
    """The share of the day of signing."""
    return at_least(signed, least_share)
''',
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    folder = tmp_path_factory.mktemp("lines")
    for name, text in PACK.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return PolicyStore.read([folder]).compile(Dates(DAY, DAY, DAY))


def told(rules: Ruleset, name: str, firm: Mapping[str, object] | None = None, **year: object) -> Explanation:
    frames = {
        Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [{"enterprise_id": "case", **(firm or {})}]),
        Grain.FILING: facts_frame(Grain.FILING, [{"enterprise_id": "case", "year": 2025, **year}]),
    }
    return explain(rules, FactSet(frames), f"lines.d_{name}", subject={"enterprise_id": "case"})


def test_a_list_nobody_has_seen_leaves_membership_open_on_the_page_and_among_the_gaps(rules: Ruleset) -> None:
    made = told(rules, "on_list", {"city_code": "4403"})
    assert made.verdict is Verdict.UNDETERMINED
    assert made.tree.sentence.zh == "无法判断，规定内容未见到：试点城市名单"
    assert made.tree.sentence.en == "cannot be decided, not seen in any source: Pilot cities"
    assert [caution.code for caution in made.cautions] == ["value_not_known"]
    missing = [gap for gap in gaps(rules) if gap.kind is GapKind.MISSING]
    assert [gap.name for gap in missing] == ["lines.codes", "lines.floors#many"]
    assert [d.key for d in missing[0].decisions] == ["lines.d_on_list"]
    both = told(rules, "on_list")
    assert both.tree.sentence.zh == "缺少：所在地市；规定内容未见到：试点城市名单"
    assert both.tree.sentence.en == "missing: City; not seen in any source: Pilot cities"


def test_a_check_against_a_value_nobody_has_seen_names_the_value() -> None:
    given = sample_facts({}, {2024: {"revenue_fen": 5}})
    made = explain(sample_rules(), given, "sample.reaches_unknown", subject={"enterprise_id": "case"})
    assert made.tree.sentence.zh == "无法判断，规定内容未见到：未知下限"
    assert made.tree.sentence.en == "cannot be decided, not seen in any source: A floor nobody has seen"


def test_a_row_without_a_value_and_a_table_without_a_row_are_named(rules: Ruleset) -> None:
    no_value = told(rules, "over_row", revenue_fen=100, staff_count=12)
    assert no_value.tree.sentence.zh == "无法判断，规定内容未见到：分档下限（十至二十人）"
    no_row = told(rules, "over_row", revenue_fen=100, staff_count=30)
    assert no_row.tree.sentence.en == "cannot be decided, no row fits: Floors"
    no_fact = told(rules, "over_row", revenue_fen=100)
    assert no_fact.tree.sentence.zh == "缺少：2025年职工总数"


def test_a_value_that_is_not_in_force_is_not_called_unseen(rules: Ruleset) -> None:
    made = told(rules, "late_rate", {"market_share": 1})
    assert made.tree.sentence.zh == "无法判断，该日期没有规定值：新设比例"
    assert made.tree.sentence.en == "cannot be decided, no value laid down for the day: New share"


def test_a_share_of_nothing_says_that_its_base_is_not_positive(rules: Ruleset) -> None:
    made = told(rules, "bigger_share", revenue_fen=0, rd_expense_fen=0)
    assert made.tree.sentence.zh == "无法计算：分母不为正"


def test_a_value_that_goes_by_a_date_asks_for_the_date(rules: Ruleset) -> None:
    def loan(**given: object) -> Explanation:
        row = {"loan_id": "L1", "enterprise_id": "case", **given}
        facts = FactSet({Grain.LOAN: facts_frame(Grain.LOAN, [row])})
        return explain(rules, facts, "lines.d_signed", subject={"loan_id": "L1"})

    assert [ask.name for ask in loan().ask] == ["loan_signed_on"]
    early = loan(loan_signed_on=date(2023, 5, 1))
    assert early.ask == ()
    assert early.tree.sentence.en.startswith("cannot be decided, no value laid down for the day")


def test_a_total_without_a_row_asks_for_what_a_row_would_hold() -> None:
    row = {"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 100}
    given = sample_facts(bank_years=[row])
    bank: dict[str, PlainValue] = {"institution_id": "B1", "year": 2024}
    made = explain(sample_rules(), given, "sample.pool_open", subject=bank)
    assert made.verdict is Verdict.UNDETERMINED
    assert [ask.name for ask in made.ask] == ["loan_principal_loss_fen"]


def test_a_total_over_a_column_that_nobody_gave_is_open_and_no_failure(rules: Ruleset) -> None:
    frames = {
        Grain.FILING: facts_frame(Grain.FILING, [{"enterprise_id": "case", "year": 2025}]),
        Grain.LOAN: facts_frame(Grain.LOAN, [{"loan_id": "L1", "enterprise_id": "case"}]),
    }
    assert "loan_claim_year" not in frames[Grain.LOAN].columns
    made = explain(rules, FactSet(frames), "lines.d_claims", subject={"enterprise_id": "case", "year": 2025})
    assert made.verdict is Verdict.UNDETERMINED
    assert [ask.name for ask in made.ask] == ["loan_principal_fen"]


def test_a_code_is_told_by_what_it_is_called_also_over_a_move(rules: Ruleset) -> None:
    firm = {"enterprise_id": "case", "interest_subsidy_field": "manufacturing"}
    frames = {
        Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [firm]),
        Grain.LOAN: facts_frame(Grain.LOAN, [{"loan_id": "L1", "enterprise_id": "case"}]),
    }
    made = explain(rules, FactSet(frames), "lines.d_field", subject={"loan_id": "L1"})
    assert made.tree.sentence.zh == "企业所选领域：制造业"
    listed = next(read for read in made.tree.inputs if read.kind is InputKind.PARAMETER)
    assert (listed.value.value, listed.value.text.zh) == ("high_tech", "高新技术企业")


@pytest.mark.parametrize(
    ("name", "firm", "year", "zh", "en"),
    [
        ("past_floor", {}, {"revenue_fen": 0}, "0.00 元 ≤ 0.00 元，还差 0.01 元", "CNY 0.00 ≤ CNY 0.00, short by CNY 0.01"),
        ("more_staff", {}, {"staff_count": 10}, "10 人 ≤ 10 人，还差 1 人", "10 persons ≤ 10 persons, short by 1 person"),
        ("more_staff", {}, {"staff_count": 7}, "7 人 ≤ 10 人，还差 4 人", "7 persons ≤ 10 persons, short by 4 persons"),
        ("before_day", {"founded_on": date(2026, 3, 31)}, {}, "2026年3月31日 ≥ 2026年3月31日，超出 1 天", "2026-03-31 ≥ 2026-03-31, over by 1 day"),
        ("more_points", {"innovation_points_score": 6000}, {}, "60 分 ≤ 60 分，还差 0.01 分", "60 points ≤ 60 points, short by 0.01 points"),
        ("more_points", {"innovation_points_score": 5000}, {}, "50 分 ≤ 60 分，还差 10 分，相等不算", "50 points ≤ 60 points, short by 10 points, equal is not enough"),
        ("bigger_share", {}, {"revenue_fen": 500, "rd_expense_fen": 100}, "20% ≤ 20%，还差 0.01 元", "20% ≤ 20%, short by CNY 0.01"),
        ("scheme_rate", {"market_share": 200_000_000}, {}, "20% ≤ 20%，相等不算", "20% ≤ 20%, equal is not enough"),
        ("scheme_rate", {"market_share": 150_000_000}, {}, "15% ≤ 20%，还差 5%，相等不算", "15% ≤ 20%, short by 5%, equal is not enough"),
        ("in_dollars", {"facilitation_used_usd_cents": 10**9}, {}, "1,000 万美元 ≥ 1,000 万美元，超出 0.01 美元", "USD 10 million ≥ USD 10 million, over by USD 0.01"),
    ],
)  # fmt: skip
def test_a_strict_check_missed_by_nothing_lacks_one_unit(
    rules: Ruleset, name: str, firm: dict[str, object], year: dict[str, object], zh: str, en: str
) -> None:
    made = told(rules, name, firm, **year)
    assert (made.tree.sentence.zh, made.tree.sentence.en) == (zh, en)
    assert made.tree.margin is not None
    assert isinstance(made.tree.margin.value, int)
    assert made.tree.margin.value < 0


def test_equality_is_near_only_within_the_reach_of_one_unit(rules: Ruleset) -> None:
    # Nothing is 20% of nothing; 60 points are within a fifth; no day is within no days.
    assert told(rules, "past_floor", revenue_fen=0).verdict is Verdict.NOT_ELIGIBLE
    assert told(rules, "more_points", {"innovation_points_score": 6000}).verdict is Verdict.NEARLY
    assert told(rules, "before_day", {"founded_on": date(2026, 3, 31)}).verdict is Verdict.NOT_ELIGIBLE


def test_money_is_measured_in_its_own_currency() -> None:
    measures = {"fen": "元", "hkd_cent": "港元", "usd_cent": "美元"}
    money = [fact for fact in dictionary().values() if fact.currency]
    assert {fact.unit for fact in money} == set(measures)
    assert [fact.name for fact in money if fact.measure.zh != measures[fact.unit]] == []
