"""From an address to the part of a list that it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from kejin.facts import Label
from kejin.web.lists.describing import Column, Filter, ListSpec

ON_A_PAGE = 25
# Counting more than this takes longer than anybody wants to know the number.
MOST_COUNTED = 10_000
_PAGE, _ORDER, _SHOW, _DENSITY = "page", "order", "show", "density"
_COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter with the value that the address has."""

    filter: Filter
    value: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list.

    Attributes:
        spec: The list.
        rows: The rows of the page.
        filters: The filters as they are set.
        page: From 1.
        pages: How many there are, of those that were counted.
        count: How many rows there are; `more` says that there are more than were counted.
        order: The column ordered by, with "-" before it where downwards; empty for the list's own order.
        columns: The columns that are shown.
        compact: Whether rows stand close together.
    """

    spec: ListSpec
    rows: tuple[Any, ...]
    filters: tuple[ShownFilter, ...]
    page: int
    pages: int
    count: int
    more: bool
    order: str
    columns: tuple[Column, ...]
    compact: bool

    @property
    def narrowed(self) -> tuple[ShownFilter, ...]:
        """The filters that are set, which an empty list names."""
        return tuple(one for one in self.filters if one.value)

    @property
    def cells(self) -> Iterator[tuple[tuple[Column, object, str | None], ...]]:
        """Row by row the cells: column, value, where it leads."""
        for row in self.rows:
            yield tuple(
                (column, column.value(row), column.link(row) if column.link else None)
                for column in self.columns
            )

    @property
    def heads(self) -> Iterator[tuple[Column, str, str]]:
        """The columns: each with the order that a click asks for, and how the list is ordered by it now."""
        for column in self.columns:
            if not column.order:
                yield column, "", "none"
            elif self.order == column.name:
                yield column, f"-{column.name}", "ascending"
            elif self.order == f"-{column.name}":
                yield column, column.name, "descending"
            else:
                yield column, column.name, "none"

    @property
    def picks(self) -> Iterator[tuple[Column, bool]]:
        """Every column with whether it is shown, to choose from."""
        for column in self.spec.columns:
            yield column, column in self.columns

    @property
    def has_choice(self) -> bool:
        """Whether the address chooses among the columns."""
        return len(self.columns) < len(self.spec.columns)


def narrowed(spec: ListSpec, rows: QuerySet[Any], query: QueryDict) -> QuerySet[Any]:
    """The rows that the address asks for, in the order that it asks for."""
    for one in _filters(spec, query):
        if one.value:
            rows = one.filter.apply(rows, one.value)
    order = _order(spec, query)
    fields = {column.name: column.order for column in spec.columns}
    if order:
        sign, name = ("-", order[1:]) if order.startswith("-") else ("", order)
        # The number last, so that rows with equal values stay where they are from page to page.
        return rows.order_by(f"{sign}{fields[name]}", "-pk")
    return rows.order_by(spec.first)


def listing_of(spec: ListSpec, rows: QuerySet[Any], query: QueryDict) -> Listing:
    """The page of a list that an address asks for."""
    wanted = narrowed(spec, rows, query)
    count = wanted.order_by()[: MOST_COUNTED + 1].count()
    more = count > MOST_COUNTED
    count = min(count, MOST_COUNTED)
    pages = max(1, -(-count // ON_A_PAGE))
    page = min(pages, _number(query.get(_PAGE, "")))
    start = (page - 1) * ON_A_PAGE
    shown = tuple(wanted[start : start + ON_A_PAGE])
    filters = tuple(_filters(spec, query))
    order, columns = _order(spec, query), columns_of(spec, query)
    compact = query.get(_DENSITY) == _COMPACT
    return Listing(spec, shown, filters, page, pages, count, more, order, columns, compact)


def columns_of(spec: ListSpec, query: QueryDict) -> tuple[Column, ...]:
    """The columns that an address asks for, in the list's order; all where it asks for none that there is."""
    wanted = frozenset(query.getlist(_SHOW))
    return tuple(column for column in spec.columns if column.name in wanted) or spec.columns


def _filters(spec: ListSpec, query: QueryDict) -> Iterator[ShownFilter]:
    for one in spec.filters:
        value = query.get(one.name, "").replace("\0", "").strip()[:120]
        if one.options and value not in {code for code, _ in one.options}:
            value = ""
        yield ShownFilter(one, value)


def _order(spec: ListSpec, query: QueryDict) -> str:
    asked = query.get(_ORDER, "")
    known = {column.name for column in spec.columns if column.order}
    return asked if asked.removeprefix("-") in known else ""


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def option_label(one: ShownFilter) -> Label:
    """The words of the value that a filter is set to."""
    return next(
        (label for code, label in one.filter.options if code == one.value), Label(one.value, one.value)
    )
