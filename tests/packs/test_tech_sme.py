"""Articles 6 to 8 of 国科发政〔2017〕115号 written a second time, in exact fractions and plain Python, against the pack."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import (
    YI,
    Firm,
    Truth,
    all3,
    answers,
    any3,
    compiled,
    mostly,
    near,
    near_share,
    not3,
    ratio,
    reaches,
    share_reaches,
    still_counts,
    within,
)
from tests.packs.reach import check_until_reached

from kejin.policy.ruleset import ResolvedParameter, ResolvedTable

AS_OF = date(2025, 6, 30)
BASE = 2024
POLICY, DECISION = "tech_sme", "qualifies"
STAFF = ((30, 20), (25, 16), (20, 12), (15, 8), (10, 4))
RD_BY_SALES = ((6, 50), (5, 40), (4, 30), (3, 20), (2, 10))
RD_BY_COSTS = ((30, 50), (25, 40), (20, 30), (15, 20), (10, 10))
CLASS_TWO = ((4, 24), (3, 18), (2, 12), (1, 6))


def points(share: Fraction | None, tiers: Sequence[tuple[int, int]]) -> int | None:
    """The points of the first tier that the share reaches, in hundredths; 0 below all of them."""
    if share is None:
        return None
    return 100 * next((worth for edge, worth in tiers if share >= Fraction(edge, 100)), 0)


def ip_points(firm: Firm) -> int | None:
    """30 with a class I right; else by the number of class II rights, which need not be known in the first case."""
    first, second = firm.number("class1_ip_count"), firm.number("class2_ip_count")
    if first is not None and first >= 1:
        return 3000
    if first is None or second is None:
        return None
    return 100 * next((worth for edge, worth in CLASS_TWO if second >= edge), 0)


def scores(firm: Firm) -> tuple[int | None, int | None]:
    """The score with R&D by sales and with R&D by costs, in hundredths."""
    rd = firm.of(BASE, "rd_expense_fen")
    staff = points(ratio(firm.of(BASE, "tech_staff_count"), firm.of(BASE, "staff_count")), STAFF)
    by_sales = points(ratio(rd, firm.of(BASE, "revenue_fen")), RD_BY_SALES)
    by_costs = points(ratio(rd, firm.of(BASE, "cost_expense_total_fen")), RD_BY_COSTS)
    return added(staff, by_sales, ip_points(firm)), added(staff, by_costs, ip_points(firm))


def added(*parts: int | None) -> int | None:
    """The sum; None when one is missing."""
    return None if None in parts else sum(part or 0 for part in parts)


def certificate(firm: Firm) -> Truth:
    """Stated to be held, and its last day, where stated, not past."""
    end = firm.day("hte_certified_until")
    return all3(firm.flag("hte_certified"), True if end is None else end >= AS_OF)


def expected(firm: Firm) -> Truth:
    """The verdict as the three articles say it."""
    by_sales, by_costs = scores(firm)
    share = share_reaches(firm.of(BASE, "tech_staff_count"), firm.of(BASE, "staff_count"), Fraction(1, 10))
    evaluation = all3(any3(reaches(by_sales, 6000), reaches(by_costs, 6000)), share)
    direct = any3(
        certificate(firm),
        still_counts(firm.day("national_science_award_top3_on"), 5, AS_OF),
        firm.flag("provincial_rd_body"),
        still_counts(firm.day("led_standard_on"), 5, AS_OF),
    )
    return all3(
        any3("credit_code" in firm.facts, firm.flag("resident_enterprise")),
        within(firm.of(BASE, "staff_count"), 500),
        within(firm.of(BASE, "revenue_fen"), 2 * YI),
        within(firm.of(BASE, "total_assets_fen"), 2 * YI),
        not3(firm.flag("restricted_products")),
        not3(firm.flag("serious_incident_last_and_this_year")),
        not3(firm.flag("on_dishonest_list")),
        any3(evaluation, direct),
    )


@st.composite
def firms(draw: st.DrawFn) -> Firm:
    """A firm at the edges of size, tiers and five years, with some facts missing."""
    firm = Firm()
    if draw(st.booleans()):
        firm.facts["credit_code"] = "91440000XN0000019X"
    seldom = st.sampled_from([False, False, False, False, False, True])
    for name in (
        "restricted_products",
        "serious_incident_last_and_this_year",
        "on_dishonest_list",
        "provincial_rd_body",
    ):
        firm.facts[name] = draw(mostly(seldom))
    for name in ("resident_enterprise", "hte_certified"):
        firm.facts[name] = draw(mostly(st.booleans()))
    firm.facts["hte_certified_until"] = draw(
        mostly(st.sampled_from([date(2025, 6, 29), AS_OF, date(2027, 1, 1)]))
    )
    past = st.sampled_from([date(2020, 6, 29), date(2020, 6, 30), date(2010, 1, 1), date(2012, 2, 29)])
    firm.facts["national_science_award_top3_on"] = draw(mostly(past))
    firm.facts["led_standard_on"] = draw(mostly(past))
    firm.facts["class1_ip_count"] = draw(mostly(st.sampled_from([0, 0, 0, 1, 2])))
    firm.facts["class2_ip_count"] = draw(mostly(st.integers(0, 5)))
    staff, sales = draw(st.sampled_from([1, 40, 80, 500, 501])), draw(near(0, 4321, 2 * YI))
    rd = draw(near_share(sales, "2/100", "3/100", "4/100", "5/100", "6/100"))
    row = {
        "staff_count": staff,
        "tech_staff_count": draw(near_share(staff, "10/100", "15/100", "20/100", "25/100", "30/100")),
        "revenue_fen": sales,
        "rd_expense_fen": rd,
        "cost_expense_total_fen": draw(near(*(rd * 100 // share for share in (10, 15, 20, 25, 30, 60)))),
        "total_assets_fen": draw(near(1, 2 * YI)),
    }
    firm.years[BASE] = {name: draw(mostly(st.just(value))) for name, value in row.items()}
    return firm


@given(st.lists(firms(), min_size=1, max_size=8))
def test_the_verdict_and_the_points_are_as_the_articles_say(batch: list[Firm]) -> None:
    for firm, answer in zip(batch, answers(POLICY, DECISION, AS_OF, batch), strict=True):
        assert answer.verdict is expected(firm), firm
        reached = answer.leaves["score_by_revenue_reached"], answer.leaves["score_by_cost_reached"]
        assert reached == tuple(reaches(points, 6000) for points in scores(firm)), firm
        assert (answer.amounts["score_by_revenue"], answer.amounts["score_by_cost"]) == scores(firm), firm
        assert answer.amounts["ip_points"] == ip_points(firm), firm


def test_the_firms_drawn_reach_every_answer_and_every_tier() -> None:
    points = {
        "tech_staff_points": 400,
        "rd_points_by_revenue": 1000,
        "rd_points_by_cost": 1000,
        "ip_points": 600,
    }
    wanted: set[tuple[str, int | Truth]] = {
        (name, step * tier) for name, step in points.items() for tier in range(6)
    }
    wanted |= {("verdict", truth) for truth in (True, False, None)}
    seen: set[tuple[str, int | Truth]] = set()

    def collect(batch: list[Firm]) -> None:
        for firm, answer in zip(batch, answers(POLICY, DECISION, AS_OF, batch), strict=True):
            seen.add(("verdict", expected(firm)))
            seen.update((name, answer.amounts[name]) for name in points)

    check_until_reached(lambda: wanted - seen, st.lists(firms(), min_size=8, max_size=8), collect)


def test_the_share_that_a_page_asks_for_is_where_the_first_points_begin() -> None:
    # The condition "points for technical staff" keeps its own parameter so that a page can say how many are missing.
    nodes = compiled(POLICY, AS_OF).nodes
    table, floor = nodes["tech_sme.tech_staff_points"].spec, nodes["tech_sme.tech_staff_share_min"].spec
    assert isinstance(table, ResolvedTable)
    assert isinstance(floor, ResolvedParameter)
    (first,) = [row.row for row in table.rows if row.row.value == "4"]
    assert first.when["tech_staff_share"].at_least == "10"
    assert floor.current is not None
    assert floor.current.value == 10**8
