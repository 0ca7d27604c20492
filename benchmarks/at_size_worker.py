"""The steps of deciding one block, one after the other: `python -m benchmarks.at_size_worker PROVINCE`.

Prints one sentence with the share of each step in the block's processor time.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from kejin.facts import Grain
from kejin.packs import shipped
from kejin.planning.aggregates import standing_frame
from kejin.planning.aggregates.counting import offer_counts, verdict_counts
from kejin.planning.offers import Offers, offers_of
from kejin.planning.parts import (
    Block,
    Order,
    Prepared,
    begin,
    blocks_for,
    digests_of,
    facts_of,
    part_paths,
    passes,
    prepared,
    read_source,
)
from kejin.planning.parts.deciding import Kept, told_offers
from kejin.planning.parts.ledger import Writer
from kejin.policy import Dates
from kejin.policy.evaluation import evaluations

R = TypeVar("R")
DAY = date(2026, 6, 30)


class _Clock:
    """Processor time by step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    def __call__(self, name: str, work: Callable[[], R]) -> R:
        start = process_time()
        made = work()
        self.steps[name] = self.steps.get(name, 0.0) + process_time() - start
        return made


def _decided(home: Path, ready: Prepared, block: Block, *, clock: _Clock) -> None:
    """What `kejin.planning.parts.deciding.decided` does, one step after the other."""
    facts = clock("reading and digests", lambda: facts_of(home, ready.rounds, block))
    answers = clock(
        "verdicts, masks, amounts", lambda: list(evaluations(ready.ruleset, facts, ready.decisions))
    )
    kept = Kept(ready, first=True)
    told = clock("laying side by side", lambda: [kept.told(answer) for answer in answers])
    standing = clock("counting", lambda: standing_frame(ready.ruleset, facts))
    clock("counting", lambda: verdict_counts(ready.scheme, facts, told, standing=standing))
    enterprises = kept.quoted[Grain.ENTERPRISE]
    offered = clock("offers", lambda: offers_of(ready.scheme.catalogue, facts, enterprises))
    clock("counting", lambda: offer_counts(offered, standing))
    clock("writing", lambda: _written(home, kept, offered))


def _written(home: Path, kept: Kept, offered: Offers) -> None:
    writer = Writer(home)
    for folder, frames in (("verdicts", kept.verdicts), ("amounts", kept.amounts)):
        for grain, frame in frames.items():
            writer.put(frame, f"{folder}/{grain.value}.parquet")
    writer.put(told_offers(offered), "offers.parquet")


def main(province: Path) -> None:
    """Decide the first block of a province step by step."""
    dates = Dates(DAY, DAY, DAY)
    ruleset = shipped().compile(dates)
    order = Order(dates, ruleset.digest)
    paths = part_paths(province)
    source = read_source(province, paths, digests_of(paths))
    ready, blocks = prepared(ruleset, order), blocks_for(order, source)
    with TemporaryDirectory() as name:
        home, clock = Path(name), _Clock()
        begin(home, order, source)
        rest = passes(home, order, ready, blocks=blocks[:1])
        totals = next(rest)
        clock("partial sums", lambda: [totals.work(job) for job in totals.jobs])
        clock("totals", lambda: next(rest))
        _decided(home, ready, blocks[0], clock=clock)
    whole = sum(clock.steps.values())
    shares = ", ".join(f"{step} {100 * taken / whole:.0f}%" for step, taken in clock.steps.items())
    print(f"Of a block of {blocks[0].enterprises:,} enterprises, {whole:.1f} s of processor time: {shares}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
