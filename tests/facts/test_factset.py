"""From a fact back to its cell."""

import pickle

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kejin.facts import FactSet, FactSource, Grain, SourceColumn, SourceSheet, column_letter

SHEET = SourceSheet(
    "企业.xlsx",
    "收入",
    {
        ("revenue_fen", 2024): SourceColumn("D", "2024年营收"),
        ("staff_count", None): SourceColumn("AB", "人数"),
    },
)
FACTS = FactSet({Grain.FILING: pl.DataFrame({"enterprise_id": ["a"], "year": [2024]})}, sheets=(SHEET,))


def test_a_yearly_fact_is_found_by_its_year() -> None:
    row = {"year": 2024, "_sheet": 0, "_row": 17}
    assert FACTS.locate("revenue_fen", row) == FactSource("企业.xlsx", "收入", "D17", "2024年营收")
    assert FACTS.locate("revenue_fen", {**row, "year": 2023}) is None
    assert FACTS.locate("revenue_fen", {"_sheet": 0, "_row": 17}, 2024) is not None


def test_a_column_without_a_year_serves_every_year() -> None:
    source = FACTS.locate("staff_count", {"year": 2023, "_sheet": 0, "_row": 3})
    assert source is not None
    assert source.cell == "AB3"


@pytest.mark.parametrize(
    "row", [{}, {"_sheet": 0}, {"_row": 3}, {"_sheet": 5, "_row": 3}, {"_sheet": None, "_row": 3}]
)
def test_what_nobody_recorded_has_no_cell(row: dict[str, object]) -> None:
    assert FACTS.locate("staff_count", row) is None


def test_a_fact_set_travels_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(FACTS))
    assert again.locate("staff_count", {"_sheet": 0, "_row": 3}) == FACTS.locate(
        "staff_count", {"_sheet": 0, "_row": 3}
    )
    assert again.frames[Grain.FILING].equals(FACTS.frames[Grain.FILING])


def test_a_fact_set_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        FACTS.frames[Grain.LOAN] = pl.DataFrame()  # type: ignore[index]


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_lettered_as_in_a_workbook(index: int, letters: str) -> None:
    assert column_letter(index) == letters


@pytest.mark.parametrize("order", ["sorted", "shuffled", "lazy"])
@pytest.mark.parametrize("count", [6, 60_000])
def test_rows_are_found_in_a_frame_of_any_order_and_length(order: str, count: int) -> None:
    frame = pl.DataFrame(
        {
            "enterprise_id": [f"e{i // 3:05}" for i in range(count)],
            "year": [2022 + i % 3 for i in range(count)],
        }
    )
    frame = (
        frame.sort("enterprise_id") if order == "sorted" else frame.sample(fraction=1, shuffle=True, seed=1)
    )
    facts = FactSet({Grain.FILING: frame.lazy() if order == "lazy" else frame})
    for wanted in ({"enterprise_id": "e00001"}, {"enterprise_id": "e00000", "year": 2023}, {"year": 2022}):
        tests = [pl.col(name) == value for name, value in wanted.items()]
        for _ in range(2):  # the second time from what the first one kept
            assert_frame_equal(facts.rows_where(Grain.FILING, wanted), frame.filter(tests))
    assert facts.rows_where(Grain.FILING, {"enterprise_id": "nobody"}).is_empty()
