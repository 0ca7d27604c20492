"""Everything linking found as one table: linked pairs first, then the rows of either side that have no partner."""

import io
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from kejin.enterprises.importing.safetext import safe_text
from kejin.enterprises.linking.columns import keys_and_names
from kejin.enterprises.linking.comparing import COMPARISONS
from kejin.enterprises.linking.linker import Linked
from kejin.errors import FileError

ENDINGS = (".csv", ".xlsx", ".parquet")
"""How the name of a file of results may end."""

_HEADS = {
    "result": "结果 Result", "left": "左表编号 Left key", "left_name": "左表名称 Left name",
    "right": "右表编号 Right key", "right_name": "右表名称 Right name",
    "probability": "概率 Probability", "decided_by": "依据 Decided by",
    "for_zh": "支持", "against_zh": "反对", "for_en": "For", "against_en": "Against",
}  # fmt: skip
_SHEET_ROWS = 1_048_575
_DIGITS = 6


def result_table(linked: Linked, left: pl.DataFrame, right: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row for each pair and each row without a partner, with the evidence in words.

    Args:
        linked: What `link_tables` or `link_within` gave.
        left: The table that was linked.
        right: The other table; None where the table was linked with itself.
    """
    names_l = keys_and_names(left)
    names_r = names_l if right is None else keys_and_names(right)
    pairs = linked.pairs.select(
        "left", "right", pl.col("probability").round(_DIGITS), "decided_by",
        *(_words(language, spoke_for=way).alias(f"{'for' if way else 'against'}_{language}")
          for language in ("zh", "en") for way in (True, False)),
        result=pl.lit("linked"),
    )  # fmt: skip
    alone = [
        pl.DataFrame({"left": linked.unmatched_left}, schema={"left": pl.String}).with_columns(
            result=pl.lit("left only")
        )
    ]
    if right is not None:
        rest = pl.DataFrame({"right": linked.unmatched_right}, schema={"right": pl.String})
        alone.append(rest.with_columns(result=pl.lit("right only")))
    table = pl.concat([pairs, *alone], how="diagonal")
    for side, names in (("left", names_l), ("right", names_r)):
        known = names.rename({"key": side, "name": f"{side}_name"})
        table = table.join(known, on=side, how="left", maintain_order="left")
    return table.select(*_HEADS)


def write_result(table: pl.DataFrame, path: Path) -> None:
    """Write a result table by the path's ending, as CSV, XLSX or Parquet; no cell can become a formula.

    Raises:
        FileError: Another ending, more rows than a sheet has, or the file cannot be written.
    """
    check_ending(path)
    try:
        if path.suffix.lower() == ".parquet":
            table.write_parquet(path, statistics=True)
        elif path.suffix.lower() == ".csv":
            texts = [name for name, dtype in table.schema.items() if dtype == pl.String()]
            safe = table.with_columns(pl.col(texts).map_elements(_safe, return_dtype=pl.String)).rename(
                _HEADS
            )
            safe.write_csv(path, include_bom=True)
        else:
            _write_workbook(table, path)
    except OSError as problem:
        raise FileError("the result cannot be written", found=str(problem), where=str(path)) from problem


def check_ending(path: Path) -> None:
    """Refuse a path that ends in none of `ENDINGS`."""
    if path.suffix.lower() not in ENDINGS:
        raise FileError("results are written as .csv, .xlsx or .parquet", found=path.suffix, where=str(path))


def _words(language: str, *, spoke_for: bool) -> pl.Expr:
    """What spoke for a pair, or against it, as one text; what weighs less than half a bit is not told."""
    parts = []
    for one in COMPARISONS:
        bits = pl.col(f"{one.name}_bits")
        there = bits >= 0.5 if spoke_for else bits <= -0.5
        for number, (zh, en) in enumerate(one.levels):
            text = f"{one.zh}{zh}" if language == "zh" else f"{one.en}: {en}"
            shown = pl.concat_str(pl.lit(f"{text} "), bits.round(1).cast(pl.String))
            parts.append(pl.when(there & (pl.col(one.name) == number)).then(shown))
    return pl.concat_str(parts, separator="；" if language == "zh" else "; ", ignore_nulls=True)


def _safe(text: str) -> str:
    return f"'{text}" if safe_text(text).startswith("'") and not text.startswith("'") else text


def _write_workbook(table: pl.DataFrame, path: Path) -> None:
    if table.height > _SHEET_ROWS:
        expected = f"at most {_SHEET_ROWS:,} rows in a sheet; Parquet holds more"
        raise FileError(
            "too many rows for a workbook", expected=expected, found=table.height, where=str(path)
        )
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    # Into memory first: where the path turns out not to be writable, no half-written file is left open.
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("关联 Links")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(_HEADS) - 1, 22)
        for at, row in enumerate([tuple(_HEADS.values()), *table.iter_rows()]):
            for column, value in enumerate(row):
                if isinstance(value, float):
                    sheet.write_number(at, column, value)
                elif value is not None:
                    sheet.write_string(at, column, value)
    path.write_bytes(buffer.getvalue())
