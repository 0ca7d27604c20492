"""The tables of the present run: what stands in each, to look at and to download as CSV, Excel or Parquet."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from kejin.console.common.tablefiles import FORMATS, Cell, download, table_file
from kejin.console.office.reading import Found, found_for, no_counts, origin
from kejin.errors import FileError
from kejin.facts import Label
from kejin.planning.aggregates import COUNTED, DIMENSIONS, TABLES
from kejin.planning.aggregates.tables import ANY
from kejin.web.needs import PROVINCE
from kejin.web.pages import page
from kejin.web.visitors import PageRequest
from kejin.web.words import word

PARQUET: Final = "parquet"
_WHOLE: Final = "whole"
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A table in the list: what it holds, how many rows."""

    name: str
    label: Label
    what: Label
    rows: int


@page(PROVINCE)
def tables(request: PageRequest) -> HttpResponseBase:
    """Every table of the present run."""
    try:
        run = found_for(request.visitor)
    except FileError as error:
        return no_counts(request, error)
    frames = run.reading.aggregates
    lines = [Line(name, *_named(name), frames[name].height) for name in TABLES]
    context = {
        "counted": [line for line in lines if line.name in COUNTED],
        "described": [line for line in lines if line.name not in COUNTED],
        **_about(run, "…"),
    }
    return render(request, "console/research/tables.html", context)


@page(PROVINCE)
def table(request: PageRequest, table: str) -> HttpResponseBase:
    """One table: its first rows; `?dimension=` narrows it, `?format=` gives all of them as a file."""
    if table not in TABLES:
        raise Http404
    try:
        run = found_for(request.visitor)
    except FileError as error:
        return no_counts(request, error)
    frame = run.reading.aggregates[table]
    dimensions = _dimensions(frame)
    asked = request.GET.get("dimension", "")
    asked = asked if asked in dimensions else ""
    if asked:
        frame = frame.filter(dimension=ANY if asked == _WHOLE else asked)
    kind = request.GET.get("format", "")
    if kind in (*FORMATS, PARQUET):
        return _file(table, frame, kind)
    label, what = _named(table)
    figures = [one.is_numeric() for one in frame.dtypes]
    context = {
        "table": table,
        "label": label,
        "what": what,
        "columns": list(zip(frame.columns, figures, strict=True)),
        "rows": [list(zip(row, figures, strict=True)) for row in _rows(frame.head(_SHOWN))],
        "shown": min(frame.height, _SHOWN),
        "of": frame.height,
        "dimension": asked,
        "dimensions": [("", word("research.every_split")), *dimensions.items()] if dimensions else (),
        **_about(run, table),
    }  # fmt: skip
    return render(request, "console/research/table.html", context)


def _about(run: Found, table: str) -> dict[str, object]:
    return {
        "hidden": run.hidden,
        "synthetic": run.manifest.synthetic,
        "origin": origin(run, table),
        "formats": (("csv", "CSV"), ("xlsx", "Excel"), (PARQUET, "Parquet")),
    }


def _named(name: str) -> tuple[Label, Label]:
    return word(f"research.table_{name}"), word(f"research.what_{name}")


def _dimensions(frame: pl.DataFrame) -> dict[str, Label]:
    """What the rows of a table are split by, as the address writes it."""
    there = set(frame["dimension"]) if "dimension" in frame.columns else set()
    found = {name: word(f"office.by_{name}") for name in DIMENSIONS if name in there}
    return {_WHOLE: word("office.whole"), **found} if there else {}


def _rows(frame: pl.DataFrame) -> Iterator[list[Cell]]:
    for row in frame.iter_rows():
        yield [
            "; ".join(one) if isinstance(one, list) else str(one) if isinstance(one, bool) else one
            for one in row
        ]


def _file(name: str, frame: pl.DataFrame, kind: str) -> HttpResponse:
    if kind != PARQUET:
        return table_file(f"kejin-{name}", frame.columns, _rows(frame), kind=kind)
    held = io.BytesIO()
    frame.write_parquet(held)
    return download(held.getvalue(), f"kejin-{name}.parquet", "application/vnd.apache.parquet")


__all__ = ["table", "tables"]
