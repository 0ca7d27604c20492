"""What several sources say put together, against a plain reading of the rule; and that statistics follow facts alone."""

import json
from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kejin.facts import Grain, check_frame
from kejin.records.filings.standing import ROWS, merged
from kejin.records.snapshots.building import without_names

FACTS = ("revenue_fen", "rd_expense_fen", "net_profit_fen")
values = st.dictionaries(st.sampled_from(FACTS), st.integers(0, 10**12))
said = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙"]), st.integers(2023, 2025), st.sampled_from([1, 2, 1_000_000]), st.integers(0, 3), values
    ),
    max_size=12,
)  # fmt: skip


def rows_of(filings: list[tuple[str, int, int, int, dict[str, int]]]) -> pl.DataFrame:
    rows = [
        (who, str(year), rank, date(2026, 3, 1) + timedelta(days), number, json.dumps(facts | {"year": year}))
        for number, (who, year, rank, days, facts) in enumerate(filings)
    ]
    return pl.DataFrame(rows, schema=ROWS, orient="row")


@given(said)
def test_each_fact_is_from_the_first_source_that_knows_it(
    filings: list[tuple[str, int, int, int, dict[str, int]]],
) -> None:
    found = merged(rows_of(filings), Grain.FILING)
    expected: dict[tuple[str, int], dict[str, Any]] = {}
    order = sorted(enumerate(filings), key=lambda each: (each[1][2], -each[1][3], -each[0]))
    for _, (who, year, _, days, facts) in order:
        row = expected.setdefault((who, year), {"_known_since": date(2026, 3, 1)} | dict.fromkeys(FACTS))
        row["_known_since"] = max(row["_known_since"], date(2026, 3, 1) + timedelta(days))
        for name in FACTS:
            row[name] = facts.get(name) if row[name] is None else row[name]
    shown = {(row["enterprise_id"], row["year"]): row for row in found.iter_rows(named=True)}
    assert {key: {name: row[name] for name in expected[key]} for key, row in shown.items()} == expected
    check_frame(found, Grain.FILING)


firms = st.lists(
    st.tuples(st.sampled_from(["C39", "I65"]), st.lists(st.integers(1, 5), max_size=3), st.integers(0, 2)),
    min_size=1, max_size=6,
)  # fmt: skip


def frames_of(names: list[str], firms: list[tuple[str, list[int], int]]) -> dict[Grain, pl.DataFrame]:
    """Enterprises, their years, and so many patents each, under some names."""
    pairs = sorted(zip(names, firms, strict=True))
    enterprises = [
        {"enterprise_id": n, "enterprise_name": f"公司{n}", "industry_code": i} for n, (i, _, _) in pairs
    ]
    years = [
        {"enterprise_id": n, "year": 2020 + at, "revenue_fen": value}
        for n, (_, revenues, _) in pairs
        for at, value in enumerate(revenues)
    ]
    patents = [
        {"enterprise_id": n, "right_no": f"{n}-{k}"} for n, (_, _, count) in pairs for k in range(count)
    ]
    frames = {Grain.ENTERPRISE: pl.DataFrame(enterprises)}
    frames |= {Grain.FILING: pl.DataFrame(years)} if years else {}
    frames |= {Grain.PATENT: pl.DataFrame(patents)} if patents else {}
    return frames


@given(firms, st.randoms(use_true_random=False))
def test_without_names_only_the_facts_are_left(firms: list[tuple[str, list[int], int]], random: Any) -> None:
    """Other names for the same facts give the same statistics: a number says nothing about whose it is."""
    names = [f"E{number}" for number in range(len(firms))]
    others = [f"Z{number}" for number in random.sample(range(100), len(firms))]
    one, two = without_names(frames_of(names, firms), 0), without_names(frames_of(others, firms), 0)
    assert one.keys() == two.keys()
    for grain, frame in one.items():
        assert frame.sort(pl.all()).equals(two[grain].sort(pl.all())), grain
        written = frame.write_csv()
        assert not any(f",{name}" in written or f"\n{name}" in written for name in names)
        assert "公司" not in written
    assert one[Grain.ENTERPRISE]["enterprise_id"].n_unique() == len(firms)
