"""Wall-clock times of one or several pieces of work, taken in turns so that a noisy moment hits all of them."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """The times of all repetitions, in seconds, in the order in which they were taken."""

    samples: tuple[float, ...]

    @property
    def least(self) -> float:
        """The shortest time."""
        return min(self.samples)

    @property
    def middle(self) -> float:
        """The median time."""
        return median(self.samples)

    @property
    def most(self) -> float:
        """The longest time."""
        return max(self.samples)

    def over(self, other: "Timing") -> "Timing":
        """How many times as long as the other, repetition by repetition (no longer seconds)."""
        return Timing(tuple(mine / theirs for mine, theirs in zip(self.samples, other.samples, strict=True)))


def in_turns(works: Mapping[str, Work], *, repetitions: int, warm_up: int = 2) -> dict[str, Timing]:
    """The times of each work. Every repetition runs each work once, beginning with another one each time."""
    for work in works.values():
        for _ in range(warm_up):
            work()
    samples: dict[str, list[float]] = {name: [] for name in works}
    order = list(works)
    gc.collect()
    gc.disable()
    try:
        for _ in range(repetitions):
            for name in order:
                samples[name].append(_seconds(works[name]))
            order = order[1:] + order[:1]
    finally:
        gc.enable()
    return {name: Timing(tuple(taken)) for name, taken in samples.items()}


def _seconds(work: Work) -> float:
    # What a work returns is freed after its time was taken.
    start = perf_counter()
    result = work()
    taken = perf_counter() - start
    del result
    return taken
