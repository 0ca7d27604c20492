"""What is done already: a record for each piece of work, written when its files are in place, with their digests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kejin.planning.parts.files import digest_of, place_frame, place_json

WORK = "work"
"""The folder, within an unfinished run's, of what is needed only until the run is finished."""
_DONE = "done"


@dataclass(slots=True)
class Writer:
    """Puts the files of one piece of work into the run's folder and keeps their digests."""

    home: Path
    digests: dict[str, str] = field(default_factory=dict)

    def put(self, frame: pl.DataFrame, path: str, *, together: int | None = None) -> None:
        """Put a frame into its place; `path` is within the run's folder, `together` the rows of a row group."""
        self.digests[path] = place_frame(frame, self.home / path, together=together)

    def finish(self, name: str) -> None:
        """Record that the piece of work of that name is done."""
        place_json({"files": self.digests}, record_of(self.home, name))


def record_of(home: Path, name: str) -> Path:
    """Where the record of a piece of work lies."""
    return home / WORK / _DONE / f"{name}.json"


def files_of(home: Path, name: str) -> Mapping[str, str] | None:
    """The digests of the files of a piece of work by path; None where it is not done."""
    try:
        found = json.loads(record_of(home, name).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def is_done(home: Path, name: str) -> bool:
    """Whether a piece of work is done and every file of it is as it was written."""
    found = files_of(home, name)
    return found is not None and all(_is(home / path, digest) for path, digest in found.items())


def _is(path: Path, digest: str) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False


def sweep(home: Path) -> None:
    """Remove what a killed run left half written."""
    for path in home.rglob(".*.tmp"):
        path.unlink(missing_ok=True)
