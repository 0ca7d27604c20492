"""Two figures beside each other as their ratio: a dot on a line, with the band within which they are said to agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kejin.cli.report.drawing.svg import Block, element, picture, say
from kejin.facts import Label

_NARROW = 520


@dataclass(frozen=True, slots=True)
class DotLine:
    """One comparison: the ratio of the two figures, and whether the one was fitted to the other."""

    label: Label
    note: Label
    ratio: float
    fitted: bool


def dots(lines: Sequence[DotLine], *, width: int, name: str, band: float = 0.05) -> Markup:
    """The dots at a width in pixels, on one scale around 1; what lies outside is drawn at its edge with an arrow."""
    narrow = width < _NARROW
    left = 16.0 if narrow else width * 0.5
    axis = _Axis(left, width - 66.0, _reach(lines, band), band)
    room = width - 10 if narrow else left - 24
    blocks = [Block.of(line.label, line.note, width=room) for line in lines]
    tallest = max((block.height for block in blocks), default=0)
    row = tallest + (54 if narrow else 26)
    inner = [*_figures(axis)]
    for place, (line, block) in enumerate(zip(lines, blocks, strict=True)):
        top = 30 + place * row
        middle = top + (tallest + 34 if narrow else 14)
        inner.append(block.at(0, top + 16))
        inner.extend(_line(line, axis, middle=middle, width=width))
    return picture(inner, size=(width, 30 + row * len(lines)), name=name)


@dataclass(frozen=True, slots=True)
class _Axis:
    left: float
    right: float
    reach: float
    band: float

    def at(self, ratio: float) -> float:
        share = (min(max(ratio, 1 - self.reach), 1 + self.reach) - 1 + self.reach) / (2 * self.reach)
        return self.left + share * (self.right - self.left)


def _reach(lines: Sequence[DotLine], band: float) -> float:
    """How far the scale goes to either side of 1: far enough for most, never less than twice the band."""
    furthest = max((abs(line.ratio - 1) for line in lines), default=0)
    return next((step for step in (2 * band, 0.25, 0.5) if furthest <= step), 1.0)


def _figures(axis: _Axis) -> Iterator[Markup]:
    for ratio in (1 - axis.reach, 1.0, 1 + axis.reach):
        text = f"{ratio:.0%}"
        yield say(Label(text, text), (axis.at(ratio), 16), kind="note", anchor="middle")


def _scale(axis: _Axis, middle: float) -> Iterator[Markup]:
    low, high = axis.at(1 - axis.band), axis.at(1 + axis.band)
    yield element("rect", class_="band", x=low, y=middle - 11, width=high - low, height=22, rx=3)
    for ratio in (1 - axis.reach, 1.0, 1 + axis.reach):
        x = axis.at(ratio)
        yield element("line", class_="rule", x1=x, x2=x, y1=middle - 11, y2=middle + 11)


def _line(line: DotLine, axis: _Axis, *, middle: float, width: int) -> Iterator[Markup]:
    yield from _scale(axis, middle)
    yield element("line", class_="rule", x1=axis.left, x2=axis.right, y1=middle, y2=middle)
    kind = "dot fitted" if line.fitted else "dot held"
    yield element("circle", class_=kind, cx=axis.at(line.ratio), cy=middle, r=6.5)
    text = f"{line.ratio:.1%}" if line.ratio < 10 else f"{line.ratio:.0f}×"
    outside = "›" if line.ratio > 1 + axis.reach else "‹" if line.ratio < 1 - axis.reach else ""
    yield say(Label(text + outside, text + outside), (width, middle + 4.5), kind="count small", anchor="end")
