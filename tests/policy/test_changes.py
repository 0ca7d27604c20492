"""Overlays, differences in words, numbers in quotations, schemas for editors."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.sample import DATES, LAW, ruleset, store

from kejin.errors import OverlayError, SchemaError, UnknownPolicyError
from kejin.policy import Dates, Overlay
from kejin.policy.diff import diff_rulesets
from kejin.policy.documents import Kind
from kejin.policy.numerals import chinese_number, quote_holds
from kejin.policy.schemas import SCHEMAS, json_schema
from kejin.policy.values import parse_integer, parse_value

FILE = """
title: {zh: 提高补偿比例, en: Higher coverage}
reference: a proposal for this test
changes:
  - {target: sample.coverage, value: "50%", from: 2025-03-01}
  - {target: "sample.rd_floor#small", value: "6%"}
"""


def test_a_law_date_later_shows_the_change_with_clause_and_reach() -> None:
    later = store().compile(Dates(date(2026, 5, 1), LAW, date(2026, 5, 1)))
    values = {c.name: c for c in diff_rulesets(ruleset(), later) if c.what == "value"}
    change = values["sample.staff_share"]
    assert (change.before.zh, change.after.zh) == ("10%", "12%")
    assert (change.clause, change.touches) == ("sample-law 4", ("sample.qualifies",))
    formulas = [c.name for c in diff_rulesets(ruleset(), later) if c.what == "formula"]
    assert formulas == ["sample.cost_share_fen"]


WIDER = """
title: {zh: 提高档位, en: Wider small tier}
changes:
  - {target: "sample.rd_floor#small", value: "5%", when: {revenue_latest_fen: {at_most: "10000", unit: 万元}}}
"""
MIDDLE = """\
  - {target: "sample.rd_floor#middle", value: "4%", when: {revenue_latest_fen: {above: "10000", at_most: "20000", unit: 万元}}}
"""


def test_an_overlay_may_move_the_edges_of_a_table_but_leaves_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text(WIDER, encoding="utf-8")
    with pytest.raises(OverlayError, match="small, middle all match"):
        store().compile(DATES, Overlay.read(path))
    path.write_text(WIDER + MIDDLE, encoding="utf-8")
    names = {c.name for c in diff_rulesets(ruleset(), store().compile(DATES, Overlay.read(path)))}
    assert names == {"sample.rd_floor#small", "sample.rd_floor#middle"}


def test_a_decision_that_begins_or_ends_is_a_change() -> None:
    early = store().compile(Dates(date(2015, 1, 1), LAW, LAW))
    assert "sample.covered" in {c.name for c in diff_rulesets(early, ruleset()) if c.what == "decision"}
    assert diff_rulesets(ruleset(), ruleset()) == []


def test_an_overlay_file_is_laid_over_and_leaves_the_packs_alone(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text(FILE, encoding="utf-8")
    changed = store().compile(DATES, Overlay.read(path))
    found = {c.name: (c.before.en, c.after.en) for c in diff_rulesets(ruleset(), changed)}
    assert set(found) == {"sample.coverage", "sample.rd_floor#small"}
    assert found["sample.coverage"][1].endswith("2025-03-01: 50%")
    assert store().compile(DATES).digest == ruleset().digest


@pytest.mark.parametrize(
    ("target", "value", "message"),
    [
        ("other.coverage", "1%", "names no policy"),
        ("sample.nothing", "1%", "names nothing"),
        ("sample.rd_floor#tiny", "1%", "names no row"),
        ("sample.coverage", "81%", "outside the parameter's bounds"),
    ],
)
def test_an_overlay_that_fits_nothing_says_what_there_is(target: str, value: str, message: str) -> None:
    with pytest.raises(OverlayError, match=message):
        store().compile(DATES, Overlay.of("x", {target: value}))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三十五", 35),
        ("一百零五", 105),
        ("五千", 5000),
        ("两亿", 2 * 10**8),
        ("一千二百万", 12 * 10**6),
        ("abc", None),
    ],
)
def test_chinese_numerals_are_read(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("quote", "value", "kind", "holds"),
    [
        ("比例不低于百分之六十", "60%", Kind.RATIO, True),
        ("比例不低于６０％", "60%", Kind.RATIO, True),
        ("额外增加15个百分点", "15%", Kind.RATIO, True),
        ("比例不低于6%", "60%", Kind.RATIO, False),
        ("不超过5,000万元（含）", "5000万元", Kind.MONEY, True),
        ("每年不超过15亿元", "15亿元", Kind.MONEY, True),
        ("不超过500人", "5000", Kind.COUNT, False),
        ("2025年10月1日起施行", "2025-10-01", Kind.DATE, True),
        ("注册成立365个日历天数以上", "365", Kind.DAYS, True),
    ],
)
def test_a_quotation_holds_its_number(quote: str, value: str, kind: Kind, holds: bool) -> None:
    assert quote_holds(quote, value, kind, unit="") is holds


@given(fen=st.integers(-(10**15), 10**15))
def test_amounts_are_read_to_the_fen(fen: int) -> None:
    sign = "-" if fen < 0 else ""
    text = f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"
    assert parse_integer(text, Kind.MONEY, "元", where="x") == fen


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0.0000000001", Kind.RATIO),
        ("0.001", Kind.MONEY),
        ("1.5", Kind.COUNT),
        ("1e6", Kind.MONEY),
        ("2025-2-30", Kind.DATE),
        ("maybe", Kind.FLAG),
    ],
)
def test_a_value_finer_or_other_than_its_kind_is_refused(text: str, kind: Kind) -> None:
    with pytest.raises(SchemaError, match="x"):
        parse_value(text, kind, "", where="x")


def test_every_document_has_a_schema_that_refuses_unknown_keys() -> None:
    for kind in SCHEMAS:
        schema = json_schema(kind)
        assert schema["additionalProperties"] is False
    with pytest.raises(UnknownPolicyError, match="parameters"):
        json_schema("other")
