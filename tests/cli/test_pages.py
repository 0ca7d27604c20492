"""The answer pages: self-contained, bilingual, escaped, under a policy that names exactly what they hold."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from kejin.cli.pages import PageSettings, content_policy, page_name, render_enterprise, render_index
from kejin.cli.pages.wording import VERDICTS, WORDS, grain_word, headline, word
from kejin.facts import Grain
from kejin.policy import Verdict

HOSTILE = (
    "<script>alert(1)</script>有限公司",
    '" onmouseover="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "</style><style>*{display:none}",
    "\u202ecod.exe\u202c&lt;b&gt;",
)


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of style and script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str] = {}
        self.words: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        own = {"l-zh": "zh", "l-en": "en"}.get(tag, "")
        language = own or (self._open[-1][1] if self._open else "")
        if tag not in {"meta", "input", "rect", "br", "link"}:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1] if self._open else ("", "")
        if tag in {"style", "script"}:
            self.inside[tag] = self.inside.get(tag, "") + data
        elif data.strip():
            self.words.append((language, data.strip()))

    def attributes(self, name: str) -> list[tuple[str, str | None]]:
        return [(tag, given[name]) for tag, given in self.elements if name in given]


@pytest.fixture
def texts(sample: SimpleNamespace) -> dict[str, str]:
    settings = PageSettings(synthetic=True, source="enterprises.xlsx")
    paged = {line.enterprise_id for line in sample.lines}
    return {
        "enterprise": render_enterprise(sample.answer, settings),
        "index": render_index(sample.summary, sample.lines, settings, paged=paged),
    }


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@pytest.mark.parametrize("which", ["enterprise", "index"])
def test_the_policy_names_exactly_the_script_and_the_style_of_the_page(
    texts: dict[str, str], which: str
) -> None:
    page = Page(texts[which])
    policy = next(
        given["content"]
        for tag, given in page.elements
        if given.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == content_policy()
    assert policy is not None
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives == {
        "default-src": "'none'",
        "script-src": f"'sha256-{digest(page.inside['script'])}'",
        "style-src": f"'sha256-{digest(page.inside['style'])}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize("which", ["enterprise", "index"])
def test_the_policy_stands_before_anything_it_governs(texts: dict[str, str], which: str) -> None:
    tags = [
        tag
        for tag, given in Page(texts[which]).elements
        if tag in {"style", "script"} or "http-equiv" in given
    ]
    assert tags == ["meta", "style", "script"]


@pytest.mark.parametrize("which", ["enterprise", "index"])
def test_a_page_has_no_inline_handler_no_style_attribute_and_loads_nothing(
    texts: dict[str, str], which: str
) -> None:
    page = Page(texts[which])
    names = {name for _, given in page.elements for name in given}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert page.attributes("src") == []
    assert {tag for tag, _ in page.elements} & {
        "link",
        "iframe",
        "img",
        "object",
        "embed",
        "form",
        "base",
    } == set()
    assert {tag for tag, _ in page.attributes("href")} == {"a"}
    assert not re.search(r"@import|url\(", page.inside["style"])
    assert not re.search(r"https?:|fetch\(|XMLHttpRequest|eval\(", page.inside["script"])


def test_a_page_without_clause_addresses_names_no_outside_address(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text) == []


def test_every_fixed_word_is_there_in_both_languages_and_only_there() -> None:
    for key, label in WORDS.items():
        assert label.zh, key
        assert label.en, key
        assert not re.search(r"[\u4e00-\u9fff]", label.en), f"{key} has Chinese in its English"
        # A file format, a command and its options are spelled alike in both languages.
        latin = re.sub(r"Parquet|kejin [a-z]+|--[a-z]+", "", label.zh)
        assert not re.search(r"[A-Za-z]{2,}", latin), f"{key} has English in its Chinese"


@pytest.mark.parametrize("which", ["enterprise", "index"])
def test_no_chinese_stands_in_an_english_part_of_the_page(texts: dict[str, str], which: str) -> None:
    spoken = [text for language, text in Page(texts[which]).words if language == "en"]
    assert len(spoken) > 30
    # Document numbers are names and stay; headers and sheet names are quoted outside the marked spans.
    foreign = [
        text for text in spoken if re.search(r"[\u4e00-\u9fff]", re.sub(r"\(\S+〔\d+〕\S+\)", "", text))
    ]
    assert foreign == []


def test_each_verdict_is_said_in_both_languages_and_with_its_mark(texts: dict[str, str]) -> None:
    for verdict in Verdict:
        assert VERDICTS[verdict].zh in texts["enterprise"]
        assert VERDICTS[verdict].en in texts["enterprise"]
        assert f"is-{verdict.value}" in texts["enterprise"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(sample: SimpleNamespace, name: str) -> None:
    clean, text = (render_enterprise(sample.named(given), PageSettings()) for given in ("甲", name))
    page = Page(text)
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in Page(clean).elements]
    assert {n for _, given in page.elements for n in given} == {
        n for _, given in Page(clean).elements for n in given
    }
    assert page.inside == Page(clean).inside
    assert name.strip() in "".join(word for _, word in page.words)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text_in_the_list_and_in_its_attributes(
    sample: SimpleNamespace, name: str
) -> None:
    line = sample.lines[0]
    hostile = type(line)(line.enterprise_id, name, line.verdicts)
    page = Page(
        render_index(sample.summary, [hostile], PageSettings(source=name), paged={line.enterprise_id})
    )
    assert ("tr", f"{name} {line.enterprise_id}".lower()) in page.attributes("data-search")
    assert not [n for _, given in page.elements for n in given if n.startswith("on")]


def test_a_reason_leads_to_its_clause_and_its_cell(texts: dict[str, str]) -> None:
    text = texts["enterprise"]
    assert "穗金管规字〔2025〕1号" in text
    assert "第十一条（五）" in text
    assert "最近一年销售收入小于5000万元（含）的企业，比例不低于5%" in text
    assert re.search(r"enterprises\.xlsx › 企业 › <b>H17</b> › 研发费用", text)
    assert word("unread").zh in text
    assert word("not_supplied").zh in text


def test_the_answer_stands_before_the_reasons(texts: dict[str, str]) -> None:
    text = texts["enterprise"]
    places = [
        text.index(mark)
        for mark in ('class="headline"', 'class="tiles"', 'class="todo', 'class="why"', "第十一条")
    ]
    assert places == sorted(places)


def test_every_page_shows_the_three_dates_and_the_rules_version(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert "2026-03-02" in text
        assert "92a75ef3c0de1b44" in text


def test_the_synthetic_banner_appears_only_where_the_table_is_synthetic(
    sample: SimpleNamespace, texts: dict[str, str]
) -> None:
    assert WORDS["synthetic"].zh in texts["enterprise"]
    assert WORDS["synthetic"].en in texts["index"]
    assert WORDS["synthetic"].zh not in render_enterprise(sample.answer, PageSettings())


def test_a_page_opens_in_the_language_asked_for(sample: SimpleNamespace) -> None:
    for language, tag in (("zh", "zh-Hans"), ("en", "en")):
        elements = Page(render_enterprise(sample.answer, PageSettings(language=language))).elements  # type: ignore[arg-type]
        html = dict(elements)["html"]
        assert (html["lang"], html["data-lang"]) == (tag, language)


def test_an_anchor_is_there_for_every_link_within_the_page(texts: dict[str, str]) -> None:
    page = Page(texts["enterprise"])
    anchors = [given for _, given in page.attributes("id")]
    assert len(anchors) == len(set(anchors))
    wanted = {href[1:] for _, href in page.attributes("href") if href and href.startswith("#")}
    assert wanted
    assert wanted <= set(anchors)


@pytest.mark.parametrize(
    "one", ["91440101MA00000019", "cn-stock:688001", "../../etc/passwd", "a b", "con/..", "\u202e"]
)
def test_a_page_name_is_one_safe_path_part(one: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.html", page_name(one))


def test_two_ids_that_look_alike_get_two_pages() -> None:
    assert len({page_name(one) for one in ("a:b", "a/b", "a-b", "a b")}) == 4


def test_one_thing_is_said_otherwise_than_several_in_english() -> None:
    assert word("cautions", 1).en == "1 point to mind before relying on this"
    assert word("cautions", 2).en == "2 points to mind before relying on this"
    assert word("cautions", 1).zh == "使用前请留意 1 处"
    for grain in Grain:
        one, many = grain_word(grain, 1), grain_word(grain, 2)
        assert one.zh == many.zh
        assert one.en != many.en
        assert many.en == many.en.lower()


def test_the_headline_counts_only_what_there_is() -> None:
    said = headline({Verdict.ELIGIBLE: 2, Verdict.NOT_ELIGIBLE: 1})
    assert said.zh == "共核对 3 项：2 项现在可以享受，1 项目前不符合。"
    assert said.en == "Of 3 checked: 2 open to you now, 1 not open at present."
    assert headline({}) == WORDS["nothing_for"]


def test_every_document_cited_is_listed_once_and_every_clause_leads_to_it(texts: dict[str, str]) -> None:
    page = Page(texts["enterprise"])
    listed = [
        given for tag, given in page.attributes("id") if tag == "li" and given and given.startswith("doc-")
    ]
    assert listed == ["doc-gz-2025-1"]
    linked = {href for _, href in page.attributes("href") if href and href.startswith("#doc-")}
    assert linked == {"#doc-gz-2025-1"}


def test_a_clause_address_becomes_a_link_only_when_it_is_a_web_address(sample: SimpleNamespace) -> None:
    text = render_enterprise(sample.addressed("javascript:alert(1)"), PageSettings())
    assert not [href for _, href in Page(text).attributes("href") if href and href.startswith("javascript")]
    text = render_enterprise(sample.addressed("https://example.org/notice"), PageSettings())
    assert ("a", "https://example.org/notice") in Page(text).attributes("href")
