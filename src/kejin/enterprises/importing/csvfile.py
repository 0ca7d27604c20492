"""CSV, TSV and their relatives: the separator found, every field text, broken rows named."""

import csv
import io
from collections import Counter
from itertools import islice

import polars as pl

from kejin.enterprises.importing.encoding import decode
from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings
from kejin.enterprises.importing.sheets import Origin, RawSheet
from kejin.errors import FileError
from kejin.facts import Label

_SEPARATORS = ",\t;|"
_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 1 << 20


def read_csv(data: bytes, file: str, limits: Limits, *, findings: Findings) -> RawSheet:
    """The one sheet of a text table.

    Raises:
        FileError: Not decodable, empty, too many columns or rows, a row longer than the others, quotes that do not
            close.
    """
    decoded = decode(data, file)
    body = decoded.data
    if decoded.encoding != "utf-8":
        name = decoded.encoding.upper()
        findings.notice("file.encoding", file, Label(f"按 {name} 读取", f"read as {name}"))
    if b"\n" not in body and b"\r" in body:
        body = body.replace(b"\r", b"\n")
    sample = _sample(body)
    separator, top = _separated(sample, file)
    width = max(len(row) for row in top)
    if width > limits.columns:
        raise FileError("too many columns", expected=f"at most {limits.columns}", found=width, where=file)
    frame = _read(body, separator, width, file=file)
    if frame.height > limits.rows or frame.height * width > limits.fields:
        expected = f"at most {limits.rows:,} rows and {limits.fields:,} fields"
        found = f"{frame.height:,} rows of {width} fields"
        raise FileError("too many rows", expected=expected, found=found, where=file, kept=NOTHING_IMPORTED)
    padded = tuple((*row, *[""] * (width - len(row))) for row in top[: limits.header_rows])
    return RawSheet(file, "", Origin.CSV, padded, width, frame.slice)


def _sample(body: bytes) -> str:
    text = body[: _SAMPLE_CHARACTERS * 4].decode("utf-8", errors="ignore")[:_SAMPLE_CHARACTERS]
    if len(body) > _SAMPLE_CHARACTERS:
        # The last line of the sample is cut somewhere; it would look like a broken row.
        text = text[: text.rfind("\n") + 1] or text
    return text


def _separated(sample: str, file: str) -> tuple[str, list[list[str]]]:
    """The separator that gives most rows the same, largest number of fields, and the first rows cut by it."""
    best: tuple[float, str, list[list[str]]] = (0.0, ",", [])
    for separator in _SEPARATORS:
        rows = _rows(sample, separator, file)
        if not rows:
            continue
        fields, count = Counter(len(row) for row in rows if row).most_common(1)[0]
        score = (fields - 1) * count / len(rows)
        if score > best[0] or not best[2]:
            best = (score, separator, rows)
    if not best[2]:
        raise FileError("the file is empty", expected="a header and rows", where=file, kept=NOTHING_IMPORTED)
    return best[1], best[2]


def _rows(sample: str, separator: str, file: str) -> list[list[str]]:
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), _SAMPLE_ROWS))
    except csv.Error as problem:
        raise FileError(
            "the table cannot be read", found=str(problem), where=file, kept=NOTHING_IMPORTED
        ) from problem
    return rows if any(any(row) for row in rows) else []


def _read(body: bytes, separator: str, width: int, *, file: str) -> pl.DataFrame:
    names = [str(index) for index in range(width)]
    # Polars takes the number of columns from the first line, which may be a title: our own header goes before it.
    header = separator.join(names).encode() + b"\n"
    try:
        return pl.read_csv(
            io.BytesIO(header + body),
            separator=separator,
            schema=dict.fromkeys(names, pl.String()),
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as problem:
        raise _located(body, separator, width, file=file) from problem


def _located(body: bytes, separator: str, width: int, *, file: str) -> FileError:
    """What is wrong with the table and in which row, found by reading it once more, slowly and strictly."""
    text = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline="")
    row = 0
    found: object = None
    try:
        for row, fields in enumerate(csv.reader(text, delimiter=separator, strict=True), start=1):  # noqa: B007
            if len(fields) > width:
                found = f"{len(fields)} fields"
                break
        else:
            found = "a quotation mark inside a field"
    except csv.Error as problem:
        row, found = row + 1, str(problem)
    return FileError(
        "the table is broken",
        expected=f"{width} fields in a row, quotation marks in pairs",
        found=found,
        where=f"{file}, row {row}",
        kept=NOTHING_IMPORTED,
    )
