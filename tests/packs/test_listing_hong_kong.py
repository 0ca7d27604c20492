"""Chapters 18A and 18C of Hong Kong's listing rules written a second time, in exact fractions, against the packs."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import strategies as st
from tests.packs.boards import PER_CENT, around, audited, compare, one, ruleset, verdicts
from tests.packs.firms import Firm, Truth, Value, all3, any3, reaches, share_reaches

A, C = ("hk/hkex_18a",), ("hk/hkex_18c",)
# Cents of the Hong Kong dollar: a billion and a million dollars.
BILLION, MILLION = 10**11, 10**8
BEFORE, LOWERED = date(2024, 8, 31), date(2024, 9, 1)
LAST_DAY, AFTER = date(2027, 8, 31), date(2027, 9, 1)


def biotech(firm: Firm) -> dict[str, Truth]:
    """Rule 18A.03 (2) to (4), and what the guide asks."""
    figures = all3(
        reaches(firm.number("expected_market_value_hkd_cents"), 1500 * MILLION),
        reaches(firm.number("same_management_years"), 2),
        share_reaches(
            firm.number("working_capital_hkd_cents"),
            firm.number("group_costs_12m_hkd_cents"),
            Fraction(5, 4),
        ),
    )
    features = all3(
        firm.flag("is_biotech_company"),
        firm.flag("core_product_beyond_concept"),
        reaches(firm.number("core_product_rd_months"), 12),
        firm.flag("core_product_ip_held"),
        firm.flag("listing_to_fund_core_product"),
        reaches(firm.number("sophisticated_investment_months"), 6),
    )
    return {"figures": figures, "features": features, "listing": all3(figures, features)}


@st.composite
def drug_makers(draw: st.DrawFn) -> Firm:
    """A firm that meets Chapter 18A, with some facts moved to, just below or just above a limit."""
    costs = draw(st.sampled_from([0, 200 * MILLION + 1, 200 * MILLION, 200 * MILLION]))
    return Firm(
        {
            "expected_market_value_hkd_cents": around(draw, 2 * BILLION, 1500 * MILLION),
            "same_management_years": around(draw, 3, 2),
            "working_capital_hkd_cents": around(draw, 400 * MILLION, -(-costs * 5 // 4)),
            "group_costs_12m_hkd_cents": around(draw, costs),
            "is_biotech_company": one(draw, True, False),
            "core_product_beyond_concept": one(draw, True, False),
            "core_product_rd_months": around(draw, 20, 12),
            "core_product_ip_held": one(draw, True, False),
            "listing_to_fund_core_product": one(draw, True, False),
            "sophisticated_investment_months": around(draw, 9, 6),
        }
    )


@pytest.mark.parametrize("law", [date(2018, 4, 30), date(2026, 6, 30)])
def test_chapter_18a_is_as_the_rules_say(law: date) -> None:
    compare(ruleset(A, law), drug_makers(), biotech)


def two_of_three(parts: list[Truth]) -> Truth:
    """True if two are true, false if two are false, else unknown."""
    if parts.count(True) >= 2:
        return True
    return False if parts.count(False) >= 2 else None


def research(firm: Firm, law: date, share: Fraction) -> Truth:
    """R&D over operating expenditure in two years of three and over all three."""
    window = range(law.year - 3, law.year)
    spent, whole = "rd_expense_fen", "total_operating_expenditure_fen"
    yearly = [share_reaches(firm.of(year, spent), firm.of(year, whole), share) for year in window]
    in_total = share_reaches(firm.sum(window, spent), firm.sum(window, whole), share)
    return all3(two_of_three(yearly), in_total)


def banded(firm: Firm, low: int, middle: int, high: int) -> Truth:
    """The stake of all investors reaches the share of the band of market value."""
    value, stake = firm.number("expected_market_value_hkd_cents"), firm.number("sii_total_share")
    if value is None:
        return None
    return reaches(
        stake, (low if value < 15 * BILLION else middle if value < 30 * BILLION else high) * PER_CENT
    )


def pathfinders(firm: Firm) -> Truth:
    """Twelve months; together 10% or 1.5bn; each of two 3% or 450m."""

    def either(who: str, share: int, amount: int) -> Truth:
        stake, money = (
            firm.number(f"pathfinder_{who}_share"),
            firm.number(f"pathfinder_{who}_invested_hkd_cents"),
        )
        return any3(reaches(stake, share * PER_CENT), reaches(money, amount * MILLION))

    return all3(
        reaches(firm.number("pathfinder_investment_months"), 12),
        either("total", 10, 1500),
        either("first", 3, 450),
        either("second", 3, 450),
    )


def specialist(firm: Firm, law: date) -> dict[str, Truth]:
    """Both ways into Chapter 18C, each from its own words."""
    last, lowered = law.year - 1, LOWERED <= law <= LAST_DAY
    revenue = firm.of(last, "specialist_revenue_hkd_cents")
    value = firm.number("expected_market_value_hkd_cents")
    investors = pathfinders(firm)
    shared = all3(
        firm.flag("in_specialist_technology_sector"),
        reaches(firm.number("same_management_years"), 3),
        reaches(firm.number("specialist_rd_years"), 3),
        audited(firm, [last]),
        investors,
    )
    commercial = all3(
        shared,
        reaches(revenue, 250 * MILLION),
        reaches(value, (4 if lowered else 6) * BILLION),
        research(firm, law, Fraction(15, 100)),
        banded(firm, 20, 15, 10),
    )
    early = all3(
        shared,
        None if revenue is None else revenue < 250 * MILLION,
        reaches(value, (8 if lowered else 10) * BILLION),
        any3(
            research(firm, law, Fraction(50, 100)),
            all3(reaches(revenue, 150 * MILLION), research(firm, law, Fraction(30, 100))),
        ),
        banded(firm, 25, 20, 15),
        firm.flag("commercialisation_path_credible"),
        share_reaches(
            firm.number("working_capital_hkd_cents"),
            firm.number("group_costs_12m_hkd_cents"),
            Fraction(5, 4),
        ),
    )
    return {
        "commercial": commercial,
        "pre_commercial": early,
        "investors": investors,
        "listing": any3(commercial, early),
    }


@st.composite
def tech_firms(draw: st.DrawFn, law: date) -> Firm:
    """A firm of one kind or the other, with some facts moved to, just below or just above a limit."""
    firm, last = Firm(), law.year - 1
    bands = (4, 6, 8, 10, 15, 30)
    firm.facts = {
        "in_specialist_technology_sector": one(draw, True, True, False),
        "same_management_years": around(draw, 5, 3),
        "specialist_rd_years": around(draw, 5, 3),
        "expected_market_value_hkd_cents": around(draw, 20 * BILLION, *(band * BILLION for band in bands)),
        "sii_total_share": around(draw, 25 * PER_CENT, *(band * PER_CENT for band in (10, 15, 20, 25))),
        "commercialisation_path_credible": one(draw, True, True, False),
        "working_capital_hkd_cents": around(draw, 3 * MILLION, 250 * MILLION),
        "group_costs_12m_hkd_cents": around(draw, 2 * MILLION, 200 * MILLION),
        "pathfinder_investment_months": around(draw, 20, 12),
    }
    for who, share, amount in (("total", 10, 1500), ("first", 3, 450), ("second", 3, 450)):
        firm.facts[f"pathfinder_{who}_share"] = around(draw, share * PER_CENT, share * PER_CENT)
        firm.facts[f"pathfinder_{who}_invested_hkd_cents"] = around(draw, amount * MILLION, amount * MILLION)
    usual = draw(st.sampled_from([0, 200, 200, 300, 300])) * MILLION
    share = draw(st.sampled_from([15, 30, 30, 50, 50]))
    for year in range(last - 2, last + 1):
        spent = draw(st.sampled_from([1000, 1000, 1001, 20_000]))
        row: dict[str, Value] = {
            "total_operating_expenditure_fen": one(draw, spent, 0),
            "rd_expense_fen": around(
                draw, -(-spent * share // 100), *(spent * n // 100 for n in (15, 30, 50))
            ),
        }
        firm.years[year] = row
    firm.years[last]["specialist_revenue_hkd_cents"] = around(draw, usual, 150 * MILLION, 250 * MILLION)
    firm.years[last]["accounts_audited"] = one(draw, True, True, False)
    return firm


@pytest.mark.parametrize("law", [date(2023, 3, 31), BEFORE, LOWERED, LAST_DAY, AFTER])
def test_chapter_18c_is_as_the_rules_say(law: date) -> None:
    compare(ruleset(C, law), tech_firms(law), lambda firm: specialist(firm, law))


@pytest.mark.parametrize(
    ("law", "commercial", "early"), [(BEFORE, 6, 10), (LOWERED, 4, 8), (LAST_DAY, 4, 8), (AFTER, 6, 10)]
)
def test_the_floors_hold_to_the_cent_and_to_the_day(law: date, commercial: int, early: int) -> None:
    floors = {"commercial": commercial * BILLION, "pre_commercial": early * BILLION}
    for name, floor in floors.items():
        revenue = 250 * MILLION if name == "commercial" else 0
        firms = [settled(law, value, revenue) for value in (floor - 1, floor, floor + 1)]
        assert [found[name] for found in verdicts(ruleset(C, law), firms)] == [False, True, True]


def settled(law: date, value: int, revenue: int) -> Firm:
    """A firm that lacks nothing but perhaps market value."""
    firm = Firm(
        {
            "in_specialist_technology_sector": True,
            "same_management_years": 3,
            "specialist_rd_years": 3,
            "expected_market_value_hkd_cents": value,
            "sii_total_share": 25 * PER_CENT,
            "commercialisation_path_credible": True,
            "working_capital_hkd_cents": 5,
            "group_costs_12m_hkd_cents": 4,
            "pathfinder_investment_months": 12,
            "pathfinder_total_share": 10 * PER_CENT,
            "pathfinder_first_share": 5 * PER_CENT,
            "pathfinder_second_share": 5 * PER_CENT,
        }
    )
    for year in range(law.year - 3, law.year):
        firm.years[year] = {"rd_expense_fen": 1, "total_operating_expenditure_fen": 2}
    firm.years[law.year - 1] |= {"specialist_revenue_hkd_cents": revenue, "accounts_audited": True}
    return firm
