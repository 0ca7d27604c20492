"""The options of `kejin run`, and who does the work of one over part files."""

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Literal

import typer

from kejin.cli.dask_engine import Cluster
from kejin.planning.parts import Engine, Pool, Serial

EngineName = Literal["pool", "dask"]
# A page weighs about half a megabyte; more of them are made when asked for.
USUAL_PAGES = 300
FEW_PAGES = 20
_ALL = -1


def _page_count(text: str) -> int:
    # The default passes through here as well, and may already be a number.
    text = str(text)
    if text == "all":
        return _ALL
    if not text.isdigit():
        raise typer.BadParameter('neither a number nor "all"')
    return int(text)


def most_pages(asked: int | None, *, folder: bool) -> int | None:
    """How many answer pages to write at most; None for all."""
    if asked is None:
        return FEW_PAGES if folder else USUAL_PAGES
    return None if asked == _ALL else asked


FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE|DIR", help="CSV, XLSX or Parquet; or a folder of Parquet parts by grain."),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the results.")]
PagesOption = Annotated[
    int | None,
    typer.Option(
        parser=_page_count,
        metavar="all|N",
        help=f"How many answer pages. Default: {USUAL_PAGES}, of a folder {FEW_PAGES}.",
    ),
]
BooksOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--book",
        metavar="BOOK",
        help="A book of loans to simulate for the report (see `kejin risk`). May be given several times.",
    ),
]
WhatIfOption = Annotated[
    Path | None,
    typer.Option("--book-overlay", metavar="FILE", help="A what-if that the books are compared with."),
]
SyntheticOption = Annotated[
    bool, typer.Option("--synthetic", help="Say on every page that the table is invented.")
]
PageOption = Annotated[
    list[str] | None,
    typer.Option(
        "--page", metavar="CODE", help="Of a folder: an answer page for this enterprise. May be repeated."
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="W",
        min=1,
        help="Of a folder: processes; they change the time, never the result. Default: one for each core.",
    ),
]
EngineOption = Annotated[
    EngineName,
    typer.Option(
        "--engine",
        help="Of a folder: who does the work, processes of this machine or dask.distributed.",
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Of --engine dask: a cluster that runs already and sees the same folders. Default: one on this machine.",
    ),
]
BlockOption = Annotated[
    int,
    typer.Option(
        "--block", metavar="N", min=1, help="Of a folder: about how many enterprises are worked on at a time."
    ),
]
RestartOption = Annotated[
    bool, typer.Option("--restart", help="Of a folder: leave an unfinished run behind and begin anew.")
]


def engine_of(name: EngineName, workers: int | None, scheduler: str | None) -> AbstractContextManager[Engine]:
    """Who does the work. Raises `RunError` where dask.distributed is asked for and not installed."""
    count = workers or os.cpu_count() or 1
    if name == "dask":
        return Cluster(count, scheduler)
    return Pool(count) if count > 1 else Serial()
