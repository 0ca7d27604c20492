"""A synthetic province read back as facts, lazily and part by part."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from kejin.enterprises.synthetic.writing import FORMAT, MANIFEST
from kejin.errors import FileError
from kejin.facts import FactSet, Grain


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder that `kejin synth` wrote.

    Raises:
        FileError: It is not such a folder.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known = manifest["format"] == FORMAT and manifest["synthetic"] is True
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _not_synthetic(folder) from error
    if not known:
        raise _not_synthetic(folder)
    return manifest


def is_synthetic(folder: Path) -> bool:
    """Whether the folder holds a synthetic province."""
    return (folder / MANIFEST).is_file()


def read_synthetic(folder: Path, *, block: int | None = None) -> FactSet:
    """The facts as lazy frames, one for each grain: of all blocks, or of one with what belongs to no block.

    Every grain is complete: there, no row means "none". The truth and the tables beside are not among the facts.
    """
    read_manifest(folder)
    frames: dict[Grain, pl.LazyFrame] = {}
    for grain in Grain:
        home = folder / "facts" / grain.value
        parts = sorted(home.glob("part-*.parquet"))
        if block is not None and grain not in _WITHOUT_BLOCK:
            parts = [path for path in parts if path.stem == f"part-{block:05d}"]
        if parts:
            frames[grain] = pl.scan_parquet(parts)
    return FactSet(frames, frozenset(frames))


_WITHOUT_BLOCK = frozenset({Grain.INSTITUTION_YEAR, Grain.PROGRAMME_YEAR, Grain.FUND})


def _not_synthetic(folder: Path) -> FileError:
    return FileError(
        "This is no synthetic province",
        expected=f"the folder that `kejin synth` wrote, with its {MANIFEST}",
        where=str(folder),
    )
