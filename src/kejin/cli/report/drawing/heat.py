"""A heat map: rows by columns, each cell as dark as its share, with the count, the share and a note inside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kejin.cli.report.drawing.shading import NO_PRODUCT, STEPS, share_text, step_label, step_of
from kejin.cli.report.drawing.svg import Block, element, picture, say, text_width
from kejin.facts import Label

_LABELS, _HEAD, _GAP = 150.0, 30.0, 4.0
# Where labels would take half of the picture they stand above their cells.
_NARROW = 520


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many of a row's subjects the cell has, and a note for where there is room."""

    count: int
    whole: int
    note: Label | None = None

    @property
    def step(self) -> int:
        """How dark the cell is."""
        return step_of(self.count, self.whole)


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One row. A cell that is None has nothing to count (no product for that stage, say)."""

    label: Label
    note: Label
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the cells of one width lie."""

    width: int
    left: float
    top: float
    cell: tuple[float, float]
    above: bool

    @classmethod
    def of(cls, width: int, columns: int, *, noted: bool) -> "_Frame":
        above = width < _NARROW
        left = 0.0 if above else _LABELS
        across = (width - left - _GAP * (columns - 1)) / columns
        height = 42.0 if above else 66.0 if noted else 48.0
        return cls(width, left, _HEAD, (across, height), above)

    @property
    def row(self) -> float:
        return self.cell[1] + (28.0 if self.above else _GAP)


def heat(lines: Sequence[HeatLine], columns: Sequence[Label], *, width: int, name: str) -> Markup:
    """The heat map at a width in pixels; `name` is the id of its heading."""
    noted = any(cell is not None and cell.note is not None for line in lines for cell in line.cells)
    frame = _Frame.of(width, len(columns), noted=noted)
    height = frame.top + frame.row * len(lines)
    inner = [*_heads(columns, frame)]
    for row, line in enumerate(lines):
        inner.extend(_line(line, frame, top=frame.top + frame.row * row))
    return picture(inner, size=(width, height), name=name)


def _heads(columns: Sequence[Label], frame: _Frame) -> Iterator[Markup]:
    across = frame.cell[0]
    for place, label in enumerate(columns):
        middle = frame.left + place * (across + _GAP) + across / 2
        yield say(label, (middle, frame.top - 10), kind="head", anchor="middle")


def _line(line: HeatLine, frame: _Frame, *, top: float) -> Iterator[Markup]:
    if frame.above:
        yield Block.of(_both(line), None, width=frame.width, lines=1).at(0, top + 18)
        top += 24
    else:
        block = Block.of(line.label, line.note, width=_LABELS - 12)
        yield block.at(0, top + frame.cell[1] / 2 + 4, middle=True)
    for place, cell in enumerate(line.cells):
        left = frame.left + place * (frame.cell[0] + _GAP)
        yield element("g", *_cell(cell, frame), transform=f"translate({left:.1f} {top:.1f})")


def _both(line: HeatLine) -> Label:
    return Label(f"{line.label.zh} · {line.note.zh}", f"{line.label.en} · {line.note.en}")


def _cell(cell: HeatCell | None, frame: _Frame) -> Iterator[Markup]:
    width, height = frame.cell
    box = {"width": width, "height": height, "rx": 6}
    if cell is None:
        yield element("rect", class_="shade-none", **box)
        yield say(Label("–", "–"), (width / 2, height / 2 + 5), kind="note", anchor="middle")
        return
    yield element("rect", class_=f"shade-{cell.step}", **box)
    count, share = f"{cell.count:,}", share_text(cell.count, cell.whole)
    noted = cell.note is not None and not frame.above
    rows = (height / 2 - (9 if noted else -1), height / 2 + (9 if noted else 16))
    kind = "count" if text_width(count, 15) <= width - 6 else "count small"
    yield say(Label(count, count), (width / 2, rows[0]), kind=kind, anchor="middle")
    yield say(Label(share, share), (width / 2, rows[1]), kind="share", anchor="middle")
    if noted and cell.note is not None:
        yield say(cell.note, (width / 2, rows[1] + 16), kind="share", anchor="middle")


def legend(entries: Sequence[tuple[str, Label]], *, width: int, name: str) -> Markup:
    """Shades with what they mean, in as many lines as the width needs."""
    inner, at, row = [], 0.0, 0
    for kind, label in entries:
        room = 22 + max(text_width(label.zh, 12), text_width(label.en, 12)) + 14
        if at and at + room > width:
            at, row = 0.0, row + 1
        inner.append(element("rect", class_=kind, x=at, y=row * 22 + 3, width=16, height=14, rx=3))
        inner.append(say(label, (at + 22, row * 22 + 14.5), kind="note"))
        at += room
    return picture(inner, size=(width, (row + 1) * 22), name=name)


def share_steps(*, gaps: bool = False) -> list[tuple[str, Label]]:
    """The steps of shares from none to all; with `gaps` also how a cell without anything to count is drawn."""
    entries = [(f"shade-{step}", step_label(step)) for step in range(STEPS + 1)]
    return [*entries, ("shade-none", NO_PRODUCT)] if gaps else entries
