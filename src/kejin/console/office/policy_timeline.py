"""The time line of a policy: every day on which something of it begins, changes or ends, as a picture and a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kejin.console.office.policy_reading import clause, store_at_hand
from kejin.facts import Label
from kejin.policy import ClauseRef, Policy
from kejin.policy.timetable import ENDS, LegalEvent, by_day, timetable
from kejin.web.words import word

_WIDTH, _EDGE = 1000, 30


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a policy, with the clause that it stands in."""

    event: LegalEvent
    what: Label
    clause: ClauseRef | None

    @property
    def ends(self) -> bool:
        """Whether something ends with the day."""
        return self.event.text == ENDS


@dataclass(frozen=True, slots=True)
class DayOfLaw:
    """A day on which something changes, and where it lies in the picture."""

    day: date
    events: tuple[Event, ...]
    x: int
    is_past: bool

    @property
    def number(self) -> int:
        """How many changes there are."""
        return len(self.events)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A policy's days of change in their order, and where today lies among them, in pixels."""

    days: tuple[DayOfLaw, ...]
    today: date
    today_x: int
    width: int = _WIDTH

    @property
    def ends(self) -> tuple[date, date]:
        """The first and the last day of the picture."""
        shown = [one.day for one in self.days] + [self.today]
        return min(shown), max(shown)


def events_of(policy: Policy, events: Sequence[LegalEvent]) -> tuple[Event, ...]:
    """Events of one policy in words."""
    return tuple(Event(one, word(f"policy.what_{one.what}"), clause(policy, one.clause)) for one in events)


def timeline(policy: Policy, today: date) -> Timeline:
    """The time line of a policy as it looks on a day."""
    found = by_day(list(_events(policy.id)))
    first, last = min([*found, today]), max([*found, today])
    span = max((last - first).days, 1)

    def place(day: date) -> int:
        return _EDGE + round((day - first).days / span * (_WIDTH - 2 * _EDGE))

    days = tuple(
        DayOfLaw(day, events_of(policy, events), place(day), day <= today) for day, events in found.items()
    )
    return Timeline(days, today, place(today))


@lru_cache(maxsize=128)
def _events(policy: str) -> tuple[LegalEvent, ...]:
    return tuple(timetable(store_at_hand().only([policy])))
