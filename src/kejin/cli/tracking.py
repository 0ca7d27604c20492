"""Progress on standard error, for people only: nothing is drawn into a pipe or a file."""

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


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show that a step of unknown length is under way."""
    console = messages()
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
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def through(items: Iterable[Item], /) -> Iterator[Item]:
            return iter(bar.track(items, total=count, completed=done, description=name))

        yield through


@contextmanager
def gauge(name: str, count: int) -> Iterator[Callable[[int], None]]:
    """Show how many of so many are done, told in steps of any size."""
    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=count)
        yield lambda done: bar.update(task, advance=done)


@contextmanager
def pages(answers: "Iterator[EnterpriseAnswer]", count: int) -> "Iterator[Iterator[EnterpriseAnswer]]":
    """Show how many answer pages are written."""
    with counted("answer pages", count) as through:
        yield through(answers)
