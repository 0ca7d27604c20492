"""A scenario as a Jupyter notebook (nbformat 4.5): its changes, its figures worked out again, whether they agree."""

import json
from collections.abc import Mapping
from typing import Any

from kejin.console.office.scenario_recipe import run_name
from kejin.runs.remaking import commands_for
from kejin.web.answers import present_folder
from kejin.web.scenarios.models import Scenario
from kejin.web.words import say, word

_COMPUTE = """\
import polars as pl

from kejin.policy import Overlay
from kejin.runs.whatif import what_if

pl.Config.set_tbl_rows(60)
found = what_if(RUN, Overlay.from_text(OVERLAY))
print(found.title.zh, found.dates)
"""
_SHIFTS = """\
NUMBERS = (
    "eligible_before", "eligible_after", "gained", "lost", "more", "less", "fen_before", "fen_after", "fen_moved",
)
shifts = pl.DataFrame(
    [
        {"decision": one.decision.key, "label": one.decision.label.{language}}
        | {name: getattr(one, name) for name in NUMBERS}
        for one in found.impact.shifts
    ]
)
shifts
"""
_GROUPS = "found.impact.groups"
_COSTS = """\
pl.DataFrame(
    [
        {"policy": one.policy, "payer": one.payer.{language}, "fen_before": one.fen_before, "fen_after": one.fen_after}
        for one in found.costs
    ]
)
"""
_CELLS = 'found.cells.filter(dimension="")'
_SAME = """\
ON_THE_PAGE = {page}
if (found.facts, *found.rules) == {digests}:
    here = {{one.decision.key: [one.gained, one.lost, one.fen_moved] for one in found.impact.shifts}}
    assert here == ON_THE_PAGE, "the same facts and rules, and other figures"
    print("OK")
else:
    print("other facts or rules:", found.facts, found.rules)
"""


def notebook(kept: Scenario, content: Mapping[str, Any]) -> str:
    """The notebook of a scenario that was worked out, as the text of its file.

    Args:
        kept: The scenario.
        content: What was found, as `kejin.runs.whatif_plain` has it.
    """
    language = say(word("scenario.notebook_language"))
    page = {one["decision"]: [one["gained"], one["lost"], one["fen_moved"]] for one in content["shifts"]}
    digests = (content["facts"], *content["rules"])
    cells = [
        _words(f"# {kept.title}", say(word("scenario.notebook_what")), _invented(content)),
        _words(say(word("scenario.notebook_run", content["facts"], _commands()))),
        _code(f"from pathlib import Path\n\nRUN = Path({run_name()!r})"),
        _words(f"## {say(word('scenario.notebook_lead'))}"),
        _code(f"OVERLAY = {_quoted(kept.text)}"),
        _code(_COMPUTE),
        _words(f"## {say(word('scenario.who'))}"),
        _code(_SHIFTS.replace("{language}", language)),
        _code(_GROUPS),
        _words(f"## {say(word('scenario.costs'))}"),
        _code(_COSTS.replace("{language}", language)),
        _words(f"## {say(word('scenario.cells'))}"),
        _code(_CELLS),
        _words(say(word("scenario.notebook_same"))),
        _code(_SAME.format(page=json.dumps(page, indent=4), digests=digests)),
    ]
    return json.dumps(_book(cells), ensure_ascii=False, indent=1) + "\n"


def _book(cells: list[dict[str, Any]]) -> dict[str, Any]:
    numbered = [{"id": f"cell-{place:02d}"} | cell for place, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": numbered,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _words(*paragraphs: str) -> dict[str, Any]:
    text = "\n\n".join(one for one in paragraphs if one)
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(text: str) -> dict[str, Any]:
    lines = text.rstrip("\n").splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}


def _quoted(text: str) -> str:
    """A text as a literal of several lines."""
    plain = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\\\n{plain}"""'


def _commands() -> str:
    """How the run is made again, as an indented block."""
    return "\n    ".join(commands_for(present_folder()))


def _invented(content: Mapping[str, Any]) -> str:
    return say(word("scenario.notebook_synthetic")) if content["synthetic"] else ""


__all__ = ["notebook"]
