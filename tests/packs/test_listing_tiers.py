"""The NEEQ innovation tier and the STAR growth tier written a second time, in exact fractions, against the packs."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import strategies as st
from tests.packs import test_star_market as star
from tests.packs.boards import (
    PER_CENT,
    added,
    around,
    audited,
    compare,
    lower,
    lower_sum,
    more,
    one,
    positive,
    ruleset,
)
from tests.packs.firms import WAN, YI, Firm, Truth, Value, all3, any3, not3, ratio, reaches

NEEQ, GROWTH = ("cn/neeq_innovation_tier",), ("cn/star_growth_tier", "cn/star_market")
OLD, NEW = date(2022, 3, 3), date(2022, 3, 4)
GUIDELINE = date(2025, 7, 13)


def innovation(firm: Firm, law: date) -> dict[str, Truth]:
    """The routes and the common conditions, each from its own words."""
    last = law.year - 1
    both, new = [last - 1, last], law >= NEW
    roe, mean, growth, value, makers = (6, 8000, 30, 3, 4) if new else (8, 6000, 50, 6, 6)
    latest, middle, first = (firm.of(last - back, "revenue_fen") for back in range(3))
    capital, found = firm.number("paid_in_capital_fen"), ratio(latest, first)
    mode = firm.facts.get("neeq_trading_mode")
    traded_by = {name: None if mode is None else mode == name for name in ("market_making", "call_auction")}
    by_value = [
        reaches(firm.number("neeq_average_value_fen"), value * YI),
        reaches(capital, 5000 * WAN),
        any3(not3(traded_by["market_making"]), reaches(firm.number("market_maker_count"), makers)),
    ]
    if new:
        turnover = reaches(firm.number("call_auction_share_count"), 1_000_000)
        by_value.append(any3(not3(traded_by["call_auction"]), turnover))
    sales = firm.sum(both, "revenue_fen")
    routes = {
        "by_profit": all3(
            *(reaches(lower(firm, year), 1000 * WAN) for year in both),
            reaches(added(*(firm.of(year, "weighted_roe") for year in both)), 2 * roe * PER_CENT),
            reaches(capital, 2000 * WAN),
        ),
        "by_revenue": all3(
            None if sales is None else Fraction(sales, 2) >= mean * WAN,
            more(latest, middle),
            more(middle, first),
            None if found is None else found >= (1 + Fraction(growth, 100)) ** 2,
            reaches(capital, 2000 * WAN),
        ),
        "by_value": all3(*by_value),
    }
    if new:
        routes["by_research"] = all3(
            reaches(firm.sum(both, "rd_expense_fen"), 2500 * WAN),
            reaches(firm.number("neeq_placement_24m_fen"), 4000 * WAN),
            reaches(firm.number("neeq_placement_lowest_value_fen"), 3 * YI),
        )
    common = all3(
        firm.flag("quoted_on_neeq"),
        reaches(firm.number("neeq_placement_total_fen"), 1000 * WAN),
        reaches(firm.number("neeq_qualified_investor_count"), 50),
        reaches(firm.of(last, "net_assets_fen"), 0),
    )
    return {**routes, "common": common, "enters": all3(any3(*routes.values()), common)}


@st.composite
def quoted_firms(draw: st.DrawFn, law: date) -> Firm:
    """A firm that meets every route, with some facts moved to, just below or just above a limit."""
    firm, last, new = Firm(), law.year - 1, law >= NEW
    firm.facts = {
        "quoted_on_neeq": one(draw, True, False),
        "paid_in_capital_fen": around(draw, 6000 * WAN, 2000 * WAN, 5000 * WAN),
        "neeq_average_value_fen": around(draw, 7 * YI, 3 * YI, 6 * YI),
        "neeq_trading_mode": one(draw, "market_making", "call_auction", "call_auction"),
        "market_maker_count": around(draw, 6, 4, 6),
        "call_auction_share_count": around(draw, 2_000_000, 1_000_000),
        "neeq_placement_24m_fen": around(draw, 5000 * WAN, 4000 * WAN),
        "neeq_placement_lowest_value_fen": around(draw, 4 * YI, 3 * YI),
        "neeq_placement_total_fen": around(draw, 2000 * WAN, 1000 * WAN),
        "neeq_qualified_investor_count": around(draw, 60, 50),
    }
    first = draw(st.sampled_from([0, 4000 * WAN, 8000 * WAN]))
    factor = Fraction(169, 100) if new else Fraction(9, 4)
    middle = draw(st.sampled_from([first, first + 1, first + 1000 * WAN]))
    mean = (8000 if new else 6000) * WAN
    latest = around(draw, 3 * YI, int(first * factor), 2 * mean - middle, middle)
    for year, revenue in zip(range(last - 2, last + 1), (first, middle, latest), strict=True):
        firm.years[year] = {
            "revenue_fen": around(draw, revenue),
            "rd_expense_fen": around(draw, 1250 * WAN, 1250 * WAN),
            "net_profit_fen": around(draw, 1000 * WAN, 1000 * WAN),
            "net_profit_ex_fen": around(draw, 1000 * WAN, 1000 * WAN),
            "weighted_roe": around(draw, 8 * PER_CENT, 8 * PER_CENT, 6 * PER_CENT, 4 * PER_CENT),
            "net_assets_fen": one(draw, YI, 0, -1),
        }
    return firm


@pytest.mark.parametrize("law", [OLD, NEW, date(2023, 5, 10)])
def test_the_innovation_tier_is_as_the_measures_say(law: date) -> None:
    compare(ruleset(NEEQ, law), quoted_firms(law), lambda firm: innovation(firm, law))


def growth(firm: Firm, law: date) -> dict[str, Truth]:
    """Entry, entry on listing and the ways out; the STAR sets as their own test writes them."""
    last = law.year - 1
    both, board, listed = [last - 1, last], firm.facts.get("listing_board"), firm.day("listed_on")
    new = None if listed is None else listed >= GUIDELINE
    revenue = firm.of(last, "revenue_fen")
    two_years = all3(
        *(positive(firm, year) for year in both),
        reaches(lower_sum(firm, both), 5000 * WAN),
        audited(firm, both),
    )
    one_year = all3(positive(firm, last), reaches(revenue, YI), audited(firm, [last]))
    first_profit = all3(not3(new), positive(firm, last), audited(firm, [last]))
    return {
        "enters": all3(
            None if board is None else board == "star",
            firm.flag("unprofitable_at_listing"),
            any3(new, not3(firm.flag("profitable_since_listing"))),
        ),
        "would_enter": all3(
            star.expected(firm, law)["listing"], not3(positive(firm, last)), audited(firm, [last])
        ),
        "leaves": all3(
            firm.flag("in_star_growth_tier"), any3(all3(new, any3(two_years, one_year)), first_profit)
        ),
    }


@st.composite
def star_firms(draw: st.DrawFn, law: date) -> Firm:
    """An applicant of the STAR market's own test with what the tier asks besides, some of it unprofitable."""
    firm, last = draw(star.applicants(law)), law.year - 1
    firm.facts["listing_board"] = one(draw, "star", "chinext", "none")
    days = [GUIDELINE + timedelta(days=shift) for shift in (-1, 0, 1)]
    firm.facts["listed_on"] = draw(st.sampled_from([*days, None]))
    firm.facts["unprofitable_at_listing"] = one(draw, True, False)
    firm.facts["profitable_since_listing"] = one(draw, False, True)
    firm.facts["in_star_growth_tier"] = one(draw, True, False)
    if draw(st.booleans()):
        loss: dict[str, Value] = {"net_profit_fen": -1, "net_profit_ex_fen": 0}
        firm.years[last] = {**firm.years[last], **loss}
    return firm


@pytest.mark.parametrize("law", [date(2025, 12, 31), date(2027, 5, 31)])
def test_the_growth_tier_is_as_the_guideline_says(law: date) -> None:
    compare(ruleset(GROWTH, law), star_firms(law), lambda firm: growth(firm, law))


def test_the_tier_is_no_sixth_set() -> None:
    # The five sets of the STAR market are the same with and without the tier.
    rules = ruleset(("cn/star_market",), date(2026, 6, 30))
    assert [d.id for d in rules.decisions if d.id.startswith("set_")] == [f"set_{n}" for n in range(1, 6)]
