"""A sheet as it was read: every cell text, nothing interpreted yet."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Origin(StrEnum):
    """What kind of file a sheet came from."""

    CSV = "csv"
    WORKBOOK = "workbook"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet of text cells.

    Attributes:
        file: The file's name.
        name: The sheet's name, empty for CSV and Parquet.
        origin: The kind of file.
        top: The first rows as texts, each `width` long; the header is among them.
        width: The number of columns.
        body: The rows after the first `n` ones as a frame of text columns "0", "1", …; an empty cell is null or "".
        first_row: What a person calls the first row of `top` (1; 0 for Parquet, whose header is not a row).
        epoch_1904: Whether serial dates count from 1904-01-01.
    """

    file: str
    name: str
    origin: Origin
    top: tuple[tuple[str, ...], ...]
    width: int
    body: Callable[[int], pl.DataFrame]
    first_row: int = 1
    epoch_1904: bool = False

    @property
    def place(self) -> str:
        """File and sheet in one line."""
        return f"{self.file}, {self.name}" if self.name else self.file

    def row_number(self, index: int) -> int:
        """What a person calls the row with this index from the top."""
        return self.first_row + index
