"""Horizontal bars: one line for each thing that is compared, in one colour or in parts that add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kejin.cli.report.drawing.svg import LABEL, Block, element, picture, say, text_width
from kejin.facts import Label

_NARROW = 520
_BAR, _FIRST = 14.0, 14.0
# Of a wide picture, for labels; the bars get the rest.
_LABELS = 0.48


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
    """The bars at a width in pixels, all to one scale, of which `whole` (else the longest) is the end.

    Wide, every label and note has one line, so that the bars stand at one distance; narrow, they wrap above their bar.
    """
    longest = max((sum(part.value for part in line.parts) for line in lines), default=0)
    figure = max((_long(line.figure) for line in lines), default=0) + 12
    narrow = width < _NARROW
    room = width - figure if narrow else width * _LABELS - 16
    inner, top = [], 0.0
    for line in lines:
        block = Block.of(line.label, line.note, width=room, lines=2 if narrow else 1)
        foot = _FIRST + block.height
        at, end = ((0.0, foot + 7), float(width)) if narrow else ((width * _LABELS, 3.0), width - figure)
        drawn = [block.at(0, _FIRST), say(line.figure, (width, 15), kind="count small", anchor="end")]
        drawn.extend(_bar(line.parts, at, length=end - at[0], full=max(whole or longest, 1)))
        inner.append(element("g", *drawn, transform=f"translate(0 {top:.1f})"))
        top += foot + 7 + _BAR + 14 if narrow else max(foot + 12, _BAR + 14)
    return picture(inner, size=(width, max(top, 1.0)), name=name)


def _long(figure: Label) -> float:
    return max(text_width(figure.zh, LABEL), text_width(figure.en, LABEL))


def _bar(parts: Sequence[BarPart], at: tuple[float, float], *, length: float, full: int) -> Iterator[Markup]:
    left, top = at
    yield element("rect", class_="ground", x=left, y=top, width=length, height=_BAR, rx=3)
    for part in parts:
        reach = length * part.value / full
        if part.value:
            # What is there is seen: a part too short to draw is still a line.
            yield element("rect", class_=part.kind, x=left, y=top, width=max(reach, 1.0), height=_BAR)
        left += reach
