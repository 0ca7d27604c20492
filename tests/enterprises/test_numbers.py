"""Numbers in every form people write them in, exactly; and the forms that are refused."""

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.enterprises.importing import Reason
from kejin.enterprises.importing.numbers import parse_numbers
from kejin.enterprises.importing.units import MONEY_POWERS
from kejin.facts import Fact, dictionary
from kejin.money import parse_yuan

PROFIT = dictionary()["net_profit_fen"]
CURRENCIES = sorted(MONEY_POWERS)
SIGNS = {
    "CNY": ["¥", "￥", "RMB ", "人民币"],
    "HKD": ["HK$", "HKD ", "港币", "hk$ "],
    "USD": ["$", "US$", "USD ", "＄"],
}
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
MOST_FEN = 10**15


def in_currency(currency: str) -> Fact:
    """The profit of a year, were it in another currency."""
    return replace(PROFIT, currency=currency)


def parse(
    texts: list[str | None], fact: str | Fact = "net_profit_fen", unit: str = "元"
) -> list[int | Reason | None]:
    """For each text its value, the reason why it has none, or None for unknown."""
    known = dictionary()[fact] if isinstance(fact, str) else fact
    parsed = parse_numbers(pl.Series(texts, dtype=pl.String), known, unit)
    assert parsed.values.dtype == pl.Int64
    reasons = parsed.reasons.to_list() if parsed.reasons is not None else [None] * len(texts)
    for value, reason in zip(parsed.values, reasons, strict=True):
        assert value is None or reason is None
    return [Reason(r) if r is not None else v for v, r in zip(parsed.values, reasons, strict=True)]


@st.composite
def written(draw: st.DrawFn, currency: str) -> tuple[str, str, int]:
    """An amount in cents, written in some unit and form: text, unit of the column, cents."""
    fen = draw(st.integers(-MOST_FEN, MOST_FEN))
    powers = MONEY_POWERS[currency]
    unit = draw(st.sampled_from(list(powers)))
    column = draw(st.sampled_from(list(powers)))
    number = Decimal(fen).scaleb(-powers[unit])
    beside = draw(st.booleans())
    sign = "-" if number < 0 else draw(st.sampled_from(["", "+"]))
    size = abs(number)
    body = format(size, draw(st.sampled_from(["f", ",f"])))
    if draw(st.booleans()) and "." in body:
        body = body.rstrip("0").rstrip(".") or "0"
    text = f"({body})" if sign == "-" and draw(st.booleans()) else sign + body
    if beside:
        text += draw(st.sampled_from(["", " "])) + unit
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    text = (
        draw(st.sampled_from(["", " ", "\u3000", "\u00a0"])) + text + draw(st.sampled_from(["", " ", "\n"]))
    )
    if beside and draw(st.booleans()):
        plain = text.lstrip(" \u3000\u00a0")
        mark = draw(st.sampled_from(SIGNS[currency]))
        if not plain.startswith("(") and not plain.startswith("（"):
            text = plain[0] + mark + plain[1:] if plain[0] in "+-＋－" else mark + plain
    return text, column if beside else unit, fen


@pytest.mark.parametrize("currency", CURRENCIES)
@given(st.data())
def test_an_amount_written_in_any_accepted_form_reads_back_exactly(
    currency: str, data: st.DataObject
) -> None:
    amounts = data.draw(st.lists(written(currency), min_size=1, max_size=8))
    for unit in {unit for _, unit, _ in amounts}:
        texts = [text for text, own, _ in amounts if own == unit]
        wanted = [fen for _, own, fen in amounts if own == unit]
        assert parse([*texts], in_currency(currency), unit) == wanted


FOREIGN = {
    "CNY": ["5万美元", "HK$5", "5港元", "US$5", "€5", "5 usd", "5日元"],
    "HKD": ["5元", "5万元", "¥5", "RMB 5", "5万美元", "US$5", "$5", "5亿元人民币", "5欧元"],
    "USD": ["5元", "5亿元", "¥5", "人民币5", "5万港元", "HK$5", "5 hkd", "£5", "5万日元"],
}


@pytest.mark.parametrize(
    ("currency", "text"), [(currency, text) for currency, texts in FOREIGN.items() for text in texts]
)
def test_an_amount_in_a_currency_other_than_its_facts_is_refused(currency: str, text: str) -> None:
    unit = next(unit for unit, power in MONEY_POWERS[currency].items() if power == 6)
    assert parse(["1", text], in_currency(currency), unit) == [10**6, Reason.OTHER_CURRENCY]


@pytest.mark.parametrize(
    ("currency", "text", "cents"),
    [
        ("HKD", "1.5 million", 150_000_000),
        ("HKD", "HKD 2 bn", 200_000_000_000),
        ("HKD", "300万", 300_000_000),
        ("HKD", "3亿港元", 30_000_000_000),
        ("USD", "US$1,234.56", 123_456),
        ("USD", "-$5", -500),
        ("USD", "(US$5)", -500),
        ("USD", "5万美元", 5_000_000),
        ("USD", "2 thousand", 200_000),
        ("USD", "7美分", 7),
        ("CNY", "-¥1,234.56", -123_456),
        ("CNY", "3 million", 300_000_000),
    ],
)
def test_an_amount_carries_its_unit_in_either_language(currency: str, text: str, cents: int) -> None:
    unit = next(unit for unit, power in MONEY_POWERS[currency].items() if power == 2)
    assert parse([text], in_currency(currency), unit) == [cents]


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_a_column_and_a_single_amount_are_read_alike(fen: int) -> None:
    text = format(Decimal(fen).scaleb(-2), ",.2f")
    assert parse([text]) == [parse_yuan(text)]


@given(st.integers(0, 10**9), st.sampled_from([("%", 7), ("‰", 6), ("bp", 5), ("1", 9)]), st.booleans())
def test_a_share_written_in_any_unit_reads_back_exactly(
    ppb: int, unit: tuple[str, int], beside: bool
) -> None:
    name, power = unit
    number = format(Decimal(ppb).scaleb(-power), "f")
    if name == "1" or not beside:
        assert parse([number], "loan_rate", name) == [ppb]
    else:
        assert parse([number + name], "loan_rate", "1") == [ppb]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "--",
        "—",
        "——",
        "/",
        "N/A",
        "n/a",
        "#N/A",
        "null",
        "None",
        "无数据",
        "暂无",
        "不详",
        "未知",
        None,
    ],
)
def test_what_says_unknown_is_unknown_and_never_zero(text: str | None) -> None:
    assert parse([text]) == [None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.234,56", Reason.AMBIGUOUS_NUMBER),
        ("1.234.567", Reason.AMBIGUOUS_NUMBER),
        ("12,34", Reason.AMBIGUOUS_NUMBER),
        ("1,23", Reason.AMBIGUOUS_NUMBER),
        ("1,2345", Reason.AMBIGUOUS_NUMBER),
        ("1.005", Reason.TOO_FINE),
        ("0.0000001万", Reason.TOO_FINE),
        ("1E+08", Reason.SCIENTIFIC),
        ("1e309", Reason.SCIENTIFIC),
        ("-1.5e-3", Reason.SCIENTIFIC),
        ("NaN", Reason.NOT_FINITE),
        ("-inf", Reason.NOT_FINITE),
        ("Infinity", Reason.NOT_FINITE),
        ("无", Reason.NOT_A_NUMBER),
        ("三百万", Reason.NOT_A_NUMBER),
        ("①", Reason.NOT_A_NUMBER),
        ("--5", Reason.NOT_A_NUMBER),
        ("(-5)", Reason.NOT_A_NUMBER),
        ("-(5)", Reason.NOT_A_NUMBER),
        ("0x10", Reason.NOT_A_NUMBER),
        ("1_000", Reason.NOT_A_NUMBER),
        ("=1+1", Reason.NOT_A_NUMBER),
        ("１２３４５６７８９０１２３４５６７８９０", Reason.TOO_LARGE),
        ("10000000000000.01", Reason.OUT_OF_BOUNDS),
        ("$5", Reason.OTHER_CURRENCY),
        ("5万美元", Reason.OTHER_CURRENCY),
        ("5美元", Reason.OTHER_CURRENCY),
        ("5人", Reason.OTHER_UNIT),
        ("⟨formula without value⟩", Reason.NO_CACHED_VALUE),
        ("#DIV/0!", Reason.EXCEL_ERROR),
        ("#REF!", Reason.EXCEL_ERROR),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_its_reason(text: str, reason: Reason) -> None:
    assert parse(["1", text, "2"]) == [100, reason, 200]


def test_minus_zero_is_zero() -> None:
    assert parse(["-0", "-0.00", "0"]) == [0, 0, 0]


def test_the_unit_beside_a_number_wins_over_the_column() -> None:
    assert parse(["3", "3元", "3万", "3亿元", "3 千元"], unit="万元") == [
        3 * 10**6, 300, 3 * 10**6, 3 * 10**10, 3 * 10**5,
    ]  # fmt: skip


def test_bounds_hold_at_the_edge_and_not_a_fen_beyond() -> None:
    assert parse(["10000000000000", "10000000000000.01"], "revenue_fen") == [MOST_FEN, Reason.OUT_OF_BOUNDS]
    assert parse(["0", "-0.01"], "revenue_fen") == [0, Reason.OUT_OF_BOUNDS]


def test_counts_are_whole_and_may_carry_their_measure() -> None:
    assert parse(["120人", "1,200", "3.0", "3.5", "１２"], "staff_count", "1") == [
        120,
        1200,
        3,
        Reason.TOO_FINE,
        12,
    ]


def test_points_keep_two_decimals() -> None:
    assert parse(["85.5分", "85.55", "85.555", "100.01"], "giant_evaluation_score", "分") == [
        8550, 8555, Reason.TOO_FINE, Reason.OUT_OF_BOUNDS,
    ]  # fmt: skip
