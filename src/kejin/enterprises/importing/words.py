"""Texts into yes and no, and into the codes of a choice, a column at a time over its distinct texts."""

import polars as pl

from kejin.enterprises.importing.cells import Parsed, marked, tidied
from kejin.enterprises.importing.reasons import Reason
from kejin.facts import Fact, fold

_YES = (
    "是",
    "有",
    "y",
    "yes",
    "true",
    "t",
    "1",
    "√",
    "✓",
    "✔",
    "☑",
    "对",
    "真",
    "已",
    "是的",
    "符合",
    "具备",
)
_NO = (
    "否",
    "无",
    "n",
    "no",
    "false",
    "f",
    "0",
    "×",
    "✗",
    "✘",
    "x",
    "☐",
    "错",
    "假",
    "未",
    "没有",
    "不是",
    "不符合",
    "不具备",
    "非",
)
_FLAGS = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)


def parse_flags(texts: pl.Series) -> Parsed:
    """A column of 是/否, 有/无, yes/no, true/false, 1/0 or √/×, as Boolean. 无 is "no" here; "-" is unknown."""
    plain = tidied(texts).str.to_lowercase().str.replace(r"^([01])\.0+$", "$1")
    values = plain.replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    return _judged(texts, plain, values, reason=Reason.NOT_A_FLAG)


def parse_choices(texts: pl.Series, fact: Fact) -> Parsed:
    """A column of codes, labels or synonyms of a choice, as its codes (String)."""
    names = {
        fold(name): choice.code
        for choice in fact.choices
        for name in (choice.code, choice.label.zh, choice.label.en, *choice.synonyms)
    }
    # The code `none` is a choice, and None is what some programs write for "unknown": only the exact code counts.
    exact = texts.is_in(list(fact.codes)).fill_null(value=False)
    plain = pl.select(pl.when(exact).then(texts).otherwise(tidied(texts))).to_series()
    # A column of choices has few distinct texts; folding each once is far cheaper than folding each cell.
    distinct = plain.unique().drop_nulls().to_list()
    known = {text: names[fold(text)] for text in distinct if fold(text) in names}
    values = plain.replace_strict(known, default=None, return_dtype=pl.String)
    return _judged(texts, plain, values, reason=Reason.NOT_A_CHOICE)


def _judged(texts: pl.Series, plain: pl.Series, values: pl.Series, *, reason: Reason) -> Parsed:
    wrong = values.is_null() & plain.is_not_null()
    if not wrong.any():
        return Parsed(values)
    judged = pl.select(pl.when(wrong).then(pl.coalesce(marked(texts), pl.lit(reason.value)))).to_series()
    return Parsed(values, judged)
