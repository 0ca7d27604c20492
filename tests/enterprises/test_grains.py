"""Every grain has a sheet of its own: a bond list, a fund list, a hedge book come in beside the enterprises."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.enterprises.builders import Cell, code, column, frame, problems, workbook

from kejin.enterprises import export_workbook, import_file
from kejin.facts import GRAINS, Fact, FactKind, FactSet, Grain, check_frame, dictionary

YEAR = 2024


def value_of(fact: Fact, row: int) -> object:
    """A value of the fact that differs from row to row where it can."""
    if fact.name in {"enterprise_id", "credit_code"}:
        return code(row)
    if isinstance(fact.minimum, int) and isinstance(fact.maximum, int):
        return YEAR if fact.kind is FactKind.YEAR else min(fact.maximum, fact.minimum + 1 + row)
    if fact.codes:
        return fact.codes[row % len(fact.codes)]
    return {FactKind.DATE: date(YEAR, 1, 1 + row), FactKind.FLAG: bool(row % 2)}.get(fact.kind, f"甲{row}")


def full(grain: Grain, rows: int = 2) -> pl.DataFrame:
    """Rows of a grain in which every fact is known."""
    columns = dictionary().columns_of(grain)
    plain = {name: [value_of(fact, row) for row in range(rows)] for name, fact in columns.items()}
    return check_frame(
        pl.DataFrame(plain, schema={name: fact.dtype for name, fact in columns.items()}), grain
    )


@pytest.mark.parametrize("grain", Grain)
def test_every_fact_of_every_grain_comes_back_from_a_sheet_of_its_own(tmp_path: Path, grain: Grain) -> None:
    sent = full(grain)
    export_workbook(FactSet({grain: sent}), tmp_path / "a.xlsx")
    came = frame(import_file(tmp_path / "a.xlsx"), grain)
    keys = list(GRAINS[grain].keys)
    assert came.select(sent.columns).sort(keys).equals(sent.sort(keys))


def test_one_workbook_holds_the_sheets_of_all_grains(tmp_path: Path) -> None:
    sent = {grain: full(grain) for grain in Grain}
    export_workbook(FactSet(sent), tmp_path / "a.xlsx")
    result = import_file(tmp_path / "a.xlsx")
    for grain, frame_sent in sent.items():
        assert frame(result, grain).select(frame_sent.columns).height == frame_sent.height, grain


LISTS: dict[Grain, list[list[Cell]]] = {
    Grain.BOND: [["债券代码", "统一社会信用代码"], ["B1", code(1)], ["B2", code(1)]],
    Grain.FOREIGN_DEBT: [["外债编号", "统一社会信用代码"], ["D1", code(1)]],
    Grain.HEDGE: [["套保编号", "企业名称"], ["H1", "甲公司"]],
    Grain.INSURANCE: [["保单号", "统一社会信用代码"], ["P1", code(1)]],
    Grain.INVESTMENT: [["投资项目编号", "基金编号", "统一社会信用代码"], ["V1", "F1", code(1)]],
}


@pytest.mark.parametrize("grain", LISTS)
def test_a_list_as_people_keep_it_is_taken_for_its_grain(tmp_path: Path, grain: Grain) -> None:
    firms: list[list[Cell]] = [["企业名称", "统一社会信用代码"], ["甲公司", code(1)]]
    sheets = {"企业": firms, "台账": LISTS[grain]}
    result = import_file(workbook(tmp_path, sheets))
    key = GRAINS[grain].keys[0]
    assert column(result, grain, key) == [row[0] for row in LISTS[grain][1:]]
    # By code, or by the name that the enterprise sheet links to its code.
    assert set(column(result, grain, "enterprise_id")) == {code(1)}


def test_a_number_that_stands_twice_in_a_list_is_refused_with_both_rows(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["债券代码", "统一社会信用代码"], ["B1", code(1)], ["B1", code(2)]]
    (problem,) = problems(workbook(tmp_path, {"债券": rows})).cells
    assert (problem.cell, problem.value) == ("A3", "B1")
    assert "A2" in problem.expected.en or "2" in problem.expected.en
