"""`run.json`: what a run was made of and what it made, enough to repeat it and to see whether anything changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kejin import __version__
from kejin.errors import FileError
from kejin.planning.parts import WORK
from kejin.policy import Dates
from kejin.runs.folder import MANIFEST

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of `run.json`.

    Attributes:
        source: The table's file name and the SHA-256 of its bytes.
        rows: Rows read, by grain.
        dates: The three dates as ISO text.
        ruleset_digest: The digest of the compiled ruleset.
        overlay: The what-if's title and the file kept beside the results, or None.
        policies: The decisions asked for; empty stands for all.
        packs: Further policy folders as they were given.
        counts: Subjects by decision and verdict.
        pages: How many answer pages were written.
        synthetic: Whether the table was declared synthetic.
        language: The language the pages open in.
        versions: Of Kejin and of what computes and writes.
        files: SHA-256 of every file written, by its path in the folder.
        parts: Of a run over part files: how many blocks, about how many enterprises in each, and where the facts lie
            (relative to the folder; empty where it holds them). None of a run over one table.
        snapshot_digest: SHA-256 over the digests of the facts that the run kept, which names the snapshot.
    """

    source: Mapping[str, str]
    rows: Mapping[str, int]
    dates: Mapping[str, str]
    ruleset_digest: str
    overlay: Mapping[str, str] | None
    policies: tuple[str, ...]
    packs: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    pages: int
    synthetic: bool
    language: str
    versions: Mapping[str, str] = field(default_factory=lambda: versions())  # noqa: PLW0108 - defined below
    files: Mapping[str, str] = field(default_factory=dict)
    snapshot_digest: str = ""
    parts: Mapping[str, Any] | None = None
    format: int = _FORMAT

    @property
    def three_dates(self) -> Dates:
        """The dates as dates."""
        days = {name: date.fromisoformat(text) for name, text in self.dates.items()}
        return Dates(days["law"], days["facts_as_of"], days["known_by"])


def versions() -> dict[str, str]:
    """Versions of Kejin and of the libraries that a result depends on."""
    return {"kejin": __version__} | {
        name: version(name) for name in ("polars", "numpy", "jinja2", "xlsxwriter")
    }


def dates_as_text(dates: Dates) -> dict[str, str]:
    """The three dates in ISO form."""
    return {name: getattr(dates, name).isoformat() for name in ("law", "facts_as_of", "known_by")}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(manifest: Manifest, folder: Path, *, known: Mapping[str, str] | None = None) -> None:
    """Write `run.json` last, with the digests of everything that lies in the folder.

    `known` holds digests of files that need not be read again; with it, hidden files and `work/` are left out.
    """
    files = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if known is not None:
        files = {
            name: path for name, path in files.items() if not name.startswith((".", f"{WORK}/", MANIFEST))
        }
    digests = {name: (known or {}).get(name) or digest_of(path) for name, path in files.items()}
    snapshot = manifest.snapshot_digest or snapshot_digest(digests)
    parts = asdict(manifest) | {"files": digests, "snapshot_digest": snapshot}
    text = json.dumps(parts, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def snapshot_digest(files: Mapping[str, str]) -> str:
    """One digest for all files of facts, from their digests by path."""
    facts = "".join(
        f"{digest}  {path}\n" for path, digest in sorted(files.items()) if path.startswith("facts/")
    )
    return hashlib.sha256(facts.encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run. Raises `FileError` when the folder is not a run, or one of another format."""
    path = folder / MANIFEST
    try:
        parts: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(
            "There is no run here",
            expected="a folder written by `kejin run`; name it with --run",
            where=str(folder),
        ) from error
    except ValueError as error:
        raise FileError("The record of the run is not readable", expected="JSON", where=str(path)) from error
    if not isinstance(parts, dict) or parts.get("format") != _FORMAT:
        raise FileError(
            "The run was written in another format",
            expected=f"format {_FORMAT}; run `kejin run` again",
            where=str(path),
        )
    return Manifest(**parts)
