from pathlib import Path

import polars as pl
import pytest
from benchmarks.twenty_rules.data import WAN_FEN, fact_names, filings, write_parts
from benchmarks.twenty_rules.engine import DATES, answers, assert_same, compiled, factset, read
from benchmarks.twenty_rules.handwritten import COLUMNS, DECISION, twenty_rules

from kejin.facts import Grain, check_frame
from kejin.policy import Baseline, Overlay, explain, plan
from kejin.policy.lint import lint_store

ROWS = 4_000
EDGES = {
    "revenue_fen": (0, 5000 * WAN_FEN, 20000 * WAN_FEN),
    "total_assets_fen": (0, 20000 * WAN_FEN),
    "tax_paid_fen": (50 * WAN_FEN,),
    "interest_expense_fen": (100 * WAN_FEN,),
    "tech_contract_value_fen": (50 * WAN_FEN, 300 * WAN_FEN, 1000 * WAN_FEN),
    "staff_count": (0, 50, 200, 500),
    "conversion_count": (1, 4, 9),
    "rd_project_count": (2, 5, 9),
    "invention_application_count": (1,),
}


def edge_filings() -> pl.DataFrame:
    """Filings of which some stand exactly on, one unit below and one unit above each threshold of the rules."""
    frame = filings(ROWS)
    for name, edges in EDGES.items():
        around = [edge + step for edge in edges for step in (-1, 0, 1) if edge + step >= 0]
        chosen = pl.Series(around, dtype=pl.Int64).gather([at % len(around) for at in range(ROWS)])
        # A period that shares no factor with the number of edges brings every edge together with every other fact.
        onto = pl.int_range(ROWS) % 7 == len(name) % 7
        frame = frame.with_columns(pl.when(onto).then(chosen).otherwise(pl.col(name)).alias(name))
    return frame


@pytest.mark.parametrize("frame", [filings(ROWS), edge_filings()], ids=["drawn", "at the thresholds"])
def test_the_engine_and_the_rules_by_hand_agree_on_every_row_of_every_column(frame: pl.DataFrame) -> None:
    found = answers(compiled(read()), factset(frame)).frames[Grain.FILING]
    assert_same(found, twenty_rules(frame.lazy()).collect())
    assert tuple(found.columns) == COLUMNS


def test_two_frames_that_differ_in_one_unknown_are_told_apart() -> None:
    expected = twenty_rules(filings(50).lazy()).collect()
    wrong = expected.with_columns(pl.when(pl.int_range(50) != 7).then(pl.col(DECISION)).alias(DECISION))
    with pytest.raises(AssertionError, match=f"{DECISION} differs in 1 rows"):
        assert_same(wrong, expected)


def test_the_data_are_checked_facts_and_each_column_has_unknown_values() -> None:
    frame = check_frame(filings(ROWS), Grain.FILING)
    unknown = [frame[name].null_count() / ROWS for name in fact_names()]
    assert len(unknown) == 18
    assert all(0.01 < share < 0.05 for share in unknown)
    assert filings(ROWS).equals(filings(ROWS))


def test_every_leaf_is_met_by_some_filings_missed_by_some_and_unknown_for_some() -> None:
    frame = twenty_rules(filings(ROWS).lazy()).collect()
    for mask in (frame[f"{DECISION}:fail"], frame[f"{DECISION}:unknown"]):
        for place in range(14):
            assert 0 < (mask // (1 << place) % 2).sum() < ROWS


def test_the_pack_has_twenty_rules_and_lints_clean() -> None:
    store = read()
    assert len(store.policy("twenty_rules").rules) == 20
    assert lint_store(store, DATES) == []


def test_streamed_part_files_give_the_answers_of_the_same_rows_in_memory(tmp_path: Path) -> None:
    write_parts(tmp_path, rows=ROWS, parts=3)
    ruleset = compiled(read())
    scanned = pl.scan_parquet(tmp_path / "part-*.parquet")
    streamed = plan(ruleset, factset(scanned), ruleset.decisions, near=False)[Grain.FILING]
    streamed.sink_parquet(tmp_path / "answers.parquet", engine="streaming")
    whole = pl.concat([filings(ROWS, part=part) for part in range(3)])
    assert_same(pl.read_parquet(tmp_path / "answers.parquet"), twenty_rules(whole.lazy()).collect())


@pytest.mark.parametrize("arrangement", ["sorted", "reversed"])
def test_an_explanation_finds_its_filing_whether_or_not_the_frame_is_sorted(arrangement: str) -> None:
    frame = filings(ROWS)
    there = frame.sort("enterprise_id", "year") if arrangement == "sorted" else frame.reverse()
    ruleset = compiled(read())
    expected = twenty_rules(frame.lazy()).collect()
    for row in expected.gather([0, 1, 1999, ROWS - 1]).iter_rows(named=True):
        subject = {"enterprise_id": row["enterprise_id"], "year": row["year"]}
        found = explain(ruleset, factset(there), DECISION, subject=subject)
        assert found.tree.verdict is row[DECISION]
        assert [amount.value.value for amount in found.amounts] == [row[name] for name in COLUMNS[5:]]


@pytest.mark.parametrize(
    "changes",
    [{"twenty_rules.tech_staff_share": "12%"}, {"twenty_rules.coverage#small": "55%"}],
    ids=["a parameter", "a table row"],
)
def test_a_revision_gives_what_a_whole_evaluation_under_the_overlay_gives(changes: dict[str, str]) -> None:
    store, facts = read(), factset(edge_filings())
    changed = compiled(store, Overlay.of("what if", dict(changes)))
    revised = Baseline.of(compiled(store), facts).revised(changed).frames[Grain.FILING]
    whole = answers(changed, facts).frames[Grain.FILING]
    assert_same(revised, whole)
    before = answers(compiled(store), facts).frames[Grain.FILING]
    assert not whole.equals(before)
