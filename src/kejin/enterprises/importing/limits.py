"""How large a file may be before it is refused, unread.

With the limits for files from strangers an import ends within seconds and half a gigabyte, whatever the file holds.
"""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one imported file may cost. Without arguments: what an upload from a stranger may cost.

    These are Kejin's own limits and not taken from a rule.

    Attributes:
        file_bytes: Size of the file as it lies there.
        expanded_bytes: Size of a workbook with every part of it expanded.
        entries: Parts inside a workbook.
        ratio: How many times larger a part may grow when expanded; parts below a mebibyte are not asked.
        rows: Rows of one sheet.
        columns: Columns of one sheet.
        cells: Cells of all sheets of a workbook, each counted as rows times columns: a reader lays out all of them.
        fields: Fields of a CSV or Parquet file, counted likewise.
        text_bytes: Text once every repeated one is written out; a file may keep one long text and point at it a
            million times.
        cell_characters: Characters in one cell; a workbook itself allows 32,767.
        header_rows: Rows from the top in which the header is looked for.
        errors: Errors that are listed one by one; the rest is counted.
    """

    file_bytes: int = 20 * _MIB
    expanded_bytes: int = 200 * _MIB
    entries: int = 1000
    ratio: int = 100
    rows: int = 300_000
    columns: int = 702
    cells: int = 2_000_000
    fields: int = 4_000_000
    text_bytes: int = 64 * _MIB
    cell_characters: int = 32_767
    header_rows: int = 20
    errors: int = 1000


LOCAL_LIMITS = Limits(
    file_bytes=2048 * _MIB,
    expanded_bytes=2048 * _MIB,
    rows=20_000_000,
    cells=40_000_000,
    fields=2_000_000_000,
    text_bytes=4096 * _MIB,
    errors=10_000,
)
"""For files on the person's own machine: as large as a workbook gets, and CSV and Parquet of some millions of rows."""
