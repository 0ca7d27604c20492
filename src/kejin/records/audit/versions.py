"""Whether the rows that may change are what their last version says, and how a row came to be what it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from kejin.records.audit.models import Version
from kejin.records.kept.classes import classes_of
from kejin.records.kept.findings import Finding
from kejin.records.kept.record import Record, models_kept
from kejin.records.kept.rights import Rights

# Columns that came with a later version of Kejin are not in an earlier version of a row, and are not compared.
_DIFFERENT = """
SELECT t.id, v.id IS NULL
FROM {table} t LEFT JOIN LATERAL (
    SELECT id, content FROM audit_version WHERE "table" = %s AND row_id = t.id ORDER BY id DESC LIMIT 1
) v ON true
CROSS JOIN LATERAL (SELECT to_jsonb(t) {secrets} AS content) now
WHERE v.id IS NULL OR v.content IS DISTINCT FROM (
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(now.content) WHERE v.content ? key
)
"""
_GONE = """
SELECT DISTINCT v.row_id FROM audit_version v WHERE v."table" = %s AND NOT EXISTS (
    SELECT FROM {table} t WHERE t.id = v.row_id
)
"""
_DIGESTED = "|| jsonb_build_object({name}, encode(sha256(convert_to(to_jsonb(t) ->> {name}, 'UTF8')), 'hex'))"


@dataclass(frozen=True, slots=True)
class Change:
    """What one act did to one row: each column with its value before and after; before is None for a new row."""

    act_id: int
    columns: dict[str, tuple[object, object]]


def versions_differ() -> Iterator[Finding]:
    """Rows that are not as the last act left them: changed, inserted or removed past the versions."""
    for table, secrets in _changing():
        quoted = connection.ops.quote_name(table)
        parts = " ".join(_DIGESTED.format(name="'" + name + "'") for name in secrets)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL timezone = 'UTC'")
            cursor.execute(_DIFFERENT.format(table=quoted, secrets=parts), [table])
            for number, unknown in cursor.fetchall():
                what = "a row that no act made" if unknown else "a row that is not what its last act left"
                yield Finding(what, f"{table} {number}")
            cursor.execute(_GONE.format(table=quoted), [table])
            yield from (
                Finding("a row that was removed", f"{table} {number}") for (number,) in cursor.fetchall()
            )


def history(table: str, row_id: int) -> list[Change]:
    """How a row came to be what it is: one change for each act, the first one first."""
    changes: list[Change] = []
    before: dict[str, object] = {}
    for version in Version.objects.filter(table=table, row_id=row_id).order_by("id"):
        after: dict[str, object] = version.content
        columns = {
            name: (before.get(name), value)
            for name, value in after.items()
            if name not in {"act_id", "recorded_at"} and (not before or before.get(name) != value)
        }
        changes.append(Change(version.act_id, columns))
        before = after
    return changes


def _changing() -> Iterator[tuple[str, tuple[str, ...]]]:
    for model in models_kept():
        if issubclass(model, Record) and model.rights is Rights.CHANGE:
            yield model._meta.db_table, classes_of(model).secrets  # noqa: SLF001 - Django's way to a model's table
