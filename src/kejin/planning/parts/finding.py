"""One enterprise among many parts: the block that holds it, with all that its answers rest on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from kejin.errors import UnknownFactError
from kejin.facts import FactSet, Grain
from kejin.planning.parts.blocks import Block
from kejin.planning.parts.gathering import beyond_of
from kejin.policy.crossing import Round


def block_with(blocks: Sequence[Block], enterprise_id: str) -> Block:
    """The block that holds an enterprise. Raises `UnknownFactError` where none does."""
    for block in blocks:
        if ids_in(block).filter(pl.col("enterprise_id") == enterprise_id).collect().height:
            return block
    raise UnknownFactError(
        "No such enterprise in the facts",
        expected="an enterprise_id of the part files",
        found=enterprise_id,
    )


def first_enterprises(blocks: Sequence[Block], count: int | None) -> Iterator[tuple[Block, list[str]]]:
    """The first so many enterprises, block by block; None stands for all."""
    for block in blocks:
        if count is not None and count <= 0:
            return
        ids = (
            (ids_in(block) if count is None else ids_in(block).head(count))
            .collect()["enterprise_id"]
            .to_list()
        )
        if count is not None:
            count -= len(ids)
        yield block, ids


def facts_of(home: Path, rounds: Sequence[Round], block: Block) -> FactSet:
    """A block's facts in memory with the totals over all parts that the run in the folder `home` worked out."""
    return block.facts_in_memory(beyond_of(home, rounds, block))


def ids_in(block: Block) -> pl.LazyFrame:
    """The identifiers of its enterprises."""
    paths = [block.folder / file.path for file in block.files[Grain.ENTERPRISE]]
    return pl.scan_parquet(paths).select("enterprise_id")
