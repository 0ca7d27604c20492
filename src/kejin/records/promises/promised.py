"""The promises as data: `promised.yaml`, each with its days, its holder and where the figure is from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast

from kejin.calendars import mainland
from kejin.errors import CoverageError, PackError
from kejin.facts import Label, read_strict

_FILE = "promised.yaml"


class DayUnit(StrEnum):
    """What kind of days were promised."""

    WORKING = "working"
    CALENDAR = "calendar"


class Holder(StrEnum):
    """Who holds the file at a step."""

    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    POOL = "pool"
    OFFICE = "office"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Promise:
    """How long one step may take.

    Attributes:
        code: What waits: `financing.applied` is a financing that stands at `applied`.
        label: What is to be done.
        holder: Who has to do it.
        days: How many days.
        unit: Which kind of days.
        confidence: `demonstration` where no clause names the figure; otherwise that of its source.
        source: Where the figure is from; None for a demonstration value.
    """

    code: str
    label: Label
    holder: Holder
    days: int
    unit: DayUnit
    confidence: str
    source: Label | None

    def due(self, since: date) -> date:
        """The last day on which the promise is kept, counted from the day after `since`.

        Raises:
            CoverageError: It lies beyond the working days that have been published.
        """
        if self.unit is DayUnit.CALENDAR:
            return since + timedelta(days=self.days)
        return mainland().add_business_days(since, self.days)

    def left(self, due: date, today: date) -> int:
        """Days until the due day in the promise's own unit: zero on the day itself, negative when it is past.

        Raises:
            CoverageError: Working days between the two are not all known.
        """
        if self.unit is DayUnit.CALENDAR:
            return (due - today).days
        return mainland().business_days_between(today, due)


def due_and_left(promise: Promise, since: date, today: date) -> tuple[date | None, int | None]:
    """The due day and the days left; unknown where the year's working days have not been published."""
    try:
        due = promise.due(since)
        return due, promise.left(due, today)
    except CoverageError:
        return None, None


@cache
def promises() -> Mapping[str, Promise]:
    """Every promise by its code."""
    text = files("kejin.records.promises").joinpath(_FILE).read_text(encoding="utf-8")
    held = cast(dict[str, dict[str, Any]], read_strict(text, where=_FILE, error=PackError))
    return MappingProxyType({code: _promise(code, parts) for code, parts in held.items()})


def promise_of(code: str) -> Promise:
    """The promise for what waits. Raises `KeyError` for what none was made for."""
    return promises()[code]


def _promise(code: str, parts: dict[str, Any]) -> Promise:
    source = parts.get("source")
    if (source is None) != (parts["confidence"] == "demonstration"):
        raise PackError("A promise has a source, or is a demonstration value", where=f"{_FILE}: {code}")
    return Promise(
        code, Label(parts["label"]["zh"], parts["label"]["en"]), Holder(parts["holder"]), int(parts["days"]),
        DayUnit(parts["unit"]), parts["confidence"], Label(source["zh"], source["en"]) if source else None,
    )  # fmt: skip
