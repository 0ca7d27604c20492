"""Gaps of the policies themselves, and how many enterprises each leaves undecided."""

from datetime import date

import pytest
from tests.planning.sample import PACKS, WAN, firms
from tests.policy.sample import DATES, PACK, facts

from kejin.assessment.waiting import Waiting, waiting_for
from kejin.facts import FactSet
from kejin.policy import Dates, Overlay, PolicyStore
from kejin.policy.gaps import Gap, GapKind, gaps

STORE = PolicyStore.read([PACKS])
DAY = date(2025, 6, 30)
FIRMS = firms({"revenue_fen": 40 * WAN}, {"revenue_fen": 60 * WAN}, {})


def found(store: PolicyStore, dates: Dates = DATES, overlay: Overlay | None = None) -> list[Gap]:
    return gaps(store.compile(dates, overlay))


def counted(store: PolicyStore, given: FactSet, overlay: Overlay | None = None) -> dict[str, Waiting]:
    ruleset = store.compile(DATES, overlay)
    return {one.gap.name: one for one in waiting_for(ruleset, given, gaps(ruleset))}


def test_a_value_that_nobody_has_seen_comes_first_with_what_rests_on_it() -> None:
    first = found(PolicyStore.read([PACK]))[0]
    assert first.kind is GapKind.MISSING
    assert first.value is None
    assert "sample.reaches_unknown" in [decision.key for decision in first.decisions]


def test_every_enterprise_that_waits_for_the_value_is_counted_once() -> None:
    overlay = Overlay.of("未知", {"market.floor": None})
    one = counted(STORE, FIRMS, overlay)["market.floor"]
    assert (one.gap.kind, one.subjects, one.enterprises) == (GapKind.MISSING, 3, 3)


def test_a_value_behind_a_condition_that_is_settled_anyway_leaves_nobody_waiting() -> None:
    # The rate of the line is not known, but no decision rests on it.
    overlay = Overlay.of("未知", {"market.line_share": None})
    one = counted(STORE, FIRMS, overlay)["market.line_share"]
    assert (one.subjects, one.enterprises) == (0, 0)


def test_a_value_from_an_overlay_is_unconfirmed_and_leaves_nobody_waiting() -> None:
    one = counted(STORE, FIRMS, Overlay.of("高", {"market.floor": "70"}))["market.floor"]
    assert (one.gap.kind, one.subjects) == (GapKind.UNCONFIRMED, 0)
    assert one.gap.value is not None
    assert "70" in one.gap.value.zh


def test_questions_left_open_stand_last() -> None:
    kinds = [gap.kind for gap in found(PolicyStore.read([PACK, PACKS]))]
    assert kinds == sorted(kinds, key=list(GapKind).index)


@pytest.mark.parametrize(("revenue", "waiting"), [(1000 * WAN, 1), (9000 * WAN, 0)])
def test_a_row_without_a_value_leaves_only_those_waiting_that_fall_into_it(
    revenue: int, waiting: int
) -> None:
    store, overlay = PolicyStore.read([PACK]), Overlay.of("空", {"sample.rd_floor#small": None})
    year = {"revenue_fen": revenue, "rd_expense_fen": revenue, "staff_count": 10, "tech_staff_count": 10}
    given = facts(
        {"founded_on": date(2010, 1, 1), "hte_certified": True}, dict.fromkeys((2022, 2023, 2024), year)
    )
    one = counted(store, given, overlay)["sample.rd_floor#small"]
    assert one.gap.kind is GapKind.MISSING
    assert one.enterprises == waiting
