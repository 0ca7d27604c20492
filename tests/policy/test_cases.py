"""Cases find what is wrong; boundaries are generated and catch an engine that is off by one unit."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.policy.sample import DATES, PACK

from kejin.policy import PolicyStore, conditions
from kejin.policy.boundaries import BoundaryReport, run_boundaries
from kejin.policy.cases import run_cases

CASE = """
cases:
  - id: middle-tier
    kind: hand
    why: revenue of 50m and one fen takes the middle row, 4%
    source: {doc: sample-law, at: "5"}
    law: 2025-06-30
    given:
      enterprise: {founded_on: 2018-05-01, owns_core_ip: "true"}
      filing:
        - {year: 2022, revenue_fen: 5000万元, rd_expense_fen: 200万元}
        - {year: 2023, revenue_fen: 5000万元, rd_expense_fen: 200万元}
        - {year: 2024, revenue_fen: "50000000.01", rd_expense_fen: "2000000.01", staff_count: 100, tech_staff_count: 10}
    expect: {qualifies: eligible, rd_floor: 4%, cost_share_fen: "3000000.00"}
    because: [rd_floor#middle, staff_share]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    (folder / "cases").mkdir()
    (folder / "cases" / "tiers.yaml").write_text(CASE, encoding="utf-8")
    return folder


def problems(folder: Path) -> tuple[str, ...]:
    store = PolicyStore.read([folder])
    (result,) = run_cases(store, store.policy("sample"))
    return result.problems


def test_a_case_that_holds_has_no_problem(pack: Path) -> None:
    assert problems(pack) == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("qualifies: eligible", "qualifies: nearly", "expected nearly, found eligible"),
        ("rd_floor: 4%", "rd_floor: 5%", "expected 5%"),
        ('"3000000.00"', '"3000000.01"', "expected 3000000.01"),
        ("rd_floor#middle", "rd_floor#small", "rd_floor#small does not appear"),
        ("rd_floor: 4%", "nothing: 4%", "neither a decision nor a rule"),
    ],
)
def test_a_wrong_expectation_is_reported(pack: Path, old: str, new: str, problem: str) -> None:
    path = pack / "cases" / "tiers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(problem in text for text in problems(pack))


def boundaries(folder: Path) -> BoundaryReport:
    store = PolicyStore.read([folder])
    return run_boundaries(store, store.policy("sample"), DATES)


def test_boundaries_are_generated_for_every_kind_of_threshold(pack: Path) -> None:
    report = boundaries(pack)
    assert report.failures == ()
    assert report.count > 200
    assert {text.split(":")[0] for text in report.skipped} == {
        "pool_open",
        "in_room",
        "reaches_unknown",
        "spread_held",
        "has_clean_loan",
    }


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("COMPARE", ">=", ">"),
        ("COMPARE", "<=", "<"),
    ],
)
def test_boundaries_catch_an_engine_that_is_off_by_one(
    pack: Path, monkeypatch: pytest.MonkeyPatch, module: str, old: str, new: str
) -> None:
    # The control: the same campaign must fail when the engine's own comparison is broken.
    monkeypatch.setitem(getattr(conditions, module), old, getattr(conditions, module)[new])
    assert boundaries(pack).failures


def test_a_version_out_of_order_is_seen_on_the_day_it_should_change(pack: Path) -> None:
    path = pack / "parameters.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("- id: staff_share", "- id: staff_share\n    until: 2026-04-15"), encoding="utf-8"
    )
    store = PolicyStore.read([pack])
    late = store.compile(type(DATES)(date(2026, 4, 16), DATES.facts_as_of, DATES.known_by))
    assert late.nodes["sample.staff_share"].term.constant is None
    assert boundaries(pack).failures == ()


def test_a_case_fails_where_the_batch_and_the_explanation_differ(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_cases.__module__ + ".verdict_expr", lambda _: pl.lit("nearly"))
    assert "qualifies: the batch says nearly, the explanation eligible" in problems(pack)


TWO_CASES = """
cases:
  - {id: one, kind: hand, why: its own loss, source: {doc: sample-law, at: "10"}, law: 2025-06-30,
     given: {loan: [{loan_signed_on: 2024-03-01, loan_principal_loss_fen: "100"}]}, expect: {loss_in_year_fen: "100"}}
  - {id: other, kind: hand, why: its own losses, source: {doc: sample-law, at: "10"}, law: 2025-06-30,
     given: {loan: [{loan_signed_on: 2024-03-01, loan_principal_loss_fen: "30"},
                    {loan_signed_on: 2024-09-01, loan_principal_loss_fen: "4"}]}, expect: {loss_in_year_fen: "34"}}
"""


@pytest.mark.parametrize("read", [False, True], ids=["ids only joined", "a rule reads an id"])
def test_cases_of_one_bank_worked_out_together_share_no_total(
    pack: Path, monkeypatch: pytest.MonkeyPatch, *, read: bool
) -> None:
    (pack / "cases" / "tiers.yaml").write_text(TWO_CASES, encoding="utf-8")
    monkeypatch.setattr(run_cases.__module__ + ".ids_are_read", lambda _: read)
    store = PolicyStore.read([pack])
    assert [result.problems for result in run_cases(store, store.policy("sample"))] == [(), ()]
