"""The first page: six figures, one for each instrument, and what stands out."""

from collections.abc import Iterator

from kejin.cli.report.drawing.shading import share_text
from kejin.cli.report.material import Material
from kejin.cli.report.model import Section, Tile, firms
from kejin.cli.report.sections.matrix import thinnest
from kejin.cli.report.sections.near import needs
from kejin.facts import Label
from kejin.planning import INSTRUMENTS


def glance_section(material: Material) -> Section:
    """Six tiles and a handful of sentences, each of which the chapters below show with its table."""
    return Section(
        "glance",
        Label("要点", "At a glance"),
        tiles=tuple(_tile(material, name) for name in INSTRUMENTS),
        findings=tuple(findings(material)),
    )


def _tile(material: Material, instrument: str) -> Tile:
    cell, label = material.total(instrument), INSTRUMENTS[instrument]
    share = share_text(cell.open, cell.enterprises)
    return Tile(
        Label(f"{cell.open:,}", f"{cell.open:,}"),
        label,
        Label(
            f"可得，占 {share}；接近 {cell.nearly:,}，待定 {cell.undetermined:,}",
            f"open, {share}; {cell.nearly:,} nearly, {cell.undetermined:,} undetermined",
        ),
        "#matrix",
    )


def findings(material: Material) -> Iterator[Label]:
    """What stands out, each in one sentence; a run that has nothing of the kind leaves its sentence out."""
    thin = thinnest(material, material.stages())
    if thin is not None:
        yield thin
    closest = next((need for need in needs(material) if not need.invented), None)
    if closest is not None:
        asks = Label(f"（{closest.asks.zh}）", f" ({closest.asks.en})") if closest.asks.zh else Label("", "")
        yield Label(
            f"离“是”最近的一步：{closest.question.zh}有 {closest.near:,} 个对象接近，"
            f"卡在“{closest.label.zh}”{asks.zh}。",
            f"The closest step: for {closest.question.en}, {closest.near:,} near misses stand at “{closest.label.en}”"
            f"{asks.en}.",
        )
    yield from _missing(material)
    yield from _values(material)


def _missing(material: Material) -> Iterator[Label]:
    rows = material.aggregates["missing"].filter(decision="")
    if rows.height:
        fact, _, count = rows.sort(["enterprises", "fact"], descending=[True, False]).row(0)
        label = material.label("fact", fact)
        yield Label(
            f"最该补的资料：{label.zh}，{firms(count).zh}因缺它而有结论待定。",
            f"The fact to ask for first: {label.en}; {firms(count).en} have a question open for want of it.",
        )


def _values(material: Material) -> Iterator[Label]:
    rows = material.aggregates["values"]
    decided = material.aggregates["questions"].filter("asked")["decision"].to_list()
    resting = {key for keys in rows["decisions"].to_list() for key in keys}
    own = [key for key in decided if key in resting]
    if decided:
        yield Label(
            f"企业关心的 {len(decided)} 项结论中，{len(own)} 项至少用到一个未经官方原文证实的数值。",
            f"Of {len(decided)} questions that enterprises ask, {len(own)} rest on at least one value that no "
            "official text "
            "has confirmed.",
        )
