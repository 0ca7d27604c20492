"""The workbook of a run: summary, verdicts, amounts, facts to ask for.

Every text is written as text. A name that begins with "=" stays a name: it is never handed to the writer's own
guessing, which would make a formula of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from kejin.assessment import ORDER, Summary
from kejin.cli.pages.wording import VERDICTS, WORDS
from kejin.facts import Label
from kejin.policy import Dates, Verdict

# A sheet's last row; a table that is longer is cut there and says so, and the Parquet file has the rest.
SHEET_ROWS = 1_048_576
_LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class AskRow:
    """One fact that one enterprise should supply, and the decisions that wait for it."""

    enterprise_id: str
    name: str
    fact: Label
    year: int | None
    waiting: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """What the workbook shows, beside the summary: long tables and the words for the names in them.

    `names` are enterprise names by id; `labels` those of conditions and amounts by "policy.rule"; `decisions` those
    of decisions by their key.
    """

    verdicts: pl.DataFrame
    amounts: pl.DataFrame
    asks: Sequence[AskRow]
    names: dict[str, str]
    labels: dict[str, Label]
    decisions: dict[str, Label]


def write_workbook(path: Path, summary: Summary, tables: Tables) -> None:
    """Write the four sheets. The file's own date is the run's known-by day, so equal runs give equal bytes."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    made = datetime.combine(summary.dates.known_by, datetime.min.time())
    book.set_properties({"title": "Kejin", "created": made})
    writer = _Writer(book)
    writer.table("汇总 Summary", _summary_head(summary.dates, summary.ruleset_digest), _summary_rows(summary))
    writer.table("结论 Verdicts", [_VERDICT_HEAD], _verdict_rows(tables))
    writer.table("金额 Amounts", [[_both(WORDS["known_only"])], _AMOUNT_HEAD], _amount_rows(tables))
    writer.table("待补事实 Facts to ask for", [_ASK_HEAD], _ask_rows(tables.asks))
    book.close()


class _Writer:
    """Rows onto sheets, each cell by its Python type."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF1"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.percent = book.add_format({"num_format": "0.00##%"})

    def table(self, title: str, heads: Sequence[Sequence[str]], rows: Iterable[Sequence[object]]) -> None:
        sheet = self.book.add_worksheet(title)
        width = max(len(head) for head in heads)
        sheet.set_column(0, width - 1, 24)
        for at, head in enumerate(heads):
            for column, text in enumerate(head):
                sheet.write_string(at, column, text, self.bold if at == len(heads) - 1 else None)
        sheet.freeze_panes(len(heads), 0)
        for at, row in enumerate(rows, start=len(heads)):
            if at == SHEET_ROWS - 1:
                sheet.write_string(at, 0, "… 其余见 Parquet 文件 / the rest is in the Parquet file")
                return
            for column, value in enumerate(row):
                self.cell(sheet, (at, column), value)

    def cell(self, sheet: Any, place: tuple[int, int], value: object) -> None:
        if isinstance(value, _Yuan):
            sheet.write_number(*place, value.fen / 100, self.money)
        elif isinstance(value, _Share):
            sheet.write_number(*place, value.ppb / 10**9, self.percent)
        elif isinstance(value, int):
            sheet.write_number(*place, value)
        elif value is not None:
            sheet.write_string(*place, str(value)[:_LONGEST_CELL])


@dataclass(frozen=True, slots=True)
class _Yuan:
    fen: int


@dataclass(frozen=True, slots=True)
class _Share:
    ppb: int


def _both(label: Label) -> str:
    return label.zh if label.zh == label.en else f"{label.zh} {label.en}"


def _summary_head(dates: Dates, digest: str) -> list[list[str]]:
    facts = [("law", dates.law), ("facts_as_of", dates.facts_as_of), ("known_by", dates.known_by)]
    lines = [[_both(WORDS[key]), value.isoformat()] for key, value in facts]
    lines.append([_both(WORDS["rules_version"]), digest])
    lines.append([_both(WORDS["rule_missing"])])
    return [
        *lines,
        [
            _both(WORDS["policy"]),
            "结论项 Decision",
            *(_both(VERDICTS[v]) for v in ORDER),
            _both(WORDS["total"]),
        ],
    ]


def _summary_rows(summary: Summary) -> Iterable[list[object]]:
    for decision in summary.decisions:
        counts = [decision.counts.get(verdict, 0) for verdict in ORDER]
        yield [_both(decision.policy), _both(decision.title), *counts, decision.total]


_VERDICT_HEAD = [
    "统一社会信用代码 Credit code", "企业 Enterprise", "结论项 Decision", "对象 Subject", "结论 Verdict",
    "未满足的条件 Conditions not met", "缺资料的条件 Conditions left open",
]  # fmt: skip
_AMOUNT_HEAD = [
    "统一社会信用代码 Credit code", "企业 Enterprise", "结论项 Decision", "对象 Subject", "金额项 Amount",
    "数值 Value", "单位 Unit",
]  # fmt: skip
_ASK_HEAD = [
    "统一社会信用代码 Credit code", "企业 Enterprise", "资料 Fact", "年度 Year", "用于判断 Needed for",
]  # fmt: skip


def _verdict_rows(tables: Tables) -> Iterable[list[object]]:
    for row in tables.verdicts.iter_rows(named=True):
        policy = row["policy"]
        yield [
            *_who(tables, row),
            _both(VERDICTS[Verdict(row["verdict"])]),
            "；".join(_both(_label(tables, _full(policy, rule))) for rule in row["failed"]),
            "；".join(_both(_label(tables, _full(policy, rule))) for rule in row["unknown"]),
        ]


def _amount_rows(tables: Tables) -> Iterable[list[object]]:
    for row in tables.amounts.drop_nulls("value").iter_rows(named=True):
        label = _both(_label(tables, f"{row['policy']}.{row['name']}"))
        yield [*_who(tables, row), label, *_value(row["value"], row["unit"])]


def _value(value: int, unit: str) -> tuple[object, str]:
    if unit == "fen":
        return _Yuan(value), "元 CNY"
    if unit in ("hkd_cent", "usd_cent"):
        return _Yuan(value), "港元 HKD" if unit == "hkd_cent" else "美元 USD"
    if unit == "ppb":
        return _Share(value), "%"
    return value, unit


def _who(tables: Tables, row: dict[str, Any]) -> list[object]:
    code = row["enterprise_id"]
    decision = tables.decisions[f"{row['policy']}.{row['decision']}"]
    return [code, tables.names.get(code, ""), _both(decision), row["subject"]]


def _full(policy: str, rule: str) -> str:
    """The name of a condition; one that was borrowed from another policy has its policy in it already."""
    return rule if "." in rule else f"{policy}.{rule}"


def _label(tables: Tables, name: str) -> Label:
    return tables.labels.get(name, Label(name, name))


def _ask_rows(asks: Iterable[AskRow]) -> Iterable[list[object]]:
    for ask in asks:
        yield [
            ask.enterprise_id,
            ask.name,
            _both(ask.fact),
            ask.year,
            "；".join(_both(label) for label in ask.waiting),
        ]
