"""The matrix counted by hand over a few enterprises, and its sums against the offers."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.sample import WAN, offered

from kejin.errors import CatalogueError
from kejin.planning import INSTRUMENTS, matrix

FIRMS = (
    {"revenue_fen": 2000 * WAN, "gazelle_recognised": True, "city_code": "4401"},  # growth; loan, grant
    {"revenue_fen": 300 * WAN, "gazelle_recognised": False, "city_code": "4403"},  # growth; loan only
    {"revenue_fen": 90 * WAN, "city_code": "4401"},  # seed: the loan is not meant for it; grant open question
    {"gazelle_recognised": True},  # stage not known: products of any stage
)


def cell(stage: str, instrument: str, **where: object) -> dict[str, object]:
    found = matrix(offered(*FIRMS), by=next(iter(where), "")).cells.filter(
        stage=stage, instrument=instrument, **where
    )
    return found.row(0, named=True) if found.height else {}


def test_an_enterprise_counts_once_by_its_best_verdict_at_its_stage() -> None:
    loans = cell("growth", "loan")
    assert (loans["enterprises"], loans["open"], loans["nearly"], loans["undetermined"]) == (2, 2, 0, 0)
    assert loans["open_fen"] == 1000 * WAN + 150 * WAN
    assert cell("seed", "loan")["open"] == 0
    assert cell("seed", "policy")["undetermined"] == 1
    grants = cell("growth", "policy")
    assert (grants["open"], grants["open_fen"]) == (1, 10 * WAN)


def test_where_the_stage_is_not_known_products_of_any_stage_count() -> None:
    assert cell("undetermined", "loan")["undetermined"] == 1
    assert cell("undetermined", "policy")["open"] == 1


def test_an_amount_that_is_not_known_is_counted_and_not_added() -> None:
    loans = cell("undetermined", "loan")
    assert (loans["undetermined_fen"], loans["undetermined_without_amount"]) == (0, 1)


def test_every_instrument_has_its_cells_even_where_nothing_is_offered() -> None:
    cells = matrix(offered(*FIRMS)).cells
    assert cells["instrument"].unique(maintain_order=True).to_list() == list(INSTRUMENTS)
    assert cells.filter(instrument="bond")["open"].sum() == 0


def test_a_dimension_splits_the_cells_and_an_unknown_place_stays_unknown() -> None:
    assert cell("growth", "loan", city_code="4401")["open"] == 1
    found = matrix(offered(*FIRMS), by="city_code").cells
    assert found["city_code"].null_count() == len(INSTRUMENTS)


def test_another_dimension_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"city_code.*colour"):
        matrix(offered(*FIRMS), by="colour")


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "revenue_fen": st.integers(0, 3000 * WAN),
                "gazelle_recognised": st.booleans(),
                "city_code": st.sampled_from(["4401", "4403"]),
            },
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_cells_of_a_dimension_add_up_to_the_whole(rows: list[dict[str, object]]) -> None:
    made = offered(*rows)
    whole, split = matrix(made).cells, matrix(made, by="city_code").cells
    numbers = [name for name in whole.columns if name not in ("stage", "instrument")]
    summed = split.group_by("stage", "instrument", maintain_order=True).agg(pl.col(numbers).sum())
    assert summed.sort("stage", "instrument").rows() == whole.sort("stage", "instrument").rows()
    assert whole.filter(instrument="loan")["enterprises"].sum() == len(rows)
