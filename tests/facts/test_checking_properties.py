"""A frame passes the check exactly when plain Python, row by row, finds nothing wrong with it."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import FactErrors
from kejin.facts import Fact, FactKind, Grain, check_frame, dictionary, may_repeat

BOOK = dictionary()
COLUMNS = ("staff_count", "revenue_fen", "rd_expense_fen", "net_profit_fen")


def near(fact: Fact) -> st.SearchStrategy[int]:
    """A value at one of the fact's bounds, just outside, or anywhere between."""
    assert isinstance(fact.minimum, int)
    assert isinstance(fact.maximum, int)
    edges = [edge + step for edge in (fact.minimum, fact.maximum) for step in (-1, 0, 1)]
    return st.sampled_from(edges) | st.integers(fact.minimum, fact.maximum)


@st.composite
def filings(draw: st.DrawFn) -> list[dict[str, object]]:
    rows = draw(st.integers(0, 6))
    return [
        {
            "enterprise_id": draw(
                st.sampled_from(["a", "b", "c"]) | st.none() if row == 0 else st.sampled_from("abc")
            ),
            "year": draw(st.sampled_from([1989, 1990, 2023, 2024, 2100, 2101])),
            **{name: draw(st.none() | near(BOOK[name])) for name in COLUMNS},
        }
        for row in range(rows)
    ]


def wrong(row: dict[str, object], name: str) -> bool:
    """Whether a known value lies outside what the dictionary allows, or a key is missing."""
    fact, value = BOOK[name], row[name]
    if value is None:
        return name in {"enterprise_id", "year"}
    if fact.kind is FactKind.TEXT:
        return not 0 < len(str(value)) <= (fact.maximum or 0)  # type: ignore[operator]
    return not fact.minimum <= value <= fact.maximum  # type: ignore[operator]


@given(filings())
def test_a_frame_is_refused_for_what_is_wrong_and_for_nothing_else(rows: list[dict[str, object]]) -> None:
    names = ("enterprise_id", "year", *COLUMNS)
    frame = pl.DataFrame(
        {name: [row[name] for row in rows] for name in names},
        schema={name: BOOK[name].dtype for name in names},
    )
    cells = sum(wrong(row, name) for row in rows for name in names)
    keys = [(row["enterprise_id"], row["year"]) for row in rows]
    repeated = {key for key in keys if None not in key and keys.count(key) > 1}
    assert problems_of(frame) == cells + len(repeated)


def problems_of(frame: pl.DataFrame) -> int:
    """How many problems the check finds; a frame without any comes back as it went."""
    try:
        assert check_frame(frame, Grain.FILING).equals(frame)
    except FactErrors as errors:
        return len(errors.problems)
    return 0


KEYS = st.tuples(
    st.none() | st.text(max_size=2),
    st.none() | st.integers(0, 3),
    st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 3)),
)


@given(st.lists(KEYS, max_size=12))
def test_no_repeated_key_escapes_and_a_frame_of_different_keys_is_passed_at_once(
    keys: list[tuple[str | None, int | None, date | None]],
) -> None:
    schema = {"a": pl.String(), "b": pl.Int64(), "c": pl.Date()}
    frame = pl.DataFrame(keys, schema=schema, orient="row")
    known = [key for key in keys if None not in key]
    # Hashes of so few keys do not meet by chance.
    assert may_repeat(frame, list(schema)) is (len(set(known)) < len(known))
