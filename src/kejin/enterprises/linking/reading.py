"""A table to link from a file: CSV, XLSX or Parquet through the gates of the import, every cell text."""

from pathlib import Path

import polars as pl

from kejin.enterprises.importing.limits import LOCAL_LIMITS, Limits
from kejin.enterprises.importing.problems import Findings
from kejin.enterprises.importing.reading import read_file
from kejin.enterprises.importing.sheets import RawSheet
from kejin.enterprises.linking.columns import find_roles
from kejin.errors import FileError, MappingError


def read_table(path: Path, *, limits: Limits = LOCAL_LIMITS) -> pl.DataFrame:
    """The sheet and the header row that hold most of the evidence, as a table of text columns.

    Raises:
        FileError: The file cannot be read, passes a limit, or holds no rows.
        MappingError: No row looks like a header with names or credit codes.
    """
    sheets = read_file(path, limits, Findings(limits.errors))
    if not sheets:
        raise FileError("the file holds no rows", expected="a header and rows", where=path.name)
    scored = [(len(_roles(sheet, row)), -number, -row)
              for number, sheet in enumerate(sheets) for row in range(len(sheet.top))]  # fmt: skip
    best = max(scored, default=(0, 0, 0))
    sheet, row = sheets[-best[1]], -best[2]
    if not _roles(sheet, row).keys() & {"name", "credit_code"}:
        shown = "; ".join(cell for cell in sheet.top[0][:12] if cell) if sheet.top else ""
        raise MappingError(
            "no header to link by",
            expected="a column headed 企业名称, name, 统一社会信用代码 or credit_code",
            found=shown or "no header",
            where=sheet.place,
        )
    return _table(sheet, row)


def _roles(sheet: RawSheet, row: int) -> dict[str, str]:
    return find_roles([cell.strip() for cell in sheet.top[row]])


def _table(sheet: RawSheet, row: int) -> pl.DataFrame:
    headers = [cell.strip() for cell in sheet.top[row]]
    body = sheet.body(row + 1)
    chosen = {header: str(headers.index(header)) for header in _roles(sheet, row).values()}
    table = body.select(pl.col(column).alias(header) for header, column in chosen.items())
    filled = table.filter(pl.any_horizontal(pl.all().fill_null("").str.strip_chars() != ""))
    if not filled.height:
        raise FileError("the file holds no rows", expected="rows below the header", where=sheet.place)
    return filled
