"""A folder of facts in part files: which files there are, what is in them, and whether they can be used as they lie.

    FOLDER/facts/GRAIN/*.parquet   or   FOLDER/GRAIN/*.parquet   or   FOLDER/GRAIN.parquet

Parts can be used as they lie when Kejin wrote them: then each is checked, and the parts of one name (`part-00003`) hold
the same enterprises with all that belongs to them. Anybody's other parts are checked and sorted into such parts first.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from kejin.enterprises.synthetic.writing import MANIFEST as SYNTHETIC
from kejin.errors import FileError
from kejin.facts import Grain, spans_parts
from kejin.planning.parts.files import digest_of

RECORD = "facts.json"
"""Says of a folder of facts which grains are complete and, where Kejin sorted it, the digest of every file."""
_SNAPSHOT = "sheets.json"


@dataclass(frozen=True, slots=True)
class PartFile:
    """One part file: its path in the source's folder, the SHA-256 of its bytes, its number of rows."""

    path: str
    digest: str
    rows: int

    @property
    def stem(self) -> str:
        """The name that parts of the same enterprises share."""
        return Path(self.path).stem


@dataclass(frozen=True, slots=True)
class Source:
    """The part files of a folder.

    Attributes:
        folder: Where they lie.
        files: By grain, in the order of their names.
        complete: Grains of which the parts hold every row.
        ready: Whether they can be used as they lie.
        synthetic: Whether the folder says that everything in it is invented.
    """

    folder: Path
    files: Mapping[Grain, tuple[PartFile, ...]]
    complete: frozenset[Grain]
    ready: bool
    synthetic: bool

    @property
    def digest(self) -> str:
        """One digest for all files: over their paths and digests."""
        lines = sorted(f"{file.digest}  {file.path}\n" for files in self.files.values() for file in files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def rows(self) -> dict[str, int]:
        """Rows by grain."""
        return {grain.value: sum(file.rows for file in files) for grain, files in self.files.items()}


def part_paths(folder: Path) -> dict[Grain, list[Path]]:
    """The part files of a folder by grain, in the order of their names.

    Raises:
        FileError: There are none, or none of enterprises.
    """
    home = folder / "facts" if (folder / "facts").is_dir() else folder
    found: dict[Grain, list[Path]] = {}
    for grain in Grain:
        single = home / f"{grain.value}.parquet"
        paths = sorted((home / grain.value).glob("*.parquet")) + ([single] if single.is_file() else [])
        if paths:
            found[grain] = paths
    if Grain.ENTERPRISE not in found:
        raise FileError(
            "The folder holds no part files of enterprises",
            expected="Parquet files in enterprise/ and in a folder for each other grain (filing/, loan/, …), "
            "or the folder of `kejin synth`",
            found=", ".join(grain.value for grain in found) or "none of them",
            where=str(folder),
        )
    return found


def read_source(folder: Path, paths: Mapping[Grain, list[Path]], digests: Iterable[str]) -> Source:
    """The source from its paths and the digests of these files, in the same order.

    Raises:
        FileError: A file is no Parquet file, or a record in the folder cannot be read.
    """
    taken = iter(digests)
    files = {
        grain: tuple(
            PartFile(path.relative_to(folder).as_posix(), next(taken), _rows(path)) for path in given
        )
        for grain, given in paths.items()
    }
    record = _record(folder)
    known = record.get("files", {})
    ready = bool(known) and all(
        known.get(_relative(folder, file.path)) == file.digest for given in files.values() for file in given
    )
    return Source(
        folder, files, _complete(record, files), ready and _whole(files), bool(record.get("synthetic"))
    )


def digests_of(paths: Mapping[Grain, list[Path]]) -> Iterator[str]:
    """The digests of the files, one after the other, as they are asked for."""
    for given in paths.values():
        yield from map(digest_of, given)


def write_record(
    folder: Path, complete: Iterable[Grain], digests: Mapping[str, str], *, synthetic: bool
) -> None:
    """Write the record of a folder of facts that Kejin sorted; `digests` by path within the folder."""
    parts = {
        "complete": sorted(grain.value for grain in complete),
        "synthetic": synthetic,
        "files": dict(sorted(digests.items())),
    }
    (folder / RECORD).write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")


def source_as_json(source: Source) -> dict[str, object]:
    """A source as a record: which files it has, with their digests and rows."""
    return {
        "complete": sorted(grain.value for grain in source.complete),
        "ready": source.ready,
        "synthetic": source.synthetic,
        "files": {
            grain.value: [[file.path, file.digest, file.rows] for file in files]
            for grain, files in source.files.items()
        },
    }


def source_of(record: Mapping[str, Any], folder: Path) -> Source:
    """The source of a record, with its files in `folder`; they are looked at only when they are read.

    Raises:
        FileError: The record is not one of `source_as_json`.
    """
    try:
        files = {
            Grain(name): tuple(PartFile(path, digest, rows) for path, digest, rows in given)
            for name, given in record["files"].items()
        }
        complete = frozenset(Grain(name) for name in record["complete"])
        return Source(folder, files, complete, bool(record["ready"]), bool(record["synthetic"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FileError(
            "The record of the facts of a run cannot be read", expected="one written by `kejin run`"
        ) from error


def _record(folder: Path) -> dict[str, Any]:
    if (folder / SYNTHETIC).is_file():
        found = _json(folder / SYNTHETIC)
        return {"complete": [grain.value for grain in Grain], **found}
    home = folder / "facts" if (folder / "facts").is_dir() else folder
    for name in (RECORD, _SNAPSHOT):
        if (home / name).is_file():
            return _json(home / name)
    return {}


def _relative(folder: Path, path: str) -> str:
    """A file's path as the record names it: a record lies beside the folders of the grains, `synth.json` above them."""
    lower = not (folder / SYNTHETIC).is_file() and path.startswith("facts/")
    return path.removeprefix("facts/") if lower else path


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(
            "The record of the facts is not readable", expected="JSON", where=str(path)
        ) from error
    if not isinstance(found, dict):
        raise FileError("The record of the facts is not readable", expected="a JSON object", where=str(path))
    return found


def _complete(record: Mapping[str, Any], files: Mapping[Grain, object]) -> frozenset[Grain]:
    named = record.get("complete", [])
    return frozenset(grain for grain in files if grain.value in named)


def _whole(files: Mapping[Grain, tuple[PartFile, ...]]) -> bool:
    """Whether every part of what belongs to enterprises goes with a part of enterprises."""
    stems = {file.stem for file in files[Grain.ENTERPRISE]}
    return all(
        file.stem in stems for grain, given in files.items() if not spans_parts(grain) for file in given
    )


def _rows(path: Path) -> int:
    try:
        return int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except (OSError, pl.exceptions.PolarsError) as error:
        raise FileError("A part file cannot be read", expected="a Parquet file", where=str(path)) from error
