"""Progress on standard error, for people only: nothing is drawn into a pipe or a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from kejin.assessment import EnterpriseAnswer
from kejin.cli.output import messages


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


@contextmanager
def pages(answers: Iterator[EnterpriseAnswer], count: int) -> Iterator[Iterator[EnterpriseAnswer]]:
    """Show how many answer pages are written."""
    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield iter(bar.track(answers, total=count, description="answer pages"))
