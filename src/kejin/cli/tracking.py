"""Progress on standard error, for people only: nothing is drawn into a pipe or a file.

KEJIN_PROGRESS=lines is for a program that started this one and shows its progress itself: a line of JSON for each
change, {"step": "deciding", "done": 3, "total": 10}, at most a few a second; 0 of 0 where it cannot be told.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from kejin.cli.output import messages

if TYPE_CHECKING:
    from kejin.assessment import EnterpriseAnswer


LINES = "KEJIN_PROGRESS"
_SAID_EVERY = 0.3


class _Lines:
    """Says how far a step is to whoever started this process; to nobody where that was not asked for."""

    def __init__(self, name: str, total: int, done: int = 0) -> None:
        self._wanted = os.environ.get(LINES) == "lines"
        self._name, self._total, self._done, self._said = name, total, done, 0.0
        self._say()

    def on(self, count: int = 1) -> None:
        self._done += count
        if time.monotonic() - self._said >= _SAID_EVERY:
            self._say()

    def _say(self) -> None:
        if self._wanted:
            self._said = time.monotonic()
            told = {"step": self._name, "done": self._done, "total": self._total}
            sys.stderr.write(json.dumps(told) + "\n")
            sys.stderr.flush()


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show that a step of unknown length is under way."""
    console = messages()
    _Lines(name, 0)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        bar.add_task(name, total=None)
        yield


Item = TypeVar("Item")


class Counted(Protocol):
    """Passes things through and moves the bar by each."""

    def __call__(self, items: Iterable[Item], /) -> Iterator[Item]:
        """The same things in the same order."""


@contextmanager
def counted(name: str, count: int, *, done: int = 0) -> Iterator[Counted]:
    """Show how many of so many are done, some of them before; gives what wraps the things that are counted."""
    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    lines = _Lines(name, count, done)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def through(items: Iterable[Item], /) -> Iterator[Item]:
            for item in bar.track(items, total=count, completed=done, description=name):
                yield item
                lines.on()

        yield through


@contextmanager
def gauge(name: str, count: int) -> Iterator[Callable[[int], None]]:
    """Show how many of so many are done, told in steps of any size."""
    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=count)
        lines = _Lines(name, count)

        def went_on(done: int) -> None:
            bar.update(task, advance=done)
            lines.on(done)

        yield went_on


@contextmanager
def pages(answers: "Iterator[EnterpriseAnswer]", count: int) -> "Iterator[Iterator[EnterpriseAnswer]]":
    """Show how many answer pages are written."""
    with counted("answer pages", count) as through:
        yield through(answers)
