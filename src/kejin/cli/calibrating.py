"""The calibration table in a terminal: published beside synthetic, fitted apart from held out."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kejin.cli.speaking import Speaker
from kejin.enterprises.synthetic.calibration import USES
from kejin.facts import Label
from kejin.money import format_rate, short_yuan

_W = {
    "scale": Label("{} 家合成企业，加权至全省 {} 家", "{} synthetic enterprises, weighted to the {} of the province"),
    "published": Label("公布", "published"),
    "at_least": Label("不低于", "at least"),
    "synthetic": Label("合成", "synthetic"),
    "error": Label("抽样误差", "sampling error"),
    "nothing": Label("没有对应的数", "nothing of the kind"),
}  # fmt: skip


def print_calibration(console: Console, table: pl.DataFrame, say: Speaker, *, scale: tuple[int, int]) -> None:
    """Print the table use by use; `scale` is how many enterprises were made and how many stand for the province."""
    made, whole = (f"{number:,}" for number in scale)
    console.print(Text(say(Label(_W["scale"].zh.format(made, whole), _W["scale"].en.format(made, whole)))))
    for use, label in USES.items():
        console.print(Text(say(label), style="bold"))
        for row in table.filter(pl.col("use") == use).iter_rows(named=True):
            for line in _lines(row, say):
                console.print(Padding(line, (0, 0, 0, 2)))


def _lines(row: Mapping[str, Any], say: Speaker) -> Iterator[Text]:
    name = say(Label(row["label_zh"], row["label_en"]))
    within, deviation = row["within"], row["deviation"]
    line = Text("· " if within is None else "✓ " if within else "✗ ", style=_style(within))
    line.append(name, style="default").append(f"  {say(_perimeter(row))}", style="dim")
    if deviation is not None:
        line.append(f"  {deviation:+.1%}", style=_style(within))
    yield line
    published = f"{say(_W['published'])} {row['published_on']}: {say(_amount(row['published'], row['unit']))}"
    if row["bound"] == "at_least":
        published += f" ({say(_W['at_least'])})"
    if row["synthetic"] is None:
        ours = say(_W["nothing"])
    else:
        ours = f"{say(_W['synthetic'])} {row['measured_on']}: {say(_amount(row['synthetic'], row['unit']))}"
    error = row["sampling_error"]
    more = f" · {say(_W['error'])} ±{error:.1%}" if error is not None else ""
    yield Text(f"    {published} · {ours}{more}")
    yield Text(f"    {say(Label(row['note_zh'], row['note_en']))}", style="dim")
    source = say(Label(row["source_zh"], row["source_en"]))
    yield Text(f"    {source} · {row['place']} · {row['parameter']}", style="dim")


def _perimeter(row: Mapping[str, Any]) -> Label:
    return Label(row["perimeter_zh"], row["perimeter_en"])


def _style(within: bool | None) -> str:  # noqa: FBT001 - three values, one argument
    return "dim" if within is None else "green" if within else "yellow"


def _amount(value: int, unit: str) -> Label:
    if unit == "fen":
        return Label(short_yuan(value), short_yuan(value, language="en"))
    if unit == "ppb":
        share = format_rate(round(value, -6))
        return Label(share, share)
    return Label(f"{value:,} 家", f"{value:,}")
