"""Anybody's part files checked and sorted into parts of whole enterprises, so that they can be worked on one by one.

Two passes: each piece of a file is checked and its rows told which block they go to; then each block gathers its rows.
Which block an enterprise goes to depends on its identifier and on how many blocks there are, and on nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from kejin.errors import FactErrors, FileError, KeyFactError
from kejin.facts import GRAINS, Grain, check_frame, may_repeat, spans_parts
from kejin.planning.parts.files import digest_of
from kejin.planning.parts.ledger import WORK, Writer
from kejin.planning.parts.source import PartFile, Source

PIECE = 200_000
"""So many rows are checked at a time."""
FACTS = "facts"
_BLOCK = "#block"
KEPT = "Nothing was decided."


@dataclass(frozen=True, slots=True)
class Check:
    """A piece of a file to check: `rows` rows from `start` on. Of a grain that belongs to no enterprise, the whole."""

    home: Path
    folder: Path
    grain: Grain
    file: PartFile
    number: int
    start: int
    rows: int
    blocks: int

    @property
    def name(self) -> str:
        """What this piece of work is called."""
        return f"check-{self.grain.value}-{self.number:05d}"

    @property
    def path(self) -> str:
        """Where its rows lie until the blocks gather them."""
        return f"{WORK}/checked/{self.grain.value}/piece-{self.number:05d}.parquet"


@dataclass(frozen=True, slots=True)
class Sort:
    """A block to gather from the pieces that were checked."""

    home: Path
    pieces: Mapping[Grain, tuple[str, ...]]
    number: int

    @property
    def name(self) -> str:
        """What this piece of work is called."""
        return f"sort-{self.number:05d}"


def checks_of(source: Source, home: Path, enterprises: int) -> list[Check]:
    """The pieces of a source, for blocks of about so many enterprises."""
    count = max(1, round(sum(file.rows for file in source.files[Grain.ENTERPRISE]) / enterprises))
    found: list[Check] = []
    for grain, files in source.files.items():
        pieces = [(file, start) for file in files for start in range(0, max(1, file.rows), PIECE)]
        found += [
            Check(home, source.folder, grain, file, number, start, PIECE, count)
            for number, (file, start) in enumerate(pieces)
        ]
    return found


def check(job: Check) -> str:
    """Check one piece and note for each row which block it goes to; the name of this piece of work.

    Raises:
        FactErrors: The rows do not fit the dictionary.
        FileError: The file changed since the run began.
    """
    path = job.folder / job.file.path
    if job.start == 0 and digest_of(path) != job.file.digest:
        raise FileError(
            "A part file changed while it was being read", expected=f"SHA-256 {job.file.digest[:12]}…",
            where=str(path), kept=KEPT,
        )  # fmt: skip
    try:
        frame = check_frame(pl.scan_parquet(path).slice(job.start, job.rows).collect(), job.grain)
    except FactErrors as error:
        place = f" from row {job.start + 1}" if job.start else ""
        raise FactErrors(error.problems, what=f"{job.file.path}{place}: {error.what}", kept=KEPT) from error
    block = pl.lit(0, pl.UInt64)
    if not spans_parts(job.grain):
        block = pl.col("enterprise_id").hash(0) % job.blocks
    keys = _own_keys(job.grain)
    hashes = [_hash(keys).alias("#hash")] if keys else []
    writer = Writer(job.home)
    writer.put(frame.with_columns(block.alias(_BLOCK), *hashes).sort(_BLOCK, maintain_order=True), job.path)
    writer.finish(job.name)
    return job.name


def _own_keys(grain: Grain) -> tuple[str, ...]:
    """The keys of a grain whose rows with one key may lie in two blocks."""
    keys = GRAINS[grain].keys
    return () if "enterprise_id" in keys or spans_parts(grain) else keys


def _hash(keys: Sequence[str]) -> pl.Expr:
    return pl.concat_str([pl.col(key).cast(pl.String) for key in keys], separator="\0").hash(0)


def refuse_repeated(jobs: Sequence[Check]) -> None:
    """See that no key of a grain stands in two pieces.

    Compares one 64-bit hash a row, and the keys themselves only where two are equal.

    Raises:
        FactErrors: A key stands more than once.
    """
    for grain in dict.fromkeys(job.grain for job in jobs):
        keys = _own_keys(grain)
        if not keys:
            continue
        scan = pl.scan_parquet([job.home / job.path for job in jobs if job.grain is grain])
        hashes = np.sort(scan.select("#hash").collect().to_series().to_numpy())
        again = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        if not again.size:
            continue
        likely = scan.filter(pl.col("#hash").is_in(pl.Series(again).implode())).select(keys)
        found = likely.group_by(keys).len().filter(pl.col("len") > 1).sort(keys).collect()
        if found.height:
            once = f"one row for each {', '.join(keys)}"
            problems = [
                KeyFactError(
                    "a key stands more than once", expected=once, found=", ".join(map(str, row[:-1]))
                )
                for row in found.head(100).iter_rows()
            ]
            raise FactErrors(problems, what=f"{found.height} keys of {grain} stand more than once", kept=KEPT)


def sorts_of(jobs: Sequence[Check]) -> Iterator[Sort]:
    """The blocks to gather."""
    pieces: dict[Grain, tuple[str, ...]] = {}
    for job in jobs:
        pieces[job.grain] = (*pieces.get(job.grain, ()), job.path)
    yield from (Sort(jobs[0].home, pieces, number) for number in range(jobs[0].blocks))


def sort(job: Sort) -> str:
    """Write one block's facts; the name of this piece of work.

    Raises:
        FactErrors: A key stands more than once.
    """
    writer = Writer(job.home)
    for grain, paths in job.pieces.items():
        if spans_parts(grain) and job.number:
            continue
        parts = [_of_block(job.home / path, job.number) for path in paths]
        frame = pl.concat([part for part in parts if part.height] or parts[:1], how="diagonal_relaxed")
        keys = list(GRAINS[grain].keys)
        if may_repeat(frame, keys):
            try:
                check_frame(frame.select(keys), grain)
            except FactErrors as error:
                raise FactErrors(error.problems, what=error.what, kept=KEPT) from error
        writer.put(frame, f"{FACTS}/{grain.value}/part-{job.number:05d}.parquet")
    writer.finish(job.name)
    return job.name


def _of_block(path: Path, number: int) -> pl.DataFrame:
    scan = pl.scan_parquet(path)
    helpers = [name for name in (_BLOCK, "#hash") if name in scan.collect_schema()]
    return scan.filter(pl.col(_BLOCK) == number).drop(helpers).collect()
