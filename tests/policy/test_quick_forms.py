"""The forms that the engine uses for speed against plain Python on the same rows."""

import random
from datetime import date
from fractions import Fraction
from typing import Literal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.facts import Grain, Label
from kejin.policy.conditions import Reach
from kejin.policy.documents import ClauseDocument, Kind, TableDocument
from kejin.policy.evaluation import mask_exprs
from kejin.policy.explanation import Confidence
from kejin.policy.moves import Step, yearly_columns, yearly_frame
from kejin.policy.rules import Move
from kejin.policy.ruleset import Decision
from kejin.policy.tables import row_expr
from kejin.policy.terms import Count, Interval, Origin

FLAGS = st.sampled_from([True, False, None])
NUMBERS = st.none() | st.integers(-3, 40)


def decision_of(leaves: tuple[str, ...]) -> Decision:
    reach = Reach(Fraction(1, 5), 1, 183, 1)
    return Decision("p.d", "p", "d", Label("问", "Question"), Grain.ENTERPRISE, "root", leaves, (), reach)


@pytest.mark.parametrize("count", [1, 15, 16, 31, 32, 62])
def test_masks_hold_every_leaf_at_the_edges_of_their_integer_widths(count: int) -> None:
    leaves = tuple(f"leaf{place}" for place in range(count))
    values = (True, False, None)
    rows = [{leaf: values[(place + at) % 3] for place, leaf in enumerate(leaves)} for at in range(3)]
    rows += [dict.fromkeys(leaves, value) for value in values]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(leaves, pl.Boolean))
    fails, unknown = mask_exprs(decision_of(leaves), leaves)
    found = frame.select(fails=fails, unknown=unknown)
    assert found.schema == {"fails": pl.Int64, "unknown": pl.Int64}
    for mask, sought in (("fails", False), ("unknown", None)):
        expected = [sum(1 << at for at, leaf in enumerate(leaves) if row[leaf] is sought) for row in rows]
        assert found[mask].to_list() == expected


def ladder(edges: list[int], results: list[int], hit: Literal["unique", "first"]) -> TableDocument:
    bounds = [None, *edges, None]
    rows = []
    for at, result in enumerate(results):
        above, most = bounds[at], bounds[at + 1]
        when = {} if above is None else {"above": str(above)}
        when |= {} if most is None else {"at_most": str(most)}
        row = {
            "id": f"row{at}",
            "label": {"zh": "行", "en": "row"},
            "when": {"x": when},
            "value": str(result),
        }
        rows.append(row)
    version = {
        "from": date(2020, 1, 1),
        "rows": rows,
        "clause": ClauseDocument(doc="demonstration"),
        "confidence": Confidence.UNCONFIRMED,
    }
    return TableDocument.model_validate(
        {
            "id": "ladder",
            "label": {"zh": "表", "en": "Table"},
            "inputs": ["x"],
            "kind": Kind.COUNT,
            "hit": hit,
            "versions": [version],
        }
    )


@given(
    edges=st.lists(st.integers(0, 30), min_size=1, max_size=5, unique=True).map(sorted),
    values=st.lists(NUMBERS, min_size=1, max_size=30),
    scale=st.sampled_from([1, 40_000]),
    hit=st.sampled_from(["unique", "first"]),
    order=st.randoms(use_true_random=False),
    shuffled=st.booleans(),
)
def test_a_ladder_gives_the_row_that_a_person_reading_it_finds(
    edges: list[int],
    values: list[int | None],
    scale: int,
    hit: Literal["unique", "first"],
    order: random.Random,
    shuffled: bool,
) -> None:
    document = ladder(edges, [scale * (at + 1) for at in range(len(edges) + 1)], hit)
    rows = list(document.versions[0].rows)
    if shuffled:
        order.shuffle(rows)
    results = [int(row.value or 0) for row in rows]
    x = Count(pl.col("x"), Interval(-3, 40), None, Origin("node", "x"))
    found = pl.DataFrame({"x": values}, schema={"x": pl.Int64}).select(
        row_expr(document, rows, {"x": x}, results=results).alias("r")
    )
    steps = [sum(value > edge for edge in edges) if value is not None else None for value in values]
    assert found["r"].to_list() == [None if step is None else scale * (step + 1) for step in steps]
    assert found["r"].dtype == pl.Int64


def window_of(how: str, years: int) -> Step:
    move = Move(how, "x", Grain.FILING, Grain.ENTERPRISE, Label("值", "Value"), "years" if years else "")
    return Step("moved", move, "x", years)


def by_hand(how: str, known: dict[int, int | None], years: int) -> int | None:
    if how in ("latest", "back"):
        return known.get(2024 - years)
    window = [known.get(year) for year in range(2025 - years, 2025)]
    numbers = [value for value in window if value is not None]
    if len(numbers) < years:
        return None
    if how == "total":
        return sum(numbers)
    return max(numbers) if how == "highest" else min(numbers)


@given(
    filings=st.dictionaries(
        st.tuples(st.sampled_from("ab"), st.integers(2020, 2025)), st.none() | st.integers(-9, 9), min_size=1
    ),
    how=st.sampled_from(["latest", "back", "total", "highest", "lowest"]),
    years=st.integers(1, 4),
)
def test_a_window_of_years_gives_what_a_person_adding_it_up_finds(
    filings: dict[tuple[str, int], int | None], how: str, years: int
) -> None:
    years = 0 if how == "latest" else years
    rows = [{"enterprise_id": who, "year": year, "x": x} for (who, year), x in filings.items()]
    frame = pl.LazyFrame(rows, schema={"enterprise_id": pl.String, "year": pl.Int64, "x": pl.Int64})
    step = window_of(how, years)
    found = (
        yearly_frame(frame, [step], 2024, enterprises=frame)
        .with_columns(yearly_columns([step], 2024))
        .collect()
    )
    for who in {who for who, _ in filings}:
        known = {year: x for (owner, year), x in filings.items() if owner == who}
        assert found.filter(enterprise_id=who)["moved"].to_list() == [by_hand(how, known, years)]


@given(
    filings=st.dictionaries(st.tuples(st.sampled_from("ab"), st.integers(2021, 2025)), FLAGS, min_size=1),
    how=st.sampled_from(["every", "some"]),
    years=st.integers(1, 4),
)
def test_a_condition_over_a_window_follows_kleene(
    filings: dict[tuple[str, int], bool | None], how: str, years: int
) -> None:
    rows = [{"enterprise_id": who, "year": year, "x": x} for (who, year), x in filings.items()]
    frame = pl.LazyFrame(rows, schema={"enterprise_id": pl.String, "year": pl.Int64, "x": pl.Boolean})
    step = window_of(how, years)
    found = (
        yearly_frame(frame, [step], 2024, enterprises=frame)
        .with_columns(yearly_columns([step], 2024))
        .collect()
    )
    settles = how == "some"
    for who in {who for who, _ in filings}:
        window = [filings.get((who, year)) for year in range(2025 - years, 2025)]
        expected = settles if settles in window else (None if None in window else not settles)
        assert found.filter(enterprise_id=who)["moved"].to_list() == [expected]
