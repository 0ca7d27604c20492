"""What a list is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from kejin.facts import Label


class Shape(Enum):
    """How a cell is written: on the page, and in a file."""

    TEXT = "text"
    LABEL = "label"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DAY = "day"
    MOMENT = "moment"

    @property
    def is_figure(self) -> bool:
        """Whether it stands on the right."""
        return self in {Shape.MONEY, Shape.PERCENT, Shape.COUNT}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its name in the address and in a file.
        label: Its head.
        value: A row's value: of MONEY whole fen, of PERCENT parts per billion, of LABEL a label; None is unknown.
        shape: How it is written.
        link: The address that the cell leads to; None where it leads nowhere.
        order: The field of the database by which the list may be ordered; empty where it may not.
    """

    name: str
    label: Label
    value: Callable[[Any], object]
    shape: Shape = Shape.TEXT
    link: Callable[[Any], str | None] | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter.

    Attributes:
        name: Its name in the address.
        label: What stands before it.
        apply: Rows narrowed to a value; called only with a value of `options`, or with any text where there are none.
        options: What may be chosen: value and words; empty for a field to type into.
    """

    name: str
    label: Label
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]
    options: Sequence[tuple[str, Label]] = ()


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list: its columns, filters, and the order where nothing is asked for.

    Attributes:
        title: What an export is called.
        first: The field to order by, as Django writes it ("-id").
        empty: What stands where there is nothing at all, and what to do about it.
    """

    title: Label
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    first: str = "-id"
    empty: Label | None = None
