"""Digests of rows, worked out by the database, the same whoever asks and whatever the session is set to."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection
from django.db.models import AutoField, BigIntegerField, IntegerField, OneToOneField

from kejin.records.kept.installing import grows_only
from kejin.records.kept.record import Part, models_kept

LEAF = struct.Struct(">q32s")
"""A row in a file of leaves: its number, and the SHA-256 of its other columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows stay as they are: its name, the column of the row's number, the others by name."""

    name: str
    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Rows of a table with numbers above `after` up to `until`; `after` is None for all up to there."""

    table: Table
    after: int | None
    until: int


def sealed_tables() -> list[Table]:
    """Every table whose rows stay as they are, by name."""
    return sorted(
        (_table(model) for model in models_kept() if grows_only(model)), key=lambda table: table.name
    )


def _table(model: type[Part]) -> Table:
    about = model._meta  # noqa: SLF001 - Django's public way to a model's table
    key = about.pk
    # Numbers that the database draws one after the other: what is new has a higher one than what was sealed.
    assert isinstance(key, AutoField | BigIntegerField | IntegerField | OneToOneField), model  # noqa: S101
    columns = sorted(str(field.column) for field in about.local_concrete_fields if field is not key)
    return Table(about.db_table, str(key.column), tuple(columns))


def leaves(rows: Range) -> Iterator[bytes]:
    """The leaf of each row, in the order of their numbers. Within a transaction: a row at a time comes over."""
    table, quoted = rows.table, connection.ops.quote_name
    columns = ", ".join(f"t.{quoted(name)}" for name in table.columns)
    key = f"t.{quoted(table.key)}"
    query = (
        f"SELECT {key}, sha256(convert_to(to_jsonb(s)::text, 'UTF8')) "  # noqa: S608 - names are the models'
        f"FROM {quoted(table.name)} t CROSS JOIN LATERAL (SELECT {columns}) s "
        f"WHERE {key} <= %s AND (%s::bigint IS NULL OR {key} > %s) ORDER BY {key}"
    )
    with connection.cursor() as cursor:
        # An instant is written in the session's zone; everything else in JSON has one form.
        cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL statement_timeout = 0")
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, [rows.until, rows.after, rows.after])
        while found := cursor.fetchmany(10_000):
            for number, digest in found:
                yield LEAF.pack(number, bytes(digest))


def root_of(held: Iterator[bytes]) -> tuple[int, str]:
    """How many leaves, and the SHA-256 over all of them, hexadecimal."""
    digest, count = sha256(), 0
    for leaf in held:
        digest.update(leaf)
        count += 1
    return count, digest.hexdigest()
