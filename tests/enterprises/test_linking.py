"""Linking by properties and by hand: codes decide, order and side do not, confusable names stay apart."""

from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kejin.enterprises.linking import Linked, explain_pair, link_tables, link_within, read_table
from kejin.errors import FileError, MappingError
from kejin.identity import check_character, organisation_check_character, parse_credit_code

HEADERS = ("id", "credit_code", "name", "city", "legal_rep", "phone", "founded")


def code(number: int, *, region: str = "440300") -> str:
    body = f"{number:08d}"
    first = f"91{region}{body}{organisation_check_character(body)}"
    return parse_credit_code(first + check_character(first)).value


def table(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(HEADERS, pl.String), orient="row")


def pairs_of(linked: Linked) -> set[tuple[str, str]]:
    return set(linked.pairs.select("left", "right").iter_rows())


def others(seed: int, count: int = 300) -> pl.DataFrame:
    """Enterprises that have nothing to do with each other, so that there is something to count chances from."""
    random = Random(seed)  # noqa: S311 - invented names, no secrets
    characters = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳"
    rows = []
    for number in range(count):
        city = random.choice(["广州市", "深圳市", "佛山市", "东莞市"])
        core, person = ("".join(random.sample(characters, 3)) for _ in range(2))
        day = f"{random.randint(1995, 2023)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
        industry = random.choice(["材料", "电子", "五金", "新能源", "软件"])
        phone = f"{random.randint(0, 9999):04d}"
        rows.append((f"O{number}", None, f"{city}{core}{industry}有限公司", city, person, phone, day))
    return table(*rows)


maybe = st.sampled_from
records = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 4).map(code), st.just("914403")),
        maybe(["深圳市前程科技有限公司", "前程科技（深圳）有限公司", "广州前程科技有限公司", "前程科技有限公司深圳分公司", "东莞晨曦五金有限公司", None]),
        maybe(["深圳市", "广州", None]),
        maybe(["王一", "李二", None]),
        maybe(["13800001234", "1234", None]),
        maybe(["2019-05-20", "2019/6/1", "1999年1月1日", None]),
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip


def keyed(rows: list[tuple[str | None, ...]], prefix: str) -> pl.DataFrame:
    return table(*((f"{prefix}{number}", *row) for number, row in enumerate(rows)))


@settings(max_examples=10)
@given(records, records)
def test_which_table_is_called_left_does_not_matter(
    one: list[tuple[str | None, ...]], two: list[tuple[str | None, ...]]
) -> None:
    left, right = keyed(one, "A"), keyed(two, "B")
    there, back = link_tables(left, right), link_tables(right, left)
    as_given = there.pairs.select("left", "right", "probability").sort("left", "right").rows()
    turned = (
        back.pairs.select(left="right", right="left", probability="probability").sort("left", "right").rows()
    )
    assert len(as_given) == len(turned)
    assert len(there.unmatched_left) == len(back.unmatched_right)
    # Rows of one table that say the very same are interchangeable; everything else is paired alike.
    if left.drop("id").is_unique().all() and right.drop("id").is_unique().all():
        assert as_given == turned
        assert (there.unmatched_left, there.unmatched_right) == (back.unmatched_right, back.unmatched_left)


@settings(max_examples=10)
@given(records, records, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    one: list[tuple[str | None, ...]], two: list[tuple[str | None, ...]], random: Random
) -> None:
    left, right = keyed(one, "A"), keyed(two, "B")
    order = list(range(left.height))
    random.shuffle(order)
    first, second = link_tables(left, right), link_tables(left[order], right.reverse())
    assert first.pairs.equals(second.pairs)
    assert (first.unmatched_left, first.unmatched_right) == (second.unmatched_left, second.unmatched_right)


@settings(max_examples=10)
@given(records, records)
def test_equal_codes_always_link_and_different_ones_never(
    one: list[tuple[str | None, ...]], two: list[tuple[str | None, ...]]
) -> None:
    left, right = keyed(one, "A"), keyed(two, "B")
    found = pairs_of(link_tables(left, right))
    valid = {code(number) for number in range(1, 5)}
    for a in left.iter_rows(named=True):
        for b in right.iter_rows(named=True):
            if {a["credit_code"], b["credit_code"]} <= valid:
                assert ((a["id"], b["id"]) in found) == (a["credit_code"] == b["credit_code"])


@settings(max_examples=10)
@given(records, records)
def test_a_row_has_one_partner_unless_codes_say_more(
    one: list[tuple[str | None, ...]], two: list[tuple[str | None, ...]]
) -> None:
    linked = link_tables(keyed(one, "A"), keyed(two, "B"), threshold=0.1)
    by_evidence = linked.pairs.filter(pl.col("decided_by") == "evidence")
    for side in ("left", "right"):
        assert by_evidence[side].is_unique().all()
        assert not set(by_evidence[side]) & set(linked.pairs.filter(pl.col("decided_by") == "code")[side])
    assert {*linked.pairs["left"], *linked.unmatched_left} == {f"A{n}" for n in range(len(one))}
    assert not set(linked.pairs["left"]) & set(linked.unmatched_left)


def linked_with(row: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    left = pl.concat([table(("L", *row)), others(0)])
    right = pl.concat([table(("R", *other)), others(1)])
    return ("L", "R") in pairs_of(link_tables(left, right))


PERSON = ("王一", "13800001234", "2019-05-20")
OTHER = ("李二", "13900005678", "2003-11-02")


@pytest.mark.parametrize(
    ("name", "city", "other", "other_city"),
    [
        ("前程新能源（深圳）有限公司", "深圳市", "深圳市前程新能源有限责任公司", "深圳"),
        ("深圳市前程新能源有限公司", "深圳市", "深圳前程（集团）新能源股份有限公司", "深圳市"),
        ("深圳市前程遠新能源有限公司", "深圳市", "广东前程新能源有限公司", "深圳市"),
        ("深圳市前程新能源有限公司", "深圳市", "深圳市前程新能源有限公司", "广州市"),
        ("深圳市前程新能源有限公司", "深圳市", "深圳市前程电子有限公司", "深圳市"),
    ],
)
def test_one_enterprise_written_in_two_ways_is_found(
    name: str, city: str, other: str, other_city: str
) -> None:
    assert linked_with((None, name, city, *PERSON), (None, other, other_city, *PERSON))


@pytest.mark.parametrize(
    ("name", "city", "other", "other_city"),
    [
        ("广州前程新能源有限公司", "广州市", "深圳前程新能源有限公司", "深圳市"),  # one core, two cities
        ("前程集团有限公司", "深圳市", "深圳前程新能源有限公司", "深圳市"),  # parent and subsidiary
        ("深圳前程新能源有限公司", "深圳市", "深圳前程半导体有限公司", "深圳市"),  # sisters
        ("前程（广州）新能源有限公司", "广州市", "前程（深圳）新能源有限公司", "深圳市"),  # brackets
        ("深圳前程新能源有限公司", "深圳市", "深圳前城新能源有限公司", "深圳市"),  # one character apart
    ],
)
def test_confusable_names_with_other_people_stay_apart(
    name: str, city: str, other: str, other_city: str
) -> None:
    assert not linked_with((None, name, city, *PERSON), (None, other, other_city, *OTHER))


def test_a_branch_is_not_its_enterprise_whatever_else_agrees() -> None:
    whole, branch = "前程新能源有限公司", "前程新能源有限公司深圳分公司"
    assert not linked_with((None, whole, "深圳市", *PERSON), (None, branch, "深圳市", *PERSON))


def test_different_codes_keep_two_rows_apart_whatever_else_agrees() -> None:
    row = ("深圳前程新能源有限公司", "深圳市", *PERSON)
    assert not linked_with((code(1), *row), (code(2), *row))
    assert not linked_with((code(1), *row), (code(1, region="440100"), *row))


def test_an_organisation_code_meets_the_credit_code_that_holds_it() -> None:
    inside = code(7)[8:17]
    row = ("东莞晨曦五金有限公司", "东莞市", None, None, None)
    assert linked_with((code(7), *row), (f"{inside[:8]}-{inside[8]}", "前程有限公司", None, None, None, None))


def test_a_code_with_a_wrong_check_character_decides_nothing() -> None:
    wrong = code(3)[:-1] + ("0" if code(3)[-1] != "0" else "1")
    row = ("深圳前程新能源有限公司", "深圳市", *PERSON)
    assert linked_with((wrong, *row), (code(4), *row))


def test_a_pair_says_what_spoke_for_and_against_it() -> None:
    left = pl.concat([table(("L", None, "深圳前程新能源有限公司", "深圳市", *PERSON)), others(0)])
    right = pl.concat(
        [table(("R", None, "前程新能源（深圳）股份有限公司", "深圳市", "李二", *PERSON[1:])), others(1)]
    )
    pair = link_tables(left, right).pairs.filter(pl.col("left") == "L").row(0, named=True)
    evidence = {one.name: one for one in explain_pair(pair)}
    assert evidence["core"].text.zh == "字号一致"
    assert (evidence["core"].bits or 0) > 5
    assert evidence["person"].text.en == "legal representative: different"
    assert (evidence["person"].bits or 0) < 0
    assert "district" not in evidence


def test_repeated_rows_of_one_table_are_found_once_each() -> None:
    twice = table(
        ("1", None, "深圳前程新能源有限公司", "深圳市", *PERSON),
        ("2", None, "前程新能源（深圳）有限公司", "深圳市", *PERSON),
    )
    linked = link_within(pl.concat([twice, others(0)]))
    assert {frozenset(pair) for pair in pairs_of(linked)} == {frozenset("12")}
    assert linked.unmatched_left == linked.unmatched_right


def test_a_table_without_names_or_codes_is_refused_with_what_it_has() -> None:
    with pytest.raises(MappingError, match=r"nothing to link by.*企业名称.*amount"):
        link_within(pl.DataFrame({"amount": [1]}))


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(MappingError, match=r"cannot be told apart.*'7'"):
        link_within(pl.DataFrame({"id": [7, 7], "name": ["甲", "乙"]}))


def test_an_empty_table_links_nothing() -> None:
    linked = link_tables(others(0).clear(), others(0, 3))
    assert linked.pairs.height == 0
    assert linked.unmatched_right == ("O0", "O1", "O2")


def test_headers_are_found_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "贷款企业名单,,\n企业名称,法人代表,注册资本（万元）\n甲公司,王一,100\n,,\n", encoding="utf-8"
    )
    assert read_table(path).to_dicts() == [
        {"企业名称": "甲公司", "法人代表": "王一", "注册资本（万元）": "100"}
    ]
    path.write_text("金额,日期\n1,2\n", encoding="utf-8")
    with pytest.raises(MappingError, match="no header to link by"):
        read_table(path)
    path.write_text("企业名称,法人代表\n", encoding="utf-8")
    with pytest.raises(FileError, match="holds no rows"):
        read_table(path)
