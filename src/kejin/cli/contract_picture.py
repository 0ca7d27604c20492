"""Schedules as pictures: payments as bars of principal and interest over time, and the balance as a line."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise
from typing import Final

from kejin.instruments.loans import Payment

_WIDE, _HIGH, _COLUMNS = 320, 190, 3
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 306, 34, 164
_COLOURS: Final = {"principal": "#2f6db3", "interest": "#e0862a", "other": "#7a4fa3", "drawn": "#9aa3ad"}
_WORDS: Final = {
    "principal": "本金 principal", "interest": "利息 interest", "other": "费用 fee", "drawn": "放款 paid out",
    "balance": "剩余本金 balance",
}  # fmt: skip


def picture(panels: Sequence[tuple[str, Sequence[Payment]]]) -> str:
    """One SVG document: a panel per schedule, each on its own scale, and a legend.

    Args:
        panels: Titles and lines of repayment tables.
    """
    columns = min(_COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    width, height = _WIDE * columns, _HIGH * rows + 30
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for place, (title, lines) in enumerate(panels):
        across, down = _WIDE * (place % columns), _HIGH * (place // columns)
        parts.append(f'<g transform="translate({across},{down})">')
        parts += _panel(title, lines)
        parts.append("</g>")
    parts += _legend(_HIGH * rows + 18, narrow=columns == 1)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(title: str, lines: Sequence[Payment]) -> Iterator[str]:
    first, last = lines[0].day, lines[-1].day
    paid = [line for line in lines if line.principal >= 0]
    by_day: dict[date, list[float]] = {}
    for line in paid:
        parts = by_day.setdefault(line.day, [0.0, 0.0, 0.0])
        for place, amount in enumerate((line.principal, line.interest, line.other)):
            parts[place] += amount
    most = max((sum(parts) for parts in by_day.values()), default=1.0) or 1.0
    owed = max(line.balance for line in lines) or 1.0
    step = (_RIGHT - _LEFT) / max((last - first).days, 1)
    bar = max(2.0, min(10.0, 0.7 * (_RIGHT - _LEFT) / (len(by_day) + 1)))
    yield f'<text x="{_LEFT}" y="20" font-size="13" fill="#1c2430">{escape(title)}</text>'
    yield f'<line x1="{_LEFT}" y1="{_BOTTOM}" x2="{_RIGHT}" y2="{_BOTTOM}" stroke="#c7ccd3"/>'
    for day, parts in by_day.items():
        across, down = _LEFT + (day - first).days * step, float(_BOTTOM)
        for name, amount in zip(("principal", "interest", "other"), parts, strict=True):
            high = (_BOTTOM - _TOP) * amount / most
            down -= high
            if high > 0:
                yield _bar(across - bar / 2, down, bar, high=high, colour=_COLOURS[name])
    for line in lines:
        if line.principal < 0 and line.interest == 0:
            across = _LEFT + (line.day - first).days * step
            yield _bar(across - bar / 2, _BOTTOM + 1, bar, high=8, colour=_COLOURS["drawn"])
    yield _balance(lines, step=step, owed=owed)
    yield f'<text x="{_LEFT}" y="{_BOTTOM + 20}" fill="#5b6470">{first}</text>'
    yield f'<text x="{_RIGHT}" y="{_BOTTOM + 20}" text-anchor="end" fill="#5b6470">{last}</text>'


def _bar(across: float, down: float, wide: float, *, high: float, colour: str) -> str:
    return f'<rect x="{across:.1f}" y="{down:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}"/>'


def _balance(lines: Sequence[Payment], *, step: float, owed: float) -> str:
    """The balance as steps from payment to payment."""
    first = lines[0].day
    points = [
        (_LEFT + (line.day - first).days * step, _BOTTOM - (_BOTTOM - _TOP) * line.balance / owed)
        for line in lines
    ]
    path = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for _, (across, down) in pairwise(points):
        path += f"H{across:.1f}V{down:.1f}"
    return f'<path d="{path}" fill="none" stroke="#39424e" stroke-width="1" stroke-dasharray="3 2"/>'


def _legend(down: int, *, narrow: bool) -> Iterator[str]:
    across, step = _LEFT, 62 if narrow else 130
    for name, word in _WORDS.items():
        text = word.split(" ", maxsplit=1)[0] if narrow else word
        if name == "balance":
            ends = f'x1="{across}" y1="{down - 4}" x2="{across + 12}" y2="{down - 4}"'
            yield f'<line {ends} stroke="#39424e" stroke-dasharray="3 2"/>'
        else:
            yield _bar(across, down - 9, 10, high=10, colour=_COLOURS[name])
        yield f'<text x="{across + 16}" y="{down}" fill="#1c2430">{text}</text>'
        across += step
