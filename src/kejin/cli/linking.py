"""`kejin link`: which rows of two tables are about one enterprise, how sure that is, and why."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from kejin.cli import tracking
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, printable, results
from kejin.cli.speaking import Speaker
from kejin.enterprises.linking import (
    THRESHOLD,
    Linked,
    check_ending,
    explain_pair,
    link_tables,
    link_within,
    read_table,
    result_table,
    write_result,
)
from kejin.errors import FileError
from kejin.facts import Label

_SHOWN = 20
_LINKED = ("linked", Label("对判为同一企业", "pairs taken for one enterprise"))
_BETWEEN = (
    _LINKED,
    ("left only", Label("行左表无对应", "rows of the left table without a partner")),
    ("right only", Label("行右表无对应", "rows of the right table without a partner")),
)
_WITHIN = (_LINKED, ("left only", Label("行没有重复", "rows that nothing repeats")))


def link_command(
    left: Annotated[Path, typer.Argument(metavar="LEFT", help="CSV, XLSX or Parquet.")],
    right: Annotated[
        Path | None,
        typer.Argument(metavar="[RIGHT]", help="The other table. Without it: repeated rows within LEFT."),
    ] = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write all pairs and unmatched rows: .csv, .xlsx, .parquet."
        ),
    ] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", min=0.0, max=1.0, help="How probable a pair must be.")
    ] = THRESHOLD,
    many: Annotated[
        bool, typer.Option("--many", help="A row may have several partners; within one table it always may.")
    ] = False,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Link enterprises between two tables: by credit code, else by name, place and other evidence.

    Each pair comes with its probability and with what spoke for and against it.
    """
    if out is not None:
        check_ending(out)
        if out.exists():
            raise FileError("The file is there already", expected="a new file", where=str(out))
    with tracking.step("reading the tables"):
        one = read_table(left)
        two = None if right is None else read_table(right)
    with tracking.step("linking"):
        linked = _link(one, two, threshold=threshold, many=many)
        table = result_table(linked, one, two)
    if out is not None:
        write_result(table, out)
    if as_json:
        emit(_as_json(linked, table, within=two is None))
    else:
        _print(linked, table, say=Speaker(language_of(lang)), out=out, within=two is None)


def _link(one: pl.DataFrame, two: pl.DataFrame | None, *, threshold: float, many: bool) -> Linked:
    if two is None:
        return link_within(one, threshold=threshold)
    return link_tables(one, two, threshold=threshold, one_to_one=not many)


def _as_json(linked: Linked, table: pl.DataFrame, *, within: bool) -> dict[str, object]:
    named = table.filter(pl.col("result") == "linked").select("left_name", "right_name")
    pairs = [
        {
            "left": pair["left"],
            "right": pair["right"],
            "left_name": names[0],
            "right_name": names[1],
            "probability": round(pair["probability"], 6),
            "decided_by": pair["decided_by"],
            "evidence": explain_pair(pair),
        }
        for pair, names in zip(linked.pairs.iter_rows(named=True), named.iter_rows(), strict=True)
    ]
    return {
        "pairs": pairs,
        "unmatched_left": linked.unmatched_left,
        "unmatched_right": () if within else linked.unmatched_right,
        "weights": {"matched": linked.weights.matched, "unmatched": linked.weights.unmatched},
    }


def _print(linked: Linked, table: pl.DataFrame, *, say: Speaker, out: Path | None, within: bool) -> None:
    console = results()
    counts = dict(table.group_by("result").len().iter_rows())
    for result, label in _WITHIN if within else _BETWEEN:
        console.print(f"{counts.get(result, 0):>8}  {say(label)}")
    named = table.filter(pl.col("result") == "linked")
    for pair, row in zip(
        linked.pairs.head(_SHOWN).iter_rows(named=True), named.iter_rows(named=True), strict=False
    ):
        console.print()
        sides = (_side(row[side], row[f"{side}_name"]) for side in ("left", "right"))
        console.print(f"{pair['probability']:.3f}  {'  ↔  '.join(sides)}")
        for evidence in explain_pair(pair):
            bits = "" if evidence.bits is None else f"{evidence.bits:+.1f}"
            console.print(f"  {bits:>6}  {say(evidence.text)}")
    rest = linked.pairs.height - _SHOWN
    if rest > 0:
        console.print()
        console.print(
            say(Label(f"另有 {rest} 对；--out 写出全部", f"{rest} pairs more; --out writes them all"))
        )
    if out is not None:
        console.print(f"→ {printable(str(out))}")


def _side(key: str, name: str | None) -> str:
    return printable(f"{key} {name or ''}".strip())
