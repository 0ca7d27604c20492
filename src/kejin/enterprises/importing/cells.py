"""What all cell parsers share: the result they give, what counts as unknown, and how a text is tidied."""

from dataclasses import dataclass

import polars as pl

from kejin.enterprises.importing.parquet import NOT_PLAIN
from kejin.enterprises.importing.reasons import Reason
from kejin.enterprises.importing.sheetgate import NO_VALUE
from kejin.facts import Fact

BLANKS = " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Every blank of Unicode; taken off both ends of a cell."""

UNKNOWN = (
    "", "-", "--", "---", "—", "——", "–", "―", "─", "－", "/", "／", "\\", "*", ".", "...", "…",
    "n/a", "na", "#n/a", "null", "none", "nil", "unknown", "not available", "not applicable", "n.a.", "tbd",
    "无数据", "暂无", "暂无数据", "未知", "不详", "不适用", "未填", "未填写", "空", "缺失", "待定", "未披露", "保密",
)  # fmt: skip
"""What people write for "I do not know", in small letters. Never zero, and never "no": 无 is not among them."""

_EXCEL_ERRORS = (
    "#DIV/0!",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
)
# Full-width ASCII, the ideographic blank and the real minus sign; not NFKC, which would make a 1 of a circled ①.
_FULL_WIDTH = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)} | {"\u3000": " ", "￥": "¥", "\u2212": "-"}
_MARKERS = {NO_VALUE: Reason.NO_CACHED_VALUE, NOT_PLAIN: Reason.NOT_A_NUMBER} | dict.fromkeys(
    _EXCEL_ERRORS, Reason.EXCEL_ERROR
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed column.

    Attributes:
        values: In the type of the fact; null where the cell is unknown or wrong.
        reasons: For each row the `Reason` why the cell is wrong, null where it is not; None when no cell is wrong.
    """

    values: pl.Series
    reasons: pl.Series | None = None


def tidied(texts: pl.Series) -> pl.Series:
    """The texts without blanks around them and in half width, null where they say "unknown"."""
    stripped = texts.str.strip_chars(BLANKS)
    if stripped.str.contains(r"[^\x00-\x7f]").any():
        stripped = stripped.str.replace_many(_FULL_WIDTH).str.strip_chars(BLANKS)
    unknown = stripped.str.to_lowercase().is_in(list(UNKNOWN))
    return pl.select(pl.when(~unknown).then(stripped)).to_series()


def marked(texts: pl.Series) -> pl.Series:
    """The reason of every cell that an earlier step marked as unusable, else null."""
    return texts.replace_strict(
        {key: value.value for key, value in _MARKERS.items()}, default=None, return_dtype=pl.String
    )


def by_parts(texts: pl.Series, easy: tuple[pl.Series, pl.Series], slow_rows: Parsed) -> Parsed:
    """A column of which most rows were easy, completed with the slowly parsed rest.

    Args:
        texts: The whole column, for its length only.
        easy: A mask of the easy rows and, over the whole column, their values.
        slow_rows: The rows that are neither easy nor null, in order.
    """
    mask, values = easy
    rest = (~mask & texts.is_not_null()).arg_true()
    merged = values.scatter(rest, slow_rows.values)
    if slow_rows.reasons is None or slow_rows.reasons.null_count() == slow_rows.reasons.len():
        return Parsed(merged)
    reasons = no_reasons(texts.len()).scatter(rest, slow_rows.reasons)
    return Parsed(merged, reasons)


def no_reasons(height: int) -> pl.Series:
    """A column of reasons in which nothing is wrong."""
    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def within_bounds(parsed: Parsed, fact: Fact) -> Parsed:
    """The same with every value outside the fact's bounds taken away and given its reason."""
    outside = ((parsed.values < fact.minimum) | (parsed.values > fact.maximum)).fill_null(value=False)
    if not outside.any():
        return parsed
    reasons = parsed.reasons if parsed.reasons is not None else no_reasons(parsed.values.len())
    reasons = pl.select(
        pl.when(outside).then(pl.lit(Reason.OUT_OF_BOUNDS.value)).otherwise(reasons)
    ).to_series()
    return Parsed(pl.select(pl.when(~outside).then(parsed.values)).to_series(), reasons)
