"""What headers say."""

import pytest

from kejin.enterprises.importing.headers import read_header
from kejin.enterprises.importing.units import powers_of
from kejin.facts import FactKind, dictionary


@pytest.mark.parametrize(
    ("header", "fact", "year", "unit"),
    [
        ("营业收入", "revenue_fen", None, None),
        ("营业收入（万元）", "revenue_fen", None, "万元"),
        ("营业收入(元)", "revenue_fen", None, "元"),
        ("营业收入／万元", "revenue_fen", None, "万元"),
        ("营业收入万元", "revenue_fen", None, "万元"),
        ("2024年营业收入（万元）", "revenue_fen", 2024, "万元"),
        ("２０２４年营业收入", "revenue_fen", 2024, None),
        ("营业收入2024", "revenue_fen", 2024, None),
        ("营业收入（2024年，万元）", "revenue_fen", 2024, "万元"),
        ("营业收入（单位：亿元）", "revenue_fen", None, "亿元"),
        ("营 业\n收 入", "revenue_fen", None, None),
        ("revenue_2024", "revenue_fen", 2024, None),
        ("Revenue 2024 (RMB million)", "revenue_fen", 2024, "百万元"),
        ("revenue (10k yuan)", "revenue_fen", None, "万元"),
        ("FY2023 Turnover", "revenue_fen", 2023, None),
        ("revenue_fen", "revenue_fen", None, "分"),
        ("2024年末资产总额(亿元)", "total_assets_fen", 2024, "亿元"),
        ("2024-12-31总资产", "total_assets_fen", 2024, None),
        ("市场占有率（%）", "market_share", None, "%"),
        ("市场占有率%", "market_share", None, "%"),
        ("职工总数（人）", "staff_count", None, None),
        ("成立日期（YYYY-MM-DD）", "founded_on", None, None),
        ("是否小巨人企业", "little_giant_recognised", None, None),
        ("是否高新技术企业（是/否）*", "hte_certified", None, None),
        ("1、企业名称", "enterprise_name", None, None),
        ("Ⅰ类知识产权数量", "class1_ip_count", None, None),
        ("近两年股权融资额（万元）", "equity_raised_2y_fen", None, "万元"),
    ],
)
def test_a_header_is_taken_apart(header: str, fact: str, year: int | None, unit: str | None) -> None:
    reading = read_header(header)
    assert reading.fact is not None
    assert (reading.fact.name, reading.year, reading.unit) == (fact, year, unit)


@pytest.mark.parametrize(
    "header",
    [
        "备注",
        "研发人员（博士）",
        "2024年1-9月营业收入",
        "2023-2024年营业收入",
        "营业收入增长率",
        "是否成立日期",
        "（万元）",
        "",
        "***",
    ],
)
def test_what_is_another_thing_is_not_taken_for_a_fact(header: str) -> None:
    assert read_header(header).facts == ()


def test_a_header_with_two_names_of_one_fact_is_one_fact_and_with_two_facts_is_two() -> None:
    assert read_header("企业名称（公司名称）").fact is dictionary()["enterprise_name"]
    both = read_header("营业收入（主营业务收入）")
    assert both.fact is None
    assert {fact.name for fact in both.facts} == {"revenue_fen", "main_business_revenue_fen"}


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("funding_total_usd", "USD"),
        ("注册资本（万美元）", "USD"),
        ("累计融资额(港元)", "HKD"),
        ("Total funding (EUR)", "EUR"),
    ],
)
def test_another_currency_is_noticed(header: str, currency: str) -> None:
    reading = read_header(header)
    assert reading.fact is not None
    assert reading.currency == currency


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("企业估值（美元）", "美元"),
        ("企业估值（万美元）", "万美元"),
        ("企业估值（美元，万元）", "万美元"),
        ("企业估值（万元，美元）", "万美元"),
        ("企业估值（亿，美元）", "亿美元"),
        ("企业估值/百万美元", "百万美元"),
        ("企业估值万美元", "万美元"),
        ("美元估值（万）", "万美元"),
        ("company valuation (USD million)", "百万美元"),
        ("Company valuation (10k USD)", "万美元"),
        ("Company valuation (US$'000)", "千美元"),
        ("company_valuation_usd_cents", "美分"),
        ("Valuation in dollars", None),
    ],
)
def test_a_fact_in_dollars_is_found_with_its_unit(header: str, unit: str | None) -> None:
    reading = read_header(header)
    assert reading.fact is not None
    assert (reading.fact.name, reading.unit) == ("company_valuation_usd_cents", unit)
    assert reading.currency in {None, "USD"}


@pytest.mark.parametrize(
    ("header", "fact", "currency"),
    [
        ("美元估值（万元）", "company_valuation_usd_cents", "CNY"),
        ("Valuation in dollars (RMB million)", "company_valuation_usd_cents", "CNY"),
        ("美元估值（万港元）", "company_valuation_usd_cents", "HKD"),
        ("注册资本（万港元）", "registered_capital_fen", "HKD"),
    ],
)
def test_a_header_in_a_currency_other_than_its_facts_says_so(header: str, fact: str, currency: str) -> None:
    reading = read_header(header)
    assert reading.fact is not None
    assert (reading.fact.name, reading.currency) == (fact, currency)


def test_every_synonym_is_still_read_with_a_year_and_a_unit_around_it() -> None:
    for fact in dictionary().values():
        if fact.kind is FactKind.MONEY:
            unit = next(unit for unit, power in powers_of(fact).items() if power == 6)
            for synonym in (fact.label.zh, *fact.synonyms):
                reading = read_header(f"2024年{synonym}（{unit}）")
                assert reading.fact is fact, synonym
                assert (reading.year, reading.unit) == (2024, unit), synonym
                assert reading.currency in {None, fact.currency}, synonym
