"""What the chapters share: a group's reach as heat map and table, clauses in words, where figures come from."""

from collections.abc import Iterable, Sequence

from kejin.cli.report.drawing import Drawn, HeatCell, HeatLine, heat, legend, share_steps
from kejin.cli.report.material import Cell, Ground, Material, Reach
from kejin.cli.report.model import NARROW, WIDE, Column, DataTable, Kind, Picture, brief, firms
from kejin.cli.report.model import Cell as Value
from kejin.facts import Label
from kejin.money import RATE_SCALE
from kejin.planning import INSTRUMENTS
from kejin.policy.places import article

DEMONSTRATION = Label("示范", "demonstration")
OPEN, NEARLY, UNDETERMINED = Label("可得", "Open"), Label("接近", "Nearly"), Label("待定", "Undetermined")
ENTERPRISES = Label("企业数", "Enterprises")


def joined(parts: Iterable[Label], zh: str = "；", en: str = "; ") -> Label:
    """Several texts as one."""
    listed = list(parts)
    return Label(zh.join(part.zh for part in listed), en.join(part.en for part in listed))


def cited(ground: Ground) -> Label:
    """A clause in words: the document, its number, the place."""
    place = article(ground.at) if ground.at else Label("", "")
    zh = " ".join(part for part in (ground.document.zh, ground.number, place.zh) if part)
    en = " ".join(part for part in (ground.document.en, ground.number, place.en) if part)
    return Label(zh, en)


def clauses(material: Material, kind: str, key: str) -> Label:
    """The clauses behind a decision or a condition."""
    return joined(dict.fromkeys(cited(ground) for ground in material.grounds(kind, key, "clause")))


def asked(material: Material, condition: str) -> Label:
    """The values that a condition asks for, in words; empty where a table's row decides or none is a figure."""
    found = material.grounds("condition", condition, "value")
    known = [ground for ground in found if ground.value.zh]
    return joined(
        dict.fromkeys(Label(f"{g.label.zh} {g.value.zh}", f"{g.label.en} {g.value.en}") for g in known)
    )


def origin(material: Material, *lines: Label, source: str) -> tuple[Label, ...]:
    """Where figures come from: what is counted, then the table they were read from, then rules, facts and days."""
    manifest = material.manifest
    dates = manifest.dates
    return (
        *lines,
        Label(f"读自：运行目录中的 {source}", f"Read from {source} in the folder of the run"),
        Label(
            f"按 {dates['law']} 有效的规定、截至 {dates['facts_as_of']} 的资料、{dates['known_by']} "
            "前获知的内容计算；"
            f"规则版本 {short(manifest.ruleset_digest)}，数据快照 {short(manifest.snapshot_digest)}",
            f"Rules as of {dates['law']}, facts as of {dates['facts_as_of']}, known by {dates['known_by']}; "
            f"ruleset {short(manifest.ruleset_digest)}, snapshot {short(manifest.snapshot_digest)}",
        ),
    )


def short(digest: str) -> str:
    """As much of a digest as tells two apart; the whole stands in the record of the run."""
    return digest.partition(".")[0][:12] or "–"


def meant(material: Material, instrument: str, stage: str | None) -> bool:
    """Whether the catalogue has a product of the instrument for the stage; of an undetermined stage any will do."""
    stages = material.stages_of[instrument]
    return bool(stages) and (
        stage not in ("seed", "startup", "growth", "expansion", "mature") or stage in stages
    )


def heat_lines(
    reaches: Sequence[Reach], what: str, *, noted: bool = False, material: Material | None = None
) -> list[HeatLine]:
    """The lines of a heat map of one count; with `material`, cells that no product is meant for are left empty."""
    return [
        HeatLine(
            reach.label,
            firms(reach.enterprises),
            tuple(
                _cell(reach.cells.get(name), what, noted=noted)
                if material is None or meant(material, name, reach.key)
                else None
                for name in INSTRUMENTS
            ),
        )
        for reach in reaches
    ]


def _cell(cell: Cell | None, what: str, *, noted: bool) -> HeatCell | None:
    if cell is None:
        return None
    note = (brief(cell.open_fen) if cell.open_fen else Label("", "")) if noted else None
    return HeatCell(getattr(cell, what), cell.enterprises, note)


def heat_picture(
    lines: Sequence[HeatLine], name: str, *, width: int = WIDE, title: Label | None = None
) -> Picture:
    """A heat map of the six instruments, wide and narrow."""
    columns = list(INSTRUMENTS.values())
    wide, narrow = (heat(lines, columns, width=size, name=f"{name}-title") for size in (width, NARROW))
    return Picture(Drawn(wide, narrow), title)


def shades(name: str, *, gaps: bool = False) -> Drawn:
    """The legend of the shades of shares."""
    return key_to(share_steps(gaps=gaps), name)


def key_to(entries: Sequence[tuple[str, Label]], name: str) -> Drawn:
    """A legend, wide and narrow."""
    wide, narrow = (legend(entries, width=width, name=f"{name}-title") for width in (WIDE, NARROW))
    return Drawn(wide, narrow)


REACH = (
    Column("instrument", Label("工具", "Instrument")),
    Column("enterprises", ENTERPRISES, Kind.COUNT),
    Column("open", OPEN, Kind.COUNT),
    Column("open_share", Label("可得比例", "Share open"), Kind.SHARE),
    Column("nearly", NEARLY, Kind.COUNT),
    Column("undetermined", UNDETERMINED, Kind.COUNT),
    Column("open_fen", Label("额度上限", "Ceiling of amounts"), Kind.MONEY),
    Column("open_without_amount", Label("可得但无人民币额度", "Open without an amount"), Kind.COUNT),
)


def reach_rows(reaches: Sequence[Reach]) -> Iterable[tuple[Value, ...]]:
    """A row for each group and instrument, under the group's head and `REACH`."""
    for reach in reaches:
        for name, label in INSTRUMENTS.items():
            cell = reach.cells.get(name)
            if cell is not None:
                yield (reach.label, label, *_row(cell))


def _row(cell: Cell) -> tuple[Value, ...]:
    share = cell.open * RATE_SCALE // cell.enterprises if cell.enterprises else None
    # Nobody of the open has an amount: then nothing was added up, and that is not zero.
    amount = cell.open_fen if cell.open > cell.open_without_amount else None
    counts = (cell.nearly, cell.undetermined, amount, cell.open_without_amount)
    return cell.enterprises, cell.open, share, *counts


def reach_table(name: str, title: Label, reaches: Sequence[Reach], *, head: Label) -> DataTable:
    """Groups by instruments, one row for each pair."""
    return DataTable(name, title, (Column("group", head), *REACH), tuple(reach_rows(reaches)))
