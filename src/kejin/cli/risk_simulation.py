"""`kejin risk simulate`, `solvency` and `compare`: what may happen to a book, and what another rule would change."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from kejin.cli.options import JsonFlag, LanguageOption, OverlayOption, PacksOption, language_of
from kejin.cli.output import emit, messages, printable, results
from kejin.cli.risk_book import (
    DEFAULT_SCENARIOS,
    DEFAULT_WIDTH,
    AssumeOption,
    BookArgument,
    ScenariosOption,
    SeedOption,
    SetOption,
    WidthOption,
    WorkersOption,
    open_book,
    overlay_of,
    run_with_progress,
)
from kejin.cli.risk_changes import Comparison, comparison_as_plain, print_comparison
from kejin.cli.risk_picture import Language, path_picture
from kejin.cli.risk_results import print_run, print_solvency, run_as_plain
from kejin.cli.speaking import Speaker
from kejin.errors import OverlayError
from kejin.facts import Label
from kejin.policy.changed import changed_values
from kejin.risk.simulation.results import years
from kejin.risk.simulation.running import Run

PictureOption = Annotated[
    Path | None,
    typer.Option(
        "--svg", metavar="FILE", help="Draw what public parties have borne by each year into this file."
    ),
]
PARTY = Label("财政累计承担：{0}", "Borne so far by: {0}")


def simulate(
    book: BookArgument,
    *,
    scenarios: ScenariosOption = DEFAULT_SCENARIOS,
    seed: SeedOption = 1,
    workers: WorkersOption = 1,
    overlay: OverlayOption = None,
    values: SetOption = None,
    assume: AssumeOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Draw what may happen to a book of loans and share every loss: expected and rare losses of each party.

    Each figure stands beside the error of having drawn only so often.
    """
    opened = open_book(book, packs)
    prepared = opened.prepared(overlay_of(overlay, values), assume or ())
    run = run_with_progress(prepared, "scenarios", scenarios=scenarios, seed=seed, workers=workers)
    if as_json:
        emit(run_as_plain(prepared, run))
    else:
        print_run(results(), prepared, run, say=Speaker(language_of(lang)))


def solvency(
    book: BookArgument,
    *,
    scenarios: ScenariosOption = DEFAULT_SCENARIOS,
    seed: SeedOption = 1,
    workers: WorkersOption = 1,
    svg: PictureOption = None,
    width: WidthOption = DEFAULT_WIDTH,
    overlay: OverlayOption = None,
    values: SetOption = None,
    assume: AssumeOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show year by year what public parties bear, what pools have left, and by when limits have bound."""
    opened = open_book(book, packs)
    prepared = opened.prepared(overlay_of(overlay, values), assume or ())
    run = run_with_progress(prepared, "scenarios", scenarios=scenarios, seed=seed, workers=workers)
    if svg is not None:
        _draw((run, None), svg, width=width, say=Speaker(language_of(lang)))
    if as_json:
        emit(run_as_plain(prepared, run))
    else:
        print_solvency(results(), prepared, run, say=Speaker(language_of(lang)))


def compare(
    book: BookArgument,
    *,
    scenarios: ScenariosOption = DEFAULT_SCENARIOS,
    seed: SeedOption = 1,
    workers: WorkersOption = 1,
    svg: PictureOption = None,
    width: WidthOption = DEFAULT_WIDTH,
    overlay: OverlayOption = None,
    values: SetOption = None,
    assume: AssumeOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Run a book under the rules in force and under a what-if, with the same draws, and show the difference.

    Every changed value comes with the clause behind the one in force.
    """
    opened = open_book(book, packs)
    changed = overlay_of(overlay, values)
    if changed is None and not assume:
        raise OverlayError("There is nothing to compare with", expected="--overlay, --set or --assume")
    before, after = opened.prepared(None), opened.prepared(changed, assume or ())
    first = run_with_progress(before, "in force", scenarios=scenarios, seed=seed, workers=workers)
    second = run_with_progress(after, "what if", scenarios=scenarios, seed=seed, workers=workers)
    shown = changed_values(opened.store, changed) if changed else []
    found = Comparison(before, first, second, shown, assume or [])
    if svg is not None:
        _draw((first, second), svg, width=width, say=Speaker(language_of(lang)))
    if as_json:
        emit(comparison_as_plain(found))
    else:
        print_comparison(results(), found, Speaker(language_of(lang)))


def _draw(runs: tuple[Run, Run | None], file: Path, *, width: int, say: Speaker) -> None:
    """The path of the public party that bears most."""
    run, other = runs
    frame = years(run)
    public = [party for party in run.book.arrangement.parties if party.public]
    party = max(public, key=lambda p: float(frame.filter(pl.col("party") == p.key)["total_fen"].max() or 0))  # type: ignore[arg-type]
    rows = frame.filter(pl.col("party") == party.key)
    others = years(other).filter(pl.col("party") == party.key) if other is not None else None
    label = Label(PARTY.zh.format(party.label.zh), PARTY.en.format(party.label.en))
    language: Language = "en" if say.language == "en" else "zh"
    file.write_text(path_picture(rows, label, language=language, width=width, other=others), encoding="utf-8")
    messages().print(f"→ {printable(str(file))}")
