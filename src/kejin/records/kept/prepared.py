"""The few statements that every act runs, prepared once for each connection; the rest goes through the models.

Queries of Django are quick enough for what an act does once. Building and planning the same five anew in each act took
most of its time.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def prepared_row(statement: str, values: Sequence[Any] | dict[str, Any]) -> tuple[Any, ...] | None:
    """The first row that a statement gives; None where it gives none."""
    with cast(Any, connection).prepared_cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def prepared_rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    with cast(Any, connection).prepared_cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def prepared_do(statement: str, values: Sequence[Any]) -> None:
    """Run a statement that gives no row."""
    with cast(Any, connection).prepared_cursor() as cursor:
        cursor.execute(statement, values)


@cache
def columns_of(model: type[Model], alias: str) -> str:
    """The columns of a model in the order of its fields, of a table that a statement calls `alias`."""
    return ", ".join(f'{alias}."{column}"' for _, column in fields_of(model))


@cache
def fields_of(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Each field of a model as an attribute and as a column."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public way to a model's columns
    return tuple((str(field.attname), str(field.column)) for field in fields)


def made_of(model: type[M], values: Sequence[Any] | None) -> M | None:
    """The model's row from its columns in their order; None where there is none, or only nulls of an outer join."""
    if not values:
        return None
    names = [name for name, _ in fields_of(model)]
    return None if values[names.index("id")] is None else model.from_db(connection.alias, names, values)
