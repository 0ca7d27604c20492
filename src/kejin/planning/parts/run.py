"""A run over parts from its facts to its aggregates: the passes in their order, each left out where it is done.

check ─► sort ─►  gather ─► total ─► decide ─► add up
only where the    once for each     once for each
parts are not     round of totals   block
ready             over all parts
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kejin.errors import RunError
from kejin.planning.aggregates import Aggregates, Counts, aggregates, merged
from kejin.planning.parts.blocks import Block, blocks_of
from kejin.planning.parts.deciding import Decide, decide, read_counts
from kejin.planning.parts.files import place_json
from kejin.planning.parts.gathering import Gather, gather, total, total_name
from kejin.planning.parts.ledger import WORK, files_of, is_done
from kejin.planning.parts.order import Order, Prepared, differences
from kejin.planning.parts.sorting import FACTS, check, checks_of, refuse_repeated, sort, sorts_of
from kejin.planning.parts.source import RECORD, Source, part_paths, read_source, write_record

IDENTITY = f"{WORK}/identity.json"
# So many blocks are added up at a time, so that memory does not grow with their number.
_TOGETHER = 32


@dataclass(frozen=True, slots=True)
class Pass:
    """Pieces of work that need nothing of each other.

    Attributes:
        title: check, sort, totals or decide.
        work: What does one piece; it returns the piece's name.
        jobs: The pieces that are still to do.
        total: How many pieces there are with those that are done.
    """

    title: str
    work: Callable[[Any], str]
    jobs: Sequence[Any]
    total: int


def begin(home: Path, order: Order, source: Source) -> bool:
    """Make the folder of a run that is not finished, or go on in it; whether something is there already.

    Raises:
        RunError: What lies there was begun with other facts, other rules, other dates or another version.
    """
    wanted = order.identity(source)
    path = home / IDENTITY
    if path.is_file():
        begun = json.loads(path.read_text(encoding="utf-8"))
        different = list(differences(begun, wanted))
        if different:
            raise RunError(
                "An unfinished run of something else lies here",
                expected="the facts, rules and dates that it was begun with",
                found="; ".join(different[:5])
                + (f"; and {len(different) - 5} more" if len(different) > 5 else ""),
                where=str(home),
                kept="Nothing was mixed and nothing was lost. Put back what it was begun with to go on, "
                "or begin anew with --restart.",
            )
        return True
    home.mkdir(parents=True, exist_ok=True)
    place_json(wanted, path)
    return False


def ready_source(home: Path, order: Order, source: Source) -> Iterator[Pass]:
    """The passes that check and sort a source; none where it is ready. Afterwards `sorted_source` gives the facts."""
    if source.ready:
        return
    checks = checks_of(source, home, order.block)
    yield _pass("check", check, checks, home=home)
    sorts = list(sorts_of(checks))
    if not all(is_done(home, job.name) for job in sorts):
        refuse_repeated(checks)
    yield _pass("sort", sort, sorts, home=home)
    digests = {
        path.removeprefix(f"{FACTS}/"): digest for job in sorts for path, digest in _files(home, job.name)
    }
    write_record(home / FACTS, source.complete, digests, synthetic=source.synthetic)


def sorted_source(home: Path, source: Source) -> Source:
    """The facts to work on: the source itself where it is ready, else what was sorted into the run's folder."""
    if source.ready:
        return source
    record = json.loads((home / FACTS / RECORD).read_text(encoding="utf-8"))
    paths = part_paths(home)
    digests = [
        record["files"][path.relative_to(home / FACTS).as_posix()]
        for given in paths.values()
        for path in given
    ]
    return read_source(home, paths, digests)


def passes(home: Path, order: Order, ready: Prepared, *, blocks: Sequence[Block]) -> Iterator[Pass]:
    """The passes of a run in order; each is to be done before the next is asked for."""
    for number, one in enumerate(ready.rounds):
        if not is_done(home, total_name(number)):
            yield _pass("totals", gather, [Gather(order, home, block, number) for block in blocks], home=home)
            total(home, number, one, blocks=blocks)
    yield _pass("decide", decide, [Decide(order, home, block) for block in blocks], home=home)


def blocks_for(order: Order, source: Source) -> tuple[Block, ...]:
    """The blocks of a source that is ready."""
    return blocks_of(source, order.block)


def added_up(home: Path, ready: Prepared, blocks: Sequence[Block]) -> Aggregates:
    """The aggregates of a run out of the counts of its blocks."""
    held: list[Counts] = []
    for block in blocks:
        held.append(read_counts(home, block))
        if len(held) == _TOGETHER:
            held = [merged(held)]
    return aggregates(ready.scheme, held)


def files_written(home: Path, ready: Prepared, blocks: Sequence[Block]) -> dict[str, str]:
    """The digests of the part files of a run by path, without what is needed only until it is finished."""
    names = [total_name(number) for number in range(len(ready.rounds))]
    names += [f"decide-{block.name}" for block in blocks]
    names += [f"sort-{block.number:05d}" for block in blocks if block.folder == home]
    found = {path: digest for name in names for path, digest in _files(home, name)}
    return {path: digest for path, digest in sorted(found.items()) if not path.startswith(f"{WORK}/")}


def _pass(title: str, work: Callable[[Any], str], jobs: Sequence[Any], *, home: Path) -> Pass:
    left = [job for job in jobs if not is_done(home, job.name)]
    return Pass(title, work, left, len(jobs))


def _files(home: Path, name: str) -> Iterator[tuple[str, str]]:
    found: Mapping[str, str] = files_of(home, name) or {}
    yield from found.items()
