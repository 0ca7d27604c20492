"""Maps of provinces, beside their law: areas by code, points of platforms, and where the borders come from.

Areas are matched by code and never by name: two districts are called 南沙区. A map is for reading figures; areas and
densities are not to be measured on it. Whether a map may be published is for the office to have confirmed: `approval`
is the number of that approval (审图号), empty until one is given.
"""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kejin.facts import Label

_HERE = Path(__file__).resolve().parent
_STRICT = ConfigDict(frozen=True, extra="forbid")
Point = tuple[float, float]


class MapSource(BaseModel):
    """Where the borders come from, in both languages, and on what terms."""

    model_config = _STRICT
    package: str
    version: str
    licence: str
    notice: str
    zh: str
    en: str

    @property
    def label(self) -> Label:
        """The source as a line under a map."""
        return Label(self.zh, self.en)


class Area(BaseModel):
    """One area: its code, where its name fits, and its rings as flat lists x, y, x, y … in map units.

    A ring is closed by its first corner, which is not repeated; holes are rings like others (even-odd filling). What an
    area is called, the fact's choices say; only neighbours, which are no choice of it, bring their names.
    """

    model_config = _STRICT
    code: str
    zh: str = ""
    en: str = ""
    label_at: tuple[int, int]
    rings: Annotated[tuple[tuple[int, ...], ...], Field(min_length=1)]


class MapPoint(BaseModel):
    """A place without borders of its own: its code and its longitude and latitude in degrees."""

    model_config = _STRICT
    code: str
    at: Point


class ProvinceMap(BaseModel):
    """A province's map.

    Attributes:
        province: The province's two-digit division code.
        fact: The fact whose codes the areas carry.
        crs: The coordinate reference system.
        scale: Map units to a degree.
        source: Where the borders come from.
        approval: The number of the map's approval (审图号), or None.
        areas: The areas, by code.
        neighbours: Areas that are drawn without figures.
        points: The platforms.
    """

    model_config = _STRICT
    province: str
    fact: str
    crs: str
    scale: int
    source: MapSource
    approval: str | None
    areas: tuple[Area, ...]
    neighbours: tuple[Area, ...]
    points: tuple[MapPoint, ...]


@cache
def province_map(jurisdiction: str = "cn_gd") -> ProvinceMap:
    """The map that ships with a jurisdiction's packs: of Guangdong its 21 cities and four platforms."""
    return ProvinceMap.model_validate_json((_HERE / jurisdiction / "map/map.json").read_text("utf-8"))
