"""ChiNext and the Beijing Stock Exchange written a second time, in exact fractions, against the packs."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import strategies as st
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
    verdicts,
)
from tests.packs.firms import (
    WAN,
    YI,
    Firm,
    Truth,
    Value,
    all3,
    any3,
    ratio,
    reaches,
    share_reaches,
)

CHINEXT, BSE = ("cn/chinext",), ("cn/beijing_stock_exchange",)
OLD, NEW = date(2024, 4, 29), date(2024, 4, 30)
SHUT, OPEN = date(2025, 6, 17), date(2025, 6, 18)
THREE, FOUR = date(2026, 4, 23), date(2026, 4, 24)


def grown(last: int | None, first: int | None, factor: Fraction) -> Truth:
    """last / first reaches the factor; unknown where the first is not positive."""
    found = ratio(last, first)
    return None if found is None else found >= factor


def chinext(firm: Firm, law: date) -> dict[str, Truth]:
    """The sets, each from its own words."""
    last = law.year - 1
    both, window = [last - 1, last], [last - 2, last - 1, last]
    value, revenue = firm.number("expected_market_value_fen"), firm.of(last, "revenue_fen")
    rd, sales = firm.sum(window, "rd_expense_fen"), firm.sum(window, "revenue_fen")
    profit, value_2, revenue_2 = (10_000, 15, 4) if law >= NEW else (5000, 10, 1)
    set_1 = [*(positive(firm, year) for year in both), reaches(lower_sum(firm, both), profit * WAN)]
    if law >= NEW:
        set_1.append(reaches(lower(firm, last), 6000 * WAN))
    by_growth = all3(
        reaches(value, 30 * YI), grown(revenue, firm.of(last - 2, "revenue_fen"), Fraction(13, 10) ** 2)
    )
    by_research = all3(reaches(value, 40 * YI), reaches(rd, YI), share_reaches(rd, sales, Fraction(15, 100)))
    found = {
        "set_1": all3(*set_1, audited(firm, both)),
        "set_2": all3(
            reaches(value, value_2 * YI),
            positive(firm, last),
            reaches(revenue, revenue_2 * YI),
            audited(firm, [last]),
        ),
        "set_3": all3(
            law >= OPEN,
            reaches(value, 50 * YI),
            reaches(revenue, 3 * YI),
            any3(positive(firm, last), firm.flag("in_chinext_set3_field")),
            audited(firm, [last]),
        ),
    }
    if law >= FOUR:
        found["set_4"] = all3(
            firm.flag("in_chinext_set4_field"),
            reaches(revenue, 2 * YI),
            any3(by_growth, by_research),
            audited(firm, window),
        )
    return {**found, "listing": any3(*found.values())}


@st.composite
def chinext_firms(draw: st.DrawFn, law: date) -> Firm:
    """A firm that meets every set, with some facts moved to, just below or just above a limit."""
    firm, last = Firm(), law.year - 1
    firm.facts["expected_market_value_fen"] = around(
        draw, 60 * YI, 10 * YI, 15 * YI, 30 * YI, 40 * YI, 50 * YI
    )
    firm.facts["in_chinext_set3_field"] = one(draw, True, False)
    firm.facts["in_chinext_set4_field"] = one(draw, True, False)
    first = draw(st.sampled_from([0, YI, YI, 2 * YI]))
    edges = (YI, 2 * YI, 3 * YI, 4 * YI, int(first * Fraction(169, 100)))
    sales = [first, 3 * YI, around(draw, 5 * YI, *edges)]
    known = sum(part for part in sales if isinstance(part, int))
    rd = around(draw, 2 * YI, YI, -(-known * 15 // 100))
    losses = draw(st.sampled_from([False, False, False, True]))
    for place, year in enumerate(range(last - 2, last + 1)):
        profit = -1 if losses else draw(st.sampled_from([8000, 6000, 5000, 4000, 3000, 2000, 0])) * WAN
        ex = profit + draw(st.sampled_from([0, 0, 1, -1]))
        row: dict[str, Value] = {
            "revenue_fen": sales[place],
            "rd_expense_fen": rd if place == 0 else 0,
            "net_profit_fen": profit,
            "net_profit_ex_fen": ex,
            "accounts_audited": one(draw, True, True, False),
        }
        missing = draw(st.sampled_from([None, None, None, *row]))
        firm.years[year] = {name: None if name == missing else cell for name, cell in row.items()}
    return firm


@pytest.mark.parametrize("law", [OLD, NEW, SHUT, OPEN, THREE, FOUR])
def test_chinext_is_as_the_rules_say(law: date) -> None:
    settled = () if law >= OPEN else ("set_3",)
    compare(ruleset(CHINEXT, law), chinext_firms(law), lambda firm: chinext(firm, law), settled=settled)


def a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def beijing(firm: Firm, law: date) -> dict[str, Truth]:
    """Access and the sets, each from its own words."""
    last = law.year - 1
    both = [last - 1, last]
    value, quoted = firm.number("expected_market_value_fen"), firm.day("neeq_quoted_on")
    revenue, before = firm.of(last, "revenue_fen"), firm.of(last - 1, "revenue_fen")
    rd, sales = firm.sum(both, "rd_expense_fen"), firm.sum(both, "revenue_fen")
    roe = [firm.of(year, "weighted_roe") for year in both]
    two_years = all3(
        *(reaches(lower(firm, year), 1500 * WAN) for year in both),
        reaches(added(*roe), 16 * PER_CENT),
        audited(firm, both),
    )
    one_year = all3(
        reaches(lower(firm, last), 2500 * WAN), reaches(roe[1], 8 * PER_CENT), audited(firm, [last])
    )
    access = all3(
        firm.flag("on_neeq_innovation_tier"),
        None if quoted is None else a_year_later(quoted) <= law,
        reaches(firm.of(last, "net_assets_fen"), 5000 * WAN),
        audited(firm, [last]),
    )
    sets = {
        "set_1": all3(reaches(value, 2 * YI), any3(two_years, one_year)),
        "set_2": all3(
            reaches(value, 4 * YI),
            None if sales is None else Fraction(sales, 2) >= YI,
            grown(revenue, before, Fraction(13, 10)),
            more(firm.of(last, "operating_cash_flow_fen"), 0),
            audited(firm, both),
        ),
        "set_3": all3(
            reaches(value, 8 * YI),
            reaches(revenue, 2 * YI),
            share_reaches(rd, sales, Fraction(8, 100)),
            audited(firm, both),
        ),
        "set_4": all3(reaches(value, 15 * YI), reaches(rd, 5000 * WAN), audited(firm, both)),
    }
    return {**sets, "access": access, "listing": all3(access, any3(*sets.values()))}


@st.composite
def beijing_firms(draw: st.DrawFn, law: date) -> Firm:
    """A firm that meets every set, with some facts moved to, just below or just above a limit."""
    firm, last = Firm(), law.year - 1
    firm.facts["expected_market_value_fen"] = around(draw, 20 * YI, 2 * YI, 4 * YI, 8 * YI, 15 * YI)
    firm.facts["on_neeq_innovation_tier"] = one(draw, True, False)
    day = date(law.year - 1, law.month, law.day)
    firm.facts["neeq_quoted_on"] = one(draw, day, day.replace(day=day.day - 1), day.replace(day=day.day + 1))
    before = draw(st.sampled_from([0, YI // 2, YI, 2 * YI]))
    edges = (YI, 2 * YI, 2 * YI - before, -(-before * 13 // 10))
    sales = [before, around(draw, 3 * YI, *edges)]
    known = sum(part for part in sales if isinstance(part, int))
    rd = around(draw, YI, 5000 * WAN, -(-known * 8 // 100))
    for place, year in enumerate((last - 1, last)):
        row: dict[str, Value] = {
            "revenue_fen": sales[place],
            "rd_expense_fen": rd if place == 0 else 0,
            "net_profit_fen": around(draw, 3000 * WAN, 1500 * WAN, 2500 * WAN, 1),
            "net_profit_ex_fen": around(draw, 3000 * WAN, 1500 * WAN, 2500 * WAN, 1),
            "weighted_roe": around(draw, 8 * PER_CENT, 8 * PER_CENT),
            "operating_cash_flow_fen": one(draw, 1, 0, -1),
            "net_assets_fen": around(draw, YI, 5000 * WAN),
            "accounts_audited": one(draw, True, False),
        }
        firm.years[year] = row
    return firm


@pytest.mark.parametrize("law", [date(2021, 11, 15), date(2026, 6, 15)])
def test_the_beijing_exchange_is_as_the_rules_say(law: date) -> None:
    compare(ruleset(BSE, law), beijing_firms(law), lambda firm: beijing(firm, law))


@pytest.mark.parametrize(
    ("quoted", "law", "truth"),
    [
        (date(2024, 2, 29), date(2025, 2, 27), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2025, 6, 30), date(2026, 6, 29), False),
        (date(2025, 6, 30), date(2026, 6, 30), True),
    ],
)
def test_twelve_months_end_on_the_same_day_a_year_later(quoted: date, law: date, *, truth: bool) -> None:
    firm = Firm({"neeq_quoted_on": quoted, "on_neeq_innovation_tier": True})
    firm.years[law.year - 1] = {"net_assets_fen": 5000 * WAN, "accounts_audited": True}
    (found,) = verdicts(ruleset(BSE, law), [firm])
    assert found["access"] is truth


def test_the_mean_return_is_exact_to_the_last_digit() -> None:
    # 9% and 7% make a mean of 8%; a billionth less in one year does not.
    law = date(2026, 6, 30)
    years: dict[str, Value] = {
        "net_profit_fen": 1500 * WAN,
        "net_profit_ex_fen": 1500 * WAN,
        "accounts_audited": True,
    }
    firms = [
        Firm(
            {"expected_market_value_fen": 2 * YI},
            {2024: {**years, "weighted_roe": 9 * PER_CENT}, 2025: {**years, "weighted_roe": roe}},
        )
        for roe in (7 * PER_CENT, 7 * PER_CENT - 1)
    ]
    assert [found["set_1"] for found in verdicts(ruleset(BSE, law), firms)] == [True, False]


@pytest.mark.parametrize(("short", "truth"), [(1, False), (0, True), (-1, True)])
def test_research_alone_carries_the_fourth_set_to_the_fen(short: int, *, truth: bool) -> None:
    # Level revenue shuts the way by growth; 100m of R&D is a sixth of 600m, so only the amount is at its limit.
    firm = Firm({"expected_market_value_fen": 40 * YI, "in_chinext_set4_field": True})
    for year in (2023, 2024, 2025):
        firm.years[year] = {"revenue_fen": 2 * YI, "rd_expense_fen": 0, "accounts_audited": True}
    firm.years[2023]["rd_expense_fen"] = YI - short
    (found,) = verdicts(ruleset(CHINEXT, date(2026, 6, 30)), [firm])
    assert found["set_4"] is truth
