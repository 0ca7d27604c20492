"""Paths: what has been paid by the end of each year, the mean as a line, the range of the courses drawn behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kejin.cli.report.drawing.svg import element, picture, say, text_line
from kejin.facts import Label
from kejin.money import short_yuan

_LEFT, _RIGHT, _TOP, _BOTTOM, _PLOT = 92.0, 14.0, 12.0, 28.0, 230.0
_YEAR_ROOM = 52


@dataclass(frozen=True, slots=True)
class PathYear:
    """By the end of a year, in fen: the mean, what 95 and 99 of 100 courses stay within, the mean of a what-if."""

    year: int
    mean: float
    half: float
    wide: float
    other: float | None = None


def paths(years: Sequence[PathYear], *, width: int, name: str) -> Markup:
    """The picture at a width in pixels; below nought lies what comes back after all has been paid."""
    if not years:
        return picture((), size=(width, 1.0), name=name)
    highest = max(max(y.wide, y.mean, y.other or 0.0) for y in years)
    lowest = min(0.0, *(min(y.mean, y.half, y.other or 0.0) for y in years))
    scale = _Scale(len(years), (lowest, max(highest, lowest + 1.0)), float(width))
    others = [y.other for y in years if y.other is not None]
    inner = [
        *_axes(years, scale),
        scale.area([y.wide for y in years], "range-wide"),
        scale.area([y.half for y in years], "range-half"),
        scale.line([y.mean for y in years], "path-mean"),
        *([scale.line(others, "path-other")] if len(others) == len(years) else []),
    ]
    return picture(inner, size=(width, _TOP + _PLOT + _BOTTOM), name=name)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Years across, money up."""

    count: int
    money: tuple[float, float]
    width: float

    def x(self, place: int) -> float:
        return _LEFT + 16 + place / max(self.count - 1, 1) * (self.width - _LEFT - _RIGHT - 32)

    def y(self, fen: float) -> float:
        low, high = self.money
        return _TOP + _PLOT - (fen - low) / (high - low) * _PLOT

    def points(self, values: Sequence[float]) -> str:
        return " ".join(f"{self.x(place):.1f},{self.y(value):.1f}" for place, value in enumerate(values))

    def line(self, values: Sequence[float], kind: str) -> Markup:
        return element("polyline", class_=kind, points=self.points(values))

    def area(self, values: Sequence[float], kind: str) -> Markup:
        foot = f"{self.x(self.count - 1):.1f},{self.y(0):.1f} {self.x(0):.1f},{self.y(0):.1f}"
        return element("polygon", class_=kind, points=f"{self.points(values)} {foot}")


def _axes(years: Sequence[PathYear], scale: _Scale) -> Iterator[Markup]:
    for fen in _ticks(*scale.money):
        y = scale.y(fen)
        yield element("line", class_="rule", x1=_LEFT, x2=scale.width - _RIGHT, y1=y, y2=y)
        text = (
            Label(short_yuan(fen, language="zh"), short_yuan(fen, language="en")) if fen else Label("0", "0")
        )
        yield say(text, (_LEFT - 6, y + 4), kind="note", anchor="end")
    every = -(-len(years) // max(int((scale.width - _LEFT) / _YEAR_ROOM), 1))
    for place, year in enumerate(years):
        if place % every == 0:
            foot = (scale.x(place), _TOP + _PLOT + 20)
            yield text_line(str(year.year), foot, kind="note", anchor="middle")


def _ticks(low: float, high: float) -> list[int]:
    """Round amounts from the lowest to the highest, five or so."""
    rough = max((high - low) / 4, 1.0)
    unit = 10 ** (len(str(int(rough))) - 1)
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [step * k for k in range(-int(-low // step), int(high // step) + 1)]
