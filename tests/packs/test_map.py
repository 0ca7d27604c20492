"""The map that ships: every city by its code, valid borders, each city where it is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from kejin.facts import dictionary
from kejin.packs.maps import Area, province_map

MAP = province_map()
ALL = [*MAP.areas, *MAP.neighbours]
Corner = tuple[int, int]
Edge = tuple[Corner, Corner]
# Seats of government and other well-known places, to a hundredth of a degree, from any atlas.
KNOWN = {
    "4401": (113.26, 23.13), "4402": (113.60, 24.81), "4403": (114.06, 22.55), "4404": (113.55, 22.25),
    "4405": (116.71, 23.36), "4406": (113.12, 23.02), "4407": (113.08, 22.58), "4408": (110.36, 21.28),
    "4409": (110.93, 21.66), "4412": (112.46, 23.05), "4413": (114.42, 23.11), "4414": (116.12, 24.29),
    "4415": (115.36, 22.79), "4416": (114.70, 23.74), "4417": (111.98, 21.86), "4418": (113.06, 23.68),
    "4419": (113.75, 23.02), "4420": (113.39, 22.52), "4451": (116.62, 23.66), "4452": (116.37, 23.55),
    "4453": (112.04, 22.92), "8100": (114.17, 22.32),
}  # fmt: skip


def corners(ring: Sequence[int]) -> list[Corner]:
    return list(zip(ring[::2], ring[1::2], strict=True))


def edges(ring: Sequence[int]) -> Iterator[Edge]:
    found = corners(ring)
    yield from pairwise([*found, found[0]])


def contains(area: Area, x: float, y: float) -> bool:
    """Even-odd: a ray to the right crosses the rings an odd number of times."""
    crossings = 0
    for ring in area.rings:
        for (x1, y1), (x2, y2) in edges(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def turn(a: Corner, b: Corner, c: Corner) -> int:
    value = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (value > 0) - (value < 0)


def cross(one: Edge, two: Edge) -> bool:
    """Whether two edges cross within both."""
    (a, b), (c, d) = one, two
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def neighbours(found: list[Edge]) -> Iterator[tuple[Edge, Edge]]:
    """The pairs of edges that lie over each other from west to east; only those can cross."""
    ordered = sorted(found, key=lambda edge: min(edge[0][0], edge[1][0]))
    for place, one in enumerate(ordered):
        east = max(one[0][0], one[1][0])
        for two in ordered[place + 1 :]:
            if min(two[0][0], two[1][0]) > east:
                break
            yield one, two


def test_the_areas_are_the_21_cities_of_the_fact_by_code() -> None:
    codes = [choice.code for choice in dictionary()[MAP.fact].choices if choice.code != "other"]
    assert [area.code for area in MAP.areas] == codes
    assert len(codes) == 21
    assert [(area.code, area.zh) for area in MAP.neighbours] == [("8100", "香港"), ("8200", "澳门")]


def test_the_points_are_the_four_platforms_of_the_fact() -> None:
    platforms = {choice.code for choice in dictionary()["platform"].choices} - {"none", "other"}
    assert {point.code for point in MAP.points} == platforms


@pytest.mark.parametrize("area", ALL, ids=lambda area: area.code)
def test_no_ring_of_an_area_crosses_itself_or_another(area: Area) -> None:
    found = [edge for ring in area.rings for edge in edges(ring)]
    assert all(len(ring) >= 6 for ring in area.rings)
    assert all(start != end for start, end in found)
    assert [pair for pair in neighbours(found) if cross(*pair)] == []


def test_two_areas_share_a_border_edge_for_edge_and_never_lie_over_each_other() -> None:
    directed = Counter(edge for area in ALL for ring in area.rings for edge in edges(ring))
    # Rings all run one way round, so a border between two areas is walked once in each direction.
    assert set(directed.values()) == {1}
    shared = sum((end, start) in directed for start, end in directed)
    assert shared > 1000


@pytest.mark.parametrize("code", KNOWN)
def test_a_known_place_of_each_city_lies_in_it_and_in_no_other(code: str) -> None:
    x, y = (value * MAP.scale for value in KNOWN[code])
    assert [area.code for area in ALL if contains(area, x, y)] == [code]


@pytest.mark.parametrize("area", MAP.areas, ids=lambda area: area.code)
def test_a_name_stands_in_its_own_area(area: Area) -> None:
    assert contains(area, *area.label_at)


@pytest.mark.parametrize(("platform", "city"), [("nansha", "4401"), ("hengqin", "4404"), ("qianhai", "4403")])
def test_a_platform_lies_in_its_city(platform: str, city: str) -> None:
    place = next(point.at for point in MAP.points if point.code == platform)
    area = next(area for area in MAP.areas if area.code == city)
    assert contains(area, place[0] * MAP.scale, place[1] * MAP.scale)


def test_the_islands_far_out_are_on_the_map() -> None:
    # 东沙群岛 belongs to Shanwei; a map without it is not a map of the province.
    shanwei = next(area for area in MAP.areas if area.code == "4415")
    assert any(min(ring[1::2]) < 20_800 for ring in shanwei.rings)


def test_the_map_says_where_it_is_from_and_claims_no_approval() -> None:
    assert MAP.source.licence == "MIT"
    assert MAP.source.label.zh
    assert MAP.source.label.en
    assert MAP.approval is None
