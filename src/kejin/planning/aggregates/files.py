"""The aggregates as files: one Parquet file for each table, and a small record of their format."""

import json
from pathlib import Path

import polars as pl

from kejin.errors import FileError
from kejin.planning.aggregates.tables import FORMAT, TABLES, Aggregates

FOLDER = "aggregates"
"""The folder of the aggregates within a run's."""
RECORD = "format.json"


def write_aggregates(found: Aggregates, run: Path) -> None:
    """Write every table into the run's folder."""
    folder = run / FOLDER
    folder.mkdir()
    for name in TABLES:
        found[name].write_parquet(folder / f"{name}.parquet", statistics=True)
    record = {"format": FORMAT, "rows": {name: found[name].height for name in TABLES}}
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def read_aggregates(run: Path) -> Aggregates:
    """The aggregates of a run.

    Raises:
        FileError: The folder is no run, or one of another format, or a table is not as it was written.
    """
    folder = run / FOLDER
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        known = record["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(folder, "a folder written by `kejin run`") from error
    if not known:
        raise _unreadable(folder, f"aggregates of format {FORMAT}; run `kejin run` again")
    frames = {}
    for name, table in TABLES.items():
        try:
            frame = pl.read_parquet(folder / f"{name}.parquet")
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unreadable(folder / f"{name}.parquet", "a table written by `kejin run`") from error
        if dict(frame.schema) != dict(table.empty().schema):
            raise _unreadable(folder / f"{name}.parquet", f"the columns {', '.join(table.columns)}")
        frames[name] = frame
    return Aggregates(frames)


def _unreadable(path: Path, expected: str) -> FileError:
    return FileError("The aggregates of the run cannot be read", expected=expected, where=str(path))
