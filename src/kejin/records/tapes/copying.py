"""Frames into PostgreSQL and out of it by COPY, inside the running act."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection
from psycopg import Copy, sql


@contextmanager
def _copying(command: sql.Composed) -> Iterator[Copy]:
    """A COPY whose errors are Django's, as those of every other statement; the act's door knows those alone."""
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copy:
        yield copy


def copy_in(table: str, frame: pl.DataFrame) -> None:
    """Append the rows of a frame to a table whose columns it names; null stays null, an empty text an empty text."""
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), columns)
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False)
    with _copying(command) as copy:
        copy.write(buffer.getbuffer())


def copy_out(query: str, values: Sequence[Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """The rows of a query as a frame of the given columns, in the query's order.

    Args:
        query: SQL with a `{}` for each value.
        values: What stands in their places.
        schema: The columns and their types.
    """
    asked = sql.SQL(query).format(*map(sql.Literal, values))
    command = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(asked)
    with _copying(command) as copy:
        data = b"".join(bytes(part) for part in copy)
    # PostgreSQL writes t and f, which Polars does not take for truth values.
    texts = {name: pl.String() if kind == pl.Boolean() else kind for name, kind in schema.items()}
    if not data:
        return pl.DataFrame(schema=schema)
    frame = pl.read_csv(io.BytesIO(data), has_header=False, schema=texts)
    flags = [name for name, kind in schema.items() if kind == pl.Boolean()]
    return frame.with_columns((pl.col(name) == "t").alias(name) for name in flags)
