"""What a workbook's reader would not tell: how large a sheet's grid is, which formulas have no value, which cells fail.

The reader lays a sheet out as a full grid, so one cell in the last row and column would cost more memory than there
is; and it shows a formula without a value, and an error such as #DIV/0!, as an empty cell, which would count as
unknown.
"""

import re
from dataclasses import dataclass

from kejin.enterprises.importing.limits import Limits

NO_VALUE = "⟨formula without value⟩"
"""What stands in a cell whose formula was never computed."""

_REFERENCE = rb"""\br\s*=\s*["']%s"""
_CELL = re.compile(rb"<(?:\w+:)?c\b((?:[^>/]|/(?!>))*)>(.*?)</(?:\w+:)?c\s*>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_ERROR_TYPE = re.compile(rb"""\bt\s*=\s*["']e["']""")
_TEXT_TYPE = re.compile(rb"""\bt\s*=\s*["'](?:str|inlineStr)["']""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_UNPLACED = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)[^>]*|\s*)/?>""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_UNKNOWN_ERROR = b"#N/A"
_MOST_LETTERS, _MOST_DIGITS = 3, 7


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell whose text the reader hides: its place from 0, and what should stand there instead."""

    row: int
    column: int
    text: str


def grid(xml: bytes, limits: Limits) -> tuple[int, int]:
    """The rows and columns a reader would lay out for a sheet; an upper bound where cells do not say their place."""
    rows, columns = _last_row(xml), _last_column(xml)
    if _UNPLACED.search(xml):
        cells = xml.count(b"<c") + xml.count(b":c ")
        rows = max(rows, len(_ROW.findall(xml)))
        columns = max(columns, min(cells, limits.columns))
    return rows, columns


def _last_row(xml: bytes) -> int:
    for digits in range(_MOST_DIGITS + 3, 0, -1):
        pattern = re.compile(_REFERENCE % (rb"[A-Za-z]{1,3}([0-9]{%d})[\"']" % digits))
        if pattern.search(xml):
            return max(int(text) for text in {match[1] for match in pattern.finditer(xml)})
    return 0


def _last_column(xml: bytes) -> int:
    # Four letters are no column; they are looked for so that they count as far too many.
    for letters in range(_MOST_LETTERS + 1, 0, -1):
        pattern = re.compile(_REFERENCE % (rb"([A-Za-z]{%d})[0-9]" % letters))
        if pattern.search(xml):
            return max(column_number(text) for text in {match[1] for match in pattern.finditer(xml)})
    return 0


def column_number(letters: bytes) -> int:
    """The number of a column from its letters, A = 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def flaws(xml: bytes) -> list[Flaw]:
    """The cells of a sheet that hold an Excel error other than #N/A, or a formula without a computed value."""
    if not _FORMULA.search(xml) and not _ERROR_TYPE.search(xml):
        return []
    found = []
    for match in _CELL.finditer(xml):
        attributes, content = match.groups()
        place = _PLACE.search(attributes)
        text = _flaw(attributes, content)
        if text is not None and place is not None:
            found.append(Flaw(int(place[2]) - 1, column_number(place[1]) - 1, text))
    return found


def _flaw(attributes: bytes, content: bytes) -> str | None:
    value = _VALUE.search(content)
    if _ERROR_TYPE.search(attributes):
        error = value[1].strip() if value else b"#VALUE!"
        return None if error == _UNKNOWN_ERROR else error.decode("utf-8", errors="replace")
    if value is None and _FORMULA.search(content) and not _TEXT_TYPE.search(attributes):
        return NO_VALUE
    return None
