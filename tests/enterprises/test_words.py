"""Yes and no, choices, names and codes; hidden characters."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.enterprises.builders import code

from kejin.enterprises.importing import Reason
from kejin.enterprises.importing.cells import Parsed
from kejin.enterprises.importing.texts import parse_credit_codes, parse_texts
from kejin.enterprises.importing.words import parse_choices, parse_flags
from kejin.facts import FactKind, dictionary

NAME = dictionary()["enterprise_name"]


def outcome(parsed: Parsed) -> list[object]:
    reasons = parsed.reasons.to_list() if parsed.reasons is not None else [None] * parsed.values.len()
    return [Reason(r) if r is not None else v for v, r in zip(parsed.values, reasons, strict=True)]


@pytest.mark.parametrize(
    "text", ["是", "有", "Y", "y", "yes", "TRUE", "True", "1", "1.0", "√", "✓", "Ｙ", " 是 "]
)
def test_yes_is_written_in_many_ways(text: str) -> None:
    assert outcome(parse_flags(pl.Series([text]))) == [True]


@pytest.mark.parametrize("text", ["否", "无", "N", "no", "FALSE", "0", "0.0", "×", "x", "Ｎ"])
def test_no_is_written_in_many_ways_and_wu_is_one_of_them(text: str) -> None:
    assert outcome(parse_flags(pl.Series([text]))) == [False]


def test_a_dash_is_neither_yes_nor_no_but_unknown() -> None:
    assert outcome(parse_flags(pl.Series(["-", "", "N/A", "不详", None, "也许", "2"]))) == [
        None, None, None, None, None, Reason.NOT_A_FLAG, Reason.NOT_A_FLAG,
    ]  # fmt: skip


def test_every_code_label_and_synonym_of_every_choice_is_understood() -> None:
    for fact in dictionary().values():
        if fact.kind is not FactKind.CHOICE:
            continue
        for choice in fact.choices:
            words = [choice.code, choice.label.zh, *choice.synonyms]
            assert outcome(parse_choices(pl.Series(words), fact)) == [choice.code] * len(words), fact.name


def test_the_code_none_is_a_choice_and_the_word_none_is_unknown() -> None:
    platform = dictionary()["platform"]
    assert outcome(parse_choices(pl.Series(["none", "None", "无", "-", "前海合作区", "月球"]), platform)) == [
        "none", None, "none", None, "qianhai", Reason.NOT_A_CHOICE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("甲\u202e公司", Reason.BIDI),
        ("甲\u2066公司", Reason.BIDI),
        ("甲\x07公司", Reason.CONTROL_CHARACTER),
        ("甲\ufffd公司", Reason.DAMAGED_TEXT),
        ("甲\ue000公司", Reason.DAMAGED_TEXT),
        ("e" + "\u0301" * 5, Reason.COMBINING_FLOOD),
        ("字" * 201, Reason.TOO_LONG),
        ("9.144030070846E+17", Reason.LOST_DIGITS),
        ("#NAME?", Reason.EXCEL_ERROR),
    ],
)
def test_a_text_that_deceives_or_is_damaged_is_refused(text: str, reason: Reason) -> None:
    assert outcome(parse_texts(pl.Series(["甲公司", text]), NAME, key=False).parsed) == ["甲公司", reason]


def test_invisible_characters_are_taken_out_and_counted() -> None:
    cleaned = parse_texts(pl.Series(["甲\u200b公司", "乙\ufeff公司", "丙公司"]), NAME, key=False)
    assert outcome(cleaned.parsed) == ["甲公司", "乙公司", "丙公司"]
    assert cleaned.stripped == 2


def test_a_name_keeps_its_full_width_letters_and_a_key_does_not() -> None:
    texts = pl.Series(["ＡＢＣ　公司", " 万  科Ａ "])
    assert outcome(parse_texts(texts, NAME, key=False).parsed) == ["ＡＢＣ 公司", "万 科Ａ"]
    assert outcome(parse_texts(texts, NAME, key=True).parsed) == ["ABC 公司", "万 科A"]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=10))
def test_whatever_comes_in_nothing_hidden_comes_out(texts: list[str]) -> None:
    values = parse_texts(pl.Series(texts, dtype=pl.String), NAME, key=True).parsed.values
    hidden = r"[\x00-\x1f\x7f\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]"
    assert not values.drop_nulls().str.contains(hidden).any()
    assert values.drop_nulls().str.strip_chars().equals(values.drop_nulls())


@given(st.integers(0, 10**8 - 1))
def test_a_credit_code_is_read_however_it_was_pasted(number: int) -> None:
    right = code(number)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in right)
    spelled = [right, right.lower(), wide, f" {right[:2]} {right[2:]}\u200b"]
    assert outcome(parse_credit_codes(pl.Series(spelled))) == [right] * 4


def test_each_fault_of_a_credit_code_has_its_own_reason() -> None:
    right = code(7)
    wrong_end = right[:-1] + ("0" if right[-1] != "0" else "1")
    texts = [right[:-1], "I" + right[1:], wrong_end, "9.14401010000001E+17", "-", None]
    assert outcome(parse_credit_codes(pl.Series(texts))) == [
        Reason.CODE_LENGTH, Reason.CODE_CHARACTER, Reason.CODE_CHECK, Reason.LOST_DIGITS, None, None,
    ]  # fmt: skip
