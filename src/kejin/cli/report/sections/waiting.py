"""What is undetermined, and why: facts that enterprises have not given, values that no text read so far gives."""

from collections.abc import Mapping, Sequence

import polars as pl

from kejin.cli.pages.wording import CONFIDENCE
from kejin.cli.report.drawing import BarLine, BarPart
from kejin.cli.report.material import Material
from kejin.cli.report.model import Cell, Column, DataTable, Figure, Kind, Section
from kejin.cli.report.sections.common import key_to, origin
from kejin.cli.report.sections.policies import bar_picture
from kejin.facts import Label
from kejin.policy import Confidence
from kejin.policy.gaps import GapKind
from kejin.policy.places import article

_SHOWN = 14
# Of so many decisions a line names the first ones.
_NAMED = 3
KINDS: Mapping[str, Label] = {
    GapKind.MISSING.value: Label("没有数值", "No value"),
    GapKind.UNCONFIRMED.value: CONFIDENCE[Confidence.UNCONFIRMED],
    GapKind.WEAK.value: CONFIDENCE[Confidence.WEAK],
}


def waiting_section(material: Material) -> Section:
    """Facts to ask enterprises for, and values to ask authorities for."""
    return Section(
        "undetermined",
        Label("待定的，为什么待定", "Undetermined, and why"),
        lead=Label(
            "缺失的资料与没有读到的数值一律按“未知”处理，不当作零，也不当作“否”。",
            "A missing fact and a value that nobody has read are unknown, never zero and never “no”.",
        ),
        figures=(_facts(material), _conditions(material)),
    )


def _facts(material: Material) -> Figure:
    name, title = "facts", Label("向企业要的资料", "Facts to ask enterprises for")
    rows = material.aggregates["missing"]
    most = rows.filter(decision="").sort(["enterprises", "fact"], descending=[True, False])
    needed = _needed_for(material, rows)
    lines = [
        BarLine(
            material.label("fact", fact),
            (BarPart("bar-undetermined", count),),
            Label(f"{count:,} 家", f"{count:,}"),
            _some(material, needed.get(fact, [])),
        )
        for fact, count in most.select("fact", "enterprises").iter_rows()
        if any(_asked_by_enterprises(material, decision) for decision in needed.get(fact, ()))
    ][:_SHOWN]
    every = rows.filter(pl.col("decision") != "").sort(
        ["enterprises", "fact", "decision"], descending=[True, False, False]
    )
    return Figure(
        name,
        title,
        says=Label(
            "每行：缺这项资料、因此有结论待定的企业数。图中只看企业自身的结论，专利、贷款等逐笔的资料见表。",
            "Each line: enterprises that lack the fact and wait for it. The chart has questions about the enterprise "
            "itself; facts of single rights and loans are in the table.",
        ),
        pictures=(bar_picture(lines, name),) if lines else (),
        table=DataTable(name, title, _FACT_HEAD, tuple(_fact_rows(material, most, every))),
        origin=origin(
            material,
            Label(
                "只计因缺这项资料而待定的结论；按年的资料看最近一个完整年度。",
                "Only questions that stay open for want of the fact; of a yearly fact the last full year counts.",
            ),
            source="aggregates/missing.parquet",
        ),
        shown=40,
    )


def _needed_for(material: Material, rows: pl.DataFrame) -> dict[str, list[str]]:
    ordered = rows.filter(pl.col("decision") != "").sort(
        ["enterprises", "decision"], descending=[True, False]
    )
    found: dict[str, list[str]] = {}
    for fact, decision in ordered.select("fact", "decision").iter_rows():
        if not material.invented(decision):
            found.setdefault(fact, []).append(decision)
    return found


def _some(material: Material, decisions: Sequence[str]) -> Label | None:
    if not decisions:
        return None
    named = [material.question(key) for key in decisions[:_NAMED]]
    rest = len(decisions) - len(named)
    zh, en = "、".join(label.zh for label in named), ", ".join(label.en for label in named)
    return Label(f"{zh} 等 {len(decisions)} 项", f"{en} and {rest} more") if rest else Label(zh, en)


def _fact_rows(material: Material, most: pl.DataFrame, every: pl.DataFrame) -> list[tuple[Cell, ...]]:
    any_question = Label("（任一结论）", "(any question)")
    whole = [
        (material.label("fact", fact), any_question, count)
        for fact, count in most.select("fact", "enterprises").iter_rows()
    ]
    single = [
        (material.label("fact", fact), material.question(decision), count)
        for fact, decision, count in every.select("fact", "decision", "enterprises").iter_rows()
    ]
    return [*whole, *single]


_FACT_HEAD = (
    Column("fact", Label("资料", "Fact")),
    Column("decision", Label("用于判断", "Needed for"), long=True),
    Column("enterprises", Label("缺少的企业", "Enterprises without it"), Kind.COUNT),
)


def _conditions(material: Material) -> Figure:
    name, title = "open-conditions", Label("使结论待定的条件", "Conditions that keep questions open")
    rows = material.aggregates["conditions"].filter(pl.col("waiting") > 0)
    ordered = rows.sort(["waiting", "decision", "condition"], descending=[True, False, False])
    listed = [
        (decision, condition, waiting)
        for decision, condition, waiting in ordered.select("decision", "condition", "waiting").iter_rows()
    ]
    told = [one for one in listed if _asked_by_enterprises(material, one[0])]
    lines = [
        BarLine(
            material.label("condition", condition),
            (BarPart("bar-undetermined", waiting),),
            Label(f"{waiting:,}", f"{waiting:,}"),
            material.question(decision),
        )
        for decision, condition, waiting in told[:_SHOWN]
    ]
    table = DataTable(
        name,
        title,
        (
            Column("condition", Label("条件", "Condition"), long=True),
            Column("decision", Label("结论项", "Decision"), long=True),
            Column("waiting", Label("待定的对象", "Subjects left open"), Kind.COUNT),
        ),
        tuple((material.label("condition", c), material.question(d), count) for d, c, count in listed),
    )
    return Figure(
        name,
        title,
        says=Label(
            "图中只列企业自己关心的真实政策；表中有全部。",
            "The chart shows what enterprises ask of real issuers; the table has everything.",
        ),
        pictures=(bar_picture(lines, name),) if lines else (),
        table=table,
        origin=origin(
            material,
            Label(
                "一个条件缺资料，或它要求的数值没有读到，且整个结论因此定不下来，才计入。",
                "Counted where the condition lacks a fact, or the value that it asks for has not been read, and "
                "the whole "
                "question stays open because of it.",
            ),
            source="aggregates/conditions.parquet",
        ),
        shown=40,
    )


def _asked_by_enterprises(material: Material, decision: str) -> bool:
    row = material.questions.get(decision)
    return bool(row and row["asked"] and row["grain"] == "enterprise") and not material.invented(decision)


def values_section(material: Material) -> Section:
    """Values that were used although they are not confirmed, and values that nobody has seen."""
    return Section(
        "values",
        Label("用到的未经证实的数值", "Unconfirmed values that were used"),
        lead=Label(
            "没有一项数值是编造的：只见于二手来源、只凭常识、或根本没有读到的，都在这里，等主管部门原文确认。",
            "No value was made up: those seen in one weak source, known only generally, or not read at all stand "
            "here until "
            "the issuer's own text confirms them.",
        ),
        figures=(_values(material),),
    )


def _values(material: Material) -> Figure:
    name, title = "values-used", Label("按政策：多少数值有待确认", "Policy by policy: values to be confirmed")
    rows = material.aggregates["values"].sort(["answers", "name"], descending=[True, False])
    by_policy = _by_policy(rows)
    lines = [
        BarLine(
            material.label("policy", policy),
            tuple(BarPart(f"bar-{kind}", counts.get(kind, 0)) for kind in KINDS),
            Label(f"{sum(counts.values()):,}", f"{sum(counts.values()):,}"),
        )
        for policy, counts in by_policy[:_SHOWN]
    ]
    totals = {kind: sum(counts.get(kind, 0) for _, counts in by_policy) for kind in KINDS}
    return Figure(
        name,
        title,
        says=Label(
            f"没有数值 {totals['missing']} 项，仅凭常识 {totals['unconfirmed']} 项，仅见二手来源 {totals['weak']} "
            "项。"
            "缺数值的条件一律待定。",
            f"{totals['missing']} without a value, {totals['unconfirmed']} from general knowledge only, "
            f"{totals['weak']} "
            "from one weak source. A condition without its value stays undetermined.",
        ),
        pictures=(bar_picture(lines, name),) if lines else (),
        legend=key_to([(f"bar-{kind}", label) for kind, label in KINDS.items()], name) if lines else None,
        table=DataTable(name, title, _VALUE_HEAD, tuple(_value_rows(material, rows))),
        origin=origin(
            material,
            Label(
                "列出本次运行的结论所用到的全部此类数值；“所涉结论数”是建立在它上面的结论的对象数。",
                "All such values behind the decisions of this run; “answers” counts the subjects of the decisions "
                "that rest "
                "on one.",
            ),
            source="aggregates/values.parquet",
        ),
        shown=30,
    )


def _by_policy(rows: pl.DataFrame) -> list[tuple[str, dict[str, int]]]:
    found: dict[str, dict[str, int]] = {}
    for policy, kind in rows.select("policy", "kind").iter_rows():
        counts = found.setdefault(policy, {})
        counts[kind] = counts.get(kind, 0) + 1
    return sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))


def _value_rows(material: Material, rows: pl.DataFrame) -> list[tuple[Cell, ...]]:
    return [
        (
            Label(row["zh"], row["en"]),
            material.label("policy", row["policy"]),
            KINDS[row["kind"]],
            Label(row["value_zh"], row["value_en"]),
            row["answers"],
            Label(row["document_zh"], row["document_en"]),
            article(row["at"]) if row["at"] else Label("", ""),
        )
        for row in rows.iter_rows(named=True)
    ]


_VALUE_HEAD = (
    Column("value", Label("数值", "Value"), long=True),
    Column("policy", Label("政策", "Policy")),
    Column("kind", Label("把握程度", "How well known")),
    Column("used", Label("采用", "Used")),
    Column("answers", Label("所涉结论数", "Answers"), Kind.COUNT),
    Column("document", Label("文件", "Document"), long=True),
    Column("at", Label("位置", "Place")),
)
