"""What a contract looks at from outside: market data over time, and events that nobody scheduled."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kejin.errors import ObservationError
from kejin.instruments.actus.reading import time_of


@dataclass(frozen=True, slots=True)
class ObservedEvent:
    """An event that was seen.

    Attributes:
        time: When.
        kind: Its ACTUS code.
        value: An amount, where it has one.
        contract: The contract that it concerns; empty for the one that is worked out.
        states: What it says about that contract, such as contractPerformance.
    """

    time: datetime
    kind: str
    value: float
    contract: str = ""
    states: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observations:
    """Market data and events.

    Attributes:
        series: By market object code, ascending times and the values seen then.
        events: In the order of time.
    """

    series: Mapping[str, tuple[tuple[datetime, ...], tuple[float, ...]]] = field(default_factory=dict)
    events: Sequence[ObservedEvent] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any] | None, events: Sequence[Mapping[str, Any]] | None) -> "Observations":
        """Observations from the JSON of an ACTUS case (`dataObserved` and `eventsObserved`)."""
        series = {}
        for code, each in (data or {}).items():
            points = sorted((time_of(point["timestamp"]), float(point["value"])) for point in each["data"])
            series[code] = (tuple(time for time, _ in points), tuple(value for _, value in points))
        seen = [
            ObservedEvent(
                time_of(event["time"]), event["type"], float(event.get("value") or 0), event.get("contractId") or "",
                event.get("states") or {},
            )
            for event in events or ()
        ]  # fmt: skip
        return cls(series, sorted(seen, key=lambda event: event.time))

    def at(self, code: str | None, time: datetime, *, otherwise: datetime | None = None) -> float:
        """The value of a market object at a time: the one seen exactly then, else the last one seen before.

        Args:
            code: The market object.
            time: When.
            otherwise: A second time at which an exact value counts, such as the date before it was moved.

        Raises:
            ObservationError: Nothing was seen by then.
        """
        times, values = self.series.get(code or "", ((), ()))
        for exact in (time, otherwise):
            if exact is not None and exact in times:
                return values[times.index(exact)]
        place = bisect_right(times, time) - 1
        if place < 0:
            raise ObservationError(
                "market data is missing", expected=f"a value of {code} at {time:%Y-%m-%d} or before",
                found=f"values from {times[0]:%Y-%m-%d}" if times else None, where="dataObserved",
            )  # fmt: skip
        return values[place]

    def of_kind(self, *kinds: str) -> list[ObservedEvent]:
        """The events of some kinds."""
        return [event for event in self.events if event.kind in kinds]
