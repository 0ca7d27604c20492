"""The demonstration scheme of innovation points worked out a second time; the national versions, which must decide nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import (
    WAN,
    Firm,
    Truth,
    Value,
    all3,
    any3,
    factset,
    mostly,
    near,
    ratio,
    reaches,
    still_counts,
)

from kejin.facts import Grain
from kejin.packs import HOME
from kejin.policy import Dates, PolicyStore, Ruleset, evaluate
from kejin.policy.ruleset import ResolvedParameter, ResolvedTable

AS_OF = date(2026, 6, 30)
BASE = 2025
NATIONAL = ("innovation_points_v1", "innovation_points_v2")
CHANGE = date(2025, 10, 29)
TIERS = (Fraction(0), Fraction(2, 5), Fraction(7, 10), Fraction(1))
# The edges of the tiers, and the points of the stages start-up, growth, stable.
PER_CENT: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "rd_share_tier": ((5, 10, 20), (20, 15, 10)),
    "rd_growth_tier": ((0, 10, 25), (10, 10, 10)),
    "tech_staff_tier": ((10, 20, 40), (15, 10, 10)),
    "hightech_tier": ((30, 50, 70), (10, 15, 15)),
    "growth_tier": ((0, 10, 30), (10, 15, 10)),
    "return_tier": ((0, 5, 15), (5, 10, 15)),
}
WHOLE: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "invention_tier": ((1, 3, 10), (20, 15, 15)),
    "contract_tier": ((10 * WAN, 100 * WAN, 500 * WAN), (5, 5, 5)),
    "graduate_tier": ((1, 3, 10), (5, 5, 10)),
}


@cache
def ruleset(folder: str, law: date) -> Ruleset:
    """One policy at a law date, facts as of the same day."""
    return PolicyStore.read([HOME / folder]).compile(Dates(law, law, date(9999, 12, 31)))


def demonstration() -> Ruleset:
    return ruleset("demonstration/innovation_points", AS_OF)


def tier(value: Fraction | int | None, edges: Sequence[Fraction | int], points: int) -> int | None:
    """Hundredths of a point for a figure: none, 40%, 70% or all of the indicator's points."""
    if value is None:
        return None
    return int(100 * points * TIERS[sum(value >= edge for edge in edges)])


def grown(last: int | None, before: int | None) -> Fraction | None:
    """Growth over the year before."""
    return None if last is None else ratio(last - before if before is not None else None, before)


def unless_none(basis: int | None, points: int | None) -> int | None:
    """Nothing where the basis is known not to be positive; else the points."""
    return None if basis is None else points if basis > 0 else 0


def added(*parts: int | None) -> int | None:
    """The sum; None when one is missing."""
    return None if None in parts else sum(part or 0 for part in parts)


def base_of(firm: Firm) -> int | None:
    """Base points in hundredths."""
    revenue, rd = firm.of(BASE, "revenue_fen"), firm.of(BASE, "rd_expense_fen")
    if revenue is None:
        return None
    stage = (revenue >= 2000 * WAN) + (revenue >= 20000 * WAN)

    def share(name: str, value: Fraction | None) -> int | None:
        edges, points = PER_CENT[name]
        return tier(value, [Fraction(edge, 100) for edge in edges], points[stage])

    def number(name: str, value: int | None) -> int | None:
        edges, points = WHOLE[name]
        return tier(value, edges, points[stage])

    rd_before, revenue_before = firm.of(BASE - 1, "rd_expense_fen"), firm.of(BASE - 1, "revenue_fen")
    profit, net_assets = firm.of(BASE, "net_profit_fen"), firm.of(BASE, "net_assets_fen")
    return added(
        share("rd_share_tier", ratio(rd, firm.of(BASE, "cost_expense_total_fen"))),
        unless_none(rd_before, share("rd_growth_tier", grown(rd, rd_before))),
        share("tech_staff_tier", ratio(firm.of(BASE, "tech_staff_count"), firm.of(BASE, "staff_count"))),
        number("invention_tier", firm.number("invention_patent_count")),
        number("contract_tier", firm.of(BASE, "tech_contract_value_fen")),
        unless_none(revenue, share("hightech_tier", ratio(firm.of(BASE, "hightech_income_fen"), revenue))),
        unless_none(revenue_before, share("growth_tier", grown(revenue, revenue_before))),
        unless_none(net_assets, share("return_tier", ratio(profit, net_assets))),
        number("graduate_tier", firm.of(BASE, "graduates_hired_count")),
    )


def bonus_of(firm: Firm) -> int | None:
    """Bonus points in hundredths."""
    conditions = (
        firm.flag("provincial_rd_body"),
        still_counts(firm.day("led_standard_on"), 5, AS_OF),
        reaches(firm.number("equity_raised_3y_fen"), 500 * WAN),
    )
    return added(*(None if met is None else 1000 * met for met in conditions))


@st.composite
def firms(draw: st.DrawFn) -> Firm:
    """A firm at the edges of stages and tiers, with something missing now and then."""
    firm = Firm(
        {
            "invention_patent_count": draw(mostly(near(0, 1, 3, 10))),
            "provincial_rd_body": draw(mostly(st.booleans())),
            "led_standard_on": draw(mostly(st.sampled_from([date(2021, 6, 29), date(2021, 6, 30)]))),
            "equity_raised_3y_fen": draw(mostly(near(0, 500 * WAN))),
        }
    )
    revenue = draw(near(0, 2000 * WAN, 20000 * WAN))
    rd, cost, staff = draw(st.sampled_from([0, 30, 200])) * WAN, 1000 * WAN, 100
    row: dict[str, Value] = {
        "revenue_fen": revenue,
        "rd_expense_fen": rd,
        "cost_expense_total_fen": draw(st.sampled_from([cost, 5 * rd or cost, 20 * rd or cost])),
        "staff_count": staff,
        "tech_staff_count": draw(near(10, 20, 40)),
        "tech_contract_value_fen": draw(near(0, 10 * WAN, 100 * WAN, 500 * WAN)),
        "hightech_income_fen": draw(st.sampled_from([0, 3, 5, 7, 10])) * revenue // 10,
        "net_profit_fen": draw(st.sampled_from([-10, 0, 50, 149, 150])) * WAN,
        "net_assets_fen": draw(st.sampled_from([-1, 0, 1000 * WAN])),
        "graduates_hired_count": draw(near(0, 1, 3, 10)),
    }
    before: dict[str, Value] = {
        "revenue_fen": draw(st.sampled_from([0, revenue, revenue * 10 // 11, revenue * 10 // 13])),
        "rd_expense_fen": draw(st.sampled_from([0, rd, rd * 10 // 11, rd * 4 // 5])),
    }
    firm.years[BASE] = {name: draw(mostly(st.just(value))) for name, value in row.items()}
    firm.years[BASE - 1] = {name: draw(mostly(st.just(value))) for name, value in before.items()}
    return firm


@given(st.lists(firms(), min_size=1, max_size=8))
def test_the_demonstration_points_and_their_line_are_as_the_scheme_says(batch: list[Firm]) -> None:
    frame = evaluate(demonstration(), factset(batch)).frames[Grain.ENTERPRISE]
    rows = {row["enterprise_id"]: row for row in frame.to_dicts()}
    for i, firm in enumerate(batch):
        row = rows[f"firm-{i}"]
        base, bonus = base_of(firm), bonus_of(firm)
        total = added(base, bonus)
        assert row["innovation_points.base_points"] == base, firm
        assert row["innovation_points.bonus_points"] == bonus, firm
        assert row["innovation_points.points_total"] == total, firm
        assert row["innovation_points.scored"] is (None if total is None else True), firm
        wanted: Truth = all3(
            any3(reaches(base, 6000), reaches(total, 6000)), reaches(added(base, 3000), 6000)
        )
        assert row["innovation_points.selected"] is wanted, firm


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_the_points_of_a_stage_add_up_to_a_hundred_and_the_bonuses_to_thirty(stage: int) -> None:
    nodes = demonstration().nodes
    full = Fraction(0)
    for name in (*PER_CENT, *WHOLE):
        table = nodes[f"innovation_points.{name}"].spec
        assert isinstance(table, ResolvedTable)
        values = [
            Fraction(row.row.value or "0")
            for row in table.rows
            if row.row.when["stage_no"].at_least == str(stage)
        ]
        assert values == [part * values[-1] for part in TIERS]
        full += values[-1]
    assert full == 100
    bonus = nodes["innovation_points.bonus_each"].spec
    assert isinstance(bonus, ResolvedParameter)
    assert bonus.current is not None
    assert bonus.current.value == 1000


def test_everything_in_the_demonstration_scheme_says_that_it_is_one() -> None:
    policy = PolicyStore.read([HOME / "demonstration" / "innovation_points"]).policy("innovation_points")
    assert "示范" in policy.label.zh
    assert "demonstration" in policy.label.en
    assert {source.kind for source in policy.sources.values()} == {"demonstration"}
    assert all("示范" in d.label.zh and not d.held and not d.certifies for d in policy.head.decisions)


@given(st.integers(0, 100_000), st.booleans(), st.sampled_from(NATIONAL))
def test_a_national_version_decides_nothing_by_points_and_holds_what_is_stated(
    points: int, listed: bool, policy: str
) -> None:
    law = CHANGE - timedelta(days=1) if policy == NATIONAL[0] else CHANGE
    firm = Firm({"innovation_points_score": points, "innovation_points_selected": listed})
    frame = evaluate(ruleset(f"cn/{policy}", law), factset([firm])).frames[Grain.ENTERPRISE]
    names = [f"{policy}.scored", f"{policy}.selected", f"{policy}.selected:held"]
    assert frame.select(names).row(0) == (None, None, listed)


@pytest.mark.parametrize(("days", "in_force"), [(-1, NATIONAL[0]), (0, NATIONAL[1]), (1, NATIONAL[1])])
def test_one_national_version_follows_the_other_without_gap_or_overlap(days: int, in_force: str) -> None:
    law = CHANGE + timedelta(days=days)
    found = {d.policy for name in NATIONAL for d in ruleset(f"cn/{name}", law).decisions}
    assert found == {in_force}
