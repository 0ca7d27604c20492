"""Amounts in Hong Kong and US dollars: read where the fact is in that currency, never taken for yuan."""

from pathlib import Path

import pytest
from tests.enterprises.builders import Cell, code, column, csv_file, frame, problems, workbook

from kejin.enterprises.importing import ImportResult, Reason, dry_run, import_file, parse_mapping
from kejin.facts import Grain, dictionary

DOLLARS = "company_valuation_usd_cents"
HONG_KONG = "expected_market_value_hkd_cents"


def imported(folder: Path, header: str, cell: str) -> ImportResult:
    return import_file(csv_file(folder, f"信用代码,{header}\n{code(1)},{cell}\n"))


@pytest.mark.parametrize(
    ("header", "cell", "fact", "cents"),
    [
        ("企业估值（美元）", "1234.56", DOLLARS, 123_456),
        ("企业估值（万美元）", "1234.56", DOLLARS, 1_234_560_000),
        ("企业估值万美元", "1234.56", DOLLARS, 1_234_560_000),
        ("企业估值（亿美元）", "1.5", DOLLARS, 15_000_000_000),
        ("美元估值（万）", "2", DOLLARS, 2_000_000),
        ("美元估值", "300万", DOLLARS, 300_000_000),
        ("Company valuation USD", "US$3 million", DOLLARS, 300_000_000),
        ("company valuation (USD million)", "2.5", DOLLARS, 250_000_000),
        ("预计上市时市值（港元）", "5亿", HONG_KONG, 50_000_000_000),
        ("预计上市时市值（亿港元）", "5", HONG_KONG, 50_000_000_000),
        ("预计上市时市值（港币，万元）", "5", HONG_KONG, 5_000_000),
        ("Expected market cap HKD", "HK$ 1.5 bn", HONG_KONG, 150_000_000_000),
        ("expected_market_value_hkd_cents", "5", HONG_KONG, 5),
    ],
)
def test_an_amount_is_read_in_its_facts_own_currency(
    tmp_path: Path, header: str, cell: str, fact: str, cents: int
) -> None:
    assert column(imported(tmp_path, header, cell), Grain.ENTERPRISE, fact) == [cents]


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("美元估值（万元）", "CNY"),
        ("美元估值（人民币）", "CNY"),
        ("美元估值（万港元）", "HKD"),
        ("注册资本（万港元）", "HKD"),
        ("注册资本（US$ million）", "USD"),
    ],
)
def test_a_column_in_another_currency_is_left_out_with_the_reason(
    tmp_path: Path, header: str, currency: str
) -> None:
    result = imported(tmp_path, header, "5")
    (text,) = [notice.text.en for notice in result.notices if notice.code == "column.ignored"]
    assert text == f"amounts in {currency}; nothing is converted"
    assert not {DOLLARS, HONG_KONG, "registered_capital_fen"} & set(frame(result, Grain.ENTERPRISE).columns)


@pytest.mark.parametrize("cell", ["5万元", "¥5", "HK$5", "5港元", "5欧元"])
def test_a_cell_in_another_currency_is_refused(tmp_path: Path, cell: str) -> None:
    (problem,) = problems(csv_file(tmp_path, f"信用代码,美元估值\n{code(1)},{cell}\n")).cells
    assert problem.reason is Reason.OTHER_CURRENCY
    assert "300万美元" in problem.expected.zh


def test_a_bare_amount_of_a_fact_in_dollars_is_taken_in_dollars_and_a_notice_says_so(tmp_path: Path) -> None:
    result = imported(tmp_path, "Valuation in dollars", "5")
    assert column(result, Grain.ENTERPRISE, DOLLARS) == [500]
    assert "no unit is stated; taken as 美元 (USD)" in [notice.text.en for notice in result.notices]


def under(folder: Path, line: str, header: str) -> ImportResult:
    rows: list[list[Cell]] = [["企业情况表"], [line], ["信用代码", header, "注册资本"], [code(1), 5, 6]]
    return dry_run(workbook(folder, {"a": rows}))


def test_the_line_above_the_header_gives_its_unit_to_facts_in_its_currency_only(tmp_path: Path) -> None:
    yuan = under(tmp_path, "单位：万元", "Valuation in dollars")
    assert column(yuan, Grain.ENTERPRISE, "registered_capital_fen") == [6 * 10**6]
    assert DOLLARS not in frame(yuan, Grain.ENTERPRISE).columns
    dollars = under(tmp_path, "单位：万美元", "Valuation in dollars")
    assert column(dollars, Grain.ENTERPRISE, DOLLARS) == [5 * 10**6]
    assert "registered_capital_fen" not in frame(dollars, Grain.ENTERPRISE).columns


def test_a_currency_in_the_header_and_a_magnitude_above_it_are_asked_about(tmp_path: Path) -> None:
    errors = under(tmp_path, "单位：万元", "企业估值（美元）").errors
    assert errors is not None
    assert "expected 美元 or 万美元 as `unit` in the mapping" in str(errors)


MAPPING = """
kejin_mapping: "1"
sheets:
  - sheet: ""
    grain: enterprise
    columns:
      - {{header: 信用代码, fact: credit_code}}
      - {{header: 估值, fact: company_valuation_usd_cents, {0}}}
"""


@pytest.mark.parametrize(
    ("said", "cents"),
    [
        ("unit: 万美元", 5 * 10**6),
        ("unit: USD million", 5 * 10**8),
        ("currency: USD, unit: 亿美元", 5 * 10**10),
        ("currency: USD", 500),
    ],
)
def test_a_mapping_says_the_unit_in_either_language(tmp_path: Path, said: str, cents: int) -> None:
    path = csv_file(tmp_path, f"信用代码,估值\n{code(1)},5\n")
    result = import_file(path, parse_mapping(MAPPING.format(said), where="m"))
    assert column(result, Grain.ENTERPRISE, DOLLARS) == [cents]


@pytest.mark.parametrize("said", ["unit: 万元", "unit: 万港元", "currency: CNY", "currency: HKD"])
def test_a_mapping_in_another_currency_is_refused(tmp_path: Path, said: str) -> None:
    path = csv_file(tmp_path, f"信用代码,估值\n{code(1)},5\n")
    errors = dry_run(path, parse_mapping(MAPPING.format(said), where="m")).errors
    assert errors is not None
    assert "a unit does not go with its fact" in str(errors) or "not converted" in str(errors)


def test_facts_in_a_currency_are_named_for_it() -> None:
    endings = {"CNY": "_fen", "HKD": "_hkd_cents", "USD": "_usd_cents"}
    for fact in dictionary().values():
        if fact.currency is not None:
            assert fact.name.endswith(endings[fact.currency])
