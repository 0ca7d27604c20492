"""The report as files: the page, the workbook, a CSV for each table, and a record of what they were made from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kejin.cli.pages import Language
from kejin.cli.report.cells import csv_text
from kejin.cli.report.material import Material
from kejin.cli.report.model import Section
from kejin.cli.report.render import ReportSettings, render_report
from kejin.cli.report.sections import sections
from kejin.cli.report.solvency import kept_books
from kejin.cli.report.workbook import write_report_workbook
from kejin.enterprises.synthetic import is_synthetic, read_calibration
from kejin.enterprises.synthetic.writing import MEASURES
from kejin.planning.aggregates import read_aggregates
from kejin.runs.manifest import digest_of, read_manifest

FOLDER = "report"
"""The folder of the report within a run's."""
RECORD = "report.json"
"""What tells such a folder from any other."""
PAGE, WORKBOOK, TABLES = "report.html", "report.xlsx", "tables"
CALIBRATION = "calibration.parquet"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written: its chapters, and the files by their path in its folder."""

    material: Material
    chapters: tuple[Section, ...]
    files: tuple[str, ...]


def keep_calibration(source: Path, run: Path) -> None:
    """Put the calibration of a synthetic province beside the run over it, so that the run's folder stands alone.

    Nothing is kept of any other source, nor of a province that an earlier version made without measuring it.
    """
    if is_synthetic(source) and (source / MEASURES).is_file():
        read_calibration(source).write_parquet(run / CALIBRATION)


def read_material(run: Path, *, approval: str = "") -> Material:
    """What a report on a run is made from. Raises `FileError` when the folder is no run, or an old one."""
    manifest = read_manifest(run)
    kept = run / CALIBRATION
    calibration = pl.read_parquet(kept) if kept.is_file() else None
    return Material(read_aggregates(run), manifest, calibration, approval, kept_books(run))


def report_on(run: Path, *, language: Language, approval: str) -> Written:
    """Make the report of a run that was just written, within its folder and with a link back to its list."""
    folder = run / FOLDER
    folder.mkdir()
    settings = ReportSettings(language, back="../index.html")
    return write_report(read_material(run, approval=approval), folder, settings)


def write_report(material: Material, folder: Path, settings: ReportSettings) -> Written:
    """Write the report into `folder`, which is empty.

    Its files stand in its own record and not in that of the run, which a report made anew must leave as it is.
    """
    chapters = sections(material)
    (folder / PAGE).write_text(render_report(material, chapters, settings), encoding="utf-8")
    write_report_workbook(folder / WORKBOOK, material, chapters)
    tables = folder / TABLES
    tables.mkdir()
    for table in (table for chapter in chapters for table in chapter.tables):
        (tables / f"{table.name}.csv").write_bytes(csv_text(table).encode("utf-8"))
    files = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))
    record = _record(material, {name: digest_of(folder / name) for name in files})
    (folder / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Written(material, chapters, files)


def _record(material: Material, files: Mapping[str, str]) -> Mapping[str, object]:
    manifest = material.manifest
    return {
        "format": _FORMAT,
        "ruleset_digest": manifest.ruleset_digest,
        "snapshot_digest": manifest.snapshot_digest,
        "dates": dict(manifest.dates),
        "map_approval": material.approval,
        "synthetic": manifest.synthetic,
        "files": dict(files),
    }
