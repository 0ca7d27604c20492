"""Invented firms for the demonstration catalogue: figures at the edges of the products, next to them, or missing."""

import random
from datetime import date, timedelta

from tests.packs.firms import WAN, Firm, Value, whole
from tests.packs.market_products import BEFORE, DAY, LAST

from kejin.facts import Grain

PPB = 10**9
FLAGS = (
    "on_dishonest_list", "hte_certified", "tech_sme_registered", "specialised_sme_recognised",
    "little_giant_recognised", "national_demonstration_firm", "single_champion", "innovative_sme_recognised",
    "had_outside_equity_round", "in_strategic_emerging", "chain_key_link", "on_regional_equity_board", "is_listed",
    "quoted_on_neeq", "first_set_product_in_catalogue", "provincial_rd_body", "merger_pilot_firm",
    "innovation_points_selected",
)  # fmt: skip
CHOICES = {
    "talent_grade": ("national", "provincial", "city", "none"), "city_code": ("4401", "4403", "4406"),
    "planned_deal_kind": ("control", "minority", "none"), "sme_sector": ("industry", "software"),
    "sme_class_stated": ("micro", "small", "medium", "large"), "cross_border_borrower_kind": ("ordinary", "financial"),
    "futures_material": ("lithium_carbonate", "none"),
}  # fmt: skip
MONEY = {
    "planned_project_investment_fen": (0, 300, 2000, 60_000), "planned_project_own_funds_fen": (90, 600, 18_000),
    "chain_leader_receivables_fen": (50, 3750, 9000), "equity_raised_2y_fen": (0, 500, 6000, 9000),
    "equity_raised_3y_fen": (0, 500), "funding_total_fen": (0, 3000, 9000),
    "funding_valuation_fen": (5000, 6666, 20_000, 50_000, 200_000, 250_000), "expected_market_value_fen": (30_000, 100_000, 400_000),
    "planned_deal_price_fen": (0, 1000, 20_000, 150_000), "first_set_contract_fen": (100, 2000, 50_000, 60_000),
    "futures_exposure_fen": (10, 500, 37_500, 40_000), "facilitation_used_usd_cents": (0, 500, 990, 1000),
}  # fmt: skip
YEARLY = {
    "revenue_fen": (100, 200, 300, 500, 1000, 1667, 2000, 3000, 5000, 8000, 20_000, 60_000),
    "rd_expense_fen": (50, 100, 400, 4286, 5000), "net_profit_fen": (-500, 0, 600, 1500, 6000),
    "net_assets_fen": (-100, 0, 1000, 10_000, 250_000), "total_assets_fen": (1000, 20_000, 60_000),
    "total_liabilities_fen": (700, 750, 800, 14_000, 15_000, 16_000), "cost_expense_total_fen": (1000, 5000),
    "tech_contract_value_fen": (0, 100, 500), "hightech_income_fen": (300, 3000),
}  # fmt: skip
COUNTS = {"invention_patent_count": 11, "core_business_invention_count": 7}
FOUNDED = tuple(
    date(DAY.year - years, DAY.month, DAY.day) + timedelta(days=days)
    for years in (2, 3, 5, 10)
    for days in (-1, 0, 1)
)


def drawn(dice: random.Random) -> Firm:
    """A firm whose figures lie at the edges of the products, next to them, or are missing."""
    gaps = dice.choice((0.0, 0.0, 0.05, 0.4))

    def some(value: Value) -> Value:
        return None if dice.random() < gaps else value

    def money(edges: tuple[int, ...]) -> Value:
        return some(dice.choice(edges) * WAN + dice.choice((-1, 0, 0, 1, 12_345)))

    facts: dict[str, Value] = {name: some(dice.random() < 0.4) for name in FLAGS}
    facts["on_dishonest_list"] = some(dice.random() < 0.1)
    facts |= {name: some(dice.choice(codes)) for name, codes in CHOICES.items()}
    facts |= {name: money(edges) for name, edges in MONEY.items()}
    for name in MONEY:
        facts[name] = None if facts[name] is None else max(0, whole(facts[name]) or 0)
    facts |= {name: some(dice.randrange(top)) for name, top in COUNTS.items()}
    facts |= {"founded_on": some(dice.choice(FOUNDED)), "led_standard_on": some(date(2024, 1, 1))}
    facts |= {"planned_stake": some(dice.choice((20, 60)) * PPB // 100), "planned_stake_before": some(0)}
    years = {year: {name: money(edges) for name, edges in YEARLY.items()} for year in (LAST, BEFORE, 2023)}
    for row in years.values():
        for name in ("revenue_fen", "rd_expense_fen", "hightech_income_fen", "tech_contract_value_fen"):
            row[name] = None if row[name] is None else max(0, whole(row[name]) or 0)
        row |= {"staff_count": some(dice.choice((50, 1200))), "tech_staff_count": some(dice.choice((5, 30)))}
        row |= {"graduates_hired_count": some(dice.randrange(12))}
    return Firm(facts, years)


def finer(dice: random.Random, number: int) -> dict[Grain, dict[str, Value]]:
    """A right, a loan and a debt abroad of the firm, each with the chance of a gap."""

    def flag(share: float) -> Value:
        return None if dice.random() < 0.05 else dice.random() < share

    firm = {"enterprise_id": f"firm-{number}"}
    right = {
        **firm, "right_no": f"r{number}", "right_kind": dice.choice(("invention", "utility_model")),
        "right_status": "granted", "right_holder_registered": flag(0.95), "right_fee_paid": flag(0.95),
        "right_frozen": flag(0.05), "right_co_owned": flag(0.05), "right_pledged": flag(0.1),
        "right_same_day_invention": flag(0.05), "right_invalidation_pending": flag(0.05),
        "right_expires_on": date(2036, 1, 1), "right_secured_debt_due_on": date(2028, 1, 1),
        "right_contract_conforms": True, "right_valuation_fen": dice.choice((120, 1000, 9000)) * WAN + dice.choice((-1, 0, 1)),
    }  # fmt: skip
    loan = {
        **firm, "loan_id": f"l{number}", "loan_borrower_class": dice.choice(("small", "medium", "large")),
        "loan_product": "working_capital", "loan_purpose": "working_capital", "loan_due_on": date(2026, 8, 31),
        "loan_funds_still_needed": flag(0.9), "loan_cash_short": flag(0.9), "loan_renewal_applied_on": date(2026, 6, 1),
        "loan_balance_fen": dice.choice((10, 300, 3000, 4000)) * WAN + dice.choice((-1, 0, 1)),
    }  # fmt: skip
    debt = {
        **firm, "debt_id": f"d{number}", "debt_balance_fen": dice.choice((0, 100, 5000)) * WAN,
        "debt_foreign_currency": flag(0.5), "debt_drawn_on": date(2025, 1, 1), "debt_due_on": date(2027, 1, 1),
        "debt_off_balance": flag(0.1), "debt_outside_cap": flag(0.1),
    }  # fmt: skip
    return {Grain.PATENT: right, Grain.LOAN: loan, Grain.FOREIGN_DEBT: debt}
