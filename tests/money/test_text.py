"""Amounts as people write and read them."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import AmountError, MoneyOverflowError
from kejin.money import (
    INT64_MAX,
    INT64_MIN,
    Currency,
    Rounding,
    format_yuan,
    parse_decimal,
    parse_yuan,
    readable_money,
    readable_yuan,
)
from kejin.money.text import YuanUnit

fen = st.integers(INT64_MIN, INT64_MAX)
units = st.sampled_from(["元", "万元", "亿元"])


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3000000.01", 300_000_001),
        ("3,000,000.01", 300_000_001),
        ("３，０００，０００．０１元", 300_000_001),
        ("¥3,000,000.01", 300_000_001),
        ("￥300万", 300_000_000),
        ("人民币300万元", 300_000_000),
        ("RMB 1.2亿元", 12_000_000_000),
        ("cny 5", 500),
        ("1.2 亿", 12_000_000_000),
        ("-5元", -500),
        ("−5", -500),
        ("+5", 500),
        ("0.10", 10),
        (".5", 50),
        ("5.", None),
        ("300.000001万元", 300_000_001),
        ("0", 0),
    ],
)
def test_an_amount_of_yuan_is_read_to_the_fen(text: str, fen: int | None) -> None:
    if fen is None:
        with pytest.raises(AmountError, match="not an amount"):
            parse_yuan(text)
    else:
        assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "元", "万元", "1.234,56", "1,23", "1,2345", "1 234", "1E+08", "1e309", "nan", "inf", "--5", "5-",
     "①", "½", "五百", "12千元", "¥", "0x10", "1_000", "٣", "5\n6", "=1+1", "1,,000", ",000", "9" * 65],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountError, match="not an amount"):
        parse_yuan(text)


def test_the_units_of_a_header_count_for_bare_numbers_only() -> None:
    assert parse_yuan("300", unit="万元") == 300_000_000
    assert parse_yuan("¥300", unit="万元") == 300_000_000
    assert parse_yuan("300元", unit="万元") == 30_000
    assert parse_yuan("1.5", unit="亿元") == 15_000_000_000
    assert parse_yuan("2.5", unit="CNY million") == 250_000_000


def test_what_is_finer_than_a_fen_needs_a_named_rounding() -> None:
    with pytest.raises(AmountError, match=r"whole fen, or a named rounding, found '0\.001'"):
        parse_yuan("0.001")
    assert parse_yuan("0.0100") == 1
    assert parse_yuan("1234.56789012", unit="万元", rounding=Rounding.HALF_UP) == 1_234_567_890
    assert parse_yuan("0.005", rounding=Rounding.HALF_UP) == 1
    assert parse_yuan("0.005", rounding=Rounding.HALF_EVEN) == 0


def test_an_amount_beyond_64_bits_of_fen_is_refused() -> None:
    assert parse_yuan("92233720368547758.07") == INT64_MAX
    with pytest.raises(MoneyOverflowError, match="an amount in fen does not fit"):
        parse_yuan("92233720368547758.08")
    with pytest.raises(MoneyOverflowError, match="does not fit"):
        parse_yuan("9" * 40 + "亿元")


def test_the_error_about_a_huge_cell_does_not_repeat_the_cell() -> None:
    with pytest.raises(AmountError) as caught:
        parse_yuan("9" * 1_000_000)
    assert len(str(caught.value)) < 200


@given(fen, units)
def test_an_amount_comes_back_from_its_own_text_in_every_unit(value: int, unit: YuanUnit) -> None:
    assert parse_yuan(format_yuan(value, unit=unit)) == value
    assert parse_yuan(readable_yuan(value)) == value


@given(fen)
def test_an_amount_in_english_comes_back_too(value: int) -> None:
    assert parse_yuan(format_yuan(value, unit="CNY")) == value
    million = format_yuan(value, unit="CNY million").removesuffix(" million")
    assert parse_yuan(million, unit="CNY million") == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=30, min_value=-(10**20), max_value=10**20))
def test_a_number_is_read_without_losing_a_digit(number: Decimal) -> None:
    text = format(number, "f")
    parsed = parse_decimal(text)
    assert parsed is not None
    assert Fraction(parsed) == Fraction(text)


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_none_and_never_another_error(text: str) -> None:
    parsed = parse_decimal(text)
    assert parsed is None or parsed.is_finite()


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (300_000_000, "300 万元", "CNY 3 million"),
        (300_000_001, "3,000,000.01 元", "CNY 3,000,000.01"),
        (12_000_000_000, "1.2 亿元", "CNY 120 million"),
        (42_000_000, "42 万元", "CNY 420,000.00"),
        (-8_000_000, "-8 万元", "CNY -80,000.00"),
        (2_819_742_500, "2,819.7425 万元", "CNY 28,197,425.00"),
        (2_819_742_501, "28,197,425.01 元", "CNY 28,197,425.01"),
        (51_234_000_000, "5.1234 亿元", "CNY 512.34 million"),
        (17_274_970_000, "17,274.97 万元", "CNY 172.7497 million"),
        (999_900, "9,999.00 元", "CNY 9,999.00"),
        (1_000_000, "1 万元", "CNY 10,000.00"),
        (1, "0.01 元", "CNY 0.01"),
        (0, "0.00 元", "CNY 0.00"),
        (INT64_MIN, "-92,233,720,368,547,758.08 元", "CNY -92,233,720,368,547,758.08"),
    ],
)
def test_people_read_an_amount_in_the_unit_that_suits_it(fen: int, zh: str, en: str) -> None:
    assert readable_yuan(fen) == zh
    assert readable_yuan(fen, language="en") == en


@pytest.mark.parametrize(
    ("minor", "currency", "zh", "en"),
    [
        (300_000_000, Currency.HKD, "300 万港元", "HKD 3 million"),
        (300_000_001, Currency.USD, "3,000,000.01 美元", "USD 3,000,000.01"),
        (-12_000_000_000, Currency.USD, "-1.2 亿美元", "USD -120 million"),
        (1, Currency.HKD, "0.01 港元", "HKD 0.01"),
        (0, Currency.USD, "0.00 美元", "USD 0.00"),
        (3_000_000, Currency.JPY, "300 万日元", "JPY 3 million"),
        (5, Currency.JPY, "5 日元", "JPY 5"),
        (INT64_MIN, Currency.EUR, "-92,233,720,368,547,758.08 欧元", "EUR -92,233,720,368,547,758.08"),
    ],
)
def test_an_amount_in_another_currency_reads_like_one_of_yuan(
    minor: int, currency: Currency, zh: str, en: str
) -> None:
    assert readable_money(minor, currency) == zh
    assert readable_money(minor, currency, language="en") == en


@given(st.integers(INT64_MIN, INT64_MAX), st.sampled_from(Currency), st.sampled_from(["zh", "en"]))
def test_no_amount_loses_a_digit_on_its_way_to_people(
    minor: int, currency: Currency, language: Literal["zh", "en"]
) -> None:
    text = readable_money(minor, currency, language=language)
    sizes = {"亿": 10**8, "万": 10**4, "million": 10**6}
    size = next((size for name, size in sizes.items() if name in text), 1)
    number = Fraction("".join(character for character in text if character in "-.0123456789"))
    assert number * size * 10**currency.exponent == minor


def test_larger_units_show_as_many_decimals_as_the_amount_needs() -> None:
    assert format_yuan(300_000_001) == "3,000,000.01 元"
    assert format_yuan(300_000_001, unit="万元") == "300.000001 万元"
    assert format_yuan(300_000_001, unit="亿元") == "0.0300000001 亿元"
    assert format_yuan(300_000_001, unit="CNY") == "CNY 3,000,000.01"
    assert format_yuan(300_000_001, unit="CNY million") == "CNY 3.00000001 million"
