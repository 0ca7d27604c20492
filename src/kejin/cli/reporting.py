"""`kejin report`: a run as charts, a map, tables and a workbook that an office can put on a table."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from kejin.cli import tracking
from kejin.cli.explain import DEFAULT_RUN
from kejin.cli.options import ApprovalOption, JsonFlag, LanguageOption, PacksOption, language_of
from kejin.cli.output import emit, printable, results
from kejin.cli.report.render import ReportSettings
from kejin.cli.report.sections.glance import findings
from kejin.cli.report.writing import (
    FOLDER,
    PAGE,
    RECORD,
    TABLES,
    WORKBOOK,
    Written,
    read_material,
    write_report,
)
from kejin.cli.run_options import BooksOption, WhatIfOption
from kejin.cli.speaking import Speaker
from kejin.facts import Label
from kejin.planning import INSTRUMENTS
from kejin.runs.folder import whole_folder
from kejin.runs.manifest import read_manifest

_OPEN = Label("可得", "open")
_W = {
    "page": Label("报告（浏览器打开，可离线）", "the report (open in a browser; works offline)"),
    "book": Label("工作簿", "the workbook"),
    "tables": Label("每张图的数据", "the figures of every chart"),
}


def report_command(
    run: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the run.")] = DEFAULT_RUN,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Another folder for the report. Default: report/ in the run."
        ),
    ] = None,
    map_approval: ApprovalOption = "",
    book: BooksOption = None,
    book_overlay: WhatIfOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Make the report of a run: charts, a map, tables and a workbook, from its aggregates alone.

    With books of loans it has a chapter on shared losses and solvency; books are kept beside the run.
    """
    language = language_of(lang)
    if book:
        from kejin.cli.risk_keeping import keep_books, requested  # noqa: PLC0415 - only where books are simulated

        read_manifest(run)
        keep_books(run, requested(book, book_overlay, packs))
    with tracking.step("reading what the run found"):
        material = read_material(run, approval=map_approval)
    target = out or run / FOLDER
    settings = ReportSettings(
        language="en" if language == "en" else "zh",
        back="../index.html" if out is None and (run / "index.html").is_file() else "",
    )
    with whole_folder(target, RECORD) as folder, tracking.step("drawing the report"):
        written = write_report(material, folder, settings)
    if as_json:
        emit(plain(written, target))
    else:
        tell(results(), written, target, say=Speaker(language))


def plain(written: Written, target: Path) -> dict[str, object]:
    """A report for programs: where it is, and what stands out."""
    return {
        "folder": target,
        "report": target / PAGE,
        "workbook": target / WORKBOOK,
        "tables": [target / name for name in written.files if name.startswith(f"{TABLES}/")],
        "findings": list(findings(written.material)),
    }


def tell(console: Console, written: Written, target: Path, *, say: Speaker) -> None:
    """Print the most telling figures, and where to look."""
    material = written.material
    if material.aggregates["matrix"].height:
        for name, label in INSTRUMENTS.items():
            cell = material.total(name)
            share = f"{cell.open * 100 // cell.enterprises}%" if cell.enterprises else "–"
            line = Text(f"  {say(label)}  ", style="bold").append(
                f"{cell.open:,} {say(_OPEN)} ({share})", style="green"
            )
            console.print(line.append(f"  ≈ {cell.nearly:,}  ? {cell.undetermined:,}", style="dim"))
    for finding in findings(material):
        console.print(Text(f"  · {say(finding)}"))
    for key, name in (("page", PAGE), ("book", WORKBOOK), ("tables", f"{TABLES}/")):
        console.print(
            Text(f"→ {printable(str(target / name))}", style="bold").append(f"   {say(_W[key])}", style="dim")
        )
