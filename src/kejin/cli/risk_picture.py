"""A picture of a party's path: what it has borne so far, year by year, with the range of the courses drawn."""

from collections.abc import Iterator, Sequence
from typing import Literal

import polars as pl
from markupsafe import Markup, escape

from kejin.facts import Label
from kejin.money import short_yuan

_STYLE = (
    "text{font:12px system-ui,'Noto Sans CJK SC',sans-serif;fill:#333}"
    ".axis{stroke:#888;stroke-width:1}.grid{stroke:#ddd;stroke-width:1}"
    ".wide{fill:#2f5d9b;opacity:.14}.half{fill:#2f5d9b;opacity:.26}.mean{fill:none;stroke:#2f5d9b;stroke-width:2}"
    ".other{fill:none;stroke:#d9822b;stroke-width:2;stroke-dasharray:5 3}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}.mean{stroke:#8ab4f0}}"
)
_TOP, _BOTTOM, _LEFT, _RIGHT, _PLOT, _ROW = 52.0, 28.0, 96.0, 16.0, 240.0, 18.0
_WORDS = {
    "mean": Label("平均", "Mean"),
    "wide": Label("99%情景以内", "Within 99% of courses"),
    "half": Label("95%情景以内", "Within 95% of courses"),
    "other": Label("假设情景平均", "Mean of the what-if"),
}
Language = Literal["zh", "en"]


def path_picture(
    rows: pl.DataFrame,
    label: Label,
    *,
    language: Language = "zh",
    width: int = 860,
    other: pl.DataFrame | None = None,
) -> str:
    """The picture of one party's years (a part of `results.years`) as SVG text; `other` adds the mean of a what-if."""
    years = rows["year"].to_list()
    others = other["total_fen"].to_list() if other is not None else []
    most = max([*rows["total_p99_fen"], *rows["total_fen"], *others, 1.0])
    least = min([*rows["total_fen"], *rows["total_p50_fen"], 0.0])
    entries = _entries(("mean", "half", "wide", *(["other"] if others else [])), language, float(width))
    top = _TOP + _ROW * entries[-1][3]
    scale = _Scale(years, (least, most), float(width), top=top)
    flat = [least if least > 0 else 0.0] * len(years)
    inner = [
        *_axes(scale, language),
        scale.area(rows["total_p99_fen"].to_list(), flat, "wide"),
        scale.area(rows["total_p95_fen"].to_list(), flat, "half"),
        scale.line(rows["total_fen"].to_list(), "mean"),
        *([scale.line(others, "other")] if others else []),
        *_legend(entries),
    ]
    title = label.zh if language == "zh" else label.en
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}"><style>'
    )
    return str(
        head.format(width, int(scale.bottom + _BOTTOM), title)
        + Markup(_STYLE)  # noqa: S704 - our own style
        + Markup("</style>")
        + Markup('<text x="{:.0f}" y="16" font-weight="bold">{}</text>').format(_LEFT, title)
        + Markup("").join(inner)
        + Markup("</svg>")
    )


class _Scale:
    """Years across, money up."""

    def __init__(self, years: Sequence[int], money: tuple[float, float], width: float, *, top: float) -> None:
        self.years, self.least, self.most, self.width = years, money[0], money[1], width
        self.bottom = top + _PLOT

    def x(self, place: int) -> float:
        """Where a year's end stands."""
        steps = max(len(self.years) - 1, 1)
        return _LEFT + 12 + place / steps * (self.width - _LEFT - _RIGHT - 24)

    def y(self, fen: float) -> float:
        """Where an amount stands."""
        part = (fen - self.least) / max(self.most - self.least, 1.0)
        return self.bottom - part * _PLOT

    def line(self, values: Sequence[float], kind: str) -> Markup:
        """A line through the years."""
        return Markup('<polyline class="{}" points="{}"/>').format(kind, " ".join(self._points(values)))

    def area(self, high: Sequence[float], low: Sequence[float], kind: str) -> Markup:
        """The area between two lines."""
        points = [*self._points(high), *reversed(self._points(low))]
        return Markup('<polygon class="{}" points="{}"/>').format(kind, " ".join(points))

    def _points(self, values: Sequence[float]) -> list[str]:
        return [f"{self.x(place):.1f},{self.y(value):.1f}" for place, value in enumerate(values)]


def _axes(scale: _Scale, language: Language) -> Iterator[Markup]:
    for fen in _ticks(scale.most):
        height = scale.y(fen)
        yield Markup('<line class="grid" x1="{:.0f}" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}"/>').format(
            _LEFT, scale.width - _RIGHT, height, height
        )
        yield Markup('<text x="{:.0f}" y="{:.1f}" text-anchor="end">{}</text>').format(
            _LEFT - 6, height + 4, escape(short_yuan(fen, language=language)) if fen else "0"
        )
    # No more years than fit beside each other.
    every = -(-len(scale.years) // max(int((scale.width - _LEFT) / 44), 1))
    for place, year in enumerate(scale.years):
        if place % every == 0:
            yield Markup('<text x="{:.1f}" y="{:.0f}" text-anchor="middle">{}</text>').format(
                scale.x(place), scale.bottom + 20, year
            )


def _ticks(most: float) -> list[int]:
    """Round amounts from nought to the top, four or so of them."""
    rough = max(most / 4, 1.0)
    unit = 10 ** (len(str(int(rough))) - 1)
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [step * k for k in range(int(most // step) + 1)]


def _entries(kinds: Sequence[str], language: Language, width: float) -> list[tuple[str, str, float, int]]:
    """The legend's entries, each with its text, place and row: in as many rows as the width needs."""
    found: list[tuple[str, str, float, int]] = []
    left, row = _LEFT, 0
    for kind in kinds:
        text = _WORDS[kind].zh if language == "zh" else _WORDS[kind].en
        room = 38 + sum(13 if ord(letter) > 255 else 7 for letter in text)
        if left > _LEFT and left + room > width:
            left, row = _LEFT, row + 1
        found.append((kind, text, left, row))
        left += room
    return found


def _legend(entries: Sequence[tuple[str, str, float, int]]) -> Iterator[Markup]:
    for kind, text, left, row in entries:
        down = row * _ROW
        if kind in ("mean", "other"):
            yield Markup('<line class="{}" x1="{:.0f}" x2="{:.0f}" y1="{y:.0f}" y2="{y:.0f}"/>').format(
                kind, left, left + 14, y=34 + down
            )
        else:
            yield Markup('<rect class="{}" x="{:.0f}" y="{:.0f}" width="14" height="11"/>').format(
                kind, left, 28 + down
            )
        yield Markup('<text x="{:.0f}" y="{:.0f}">{}</text>').format(left + 19, 38 + down, escape(text))
