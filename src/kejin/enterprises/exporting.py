"""Facts out again as a workbook that people read, and that `import_file` reads back to the same facts."""

import io
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter

from kejin.enterprises.importing.units import plain_unit
from kejin.errors import FileError
from kejin.facts import BOOKKEEPING, GRAINS, Fact, FactKind, FactSet, Grain, dictionary
from kejin.money import format_rate

_MOST_ROWS = 1_048_575


def export_workbook(factset: FactSet, path: Path) -> None:
    """Write one sheet for each grain, headed with Chinese labels: amounts in 元 (港元, 美元), shares as "3.15%", 是/否.

    An unknown value is an empty cell. No text can become a formula.

    Raises:
        FileError: A grain has more rows than a sheet, or the file cannot be written.
    """
    frames = {grain: frame.lazy().collect() for grain, frame in factset.frames.items()}
    for grain, frame in frames.items():
        if frame.height > _MOST_ROWS:
            expected = f"at most {_MOST_ROWS:,} rows in a sheet; Parquet holds more"
            raise FileError(
                "too many rows for a workbook", expected=expected, found=frame.height, where=grain.value
            )
    # Into memory first: where the path turns out not to be writable, no half-written file is left open.
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        for grain, frame in frames.items():
            _write_sheet(book, grain, frame)
    try:
        path.write_bytes(buffer.getvalue())
    except OSError as problem:
        raise FileError("the workbook cannot be written", found=str(problem), where=str(path)) from problem


def header_of(fact: Fact) -> str:
    """The Chinese header of a fact, with its unit where it is money."""
    if fact.currency is None:
        return fact.label.zh
    unit = plain_unit(fact)
    return fact.label.zh if fact.label.zh.endswith(f"（{unit}）") else f"{fact.label.zh}（{unit}）"


def _write_sheet(book: xlsxwriter.Workbook, grain: Grain, frame: pl.DataFrame) -> None:
    columns = dictionary().columns_of(grain)
    facts = [columns[name] for name in frame.columns if name not in BOOKKEEPING]
    sheet = book.add_worksheet(GRAINS[grain].label.zh)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(0, len(facts) - 1), 16)
    for at, fact in enumerate(facts):
        sheet.write_string(0, at, header_of(fact))
    for row, values in enumerate(frame.select(fact.name for fact in facts).iter_rows(), start=1):
        for at, (fact, value) in enumerate(zip(facts, values, strict=True)):
            shown = None if value is None else shown_value(fact, value)
            if isinstance(shown, date):
                sheet.write_datetime(row, at, shown, day)
            elif isinstance(shown, float):
                sheet.write_number(row, at, shown)
            elif shown is not None:
                sheet.write_string(row, at, shown)


def shown_value(fact: Fact, value: object) -> float | str | date:
    """A stored value as a person would type it: a number, a date, or a text.

    Amounts within the dictionary's bounds have at most fifteen digits, so as floats in 元 they still read back exactly.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value
    if isinstance(value, int):
        if fact.kind is FactKind.RATIO:
            return format_rate(value)
        return value / 100 if fact.kind in {FactKind.MONEY, FactKind.SCORE} else float(value)
    if fact.kind is FactKind.CHOICE:
        return next(choice.label.zh for choice in fact.choices if choice.code == value)
    return str(value)
