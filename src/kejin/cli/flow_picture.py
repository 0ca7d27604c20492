"""A picture of cash flows: bars for what is received above the line and for what is paid below it, by purpose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup, escape

from kejin.facts import Label
from kejin.instruments.costs import Flow, Purpose
from kejin.money import Currency, readable_money

PURPOSES: Mapping[Purpose, tuple[Label, str]] = {
    Purpose.DRAWN: (Label("放款", "Paid out"), "#8aa4c8"),
    Purpose.PRINCIPAL: (Label("还本", "Principal"), "#2f5d9b"),
    Purpose.INTEREST: (Label("利息", "Interest"), "#d9822b"),
    Purpose.FEE: (Label("担保费等", "Yearly fee"), "#a8577e"),
    Purpose.ONCE_FEE: (Label("一次性费用", "One-off fee"), "#7a4b94"),
    Purpose.PREMIUM: (Label("保费", "Premium"), "#a8577e"),
    Purpose.SUBSIDY: (Label("补贴", "Subsidy"), "#3c9d6a"),
}
_STYLE = (
    "text{font:12px system-ui,'Noto Sans CJK SC',sans-serif;fill:#333}"
    ".axis{stroke:#888;stroke-width:1}.grid{stroke:#ddd;stroke-width:1}"
)
_DARK = "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}}"
_TOP, _BOTTOM, _LEFT, _RIGHT, _HEIGHT = 44.0, 26.0, 104.0, 12.0, 320.0


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days across, money up and down. Money is drawn by its root, so that interest is seen beside principal."""

    first: date
    days: int
    most: float
    width: float

    def x(self, day: date) -> float:
        """The place of a day."""
        return _LEFT + 8 + (day - self.first).days / self.days * (self.width - _LEFT - _RIGHT - 16)

    def y(self, amount: float) -> float:
        """The place of an amount that is stacked from the line."""
        middle = (_TOP + _HEIGHT - _BOTTOM) / 2
        reach = (_HEIGHT - _TOP - _BOTTOM) / 2
        root = (abs(amount) / self.most) ** 0.5 if self.most else 0.0
        return middle - reach * root * (1 if amount >= 0 else -1)


def flow_picture(
    flows: Sequence[Flow],
    *,
    currency: Currency = Currency.CNY,
    language: Literal["zh", "en"] = "zh",
    width: int = 860,
    dark: bool = True,
) -> str:
    """The picture as SVG text, to be put into a page or a file; `dark` lets it follow a dark screen."""
    days: dict[date, list[Flow]] = {}
    for flow in flows:
        days.setdefault(flow.day, []).append(flow)
    sides = [
        sum(f.amount for f in of_day if (f.amount > 0) is up)
        for of_day in days.values()
        for up in (True, False)
    ]
    first, last = min(days), max(days)
    scale = _Scale(
        first, max((last - first).days, 1), max((abs(side) for side in sides), default=1), float(width)
    )
    bar = min(16.0, max(2.0, (width - _LEFT - _RIGHT) / max(len(days), 1) * 0.6))
    inner = [
        *_legend(flows, language),
        *_axes(scale, currency, language),
        *(part for day, of_day in sorted(days.items()) for part in _stack(scale, day, of_day, width=bar)),
    ]
    title = Label("现金流（高度按金额的平方根）", "Cash flows (heights by the root of the amount)")
    text = title.zh if language == "zh" else title.en
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}"><style>'
        ).format(width, int(_HEIGHT), text)
        + Markup(_STYLE + (_DARK if dark else ""))  # noqa: S704 - our own style
        + Markup("</style>")
        + Markup("").join(inner)
        + Markup("</svg>")
    )


def _legend(flows: Sequence[Flow], language: str) -> Iterator[Markup]:
    used = {flow.purpose for flow in flows}
    left = _LEFT
    for purpose, (label, colour) in PURPOSES.items():
        if purpose not in used:
            continue
        text = label.zh if language == "zh" else label.en
        yield Markup('<rect x="{:.0f}" y="10" width="11" height="11" fill="{}"/>').format(left, colour)
        yield Markup('<text x="{:.0f}" y="20">{}</text>').format(left + 16, text)
        left += 34 + sum(13 if ord(letter) > 255 else 7 for letter in text)


def _axes(scale: _Scale, currency: Currency, language: Literal["zh", "en"]) -> Iterator[Markup]:
    for tick in _ticks(scale.most):
        height, money = scale.y(tick), readable_money(abs(tick), currency, language=language)
        yield Markup('<line class="grid" x1="{:.0f}" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}"/>').format(
            _LEFT, scale.width - _RIGHT, height, height
        )
        yield Markup('<text x="{:.0f}" y="{:.1f}" text-anchor="end">{}</text>').format(
            _LEFT - 6, height + 4, money
        )
    line = scale.y(0)
    yield Markup('<line class="axis" x1="{:.0f}" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}"/>').format(
        _LEFT, scale.width - _RIGHT, line, line
    )
    for day, anchor in (
        (scale.first, "start"),
        (date.fromordinal(scale.first.toordinal() + scale.days), "end"),
    ):
        yield Markup('<text x="{:.0f}" y="{:.0f}" text-anchor="{}">{}</text>').format(
            scale.x(day), _HEIGHT - 8, anchor, escape(day.isoformat())
        )


def _ticks(most: float) -> Iterator[int]:
    """Round amounts for the lines, on both sides: the largest below the top, a fifth of it, and a fiftieth."""
    whole = max(int(most), 1)
    unit = 10 ** (len(str(whole)) - 1)
    top = whole // unit * unit
    for amount in (top, top // 5, top // 50):
        yield from (amount, -amount)


def _stack(scale: _Scale, day: date, flows: Sequence[Flow], *, width: float) -> Iterator[Markup]:
    for up in (True, False):
        done = 0
        # What is small stands next to the line.
        for flow in sorted(flows, key=lambda flow: abs(flow.amount)):
            if (flow.amount > 0) is not up or flow.amount == 0:
                continue
            start, end = scale.y(done), scale.y(done + flow.amount)
            done += flow.amount
            colour = PURPOSES[flow.purpose][1]
            yield Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>').format(
                scale.x(day) - width / 2, min(start, end), width, max(abs(end - start), 1.0), colour
            )
