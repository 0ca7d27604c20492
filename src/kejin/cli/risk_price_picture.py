"""A picture of a priced cover: how likely a year's claims pass each amount, and what the premium is made of."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from markupsafe import Markup, escape

from kejin.cli.risk_price_text import PARTS, W
from kejin.facts import Label
from kejin.money import short_yuan
from kejin.risk.insurance.quoting import Quote

Language = Literal["zh", "en"]
_STYLE = (
    "text{font:12px system-ui,'Noto Sans CJK SC',sans-serif;fill:#333}.grid{stroke:#ddd;stroke-width:1}"
    ".curve{fill:none;stroke:#2f5d9b;stroke-width:2}.under{fill:#2f5d9b;opacity:.12}"
    ".mark{stroke:#d9822b;stroke-width:2;stroke-dasharray:5 3}.mean{stroke:#3c9d6a;stroke-width:2;stroke-dasharray:2 3}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}.curve{stroke:#8ab4f0}}"
)
_COLOURS = ("#2f5d9b", "#8aa4c8", "#7a4b94", "#d9822b", "#9aa5b1")
_LEFT, _RIGHT, _TOP, _PLOT = 56.0, 18.0, 52.0, 210.0
_LEAST = 1e-3
_LEGEND = 250
_EXCEEDS = Label("一年赔款超过横轴金额的概率", "How likely a year's claims pass the amount below")
_POINTS = 300


def price_picture(made: Quote, *, language: Language = "zh", width: int = 860) -> str:
    """The picture as SVG text."""
    title = _said(made.document.title.label, language)
    bottom = _TOP + _PLOT
    parts = list(_parts(made))
    rows = -(-len(parts) // max(int((width - _LEFT) // _LEGEND), 1))
    height = bottom + 96 + 20 * rows
    inner = [*_curve(made, language, width=width), *_bar(parts, language, place=(width, bottom + 62))]
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}"><style>'
    )
    return str(
        head.format(width, height, title)
        + Markup(_STYLE)  # noqa: S704 - our own style
        + Markup("</style>")
        + Markup('<text x="8" y="18" font-weight="bold">{}</text>').format(title)
        + Markup('<text x="8" y="38">{}</text>').format(_said(_EXCEEDS, language))
        + Markup("").join(inner)
        + Markup("</svg>")
    )


def _said(label: Label, language: Language) -> str:
    return label.zh if language == "zh" else label.en


def _curve(made: Quote, language: Language, *, width: int) -> Iterator[Markup]:
    year, gross = made.priced.year_paid, made.priced.premium.gross_fen
    tail = 1 - np.cumsum(year.likely)
    last = int(np.argmax(tail < _LEAST)) or len(tail) - 1
    most = max(year.amounts[last], gross * 1.1, year.unit)
    amounts = np.linspace(0, most, _POINTS)
    places = np.minimum((amounts / year.unit + 1e-9).astype(np.int64), len(tail) - 1)
    across, bottom = (width - _LEFT - _RIGHT) / most, _TOP + _PLOT
    points = [
        f"{_LEFT + a * across:.1f},{bottom - max(float(t), 0.0) * _PLOT:.1f}"
        for a, t in zip(amounts, tail[places], strict=True)
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = bottom - share * _PLOT
        yield Markup('<line class="grid" x1="{:.0f}" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}"/>').format(
            _LEFT, width - _RIGHT, y, y
        )
        yield Markup('<text x="{:.0f}" y="{:.1f}" text-anchor="end">{}</text>').format(
            _LEFT - 6, y + 4, f"{share:.0%}"
        )
    corners = f"{_LEFT:.1f},{bottom:.1f} {' '.join(points)} {width - _RIGHT:.1f},{bottom:.1f}"
    yield Markup('<polygon class="under" points="{}"/>').format(corners)
    yield Markup('<polyline class="curve" points="{}"/>').format(" ".join(points))
    yield from _marks(made, language, scale=(across, width))
    steps = 2 if width < 500 else 4
    for k in range(steps + 1):
        anchor = "start" if k == 0 else "end" if k == steps else "middle"
        x = _LEFT + k / steps * (width - _LEFT - _RIGHT)
        yield Markup('<text x="{:.1f}" y="{:.0f}" text-anchor="{}">{}</text>').format(
            x, bottom + 18, anchor, escape(short_yuan(round(most * k / steps), language=language))
        )


def _marks(made: Quote, language: Language, *, scale: tuple[float, int]) -> Iterator[Markup]:
    """Upright lines for the expected claims and for the premium, each with its amount at its foot."""
    across, width = scale
    marks = (
        ("mean", W["expected"], made.priced.year_paid.mean, 14.0),
        ("mark", W["gross"], made.priced.premium.gross_fen, 32.0),
    )
    for kind, label, fen, down in marks:
        x = _LEFT + fen * across
        text = f"{_said(label, language)} {short_yuan(round(fen), language=language)}"
        right = x > width * 0.6
        yield Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.0f}" y2="{:.0f}"/>').format(
            kind, x, x, _TOP, _TOP + _PLOT
        )
        yield Markup('<text x="{:.1f}" y="{:.0f}" text-anchor="{}">{}</text>').format(
            x - 6 if right else x + 6, _TOP + down, "end" if right else "start", escape(text)
        )


def _parts(made: Quote) -> Iterator[tuple[Label, int, str]]:
    premium = made.priced.premium
    first = premium.expected_fen + min(premium.experience_fen, 0)
    amounts = [
        first,
        max(premium.experience_fen, 0),
        premium.uncertainty_fen,
        premium.capital_fen,
        premium.expense_fen,
    ]
    for (label, fen), colour in zip(zip(PARTS.values(), amounts, strict=True), _COLOURS, strict=True):
        if fen > 0:
            yield label, fen, colour


def _bar(
    parts: list[tuple[Label, int, str]], language: Language, *, place: tuple[float, float]
) -> Iterator[Markup]:
    """One bar of the premium's parts, and its legend in as many columns as fit."""
    width, top = place
    total = sum(fen for _, fen, _ in parts)
    left, space = 8.0, width - 16
    yield Markup('<text x="8" y="{:.0f}" font-weight="bold">{}</text>').format(
        top - 10, _said(W["gross"], language)
    )
    for _, fen, colour in parts:
        wide = fen / total * space if total else 0.0
        yield Markup('<rect x="{:.1f}" y="{:.0f}" width="{:.1f}" height="16" fill="{}"/>').format(
            left, top, wide, colour
        )
        left += wide
    columns = max(int((width - _LEFT) // _LEGEND), 1)
    for k, (label, fen, colour) in enumerate(parts):
        x, y = 8 + k % columns * (space / columns), top + 36 + k // columns * 20
        text = f"{_said(label, language)} {fen / total:.1%}"
        yield Markup('<rect x="{:.1f}" y="{:.1f}" width="11" height="11" fill="{}"/>').format(
            x, y - 10, colour
        )
        yield Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(x + 16, y, escape(text))
