"""Aggregates that tell of no single enterprise: what is rounded, what is withheld, and what cannot be worked out."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.enterprises.importing import LOCAL_LIMITS, import_file
from kejin.packs import load_packs
from kejin.planning import offers
from kejin.planning.aggregates import (
    Aggregates,
    Scheme,
    aggregates,
    counted,
    read_aggregates,
    standing_frame,
    write_aggregates,
)
from kejin.planning.aggregates.disclosure import Protection, protected, rounded
from kejin.planning.aggregates.reading import Reading
from kejin.planning.aggregates.shares import STEPS, share_text, step_of
from kejin.policy import Dates, evaluate

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "enterprises.xlsx"
DAY = date(2026, 10, 31)
counts = st.integers(0, 10_000)
bases = st.integers(3, 20)


@st.composite
def splits(draw: st.DrawFn) -> tuple[list[int], list[int], int, bool]:
    """Parts, numbers that were drawn for them, a base, and whether the whole goes up."""
    parts = draw(st.lists(st.one_of(counts, st.integers(0, 12)), min_size=1, max_size=30))
    order = draw(st.permutations(range(len(parts))))
    return parts, list(order), draw(bases), draw(st.booleans())


@given(splits())
def test_rounded_parts_are_multiples_beside_the_truth_and_add_up(
    split: tuple[list[int], list[int], int, bool],
) -> None:
    parts, order, base, up = split
    whole, made = rounded(sum(parts), parts, order, base=base, up=up)
    assert whole == sum(made)
    for told, true in zip([whole, *made], [sum(parts), *parts], strict=True):
        assert told % base == 0
        assert abs(told - true) < base
        if true % base == 0 and told != whole:
            assert told == true


@given(splits(), st.data())
def test_what_is_told_does_not_depend_on_the_remainders(
    split: tuple[list[int], list[int], int, bool], data: st.DataObject
) -> None:
    """Whoever sees the figures knows between which multiples a count lies; not where, though he knew all but two."""
    parts, order, base, up = split
    loose = [place for place, part in enumerate(parts) if part % base]
    if len(loose) < 2:
        return
    one, two = data.draw(st.permutations(loose))[:2]
    others = list(parts)
    # Any move of enterprises between two parts that leaves both between the same multiples.
    moves = [
        move for move in range(-base, base + 1)
        if 0 < parts[one] % base + move < base and 0 < parts[two] % base - move < base
    ]  # fmt: skip
    move = data.draw(st.sampled_from(moves))
    others[one] += move
    others[two] -= move
    assert rounded(sum(parts), parts, order, base=base, up=up) == rounded(
        sum(others), others, order, base=base, up=up
    )


@given(st.integers(1, 4), st.integers(1, 4), st.booleans())
def test_one_enterprise_is_told_like_four(few: int, others: int, up: bool) -> None:
    assert rounded(few, [], [], base=5, up=up) == rounded(others, [], [], base=5, up=up)


@pytest.fixture(scope="module")
def found() -> Aggregates:
    """The example table of 200 enterprises, counted."""
    ruleset, facts = (
        load_packs().compile(Dates(DAY, DAY, DAY)),
        import_file(EXAMPLE, None, limits=LOCAL_LIMITS).factset,
    )
    scheme = Scheme.of(ruleset)
    parts = counted(
        scheme, facts, [evaluate(ruleset, facts)], standing=standing_frame(ruleset, facts),
        offers=offers(scheme.catalogue, facts),
    )  # fmt: skip
    return aggregates(scheme, [parts])


@pytest.fixture(scope="module")
def told(found: Aggregates) -> Aggregates:
    return protected(found, Protection(key=b"a secret"))


def test_every_count_is_a_multiple_and_no_difference_gives_another(
    found: Aggregates, told: Aggregates
) -> None:
    for name in ("decisions", "products", "matrix", "conditions", "missing"):
        sums = {"amount", "net_cost", "relief", "open_fen", "nearly_fen", "undetermined_fen"}
        columns = [
            column for column, kind in told[name].schema.items() if kind == pl.Int64 and column not in sums
        ]
        assert columns
        assert told[name].select((pl.col(columns) % 5 == 0).all()).row(0) == (True,) * len(columns)
    for table, key in (("products", ["product"]), ("matrix", ["instrument"])):
        whole = told.split(table).group_by(key).agg(pl.col("open", "nearly").sum()).sort(key)
        for dimension in ("city_code", "platform", "key_industry", "tier"):
            summed = told.split(table, dimension).group_by(key).agg(pl.col("open", "nearly").sum()).sort(key)
            both = whole.join(summed, on=key, suffix="_summed")
            assert both.height == summed.height > 0
            assert (both["open"] == both["open_summed"]).all()
            assert (both["nearly"] == both["nearly_summed"]).all()
    for name in ("decisions", "products"):
        hidden = told[name].filter(pl.col("dimension") != "")["not_eligible"]
        assert hidden.null_count() == hidden.len() > 0
    # There were counts of few to hide.
    assert found["matrix"].filter(pl.col("open").is_between(1, 4)).height > 100


def test_a_part_is_seldom_told_as_more_than_its_whole(found: Aggregates, told: Aggregates) -> None:
    cells = told["matrix"]
    assert set(cells.filter(pl.col("dimension") != "")["stage"]) == {""}
    assert set(cells.filter(dimension="")["stage"]) == set(found["matrix"]["stage"])
    more = cells.filter(pl.col("open") > pl.col("enterprises"))
    assert more.height * 20 < cells.height
    assert (more["open"] - more["enterprises"] <= 5).all()
    assert (share_text(10, 5), step_of(10, 5)) == ("≈100%", STEPS)


def test_sums_are_told_of_the_whole_alone_and_of_enough(found: Aggregates, told: Aggregates) -> None:
    cells = told["matrix"]
    assert (
        cells.filter(pl.col("dimension") != "")["open_fen"].null_count()
        == cells.filter(pl.col("dimension") != "").height
    )
    shown = cells.filter(pl.col("open_fen").is_not_null())
    true = found["matrix"].join(
        shown.select("dimension", "value", "stage", "instrument"),
        on=["dimension", "value", "stage", "instrument"],
    )
    assert 0 < shown.height <= cells.filter(dimension="").height
    assert (true["open"] - true["open_without_amount"] >= 10).all()
    assert all(len(str(value).rstrip("0")) <= 2 for value in shown["open_fen"])


def test_what_may_be_one_enterprise_s_is_left_out(found: Aggregates, told: Aggregates) -> None:
    grains = dict(found["questions"].select("decision", "grain").iter_rows())
    assert {grains[key] for key in found["decisions"]["decision"]} > {"enterprise"}
    for table in ("decisions", "conditions", "amounts"):
        assert {grains[key] for key in told[table]["decision"]} == {"enterprise"}
    assert told["enterprises"].height == 0


def test_the_same_figures_come_again_and_other_keys_draw_others(found: Aggregates, told: Aggregates) -> None:
    again, other = (protected(found, Protection(key=key)) for key in (b"a secret", b"another"))
    for name in found.frames:
        assert told[name].equals(again[name])
    assert not told["matrix"].equals(other["matrix"])


def test_pages_read_them_like_any_others(told: Aggregates, tmp_path: Path) -> None:
    reading = Reading(told)
    reach = reading.split("city_code")[0]
    assert reach.enterprises % 5 == 0
    assert {cell.open_fen for cell in reach.cells.values()} == {None}
    assert any(cell.open_fen for reach in reading.stages() for cell in reach.cells.values())
    write_aggregates(told, tmp_path)
    assert read_aggregates(tmp_path)["matrix"].equals(told["matrix"])


def test_too_weak_a_protection_is_none() -> None:
    for base, least in ((2, 10), (5, 4)):
        with pytest.raises(ValueError, match="at least"):
            Protection(base, least)
