"""What a page looks like, as far as a program can tell: contrast, and what a browser makes of it."""

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest

from kejin.cli.pages import PageSettings, render_index

STYLE = files("kejin.cli.pages").joinpath("assets", "style.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", STYLE))
TEXT_ON = [
    ("ink", "paper"), ("ink", "ground"), ("ink", "well"), ("soft", "paper"), ("soft", "ground"), ("soft", "well"),
    ("link", "paper"), ("link", "ground"), ("brand", "paper"),
    ("yes", "yes-tint"), ("near", "near-tint"), ("open", "open-tint"), ("no", "no-tint"),
    ("yes", "paper"), ("near", "paper"),
]  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # The smallest grey that passes on white, as WCAG tools print it.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_has_the_contrast_that_wcag_aa_asks_for(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


def test_focus_is_shown_and_never_taken_away() -> None:
    assert ":focus-visible { outline: 3px solid var(--focus)" in STYLE
    assert "outline: none" not in STYLE
    assert "outline: 0" not in STYLE
    assert contrast(COLOURS["focus"], COLOURS["paper"]) >= 3


def browse(address: str) -> tuple[str, str]:
    """The document after its script has run, and what the browser complained about."""
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    done = subprocess.run(
        [*command, "--enable-logging=stderr", "--dump-dom", address],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.fixture
def index_file(sample: SimpleNamespace, tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    paged = {line.enterprise_id for line in sample.lines}
    path.write_text(render_index(sample.summary, sample.lines, PageSettings(), paged=paged), encoding="utf-8")
    return path


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_the_list_filters_and_speaks_in_a_browser_under_the_policy(index_file: Path) -> None:
    shown, complaints = browse(f"file://{index_file}?lang=en#q=003&v=nearly")
    assert complaints == ""
    rows = re.findall(r"<tr data-search=[^>]*>", shown)
    assert [("003" in row, 'hidden=""' in row) for row in rows].count((True, False)) == 1
    assert sum('hidden=""' in row for row in rows) == len(rows) - 1
    assert re.search(r'<html lang="en" data-lang="en"', shown)
    assert re.search(r"<title[^>]*>Kejin · results", shown)


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_browser_refuses_a_style_that_was_tampered_with(index_file: Path) -> None:
    index_file.write_text(
        index_file.read_text(encoding="utf-8").replace("<style>", "<style>body{}"), encoding="utf-8"
    )
    _, complaints = browse(f"file://{index_file}")
    assert "Content Security Policy" in complaints
