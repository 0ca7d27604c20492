"""The report as one HTML text: complete in itself, under a policy that lets it load nothing and run one script."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from kejin.cli.pages.environment import asset, content_policy, environment
from kejin.cli.pages.render import Language
from kejin.cli.report.cells import attributes, shown_cell
from kejin.cli.report.drawing import shapes
from kejin.cli.report.material import Material
from kejin.cli.report.model import Section, count_text
from kejin.cli.report.words import WORDS, rows_word
from kejin.facts import Label
from kejin.packs.maps import province_map


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How the page opens and what lies beside it.

    Attributes:
        language: The language shown first.
        tables: The folder of the CSV files, relative to the page.
        back: The address of the list of enterprises; empty where there is none.
    """

    language: Language = "zh"
    tables: str = "tables"
    back: str = ""


def render_report(material: Material, chapters: tuple[Section, ...], settings: ReportSettings) -> str:
    """The whole page."""
    manifest, chart = material.manifest, province_map()
    style, script = _asset("report.css"), _asset("report.js")
    overlay = manifest.overlay["title"] if manifest.overlay else ""
    return (
        _environment()
        .get_template("report.html")
        .render(
            title=WORDS["heading"],
            heading=WORDS["heading"],
            lang=settings.language,
            r=WORDS,
            chapters=chapters,
            outlines=shapes([*chart.areas, *chart.neighbours]),
            enterprises=material.aggregates.enterprises,
            source=manifest.source["file"],
            dates=manifest.three_dates,
            digest=manifest.ruleset_digest,
            synthetic=manifest.synthetic,
            what_if=Label(overlay, overlay) if overlay else None,
            tables=settings.tables,
            back=settings.back,
            policy=content_policy(script, style),
            # Not escaped: both are our own files, and the policy names exactly their bytes.
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
        )
    )


@cache
def _asset(name: str) -> str:
    """A file of the pages with the report's own behind it: the report looks and behaves like every page, and more."""
    base = {"report.css": "style.css", "report.js": "script.js"}[name]
    own = files("kejin.cli.report").joinpath("assets", name).read_text(encoding="utf-8")
    return asset(base) + own


@cache
def _environment() -> Environment:
    base = environment()
    loaders = [PackageLoader("kejin.cli.report"), PackageLoader("kejin.cli.pages")]
    made = base.overlay(loader=ChoiceLoader(loaders))
    made.globals.update(
        shown_cell=shown_cell, attributes=attributes, thousands=count_text, rows_word=rows_word
    )
    return made
