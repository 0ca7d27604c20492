"""Blocks: the parts that are worked on together, cut by the facts alone and never by the number of workers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import polars as pl

from kejin.errors import FileError
from kejin.facts import Beyond, FactSet, Grain, spans_parts
from kejin.planning.parts.files import digest_of
from kejin.planning.parts.source import PartFile, Source


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole enterprises with all that belongs to them, and everything that belongs to none.

    Attributes:
        number: Its place; what belongs to no enterprise is told with block 0.
        folder: Where the files lie.
        files: By grain.
        complete: Grains of which the facts hold every row.
        enterprises: How many enterprises it holds.
    """

    number: int
    folder: Path
    files: Mapping[Grain, tuple[PartFile, ...]]
    complete: frozenset[Grain]
    enterprises: int

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"part-{self.number:05d}"

    def facts(self, beyond: Beyond | None = None, *, grains: Collection[Grain] | None = None) -> FactSet:
        """Its facts as lazy frames; those of some grains only, where it is said which.

        Raises:
            FileError: A file is no longer what it was when the run began.
        """
        wanted = {grain: files for grain, files in self.files.items() if grains is None or grain in grains}
        for files in wanted.values():
            for file in files:
                _check(self.folder, file)
        frames = {
            grain: pl.scan_parquet([self.folder / file.path for file in files])
            for grain, files in wanted.items()
        }
        return FactSet(frames, self.complete, beyond=beyond)

    def facts_in_memory(self, beyond: Beyond | None = None) -> FactSet:
        """Its facts as frames; raises as `facts` does."""
        lazy = self.facts(beyond)
        eager = pl.collect_all([frame.lazy() for frame in lazy.frames.values()])
        return replace(lazy, frames=dict(zip(lazy.frames, eager, strict=True)))


def blocks_of(source: Source, enterprises: int) -> tuple[Block, ...]:
    """The blocks of a source that is ready: parts in the order of their names, until they hold so many enterprises."""
    common = {grain: files for grain, files in source.files.items() if spans_parts(grain)}
    by_stem: dict[str, dict[Grain, list[PartFile]]] = {}
    for grain, files in source.files.items():
        for file in files if grain not in common else ():
            by_stem.setdefault(file.stem, {}).setdefault(grain, []).append(file)
    groups: list[list[str]] = []
    held = enterprises
    for stem in sorted(by_stem):
        if held >= enterprises:
            groups.append([])
            held = 0
        groups[-1].append(stem)
        held += sum(file.rows for file in by_stem[stem].get(Grain.ENTERPRISE, ()))
    return tuple(
        _block(source, number, [by_stem[stem] for stem in stems], common=common)
        for number, stems in enumerate(groups)
    )


def _block(
    source: Source,
    number: int,
    parts: list[dict[Grain, list[PartFile]]],
    *,
    common: Mapping[Grain, tuple[PartFile, ...]],
) -> Block:
    files = {
        grain: common.get(grain) or tuple(file for part in parts for file in part.get(grain, ()))
        for grain in source.files
    }
    held = sum(file.rows for file in files[Grain.ENTERPRISE])
    return Block(number, source.folder, {g: f for g, f in files.items() if f}, source.complete, held)


def _check(folder: Path, file: PartFile) -> None:
    path = folder / file.path
    try:
        state = path.stat()
        found = _digest(path, state.st_size, state.st_mtime_ns)
    except OSError as error:
        raise FileError(
            "A part file is gone", expected="the files that the run began with", where=str(folder / file.path)
        ) from error
    if found != file.digest:
        raise FileError(
            "A part file changed while it was being worked on",
            expected=f"SHA-256 {file.digest[:12]}…, as when the run began",
            found=f"{found[:12]}…",
            where=str(folder / file.path),
            kept="Nothing was mixed: no result holds anything of the changed file.",
        )


@lru_cache(maxsize=4096)
def _digest(path: Path, _size: int, _changed_ns: int) -> str:
    # Whoever opens a block again and again reads its files for what they hold, not to see that nobody touched them.
    return digest_of(path)
