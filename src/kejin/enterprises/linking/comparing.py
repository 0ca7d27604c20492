"""Two rows side by side: a level for each kind of evidence, from 0 (as like as can be) upward.

Where one side is silent there is no level, and nothing is concluded.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of evidence and its levels.

    Attributes:
        name: The column of levels.
        zh: What the evidence is called in Chinese.
        en: And in English.
        levels: What each level means, in Chinese and English.
        matched: How often each level is expected between two rows about one enterprise, before the data speak.
        unmatched: The same between two rows about different enterprises.
        rarity: The column whose rare values speak louder when they agree; None when all speak alike.
    """

    name: str
    zh: str
    en: str
    levels: tuple[tuple[str, str], ...]
    matched: tuple[float, ...]
    unmatched: tuple[float, ...]
    rarity: str | None = None


_SAME: Final = ("一致", "the same")
_OTHER: Final = ("不同", "different")

COMPARISONS: Final = (
    Comparison(
        "core", "字号", "core of the name",
        (_SAME, ("差一个字", "one character apart"), ("部分相同", "partly the same"), _OTHER),
        (0.85, 0.10, 0.03, 0.02), (0.001, 0.002, 0.01, 0.987), "core",
    ),
    Comparison("name_industry", "名称中的行业", "industry in the name", (_SAME, _OTHER), (0.85, 0.15), (0.08, 0.92)),
    Comparison("form", "组织形式", "legal form", (_SAME, _OTHER), (0.85, 0.15), (0.6, 0.4)),
    Comparison("is_group", "集团字样", "calls itself a group", (_SAME, _OTHER), (0.97, 0.03), (0.9, 0.1)),
    Comparison("city", "城市", "city", (_SAME, _OTHER), (0.95, 0.05), (0.15, 0.85)),
    Comparison("district", "县区", "district", (_SAME, _OTHER), (0.93, 0.07), (0.08, 0.92)),
    Comparison("industry", "行业", "industry", (_SAME, _OTHER), (0.85, 0.15), (0.08, 0.92)),
    Comparison(
        "person", "法定代表人", "legal representative", (_SAME, _OTHER), (0.88, 0.12), (0.0005, 0.9995), "person"
    ),
    Comparison("phone", "电话尾号", "end of the telephone number", (_SAME, _OTHER), (0.85, 0.15), (0.0002, 0.9998)),
    Comparison(
        "founded", "成立日期", "day of founding",
        (_SAME, ("相差不到 31 天", "less than 31 days apart"), _OTHER), (0.95, 0.04, 0.01), (0.0002, 0.006, 0.9938),
    ),
    Comparison("capital", "注册资本", "registered capital", (_SAME, _OTHER), (0.85, 0.15), (0.12, 0.88)),
)  # fmt: skip
"""All evidence short of codes. The expectations are starting values; the data overrule them."""

NAMES: Final = tuple(comparison.name for comparison in COMPARISONS)

_AT_ONCE: Final = 500_000


def compare(left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The levels of every pair: `l`, `r`, one column for each comparison, and what codes and branches decide.

    Columns beside the levels: `same_code` is true where both codes agree, false where they differ, null where one is
    missing; `other_branch` is true where the two are different parts of an enterprise.
    """
    # A few million pairs beside each other with all their texts would not fit; their levels do.
    slices = [pairs.slice(start, _AT_ONCE) for start in range(0, max(pairs.height, 1), _AT_ONCE)]
    return pl.concat([_compare(left, right, some) for some in slices])


def _compare(left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    side_l = left[pairs["l"]].rename(lambda name: f"{name}_l")
    side_r = right[pairs["r"]].rename(lambda name: f"{name}_r")
    both = pairs.select("l", "r").hstack(side_l).hstack(side_r)
    plain = [_equality(name) for name in NAMES if name not in {"core", "founded", "city"}]
    return (
        both.lazy()
        .with_columns(core_level=_core_level(), founded_level=_founded_level(), city_level=_city_level())
        .select(
            "l", "r", *plain, core="core_level", founded="founded_level", city="city_level",
            same_code=_same_code(), other_branch=_other_branch(),
        )
        .select("l", "r", *NAMES, "same_code", "other_branch")
        .collect()
    )  # fmt: skip


def _level(*steps: pl.Expr) -> pl.Expr:
    """The number of the first step that holds, else how many steps there are."""
    level = pl.lit(len(steps), pl.UInt8)
    for number, step in reversed(list(enumerate(steps))):
        level = pl.when(step).then(pl.lit(number, pl.UInt8)).otherwise(level)
    return level


def _where_both(name: str, level: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(f"{name}_l").is_not_null() & pl.col(f"{name}_r").is_not_null()).then(level)


def _equality(name: str) -> pl.Expr:
    return _where_both(name, _level(pl.col(f"{name}_l") == pl.col(f"{name}_r"))).alias(name)


def _core_level() -> pl.Expr:
    one, two = pl.col("core_l"), pl.col("core_r")
    longer = pl.max_horizontal(one.str.len_chars(), two.str.len_chars())
    shorter = pl.min_horizontal(one.str.len_chars(), two.str.len_chars())
    shared = one.str.split("").list.set_intersection(two.str.split("")).list.len()
    near = (longer >= 3) & (longer - shorter <= 1) & (shared + 1 >= longer)
    inside = (shorter >= 2) & (one.str.contains(two, literal=True) | two.str.contains(one, literal=True))
    return _where_both("core", _level(one == two, near, inside | (shared * 2 >= longer)))


def _founded_level() -> pl.Expr:
    apart = (pl.col("founded_l") - pl.col("founded_r")).dt.total_days().abs()
    return _where_both("founded", _level(apart == 0, apart < 31))


def _city_level() -> pl.Expr:
    """Cities agree also where one side's own name says the city of the other: addresses are mistyped more often."""
    named = (pl.col("name_city_l") == pl.col("city_r")) | (pl.col("name_city_r") == pl.col("city_l"))
    same = (pl.col("city_l") == pl.col("city_r")) | named.fill_null(value=False)
    return _where_both("city", _level(same))


def _other_branch() -> pl.Expr:
    named = pl.col("plain_l").is_not_null() & pl.col("plain_r").is_not_null()
    return named & pl.col("branch_l").ne_missing(pl.col("branch_r"))


def _same_code() -> pl.Expr:
    """Two codes differ also where only the organisation codes inside them agree."""
    whole = pl.col("credit_code_l") == pl.col("credit_code_r")
    return pl.coalesce(whole, pl.col("organisation_l") == pl.col("organisation_r"))
