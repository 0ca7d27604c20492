"""The synthetic province beside what was published of the real one."""

import polars as pl

from kejin.cli.report.drawing import DotLine, Drawn, dots
from kejin.cli.report.material import Material
from kejin.cli.report.model import (
    NARROW,
    WIDE,
    Cell,
    Column,
    DataTable,
    Figure,
    Kind,
    Picture,
    Section,
    brief,
)
from kejin.facts import Label
from kejin.policy.wording import rate_text

BAND = 0.05


def calibration_section(material: Material) -> Section | None:
    """Totals at full scale over the published ones; None for a table of real enterprises."""
    table = material.calibration
    if table is None:
        return None
    return Section(
        "calibration",
        Label("合成数据与公布数的对照", "The synthetic province beside published totals"),
        lead=Label(
            "实心为参与拟合的总量，空心为留作检验的总量；浅色带为 ±5%。各口径只与同一口径比较。",
            "Filled: totals that were fitted; hollow: totals held out as the check; the pale band is ±5%. Each "
            "perimeter is "
            "compared with itself only.",
        ),
        figures=(_figure(table),),
    )


def _figure(table: pl.DataFrame) -> Figure:
    name, title = "calibrated", Label("合成 ÷ 公布", "Synthetic over published")
    compared = table.filter(pl.col("deviation").is_not_null())
    lines = [
        DotLine(
            Label(
                f"{row['label_zh']}（{row['perimeter_zh']}）",
                f"{row['label_en']} ({row['perimeter_en'].lower()})",
            ),
            _beside(row),
            1 + row["deviation"],
            fitted=row["use"] == "fitted",
        )
        for row in compared.iter_rows(named=True)
    ]
    wide, narrow = (dots(lines, width=width, name=f"{name}-title", band=BAND) for width in (WIDE, NARROW))
    return Figure(
        name,
        title,
        says=_verdict(compared, table.height - compared.height),
        pictures=(Picture(Drawn(wide, narrow)),) if lines else (),
        table=DataTable(name, title, _HEAD, tuple(_row(row) for row in table.iter_rows(named=True))),
        origin=(
            Label(
                "公布数出自政策包 plan_2027（来源、日期、口径见表）；合成数按同一日期、同一口径计数，"
                "并放大到全省企业数。",
                "Published totals are those of the pack plan_2027 (source, day and perimeter in the table); the "
                "synthetic ones are counted on the same day in the same perimeter and weighted to the whole "
                "province.",
            ),
            Label(
                "抽样误差是一个标准误：换一个种子会差多少。",
                "The sampling error is one standard error: how far another seed lies.",
            ),
            Label(
                "读自：运行目录中的 calibration.parquet",
                "Read from calibration.parquet in the folder of the run",
            ),
        ),
    )


def _verdict(compared: pl.DataFrame, left_out: int) -> Label:
    parts = []
    for use, zh, en in (("fitted", "参与拟合", "fitted"), ("held_out", "留作检验", "held out")):
        rows = compared.filter(use=use)
        inside = int(rows["within"].sum())
        parts.append(
            (
                f"{zh} {rows.height} 项，{inside} 项在 ±5% 以内",
                f"{inside} of {rows.height} {en} totals within 5%",
            )
        )
    zh, en = "；".join(part[0] for part in parts), "; ".join(part[1] for part in parts)
    return Label(f"{zh}；不可比 {left_out} 项。", f"{en}; {left_out} cannot be compared.")


def _beside(row: dict[str, object]) -> Label:
    published, synthetic = (_amount(row[name], str(row["unit"])) for name in ("published", "synthetic"))
    return Label(
        f"公布 {published.zh}（{row['published_on']}），合成 {synthetic.zh}",
        f"published {published.en} ({row['published_on']}), synthetic {synthetic.en}",
    )


def _amount(value: object, unit: str) -> Label:
    if not isinstance(value, int):
        return Label("–", "–")
    if unit == "fen":
        return brief(value)
    if unit == "ppb":
        return Label(rate_text(value), rate_text(value))
    return Label(f"{value:,}", f"{value:,}")


def _row(row: dict[str, object]) -> tuple[Cell, ...]:
    deviation, error = row["deviation"], row["sampling_error"]
    return (
        Label(str(row["label_zh"]), str(row["label_en"])),
        Label(str(row["perimeter_zh"]), str(row["perimeter_en"])),
        str(row["published_on"]),
        _amount(row["published"], str(row["unit"])),
        _amount(row["synthetic"], str(row["unit"])),
        _share(deviation),
        _share(error),
        Label(str(row["use_zh"]), str(row["use_en"])),
        Label(str(row["source_zh"]), str(row["source_en"])),
        Label(str(row["note_zh"]), str(row["note_en"])),
    )


def _share(value: object) -> int | None:
    """A float share as parts per billion, for display only."""
    return round(value * 10**9) if isinstance(value, float) else None


_HEAD = (
    Column("total", Label("总量", "Total")),
    Column("perimeter", Label("口径", "Perimeter")),
    Column("day", Label("日期", "Day")),
    Column("published", Label("公布", "Published")),
    Column("synthetic", Label("合成（放大后）", "Synthetic, at full scale")),
    Column("deviation", Label("相差", "Deviation"), Kind.SHARE),
    Column("sampling_error", Label("抽样误差", "Sampling error"), Kind.SHARE),
    Column("use", Label("用途", "Use")),
    Column("source", Label("来源", "Source"), long=True),
    Column("note", Label("说明", "Note"), long=True),
)
