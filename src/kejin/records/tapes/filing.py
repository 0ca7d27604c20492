"""A tape's file into a frame of rows, or every reason why not: all or nothing, each wrong cell named."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import polars as pl

from kejin.enterprises.importing import LOCAL_LIMITS, ColumnMapping, ImportErrors, Limits, Notice, Reason
from kejin.enterprises.importing.columns import Placed, read_column
from kejin.enterprises.importing.evidence import ratio_unit_of
from kejin.enterprises.importing.headrow import Head, find_head
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings
from kejin.enterprises.importing.reading import read_file
from kejin.enterprises.importing.sheets import RawSheet
from kejin.enterprises.importing.units import currency_of, powers_of, unit_named
from kejin.errors import FileError, MappingError
from kejin.facts import Fact, FactKind, Label, column_letter, fold
from kejin.records.tapes.dictionary import BY_HEADER, BY_NAME, COLUMNS, NEEDED, TapeColumn

_BRACKET = re.compile(r"^(.*?)[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*$")
_SLASHED = re.compile(r"^(.+?)\s*[/_：:]\s*([^/_：:]+)$")
_KNOWN: Final = frozenset(BY_HEADER)
_FILLED = Label("不能为空", "a value in every row")
_HOW_DATES = frozenset({"yyyymmdd", "年月日", "yyyyMMdd".lower(), "天", "days", "18位"})

LINE = "line"
"""The column of a frame that holds the row's number as the person sees it."""


Names = Mapping[str, str]
NO_NAMES: Final[Names] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Headers:
    """What is left over of a file's headers and of a tape's columns.

    Attributes:
        unknown: Headers that no column is called.
        missing: Columns that no header names, needed ones among them.
    """

    unknown: tuple[str, ...]
    missing: tuple[TapeColumn, ...]


@dataclass(frozen=True, slots=True)
class TapeFile:
    """What a file was read as.

    Attributes:
        frame: `line` and the columns of the dictionary, amounts in minor units; empty when `errors` is there.
        notices: What had to be assumed.
        errors: Why nothing was read; None when all went well.
    """

    frame: pl.DataFrame
    notices: tuple[Notice, ...]
    errors: ImportErrors | None = None


def read_tape(path: Path, *, limits: Limits = LOCAL_LIMITS, names: Names = NO_NAMES) -> TapeFile:
    """The rows of a tape in a CSV file, a workbook or Parquet.

    Args:
        path: The file.
        limits: How large it may be.
        names: Headers that no column is called, with the column that a person says each of them is.

    Returns:
        The rows, or `errors` with every cell that cannot be read: row, header, content, reason, what would be right.

    Raises:
        FileError: The file cannot be read at all, or holds no tape.
    """
    findings = Findings(limits.errors)
    sheets = read_file(path, limits, findings)
    sheet, head = _tape_sheet(sheets, path.name, names)
    placed = dict(_placed(sheet, head, findings, names=names))
    _refuse_missing(placed, sheet, findings)
    frame = empty_frame()
    if not findings.any_errors:
        body = sheet.body(head.index + 1)
        frame = _frame(sheet, head, placed, body=body, findings=findings)
    errors = findings.errors()
    if errors is None and not frame.height:
        raise FileError("the tape holds no rows", expected="rows below the header", where=path.name)
    return TapeFile(frame if errors is None else empty_frame(), tuple(findings.notices), errors)


def headers_of(path: Path, *, limits: Limits = LOCAL_LIMITS, names: Names = NO_NAMES) -> Headers:
    """What the headers of a file say: of the sheet that looks most like a tape, whatever it lacks.

    Raises:
        FileError: The file cannot be read at all.
    """
    sheets = read_file(path, limits, Findings(limits.errors))
    heads = [find_head(sheet, known=_KNOWN | {fold(each) for each in names}) for sheet in sheets]
    head = max(heads, key=lambda one: (_needed_in(one, names), sum(map(bool, one.headers))))
    read = {header: _named(header, names)[0] for header in head.headers if header}
    there = {column.fact.name for column in read.values() if column is not None}
    return Headers(
        tuple(header for header, column in read.items() if column is None),
        tuple(column for column in COLUMNS if column.fact.name not in there),
    )


def empty_frame() -> pl.DataFrame:
    """A tape without rows: the columns and their types."""
    return pl.DataFrame(schema={LINE: pl.Int64()} | {each.fact.name: each.fact.dtype for each in COLUMNS})


def tape_digest(frame: pl.DataFrame) -> str:
    """SHA-256 of a tape's rows in canonical form, hexadecimal: the same rows give the same, however they came."""
    canonical = frame.select(each.fact.name for each in COLUMNS).write_csv()
    return hashlib.sha256(canonical.encode()).hexdigest()


def _tape_sheet(sheets: list[RawSheet], file: str, names: Names) -> tuple[RawSheet, Head]:
    """The one sheet that has the headers of a tape."""
    known = _KNOWN | {fold(each) for each in names}
    heads = [(sheet, find_head(sheet, known=known)) for sheet in sheets]
    fitting = [(sheet, head) for sheet, head in heads if _needed_in(head, names) * 2 > len(NEEDED)]
    if len(fitting) != 1:
        raise FileError(
            "the file holds no loan tape" if not fitting else "the file holds several loan tapes",
            expected="one sheet headed " + ", ".join(BY_NAME[name].fact.label.zh for name in NEEDED),
            found=", ".join(sheet.name or file for sheet, _ in fitting or heads) or "no rows", where=file,
            kept=NOTHING_IMPORTED,
        )  # fmt: skip
    return fitting[0]


def _needed_in(head: Head, names: Names) -> int:
    found = {column.fact.name for header in head.headers if (column := _named(header, names)[0]) is not None}
    return len(found & set(NEEDED))


def _named(header: str, names: Names) -> tuple[TapeColumn | None, str | None]:
    """The column that a header names, and the unit it states: 贷款余额（万元）, 年利率(%), balance/万元."""
    if header in names:
        return _said(header, BY_NAME[names[header]])
    whole = BY_HEADER.get(fold(header))
    if whole is not None:
        return whole, "%" if header.rstrip().endswith(("%", "％")) else None
    for pattern in (_BRACKET, _SLASHED):
        match = pattern.match(header.strip())
        column = BY_HEADER.get(fold(match[1])) if match else None
        if match is None or column is None:
            continue
        unit = unit_named(match[2])
        if unit in powers_of(column.fact) or fold(match[2]) in _HOW_DATES:
            return column, unit if unit in powers_of(column.fact) else None
    return None, None


def _said(header: str, column: TapeColumn) -> tuple[TapeColumn, str | None]:
    """A header that a person gave a column, with the unit that stands in its brackets."""
    match = _BRACKET.match(header.strip())
    unit = unit_named(match[2]) if match else None
    return column, unit if unit in powers_of(column.fact) else None


def _placed(sheet: RawSheet, head: Head, findings: Findings, *, names: Names) -> Iterator[tuple[str, Placed]]:
    """Each column that the sheet has, with where it stands; two of one name are refused."""
    seen: dict[str, str] = {}
    for at, header in enumerate(head.headers):
        column, unit = _named(header, names)
        if column is None:
            if header:
                where = f"{sheet.place}, column {column_letter(at)} “{header}”"
                findings.notice(
                    "header.unknown", where, Label("不在列字典中，未读取", "not a column of a tape, not read")
                )
            continue
        fact = column.fact
        if fact.name in seen:
            findings.others.append(MappingError(
                "two columns hold one thing", expected="one column", found=f"“{seen[fact.name]}” and “{header}”",
                where=sheet.place, kept=NOTHING_IMPORTED,
            ))  # fmt: skip
            continue
        seen[fact.name] = header
        said = unit or (head.unit if fact.kind is FactKind.MONEY else None)
        if said is not None and fact.kind is FactKind.MONEY and currency_of(said) != fact.currency:
            said = None
        yield fact.name, Placed(
            sheet, at, ColumnMapping(header=header, fact=fact.name, unit=said), fact,
            sheet.row_number(head.index + 1),
        )  # fmt: skip


def _refuse_missing(placed: Mapping[str, Placed], sheet: RawSheet, findings: Findings) -> None:
    missing = [BY_NAME[name].fact.label for name in NEEDED if name not in placed]
    if missing:
        findings.others.append(MappingError(
            "the tape lacks columns", expected="、".join(f"{label.zh} {label.en}" for label in missing),
            found="、".join(each.mapping.header for each in placed.values()), where=sheet.place,
            kept=NOTHING_IMPORTED,
        ))  # fmt: skip


def _frame(
    sheet: RawSheet, head: Head, placed: Mapping[str, Placed], *, body: pl.DataFrame, findings: Findings
) -> pl.DataFrame:
    first = sheet.row_number(head.index + 1)
    said = pl.any_horizontal(
        pl.col(str(each.at)).fill_null("").str.strip_chars() != "" for each in placed.values()
    )
    body = body.with_columns(pl.int_range(first, first + body.height, dtype=pl.Int64).alias(LINE)).filter(
        said
    )
    columns: dict[str, pl.Series] = {LINE: body[LINE]}
    for column in COLUMNS:
        fact = column.fact
        found = placed.get(fact.name)
        if found is None:
            columns[fact.name] = _absent(fact, body.height, sheet, findings=findings)
            continue
        texts = body[str(found.at)]
        unit = found.mapping.unit
        if fact.kind is FactKind.RATIO:
            unit = ratio_unit_of(texts, unit, sheet.origin) or _doubtful(found, findings)
        one = Placed(sheet, found.at, found.mapping.model_copy(update={"unit": unit}), fact, found.first_row)
        columns[fact.name] = _values(one, texts, body[LINE], needed=column.needed or fact.name == "currency",
                                     findings=findings)  # fmt: skip
    return pl.DataFrame(columns)


def _values(
    placed: Placed, texts: pl.Series, lines: pl.Series, *, needed: bool, findings: Findings
) -> pl.Series:
    """The parsed column; where it is needed, every row without a value is a problem of its own."""
    # Rows without a word were taken out, so a cell's place in the frame is not its place in the sheet.
    by_line = pl.Series(lines - placed.first_row)
    before = len(findings.cells)
    parsed = read_column(placed, texts, findings)
    _renumber(placed, findings, before, places=by_line)
    values = parsed.values.alias(placed.fact.name).cast(placed.fact.dtype)
    if needed:
        empty = values.is_null()
        if parsed.reasons is not None:
            empty &= parsed.reasons.is_null()
        for index in empty.arg_true():
            findings.add_cell(placed.problem(by_line[index], "", Reason.EMPTY_KEY, expected=_FILLED))
    return values


def _renumber(placed: Placed, findings: Findings, before: int, *, places: pl.Series) -> None:
    for at in range(before, len(findings.cells)):
        cell = findings.cells[at]
        index = cell.row - placed.first_row
        findings.cells[at] = placed.problem(places[index], cell.value, cell.reason, expected=cell.expected)


def _doubtful(placed: Placed, findings: Findings) -> str:
    findings.others.append(MappingError(
        "the unit of the rates cannot be told", expected="3.45% in the cells, or 年利率(%) in the header of a CSV file",
        found=placed.mapping.header, where=placed.where, kept=NOTHING_IMPORTED,
    ))  # fmt: skip
    return "%"


def _absent(fact: Fact, height: int, sheet: RawSheet, *, findings: Findings) -> pl.Series:
    """A column that the tape does not have: unknown, but for the currency, which is then renminbi and said so."""
    if fact.name != "currency":
        return pl.Series(fact.name, [None], dtype=fact.dtype).new_from_index(0, height)
    findings.notice(
        "currency.assumed",
        sheet.place,
        Label("没有币种列，按人民币读取", "no column of currencies: renminbi"),
    )
    return pl.Series(fact.name, ["CNY"], dtype=fact.dtype).new_from_index(0, height)
