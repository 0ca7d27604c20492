"""Maps: areas as dark as their share, names and figures where there is room, platforms as numbered points.

The shapes are written once in a page (`shapes`) and used by every map in it. Longitude and latitude are drawn as they
are, shortened east to west by the cosine of the middle latitude; that is enough to recognise a province and nothing
that areas may be measured on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Protocol

from markupsafe import Markup

from kejin.cli.report.drawing.svg import element, picture, say, text_line, text_width
from kejin.facts import Label


class Outline(Protocol):
    """An area of a map: its code, the place of its name, its rings in whole map units."""

    @property
    def code(self) -> str:
        """The code."""

    @property
    def label_at(self) -> tuple[int, int]:
        """Where its name fits."""

    @property
    def rings(self) -> Sequence[Sequence[int]]:
        """Flat lists x, y, x, y …"""


_NAME, _FIGURE = 13.0, 12.0


@dataclass(frozen=True, slots=True)
class Shade:
    """How an area is shown: its step, its name and figure (written on the map when `named`), where a click leads."""

    step: int | None
    name: Label
    figure: str
    link: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """A window onto the map: west, south, east, north in degrees, drawn at a width in pixels."""

    window: tuple[float, float, float, float]
    width: int
    scale: int

    @property
    def _squeeze(self) -> float:
        return cos(radians((self.window[1] + self.window[3]) / 2))

    @property
    def unit(self) -> float:
        """Pixels for a map unit of latitude."""
        west, _, east, _ = self.window
        return self.width / ((east - west) * self._squeeze * self.scale)

    @property
    def height(self) -> float:
        """The height in pixels."""
        return (self.window[3] - self.window[1]) * self.scale * self.unit

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place in map units as pixels from the upper left corner."""
        across = (x - self.window[0] * self.scale) * self._squeeze * self.unit
        return across, (self.window[3] * self.scale - y) * self.unit

    @property
    def transform(self) -> str:
        """From the coordinates of `shapes` to pixels."""
        across = self._squeeze * self.unit
        return (
            f"matrix({across:.6f} 0 0 {-self.unit:.6f} "
            f"{-self.window[0] * self.scale * across:.2f} {self.window[3] * self.scale * self.unit:.2f})"
        )


def shapes(areas: Sequence[Outline]) -> Markup:
    """Every area as a path that maps refer to by "#area-CODE"; they show nothing by themselves."""
    paths = [element("path", id=f"area-{area.code}", d=_path(area.rings)) for area in areas]
    return element("svg", element("defs", *paths), width=0, height=0, aria_hidden="true", class_="shapes")


def _path(rings: Sequence[Sequence[int]]) -> str:
    parts = []
    for ring in rings:
        steps, x, y = [f"M{ring[0]} {ring[1]}l"], ring[0], ring[1]
        for here in range(2, len(ring), 2):
            # Differences are a third shorter than places, and a minus sign needs no blank before it.
            dx, dy = ring[here] - x, ring[here + 1] - y
            steps.append(f"{'' if dx < 0 or here == 2 else ' '}{dx}{'' if dy < 0 else ' '}{dy}")
            x, y = ring[here], ring[here + 1]
        parts.append("".join(steps) + "z")
    return "".join(parts)


def place_map(
    areas: Sequence[Outline],
    shades: Mapping[str, Shade],
    view: View,
    *,
    name: str,
    points: Sequence[tuple[tuple[float, float], str]] = (),
) -> Markup:
    """The map. Areas without a shade are neighbours, drawn plain; `points` are places in map units, with numbers.

    Names are written in the order of `shades`, each where it covers neither a point nor an earlier name; one for which
    there is no room is left out (the table beside the map has them all).
    """
    drawn = [_area(area, shades.get(area.code)) for area in areas]
    inner = [element("g", *drawn, transform=view.transform, stroke_width=1 / view.unit, class_="areas")]
    places = {area.code: view.at(*area.label_at) for area in areas}
    taken = [Box.around(view.at(*place), (22, 22)) for place, _ in points]
    for language in ("zh", "en"):
        inner.extend(_labels(places, shades, view, language=language, taken=list(taken)))
    inner.extend(_point(view.at(*place), text) for place, text in points)
    return picture(inner, size=(view.width, round(view.height)), name=name, linked=True)


def _area(area: Outline, shade: Shade | None) -> Markup:
    if shade is None:
        return element("use", href=f"#area-{area.code}", class_="neighbour")
    kind = "shade-none" if shade.step is None else f"shade-{shade.step}"
    # One language per title would need a script; both, as in a dictionary, do not.
    title = element("title", Markup("{} {} {}").format(shade.name.zh, shade.name.en, shade.figure))
    use = element("use", title, href=f"#area-{area.code}", class_=kind)
    return element("a", use, href=shade.link) if shade.link else use


@dataclass(frozen=True, slots=True)
class Box:
    """A place that is taken: left, top, right, bottom in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, middle: tuple[float, float], size: tuple[float, float]) -> "Box":
        """The box of a size around a point."""
        (x, y), (width, height) = middle, size
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, view: View) -> bool:
        """Whether all of it is on the map."""
        return self.left >= 0 and self.top >= 0 and self.right <= view.width and self.bottom <= view.height


# Where a name is tried: at its place, a little above or below it, a little to either side.
_TRIES = ((0, 0), (0, -14), (0, 14), (-16, 0), (16, 0), (-14, -14), (14, -14), (-14, 14), (14, 14))


def _labels(
    places: Mapping[str, tuple[float, float]],
    shades: Mapping[str, Shade],
    view: View,
    *,
    language: str,
    taken: list[Box],
) -> Iterator[Markup]:
    for code, shade in shades.items():
        if not shade.named:
            continue
        text: str = getattr(shade.name, language)
        size = max(text_width(text, _NAME), text_width(shade.figure, _FIGURE)), 30 if shade.figure else 15
        x, y = places[code]
        for right, down in _TRIES:
            box = Box.around((x + right, y + down), size)
            if box.within(view) and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield text_line(
                    text, (x + right, box.top + 12), kind=f"place-name {language}", anchor="middle"
                )
                if shade.figure:
                    foot = (x + right, box.top + 27)
                    yield text_line(shade.figure, foot, kind=f"place-figure {language}", anchor="middle")
                break


def _point(at: tuple[float, float], text: str) -> Markup:
    x, y = at
    number = say(Label(text, text), (x, y + 4.5), kind="point-text", anchor="middle")
    return element("circle", class_="point", cx=x, cy=y, r=9.5) + number
