"""What a changed rule does, counted by hand on a few enterprises and against two whole evaluations on many."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.sample import PACKS, WAN, firms

from kejin.assessment.impact import impact
from kejin.facts import FactSet, Grain
from kejin.policy import Dates, Overlay, PolicyStore, Ruleset, Verdict, evaluate
from kejin.policy.cases import facts_frame

DAY = date(2025, 6, 30)
DATES = Dates(DAY, DAY, DAY)
STORE = PolicyStore.read([PACKS])
BEFORE = STORE.compile(DATES)


def after(**changes: str) -> Ruleset:
    overlay = Overlay.of("假设", {f"market.{name}": value for name, value in changes.items()})
    return STORE.compile(DATES, overlay)


FIRMS = firms(
    {"revenue_fen": 40 * WAN, "city_code": "4401"},
    {"revenue_fen": 60 * WAN, "city_code": "4401"},
    {"revenue_fen": 3000 * WAN, "city_code": "4403"},
    {"city_code": "4404"},
)


def test_a_lower_floor_lets_in_whoever_stood_between() -> None:
    found = impact(BEFORE, after(floor="30"), FIRMS)
    (shift,) = found.shifts
    assert shift.decision.key == "market.credit"
    assert (shift.eligible_before, shift.eligible_after, shift.gained, shift.lost) == (2, 3, 1, 0)
    assert shift.fen_moved == 20 * WAN
    groups = found.groups.filter(dimension="city_code").select("value", "gained", "fen_before", "fen_after")
    assert groups.rows() == [("4401", 1, 30 * WAN, 50 * WAN)]


def test_a_higher_floor_loses_and_the_movers_are_told_with_both_explanations() -> None:
    found = impact(BEFORE, after(floor="100"), FIRMS)
    assert [(shift.gained, shift.lost) for shift in found.shifts] == [(0, 1)]
    (mover,) = found.movers
    assert mover.subject == {"enterprise_id": "e2"}
    assert (mover.before.verdict, mover.after.verdict) == (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE)
    assert (mover.fen_before, mover.fen_after) == (30 * WAN, 0)


def test_money_moves_without_anybody_gaining_and_the_largest_mover_comes_first() -> None:
    found = impact(BEFORE, after(line_share="60%"), FIRMS)
    (shift,) = found.shifts
    assert (shift.gained, shift.lost) == (0, 0)
    assert shift.fen_moved == 6 * WAN
    assert [mover.subject["enterprise_id"] for mover in found.movers] == ["e2"]


def test_a_value_that_becomes_unknown_opens_answers_and_takes_nothing_for_zero() -> None:
    ruleset = STORE.compile(DATES, Overlay.of("未知", {"market.floor": None}))
    (shift,) = impact(BEFORE, ruleset, FIRMS).shifts
    assert (shift.opened, shift.lost, shift.eligible_after) == (3, 2, 0)


def test_an_overlay_that_touches_nobody_says_so() -> None:
    found = impact(BEFORE, after(fee="2%"), FIRMS)
    assert (found.shifts, found.movers, found.groups.height) == ((), (), 0)


@given(
    revenues=st.lists(st.none() | st.integers(0, 200 * WAN), min_size=1, max_size=15),
    floor=st.integers(0, 200),
    share=st.integers(1, 100),
)
def test_gains_losses_and_money_are_those_of_two_whole_evaluations(
    revenues: list[int | None], floor: int, share: int
) -> None:
    facts = firms(*({"revenue_fen": revenue} for revenue in revenues))
    ruleset = after(floor=str(floor), line_share=f"{share}%")
    found = impact(BEFORE, ruleset, facts)
    old, new = (
        evaluate(rules, facts, ["market.credit"]).frames[Grain.ENTERPRISE] for rules in (BEFORE, ruleset)
    )
    was, now = (frame["market.credit"].fill_null(value=False) for frame in (old, new))
    gained, lost = int((~was & now).sum()), int((was & ~now).sum())
    moved = _money(new) - _money(old)
    (shift,) = found.shifts or (None,)
    assert (gained, lost, moved) == ((shift.gained, shift.lost, shift.fen_moved) if shift else (0, 0, 0))


def _money(frame: pl.DataFrame) -> int:
    return int(frame.filter(pl.col("market.credit"))["market.line_fen"].sum())


def test_loans_of_unknown_owners_are_counted_in_the_whole_and_in_no_group() -> None:
    facts = FactSet({Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [{"enterprise_id": "e1"}])})
    assert impact(BEFORE, after(floor="30"), facts).shifts == ()
