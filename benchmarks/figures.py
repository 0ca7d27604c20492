"""A measured figure beside its baseline, and the sections that figures come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.timing import Timing

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing.

    Attributes:
        name: What was done.
        timing: How long it took.
        baseline: What it is set beside; empty for a baseline itself.
        ratio: How many times as long as the baseline, repetition by repetition.
        goal: What was aimed at, in words; empty for no goal.
        met: Whether the goal was met; None without one.
        detail: Other numbers: rows a second, peak memory in bytes, size on disk in bytes.
    """

    name: str
    timing: Timing
    baseline: str = ""
    ratio: Timing | None = None
    goal: str = ""
    met: bool | None = None
    detail: Mapping[str, Plain] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON; seconds throughout."""
        return {
            "name": self.name,
            "seconds": _spread(self.timing),
            "repetitions": len(self.timing.samples),
            "baseline": self.baseline,
            "ratio": _spread(self.ratio) if self.ratio else None,
            "goal": self.goal,
            "met": self.met,
            **self.detail,
        }


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together; `skipped` says why there are none."""

    title: str
    about: str
    figures: tuple[Figure, ...] = ()
    remarks: tuple[str, ...] = ()
    skipped: str = ""

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "title": self.title,
            "about": self.about,
            "figures": [figure.as_dict() for figure in self.figures],
            "remarks": list(self.remarks),
            "skipped": self.skipped,
        }


def beside(name: str, timings: Mapping[str, Timing], baseline: str, *, most: float | None = None) -> Figure:
    """The figure `name` set beside `baseline`; with `most`, the goal is a median ratio of at most that."""
    ratio = timings[name].over(timings[baseline])
    goal = f"at most {most} x" if most is not None else ""
    met = ratio.middle <= most if most is not None else None
    return Figure(name, timings[name], baseline, ratio, goal=goal, met=met)


def within(name: str, timings: Mapping[str, Timing], baseline: str, *, seconds: float) -> Figure:
    """The figure `name` set beside `baseline`; the goal is a median time of at most so many seconds."""
    ratio = timings[name].over(timings[baseline])
    met = timings[name].middle <= seconds
    return Figure(name, timings[name], baseline, ratio, goal=f"at most {seconds * 1000:g} ms", met=met)


def _spread(timing: Timing) -> dict[str, float]:
    return {
        "min": round(timing.least, 6),
        "median": round(timing.middle, 6),
        "max": round(timing.most, 6),
    }
