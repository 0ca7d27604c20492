"""How a place in a document reads, and Chinese numbers with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.facts import Label
from kejin.policy.places import article, number_of

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        ("11(5)", "第11条（5）", "article 11(5)"),
        ("7(2)(1)", "第7条（2）（1）", "article 7(2)(1)"),
        ("12", "第12条", "article 12"),
        ("第十一条（五）", "第十一条（五）", "article 11(5)"),
        ("第十条第二款", "第十条第二款", "article 10, paragraph 2"),
        ("第二章第三条", "第二章第三条", "chapter 2, article 3"),
        ("第一条（2）", "第一条（2）", "article 1(2)"),
        ("附件1", "附件1", "annex 1"),
        ("附件2(三)", "附件2(三)", "annex 2(3)"),
        ("附件", "附件", "annex"),
        ("2.1.2（一）", "2.1.2（一）", "2.1.2(1)"),
        ("一（二）", "一（二）", "1(2)"),
        ("三", "三", "3"),
        ("企业成长性", "企业成长性", "企业成长性"),
        ("附件3(新)1", "附件3(新)1", "附件3(新)1"),
        ("11(5", "11(5", "11(5"),
        ("", "", ""),
    ],
)
def test_a_place_in_a_document_reads_in_both_languages(at: str, zh: str, en: str) -> None:
    assert article(at) == Label(zh, en)


def in_chinese(number: int) -> str:
    """A number below a hundred as a law writes it."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


@given(st.integers(0, 99))
def test_a_chinese_number_is_read_as_it_is_written(number: int) -> None:
    assert number_of(in_chinese(number)) == number
    assert number_of(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"), [("一百", 100), ("一百零三", 103), ("一百一十", 110), ("二百五十六", 256)]
)
def test_a_number_of_three_places_is_read_too(text: str, number: int) -> None:
    assert number_of(text) == number
