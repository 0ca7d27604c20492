"""How to get the figures of a scenario again: the command line, and a few lines of Python that print the same."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kejin.web.answers import present_folder
from kejin.web.scenarios.models import Finding, Scenario

_PYTHON = """\
from pathlib import Path

from kejin.policy import Overlay
from kejin.runs.whatif import what_if

found = what_if(Path({run!r}), Overlay.read(Path({file!r})))
for shift in found.impact.shifts:
    print(shift.decision.key, shift.gained, shift.lost, shift.more, shift.less, shift.fen_moved)
for cost in found.costs:
    print(cost.policy, cost.fen_before, cost.fen_after)
print(len(found.cells), "cells of the matrix change")
"""


_BOOK = """\
from pathlib import Path

from kejin.policy import Overlay
from kejin.risk.simulation.book_file import read_book
from kejin.runs.books import compare_book

book, overlay = read_book(Path({book!r})), Overlay.read(Path({file!r}))
found = compare_book(Path({run!r}), book, overlay, scenarios={scenarios}, seed={seed})
for change in found.changes:
    print(change.key, change.before.value, change.after.value, change.difference.value, change.difference.error)
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to get the same figures again.

    Attributes:
        run: The folder of the run.
        file: What the downloaded overlay is called.
        command: The command line.
        python: A few lines of Python.
    """

    run: str
    file: str
    command: str
    python: str


def recipe(kept: Scenario, content: Mapping[str, Any]) -> Recipe:
    """The recipe of a scenario that was worked out over the present run."""
    file, run = f"overlay-{kept.short}.yaml", run_name()
    dates = content["dates"]
    command = [
        "kejin", "policy", "impact", file, "--facts", run, "--law", dates["law"], "--facts-as-of",
        dates["facts_as_of"], "--known-by", dates["known_by"],
    ]  # fmt: skip
    return Recipe(run, file, shlex.join(command), _PYTHON.format(run=run, file=file))


def book_recipe(kept: Scenario, finding: Finding) -> Recipe:
    """The recipe of a book that was simulated under a scenario."""
    file, book, run = f"overlay-{kept.short}.yaml", f"book-{kept.short}.yaml", run_name()
    asked = finding.asked
    command = [
        "kejin", "risk", "compare", book, "--overlay", file, "--scenarios", str(asked["scenarios"]), "--seed",
        str(asked["seed"]),
    ]  # fmt: skip
    python = _BOOK.format(book=book, file=file, run=run, scenarios=asked["scenarios"], seed=asked["seed"])
    return Recipe(run, book, shlex.join(command), python)


def run_name() -> str:
    """The present run by its folder's name: where it lies is this machine's own affair."""
    return present_folder().name
