"""A sheet taken apart: a frame of its own grain, one of its yearly columns, one of what it says in passing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from kejin.enterprises.importing.cells import Parsed
from kejin.enterprises.importing.checking import place_columns
from kejin.enterprises.importing.columns import Placed, read_column, read_constant
from kejin.enterprises.importing.identities import enterprise_ids, refuse_nameless, refuse_rows
from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.mapping import SheetMapping
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings
from kejin.enterprises.importing.reasons import Reason
from kejin.enterprises.importing.sheets import RawSheet
from kejin.errors import MappingError
from kejin.facts import GRAINS, Grain, Label, SourceColumn, SourceSheet, column_letter, dictionary

_EMPTY_KEY = Label("不能为空", "a value in every row")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some facts of one grain out of one sheet.

    Attributes:
        grain: The grain.
        own: Whether the sheet is about this grain; what a sheet of loans says about enterprises is not its own.
        frame: Keys, facts, `_sheet` and `_row`; a key may still stand more than once.
        placed: The column of each fact, for messages.
        repeats: What two rows with one key mean, see `SheetMapping`.
    """

    grain: Grain
    own: bool
    frame: pl.DataFrame
    placed: Mapping[str, Placed]
    repeats: str = "refuse"


@dataclass(slots=True)
class _Reading:
    """A sheet while it is read: its columns by fact, or by fact and year for those with a year in their header."""

    at: int
    mapping: SheetMapping
    grain: Grain
    placed: dict[str, Placed]
    parsed: dict[str, Parsed]
    yearly: dict[tuple[str, int], tuple[Placed, Parsed]]
    constants: dict[str, object]
    base: pl.DataFrame


def take_apart(
    sheet: RawSheet, mapping: SheetMapping, at: int, *, limits: Limits, findings: Findings
) -> tuple[list[Piece], SourceSheet]:
    """The pieces of a sheet, and where each fact stands in it.

    Args:
        sheet: The raw sheet.
        mapping: Its mapping, already checked against the dictionary.
        at: The sheet's place in the fact set.
        limits: For the longest cell.
        findings: Takes notices and problems; with problems the pieces are not complete.
    """
    head, placed = place_columns(sheet, mapping, findings)
    source = SourceSheet(sheet.file, sheet.name, _source_columns(placed))
    if mapping.grain is None or not placed or findings.others:
        return [], source
    body = sheet.body(head.index + 1)
    _refuse_long_cells(body, sheet, head.index + 1, limits=limits, findings=findings)
    reading = _read(sheet, mapping, at, placed=placed, body=body, findings=findings)
    return [] if reading is None else list(_pieces(reading)), source


def _source_columns(placed: list[Placed]) -> dict[tuple[str, int | None], SourceColumn]:
    columns = {
        (one.fact.name, one.mapping.year): SourceColumn(column_letter(one.at), one.mapping.header)
        for one in placed
    }
    for name in ("enterprise_name", "enterprise_id", "credit_code"):
        # The last that is there identifies the row, so it is what stands behind `enterprise_id`.
        if (name, None) in columns:
            columns["enterprise_id", None] = columns[name, None]
    return columns


def _refuse_long_cells(
    body: pl.DataFrame, sheet: RawSheet, skipped: int, *, limits: Limits, findings: Findings
) -> None:
    longest = body.select(pl.all().str.len_chars().max()).row(0) if body.height else ()
    for at, length in enumerate(longest):
        if (length or 0) > limits.cell_characters:
            cells = body[str(at)]
            index = (cells.str.len_chars() > limits.cell_characters).fill_null(value=False).arg_true()[0]
            cell = f"{column_letter(at)}{sheet.row_number(skipped + index)}"
            findings.others.append(
                MappingError(
                    "a cell is too long",
                    expected=f"at most {limits.cell_characters:,} characters",
                    found=f"{length:,} characters",
                    where=f"{sheet.place}, {cell}",
                    kept=NOTHING_IMPORTED,
                )
            )


def _read(
    sheet: RawSheet,
    mapping: SheetMapping,
    at: int,
    *,
    placed: list[Placed],
    body: pl.DataFrame,
    findings: Findings,
) -> _Reading | None:
    grain = mapping.grain
    if grain is None:
        return None
    plain = {one.fact.name: one for one in placed if one.mapping.year is None}
    parsed = {name: read_column(one, body[str(one.at)], findings) for name, one in plain.items()}
    yearly = {
        (one.fact.name, one.mapping.year): (one, read_column(one, body[str(one.at)], findings))
        for one in placed
        if one.mapping.year is not None
    }
    said = _rows_that_say_something([*parsed.values(), *(pair[1] for pair in yearly.values())], body.height)
    first_row = sheet.row_number(sheet_skipped(placed, sheet))
    base = pl.DataFrame(
        {
            "_sheet": pl.Series([at], dtype=pl.UInt16).new_from_index(0, body.height),
            "_row": pl.select(pl.int_range(first_row, first_row + body.height, dtype=pl.UInt32)).to_series(),
            "_said": said,
        }
    )
    names = body[str(plain["enterprise_name"].at)] if "enterprise_name" in plain else None
    ids = enterprise_ids(plain, parsed, names, findings=findings)
    if ids is not None:
        refuse_nameless(ids, said, plain, parsed=parsed, findings=findings)
        base = base.with_columns(ids)
    constants = {name: read_constant(dictionary()[name], text) for name, text in mapping.constants.items()}
    reading = _Reading(at, mapping, grain, plain, parsed, yearly, constants, base)
    return reading if _keys_are_there(reading, sheet, findings) else None


def sheet_skipped(placed: list[Placed], sheet: RawSheet) -> int:
    """How many rows of the sheet lie above its first row of cells."""
    return placed[0].first_row - sheet.first_row


def _rows_that_say_something(parsed: list[Parsed], height: int) -> pl.Series:
    said = pl.Series([False]).new_from_index(0, height)
    for one in parsed:
        said |= one.values.is_not_null()
        if one.reasons is not None:
            said |= one.reasons.is_not_null()
    return said


def _keys_are_there(reading: _Reading, sheet: RawSheet, findings: Findings) -> bool:
    """Whether every key of the grain has a column or a constant, and a value in each row that says something."""
    complete = True
    for key in GRAINS[reading.grain].keys:
        if key == "enterprise_id" and key in reading.base:
            continue
        if key in reading.placed:
            reasons = reading.parsed[key].reasons
            empty = reading.base["_said"] & reading.parsed[key].values.is_null()
            wrong = empty if reasons is None else empty & reasons.is_null()
            refuse_rows(wrong, reading.placed[key], Reason.EMPTY_KEY, expected=_EMPTY_KEY, findings=findings)
        elif key not in reading.constants:
            complete = False
            fact = dictionary()[key]
            expected = f"a column {fact.label.zh} / {fact.label.en}, or `{key}` among the constants"
            findings.others.append(
                MappingError(
                    f"a sheet of {reading.grain} needs a key",
                    expected=expected,
                    found=", ".join(reading.placed),
                    where=sheet.place,
                    kept=NOTHING_IMPORTED,
                )
            )
    return complete


def _pieces(reading: _Reading) -> Iterator[Piece]:
    facts = dictionary()
    own_columns = facts.columns_of(reading.grain)
    yield _piece(reading, reading.grain, [name for name in reading.parsed if name in own_columns], own=True)
    passing = [
        name for name in reading.parsed if name not in own_columns and facts[name].grain is Grain.ENTERPRISE
    ]
    if reading.grain is not Grain.ENTERPRISE and "enterprise_id" in reading.base:
        yield _piece(reading, Grain.ENTERPRISE, passing, own=False)
    years = sorted({year for _, year in reading.yearly})
    if years:
        yield _yearly_piece(reading, years)


def _piece(reading: _Reading, grain: Grain, names: list[str], *, own: bool) -> Piece:
    columns = dictionary().columns_of(grain)
    values = [reading.parsed[name].values.alias(name) for name in names if name != "enterprise_id"]
    fixed = [
        pl.lit(value, columns[name].dtype).alias(name)
        for name, value in reading.constants.items()
        if name in columns and (own or columns[name].grain is grain)
    ]
    frame = reading.base.with_columns(values).with_columns(fixed).filter("_said").drop("_said")
    placed = {name: reading.placed[name] for name in names}
    repeats = reading.mapping.repeats if own else "refuse"
    return Piece(grain, own, frame, _with_identity(placed, reading), repeats)


def _with_identity(placed: dict[str, Placed], reading: _Reading) -> dict[str, Placed]:
    for name in ("credit_code", "enterprise_id", "enterprise_name"):
        if name in reading.placed:
            return {**placed, "enterprise_id": reading.placed[name]}
    return placed


def _yearly_piece(reading: _Reading, years: list[int]) -> Piece:
    """The columns with a year in their header as one row for each year; a year of which nothing is known has none."""
    base = reading.base
    frames = []
    placed: dict[str, Placed] = {}
    for year in years:
        named = {name: pair for (name, at), pair in reading.yearly.items() if at == year}
        placed |= {name: pair[0] for name, pair in named.items()}
        known = pl.any_horizontal([pl.col(name).is_not_null() for name in named])
        frame = base.with_columns(pair[1].values.alias(name) for name, pair in named.items())
        frames.append(frame.filter(known).with_columns(year=pl.lit(year, pl.Int64)))
    merged = pl.concat(frames, how="diagonal").drop("_said")
    return Piece(Grain.FILING, reading.grain is Grain.ENTERPRISE, merged, _with_identity(placed, reading))
