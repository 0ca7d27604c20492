"""What a workbook's reader would not tell: how large a sheet's grid is, which formulas have no value, which cells fail.

The reader lays a sheet out as a full grid, so one cell in the last row and column would cost more memory than there
is; and it shows a formula without a value, and an error such as #DIV/0!, as an empty cell, which would count as
unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from kejin.enterprises.importing.limits import Limits

NO_VALUE = "⟨formula without value⟩"
"""What stands in a cell whose formula was never computed."""

# A cell: its own tag, and what follows up to the next tag of a cell. Nothing in it can be read in two ways, so that a
# sheet of a million openings without an end costs one pass and not a million.
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])([^<]*)((?:<(?!/?(?:[\w.-]+:)?c[\s/>])[^<]*)*+)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_ERROR_TYPE = re.compile(rb"""\bt\s*=\s*["']e["']""")
_TEXT_TYPE = re.compile(rb"""\bt\s*=\s*["'](?:str|inlineStr)["']""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_CDATA = b"<![CDATA["
_SIGNS = (b"<f", b":f", b'"e"', b"'e'", _CDATA)
_UNKNOWN_ERROR = b"#N/A"
_MOST_LETTERS, _MOST_DIGITS = 3, 7
_OPENINGS = (b"<c ", b"<c>", b"<c/")
_ODD_OPENINGS = (b":c ", b":c>", b":c/", b"<c\t", b"<c\n", b"<c\r")
_ANY_CELL = r"<(?:[A-Za-z0-9_.-]+:)?c[ \t\r\n/>]"
_ANY_ROW = r"<(?:[A-Za-z0-9_.-]+:)?row[ \t\r\n/>]"
_ANY_PLACE = r"""[ \t\r\n]r[ \t\r\n]*=[ \t\r\n]*["'][A-Za-z]+[0-9]+["']"""
_PLACED_ROW = r"""<(?:[A-Za-z0-9_.-]+:)?row[ \t\r\n][^<>]*?r[ \t\r\n]*=[ \t\r\n]*["']([0-9]+)["']"""
# So many digits tell that a number is far too large; more of them would pass 64 bits.
_ENOUGH_DIGITS = 12
_PIECE = 1 << 22


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell whose text the reader hides: its place from 0, and what should stand there instead."""

    row: int
    column: int
    text: str


def written_cells(xml: bytes) -> int:
    """At least how many cells a sheet holds; quick, for a sheet that holds far too many."""
    return sum(xml.count(opening) for opening in _OPENINGS)


def grid(xml: bytes, limits: Limits) -> tuple[int, int]:
    """The rows and columns a reader would lay out for a sheet; an upper bound where cells do not say their place."""
    cells = written_cells(xml)
    regular = cells == xml.count(b'<c r="') and not any(opening in xml for opening in _ODD_OPENINGS)
    if regular and not re.search(rb'<c r="(?![A-Z]{1,3}[0-9]{1,7}")', xml):
        return _last_row(xml), _last_column(xml)
    return _irregular_grid(xml, limits)


def _last_row(xml: bytes) -> int:
    # From long to short, so that only the references with most digits are ever taken apart: three million of them in
    # a large sheet, and most are short.
    for digits in range(_MOST_DIGITS, 0, -1):
        pattern = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{%d})"' % digits)
        if pattern.search(xml):
            return max(int(text) for text in {match[1] for match in pattern.finditer(xml)})
    return 0


def _last_column(xml: bytes) -> int:
    for letters in range(_MOST_LETTERS, 0, -1):
        pattern = re.compile(rb'<c r="([A-Z]{%d})[0-9]' % letters)
        if pattern.search(xml):
            return max(column_number(text) for text in {match[1] for match in pattern.finditer(xml)})
    return 0


@dataclass(slots=True)
class _Tally:
    """What the pieces of an irregular sheet have shown so far."""

    cells: int = 0
    placed: int = 0
    rows: int = 0
    placed_rows: int = 0
    last_row: int = 0
    last_column: int = 0

    def add(self, piece: bytes) -> None:
        text = pl.Series([piece.decode("utf-8", errors="replace")])
        places = text.str.extract_all(_ANY_PLACE).explode().drop_nulls().str.extract(r"([A-Za-z]+[0-9]+).$")
        rows = text.str.extract_all(_PLACED_ROW).explode().drop_nulls().str.extract(r"([0-9]+).$")
        letters = places.str.extract(r"^([A-Za-z]+)").unique().to_list()
        self.cells += text.str.count_matches(_ANY_CELL)[0]
        self.placed += places.len()
        self.rows += text.str.count_matches(_ANY_ROW)[0]
        self.placed_rows += rows.len()
        # A row says its number too, and cells without a place stand in it.
        digits = pl.concat([places.str.extract(r"([0-9]+)$"), rows]).str.strip_chars_start("0")
        number = digits.filter(digits != "").str.slice(0, _ENOUGH_DIGITS).cast(pl.Int64).max()
        self.last_row = max(self.last_row, number if isinstance(number, int) else 0)
        columns = (column_number(one[:_ENOUGH_DIGITS].encode()) for one in letters)
        self.last_column = max(self.last_column, *columns, 0)


def _irregular_grid(xml: bytes, limits: Limits) -> tuple[int, int]:
    """The same for a sheet with prefixes, single quotes or cells without a place, as few programs write it."""
    tally = _Tally()
    for piece in _pieces(xml):
        tally.add(piece)
    last_row, last_column = tally.last_row, tally.last_column
    if tally.placed < tally.cells:
        # The rest stand one after the other; how they are spread over rows does not matter for a bound.
        last_column = max(last_column, min(tally.cells, limits.columns))
    if tally.placed_rows < tally.rows:
        last_row += tally.rows - tally.placed_rows
    return last_row, last_column


def _pieces(xml: bytes) -> Iterator[bytes]:
    """The sheet in pieces that end before a tag, so that no text of it need be held whole."""
    start = 0
    while start < len(xml):
        end = xml.find(b"<", start + _PIECE)
        end = len(xml) if end < 0 else end
        yield xml[start:end]
        start = end


def column_number(letters: bytes) -> int:
    """The number of a column from its letters, A = 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def flaws(xml: bytes) -> list[Flaw]:
    """The cells of a sheet that hold an Excel error other than #N/A, or a formula without a computed value.

    A value that the reader would not see because it is written as a CDATA section counts as one that was not computed.
    """
    if not any(sign in xml for sign in _SIGNS):
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
    if (
        value is None
        and (_CDATA in content or _FORMULA.search(content))
        and not _TEXT_TYPE.search(attributes)
    ):
        return NO_VALUE
    return None
