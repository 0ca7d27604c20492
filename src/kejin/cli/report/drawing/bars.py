"""Horizontal bars: one line for each thing that is compared, in one colour or in parts that add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kejin.cli.report.drawing.svg import LABEL, Block, element, picture, say, text_width
from kejin.facts import Label

_NARROW = 520
_BAR = 14.0


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar: its class in the style sheet and how long it is."""

    kind: str
    value: int


@dataclass(frozen=True, slots=True)
class BarLine:
    """One bar with its label, a smaller line under it, and the figure at its end."""

    label: Label
    parts: tuple[BarPart, ...]
    figure: Label
    note: Label | None = None


def bars(lines: Sequence[BarLine], *, width: int, name: str, whole: int | None = None) -> Markup:
    """The bars at a width in pixels, all to one scale, of which `whole` (else the longest) is the end."""
    longest = max((sum(part.value for part in line.parts) for line in lines), default=0)
    full = max(whole or longest, 1)
    inner, top = [], 0.0
    for line in lines:
        drawn, height = _line(line, width, full=full)
        inner.append(element("g", *drawn, transform=f"translate(0 {top:.1f})"))
        top += height
    return picture(inner, size=(width, max(top, 1.0)), name=name)


def _line(line: BarLine, width: int, *, full: int) -> tuple[list[Markup], float]:
    figure = max(text_width(line.figure.zh, LABEL), text_width(line.figure.en, LABEL)) + 12
    narrow = width < _NARROW
    room = width - figure if narrow else width * 0.42 - 16
    label = Block.of(line.label, line.note, width=room)
    drawn, foot = [label.at(0, 14)], 14 + label.height
    if narrow:
        top, left, end = foot + 7, 0.0, float(width)
        drawn.append(say(line.figure, (width, 14), kind="count small", anchor="end"))
        height = top + _BAR + 14
    else:
        top, left, end = 3.0, width * 0.42, width - max(figure, 84.0)
        drawn.append(say(line.figure, (width, 15), kind="count small", anchor="end"))
        height = max(foot + 12, _BAR + 16)
    drawn.extend(_bar(line.parts, (left, top), length=end - left, full=full))
    return drawn, height


def _bar(parts: Sequence[BarPart], at: tuple[float, float], *, length: float, full: int) -> Iterator[Markup]:
    left, top = at
    yield element("rect", class_="ground", x=left, y=top, width=length, height=_BAR, rx=3)
    for part in parts:
        reach = length * part.value / full
        if part.value:
            # What is there is seen: a part too short to draw is still a line.
            yield element("rect", class_=part.kind, x=left, y=top, width=max(reach, 1.0), height=_BAR)
        left += reach
