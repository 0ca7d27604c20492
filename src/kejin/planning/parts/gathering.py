"""A pass over all blocks for totals: each block's partial sums, and the totals over all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from kejin.facts import Beyond, Way
from kejin.planning.parts.blocks import Block
from kejin.planning.parts.ledger import WORK, Writer
from kejin.planning.parts.order import Order, prepare
from kejin.policy.crossing import (
    Round,
    added,
    name_of,
    partial,
    running_of,
    totals_of,
    with_running,
    with_totals,
)

TOTALS = "beyond/totals"
RUNNING = "beyond/running"
# So many tables are added up at a time, so that memory does not grow with the number of blocks.
_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Gather:
    """One block's part of one round."""

    order: Order
    home: Path
    block: Block
    number: int

    @property
    def name(self) -> str:
        """What this piece of work is called."""
        return f"gather-{self.number}-{self.block.name}"


def gather(job: Gather) -> str:
    """Write a block's partial sums of a round; its name. Raises as `Block.facts` and `prepare` do."""
    ready = prepare(job.order)
    one = ready.rounds[job.number]
    facts = job.block.facts()
    facts = replace(facts, beyond=beyond_of(job.home, ready.rounds[: job.number], job.block))
    writer = Writer(job.home)
    for name, table in partial(ready.ruleset, facts, one).items():
        writer.put(table, _partial_path(job.number, name, job.block))
    writer.finish(job.name)
    return job.name


def _partial_path(number: int, name: str, block: Block) -> str:
    return f"{WORK}/partial-{number}/{name}/{block.name}.parquet"


def total(home: Path, number: int, one: Round, *, blocks: Sequence[Block]) -> str:
    """Write the totals of a round over all blocks, from the partial sums of each; the name of this piece of work."""
    writer = Writer(home)
    gathered = {
        name_of(way): [_folded((_read(home, number, name_of(way), block=block) for block in blocks), way)]
        for way in one.totals
    }
    for way, frame in totals_of(one, gathered).items():
        writer.put(frame, f"{TOTALS}/{number}/{name_of(way)}.parquet")
    for step in one.running:
        tables = [_read(home, number, step.name, block=block) for block in blocks]
        for block, table in zip(blocks, running_of(step, tables), strict=True):
            writer.put(table, f"{RUNNING}/{number}/{step.name}/{block.name}.parquet")
    writer.finish(total_name(number))
    return total_name(number)


def total_name(number: int) -> str:
    """What the work of adding up a round is called."""
    return f"total-{number}"


def _read(home: Path, number: int, name: str, *, block: Block) -> pl.DataFrame:
    return pl.read_parquet(home / _partial_path(number, name, block))


def _folded(tables: Iterable[pl.DataFrame], way: Way) -> pl.DataFrame:
    held: list[pl.DataFrame] = []
    for table in tables:
        held.append(table)
        if len(held) == _TOGETHER:
            held = [added(held, way.target)]
    return added(held, way.target)


def beyond_of(home: Path, rounds: Iterable[Round], block: Block) -> Beyond:
    """What the given rounds found over all blocks, as one block needs it."""
    found = Beyond()
    for number, one in enumerate(rounds):
        totals = {
            way: pl.read_parquet(home / f"{TOTALS}/{number}/{name_of(way)}.parquet") for way in one.totals
        }
        found = with_totals(found, totals)
        for step in one.running:
            path = home / f"{RUNNING}/{number}/{step.name}/{block.name}.parquet"
            found = with_running(found, step.move.grain, [pl.read_parquet(path)])
    return found
