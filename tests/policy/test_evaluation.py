"""The plan: windows of years, moves between grains, pivots, tables, versions of formulas, three dates."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.policy.sample import DATES, LAW, PACK, column, facts, ruleset, store

from kejin.errors import MoneyOverflowError, UnknownPolicyError
from kejin.facts import FactSet, Grain
from kejin.policy import Baseline, Dates, Overlay, PolicyStore, evaluate, explain, plan
from kejin.policy.cases import facts_frame
from kejin.policy.plan import start_frames

MILLION_FEN = 10**8
YEARS = (2022, 2023, 2024)
GOOD: dict[str, object] = {
    "revenue_fen": 10 * MILLION_FEN,
    "rd_expense_fen": MILLION_FEN,
    "staff_count": 50,
    "tech_staff_count": 5,
}
FIRM = {"founded_on": date(2018, 5, 1), "owns_core_ip": True}


def test_a_firm_that_meets_every_condition_is_eligible() -> None:
    assert column(facts(FIRM, dict.fromkeys(YEARS, GOOD)), "qualifies") == [True]


def test_a_missing_year_makes_a_sum_unknown_and_never_counts_as_zero() -> None:
    assert column(facts(FIRM, dict.fromkeys((2023, 2024), GOOD)), "qualifies") == [None]


def test_a_null_in_a_year_makes_a_sum_unknown() -> None:
    years: dict[int, dict[str, object]] = {
        **dict.fromkeys(YEARS, GOOD),
        2022: {**GOOD, "rd_expense_fen": None},
    }
    assert column(facts(FIRM, years), "qualifies") == [None]


def test_the_window_of_a_young_firm_begins_with_its_founding() -> None:
    young = {**FIRM, "founded_on": date(2023, 7, 1)}
    assert column(facts(young, dict.fromkeys((2023, 2024), GOOD)), "qualifies") == [True]


def test_false_wins_over_unknown() -> None:
    poor = {**GOOD, "tech_staff_count": 4}
    assert column(facts({"founded_on": None}, {2024: poor}), "qualifies") == [False]


@pytest.mark.parametrize(
    ("revenue", "share", "expected"),
    [
        (50_000_000_00, 5, True),
        (50_000_000_00, 4, False),
        (50_000_000_01, 4, True),
        (200_000_000_00, 3, False),
        (200_000_000_01, 3, True),
    ],
)
def test_the_tier_is_chosen_to_the_fen(revenue: int, share: int, expected: bool) -> None:
    # R&D exactly at the share of three equal years, rounded up to the fen.
    rd = -(-revenue * share // 100)
    years = {key: {**GOOD, "revenue_fen": revenue, "rd_expense_fen": rd} for key in YEARS}
    assert column(facts(FIRM, years), "qualifies") == [expected]


def test_a_loan_signed_earlier_keeps_the_earlier_ratio() -> None:
    signed = [date(2022, 2, 28), date(2023, 12, 31), date(2024, 1, 1), None]
    loans = [{"loan_signed_on": day, "loan_principal_loss_fen": 101} for day in signed]
    # 30% of 101 fen is 30.3, 40% is 40.4; before the first version and without a date nothing is known.
    assert column(facts(loans=loans), "compensation_fen", decision="covered") == [None, 30, 40, None]


def test_half_a_fen_is_rounded_up_as_the_rule_says() -> None:
    loans = [{"loan_signed_on": date(2023, 1, 1), "loan_principal_loss_fen": 5}]
    assert column(facts(loans=loans), "compensation_fen", decision="covered") == [2]


def test_a_bank_year_is_judged_on_the_sum_of_its_loans() -> None:
    loans = [
        {"loan_principal_loss_fen": loss, "loan_compensated_elsewhere": False} for loss in (20_000, 10_000)
    ]
    for principal, expected in ((1_000_000, True), (999_999, False)):
        bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": principal}]
        given = facts(loans=loans, bank_years=bank)
        assert column(given, "pool_open") == [expected]
        assert column(given, "covered") == [expected, expected]


def test_a_bank_year_that_no_sheet_lists_is_unknown_and_not_missing() -> None:
    given = facts(loans=[{"loan_principal_loss_fen": 1, "loan_compensated_elsewhere": False}])
    assert column(given, "pool_open") == [None]
    assert column(given, "covered") == [None]


def test_one_unknown_loss_makes_the_banks_sum_unknown() -> None:
    bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**9}]
    loans: list[dict[str, object]] = [{"loan_principal_loss_fen": 1}, {"loan_principal_loss_fen": None}]
    assert column(facts(loans=loans, bank_years=bank), "pool_open") == [None]


def test_no_rows_mean_none_only_where_the_grain_is_complete() -> None:
    bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**9}]
    loans = [{"loan_year": 2023, "loan_principal_loss_fen": 1}]
    given = facts(loans=loans, bank_years=bank)
    assert column(given, "pool_open") == [None, None]
    known = facts(loans=loans, bank_years=bank, complete=frozenset({Grain.LOAN}))
    assert column(known, "pool_open") == [None, True]


def test_the_running_total_follows_the_order_and_stops_at_something_unknown() -> None:
    day = date(2024, 5, 1)
    amounts = [12_000_000_00, 8_000_000_00, 1, None, 5]
    loans = [{"loan_signed_on": day, "loan_principal_fen": amount} for amount in amounts]
    assert column(facts(loans=loans), "in_room", rules=ruleset(LAW)) == [True, True, False, None, None]


def test_a_correction_counts_only_once_it_was_known() -> None:
    loans = [{"loan_signed_on": date(2024, 5, 1), "loan_principal_fen": 15_000_000_00}]
    assert column(facts(loans=loans), "in_room", rules=ruleset(LAW, date(2025, 1, 14))) == [False]
    assert column(facts(loans=loans), "in_room", rules=ruleset(LAW, date(2025, 1, 15))) == [True]


def test_a_filing_that_became_known_later_does_not_count_before() -> None:
    given = facts(FIRM, dict.fromkeys(YEARS, GOOD))
    filings = given.frames[Grain.FILING].lazy().collect()
    late = filings.with_columns(_known_since=pl.when(pl.col("year") == 2024).then(pl.date(2025, 7, 1)))
    changed = FactSet({**given.frames, Grain.FILING: late})
    assert column(changed, "qualifies", rules=ruleset(LAW, date(2025, 6, 30))) == [None]
    assert column(changed, "qualifies", rules=ruleset(LAW, date(2025, 7, 1))) == [True]


def test_the_later_of_two_filings_of_one_year_counts() -> None:
    given = facts(FIRM, dict.fromkeys(YEARS, GOOD))
    first = given.frames[Grain.FILING].lazy().collect().with_columns(_known_since=pl.date(2025, 3, 1))
    poor = first.with_columns(tech_staff_count=pl.lit(1, pl.Int64), _known_since=pl.date(2025, 5, 1))
    changed = FactSet({**given.frames, Grain.FILING: pl.concat([poor, first])})
    assert column(changed, "qualifies", rules=ruleset(LAW, date(2025, 4, 30))) == [True]
    assert column(changed, "qualifies", rules=ruleset(LAW, date(2025, 5, 1))) == [False]


def test_a_threshold_nobody_has_seen_leaves_the_question_open() -> None:
    assert column(facts(filings={2024: GOOD}), "reaches_unknown") == [None]


def test_two_formulas_stand_side_by_side() -> None:
    years = {key: {**GOOD, "revenue_fen": 1001, "rd_expense_fen": 101} for key in YEARS}
    given = facts(FIRM, years)
    # Until 2025 half of the smaller (303), cut off; from 2026 on half of the latest revenue.
    assert column(given, "cost_share_fen", decision="steady", rules=ruleset(date(2025, 12, 31))) == [151]
    assert column(given, "cost_share_fen", decision="steady", rules=ruleset(date(2026, 1, 1))) == [500]


def test_steady_reads_counts_choices_and_every_and_some_year() -> None:
    years = {y: {**GOOD, "net_profit_fen": p} for y, p in zip(YEARS, (5, 6, 7), strict=True)}
    assert column(facts({**FIRM, "city_code": "4401", "hte_certified": False}, years), "steady") == [True]
    years[2023] = {**GOOD, "net_profit_fen": -1}
    assert column(facts({**FIRM, "city_code": "4402", "hte_certified": True}, years), "steady") == [False]


def test_a_decision_that_is_not_there_says_which_are() -> None:
    with pytest.raises(UnknownPolicyError, match=r"sample\.qualifies"):
        evaluate(ruleset(), facts(), ["sample.nothing"])


def test_the_law_before_the_policy_decides_nothing() -> None:
    early = store().compile(Dates(date(2015, 12, 31), LAW, LAW))
    assert early.decisions == ()
    assert "sample.qualifies" in early.asleep


def test_masks_name_the_failed_and_the_unknown_conditions() -> None:
    given = facts({"founded_on": date(2025, 1, 1)}, {2024: {"staff_count": 10, "tech_staff_count": 0}})
    row = evaluate(ruleset(), given, ["sample.qualifies"]).verdicts().to_dicts()[0]
    assert row["verdict"] == "not_eligible"
    assert row["failed"] == ["registered", "tech_staff"]
    assert row["unknown"] == ["rd_share", "owns", "certified"]


def test_one_miss_within_reach_is_nearly_and_a_far_one_is_not() -> None:
    near = {key: {**GOOD, "rd_expense_fen": 41 * MILLION_FEN // 100} for key in YEARS}
    far = {key: {**GOOD, "rd_expense_fen": 39 * MILLION_FEN // 100} for key in YEARS}
    verdicts = [
        evaluate(ruleset(), facts({**FIRM, "hte_certified": True}, y), ["sample.qualifies"]).verdicts()[
            "verdict"
        ][0]
        for y in (near, far)
    ]
    assert verdicts == ["nearly", "not_eligible"]


def test_streaming_over_part_files_gives_the_same_columns(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("parts")
    firms = facts_frame(
        Grain.ENTERPRISE,
        [
            {"enterprise_id": f"e{i}", "founded_on": date(2018, 1, 1), "owns_core_ip": i % 3 > 0}
            for i in range(60)
        ],
    )
    filings = facts_frame(
        Grain.FILING,
        [
            {"enterprise_id": f"e{i}", "year": y, **GOOD, "rd_expense_fen": i * 10**7}
            for i in range(60)
            for y in YEARS
        ],
    )
    for part in range(3):
        firms[part * 20 : part * 20 + 20].write_parquet(folder / f"firm-{part}.parquet")
        filings[part * 60 : part * 60 + 60].write_parquet(folder / f"filing-{part}.parquet")
    lazy = FactSet(
        {
            Grain.ENTERPRISE: pl.scan_parquet(folder / "firm-*.parquet"),
            Grain.FILING: pl.scan_parquet(folder / "filing-*.parquet"),
        }
    )
    chosen = ruleset().chosen(["sample.qualifies"])
    streamed = plan(ruleset(), lazy, chosen)[Grain.ENTERPRISE].collect(engine="streaming")
    whole = FactSet({Grain.ENTERPRISE: firms, Grain.FILING: filings})
    memory = evaluate(ruleset(), whole, ["sample.qualifies"]).frames[Grain.ENTERPRISE]
    assert streamed.sort("enterprise_id").equals(memory.sort("enterprise_id"))


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("sample.staff_share", "20%"),
        ("sample.rd_floor#small", "12%"),
        ("sample.min_days", "4000"),
        ("sample.window", "2"),
        ("sample.coverage", "50%"),
        ("sample.stop_share", "0.1%"),
    ],
)
def test_an_overlay_on_kept_columns_equals_a_run_from_scratch(target: str, value: str) -> None:
    years = dict.fromkeys(YEARS, GOOD)
    loans = [
        {
            "loan_signed_on": date(2024, 2, 1),
            "loan_principal_loss_fen": 10_000,
            "loan_compensated_elsewhere": False,
        }
    ]
    bank = [{"institution_id": "B1", "year": 2024, "institution_enrolled_principal_fen": 10**6}]
    given = facts(FIRM, years, loans, bank_years=bank)
    overlay = Overlay.of("what if", {target: value})
    changed = store().compile(ruleset().dates, overlay)
    revised = Baseline.of(ruleset(), given).revised(changed)
    fresh = evaluate(changed, given, near=False)
    for grain, frame in fresh.frames.items():
        assert revised.frames[grain].select(frame.columns).equals(frame)
    assert changed.digest != ruleset().digest


def test_the_same_pack_gives_the_same_digest_and_another_value_another() -> None:
    again = PolicyStore.read([PACK]).compile(ruleset().dates)
    assert again.digest == ruleset().digest


def test_a_total_beyond_int64_is_an_error_and_not_a_wrapped_number() -> None:
    loans = [{"loan_principal_loss_fen": 10**15, "loan_compensated_elsewhere": False}] * 9_300
    with pytest.raises(MoneyOverflowError, match="64 bits"):
        column(facts(loans=loans), "pool_open")


def test_a_filing_from_before_the_founding_does_not_stand_in_for_a_missing_one() -> None:
    young = {**FIRM, "founded_on": date(2023, 7, 1)}
    assert column(facts(young, dict.fromkeys((2022, 2024), GOOD)), "qualifies") == [None]
    assert column(facts(young, dict.fromkeys((2022, 2023, 2024), GOOD)), "qualifies") == [True]


def test_rows_that_only_children_name_come_in_the_same_order_each_time() -> None:
    loans = [
        {"institution_id": f"B{number * 37 % 101}", "loan_principal_loss_fen": 1} for number in range(400)
    ]
    frames = [evaluate(ruleset(), facts(loans=loans)).frames[Grain.INSTITUTION_YEAR] for _ in range(5)]
    assert all(frame.equals(frames[0]) for frame in frames)


def test_a_loan_without_a_bank_is_explained_without_one() -> None:
    given = facts(loans=[{"institution_id": None, "loan_compensated_elsewhere": False}])
    made = explain(ruleset(), given, "sample.covered", subject={"loan_id": "L1"})
    assert made.tree.verdict is None


def test_many_totals_of_one_parent_do_not_double_the_plan_each() -> None:
    # Completing the parents of the same loans again for each total made a plan of two to the power of their number.
    nodes = ruleset().closure(["sample.loss_in_year_fen"])
    several = [*nodes, *(replace(nodes[-1], name=f"total_{number}") for number in range(12))]
    given = facts(loans=[{"loan_principal_loss_fen": 5}])
    once, often = (
        len(start_frames(given, some, DATES)[Grain.INSTITUTION_YEAR].explain(optimized=False))
        for some in (nodes, several)
    )
    assert often == once
