"""Scenarios in blocks, on as many threads as wanted: the same bytes for any number of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from queue import SimpleQueue

import numpy as np

from kejin.errors import RiskError
from kejin.risk.arrays import State, Terms
from kejin.risk.book import Book
from kejin.risk.simulation import philox, sampling, scenario
from kejin.risk.simulation.compiled import kernels
from kejin.risk.simulation.plan import Paths, Plan, Scratch, Work, paths_for, scratch_for, state_for

BLOCK = 256
SEED_BITS = 64


@dataclass(frozen=True)
class Run:
    """What a simulation left: the book, the plan, the paths, and how it was drawn."""

    book: Book
    plan: Plan
    paths: Paths
    scenarios: int
    seed: int


def simulate_book(
    book: Book,
    terms: Terms,
    plan: Plan,
    *,
    scenarios: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Run:
    """Work out so many scenarios. `progress` is told of scenarios as they are done.

    Raises `RiskError` for a seed or a number that is none.
    """
    if scenarios < 1 or workers < 1 or not 0 <= seed < 2**SEED_BITS:
        raise RiskError(
            "No such simulation",
            expected="at least one scenario and one worker, a seed of 64 bits",
            found=f"{scenarios}, {workers}, {seed}",
        )
    paths = paths_for(terms, plan, scenarios)
    run_block = kernels(("simulate_block",), philox, sampling, scenario)["simulate_block"]
    benches: SimpleQueue[tuple[State, Scratch]] = SimpleQueue()
    for _ in range(workers):
        benches.put((state_for(terms, plan), _seeded(scratch_for(plan), seed)))

    def one(first: int) -> int:
        last = min(first + BLOCK, scenarios)
        state, scratch = benches.get()
        try:
            own = Paths(*(part[first:last] for part in paths))
            run_block(Work(terms, plan, state, scratch, own), first, last - first)
        finally:
            benches.put((state, scratch))
        return last - first

    for done in _in_threads(one, range(0, scenarios, BLOCK), workers):
        if progress is not None:
            progress(done)
    return Run(book, plan, paths, scenarios, seed)


def _in_threads(one: Callable[[int], int], firsts: range, workers: int) -> Iterator[int]:
    if workers == 1:
        yield from map(one, firsts)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, firsts)


def _seeded(scratch: Scratch, seed: int) -> Scratch:
    scratch.rng[philox.KEY] = seed & philox.MASK
    scratch.rng[philox.KEY + 1] = seed >> 32
    return scratch


def without_traces(run: Run) -> Run:
    """The run without the course of single loans."""
    empty = np.zeros((0, len(run.plan.cell_loan)), np.int64)
    paths = run.paths._replace(trace_month=empty, trace_loss=empty, trace_back=empty, trace_back_month=empty)
    return replace(run, paths=paths)
