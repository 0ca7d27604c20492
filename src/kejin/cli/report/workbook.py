"""The office's workbook: a cover that says what it is, then one sheet for each table of the report.

Texts are written as texts and never as formulas; a figure keeps its exact value and gets a format; what is unknown is
an empty cell. Equal reports give equal bytes: the file's own date is the run's known-by day.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from kejin.cli.pages.wording import WORDS as PAGE_WORDS
from kejin.cli.report.material import Material
from kejin.cli.report.model import Cell, Column, DataTable, Kind, Section
from kejin.cli.report.words import WORDS
from kejin.facts import Label

_HEAD_ROWS = 3
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "·"))
_WIDTHS = {Kind.COUNT: 12, Kind.MONEY: 20, Kind.SHARE: 11, Kind.DAY: 12}
_UNITS = {Kind.MONEY: Label("（元）", " (CNY)"), Kind.SHARE: Label("", "")}


def write_report_workbook(path: Path, material: Material, chapters: Sequence[Section]) -> None:
    """Write the workbook."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    made = datetime.combine(material.manifest.three_dates.known_by, datetime.min.time())
    book.set_properties({"title": WORDS["heading"].en, "created": made})
    tables = [table for chapter in chapters for table in chapter.tables]
    names = [_sheet_name(place, table) for place, table in enumerate(tables, start=1)]
    sheets = _Sheets(book, _notice(material))
    sheets.cover(material, tables, names)
    for table, name in zip(tables, names, strict=True):
        sheets.table(table, name)
    book.close()


def _sheet_name(place: int, table: DataTable) -> str:
    """A name that every program accepts, and that no other sheet has because it begins with its place."""
    return f"{place:02d} {table.title.zh.translate(_NOT_IN_NAMES)}"[:_LONGEST_NAME]


def _notice(material: Material) -> Label | None:
    return PAGE_WORDS["synthetic"] if material.manifest.synthetic else None


class _Sheets:
    """Sheets of one look."""

    def __init__(self, book: Any, notice: Label | None) -> None:
        self.book, self.notice = book, notice
        grid = {"valign": "top", "font_name": "Microsoft YaHei", "font_size": 10}
        self.text = book.add_format({**grid, "text_wrap": True})
        self.title = book.add_format({**grid, "bold": True, "font_size": 14})
        self.soft = book.add_format({**grid, "font_color": "#4C5967"})
        self.warn = book.add_format({**grid, "bold": True, "font_color": "#7A2E1D"})
        self.link = book.add_format({**grid, "font_color": "#0B5A82", "underline": 1})
        head = {
            **grid,
            "bold": True,
            "text_wrap": True,
            "bg_color": "#E8EEF1",
            "bottom": 1,
            "border_color": "#8593A0",
        }
        self.head = book.add_format(head)
        self.head_right = book.add_format({**head, "align": "right"})
        self.numbers = {
            Kind.COUNT: book.add_format({**grid, "num_format": "#,##0"}),
            Kind.MONEY: book.add_format({**grid, "num_format": "#,##0.00"}),
            Kind.SHARE: book.add_format({**grid, "num_format": "0.0%"}),
            Kind.DAY: book.add_format({**grid, "num_format": "yyyy-mm-dd"}),
        }

    def cover(self, material: Material, tables: Sequence[DataTable], names: Sequence[str]) -> None:
        """What the workbook is, on which days and rules it rests, and a list of its sheets."""
        sheet = self.book.add_worksheet("说明 About")
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 1, 70)
        self._printed(sheet, landscape=False)
        lines = list(_cover_lines(material))
        sheet.write_string(0, 0, WORDS["heading"].zh, self.title)
        sheet.write_string(0, 1, WORDS["heading"].en, self.title)
        row = 1
        if self.notice is not None:
            sheet.write_string(row, 0, self.notice.zh, self.warn)
            sheet.write_string(row, 1, self.notice.en, self.warn)
            row += 1
        for label, value in lines:
            sheet.write_string(row, 0, f"{label.zh} {label.en}", self.soft)
            sheet.write_string(row, 1, value, self.text)
            row += 1
        for place, (table, name) in enumerate(zip(tables, names, strict=True), start=row + 1):
            sheet.write_url(place, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_string(place, 1, table.title.en, self.text)

    def table(self, table: DataTable, name: str) -> None:
        """A title, the notice, heads, and the rows with heads and first column frozen."""
        sheet = self.book.add_worksheet(name)
        columns = list(_columns(table))
        for place, (column, _, _) in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(column.kind, 40 if column.long else 22))
        sheet.write_string(0, 0, f"{table.title.zh}　{table.title.en}", self.title)
        if self.notice is not None:
            sheet.write_string(1, 0, f"{self.notice.zh}　{self.notice.en}", self.warn)
        for place, (column, head, _) in enumerate(columns):
            sheet.write_string(_HEAD_ROWS - 1, place, head, self.head_right if column.figure else self.head)
        for row, cells in enumerate(table.rows, start=_HEAD_ROWS):
            for place, (column, _, which) in enumerate(columns):
                self._cell(sheet, (row, place), _of_language(cells[which[0]], which[1]), kind=column.kind)
        last = _HEAD_ROWS - 1 + len(table.rows)
        sheet.autofilter(_HEAD_ROWS - 1, 0, max(last, _HEAD_ROWS), len(columns) - 1)
        sheet.freeze_panes(_HEAD_ROWS, 1)
        sheet.repeat_rows(_HEAD_ROWS - 1)
        self._printed(sheet, landscape=True)

    def _cell(self, sheet: Any, place: tuple[int, int], value: Cell, *, kind: Kind) -> None:
        if isinstance(value, int):
            scaled = value / 100 if kind is Kind.MONEY else value / 10**9 if kind is Kind.SHARE else value
            sheet.write_number(*place, scaled, self.numbers[kind])
        elif isinstance(value, date):
            sheet.write_datetime(*place, datetime.combine(value, datetime.min.time()), self.numbers[Kind.DAY])
        elif isinstance(value, str):
            sheet.write_string(*place, value[:_LONGEST_CELL], self.text)

    def _printed(self, sheet: Any, *, landscape: bool) -> None:
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        sheet.set_footer(f"&L{'合成数据 Synthetic data' if self.notice else ''}&R&P / &N")


def _columns(table: DataTable) -> Iterator[tuple[Column, str, tuple[int, str]]]:
    """The sheet's columns: a text column in both languages is two, each with its head and where its cells are from."""
    for place, column in enumerate(table.columns):
        if column.kind is Kind.TEXT and any(_two_languages(row[place]) for row in table.rows):
            yield column, column.label.zh, (place, "zh")
            yield column, column.label.en, (place, "en")
        else:
            unit = _UNITS.get(column.kind, Label("", ""))
            yield column, f"{column.label.zh}{unit.zh}\n{column.label.en}{unit.en}", (place, "zh")


def _two_languages(value: Cell) -> bool:
    return isinstance(value, Label) and value.zh != value.en


def _of_language(value: Cell, language: str) -> Cell:
    if isinstance(value, Label):
        text: str = getattr(value, language)
        return text
    return value


def _cover_lines(material: Material) -> Iterator[tuple[Label, str]]:
    manifest = material.manifest
    yield PAGE_WORDS["source_file"], manifest.source["file"]
    yield PAGE_WORDS["enterprise_count"], f"{material.aggregates.enterprises:,}"
    for key in ("law", "facts_as_of", "known_by"):
        yield PAGE_WORDS[key], manifest.dates[key]
    yield PAGE_WORDS["rules_version"], manifest.ruleset_digest
    yield Label("数据快照", "Snapshot"), manifest.snapshot_digest or "–"
    yield Label("缺失的数值", "Unknown"), "空格 an empty cell"
