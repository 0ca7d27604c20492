"""Key industries and tiers (十百千万): how the six instruments reach each."""

from collections.abc import Sequence

from kejin.cli.report.drawing.shading import share_text
from kejin.cli.report.material import Material, Reach
from kejin.cli.report.model import Figure, Section
from kejin.cli.report.sections.common import (
    heat_lines,
    heat_picture,
    origin,
    reach_table,
    shades,
)
from kejin.cli.report.sections.matrix import SOURCE
from kejin.facts import Label
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.reading import COUNTED_HOW

NO_TIER = Label("不在名单", "On no list")
# Short names of the tiers that the pack asks about in whole sentences; another pack's tier keeps its own.
TIERS = {
    "leading": Label("科技领军（龙头）企业", "Leading technology firms"),
    "chain_leader": Label("链主企业", "Chain leaders"),
    "specialised": Label("专精特新企业", "Specialised enterprises"),
}
_FEW = 30


def groups_section(material: Material) -> Section:
    """The heat maps of industries and of tiers."""
    return Section(
        "groups",
        Label("重点产业与梯队", "Key industries and tiers"),
        lead=Label(
            "每格：该产业（梯队）中可得的企业数与比例。",
            "Each cell: the enterprises of the group with something open, and their share.",
        ),
        figures=(_industries(material), _tiers(material)),
    )


def _industries(material: Material) -> Figure:
    name, title = "industries", Label("重点产业", "Key industries")
    reaches = material.split("key_industry")
    return Figure(
        name,
        title,
        says=_widest(reaches),
        pictures=(heat_picture(heat_lines(reaches, "open"), name),),
        legend=shades(name),
        table=reach_table(name, title, reaches, head=Label("产业", "Industry")),
        origin=origin(
            material,
            COUNTED_HOW,
            Label("产业按企业填报或由行业代码得出。", "Industry as stated, or by the code of the industry."),
            source=SOURCE,
        ),
    )


def _tiers(material: Material) -> Figure:
    name, title = "tiers", Label("十百千万梯队", "Tiers of the plan")
    order = [*TIERS, None]
    found = sorted(
        material.split("tier"), key=lambda reach: order.index(reach.key) if reach.key in order else len(order)
    )
    reaches = [
        Reach(
            reach.key,
            NO_TIER if reach.key is None else TIERS.get(reach.key, reach.label),
            reach.enterprises,
            reach.cells,
        )
        for reach in found
    ]
    return Figure(
        name,
        title,
        says=Label(
            "“千”一级的名单未见公布，没有计入；一家企业按最高的一级计。",
            "No list of the thousand tier (千) has been published, so it has no line; an enterprise counts in its "
            "highest tier.",
        ),
        pictures=(heat_picture(heat_lines(reaches, "open"), name),),
        legend=shades(name),
        table=reach_table(name, title, reaches, head=Label("梯队", "Tier")),
        origin=origin(
            material,
            COUNTED_HOW,
            Label(
                "梯队按名单与认定计（政策包 enterprise_tiers）。",
                "Tiers by the lists and titles of the pack enterprise_tiers.",
            ),
            source=SOURCE,
        ),
    )


def _widest(reaches: Sequence[Reach]) -> Label | None:
    """The instrument in which industries lie furthest apart, and which two."""
    known = [
        reach for reach in reaches if reach.key not in (None, "none", "other") and reach.enterprises >= _FEW
    ]
    spreads = []
    for name in INSTRUMENTS:
        cells = sorted(
            (reach.cells[name].open / reach.enterprises, reach.key, reach)
            for reach in known
            if name in reach.cells
        )
        if len(cells) > 1:
            spreads.append((cells[-1][0] - cells[0][0], name, cells[0][2], cells[-1][2]))
    if not spreads:
        return None
    _, name, low, high = max(spreads, key=lambda one: (one[0], one[1]))
    shares = [share_text(reach.cells[name].open, reach.enterprises) for reach in (high, low)]
    instrument = INSTRUMENTS[name]
    return Label(
        f"差距最大的是{instrument.zh}：{high.label.zh} {shares[0]}，{low.label.zh} {shares[1]}。",
        f"Industries lie furthest apart in {instrument.en.lower()}: {high.label.en} {shares[0]}, "
        f"{low.label.en} {shares[1]}.",
    )
