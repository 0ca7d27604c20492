"""The facts beside a run come back as they were, with the way to their cells."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kejin.errors import FileError
from kejin.facts import FactSet, FactSource, Grain, SourceColumn, SourceSheet, check_frame
from kejin.runs.snapshot import read_facts, write_facts


def facts() -> FactSet:
    sheet = SourceSheet(
        "表.xlsx", "企业",
        {("enterprise_id", None): SourceColumn("A", "统一社会信用代码"), ("revenue_fen", 2025): SourceColumn("F", "2025年营业收入（万元）")},
    )  # fmt: skip
    enterprise = pl.DataFrame(
        {"enterprise_id": ["a"], "founded_on": [date(2019, 5, 20)], "_sheet": [0], "_row": [17]}
    )
    filing = pl.DataFrame(
        {"enterprise_id": ["a"], "year": [2025], "revenue_fen": [None], "_sheet": [0], "_row": [17]}
    )
    schema = {"_sheet": pl.UInt16, "_row": pl.UInt32}
    frames = {
        Grain.ENTERPRISE: check_frame(enterprise.cast(schema), Grain.ENTERPRISE),  # type: ignore[arg-type]
        Grain.FILING: check_frame(filing.cast({**schema, "revenue_fen": pl.Int64}), Grain.FILING),  # type: ignore[dict-item]
    }
    return FactSet(frames, frozenset({Grain.LOAN}), (sheet,))


def test_facts_come_back_as_they_were(tmp_path: Path) -> None:
    given = facts()
    write_facts(given, tmp_path / "facts")
    back = read_facts(tmp_path / "facts")
    assert set(back.frames) == set(given.frames)
    for grain, frame in given.frames.items():
        assert back.frames[grain].lazy().collect().equals(frame.lazy().collect(), null_equal=True)
        assert back.frames[grain].lazy().collect_schema() == frame.lazy().collect_schema()
    assert back.complete == given.complete
    assert back.sheets == given.sheets


def test_a_cell_is_still_found_after_the_way_through_the_files(tmp_path: Path) -> None:
    write_facts(facts(), tmp_path / "facts")
    back = read_facts(tmp_path / "facts")
    row = back.frames[Grain.FILING].lazy().collect().to_dicts()[0]
    assert back.locate("revenue_fen", row) == FactSource("表.xlsx", "企业", "F17", "2025年营业收入（万元）")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"complete": ["galaxy"], "sheets": []}',
        '{"complete": [], "sheets": [{"file": "a", "sheet": "b", "columns": 3}]}',
    ],
)
def test_a_broken_record_of_places_is_named(tmp_path: Path, text: str) -> None:
    write_facts(facts(), tmp_path / "facts")
    (tmp_path / "facts" / "sheets.json").write_text(text)
    with pytest.raises(FileError, match="cannot be read"):
        read_facts(tmp_path / "facts")
