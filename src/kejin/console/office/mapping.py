"""The map: how far an instrument reaches in each of the 21 cities and on each of the four platforms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

from django.http import HttpResponseBase
from django.shortcuts import render

from kejin.console.common.tablefiles import FORMATS, Cell, table_file, yuan
from kejin.console.office.reading import (
    COUNTS,
    Shown,
    found_for,
    no_counts,
    origin,
    row_origin,
    shades,
    shown,
)
from kejin.errors import FileError
from kejin.packs.maps import Area, province_map
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.reading import Reach
from kejin.web.needs import PROVINCE
from kejin.web.origins import Origin
from kejin.web.pages import page
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

# The province with its islands: west, south, east, north in degrees; and the width of the picture in pixels.
_WEST, _SOUTH, _EAST, _NORTH = 109.55, 20.1, 117.35, 25.65
_WIDTH = 960
_SQUEEZE = cos(radians((_SOUTH + _NORTH) / 2))
_PIXELS = _WIDTH / ((_EAST - _WEST) * _SQUEEZE)
_HEIGHT = round((_NORTH - _SOUTH) * _PIXELS)
_HEADS = (
    "map_title", "instrument", "enterprises", "open", "nearly", "undetermined", "ceiling_yuan", "without_amount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area as it is drawn: its path and the place of its name, in pixels."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Place:
    """A city or platform: its group, its cell, where it is drawn; `number` is a platform's on the map."""

    reach: Reach
    cell: Shown
    leads: str
    origin: Origin
    drawn: Drawn | None = None
    number: int = 0


@page(PROVINCE)
def province(request: PageRequest) -> HttpResponseBase:
    """The map of one instrument; `?format=` gives its figures as a file."""
    try:
        run = found_for(request.visitor)
    except FileError as error:
        return no_counts(request, error)
    asked, counted = request.GET.get("instrument", ""), request.GET.get("what", "")
    name = asked if asked in INSTRUMENTS else next(iter(INSTRUMENTS))
    what = counted if counted in COUNTS else COUNTS[0]
    chart, areas = province_map(), _areas()
    cities = [
        Place(
            reach, shown(reach.cells[name], what), f"city_code:{reach.key or ''}",
            row_origin(run, reach, "city_code"), areas.get(reach.key or ""),
        )
        for reach in run.reading.split("city_code") if name in reach.cells
    ]  # fmt: skip
    points = {one.code: (place, *_at(*one.at)) for place, one in enumerate(chart.points, 1)}
    platforms = [
        Place(
            reach, shown(reach.cells[name], what), f"platform:{reach.key}", row_origin(run, reach, "platform"),
            _point(reach.key, points), points[reach.key][0],
        )
        for reach in run.reading.split("platform") if reach.key in points and name in reach.cells
    ]  # fmt: skip
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        rows = [_cells(place.reach, name) for place in (*cities, *platforms)]
        return table_file(
            say(word("office.map_title")), [say(word(f"office.{one}")) for one in _HEADS], rows, kind=kind
        )
    context = {
        "cities": cities,
        "platforms": platforms,
        "tables": ((word("office.cities"), cities), (word("office.platforms"), platforms)),
        "neighbours": [_draw(area) for area in chart.neighbours],
        "unseen": [one for code, one in areas.items() if code not in {place.reach.key for place in cities}],
        "width": _WIDTH,
        "height": _HEIGHT,
        "instruments": list(INSTRUMENTS.items()),
        "name": name,
        "instrument": INSTRUMENTS[name],
        "counts": [(one, word(f"office.{one}")) for one in COUNTS],
        "what": what,
        "chart": chart,
        "shades": shades(),
        "origin": origin(run, "matrix"),
        "synthetic": run.manifest.synthetic,
        "hidden": run.hidden,
    }
    return render(request, "console/office/map.html", context)


@lru_cache(maxsize=1)
def _areas() -> dict[str, Drawn]:
    return {area.code: _draw(area) for area in province_map().areas}


def _draw(area: Area) -> Drawn:
    scale = province_map().scale
    rings = "".join(_ring(ring, scale) for ring in area.rings)
    x, y = _at(area.label_at[0] / scale, area.label_at[1] / scale)
    return Drawn(area.code, rings, round(x), round(y))


def _ring(ring: Sequence[int], scale: int) -> str:
    corners = [_at(ring[at] / scale, ring[at + 1] / scale) for at in range(0, len(ring), 2)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _at(east: float, north: float) -> tuple[float, float]:
    """A place in degrees as pixels from the upper left corner."""
    return (east - _WEST) * _SQUEEZE * _PIXELS, (_NORTH - north) * _PIXELS


def _point(code: str | None, points: dict[str, tuple[int, float, float]]) -> Drawn:
    _, x, y = points[str(code)]
    return Drawn(str(code), "", round(x), round(y))


def _cells(reach: Reach, name: str) -> list[Cell]:
    cell, label = reach.cells[name], INSTRUMENTS[name]
    return [
        say(reach.label), say(label), cell.enterprises, cell.open, cell.nearly, cell.undetermined,
        yuan(cell.open_fen), cell.open_without_amount,
    ]  # fmt: skip


__all__ = ["Drawn", "Place", "province"]
