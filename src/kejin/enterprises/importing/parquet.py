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
        FileError: Not readable, or more rows, columns or text than the limits allow.
    """
    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        names = lazy.collect_schema().names()
        rows = lazy.select(pl.len()).collect().item()
        _check_size(rows, len(names), file, limits=limits)
        _check_texts(lazy, file, limits=limits)
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
    if rows > limits.rows or not 0 < columns <= limits.columns or rows * columns > limits.fields:
        raise FileError(
            "the Parquet file is too large or empty",
            expected=f"at most {limits.rows:,} rows, 1 to {limits.columns} columns and {limits.fields:,} fields",
            found=f"{rows:,} rows, {columns} columns",
            where=file,
            kept=NOTHING_IMPORTED,
        )


def _check_texts(lazy: pl.LazyFrame, file: str, *, limits: Limits) -> None:
    """Refuse texts that are too long once repeated ones are written out: the file may keep a text once for all rows."""
    total = sum(_bytes_of(lazy, name, dtype) for name, dtype in lazy.collect_schema().items())
    if total > limits.text_bytes:
        raise FileError(
            "the texts of the Parquet file are too long",
            expected=f"at most {limits.text_bytes:,} bytes of text, repeated texts written out",
            found=f"{total:,} bytes",
            where=file,
            kept=NOTHING_IMPORTED,
        )


def _bytes_of(lazy: pl.LazyFrame, name: str, dtype: pl.DataType) -> int:
    column = pl.col(name)
    if isinstance(dtype, pl.Categorical | pl.Enum):
        # Each category once with its count; written out row by row they might be more than there is memory.
        each = lazy.group_by(name).len()
        sizes = each.select(
            column.cast(pl.String).str.len_bytes().cast(pl.Int64) * pl.col("len").cast(pl.Int64)
        )
    elif isinstance(dtype, pl.String | pl.Binary):
        sizes = lazy.select(
            (column.str.len_bytes() if isinstance(dtype, pl.String) else column.bin.size()).cast(pl.Int64)
        )
    else:
        return 0
    return sizes.sum().collect().item() or 0


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
