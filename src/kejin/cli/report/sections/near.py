"""Near misses and what they need."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kejin.cli.report.drawing import BarLine, BarPart
from kejin.cli.report.material import Material
from kejin.cli.report.model import Cell, Column, DataTable, Figure, Kind, Section
from kejin.cli.report.sections.common import DEMONSTRATION, asked, clauses, joined, origin
from kejin.cli.report.sections.policies import bar_picture
from kejin.facts import Label

_SHOWN, _SHOWN_INVENTED = 14, 8
SOURCE = "aggregates/conditions.parquet, grounds.parquet"


@dataclass(frozen=True, slots=True)
class Need:
    """A condition that stands between subjects and a "yes": of which decision, how many it would settle."""

    decision: str
    condition: str
    near: int
    failed: int
    label: Label
    question: Label
    asks: Label
    invented: bool


def needs(material: Material) -> list[Need]:
    """Every condition that near misses fail, those with most near misses first."""
    rows = material.aggregates["conditions"].filter(pl.col("near") > 0)
    ordered = rows.sort(["near", "decision", "condition"], descending=[True, False, False])
    return [
        Need(
            decision,
            condition,
            near,
            failed,
            material.label("condition", condition),
            material.question(decision),
            asked(material, condition),
            material.invented(decision),
        )
        for decision, condition, failed, near in ordered.select(
            "decision", "condition", "failed", "near"
        ).iter_rows()
    ]


def near_section(material: Material) -> Section:
    """What near misses need: of real policies, and of demonstration products by themselves."""
    found = needs(material)
    real = [need for need in found if not need.invented]
    invented = [need for need in found if need.invented]
    title = Label("真实政策：还差什么", "Policies of real issuers")
    figures = [_figure(material, "near", title, shown=real[:_SHOWN], every=real)]
    if invented:
        title = Label("示范产品：还差什么", "Demonstration products")
        shown = invented[:_SHOWN_INVENTED]
        figures.append(_figure(material, "near-demonstration", title, shown=shown, every=invented))
    return Section(
        "nearly",
        Label("只差一步的，还差什么", "Near misses, and what they need"),
        lead=Label(
            "结论为“接近”的对象各卡在哪个条件上。一项政策有几条路可走时，每条路的条件各列一行，满足其一即可。",
            "The condition that each near miss fails. Where a policy has several ways in, each way's condition "
            "has a line "
            "and any one of them is enough.",
        ),
        figures=tuple(figures),
    )


def _figure(
    material: Material, name: str, title: Label, *, shown: Sequence[Need], every: Sequence[Need]
) -> Figure:
    lines = [
        BarLine(
            need.label,
            (BarPart("bar-nearly", need.near),),
            Label(f"{need.near:,}", f"{need.near:,}"),
            joined((part for part in (need.question, need.asks) if part.zh), "；", "; "),
        )
        for need in shown
    ]
    return Figure(
        name,
        title,
        says=None if shown else Label("没有接近的对象。", "Nothing is nearly open."),
        pictures=(bar_picture(lines, name),) if lines else (),
        table=DataTable(name, title, _HEAD, tuple(_rows(material, every))),
        origin=origin(
            material,
            Label(
                "接近 = 不符合，但在该政策所定的距离与条件数之内；一个对象可能同时卡在两个条件上。",
                "Nearly = not eligible, but within the distance and the number of conditions that the policy "
                "states; one "
                "subject may fail two conditions.",
            ),
            source=SOURCE,
        ),
        shown=40,
    )


def _rows(material: Material, found: Sequence[Need]) -> list[tuple[Cell, ...]]:
    return [
        (
            need.label,
            need.question,
            need.near,
            need.failed,
            need.asks,
            clauses(material, "condition", need.condition),
            DEMONSTRATION if need.invented else Label("", ""),
        )
        for need in found
    ]


_HEAD = (
    Column("condition", Label("条件", "Condition"), long=True),
    Column("decision", Label("结论项", "Decision"), long=True),
    Column("near", Label("接近", "Nearly"), Kind.COUNT),
    Column("failed", Label("全部未满足", "All that fail it"), Kind.COUNT),
    Column("asks", Label("要求", "Asks for"), long=True),
    Column("clauses", Label("依据", "Clauses"), long=True),
    Column("kind", Label("性质", "Kind")),
)
