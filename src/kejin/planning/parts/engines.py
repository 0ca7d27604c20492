"""Who does the work: this process, or several. What is made does not depend on it."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager
from multiprocessing import get_context
from types import TracebackType
from typing import Protocol, Self, TypeVar

J = TypeVar("J")
_LOOKING_EVERY = 0.5
_THREADS = "POLARS_MAX_THREADS"


class Engine(Protocol):
    """Does pieces of work and gives their names as they are done, in any order."""

    def run(self, work: Callable[[J], str], jobs: Sequence[J]) -> Iterator[str]:
        """Do every job. The first one that fails ends the run with its error."""


class Serial(AbstractContextManager["Serial"]):
    """One job after the other in this process, each with all threads."""

    def run(self, work: Callable[[J], str], jobs: Sequence[J]) -> Iterator[str]:
        """Do every job, in order."""
        yield from map(work, jobs)

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


class Pool:
    """Processes on this machine, which share its threads among them."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        # A fork of a process with Polars' threads may hang; a fresh process does not.
        self._pool = ProcessPoolExecutor(
            self._workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
        )
        return self

    def run(self, work: Callable[[J], str], jobs: Sequence[J]) -> Iterator[str]:
        """Do every job, as many at a time as there are processes."""
        assert self._pool is not None  # noqa: S101 - entered before
        before = os.environ.get(_THREADS)
        # Read by Polars when a process begins: together the workers use as many threads as there are cores.
        os.environ[_THREADS] = before or str(max(1, (os.cpu_count() or 1) // self._workers))
        try:
            futures: list[Future[str]] = [self._pool.submit(work, job) for job in jobs]
        finally:
            if before is None:
                del os.environ[_THREADS]
        for future in as_completed(futures):
            yield future.result()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._pool is not None  # noqa: S101 - entered before
        self._pool.shutdown(cancel_futures=True)


def _begin(parent: int) -> None:
    """Let a worker end with the process that it works for, also when that one is killed."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOKING_EVERY)
    os._exit(1)
