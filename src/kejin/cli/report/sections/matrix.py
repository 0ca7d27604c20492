"""The matrix: five stages by six instruments."""

from kejin.cli.report.material import Material, Reach
from kejin.cli.report.model import Figure, Section, firms
from kejin.cli.report.sections.common import (
    NEARLY,
    UNDETERMINED,
    heat_lines,
    heat_picture,
    meant,
    origin,
    reach_table,
    shades,
)
from kejin.facts import Label
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.reading import AMOUNT_HOW, COUNTED_HOW, NEARLY_HOW, STAGES_HOW

STAGE = Label("阶段", "Stage")
SOURCE = "aggregates/matrix.parquet"
# Of fewer enterprises a share says little.
_FEW = 30


def matrix_section(material: Material) -> Section:
    """The heat map of what is open, with what is nearly open and what is undetermined beside it."""
    reaches = material.stages()
    name, title = "matrix", Label("融资矩阵：现在可得", "The matrix: open now")
    opened = Figure(
        name,
        title,
        says=thinnest(material, reaches),
        pictures=(heat_picture(heat_lines(reaches, "open", noted=True, material=material), name),),
        legend=shades(name, gaps=True),
        table=reach_table(name, title, reaches, head=STAGE),
        origin=origin(material, COUNTED_HOW, AMOUNT_HOW, STAGES_HOW, source=SOURCE),
    )
    return Section(
        "stages",
        Label("融资矩阵：五个阶段 × 六种工具", "The matrix: five stages by six instruments"),
        lead=Label(
            "每格：至少有一项面向该阶段的产品可得的企业数、占该阶段企业的比例、额度上限。颜色越深，比例越高。",
            "Each cell: enterprises with a product for their stage open, their share of the stage, and the "
            "ceiling of "
            "the amounts. The darker, the larger the share.",
        ),
        figures=(opened, _beside(material, reaches)),
    )


def _beside(material: Material, reaches: list[Reach]) -> Figure:
    name = "matrix-beside"
    title = Label("还差一步的，与缺资料的", "Within reach, and waiting for facts")
    pictures = tuple(
        heat_picture(heat_lines(reaches, what, material=material), name, width=430, title=label)
        for what, label in (("nearly", NEARLY), ("undetermined", UNDETERMINED))
    )
    return Figure(
        name,
        title,
        says=Label(
            "左：最好的结论是“接近”，只差一步；右：最好的结论是“待定”，补齐资料或确认规定后才能判断。",
            "Left: the best verdict is nearly, one step short. Right: the best verdict is undetermined until "
            "facts or "
            "values are known.",
        ),
        pictures=pictures,
        table=reach_table(name, title, reaches, head=STAGE),
        origin=origin(material, COUNTED_HOW, NEARLY_HOW, source=SOURCE),
    )


def thinnest(material: Material, reaches: list[Reach]) -> Label | None:
    """Where the least is open, among the cells with enough enterprises and a product meant for them."""
    cells = [
        (reach.cells[name], reach, name)
        for reach in reaches
        for name in INSTRUMENTS
        if name in reach.cells and reach.enterprises >= _FEW and meant(material, name, reach.key)
    ]
    if not cells:
        return None
    cell, reach, name = min(cells, key=lambda one: one[0].open / one[0].enterprises)
    instrument = INSTRUMENTS[name]
    return Label(
        f"最薄弱的一格：{reach.label.zh} × {instrument.zh}，{firms(cell.enterprises).zh}中 {cell.open:,} 家可得"
        f"（接近 {cell.nearly:,}，待定 {cell.undetermined:,}）。",
        f"The thinnest cell is {reach.label.en.lower()} by {instrument.en.lower()}: open to {cell.open:,} of "
        f"{firms(cell.enterprises).en} ({cell.nearly:,} nearly, {cell.undetermined:,} undetermined).",
    )
