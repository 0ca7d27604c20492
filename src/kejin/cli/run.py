"""`kejin run`: a table goes in, answer pages come out."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from kejin.cli import tracking
from kejin.cli.explain import DEFAULT_RUN
from kejin.cli.folder import refuse_foreign, whole_folder
from kejin.cli.offers import print_matrix
from kejin.cli.options import (
    ApprovalOption,
    FactsOption,
    JsonFlag,
    KnownOption,
    LanguageOption,
    LawOption,
    MappingOption,
    OverlayOption,
    PacksOption,
    PolicyOption,
    ShownLanguage,
    dates_of,
    language_of,
)
from kejin.cli.output import emit, messages, results
from kejin.cli.pages import PageSettings
from kejin.cli.report.writing import FOLDER, PAGE
from kejin.cli.running import Outcome, Request, write_run
from kejin.cli.terminal import Speaker, dates_line, print_summary
from kejin.enterprises.importing import LOCAL_LIMITS, import_file
from kejin.packs import load_packs
from kejin.policy import Overlay, Ruleset

# A page weighs about half a megabyte; more of them are made when asked for.
USUAL_PAGES = 300


def _page_count(text: str) -> int:
    # The default passes through here as well, and may already be a number.
    text = str(text)
    if text == "all":
        return -1
    if not text.isdigit():
        raise typer.BadParameter('neither a number nor "all"')
    return int(text)


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or Parquet.")],
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder for the results.")
    ] = DEFAULT_RUN,
    mapping: MappingOption = None,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    policy: PolicyOption = None,
    overlay: OverlayOption = None,
    packs: PacksOption = None,
    pages: Annotated[
        int,
        typer.Option(
            parser=_page_count, metavar="all|N", help=f"How many answer pages. Default: {USUAL_PAGES}."
        ),
    ] = USUAL_PAGES,
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Say on every page that the table is invented.")
    ] = False,
    map_approval: ApprovalOption = "",
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Import a table, decide every policy for every enterprise, and write the answers into one folder."""
    refuse_foreign(out)
    ruleset, what_if = _ruleset(packs, overlay, (law, facts_as_of, known_by))
    chosen = tuple(d.key for d in ruleset.chosen(policy)) if policy else None
    language = language_of(lang)
    with tracking.step("reading the table"):
        imported = import_file(file, mapping, limits=LOCAL_LIMITS)
    for notice in imported.notices:
        messages().print(Text(f"· {Speaker(language)(notice.text)}  {notice.where}", style="dim"))
    request = Request(
        source=file,
        decisions=chosen,
        most_pages=None if pages < 0 else pages,
        settings=PageSettings(
            language="en" if language == "en" else "zh",
            synthetic=synthetic,
            source=file.name,
            what_if=what_if.title if what_if else None,
        ),
        overlay=overlay,
        packs=tuple(packs or ()),
        map_approval=map_approval,
    )
    with whole_folder(out) as folder:
        outcome = write_run(folder, ruleset, imported.factset, request=request, tracked=tracking.pages)
    if as_json:
        emit({"folder": out, "summary": outcome.summary, "run": outcome.manifest})
    else:
        _tell(outcome, out, language)


def _ruleset(
    packs: list[Path] | None, overlay: Path | None, dates: tuple[object, ...]
) -> tuple[Ruleset, Overlay | None]:
    what_if = Overlay.read(overlay) if overlay else None
    with tracking.step("reading the policies"):
        return load_packs(packs or ()).compile(dates_of(*dates), what_if), what_if  # type: ignore[arg-type]


def _tell(outcome: Outcome, out: Path, language: ShownLanguage) -> None:
    say, console = Speaker(language), results()
    manifest = outcome.manifest
    console.print(Text(dates_line(manifest.three_dates, manifest.ruleset_digest, say), style="dim"))
    rows = ", ".join(f"{count} {grain}" for grain, count in manifest.rows.items())
    console.print(Text(f"{manifest.source['file']}: {rows}", style="dim"))
    print_summary(console, outcome.summary, language=language)
    console.print()
    if outcome.matrix is not None:
        print_matrix(console, outcome.matrix, say)
        console.print()
    console.print(Text(f"→ {out / FOLDER / PAGE}", style="bold").append("   the report", style="dim"))
    console.print(
        Text(f"→ {out / 'index.html'}", style="bold").append(f"   {manifest.pages} answer pages", style="dim")
    )
