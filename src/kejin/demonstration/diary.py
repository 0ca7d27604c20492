"""Business days, and the stories that go on on them."""

import heapq
import itertools
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date

from kejin.calendars import Roll, mainland
from kejin.demonstration.acting import Actor, Script

Story = Generator[int | date, None, None]
"""Does acts, and yields when it goes on: after so many working days, or on the first working day from a date on."""
Progress = Callable[[int], None]
"""Told by how many calendar days it went on."""


@dataclass(order=True, slots=True)
class _Due:
    day: date
    number: int
    story: Story = field(compare=False)


@dataclass(slots=True)
class Diary:
    """Lets stories go on in the order of their days, and opens each business day before its first act.

    Attributes:
        clerk: Opens the days, for the office.
        today: The business day that is open.
    """

    clerk: Actor
    today: date
    _due: list[_Due] = field(default_factory=list, init=False)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count, init=False)

    def begin(self, day: date, story: Story) -> None:
        """Let a story begin on a day, or on the first working day after it."""
        heapq.heappush(self._due, _Due(self._when(day), next(self._numbers), story))

    def run(self, until: date, progress: Progress) -> None:
        """Go on to a day, which is open in the end; a story that would go on later stands where it is."""
        while self._due and self._due[0].day <= until:
            due = heapq.heappop(self._due)
            self._open(due.day, progress)
            wait = next(due.story, None)
            if wait is not None:
                due.day = self._when(wait)
                heapq.heappush(self._due, due)
        self._open(until, progress)

    def _when(self, wait: int | date) -> date:
        if isinstance(wait, int):
            return mainland().add_business_days(self.today, wait)
        return mainland().roll(wait, Roll.FOLLOWING)

    def _open(self, day: date, progress: Progress) -> None:
        if day <= self.today:
            return
        progress((day - self.today).days)
        script = Script(f"day-{day.isoformat()}")
        script.act(self.clerk, "day.open", reason="演示：跳过没有业务的日子", day=day.isoformat())
        self.today = day
