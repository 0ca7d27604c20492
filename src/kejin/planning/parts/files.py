"""Files that appear whole or not at all, and are known by their digest."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def place(path: Path, write: Callable[[Path], object]) -> str:
    """Let `write` make a file beside its place, then put it there; its digest.

    Whoever is killed leaves the old file or none, and perhaps a `.tmp` file that nobody reads.
    """
    path.parent.mkdir(exist_ok=True, parents=True)
    made = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    write(made)
    with made.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    made.replace(path)
    return digest


def place_frame(frame: pl.DataFrame, path: Path, *, together: int | None = None) -> str:
    """Put a frame into its place as Parquet; its digest. `together` is how many rows a row group holds."""
    # In one piece: how a frame came together must not show in the bytes of its file.
    whole = frame.rechunk()
    return place(path, lambda made: whole.write_parquet(made, statistics=True, row_group_size=together))


def place_json(value: Mapping[str, object], path: Path) -> str:
    """Put a document into its place; its digest."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return place(path, lambda made: made.write_text(text, encoding="utf-8"))
