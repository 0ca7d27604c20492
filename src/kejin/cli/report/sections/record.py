"""The record of the run: enough to repeat it, and to see whether anything has changed since."""

from collections.abc import Iterator

from kejin.cli.report.material import Material
from kejin.cli.report.model import Cell, Column, DataTable, Figure, Section
from kejin.facts import GRAINS, Grain, Label

_HEAD = (Column("what", Label("项目", "What")), Column("value", Label("内容", "Value"), long=True))


def record_section(material: Material) -> Section:
    """Source, dates, digests, versions; and the commands that show the rows behind a figure."""
    name, title = "run", Label("运行记录", "Record of the run")
    table = DataTable(name, title, _HEAD, tuple(_rows(material)))
    return Section(
        "record",
        Label("这份报告怎么来的", "How this report was made"),
        lead=Label(
            "报告只读运行目录中的汇总表，不读逐户数据；同一目录再生成一次，字节相同。",
            "The report reads only the aggregates in the folder of the run, no row of an enterprise; made again "
            "from the "
            "same folder it has the same bytes.",
        ),
        figures=(Figure(name, title, table=table, origin=tuple(_commands()), opened=True),),
    )


def _rows(material: Material) -> Iterator[tuple[Cell, ...]]:
    manifest = material.manifest
    yield Label("数据文件", "Data file"), manifest.source["file"]
    yield Label("数据文件 SHA-256", "SHA-256 of the data file"), manifest.source["sha256"]
    for grain, count in manifest.rows.items():
        label = GRAINS[Grain(grain)].label
        yield Label(f"读入：{label.zh}", f"Rows read: {label.en.lower()}"), f"{count:,}"
    for key, label in _DATES.items():
        yield label, manifest.dates[key]
    yield Label("规则版本（摘要）", "Ruleset digest"), manifest.ruleset_digest
    yield Label("数据快照（摘要）", "Snapshot digest"), manifest.snapshot_digest or "–"
    if manifest.overlay:
        yield Label("假设情景", "What-if laid over the rules"), manifest.overlay["title"]
    for pack in manifest.packs:
        yield Label("另加的政策目录", "Further policy folder"), pack
    for policy in manifest.policies:
        yield Label("只核对", "Only asked"), policy
    yield Label("数据性质", "Kind of data"), _SYNTHETIC if manifest.synthetic else _GIVEN
    for library, version in manifest.versions.items():
        yield Label(f"版本：{library}", f"Version: {library}"), version


_DATES = {
    "law": Label("适用规定的日期", "Rules as of"),
    "facts_as_of": Label("资料截至", "Facts as of"),
    "known_by": Label("获知截至", "Known by"),
}
_SYNTHETIC = Label("合成（虚构）", "synthetic (invented)")
_GIVEN = Label("由使用单位提供", "provided by the office")


def _commands() -> Iterator[Label]:
    told = (
        (
            "kejin explain CODE --run DIR",
            "一家企业的全部结论与依据",
            "every answer for one enterprise, with its reasons",
        ),
        ("kejin matrix --by city_code --run DIR", "逐市的矩阵", "the matrix city by city"),
        (
            "kejin policy gaps --facts DIR",
            "未经证实的数值与因此待定的企业",
            "unconfirmed values and whom they leave open",
        ),
        ("kejin report DIR", "重新生成这份报告", "this report again"),
    )
    for command, zh, en in told:
        yield Label(f"{command}　{zh}", f"{command}　{en}")
