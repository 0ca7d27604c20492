"""A table as CSV, masked, and safe to open in a spreadsheet."""

import csv
import hashlib
import io
import json
from datetime import date
from typing import Protocol

from kejin.records.kept.classes import classes_of
from kejin.records.kept.record import Part

# What a spreadsheet would take for a formula (OWASP ASVS 5.0, 1.2.10), the full-width forms too.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BATCH = 2_000


class Sink(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take some more."""


def write_table(model: type[Part], columns: list[str], sink: Sink, *, clearance: int) -> tuple[int, str]:
    """Write columns of a table, in the order of its rows' numbers, as somebody reads them who is cleared up to a level.

    Returns:
        How many rows, and the SHA-256 of the file, hexadecimal.
    """
    classes, digest, count = classes_of(model), hashlib.sha256(), 0
    fields = {str(field.column): field.attname for field in model._meta.local_concrete_fields}  # noqa: SLF001
    names = [fields[name] for name in columns]

    def give(*lines: list[str]) -> None:
        held = io.StringIO()
        csv.writer(held, lineterminator="\r\n").writerows(lines)
        data = held.getvalue().encode("utf-8")
        digest.update(data)
        sink.write(data)

    # The mark tells spreadsheets that this is UTF-8.
    sink.write(b"\xef\xbb\xbf")
    digest.update(b"\xef\xbb\xbf")
    give(columns)
    for values in model._default_manager.order_by("pk").values_list(*names).iterator(chunk_size=_BATCH):  # noqa: SLF001
        row = classes.masked(dict(zip(columns, values, strict=True)), clearance)
        give([cell(row[name]) for name in columns])
        count += 1
    return count, digest.hexdigest()


def cell(value: object) -> str:
    """A value as text of a cell; a text that a spreadsheet would work out gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"'{text}" if text.startswith(_STARTS) else text
