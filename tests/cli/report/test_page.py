"""The page of the report: complete in itself, harmless, in both languages, readable without its script."""

import base64
import csv
import hashlib
import io
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.cli.report.sample import HOSTILE, material
from tests.cli.test_page_style import CHROMIUM, contrast

from kejin.cli.report.cells import csv_text, raw, shown_cell
from kejin.cli.report.model import Column, DataTable, Kind, brief
from kejin.cli.report.render import ReportSettings, render_report
from kejin.cli.report.sections import sections
from kejin.facts import Label

PAGE = render_report(material(), sections(material()), ReportSettings(back="../index.html"))


class Document(HTMLParser):
    """Elements with their attributes, scripts and styles by their text, ids, and links within the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._in = tag if tag in self.inside else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in:
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.inside[self._in].append(data)


DOCUMENT = Document(PAGE)


def test_the_page_has_one_script_and_one_style_and_its_policy_names_their_bytes() -> None:
    policy = next(
        a["content"] for tag, a in DOCUMENT.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    for kind in ("script", "style"):
        texts = ["".join(DOCUMENT.inside[kind])]
        assert sum(tag == kind for tag, _ in DOCUMENT.tags) == 1
        digest = base64.b64encode(hashlib.sha256(texts[0].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_the_page_loads_nothing_and_has_no_style_or_handler_in_an_attribute() -> None:
    for tag, attributes in DOCUMENT.tags:
        assert tag not in {"img", "iframe", "object", "embed", "link", "base", "form", "foreignobject"}
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert "src" not in attributes
        address = attributes.get("href", "")
        assert address.startswith(("#", "tables/", "../index.html")) or not address
    assert "http://" not in PAGE
    assert "https://" not in PAGE


def test_hostile_names_stay_text() -> None:
    assert HOSTILE.zh not in PAGE
    assert "<script>alert" not in PAGE
    assert "&lt;script&gt;alert(1)" in PAGE
    assert "=1+1&lt;b&gt;.xlsx" in PAGE


def test_every_id_is_there_once_and_every_link_within_the_page_leads_somewhere() -> None:
    ids = [attributes["id"] for _, attributes in DOCUMENT.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {
        attributes["href"][1:]
        for _, attributes in DOCUMENT.tags
        if attributes.get("href", "").startswith("#")
    }
    assert targets <= set(ids)
    assert {"city-4403", "matrix", "area-4401"} <= targets
    named = {
        attributes["aria-labelledby"] for _, attributes in DOCUMENT.tags if "aria-labelledby" in attributes
    }
    assert named <= set(ids)


def test_every_figure_has_its_table_its_download_and_where_it_comes_from() -> None:
    figures = PAGE.split('<figure class="report-figure"')[1:]
    assert len(figures) == 16
    for text in figures:
        one = text.partition("</figure>")[0]
        assert 'class="origin-of"' in one
        name = re.search(r'data-table="([^"]+)"', one)
        assert name is not None
        assert f'data-csv="{name[1]}"' in one
        assert f'href="tables/{name[1]}.csv"' in one


def test_the_page_says_that_it_is_synthetic_and_a_real_one_does_not() -> None:
    assert "本页企业与数字均为虚构" in PAGE
    real = material(synthetic=False)
    assert "本页企业与数字均为虚构" not in render_report(real, sections(real), ReportSettings())


def test_the_page_shows_dates_digests_and_versions() -> None:
    for text in ("2026-06-30", "2026-07-01", "92a75ef3.c0de1b44", "5a" * 32, "ab" * 32):
        assert text in PAGE


def test_the_same_run_gives_the_same_page() -> None:
    again = material()
    assert render_report(again, sections(again), ReportSettings(back="../index.html")) == PAGE


@pytest.mark.parametrize(
    ("value", "kind", "shown", "exact"),
    [
        (1234567, Kind.COUNT, "1,234,567", "1234567"),
        (123_456_789_01, Kind.MONEY, "1.23 亿元", "123456789.01"),
        (-5, Kind.MONEY, "", "-0.05"),
        (364_999_999, Kind.SHARE, "36.5%", "36.4999999"),
        (-140_000_000, Kind.SHARE, "-14.0%", "-14"),
        (0, Kind.SHARE, "0.0%", "0"),
        (None, Kind.MONEY, "–", ""),
    ],
)
def test_a_figure_is_rounded_on_the_page_and_exact_in_the_csv(
    value: int | None, kind: Kind, shown: str, exact: str
) -> None:
    column = Column("c", Label("列", "Column"), kind)
    assert shown in shown_cell(value, column)
    assert raw(value, column) == exact


def test_a_csv_has_both_languages_the_exact_figures_and_no_formula() -> None:
    columns = (Column("name", Label("名", "Name")), Column("money", Label("钱", "Money"), Kind.MONEY))
    rows = ((HOSTILE, 12_345), (Label("甲,乙\n丙", "plain"), None), ("+86", 0))
    text = csv_text(DataTable("t", Label("表", "Table"), columns, rows))
    assert text.startswith("\ufeffname_zh,name_en,money_yuan\r\n")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
    assert found[0] == [f"'{HOSTILE.zh}", HOSTILE.en, "123.45"]
    assert found[1] == ["甲,乙\n丙", "plain", ""]
    assert found[2] == ["'+86", "'+86", "0.00"]


def test_text_on_every_shade_has_the_contrast_that_wcag_aa_asks_for() -> None:
    style = "".join(DOCUMENT.inside["style"])
    shades = dict(re.findall(r"\.(shade-\d) \{ fill: (#[0-9a-f]{6})", style))
    assert len(shades) == 6
    for shade in shades.values():
        assert contrast("#18222d", shade) >= 4.5
        assert contrast("#24323d", shade) >= 4.5


def test_one_language_is_hidden_and_the_other_shown_in_pictures_too() -> None:
    style = "".join(DOCUMENT.inside["style"])
    assert 'html[data-lang="zh"] svg .en, html[data-lang="en"] svg .zh { display: none; }' in style
    classes = [attributes.get("class", "").split() for tag, attributes in DOCUMENT.tags if tag == "text"]
    # What is the same in both languages stands once; of the rest each language has its own texts.
    for language in ("zh", "en"):
        assert sum(language in each for each in classes) > 100
    assert not any({"zh", "en"} <= set(each) for each in classes)


def dumped(page: Path, language: str) -> tuple[str, str]:
    """The page after its script has run, and what the browser complained about."""
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    done = subprocess.run(
        [*command, "--enable-logging=stderr", "--dump-dom", f"file://{page}?lang={language}"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on this machine")
def test_the_script_runs_under_the_policy_and_offers_the_downloads(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(PAGE, encoding="utf-8")
    shown, complaints = dumped(page, "en")
    assert complaints == ""
    assert '<html lang="en" data-lang="en">' in shown
    assert re.search(r'<button type="button" data-csv="matrix">', shown)
    # Without the script the buttons stay away and the links to the files remain.
    assert re.search(r'<button type="button" data-csv="matrix" hidden>', PAGE)


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (0, "0 元", "CNY 0"),
        (12_345, "123.5 元", "CNY 123.5"),
        (999_949, "9,999.5 元", "CNY 10 k"),
        (15_419_436_000_000_00, "154,194.4 亿元", "CNY 15,419.4 bn"),
        (149_112_000, "149.1 万元", "CNY 1.5 m"),
        (-250_000_000_00, "-2.5 亿元", "CNY -250 m"),
    ],
)
def test_an_amount_in_a_chart_has_one_decimal_of_its_largest_unit(fen: int, zh: str, en: str) -> None:
    assert brief(fen) == Label(zh, en)
