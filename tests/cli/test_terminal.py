"""The same answer in a terminal."""

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from kejin.cli.options import language_of
from kejin.cli.output import plain, printable
from kejin.cli.terminal import print_answer, print_summary
from kejin.policy import Verdict


def shown(
    sample: SimpleNamespace, *, language: str = "zh", reasons: bool = True, name: str = "甲公司"
) -> str:
    console = Console(file=io.StringIO(), width=200, highlight=False, emoji=False, markup=False)
    print_answer(console, sample.named(name), language=language, reasons=reasons)  # type: ignore[arg-type]
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_an_answer_has_verdict_reason_amount_step_clause_and_cell(sample: SimpleNamespace) -> None:
    text = shown(sample)
    for part in (
        "甲公司  91440101MA00000019", "共核对 5 项", "✓ 可享受  专精特新中小企业", "3 项条件全部满足。", "1,200,000.00 元",
        "≈ 接近  高新技术企业", "→ 研发费用占比: 研发费用再增加 40,000.00 元", "+ 科技人员数 2025",
        "enterprises.xlsx › 企业 › H17 › 研发费用", "第十一条（五）", "[该处原文尚未核读]", "[仅见二手来源]",
        "适用规定的日期 2026-03-01",
    ):  # fmt: skip
        assert part in text, part


def test_an_answer_in_english_has_english_words(sample: SimpleNamespace) -> None:
    text = shown(sample, language="en")
    for part in ("≈ Nearly  High-tech enterprise", "Rules as of 2026-03-01", "[Weak source]", "Loan GZ-0002"):
        assert part in text, part
    assert "可享受" not in text


def test_an_answer_in_both_languages_has_both(sample: SimpleNamespace) -> None:
    assert "接近 / Nearly" in shown(sample, language="both")


def test_a_short_answer_leaves_the_reasons_out_and_nothing_else(sample: SimpleNamespace) -> None:
    text = shown(sample, reasons=False)
    assert "第十一条" not in text
    assert "→ 研发费用占比" in text


@pytest.mark.parametrize("name", ["\x1b[31mred\x1b[0m", "[bold]甲[/bold]", "甲\u202e乙", "甲\r乙", "甲\x07"])
def test_a_hostile_name_cannot_steer_the_terminal(sample: SimpleNamespace, name: str) -> None:
    text = shown(sample, name=name)
    assert not [c for c in text if not c.isprintable() and c != "\n"]
    assert printable(name) in text


def test_the_summary_has_one_line_for_each_decision_with_its_counts(sample: SimpleNamespace) -> None:
    console = Console(file=io.StringIO(), width=120, highlight=False)
    print_summary(console, sample.summary, language="zh")
    file = console.file
    assert isinstance(file, io.StringIO)
    line = next(line for line in file.getvalue().splitlines() if "高新技术企业" in line)
    assert line.split() == ["✓", "43", "≈", "11", "?", "30", "✗", "116", "高新技术企业"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "KEJIN_LANG": "zh"}, "zh"),
    ],
)
def test_the_language_is_the_environments_and_chinese_where_that_is_unclear(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("KEJIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language_of(None) == expected
    assert language_of("both") == "both"


def test_an_answer_becomes_json_without_losing_a_part(sample: SimpleNamespace) -> None:
    value = plain(sample.answer)
    assert isinstance(value, dict)
    assert set(value) >= {"enterprise_id", "name", "identity", "decisions", "dates", "ruleset_digest"}
    explanation = value["decisions"][0]["answers"][0]["explanation"]
    assert explanation["verdict"] == Verdict.ELIGIBLE.value
    assert explanation["dates"]["law"] == "2026-03-01"


def test_what_json_does_not_know_is_refused_and_not_guessed() -> None:
    with pytest.raises(TypeError, match="no JSON form for object"):
        plain({"a": object()})
