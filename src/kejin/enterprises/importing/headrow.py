"""Where the header stands: below a title and a line with the unit, or in two rows when years are grouped."""

import re
from dataclasses import dataclass

from kejin.enterprises.importing.headers import HeaderReading, read_header
from kejin.enterprises.importing.sheets import Origin, RawSheet
from kejin.enterprises.importing.units import currency_of, unit_named
from kejin.facts import fold

_UNIT_SAID = re.compile(r"单位\s*[:：为]?\s*([^\s,，;；。)）]+)|(?i:unit)s?\s*:?\s*([^,;.)]+)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Head:
    """A sheet's header.

    Attributes:
        index: Its row, counted from 0 from the top of the sheet (the lower one of two).
        headers: The header of each column; "" where a column has none.
        unit: The unit of money that a line above the header states.
        years: The years that the title or the sheet's name mentions.
    """

    index: int
    headers: tuple[str, ...]
    unit: str | None = None
    years: tuple[int, ...] = ()


def find_head(sheet: RawSheet, *, row: int | None = None, known: frozenset[str] = frozenset()) -> Head:
    """The header of a sheet.

    Args:
        sheet: The sheet.
        row: Its row as a person counts, where a mapping says so.
        known: Folded headers of a mapping; the row that holds most of them is the header.
    """
    if sheet.origin is Origin.PARQUET:
        return Head(0, sheet.top[0])
    index = row - sheet.first_row if row is not None else _best(sheet, known)
    index = min(max(index, 0), len(sheet.top) - 1)
    above = [cell for line in sheet.top[:index] for cell in line if cell.strip()]
    unit = next((found for cell in above if (found := _unit_in(cell)) is not None), None)
    years = {int(year) for text in (sheet.name, *above) for year in _YEARS.findall(_half_width(text))}
    return Head(index, _joined(sheet, index), unit, tuple(sorted(years)))


def _best(sheet: RawSheet, known: frozenset[str]) -> int:
    """The row with most headers that are known; without any, the first row that fills most of the columns."""
    filled = [sum(bool(cell.strip()) for cell in line) for line in sheet.top]
    if known:
        scores = [
            sum(fold(cell) in known for cell in _joined(sheet, index)) for index in range(len(sheet.top))
        ]
    else:
        scores = [
            sum(bool(read_header(cell).facts) for cell in _joined(sheet, index))
            for index in range(len(sheet.top))
        ]
    if max(scores) > 0:
        return scores.index(max(scores))
    return next((index for index, count in enumerate(filled) if count * 2 > max(filled)), 0)


def _joined(sheet: RawSheet, index: int) -> tuple[str, ...]:
    """The headers of a row; where one is only a year or a unit, or empty, what stands above it is put before it."""
    line = sheet.top[index]
    if index == 0:
        return tuple(cell.strip() for cell in line)
    above = sheet.top[index - 1]
    # A title fills one cell; a row of groups fills several.
    if sum(bool(cell.strip()) for cell in above) < 2:
        return tuple(cell.strip() for cell in line)
    joined, group = [], ""
    for cell, upper in zip(line, above, strict=True):
        own = cell.strip()
        group = upper.strip() or group
        if not own:
            joined.append(upper.strip())
        elif group and _only_qualifies(read_header(own), own):
            joined.append(f"{group} {own}")
        else:
            joined.append(own)
    return tuple(joined)


def _only_qualifies(reading: HeaderReading, text: str) -> bool:
    left = _YEARS.sub("", _half_width(text))
    said_nothing_else = (
        not fold(re.sub(r"[年度末底]|[(（].*?[)）]|(?i:fy)", "", left)) or unit_named(left) is not None
    )
    return (
        not reading.facts and said_nothing_else and (reading.year is not None or unit_named(text) is not None)
    )


def _unit_in(text: str) -> str | None:
    match = _UNIT_SAID.search(text)
    named = unit_named(match[1] or match[2]) if match else None
    return named if named is not None and currency_of(named) is not None else None


def _half_width(text: str) -> str:
    return text.translate({0xFF10 + digit: 0x30 + digit for digit in range(10)})
