"""The analyst's first page: what is there, and how to have it at home."""

from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from kejin.console.office.reading import Found, found_for
from kejin.errors import KejinError
from kejin.facts import Label
from kejin.runs.remaking import commands_for
from kejin.web.answers import present_folder
from kejin.web.needs import RESEARCH
from kejin.web.pages import page
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_VIEWS: Final = ("stage", "key_industry", "city_code", "platform", "tier")
_PLACES: Final = (
    ("scenarios", "scenario.menu"),
    ("policies", "policy.menu"),
    ("policy_calendar", "policy.calendar_menu"),
    ("policy_gaps", "policy.gaps_menu"),
    ("public_notices", "research.notices"),
    ("tokens", "research.tokens"),
)
_SYNTHETIC = """\
kejin synth --enterprises 20000 --seed 1 --out kejin-province
kejin run kejin-province --out kejin-out --synthetic
"""
_PYTHON = """\
from pathlib import Path

from kejin.planning.aggregates import read_aggregates

found = read_aggregates(Path("kejin-out"))
print(found.split("matrix", "city_code"))
"""
_API = """\
export KEJIN_API={address}  KEJIN_TOKEN=kejin_…
kejin api get /run/tables/matrix dimension=city_code
"""


@page(RESEARCH)
def home(request: PageRequest) -> HttpResponseBase:
    """What is counted, where to read it, and how to have the same at home."""
    run = _run(request.visitor)
    context = {
        "run": run,
        "enterprises": f"{sum(reach.enterprises for reach in run.reading.stages()):,}" if run else "",
        "dates": run.manifest.three_dates if run else None,
        "hidden": run.hidden if run else None,
        "synthetic": bool(run and run.manifest.synthetic),
        "views": [_view(name) for name in _VIEWS],
        "places": [(word(label), reverse(route)) for route, label in _PLACES],
        "recipes": (
            ("synthetic", *_province(run)),
            ("library", word("research.library"), _PYTHON),
            ("api", word("research.api"), _API.format(address=request.build_absolute_uri("/").rstrip("/"))),
        ),
    }
    return render(request, "console/research/home.html", context)


def _run(visitor: Visitor) -> Found | None:
    """The present run; None where there is none, or none with counts: the pages behind say why."""
    try:
        return found_for(visitor)
    except KejinError:
        return None


def _province(run: Found | None) -> tuple[Label, str]:
    """How to make a synthetic province: the present one, where it is one that can be made again."""
    commands = commands_for(present_folder()) if run is not None and run.manifest.synthetic else ()
    if len(commands) > 1:
        return word("research.same_province"), "\n".join(commands) + "\n"
    return word("research.synthetic_province"), _SYNTHETIC


def _view(name: str) -> tuple[Label, str]:
    return word(f"office.by_{name}"), f"{reverse('office_matrix')}?{urlencode({'rows': name})}"


__all__ = ["home"]
