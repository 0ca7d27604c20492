"""Against truth from outside: noisy twins of invented enterprises, with look-alikes that are different ones.

The linker sees neither the truth nor a credit code. It was developed on the entities with even numbers; nothing was
chosen by what the odd ones showed.
"""

from pathlib import Path

import polars as pl
import pytest

from kejin.enterprises.linking import Linked, link_tables, link_within

PRECISION, RECALL = 0.97, 0.90
# A look-alike has its model's number plus 20,000; both go into one half.
MODELS = 20_000


@pytest.fixture(scope="module")
def twins(data_dir: Path) -> pl.DataFrame:
    path = data_dir / "company_twins.parquet"
    if not path.is_file():
        pytest.skip(f"no file {path}; set KEJIN_DATA to the folder that holds company_twins.parquet")
    return pl.read_parquet(path)


def true_pairs(table: pl.DataFrame) -> set[frozenset[str]]:
    keys = table.select(pl.col("id").cast(pl.String), "entity")
    joined = keys.join(keys, on="entity", suffix="_other").filter(pl.col("id") < pl.col("id_other"))
    return {frozenset(pair) for pair in joined.select("id", "id_other").iter_rows()}


def check(linked: Linked, truth: set[frozenset[str]]) -> None:
    found = {frozenset(pair) for pair in linked.pairs.select("left", "right").iter_rows()}
    right = len(found & truth)
    assert right / len(found) >= PRECISION
    assert right / len(truth) >= RECALL


@pytest.mark.parametrize("half", [0, 1], ids=["developed-on", "held-out"])
def test_each_half_reaches_the_goals(twins: pl.DataFrame, half: int) -> None:
    some = twins.filter(pl.col("entity") % MODELS % 2 == half)
    check(link_within(some.drop("entity")), true_pairs(some))


def test_the_whole_table_reaches_the_goals_and_their_number_is_estimated(twins: pl.DataFrame) -> None:
    linked, truth = link_within(twins.drop("entity")), true_pairs(twins)
    check(linked, truth)
    assert linked.weights.expected == pytest.approx(len(truth), rel=0.02)


def test_two_tables_reach_the_goals(twins: pl.DataFrame) -> None:
    first = pl.col("id") == pl.col("id").min().over("entity")
    left, right = twins.filter(first), twins.filter(~first)
    check(link_tables(left.drop("entity"), right.drop("entity")), true_pairs(twins))


def test_without_telephone_and_person_the_goals_still_stand(twins: pl.DataFrame) -> None:
    check(link_within(twins.drop("entity", "phone_tail", "legal_rep")), true_pairs(twins))
