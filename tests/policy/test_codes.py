"""Conditions on codes: among those a parameter names, or under one of its stems; unknown where nobody has seen them."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.facts import FactSet, Grain
from kejin.policy import Dates, PolicyStore, Verdict, explain
from kejin.policy.cases import facts_frame
from kejin.policy.conditions import Condition, one_of, starts_with_one_of
from kejin.policy.documents import ParameterDocument
from kejin.policy.resolve import constant_term
from kejin.policy.terms import Choice, Choices, Origin

CODE = Choice(pl.col("code"), origin=Origin("node", "code"))
digits = st.text("0123456789", min_size=2, max_size=4)
codes = (
    st.none()
    | digits
    | digits.map("C{}".format)
    | digits.map("{}*".format)
    | st.sampled_from(["C", "集成电路制造", "", "12345", "39-73"])
)


def stems(*members: str, seen: bool = True) -> Choices:
    return Choices(pl.lit(None, pl.String), members=members, seen=seen)


def answers(condition: Condition, values: list[str | None]) -> list[bool | None]:
    frame = pl.DataFrame({"code": values}, schema={"code": pl.String})
    return frame.with_columns(condition.expr.alias("x"))["x"].to_list()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("3973", True),
        ("397", None),
        ("39", None),
        ("3979", False),
        ("C3973", True),
        ("c3973", True),
        ("3973*", True),
        ("2710", True),
        ("27", True),
        ("C27", True),
        ("28", False),
        ("0111", False),
        ("C", None),
        ("集成电路制造", None),
        ("", None),
        (None, None),
    ],
)
def test_a_code_lies_under_a_stem_or_not_or_is_too_coarse_to_tell(
    code: str | None, expected: bool | None
) -> None:
    assert answers(starts_with_one_of(CODE, stems("3973", "27")), [code]) == [expected]


def plain(code: str | None, wanted: list[str]) -> bool | None:
    """The definition in plain Python."""
    if code is None:
        return None
    bare = code[1:] if code[:1].isascii() and code[:1].isalpha() else code
    bare = bare.removesuffix("*")
    if not (2 <= len(bare) <= 4 and bare.isascii() and bare.isdigit()):
        return None
    if any(bare.startswith(stem) for stem in wanted):
        return True
    return None if any(stem.startswith(bare) for stem in wanted) else False


@given(values=st.lists(codes, min_size=1, max_size=8), wanted=st.lists(digits, max_size=5))
def test_many_codes_at_once_follow_the_definition(values: list[str | None], wanted: list[str]) -> None:
    found = answers(starts_with_one_of(CODE, stems(*wanted)), values)
    assert found == [plain(value, wanted) for value in values]


def test_stems_and_codes_that_nobody_has_seen_leave_every_question_open() -> None:
    values = ["3973", "other", None]
    assert answers(starts_with_one_of(CODE, stems(seen=False)), values) == [None, None, None]
    assert answers(one_of(CODE, stems(seen=False)), values) == [None, None, None]
    assert answers(one_of(CODE, stems("3973")), values) == [True, False, None]


@pytest.mark.parametrize(("value", "seen"), [(None, False), ([], True), (["27"], True)])
def test_a_list_without_members_is_not_a_list_nobody_has_seen(value: list[str] | None, seen: bool) -> None:
    document = ParameterDocument.model_validate(
        {
            "id": "codes",
            "label": {"zh": "代码", "en": "Codes"},
            "kind": "choices",
            "versions": [
                {"from": "2026-01-01", "value": value, "clause": {"doc": "x"}, "confidence": "unconfirmed"}
            ],
        }
    )
    term = constant_term(document, None if value is None else tuple(value), "codes")
    assert isinstance(term, Choices)
    assert term.seen is seen


PACK = {
    "policy.yaml": """
id: codes
jurisdiction: cn
instrument: policy
label: {zh: 行业代码, en: Industry codes}
summary: {zh: 行业代码, en: Industry codes}
checked_through: 2026-12-31
from: 2026-01-01
nearly: {share: "0", units: 0, days: 0, conditions: 0}
decisions:
  - {id: chips, label: {zh: 芯片, en: Chips}, rule: makes_chips, grain: enterprise}
  - {id: secret, label: {zh: 未见清单, en: List not seen}, rule: in_secret_list, grain: enterprise}
""",
    "sources.yaml": """
sources:
  - {id: a, title: {zh: 甲, en: A}, kind: mirror}
""",
    "parameters.yaml": """
parameters:
  - id: chip_codes
    label: {zh: 芯片行业代码, en: Codes of chip making}
    kind: choices
    versions:
      - {from: 2026-01-01, value: ["3973"], clause: {doc: a}, confidence: reported}
  - id: secret_codes
    label: {zh: 未公开的代码, en: Codes not published}
    kind: choices
    versions:
      - {from: 2026-01-01, value: null, clause: {doc: a, unread: true}, confidence: unconfirmed}
""",
    "rules.py": '''
from kejin.policy.dsl import Check, Choice, Choices, rule, starts_with_one_of


@rule("属芯片行业", "Makes chips", cites="a#1")
def makes_chips(industry_code: Choice, chip_codes: Choices) -> Check:
    """The industry is chip making."""
    return starts_with_one_of(industry_code, chip_codes)


@rule("在未公开清单内", "In the list not published", cites="a#2")
def in_secret_list(industry_code: Choice, secret_codes: Choices) -> Check:
    """The industry is in a list nobody has seen."""
    return starts_with_one_of(industry_code, secret_codes)
''',
}


def test_the_page_shows_the_code_and_says_which_list_nobody_has_seen(tmp_path: Path) -> None:
    for name, text in PACK.items():
        (tmp_path / name).write_text(text.lstrip(), encoding="utf-8")
    day = date(2026, 6, 30)
    rules = PolicyStore.read([tmp_path]).compile(Dates(day, day, day))
    firm = {"enterprise_id": "case", "industry_code": "C3973"}
    facts = FactSet({Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [firm])})
    chips = explain(rules, facts, "codes.chips", subject={"enterprise_id": "case"})
    assert chips.verdict is Verdict.ELIGIBLE
    assert (chips.tree.form, chips.tree.sentence.zh) == ("flag", "国民经济行业代码：C3973")
    secret = explain(rules, facts, "codes.secret", subject={"enterprise_id": "case"})
    assert secret.verdict is Verdict.UNDETERMINED
    assert secret.tree.sentence.zh == "无法判断，规定内容未见到：未公开的代码"
    assert secret.tree.sentence.en == "cannot be decided, not seen in any source: Codes not published"
    assert [caution.code for caution in secret.cautions] == ["value_not_known"]
    unknown = FactSet({Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [{"enterprise_id": "case"}])})
    asked = explain(rules, unknown, "codes.chips", subject={"enterprise_id": "case"})
    assert [ask.name for ask in asked.ask] == ["industry_code"]
