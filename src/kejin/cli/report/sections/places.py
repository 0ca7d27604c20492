"""Where: the 21 cities on the map, the four platforms, and the matrix of each city."""

from collections.abc import Iterator, Sequence

from kejin.cli.report.drawing import Drawn, Shade, place_map, step_of
from kejin.cli.report.drawing.maps import Outline, View
from kejin.cli.report.drawing.shading import share_text
from kejin.cli.report.material import Material, Reach
from kejin.cli.report.model import Column, DataTable, Figure, Kind, Picture, Section, count_text
from kejin.cli.report.sections.common import (
    ENTERPRISES,
    OPEN,
    REACH,
    heat_lines,
    heat_picture,
    key_to,
    origin,
    reach_rows,
    reach_table,
    shades,
)
from kejin.cli.report.sections.matrix import SOURCE, STAGE
from kejin.facts import Label
from kejin.packs.maps import ProvinceMap, province_map
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.reading import COUNTED_HOW

CITY, PLATFORM = Label("地市", "City"), Label("平台", "Platform")
# The whole province with its islands, and the estuary with the four platforms: west, south, east, north.
PROVINCE = (109.55, 20.1, 117.35, 25.65)
ESTUARY = (112.75, 21.85, 114.75, 23.35)
# Steps of a city's share of all enterprises, in per cent: half of the province sits in two cities.
_CONCENTRATION = (2, 5, 10, 20, 100)
_FEW = 20


def places_section(material: Material) -> Section:
    """The map of enterprises, a map for each instrument, the platforms, and what folds out for each city."""
    cities = material.split("city_code")
    chart = province_map()
    return Section(
        "places",
        Label("地市与平台", "Cities and platforms"),
        lead=Label(
            "点击地图上的城市，或表中的城市，看它自己的矩阵。",
            "Follow a city on the map or in the table to its own matrix.",
        ),
        figures=(
            _where(material, cities, chart),
            _instruments(material, cities, chart),
            _platforms(material, chart),
        ),
        folded=tuple(_city(material, city) for city in cities if city.key is not None),
        beside=(_city_stages(material, cities),),
    )


def anchor(code: str) -> str:
    """The id of a city's own matrix."""
    return f"city-{code}"


def short_name(label: Label) -> Label:
    """A city's name without 市, as it stands on maps."""
    return Label(label.zh.removesuffix("市"), label.en)


def _areas(chart: ProvinceMap) -> list[Outline]:
    return [*chart.areas, *chart.neighbours]


def _map(
    chart: ProvinceMap,
    shaded: dict[str, Shade],
    *,
    name: str,
    widths: tuple[int, int],
    window: tuple[float, float, float, float] = PROVINCE,
    points: Sequence[tuple[tuple[float, float], str]] = (),
) -> Drawn:
    wide, narrow = (
        place_map(
            _areas(chart), shaded, View(window, width, chart.scale), name=f"{name}-title", points=points
        )
        for width in widths
    )
    return Drawn(wide, narrow)


def beneath(material: Material, chart: ProvinceMap) -> tuple[Label, ...]:
    """The lines under a map: its approval, its source, what it does not show."""
    number = material.approval or chart.approval
    approval = (
        Label(f"审图号：{number}", f"Map approval number: {number}")
        if number
        else Label(
            "审图号：未填写。对外发布前须由使用单位送审并填写（kejin report --map-approval）。",
            "Map approval number: none given. Before publication the office has the map approved and states the "
            "number (kejin report --map-approval).",
        )
    )
    return (
        approval,
        Label(
            f"底图：{chart.source.zh}；不可量算面积。",
            f"Base map: {chart.source.en}; not for measuring areas.",
        ),
        Label("港澳只画轮廓，不含数据。", "Hong Kong and Macao are outlined and have no figures."),
    )


def _where(material: Material, cities: Sequence[Reach], chart: ProvinceMap) -> Figure:
    name, title = "cities", Label("企业在哪里", "Where the enterprises are")
    whole = sum(city.enterprises for city in cities)
    shaded = {
        city.key: Shade(
            _concentration(city.enterprises, whole),
            short_name(city.label),
            count_text(city.enterprises),
            f"#{anchor(city.key)}",
        )
        for city in cities
        if city.key is not None and city.key in _drawn(chart)
    }
    return Figure(
        name,
        title,
        says=_leaders(cities, whole),
        pictures=(Picture(_map(chart, _with_empty(material, chart, shaded), name=name, widths=(720, 322))),),
        table=_city_table(name, title, cities),
        origin=origin(
            material,
            Label(
                "企业按登记住所所在地市计，一家一次。",
                "Enterprises by the city of their registered address, each once.",
            ),
            Label("颜色按占全部企业的比例。", "Shades by share of all enterprises."),
            source=SOURCE,
        ),
        legend=key_to([(f"shade-{step}", label) for step, label in enumerate(_steps())], name),
        beneath=beneath(material, chart),
        opened=True,
    )


def _steps() -> Iterator[Label]:
    """What the shades of the map of enterprises mean."""
    yield Label("无企业", "none")
    low = 0
    for high in _CONCENTRATION:
        text = f"≤{high}%" if not low else f"{low}–{high}%" if high < 100 else f">{low}%"
        yield Label(f"占 {text}", text)
        low = high


def _drawn(chart: ProvinceMap) -> frozenset[str | None]:
    return frozenset(area.code for area in chart.areas)


def _with_empty(
    material: Material, chart: ProvinceMap, shaded: dict[str, Shade], *, named: bool = True
) -> dict[str, Shade]:
    """Cities without an enterprise stay on the map, in the colour of none."""
    empty = {
        area.code: Shade(0, short_name(material.label("city_code", area.code)), "", "", named=named)
        for area in chart.areas
        if area.code not in shaded
    }
    return shaded | empty


def _concentration(part: int, whole: int) -> int:
    return (
        next(
            (step for step, top in enumerate(_CONCENTRATION, start=1) if part * 100 <= top * whole),
            len(_CONCENTRATION),
        )
        if part
        else 0
    )


def _leaders(cities: Sequence[Reach], whole: int) -> Label | None:
    known = [city for city in cities if city.key is not None]
    if len(known) < 3:
        return None
    first = known[:3]
    share = share_text(sum(city.enterprises for city in first), whole)
    zh = "、".join(f"{short_name(city.label).zh} {city.enterprises:,}" for city in first)
    en = ", ".join(f"{city.label.en} {city.enterprises:,}" for city in first)
    return Label(f"最多的三市：{zh}，合计占 {share}。", f"Most are in {en}: together {share}.")


def _city_table(name: str, title: Label, cities: Sequence[Reach]) -> DataTable:
    heads = [
        Column(f"{key}_open", Label(f"{label.zh}·可得", f"{label.en}: open"), Kind.COUNT)
        for key, label in INSTRUMENTS.items()
    ]
    rows = tuple(
        (city.label, city.enterprises, *(_open(city, key) for key in INSTRUMENTS)) for city in cities
    )
    links = tuple(f"#{anchor(city.key)}" if city.key is not None else "" for city in cities)
    columns = (Column("city", CITY), Column("enterprises", ENTERPRISES, Kind.COUNT), *heads)
    return DataTable(name, title, columns, rows, links=links)


def _open(reach: Reach, instrument: str) -> int | None:
    cell = reach.cells.get(instrument)
    return cell.open if cell is not None else None


def _instruments(material: Material, cities: Sequence[Reach], chart: ProvinceMap) -> Figure:
    name, title = (
        "cities-instruments",
        Label("每种工具在各市的可得比例", "Each instrument, city by city: the share open"),
    )
    pictures = tuple(
        Picture(
            _map(
                chart,
                _with_empty(material, chart, _shares(cities, key, chart), named=False),
                name=name,
                widths=(276, 152),
            ),
            _ranged(label, cities, key),
        )
        for key, label in INSTRUMENTS.items()
    )
    rows = tuple(reach_rows(cities))
    return Figure(
        name,
        title,
        says=Label(
            f"标题旁是企业不少于 {_FEW} 家的城市中最低与最高的比例。",
            f"Beside each title: the lowest and the highest share among cities with at least {_FEW} enterprises.",
        ),
        pictures=pictures,
        legend=shades(name),
        table=DataTable(name, title, (Column("city", CITY), *REACH), rows),
        origin=origin(material, COUNTED_HOW, source=SOURCE),
        beneath=beneath(material, chart)[:1],
        shown=30,
    )


def _shares(cities: Sequence[Reach], instrument: str, chart: ProvinceMap) -> dict[str, Shade]:
    found = {}
    for city in cities:
        cell = city.cells.get(instrument)
        if city.key in _drawn(chart) and city.key is not None and cell is not None:
            share = share_text(cell.open, cell.enterprises)
            # The names and links stand on the large map; here the shade tells, and the title under the pointer. Six
            # more links for each city would only lengthen the way of whoever goes by keyboard.
            found[city.key] = Shade(step_of(cell.open, cell.enterprises), city.label, share, "", named=False)
    return found


def _ranged(label: Label, cities: Sequence[Reach], instrument: str) -> Label:
    cells = [city.cells[instrument] for city in cities if city.key is not None and instrument in city.cells]
    enough = sorted((c for c in cells if c.enterprises >= _FEW), key=lambda c: c.open / c.enterprises)
    if not enough:
        return label
    low, high = (share_text(cell.open, cell.enterprises) for cell in (enough[0], enough[-1]))
    text = low if low == high else f"{low} – {high}"
    return Label(f"{label.zh}　{text}", f"{label.en}　{text}")


def _platforms(material: Material, chart: ProvinceMap) -> Figure:
    name, title = "platforms", Label("四个重大平台", "The four platforms")
    order = {point.code: place for place, point in enumerate(chart.points, start=1)}
    reaches = sorted(material.split("platform"), key=lambda reach: order.get(reach.key or "", 99))
    numbered = [
        Reach(
            reach.key,
            _numbered(reach.label, order.get(reach.key or "")),
            reach.enterprises,
            reach.cells,
        )
        for reach in reaches
    ]
    cities = {
        area.code: Shade(1, short_name(material.label("city_code", area.code)), "", "")
        for area in chart.areas
    }
    points = [
        ((point.at[0] * chart.scale, point.at[1] * chart.scale), str(order[point.code]))
        for point in chart.points
    ]
    estuary = _map(chart, cities, name=name, widths=(430, 322), window=ESTUARY, points=points)
    return Figure(
        name,
        title,
        pictures=(
            heat_picture(heat_lines(numbered, "open"), name, width=430, title=OPEN),
            Picture(estuary, Label("平台的位置（示意）", "Where the platforms lie (for orientation)")),
        ),
        legend=shades(name),
        table=reach_table(name, title, reaches, head=PLATFORM),
        origin=origin(
            material,
            COUNTED_HOW,
            Label(
                "平台按企业填报；四个平台取横琴、前海、南沙、河套。除南沙外没有可用的边界数据，故以点示意。",
                "Platforms as enterprises state them, taken to be Hengqin, Qianhai, Nansha and Hetao. Only Nansha "
                "has borders in the source, so all are shown as points.",
            ),
            source=SOURCE,
        ),
        beneath=beneath(material, chart),
    )


def _numbered(label: Label, place: int | None) -> Label:
    return label if place is None else Label(f"{place} {label.zh}", f"{place} {label.en}")


def _city_stages(material: Material, cities: Sequence[Reach]) -> DataTable:
    """The matrix of every city in one table, for files."""
    rows = tuple(
        (city.label, *row) for city in cities for row in reach_rows(material.within("city_code", city.key))
    )
    columns = (Column("city", CITY), Column("stage", STAGE), *REACH)
    return DataTable("city-stages", Label("逐市的矩阵", "The matrix, city by city"), columns, rows)


def _city(material: Material, city: Reach) -> Figure:
    name = anchor(str(city.key))
    reaches = material.within("city_code", city.key)
    title = Label(f"{city.label.zh} {city.enterprises:,} 家", f"{city.label.en} {city.enterprises:,}")
    # A small picture for both widths: its table stands beside it, and there are as many as cities.
    picture = heat_picture(heat_lines(reaches, "open", material=material), name).drawn.narrow
    return Figure(
        name,
        title,
        pictures=(Picture(Drawn(picture, picture)),),
        table=DataTable(name, title, (Column("stage", STAGE), *REACH), tuple(reach_rows(reaches))),
        origin=origin(material, COUNTED_HOW, source=SOURCE),
    )
