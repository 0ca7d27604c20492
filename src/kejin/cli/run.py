"""`kejin run`: a table goes in, answer pages come out."""

from pathlib import Path

from rich.text import Text

from kejin.cli import tracking
from kejin.cli.explain import DEFAULT_RUN
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
from kejin.cli.parts import PartsRequest, begun_dates, run_parts
from kejin.cli.report.sections.glance import findings
from kejin.cli.report.writing import FOLDER, PAGE, WORKBOOK, read_material
from kejin.cli.run_options import (
    BlockOption,
    BooksOption,
    EngineOption,
    FileArgument,
    OutOption,
    PageOption,
    PagesOption,
    RestartOption,
    SchedulerOption,
    SyntheticOption,
    WhatIfOption,
    WorkersOption,
    engine_of,
    most_pages,
)
from kejin.cli.running import Outcome, Request, write_run
from kejin.cli.speaking import Speaker
from kejin.cli.terminal import dates_line, print_summary
from kejin.enterprises.importing import LOCAL_LIMITS, import_file
from kejin.enterprises.synthetic import MANIFEST as SYNTHETIC
from kejin.facts import Label
from kejin.packs import load_packs
from kejin.planning.parts import BLOCK
from kejin.policy import Overlay, Ruleset
from kejin.runs.folder import refuse_foreign, whole_folder

_WHERE = {
    "report": Label("运行报告", "the report"),
    "workbook": Label("报告的工作簿", "the report's workbook"),
}


def run(
    file: FileArgument,
    *,
    out: OutOption = DEFAULT_RUN,
    mapping: MappingOption = None,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    policy: PolicyOption = None,
    overlay: OverlayOption = None,
    packs: PacksOption = None,
    pages: PagesOption = None,
    page: PageOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = "pool",
    scheduler: SchedulerOption = None,
    block: BlockOption = BLOCK,
    restart: RestartOption = False,
    synthetic: SyntheticOption = False,
    map_approval: ApprovalOption = "",
    book: BooksOption = None,
    book_overlay: WhatIfOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Import a table, decide every policy for every enterprise, and write the answers into one folder.

    A folder of part files may be of any size. A run over it that was stopped goes on where it was.
    """
    refuse_foreign(out)
    days, language = (law, facts_as_of, known_by), language_of(lang)
    if file.is_dir() and not restart and days == (None, None, None):
        days = begun_dates(out)
    ruleset, what_if = _ruleset(packs, overlay, days)
    request = Request(
        source=file,
        decisions=tuple(d.key for d in ruleset.chosen(policy)) if policy else None,
        most_pages=most_pages(pages, folder=file.is_dir()),
        settings=PageSettings(
            language="en" if language == "en" else "zh",
            synthetic=synthetic or (file / SYNTHETIC).is_file(),
            source=file.resolve().name,
            what_if=what_if.title if what_if else None,
        ),
        overlay=overlay,
        packs=tuple(packs or ()),
        map_approval=map_approval,
        books=tuple(book or ()),
        book_overlay=book_overlay,
    )
    if file.is_dir():
        parts = PartsRequest(request, out, tuple(page or ()), block=block, anew=restart)
        outcome = run_parts(parts, ruleset, engine_of(engine, workers, scheduler))
    else:
        outcome = _run_table(request, ruleset, mapping=mapping, out=out, language=language)
    if as_json:
        emit({"folder": out, "summary": outcome.summary, "run": outcome.manifest})
    else:
        _tell(outcome, out, language)


def _run_table(
    request: Request, ruleset: Ruleset, *, mapping: Path | None, out: Path, language: ShownLanguage
) -> Outcome:
    with tracking.step("reading the table"):
        imported = import_file(request.source, mapping, limits=LOCAL_LIMITS)
    for notice in imported.notices:
        messages().print(Text(f"· {Speaker(language)(notice.text)}  {notice.where}", style="dim"))
    with whole_folder(out) as folder:
        return write_run(folder, ruleset, imported.factset, request=request, tracked=tracking.pages)


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
    for finding in findings(read_material(out)):
        console.print(Text(f"· {say(finding)}"))
    console.print()
    for path, what in (
        (out / FOLDER / PAGE, _WHERE["report"]),
        (out / FOLDER / WORKBOOK, _WHERE["workbook"]),
        (out / "index.html", Label(f"{manifest.pages} 份答复页", f"{manifest.pages} answer pages")),
    ):
        console.print(Text(f"→ {path}", style="bold").append(f"   {say(what)}", style="dim"))
