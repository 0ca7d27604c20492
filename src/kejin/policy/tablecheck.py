"""Is a table whole? Every case reaches a row, rows exclude one another, no row is unreachable.

The rows' edges cut each input into regions; one representative of each region is tried in every combination. The same
check serves the lint and an overlay that moves a row's edges.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kejin.errors import PolicyError
from kejin.policy.documents import TableDocument, TableVersion
from kejin.policy.tables import Span, row_spans
from kejin.policy.terms import Term
from kejin.policy.values import parse_integer

Representative = int | str | bool
OTHER_CODE = "(any other)"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a table; `row` is empty where it is the table as a whole."""

    code: str
    message: str
    row: str = ""


def table_flaws(table: TableDocument, version: TableVersion, inputs: Mapping[str, Term]) -> Iterator[Flaw]:
    """Everything wrong with one version of a table, given the columns it reads."""
    try:
        spans = [row_spans(table, row, inputs) for row in version.rows]
    except PolicyError as error:
        yield Flaw("table", str(error))
        return
    if len({row.id for row in version.rows}) != len(version.rows):
        yield Flaw("table-ids", "two rows have one id")
    hits: set[int] = set()
    for point in _points(inputs, spans):
        matching = [i for i, row in enumerate(spans) if all(_in(row.get(n), v) for n, v in point.items())]
        shown = ", ".join(f"{name}={value}" for name, value in point.items())
        if not matching:
            yield Flaw("table-gap", f"no row for {shown}")
        elif table.hit == "unique" and len(matching) > 1:
            names = ", ".join(version.rows[i].id for i in matching)
            yield Flaw("table-overlap", f"rows {names} all match {shown}")
        hits.update(matching[:1])
    for position, row in enumerate(version.rows):
        if position not in hits:
            yield Flaw("table-unreachable", "no case reaches this row", row.id)
    yield from _monotone(table, version)


def _points(
    inputs: Mapping[str, Term], spans: Sequence[Mapping[str, Span]]
) -> Iterator[dict[str, Representative]]:
    regions = [_regions(name, term, spans) for name, term in inputs.items()]
    for cell in product(*regions):
        yield dict(zip(inputs, cell, strict=True))


def _regions(name: str, term: Term, spans: Sequence[Mapping[str, Span]]) -> list[Representative]:
    """One representative value for each region into which the rows cut an input."""
    mine = [row[name] for row in spans if name in row]
    if any(span.flag is not None for span in mine):
        return [True, False]
    if any(span.members is not None for span in mine):
        named = {code for span in mine for code in span.members or ()}
        return [*sorted(named), OTHER_CODE]
    edges = {e for s in mine for e in (s.low, None if s.high is None else s.high + 1) if e is not None}
    bounds = term.interval
    low = bounds.low if bounds else min(edges, default=0) - 1
    high = bounds.high if bounds else max(edges, default=0) + 1
    return [value for value in sorted({low, *edges}) if low <= value <= high]


def _in(span: Span | None, value: Representative) -> bool:
    if span is None:
        return True
    if span.members is not None:
        return value in span.members
    if span.flag is not None:
        return value is span.flag
    assert isinstance(value, int)  # noqa: S101 - `_regions` gives integers for intervals
    return (span.low is None or value >= span.low) and (span.high is None or value <= span.high)


def _monotone(table: TableDocument, version: TableVersion) -> Iterator[Flaw]:
    if not table.monotone:
        return
    texts = [row.value for row in version.rows if row.value is not None]
    values = [parse_integer(text, table.kind, table.unit, where=table.id) for text in texts]
    if values != sorted(values, reverse=table.monotone == "falling"):
        yield Flaw("table-monotone", f"values are not {table.monotone}")
