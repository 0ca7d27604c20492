"""Books simulated for the report of a run, and kept beside it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kejin.cli.output import plain
from kejin.cli.report.solvency import keep
from kejin.cli.risk_book import DEFAULT_SCENARIOS, open_book, overlay_of, run_with_progress
from kejin.cli.risk_changes import Comparison, comparison_as_plain
from kejin.cli.risk_results import run_as_plain
from kejin.facts import Label
from kejin.policy.changed import changed_values
from kejin.risk.simulation.results import years


@dataclass(frozen=True, slots=True)
class BookRequest:
    """Books to simulate for a report: under the rules in force, and under a what-if where one is named."""

    books: tuple[Path, ...] = ()
    overlay: Path | None = None
    packs: tuple[Path, ...] = ()
    scenarios: int = DEFAULT_SCENARIOS
    seed: int = 1


def keep_books(run: Path, asked: BookRequest) -> list[Path]:
    """Simulate the books and keep what came out beside the run; where each was kept.

    All are simulated before the first is kept, so that an error leaves the run's folder as it was.
    """
    made = [(_name(book), _simulated(book, asked)) for book in asked.books]
    return [keep(run, name, document) for name, document in made]


def _name(book: Path) -> str:
    return re.sub(r"[^0-9A-Za-z_-]+", "-", book.stem).strip("-") or "book"


def _simulated(book: Path, asked: BookRequest) -> dict[str, Any]:
    opened = open_book(book, asked.packs)
    before = opened.prepared(None)
    first = run_with_progress(before, book.stem, scenarios=asked.scenarios, seed=asked.seed, workers=1)
    arrangement = first.book.arrangement
    limits = [{"key": one.key, "label": one.label} for one in arrangement.limits]
    lines = [{"key": one.key, "label": one.label} for one in arrangement.stop_lines]
    document: dict[str, Any] = {
        **run_as_plain(before, first),
        "parties": [
            {"key": p.key, "label": p.label, "public": p.public, "kind": p.kind} for p in arrangement.parties
        ],
        "limits": [*limits, *lines],
        "what_if": None,
    }
    overlay = overlay_of(asked.overlay, ())
    if overlay is not None:
        after = opened.prepared(overlay)
        second = run_with_progress(after, "what if", scenarios=asked.scenarios, seed=asked.seed, workers=1)
        found = Comparison(before, first, second, changed_values(opened.store, overlay), ())
        title: Label = overlay.title
        document["what_if"] = {**comparison_as_plain(found), "title": title, "years": years(second)}
    # Through the one door of JSON, and back: what is kept is what a program would read.
    kept: dict[str, Any] = json.loads(json.dumps(plain(document), ensure_ascii=False))
    return kept


def requested(
    books: Sequence[Path] | None, overlay: Path | None, packs: Sequence[Path] | None
) -> BookRequest:
    """What the options ask for."""
    return BookRequest(tuple(books or ()), overlay, tuple(packs or ()))
