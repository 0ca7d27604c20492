"""The first enterprises of a province: the same facts as in the whole, complete enough to be decided on."""

from pathlib import Path

import polars as pl
import pytest

from kejin.enterprises.synthetic import Order, read_synthetic, write_first, write_province
from kejin.errors import InputError
from kejin.facts import Grain

ORDER = Order(60, seed=3, block=40)
FIRST = 15


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    whole, first = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("first")
    write_province(ORDER, whole)
    write_first(ORDER, first, FIRST)
    return whole, first


def test_every_fact_of_the_first_enterprises_is_the_one_of_the_whole_province(
    folders: tuple[Path, Path],
) -> None:
    whole, first = (read_synthetic(folder).frames for folder in folders)
    ids = first[Grain.ENTERPRISE].lazy().collect()["enterprise_id"]
    assert len(ids) == FIRST
    for grain, frame in first.items():
        rows = frame.lazy().collect()
        if "enterprise_id" not in rows.columns:
            assert rows.height > 0, grain
            continue
        expected = whole[grain].lazy().filter(pl.col("enterprise_id").is_in(ids.implode())).collect()
        assert rows.equals(expected), grain


def test_the_lenders_of_its_loans_are_there(folders: tuple[Path, Path]) -> None:
    first = read_synthetic(folders[1]).frames
    lenders = set(first[Grain.INSTITUTION_YEAR].lazy().collect()["institution_id"])
    assert set(first[Grain.LOAN].lazy().collect()["institution_id"].drop_nulls()) <= lenders


def test_no_more_than_a_block_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too many"):
        write_first(ORDER, tmp_path, 41)
    assert list(tmp_path.iterdir()) == []
