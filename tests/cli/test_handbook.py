"""The handbook: pages that say what the packs say, in one language each, whole, with links that lead somewhere."""

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from tests.planning.sample import PACKS as MARKET_PACKS
from tests.policy.sample import PACK
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.cli.handbook import handbook, policy_page, write_handbook
from kejin.cli.handbook.markdown import escaped, item, paragraph, table
from kejin.cli.handbook.page import Book, day_shown
from kejin.policy import PolicyStore

runner = CliRunner()
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
CELL = re.compile(r"(?<!\\)\|")


@cache
def store() -> PolicyStore:
    return PolicyStore.read([PACK, MARKET_PACKS])


@cache
def pages() -> Mapping[str, str]:
    return handbook(store())


def sample(language: str) -> str:
    return pages()[f"{language}/sample.md"]


def test_there_is_a_page_for_each_policy_and_an_index_for_each_language() -> None:
    names = [f"{policy}.md" for policy in [*store().policies, "index"]]
    assert sorted(pages()) == sorted(f"{language}/{name}" for language in ("zh", "en") for name in names)


def test_the_page_gives_the_conditions_with_both_sides_and_their_clauses() -> None:
    zh, en = sample("zh"), sample("en")
    assert "- **符合条件**：须全部满足（[示例〔2016〕1号](#source-sample-law) 第1条）" in zh
    assert "    - **科技人员占比达标**：科技人员 ÷ 职工总数 ≥ 科技人员占比下限（10%）" in zh
    assert "    - any of the following\n        - **Owns the right**" in en
    assert "- **Technical staff share reached**: Technical staff ÷ Staff ≥ Technical staff floor (10%)" in en
    assert "*Technical staff over staff reaches the floor.*" in en


def test_what_a_yearly_condition_stands_on_is_below_it_once() -> None:
    lines = sample("zh").splitlines()
    place = next(i for i, line in enumerate(lines) if "**每年盈利**" in line)
    assert "每年均满足：当年盈利（计算年数（3））" in lines[place]
    assert "**当年盈利**：净利润 &gt; 零（0.00 元）" in lines[place + 1]
    assert sum("**当年盈利**：" in line for line in lines) == 1


def test_an_amount_is_told_as_it_is_worked_out_with_its_rounding() -> None:
    row = next(line for line in sample("zh").splitlines() if line.startswith("| 补偿金额"))
    assert "损失 × 补偿比例" in row
    assert "四舍五入" in row
    earlier = next(
        line for line in sample("en").splitlines() if line.startswith("| Cost |") and "2025-12-31" in line
    )
    assert "the smallest of (Latest revenue; R&amp;D over the window) × Cost share (50%)" in earlier


def test_every_version_of_a_figure_has_its_row_with_quotation_and_confidence() -> None:
    figures = sample("zh").partition("## 数值")[2].partition("\n## ")[0]
    rows = [line for line in figures.splitlines() if line.startswith("| 科技人员占比下限")]
    assert len(rows) == 2
    assert "| 2016-01-01 | 10% | 公开报道 |" in rows[0]
    assert rows[0].endswith("| 不低于10% |")
    assert "| 2026-04-01 | 12% | 未经证实 |" in rows[1]
    unknown = [line for line in sample("en").splitlines() if line.startswith("| A floor nobody has seen")]
    assert all("No value" in line for line in unknown)
    assert any("place not read" in line for line in unknown)


def test_the_two_formulas_stand_beside_one_another() -> None:
    rows = [line for line in sample("en").splitlines() if line.startswith("| Cost |")]
    assert [[cell.strip() for cell in row.split("|")[2:4]] for row in rows] == [
        ["", "2025-12-31"],
        ["2026-01-01", ""],
    ]


def test_a_table_has_its_rows_in_words() -> None:
    assert "## 分档表" in sample("zh")
    assert re.search(r"\| .+ \| .*营业收入.* (≤|≥|&gt;|&lt;) .*万元.* \|", sample("zh"))


def test_products_supports_and_stacking_are_told_by_their_labels() -> None:
    brought = [policy.id for policy in store().policies.values() if policy.products]
    assert brought
    for policy_id in brought:
        policy = store().policy(policy_id)
        zh = pages()[f"zh/{policy_id}.md"]
        assert "## 可申请的产品" in zh
        assert all(f"### {escaped(product.label.zh)}" in zh for product in policy.products.values())
        assert all(f"| {escaped(one.label.zh)} |" in zh for one in policy.supports.values())


def test_a_product_that_lends_shows_its_cash_flows() -> None:
    zh, en = pages()["zh/market.md"], pages()["en/market.md"]
    assert "到期一次还本付息" in zh
    found = re.findall(
        r'<img style="background:#fff" alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)">', en
    )
    # A loan is drawn, a subsidy is not.
    assert [alt for alt, _ in found] == ["Picture of the cash flows"]
    assert b64decode(found[0][1]).decode().startswith("<svg ")


def test_no_page_mixes_the_languages_of_its_own_words() -> None:
    for path, text in pages().items():
        # Of a place without a name of its own in the handbook the index shows the pack's word.
        words = [line for line in text.splitlines() if line.startswith("## ") and line != "## test"]
        chinese = [bool(re.search("[一-鿿]", line)) for line in words]
        assert all(chinese) if path.startswith("zh/") else not any(chinese)


def test_every_link_leads_to_a_page_or_a_source_that_is_there() -> None:
    for path, text in pages().items():
        folder = path.split("/", 1)[0]
        for target in LINK.findall(text):
            if target.startswith("#"):
                assert f'<a id="{target[1:]}"></a>' in text, (path, target)
            else:
                where = target.removeprefix("../") if target.startswith("../") else f"{folder}/{target}"
                assert where in pages(), (path, target)


def test_every_table_is_as_wide_as_its_head() -> None:
    for path, text in pages().items():
        width = 0
        for line in text.splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            cells = len(CELL.findall(line))
            width = width or cells
            assert cells == width, (path, line)


def test_the_same_packs_make_the_same_bytes() -> None:
    assert handbook(store()) == pages()


def test_one_language_alone_names_no_other() -> None:
    only = policy_page(Book(store()), store().policy("sample"), "zh", languages=("zh",))
    assert "../en/" not in only
    assert set(handbook(store(), ("zh",))) == {path for path in pages() if path.startswith("zh/")}


def test_a_policy_is_told_as_of_the_day_it_was_checked_while_it_was_in_force() -> None:
    policy = store().policy("sample")
    head = policy.head
    assert head.start <= day_shown(policy) <= (head.until or head.checked_through)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("*a* _b_ `c` [d](e)", r"\*a\* \_b\_ \`c\` \[d\](e)"),
        ("<b>R&D</b>", "&lt;b&gt;R&amp;D&lt;/b&gt;"),
        ("两\n行", "两 行"),
    ],
)
def test_texts_stay_texts(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_a_line_that_begins_like_a_list_is_none() -> None:
    assert paragraph("1. 一") == r"1\. 一"
    assert item("- 一", 1) == r"    - \- 一"
    assert table(["a"], []) == []


def test_the_command_writes_a_folder_and_replaces_only_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kejin.cli.handbook.command.load_packs", lambda _: store())
    out = tmp_path / "book"
    arguments = ["policy", "handbook", "--out", str(out), "--lang", "en"]
    done = runner.invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0
    written = sorted(str(path.relative_to(out)) for path in out.rglob("*.md"))
    assert json.loads(done.stdout) == {"folder": str(out), "pages": len(written)}
    assert "en/index.md" in written
    assert not any(path.startswith("zh/") for path in written)
    assert runner.invoke(app, arguments).exit_code == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine", encoding="utf-8")
    refused = runner.invoke(app, ["policy", "handbook", "--out", str(tmp_path / "other")])
    assert refused.exit_code == 2
    assert (tmp_path / "other" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_writing_makes_the_folders(tmp_path: Path) -> None:
    write_handbook({"zh/a.md": "甲\n"}, tmp_path / "new")
    assert (tmp_path / "new" / "zh" / "a.md").read_bytes() == "甲\n".encode()
