"""Numbers in every form people write them in, exactly; and the forms that are refused."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.enterprises.importing import Reason
from kejin.enterprises.importing.numbers import parse_numbers
from kejin.enterprises.importing.units import MONEY_POWERS
from kejin.facts import dictionary
from kejin.money import parse_yuan

PROFIT = dictionary()["net_profit_fen"]
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
MOST_FEN = 10**15


def parse(
    texts: list[str | None], fact: str = "net_profit_fen", unit: str = "元"
) -> list[int | Reason | None]:
    """For each text its value, the reason why it has none, or None for unknown."""
    parsed = parse_numbers(pl.Series(texts, dtype=pl.String), dictionary()[fact], unit)
    assert parsed.values.dtype == pl.Int64
    reasons = parsed.reasons.to_list() if parsed.reasons is not None else [None] * len(texts)
    for value, reason in zip(parsed.values, reasons, strict=True):
        assert value is None or reason is None
    return [Reason(r) if r is not None else v for v, r in zip(parsed.values, reasons, strict=True)]


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, int]:
    """An amount in fen, written in some unit and form: text, unit of the column, fen."""
    fen = draw(st.integers(-MOST_FEN, MOST_FEN))
    unit = draw(st.sampled_from(list(MONEY_POWERS)))
    column = draw(st.sampled_from(list(MONEY_POWERS)))
    number = Decimal(fen).scaleb(-MONEY_POWERS[unit])
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
        text = (
            draw(st.sampled_from(["¥", "￥", "RMB ", "人民币"])) + text.lstrip("+＋ \u3000\u00a0")
            if fen >= 0
            else text
        )
    return text, column if beside else unit, fen


@given(st.lists(written(), min_size=1, max_size=8))
def test_an_amount_written_in_any_accepted_form_reads_back_exactly(
    amounts: list[tuple[str, str, int]],
) -> None:
    for unit in {unit for _, unit, _ in amounts}:
        texts = [text for text, own, _ in amounts if own == unit]
        assert parse([*texts], unit=unit) == [fen for _, own, fen in amounts if own == unit]


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
