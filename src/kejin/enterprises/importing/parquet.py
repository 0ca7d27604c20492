"""Parquet files: typed columns as the texts a person would have typed, so that they pass the same checks."""

import io

import polars as pl

from kejin.enterprises.importing.floats import float_texts
from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, shortened
from kejin.enterprises.importing.sheets import Origin, RawSheet
from kejin.errors import FileError

NOT_PLAIN = "⟨not a plain value⟩"
"""Stands for a list, a structure or raw bytes."""


def read_parquet(data: bytes, file: str, limits: Limits) -> RawSheet:
    """The one sheet of a Parquet file; its column names are the header, its first row is row 1.

    Raises:
        FileError: Not readable, or more rows or columns than the limits allow.
    """
    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        names = lazy.collect_schema().names()
        rows = lazy.select(pl.len()).collect().item()
        _check_size(rows, len(names), file, limits=limits)
        frame = lazy.collect()
    except (pl.exceptions.PolarsError, OSError, ValueError, pl.exceptions.PanicException) as problem:
        raise FileError(
            "the Parquet file cannot be read", found=shortened(problem), where=file, kept=NOTHING_IMPORTED
        ) from problem
    texts = pl.DataFrame({str(index): _texts(column) for index, column in enumerate(frame)})
    head = texts.head(limits.header_rows).fill_null("").rows()
    top = (tuple(names), *(tuple(row) for row in head))
    return RawSheet(
        file,
        "",
        Origin.PARQUET,
        top,
        len(names),
        lambda skipped: texts.slice(max(0, skipped - 1)),
        first_row=0,
    )


def _check_size(rows: int, columns: int, file: str, *, limits: Limits) -> None:
    if rows > limits.rows or not 0 < columns <= limits.columns:
        raise FileError(
            "the Parquet file is too large or empty",
            expected=f"at most {limits.rows:,} rows and 1 to {limits.columns} columns",
            found=f"{rows:,} rows, {columns} columns",
            where=file,
            kept=NOTHING_IMPORTED,
        )


def _texts(column: pl.Series) -> pl.Series:
    dtype = column.dtype
    if dtype.is_float():
        return float_texts(column)
    if dtype == pl.Boolean:
        return column.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string("%Y-%m-%d %H:%M:%S")
    if dtype.is_nested() or dtype in {pl.Binary(), pl.Object()}:
        plain = pl.select(pl.when(column.is_not_null()).then(pl.lit(NOT_PLAIN))).to_series()
        return plain.cast(pl.String)
    return column.cast(pl.String)
