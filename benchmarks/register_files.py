"""A register as Parquet files, one for each grain, so that a worker process starts with nothing but the facts."""

from pathlib import Path

import polars as pl

from kejin.facts import FactSet, Grain


def write_register(folder: Path, facts: FactSet) -> int:
    """Write the frames. Returns the number of rows."""
    rows = 0
    for grain, frame in facts.frames.items():
        made = frame.lazy().collect()
        made.write_parquet(folder / f"{grain.value}.facts.parquet")
        rows += made.height
    return rows


def read_register(folder: Path) -> FactSet:
    """The facts in memory."""
    paths = sorted(folder.glob("*.facts.parquet"))
    return FactSet({Grain(path.name.split(".")[0]): pl.read_parquet(path) for path in paths})
