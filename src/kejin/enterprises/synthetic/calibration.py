"""The calibration table: what a synthetic province comes to at full scale beside what was published.

Each published total stands in its own perimeter with its own source and day; the province's figure is of the same day,
weighted to the full number of enterprises. Totals that were fitted, totals held out as the honest check, and totals
that cannot be compared are told apart, and the sampling error says how far another seed would lie.
"""

from math import sqrt
from pathlib import Path
from typing import Final

import polars as pl

from kejin.enterprises.synthetic.measuring import SQUARED_FEN
from kejin.enterprises.synthetic.published import Perimeter, Published, published_totals
from kejin.enterprises.synthetic.reading import read_manifest
from kejin.enterprises.synthetic.writing import MEASURES
from kejin.errors import FileError
from kejin.facts import Label

TOLERANCE: Final = 0.05
"""How far a total that is compared may lie from the published one."""

PERIMETERS: Final[dict[Perimeter, Label]] = {
    "province": Label("全省", "Whole province"),
    "ex_shenzhen": Label("不含深圳", "Without Shenzhen"),
    "shenzhen": Label("深圳", "Shenzhen"),
}
USES: Final = {
    "fitted": Label("参与拟合", "Fitted"),
    "held_out": Label("留作检验", "Held out"),
    "not_compared": Label("不可比", "Not compared"),
}
COLUMNS: Final = {
    "key": pl.String,
    "label_zh": pl.String,
    "label_en": pl.String,
    "perimeter": pl.String,
    "perimeter_zh": pl.String,
    "perimeter_en": pl.String,
    "unit": pl.String,
    "published": pl.Int64,
    "bound": pl.String,
    "published_on": pl.Date,
    "source": pl.String,
    "source_zh": pl.String,
    "source_en": pl.String,
    "place": pl.String,
    "confidence": pl.String,
    "parameter": pl.String,
    "synthetic": pl.Int64,
    "measured_on": pl.Date,
    "deviation": pl.Float64,
    "sampling_error": pl.Float64,
    "use": pl.String,
    "use_zh": pl.String,
    "use_en": pl.String,
    "within": pl.Boolean,
    "note_zh": pl.String,
    "note_en": pl.String,
}
_SHENZHEN = "4403"
_PPB = 1_000_000_000


def read_calibration(folder: Path) -> pl.DataFrame:
    """The table of a province that `kejin synth` wrote; see `calibration`.

    Raises:
        FileError: It is not such a folder, or one of an earlier version that measured nothing.
    """
    weight = read_manifest(folder)["weight"]
    if not (folder / MEASURES).is_file():
        raise FileError(
            "This synthetic province was not measured when it was made", expected=f"its {MEASURES}",
            found="a folder that an earlier version wrote", where=str(folder),
            kept="The folder is as it was; `kejin synth` makes it anew.",
        )  # fmt: skip
    return calibration(
        pl.read_parquet(folder / MEASURES), enterprises=weight["enterprises"], full_scale=weight["full_scale"]
    )


def calibration(measures: pl.DataFrame, *, enterprises: int, full_scale: int) -> pl.DataFrame:
    """Totals at full scale beside the published ones.

    Args:
        measures: By key and city, as `measuring.block_measures` gives them, summed over the blocks.
        enterprises: How many enterprises were made.
        full_scale: How many stand for the whole province.

    Returns:
        One row for each published total, in the order of `published.yaml`, with `COLUMNS`. `published` and `synthetic`
        are counts, fen, or parts per billion, as `unit` says; `synthetic` is null where the province has nothing of
        the kind. `deviation` is synthetic over published less one, null where the two are not compared; `within` says
        whether it is at most `TOLERANCE` either way. `sampling_error` is one relative standard error.
    """
    weight = full_scale / enterprises
    rows = [_row(total, measures, weight) for total in published_totals()]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _row(total: Published, measures: pl.DataFrame, weight: float) -> dict[str, object]:
    synthetic, error = (None, None) if total.measure is None else _measured(total, measures, weight)
    compared = total.use != "not_compared"
    deviation = synthetic / total.value - 1 if compared and synthetic is not None else None
    perimeter, use = PERIMETERS[total.perimeter], USES[total.use]
    return {
        "key": total.key, "label_zh": total.label.zh, "label_en": total.label.en, "perimeter": total.perimeter,
        "perimeter_zh": perimeter.zh, "perimeter_en": perimeter.en, "unit": total.unit, "published": total.value,
        "bound": total.bound, "published_on": total.at, "source": total.source, "source_zh": total.source_title.zh,
        "source_en": total.source_title.en, "place": total.place, "confidence": total.confidence,
        "parameter": total.parameter, "synthetic": synthetic, "measured_on": total.measured_on,
        "deviation": deviation, "sampling_error": error, "use": total.use, "use_zh": use.zh, "use_en": use.en,
        "within": None if deviation is None else abs(deviation) <= TOLERANCE,
        "note_zh": total.note.zh, "note_en": total.note.en,
    }  # fmt: skip


def _measured(total: Published, measures: pl.DataFrame, weight: float) -> tuple[int | None, float | None]:
    """The figure at full scale in the total's unit, and its relative standard error; None without any case."""
    rows = measures.filter(pl.col("key") == total.key)
    if total.perimeter != "province":
        inside = pl.col("city_code") == _SHENZHEN
        rows = rows.filter(inside if total.perimeter == "shenzhen" else ~inside)
    value, squares, base = (int(rows[name].sum()) for name in ("value", "squares", "base"))
    if total.unit == "ppb":
        if base == 0:
            return None, None
        share = value / base
        return round(share * _PPB), sqrt(share * (1 - share) / base) / share if value else None
    scale = SQUARED_FEN if total.unit == "fen" else 1
    return round(value * weight), sqrt(squares) * scale / value if value else None
