"""The normal form of names: what is one name to an office, and what is not."""

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kejin.enterprises.linking import name_parts, normal_name, parse_name
from kejin.enterprises.linking.characters import SIMPLIFIED

PIECES = [
    "深圳市",
    "广东省",
    "南山区",
    "前程",
    "晨曦",
    "科技",
    "新能源",
    "集团",
    "股份",
    "有限公司",
    "有限责任公司",
    "（",
    ")",
    "深圳",
    "軟件",
    " ",
    "　",
    "Ａ",
    "分公司",
]
company_names = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@given(st.one_of(st.text(max_size=30), company_names))
@example("e \u0301")
@example("\u1100 \u1161")
@example("ŉ〔①〕")
def test_the_normal_form_of_a_normal_form_is_itself(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)


@given(st.one_of(st.text(max_size=30), company_names))
def test_a_name_and_its_normal_form_have_the_same_parts(name: str) -> None:
    assert parse_name(normal_name(name)) == parse_name(name)


@given(company_names)
@example("（深圳市)")
@example("有限公司")
def test_the_core_is_empty_only_where_the_name_is(name: str) -> None:
    parts = parse_name(name)
    letters = parts.plain.replace("(", "").replace(")", "")
    assert bool(parts.core) == bool(letters)


@given(st.lists(company_names, max_size=8))
def test_a_column_is_taken_apart_as_each_of_its_names(names: list[str]) -> None:
    column = name_parts(pl.Series(names, dtype=pl.String)).rows(named=True)
    assert column == [name_parts(pl.Series([name])).row(0, named=True) for name in names]


def test_no_simplified_form_is_itself_a_traditional_one() -> None:
    assert not SIMPLIFIED.keys() & set(SIMPLIFIED.values())
    assert len(SIMPLIFIED) > 600


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("风信软件（广州）股份有限公司", "广州风信软件股份有限公司"),
        ("風信軟件(廣州)股份有限公司", "广州市风信软件股份有限公司"),
        ("　广州　风信软件〔集团〕股份有限公司 ", "广东省广州市风信软件集团股份有限公司"),
        ("深圳市南山区前程科技有限公司", "深圳前程科技有限责任公司"),
        ("ＡＢＣ科技（东莞）有限公司", "东莞abc科技有限公司"),
        ("前程集团新能源（惠州）有限公司", "惠州前程新能源集团有限公司"),
    ],
)
def test_one_name_written_in_two_ways_has_one_set_of_parts(written: str, also: str) -> None:
    one, two = parse_name(written), parse_name(also)
    assert (one.place_city, one.core, one.industry, one.form, one.is_group) == (
        two.place_city, two.core, two.industry, two.form, two.is_group,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "city", "core", "industry", "form"),
    [
        ("深圳市前程（集團）新能源股份有限公司", "深圳", "前程", "新能源", "joint_stock"),
        ("广东麦瑞科半导体有限责任公司", None, "麦瑞科", "半导体", "limited"),
        ("佛山市宏昌科技软件有限公司", "佛山", "宏昌科技", "软件", "limited"),
        ("甲创业投资中心（有限合伙）", None, "甲创业投资中心", None, "partnership"),
        ("广东省有限公司", None, "广东省", None, "limited"),
        ("广州医药集团有限公司", "广州", "医药", None, "limited"),
        ("中山", "中山", "中山", None, None),
        ("（中山）", "中山", "中山", None, None),
        ("有限公司", None, "有限公司", None, "limited"),
    ],
)
def test_the_parts_of_a_name(
    name: str, city: str | None, core: str, industry: str | None, form: str | None
) -> None:
    parts = parse_name(name)
    assert (parts.place_city, parts.core, parts.industry, parts.form) == (city, core, industry, form)


def test_a_branch_is_told_from_its_enterprise() -> None:
    branch, whole = parse_name("前程科技有限公司深圳分公司"), parse_name("前程科技有限公司")
    assert branch.core == whole.core == "前程"
    assert (branch.branch, whole.branch) == ("深圳分公司", None)
