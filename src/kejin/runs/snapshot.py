"""The facts of a run as Parquet beside its results, so that an answer can be explained again from the same facts."""

import json
from pathlib import Path

import polars as pl

from kejin.errors import FileError
from kejin.facts import FactSet, Grain, SourceColumn, SourceSheet

_PLACES = "sheets.json"


def write_facts(factset: FactSet, folder: Path) -> None:
    """Write one Parquet file per grain and `sheets.json`, which says which cell each column was read from."""
    folder.mkdir(parents=True)
    for grain, frame in factset.frames.items():
        frame.lazy().collect().write_parquet(folder / f"{grain.value}.parquet", statistics=True)
    places = {
        "complete": sorted(grain.value for grain in factset.complete),
        "sheets": [_sheet_as_json(sheet) for sheet in factset.sheets],
    }
    (folder / _PLACES).write_text(json.dumps(places, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_facts(folder: Path) -> FactSet:
    """The facts that `write_facts` wrote. Raises `FileError` when the folder does not hold them."""
    try:
        places = json.loads((folder / _PLACES).read_text(encoding="utf-8"))
        sheets = tuple(_sheet_of(entry) for entry in places["sheets"])
        complete = frozenset(Grain(name) for name in places["complete"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileError(
            "The facts of the run cannot be read", expected=f"the folder that `kejin run` wrote with {_PLACES}",
            where=str(folder),
        ) from error  # fmt: skip
    frames: dict[Grain, pl.LazyFrame | pl.DataFrame] = {
        Grain(path.stem): pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))
    }
    return FactSet(frames, complete, sheets)


def _sheet_as_json(sheet: SourceSheet) -> dict[str, object]:
    columns = [
        {"fact": fact, "year": year, "letter": column.letter, "header": column.header}
        for (fact, year), column in sheet.columns.items()
    ]
    return {"file": sheet.file, "sheet": sheet.sheet, "columns": columns}


def _sheet_of(entry: dict[str, object]) -> SourceSheet:
    listed = entry["columns"]
    if not isinstance(listed, list):
        raise TypeError("columns")
    columns = {(one["fact"], one["year"]): SourceColumn(one["letter"], one["header"]) for one in listed}
    return SourceSheet(str(entry["file"]), str(entry["sheet"]), columns)
