"""Out as a workbook and in again: the same facts."""

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.enterprises.builders import code, frame

from kejin.enterprises import export_workbook, import_file
from kejin.enterprises.exporting import header_of
from kejin.enterprises.importing.headers import read_header
from kejin.errors import FileError
from kejin.facts import GRAINS, Fact, FactKind, FactSet, Grain, check_frame, dictionary

names = st.text(st.sampled_from("甲乙丙科技有限公司ABC（）"), min_size=2, max_size=12)
TWO_YEARS = 2


def values_of(fact: Fact) -> st.SearchStrategy[object]:
    low, high = fact.minimum, fact.maximum
    if isinstance(low, date) and isinstance(high, date):
        # Before March 1900 a workbook's own calendar is wrong, and the import says so.
        return st.dates(max(low, date(1900, 3, 1)), high)
    if isinstance(low, int) and isinstance(high, int):
        return st.integers(low, high)
    if fact.kind is FactKind.FLAG:
        return st.booleans()
    return st.sampled_from(fact.codes) if fact.codes else names


@st.composite
def fact_sets(draw: st.DrawFn) -> FactSet:
    """A few enterprises with any facts, two years each."""
    count = draw(st.integers(1, 3))
    ids = [code(at) for at in range(count)]
    frames = {}
    for grain, keys in (
        (Grain.ENTERPRISE, {"enterprise_id": ids, "credit_code": ids}),
        (Grain.FILING, {"enterprise_id": ids * TWO_YEARS, "year": [2023] * count + [2024] * count}),
    ):
        free = [fact for fact in dictionary().of_grain(grain) if fact.name not in keys]
        chosen = draw(
            st.lists(st.sampled_from(free), unique_by=lambda fact: fact.name, min_size=1, max_size=6)
        )
        height = count if grain is Grain.ENTERPRISE else count * TWO_YEARS
        columns = {
            fact.name: draw(st.lists(st.none() | values_of(fact), min_size=height, max_size=height))
            for fact in chosen
        }
        schema = {fact.name: fact.dtype for fact in chosen}
        frames[grain] = check_frame(
            pl.DataFrame(keys).with_columns(pl.DataFrame(columns, schema=schema)), grain
        )
    return FactSet(frames)


@given(fact_sets())
def test_facts_survive_the_way_out_and_in(tmp_path_factory: pytest.TempPathFactory, facts: FactSet) -> None:
    path = tmp_path_factory.mktemp("out") / "facts.xlsx"
    export_workbook(facts, path)
    result = import_file(path)
    for grain, sent in facts.frames.items():
        keys = list(GRAINS[grain].keys)
        came = frame(result, grain).drop("_sheet", "_row")
        eager = sent.lazy().collect()
        assert came.select(eager.columns).sort(keys).equals(eager.sort(keys)), (came, eager)


def test_every_header_we_write_is_read_back_as_its_fact() -> None:
    for fact in dictionary().values():
        assert read_header(header_of(fact)).fact is fact


def test_a_text_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    enterprises = pl.DataFrame(
        {"enterprise_id": ["own:1", "own:2"], "enterprise_name": ["=1+1", "http://example.com"]}
    )
    export_workbook(FactSet({Grain.ENTERPRISE: enterprises}), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [sheet["B2"].data_type, sheet["B2"].value, sheet["B3"].hyperlink] == ["s", "=1+1", None]


def test_an_unknown_value_is_an_empty_cell_and_not_zero(tmp_path: Path) -> None:
    filings = pl.DataFrame(
        {"enterprise_id": [code(1)], "year": [2024], "revenue_fen": [None], "net_profit_fen": [0]}
    )
    export_workbook(FactSet({Grain.FILING: check_frame(filings, Grain.FILING)}), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [sheet["C2"].value, sheet["D2"].value] == [None, 0]


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    one = FactSet({Grain.ENTERPRISE: pl.DataFrame({"enterprise_id": ["own:1"]})})
    with pytest.raises(FileError, match="cannot be written"):
        export_workbook(one, tmp_path / "nowhere" / "a.xlsx")
    many = pl.DataFrame({"enterprise_id": pl.int_range(1_048_576, eager=True).cast(pl.String)})
    with pytest.raises(FileError, match="too many rows"):
        export_workbook(FactSet({Grain.ENTERPRISE: many}), tmp_path / "a.xlsx")
