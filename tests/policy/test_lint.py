"""Each check of the lint finds the mistake it is there for, in a copy of the sample pack with that mistake made."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.policy.sample import DATES, PACK, store

from kejin.errors import KejinError, PackError, SchemaError
from kejin.policy import Dates, PolicyStore
from kejin.policy.lint import Finding, lint_store


def findings(folder: Path) -> list[Finding]:
    return lint_store(PolicyStore.read([folder]), DATES)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_sample_pack_itself_is_clean() -> None:
    assert lint_store(store(), DATES) == []


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        (
            "literal",
            "rules.py",
            "return above(net_profit_fen, nothing_fen)",
            "return above(net_profit_fen, Fen(nothing_fen.expr * 250))",
        ),
        ("citation", "rules.py", 'cites="sample-law#5"', 'cites="other-law#5"'),
        (
            "citation",
            "parameters.yaml",
            'clause: {doc: sample-law, at: "3"',
            'clause: {doc: missing-law, at: "3"',
        ),
        (
            "official-quote",
            "parameters.yaml",
            'clause: {doc: sample-law, at: "13"}, confidence: unconfirmed',
            'clause: {doc: sample-law, at: "13"}, confidence: official',
        ),
        (
            "official-source",
            "parameters.yaml",
            "quote: 近三个会计年度}, confidence: reported",
            "quote: 近三个会计年度}, confidence: official",
        ),
        ("quote-number", "parameters.yaml", "quote: 近三个会计年度", "quote: 近五个会计年度"),
        ("quote-number", "parameters.yaml", "quote: 百分之三十", "quote: 百分之十三"),
        (
            "period-overlap",
            "parameters.yaml",
            'from: 2024-01-01, value: "40%"',
            'from: 2022-03-01, value: "40%"',
        ),
        ("period-overlap", "rules.py", 'since="2026-01-01"', 'since="2025-12-31"'),
        ("period-gap", "rules.py", 'since="2026-01-01"', 'since="2026-01-02"'),
        ("bounds", "parameters.yaml", 'bounds: {min: "1", max: "5"}', 'bounds: {min: "4", max: "5"}'),
        ("value", "parameters.yaml", 'value: "365"', 'value: "a year"'),
        ("table-gap", "tables.yaml", 'above: "5000", at_most: "20000"', 'above: "5001", at_most: "20000"'),
        (
            "table-overlap",
            "tables.yaml",
            'above: "5000", at_most: "20000"',
            'above: "4999", at_most: "20000"',
        ),
        (
            "table-unreachable",
            "tables.yaml",
            'above: "5000", at_most: "20000"',
            'above: "5000", at_most: "4000"',
        ),
        ("table-monotone", "tables.yaml", 'value: "4%"', 'value: "6%"'),
        (
            "parameter-unused",
            "rules.py",
            'loan_principal_loss_fen: Fen, coverage: Share) -> Product:\n    """Loss times coverage."""\n    return loan_principal_loss_fen * coverage',
            'loan_principal_loss_fen: Fen, loan_rate: Share) -> Product:\n    """Loss times coverage."""\n    return loan_principal_loss_fen * loan_rate',
        ),
        ("name", "parameters.yaml", "- id: min_days", "- id: revenue_fen"),
        ("label", "rules.py", '"注册满一年"', '"Registered"'),
        ("docstring", "rules.py", '    """Owns the core right."""\n', ""),
    ],
)
def test_a_mistake_is_found(pack: Path, code: str, file: str, old: str, new: str) -> None:
    change(pack, file, old, new)
    assert code in {finding.code for finding in findings(pack) if finding.severity == "error"}


def test_a_waiver_accepts_exactly_one_finding_and_must_accept_one(pack: Path) -> None:
    change(pack, "parameters.yaml", "quote: 近三个会计年度", "quote: 近五个会计年度")
    (found,) = findings(pack)
    waiver = f"waivers:\n  - {{code: {found.code}, where: {found.where}, reason: for this test}}\n"
    (pack / "lint_waivers.yaml").write_text(waiver, encoding="utf-8")
    assert findings(pack) == []
    change(pack, "parameters.yaml", "quote: 近五个会计年度", "quote: 近三个会计年度")
    assert [f.code for f in findings(pack)] == ["waiver"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("parameters.yaml", 'value: "10%"', "value: 0.1", "not quoted"),
        ("parameters.yaml", "kind: days", "kind: days\n    kind: count", "twice"),
        ("parameters.yaml", "kind: days", "kind: days\n    surprise: yes", "surprise"),
        ("policy.yaml", "id: sample", "id: Sample", "id"),
        ("tables.yaml", "from: 2016-01-01", "from: 2016-13-01", "from"),
    ],
)
def test_a_document_out_of_shape_is_refused_with_its_place(
    pack: Path, file: str, old: str, new: str, message: str
) -> None:
    change(pack, file, old, new)
    with pytest.raises(SchemaError, match=message) as caught:
        PolicyStore.read([pack])
    assert file in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("rules.py", "staff_share: Share", "staff_share: Fen", "another kind"),
        (
            "rules.py",
            "def owns(owns_core_ip: Flag)",
            "def owns(owns_core_ip: Flag, revenue_fen: Fen)",
            "another grain",
        ),
        (
            "rules.py",
            "def owns(owns_core_ip: Flag)",
            "def owns(owns_core_ip: Flag, nobody: Fen)",
            "stands for nothing",
        ),
        (
            "rules.py",
            "def owns(owns_core_ip: Flag)",
            "def owns(owns_core_ip: Flag, qualifies: Condition)",
            "circle",
        ),
        ("rules.py", 'rounds=Rounded(Rounding.HALF_UP, cites="sample-law#9"),', "", "not rounded"),
        ("policy.yaml", "grain: loan", "grain: patent", "grain"),
    ],
)
def test_what_does_not_hold_together_does_not_compile(
    pack: Path, file: str, old: str, new: str, message: str
) -> None:
    change(pack, file, old, new)
    with pytest.raises(KejinError, match=message):
        PolicyStore.read([pack]).compile(DATES)


def test_a_rule_without_a_formula_on_the_law_date_says_its_periods(pack: Path) -> None:
    change(pack, "rules.py", 'since="2026-01-01"', 'since="2026-01-02"')
    loaded = PolicyStore.read([pack])
    with pytest.raises(KejinError, match="no formula"):
        loaded.compile(Dates(date(2026, 1, 1), DATES.facts_as_of, DATES.known_by))


def test_a_missing_file_and_a_double_id_are_named(pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, tmp_path / "again")
    with pytest.raises(PackError, match="one id"):
        PolicyStore.read([tmp_path])
    (pack / "sources.yaml").unlink()
    with pytest.raises(PackError, match=r"sources\.yaml"):
        PolicyStore.read([pack])
