"""The dictionary as it ships, and what a dictionary may not hold."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kejin.errors import FactError, UnknownFactError
from kejin.facts import GRAINS, FactKind, Grain, dictionary, fold, load_dictionary

TEN_TRILLION_YUAN_IN_FEN = 10**15

# The names that policies, packs and pages are written against.
FIXED = [
    "enterprise_id",
    "credit_code",
    "enterprise_name",
    "founded_on",
    "city_code",
    "district_code",
    "platform",
    "industry_code",
    "is_manufacturer",
    "sme_sector",
    "in_strategic_emerging",
    "in_supported_field",
    "key_industry",
    "registered_capital_fen",
    "paid_in_capital_fen",
    "is_listed",
    "owns_core_ip",
    "class1_ip_count",
    "class2_ip_count",
    "class1_ip_in_use_count",
    "invention_patent_count",
    "core_business_invention_count",
    "hte_certified",
    "hte_certified_until",
    "tech_sme_registered",
    "innovative_sme_recognised",
    "specialised_sme_recognised",
    "little_giant_recognised",
    "single_champion",
    "national_award_top3_on",
    "provincial_rd_body",
    "led_standard_on",
    "hte_ip_score",
    "hte_conversion_score",
    "hte_organisation_score",
    "hte_growth_score",
    "serious_incident_past_year",
    "on_dishonest_list",
    "years_in_niche",
    "market_share",
    "market_rank",
    "market_share_near_top",
    "equity_raised_2y_fen",
    "equity_raised_3y_fen",
    "quality_evaluation_score",
    "giant_evaluation_score",
    "sme_evaluation_score",
    "expected_market_value_fen",
    "approved_product_or_phase2",
    "star_set5_field",
    "in_star_field",
    "leading_core_technology",
    "staff_state_award",
    "national_project_lead",
    "import_substitution",
    "key_list_enterprise",
    "is_independent",
    "funding_total_fen",
]
FIXED_YEARLY = [
    "revenue_fen",
    "income_total_fen",
    "main_business_revenue_fen",
    "hightech_income_fen",
    "net_profit_fen",
    "net_profit_ex_fen",
    "total_assets_fen",
    "total_liabilities_fen",
    "net_assets_fen",
    "operating_cash_flow_fen",
    "cost_expense_total_fen",
    "rd_expense_fen",
    "rd_expense_domestic_fen",
    "staff_count",
    "tech_staff_count",
    "rd_staff_count",
    "tax_paid_fen",
    "export_revenue_fen",
]
FIXED_LOANS = [
    "loan_id",
    "loan_year",
    "loan_signed_on",
    "loan_due_on",
    "loan_principal_fen",
    "loan_balance_fen",
    "loan_rate",
    "loan_purpose",
    "loan_mode",
    "loan_ip_pledged",
    "loan_monetary_tool",
    "loan_enrolled",
    "loan_enrolled_on",
    "loan_defaulted_on",
    "loan_principal_loss_fen",
    "loan_compensated_elsewhere",
    "loan_other_provincial_subsidy",
    "loan_interest_paid_fen",
    "loan_claim_from",
    "loan_claim_to",
    "loan_city_code",
]


def test_every_name_that_policies_are_written_against_is_there_at_its_grain() -> None:
    facts = dictionary()
    for grain, names in ((Grain.ENTERPRISE, FIXED), (Grain.FILING, FIXED_YEARLY), (Grain.LOAN, FIXED_LOANS)):
        assert [name for name in names if name not in facts or facts[name].grain is not grain] == []
    for name in ("institution_enrolled_principal_fen", "institution_principal_loss_fen"):
        assert facts[name].grain is Grain.INSTITUTION_YEAR
    for name in ("programme_budget_fen", "programme_paid_fen", "programme_supported_principal_fen"):
        assert facts[name].grain is Grain.PROGRAMME_YEAR


def test_no_header_could_mean_two_facts() -> None:
    headers = Counter(
        folded
        for fact in dictionary().values()
        for folded in {fold(text) for text in (fact.name, fact.label.zh, fact.label.en, *fact.synonyms)}
    )
    assert [header for header, count in headers.items() if count > 1] == []


def test_every_header_finds_its_fact() -> None:
    facts = dictionary()
    for fact in facts.values():
        for text in (fact.name, fact.label.zh, fact.label.en, *fact.synonyms):
            assert facts.find_synonym(text) is fact


def test_revenue_main_business_revenue_and_total_income_are_three_facts() -> None:
    found = [dictionary().find_synonym(header) for header in ("营收", "主营收入", "收入总额", "Turnover")]
    assert [fact.name for fact in found if fact is not None] == [
        "revenue_fen", "main_business_revenue_fen", "income_total_fen", "revenue_fen",
    ]  # fmt: skip


def test_every_number_and_date_has_both_bounds_and_no_amount_passes_its_largest() -> None:
    for fact in dictionary().values():
        if fact.kind in {FactKind.FLAG, FactKind.CHOICE}:
            assert fact.minimum is None
            assert fact.maximum is None
        elif fact.kind is FactKind.TEXT:
            assert isinstance(fact.maximum, int)
        else:
            kind = date if fact.kind is FactKind.DATE else int
            assert isinstance(fact.minimum, kind)
            assert isinstance(fact.maximum, kind)
        if fact.kind is FactKind.MONEY:
            assert isinstance(fact.minimum, int)
            assert isinstance(fact.maximum, int)
            # A nation's programme or one of its few lenders adds up what ten million enterprises owe.
            times = 10 if fact.grain in {Grain.INSTITUTION_YEAR, Grain.PROGRAMME_YEAR} else 1
            assert max(abs(fact.minimum), abs(fact.maximum)) <= times * TEN_TRILLION_YUAN_IN_FEN


def test_names_say_their_kind() -> None:
    for fact in dictionary().values():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", fact.name)
        ending = {"CNY": "_fen", "HKD": "_hkd_cents", "USD": "_usd_cents"}.get(fact.currency or "")
        endings = ("_fen", "_hkd_cents", "_usd_cents")
        assert (fact.kind is FactKind.MONEY) == (fact.currency is not None) == fact.name.endswith(endings)
        assert ending is None or fact.name.endswith(ending)
        if fact.kind is FactKind.DATE:
            assert fact.name.endswith(("_on", "_from", "_to", "_until"))
        if fact.grain is Grain.LOAN:
            assert fact.name.startswith("loan_")


def test_every_fact_reads_in_both_languages_and_has_a_data_class() -> None:
    for fact in dictionary().values():
        assert fact.label.zh
        assert fact.label.en
        assert re.search(r"[\u4e00-\u9fff]", fact.definition.zh)
        assert not re.search(r"[\u4e00-\u9fff]", fact.definition.en)
        assert 1 <= fact.data_class <= 5


def test_the_cities_are_the_twenty_one_of_guangdong_and_other() -> None:
    # Division codes of GB/T 2260: 21 prefecture-level cities under 44.
    codes = dictionary()["city_code"].codes
    assert len(codes) == 22
    assert [code for code in codes if not code.startswith("44")] == ["other"]
    assert len({code for code in codes if re.fullmatch(r"44\d\d", code)}) == 21


def test_keys_and_foreign_keys_have_entries_and_are_shared() -> None:
    facts = dictionary()
    for grain, spec in GRAINS.items():
        columns = facts.columns_of(grain)
        assert set(spec.keys) | set(spec.foreign_keys) <= set(columns)
        for parent, held in spec.parents.items():
            assert len(held) == len(GRAINS[parent].keys)
    assert GRAINS[Grain.LOAN].foreign_keys == ("enterprise_id", "loan_year", "institution_id", "programme_id")


def test_an_unknown_name_is_told_with_the_nearest_one() -> None:
    with pytest.raises(UnknownFactError, match="revenue_fen") as caught:
        dictionary()["revnue_fen"]
    assert isinstance(caught.value, KeyError)
    assert dictionary().get("revnue_fen") is None


def test_a_mistyped_header_is_answered_with_what_was_probably_meant() -> None:
    assert dictionary().suggest("营业收人")[0].name == "revenue_fen"
    assert dictionary().suggest("电话") == ()


HEAD = "subject: s\nlabel: {zh: 甲, en: A}\nfacts:\n"
FLAG = (
    "  - {name: %s, grain: enterprise, kind: flag, data_class: 1, label: {zh: %s, en: %s}, "
    "definition: {zh: 甲, en: A}%s}\n"
)
KEYS = "".join(
    f"  - {{name: {name}, grain: {grain}, kind: text, data_class: 1, label: {{zh: {name}甲, en: {name} a}}, "
    "definition: {zh: 甲, en: A}}\n"
    for name, grain in (
        ("enterprise_id", "enterprise"),
        ("year", "filing"),
        ("right_no", "patent"),
        ("honour_code", "honour"),
        ("granted_on", "honour"),
        ("round_no", "funding_round"),
        ("loan_id", "loan"),
        ("loan_year", "loan"),
        ("institution_id", "institution_year"),
        ("programme_id", "programme_year"),
        ("fund_id", "fund"),
        ("investment_id", "investment"),
        ("bond_id", "bond"),
        ("debt_id", "foreign_debt"),
        ("hedge_id", "hedge"),
        ("insurance_id", "insurance"),
    )
)


def load(folder: Path, facts: str) -> None:
    (folder / "choices.yaml").write_text("choice_lists: []\n", encoding="utf-8")
    (folder / "s.yaml").write_text(HEAD + KEYS + facts, encoding="utf-8")
    load_dictionary(folder)


def test_the_smallest_dictionary_that_holds_together_loads(tmp_path: Path) -> None:
    load(tmp_path, FLAG % ("is_a", "是甲", "is A", ""))


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (FLAG % ("is_a", "是甲", "is A", ", colour: red"), "malformed"),
        (FLAG % ("is_a", "是甲", "is A", ", name: is_b"), "a key stands twice"),
        (FLAG % ("is_a", "是甲", "is A", ', max: "3"'), "has no bounds"),
        (FLAG % ("is_a", "是甲", "is A", ", currency: CNY"), "a currency goes with money"),
        (FLAG % ("is_a", "是甲", "is A", "") + FLAG % ("is_a", "是乙", "is B", ""), "a fact stands twice"),
        (
            FLAG % ("is_a", "是甲", "is A", "") + FLAG % ("is_b", "是 甲", "is B", ""),
            "one header would mean two facts",
        ),
        (FLAG % ("is_a", "是甲", "is A", ", choice_list: nowhere"), "no such choice list"),
        (FLAG.replace("data_class: 1", "data_class: 6") % ("is_a", "是甲", "is A", ""), "malformed"),
        (
            FLAG.replace("kind: flag", "kind: count, min: 0.5, max: '2'") % ("is_a", "是", "a", ""),
            "not quoted",
        ),
        (FLAG.replace("kind: flag", "kind: count, min: '0.5', max: '2'") % ("is_a", "是", "a", ""), "finer"),
        (
            FLAG.replace("kind: flag", "kind: count, min: '3', max: '2'") % ("is_a", "是", "a", ""),
            "not in order",
        ),
        (FLAG.replace("kind: flag", "kind: count, max: '2'") % ("is_a", "是", "a", ""), "needs both bounds"),
        (FLAG.replace("kind: flag", "kind: choice") % ("is_a", "是", "a", ""), "choices go with a choice"),
        ("  - &a {name: x}\n  - *a\n", "anchors and aliases"),
        ("  - {name: x\n", "not readable as YAML"),
    ],
)
def test_a_dictionary_that_does_not_hold_together_is_refused(
    tmp_path: Path, facts: str, message: str
) -> None:
    with pytest.raises(FactError, match=message):
        load(tmp_path, facts)


def test_two_choices_may_not_share_a_word(tmp_path: Path) -> None:
    choices = ", choices: [{code: a, zh: 甲, en: A}, {code: b, zh: 乙, en: B, synonyms: [甲]}]"
    with pytest.raises(FactError, match="one word would mean two choices"):
        load(tmp_path, FLAG.replace("kind: flag", "kind: choice") % ("is_a", "是", "x", choices))


def test_amounts_are_written_in_yuan_and_stored_in_fen(tmp_path: Path) -> None:
    (tmp_path / "choices.yaml").write_text("choice_lists: []\n", encoding="utf-8")
    amount = FLAG.replace("kind: flag", "kind: money, currency: CNY, min: '-0.01', max: '300.5'")
    (tmp_path / "s.yaml").write_text(HEAD + KEYS + amount % ("a_fen", "额", "amount", ""), encoding="utf-8")
    fact = load_dictionary(tmp_path)["a_fen"]
    assert (fact.minimum, fact.maximum, fact.unit) == (-1, 30_050, "fen")
