"""`kejin import`: what a table was understood to say, and every cell that could not be read. Nothing is decided."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.text import Text

from kejin.cli import tracking
from kejin.cli.options import JsonFlag, LanguageOption, MappingOption, language_of
from kejin.cli.output import emit, messages, printable, results
from kejin.cli.speaking import Speaker
from kejin.enterprises.importing import (
    LOCAL_LIMITS,
    ImportResult,
    dry_run,
    mapping_text,
    save_mapping,
    write_error_file,
)
from kejin.errors import FileError
from kejin.facts import GRAINS, FactSet, Grain
from kejin.runs.snapshot import write_facts


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or Parquet.")],
    *,
    mapping: MappingOption = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Only say what was understood; write no facts.")
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option("--save-mapping", metavar="FILE", help="Write the mapping that was used, as YAML."),
    ] = None,
    errors: Annotated[
        Path | None,
        typer.Option(
            "--errors", metavar="FILE", help="Write every unreadable cell to this .csv or .xlsx file."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write the facts as Parquet into this new folder."),
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Import a table: propose or follow a mapping, check every cell, all or nothing.

    The mapping is saved even where cells are wrong, so that it can be corrected by hand.
    """
    with tracking.step("reading the table"):
        result = dry_run(file, mapping, limits=LOCAL_LIMITS)
    if save is not None:
        save_mapping(result.mapping, save)
    if result.errors is not None:
        if errors is not None:
            write_error_file(result.errors, errors)
            messages().print(f"{result.errors.total} problems → {printable(str(errors))}")
        raise result.errors
    if out is not None and not dry:
        if out.exists():
            raise FileError("The folder is there already", expected="a new folder", where=str(out))
        write_facts(result.factset, out)
    if as_json:
        emit(_as_json(result))
    else:
        print_result(result, Speaker(language_of(lang)))


def print_result(result: ImportResult, say: Speaker) -> None:
    """Say which column became which fact, how many rows there are, and what had to be assumed."""
    console = results()
    for sheet in result.factset.sheets:
        console.print(
            Text(printable(" › ".join(part for part in (sheet.file, sheet.sheet) if part)), style="bold")
        )
        for (fact, year), column in sheet.columns.items():
            console.print(
                Text(
                    f"  {column.letter:>3}  {printable(column.header)}  →  {fact}{f' {year}' if year else ''}"
                )
            )
    for grain, count in _counts(result.factset).items():
        console.print(Text(f"{count:>8}  {say(GRAINS[grain].label)}"))
    for notice in result.notices:
        console.print(
            Text(f"· {say(notice.text)}  ", style="yellow").append(printable(notice.where), style="dim")
        )


def _counts(factset: FactSet) -> dict[Grain, int]:
    return {grain: frame.lazy().select(pl.len()).collect().item() for grain, frame in factset.frames.items()}


def _as_json(result: ImportResult) -> dict[str, object]:
    return {
        "rows": _counts(result.factset),
        "notices": result.notices,
        "mapping": mapping_text(result.mapping),
        "columns": [
            {
                "file": s.file,
                "sheet": s.sheet,
                "fact": fact,
                "year": year,
                "column": c.letter,
                "header": c.header,
            }
            for s in result.factset.sheets
            for (fact, year), c in s.columns.items()
        ],
    }
