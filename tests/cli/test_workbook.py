"""The workbook, read back by another library: every text is text, amounts are yuan, equal runs give equal bytes."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import polars as pl
import pytest

from kejin.cli.workbook import AskRow, Tables, write_workbook
from kejin.facts import Label
from kejin.policy.evaluation import AMOUNT_SCHEMA, VERDICT_SCHEMA

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    '=HYPERLINK("http://x.example","y")',
    "http://x.example",
    "00123",
)


def tables(name: str, fen: int | None = 12_345) -> Tables:
    verdict = {
        "policy": "p", "decision": "d", "grain": "enterprise", "enterprise_id": "E1", "subject": name, "verdict": "nearly",
        "fail_mask": 1, "unknown_mask": 0, "failed": ["r"], "unknown": [],
    }  # fmt: skip
    amount = {key: verdict[key] for key in ("policy", "decision", "grain", "enterprise_id", "subject")}
    amounts = [
        {**amount, "name": "a", "value": fen, "unit": "fen"},
        {**amount, "name": "b", "value": 31_500_000, "unit": "ppb"},
    ]
    return Tables(
        verdicts=pl.DataFrame([verdict], schema=VERDICT_SCHEMA),
        amounts=pl.DataFrame(amounts, schema=AMOUNT_SCHEMA),
        asks=[AskRow("E1", name, Label("科技人员数", "Technical staff"), 2025, (Label(name, name),))],
        names={"E1": name},
        labels={
            "p.r": Label("研发占比", "R&D share"),
            "p.a": Label("补偿", "Compensation"),
            "p.b": Label("比例", "Share"),
        },
        decisions={"p.d": Label(name, name)},
    )


def read(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
        for sheet in book
    }


@pytest.mark.parametrize("name", FORMULAS)
def test_no_text_becomes_a_formula_a_link_or_a_number(
    sample: SimpleNamespace, tmp_path: Path, name: str
) -> None:
    write_workbook(tmp_path / "w.xlsx", sample.summary, tables(name))
    cells = [cell for rows in read(tmp_path / "w.xlsx").values() for row in rows for cell in row]
    assert not [cell for cell in cells if cell[1] == "f"]
    assert (name, "s") in cells
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_there_are_four_sheets_with_the_verdict_in_words(sample: SimpleNamespace, tmp_path: Path) -> None:
    write_workbook(tmp_path / "w.xlsx", sample.summary, tables("甲"))
    sheets = read(tmp_path / "w.xlsx")
    assert list(sheets) == ["汇总 Summary", "结论 Verdicts", "金额 Amounts", "待补事实 Facts to ask for"]
    values = [value for value, _ in sheets["结论 Verdicts"][1]]
    assert values[:6] == ["E1", "甲", "甲", "甲", "接近 Nearly", "研发占比 R&D share"]
    assert [value for value, _ in sheets["待补事实 Facts to ask for"][1]] == [
        "E1",
        "甲",
        "科技人员数 Technical staff",
        2025,
        "甲",
    ]


def test_amounts_are_yuan_and_per_cent_and_unknown_ones_are_no_zeros(
    sample: SimpleNamespace, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "w.xlsx", sample.summary, tables("甲"))
    rows = read(tmp_path / "w.xlsx")["金额 Amounts"]
    assert [row[5] for row in rows[2:]] == [(123.45, "n"), (0.0315, "n")]
    write_workbook(tmp_path / "w.xlsx", sample.summary, tables("甲", None))
    rows = read(tmp_path / "w.xlsx")["金额 Amounts"]
    assert [row[5] for row in rows[2:]] == [(0.0315, "n")]
    assert "Parquet" in str(rows[0][0][0])


def test_the_summary_counts_and_names_its_dates(sample: SimpleNamespace, tmp_path: Path) -> None:
    write_workbook(tmp_path / "w.xlsx", sample.summary, tables("甲"))
    rows = [[value for value, _ in row] for row in read(tmp_path / "w.xlsx")["汇总 Summary"]]
    assert rows[0][1] == "2026-03-01"
    counted = {row[1]: row[2:7] for row in rows[-len(sample.summary.decisions) :]}
    assert counted["高新技术企业 High-tech enterprise"] == [43, 11, 30, 116, 200]


def test_equal_runs_give_equal_bytes(sample: SimpleNamespace, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, sample.summary, tables("甲"))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
