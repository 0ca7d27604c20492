"""The products of the demonstration catalogue in plain Python, one function each.

What a product borrows from another pack is handed in; everything that the catalogue adds is worked out here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.packs.firms import (
    WAN,
    YI,
    Firm,
    Truth,
    Value,
    all3,
    any3,
    not3,
    reaches,
    share_reaches,
    still_counts,
    whole,
    within,
)

DAY = date(2026, 6, 30)
LAST, BEFORE = 2025, 2024
LPR_1Y, LPR_5Y = Fraction(3, 100), Fraction(35, 1000)
Quote = tuple[Truth, int | None, Fraction | None, Fraction | None]
"""Verdict, amount in minor units, rate, yearly fee."""


def part(value: int | None, share: str) -> int | None:
    """The share of an amount, down to the fen."""
    if value is None:
        return None
    exact = value * Fraction(share)
    return exact.numerator // exact.denominator


def least(*values: int | None) -> int | None:
    return None if None in values else min(value for value in values if value is not None)


def added(*values: int | None) -> int | None:
    return None if None in values else sum(value for value in values if value is not None)


def not_below_zero(value: int | None) -> int | None:
    return None if value is None else max(value, 0)


def positive(value: int | None) -> Truth:
    return None if value is None else value > 0


def debt_kept(firm: Firm, ceiling: str) -> Truth:
    debts, assets = firm.of(LAST, "total_liabilities_fen"), firm.of(LAST, "total_assets_fen")
    reached = share_reaches(debts, assets, Fraction(ceiling))
    if reached is None or debts is None or assets is None:
        return None
    return Fraction(debts, assets) <= Fraction(ceiling)


def grown(firm: Firm, rate: str) -> Truth:
    last, first = firm.of(LAST, "revenue_fen"), firm.of(BEFORE, "revenue_fen")
    if last is None or first is None or first <= 0:
        return None
    return Fraction(last) >= first * (1 + Fraction(rate))


@dataclass(frozen=True)
class Sight:
    """One firm and what its products borrow."""

    firm: Firm
    lent: Mapping[str, Value]

    def yes(self, name: str) -> Truth:
        value = self.lent[name]
        return value if isinstance(value, bool) else None

    def amount(self, name: str) -> int | None:
        return whole(self.lent[name])

    def said(self, name: str, *codes: str) -> Truth:
        value = self.firm.facts.get(name)
        return None if value is None else value in codes

    @property
    def honest(self) -> Truth:
        return not3(self.firm.flag("on_dishonest_list"))

    @property
    def revenue(self) -> int | None:
        return self.firm.of(LAST, "revenue_fen")

    @property
    def rd(self) -> int | None:
        return self.firm.of(LAST, "rd_expense_fen")

    @property
    def profit(self) -> int | None:
        return self.firm.of(LAST, "net_profit_fen")

    @property
    def net_assets(self) -> int | None:
        return self.firm.of(LAST, "net_assets_fen")

    @property
    def inventions(self) -> int | None:
        return self.firm.number("invention_patent_count")


PRODUCTS: dict[str, Callable[[Sight], Quote]] = {}


def product(key: str) -> Callable[[Callable[[Sight], Quote]], Callable[[Sight], Quote]]:
    def keep(make: Callable[[Sight], Quote]) -> Callable[[Sight], Quote]:
        PRODUCTS[key] = make
        return make

    return keep


# ------------------------------------------------------------------------------------------ loans


@product("demo_bank_loans.points_loan")
def points_loan(s: Sight) -> Quote:
    points = s.amount("innovation_points.base_points")
    cap = rate = None
    if points is not None:
        tier = sum(points >= 100 * edge for edge in (60, 75, 90))
        cap = (200, 300, 500, 1000)[tier] * WAN
        rate = LPR_1Y - Fraction((10, 20, 35, 50)[tier], 10_000)
    base = added(part(s.revenue, "0.2"), part(s.rd, "0.5"))
    return all3(s.honest, s.yes("innovation_points.selected")), least(base, cap), rate, None


@product("demo_bank_loans.rd_loan")
def rd_loan(s: Sight) -> Quote:
    fit = all3(s.honest, s.yes("working_capital_term.technology_firm"), reaches(s.rd, 100 * WAN))
    return fit, least(part(s.rd, "0.7"), 3000 * WAN), LPR_1Y - Fraction("0.004"), None


@product("demo_bank_loans.talent_loan")
def talent_loan(s: Sight) -> Quote:
    fit = all3(
        s.honest, s.said("talent_grade", "national", "provincial", "city"),
        still_counts(s.firm.day("founded_on"), 10, DAY),
    )  # fmt: skip
    grade = s.firm.facts.get("talent_grade")
    caps = {"national": 1000, "provincial": 500, "city": 300}
    amount = None if grade is None else caps.get(str(grade), 0) * WAN
    return fit, amount, LPR_1Y - Fraction("0.003"), None


@product("demo_bank_loans.working_line")
def working_line(s: Sight) -> Quote:
    fit = all3(
        s.honest, s.yes("working_capital_term.technology_firm"), reaches(s.revenue, 500 * WAN),
        debt_kept(s.firm, "0.75"),
    )  # fmt: skip
    return fit, least(part(s.revenue, "0.25"), 5000 * WAN), LPR_1Y - Fraction("0.0025"), None


@product("demo_bank_loans.upgrade_loan")
def upgrade_loan(s: Sight) -> Quote:
    cost, own = (
        s.firm.number("planned_project_investment_fen"),
        s.firm.number("planned_project_own_funds_fen"),
    )
    fit = all3(
        s.honest, reaches(cost, 300 * WAN), share_reaches(own, cost, Fraction("0.3")), positive(s.net_assets),
        debt_kept(s.firm, "0.7"),
    )  # fmt: skip
    amount = not_below_zero(least(part(cost, "0.7"), s.net_assets, 3 * YI))
    return fit, amount, LPR_5Y - Fraction("0.004"), None


@product("demo_bank_loans.guaranteed_loan")
def guaranteed_loan(s: Sight) -> Quote:
    fit = all3(s.honest, s.yes("sme_size.is_sme"), reaches(s.revenue, 200 * WAN))
    return fit, least(part(s.revenue, "0.2"), 1000 * WAN), LPR_1Y - Fraction("0.001"), Fraction("0.008")


@product("demo_bank_loans.chain_loan")
def chain_loan(s: Sight) -> Quote:
    owed = s.firm.number("chain_leader_receivables_fen")
    fit = all3(s.honest, reaches(owed, 50 * WAN))
    return fit, least(part(owed, "0.8"), 3000 * WAN), LPR_1Y - Fraction("0.002"), None


@product("demo_growth_finance.merger_loan")
def merger_loan(s: Sight) -> Quote:
    two_years = s.firm.sum((LAST, BEFORE), "net_profit_fen")
    fit = all3(s.yes("merger_loans.firm_may_apply"), positive(s.net_assets), positive(two_years))
    limit = least(s.amount("merger_loans.firm_loan_max_fen"), part(s.net_assets, "2"), 5 * YI)
    return fit, not_below_zero(limit), LPR_5Y - Fraction("0.002"), None


@product("demo_growth_finance.renewal")
def renewal(s: Sight) -> Quote:
    due = s.amount("loan_renewal.renewable_total_fen")
    fit = all3(s.honest, s.yes("loan_renewal.firm_supported"), reaches(due, 10 * WAN))
    return fit, least(due, 3000 * WAN), LPR_1Y - Fraction("0.001"), None


@product("demo_growth_finance.sharing_loan")
def sharing_loan(s: Sight) -> Quote:
    fit = all3(s.honest, reaches(s.revenue, 500 * WAN), grown(s.firm, "0.15"))
    return fit, least(part(s.revenue, "0.15"), 2000 * WAN), LPR_1Y - Fraction("0.006"), None


@product("demo_growth_finance.warrant_loan")
def warrant_loan(s: Sight) -> Quote:
    raised = s.firm.number("equity_raised_2y_fen")
    fit = all3(
        s.honest, reaches(raised, 500 * WAN), reaches(s.firm.number("funding_valuation_fen"), 5000 * WAN)
    )
    return fit, least(part(raised, "0.5"), 3000 * WAN), LPR_1Y - Fraction("0.004"), None


# ------------------------------------------------------------------------------------------ rights


@product("demo_ip_finance.pledge_loan")
def pledge_loan(s: Sight) -> Quote:
    value = s.amount("patent_pledge.sure_loan_value_fen")
    fit = all3(s.honest, s.yes("patent_pledge.firm_has_one"), reaches(value, 30 * WAN))
    return fit, least(value, 2000 * WAN), LPR_1Y - Fraction("0.002"), Fraction("0.005")


@product("demo_ip_finance.insured_pledge_loan")
def insured_pledge_loan(s: Sight) -> Quote:
    core = s.firm.number("core_business_invention_count")
    amount = least(None if core is None else core * 100 * WAN, part(s.revenue, "0.5"), 500 * WAN)
    return all3(s.honest, reaches(core, 1)), amount, LPR_1Y - Fraction("0.002"), Fraction("0.012")


@product("demo_ip_finance.backed_pledge_loan")
def backed_pledge_loan(s: Sight) -> Quote:
    by_right = None if s.inventions is None else s.inventions * 50 * WAN
    amount = least(added(by_right, part(s.revenue, "0.1")), 1000 * WAN)
    fit = all3(s.honest, reaches(s.inventions, 1), reaches(s.revenue, 300 * WAN))
    return fit, amount, LPR_1Y - Fraction("0.0015"), Fraction("0.006")


@product("demo_ip_finance.securitisation")
def securitisation(s: Sight) -> Quote:
    fit = all3(s.honest, reaches(s.inventions, 2), reaches(s.revenue, 1000 * WAN), positive(s.profit))
    amount = least(part(s.revenue, "0.1"), 3000 * WAN)
    return fit, amount, LPR_1Y - Fraction("0.008"), Fraction("0.008")


# ------------------------------------------------------------------------------------------ funds


@product("demo_funds.seed_fund")
def seed_fund(s: Sight) -> Quote:
    fit = all3(
        s.honest, still_counts(s.firm.day("founded_on"), 3, DAY), not3(s.firm.flag("had_outside_equity_round")),
        any3(reaches(s.inventions, 1), s.said("talent_grade", "national", "provincial", "city")),
    )  # fmt: skip
    return fit, 300 * WAN, None, None


@product("demo_funds.angel_fund")
def angel_fund(s: Sight) -> Quote:
    valuation = s.firm.number("funding_valuation_fen")
    fit = all3(
        s.honest, still_counts(s.firm.day("founded_on"), 5, DAY),
        within(s.firm.number("funding_total_fen"), 3000 * WAN), within(valuation, 2 * YI),
    )  # fmt: skip
    return fit, least(part(valuation, "0.15"), 1000 * WAN), None, None


@product("demo_funds.venture_fund")
def venture_fund(s: Sight) -> Quote:
    valuation = s.firm.number("funding_valuation_fen")
    rich = share_reaches(s.rd, s.revenue, Fraction("0.08"))
    fit = all3(
        s.honest, reaches(s.revenue, 300 * WAN), any3(grown(s.firm, "0.2"), rich), within(valuation, 20 * YI)
    )
    return fit, least(part(valuation, "0.1"), 5000 * WAN), None, None


@product("demo_funds.industry_fund")
def industry_fund(s: Sight) -> Quote:
    field = any3(s.firm.flag("in_strategic_emerging"), s.firm.flag("chain_key_link"))
    fit = all3(s.honest, reaches(s.revenue, 8000 * WAN), field)
    return fit, least(part(s.firm.number("funding_valuation_fen"), "0.08"), 2 * YI), None, None


@product("demo_funds.aic_equity")
def aic_equity(s: Sight) -> Quote:
    fit = all3(
        s.honest, s.yes("aic_pilot.firm_in_pilot"), s.yes("working_capital_term.technology_firm"),
        reaches(s.revenue, 5000 * WAN), debt_kept(s.firm, "0.8"),
    )  # fmt: skip
    return fit, least(part(s.firm.number("expected_market_value_fen"), "0.08"), 3 * YI), None, None


@product("demo_funds.merger_fund")
def merger_fund(s: Sight) -> Quote:
    price = s.firm.number("planned_deal_price_fen")
    fit = all3(s.honest, s.said("planned_deal_kind", "control", "minority"), reaches(price, 1000 * WAN))
    return fit, least(part(price, "0.2"), 3 * YI), None, None


# ------------------------------------------------------------------------------------------ bonds and equity


@product("demo_bonds_and_equity.sci_tech_bond")
def sci_tech_bond(s: Sight) -> Quote:
    fit = all3(
        s.honest, s.yes("sci_tech_bonds.issuer_admitted"), reaches(s.net_assets, YI),
        positive(s.firm.sum((LAST, BEFORE, 2023), "net_profit_fen")), debt_kept(s.firm, "0.75"),
    )  # fmt: skip
    amount = not_below_zero(least(part(s.net_assets, "0.4"), 10 * YI))
    return fit, amount, LPR_1Y - Fraction("0.0075"), None


@product("demo_bonds_and_equity.joint_bond")
def joint_bond(s: Sight) -> Quote:
    fit = all3(
        s.honest, s.yes("sme_size.is_sme"), s.yes("working_capital_term.technology_firm"),
        reaches(s.revenue, 2000 * WAN), positive(s.profit),
    )  # fmt: skip
    return fit, least(part(s.revenue, "0.15"), 5000 * WAN), LPR_1Y - Fraction("0.006"), Fraction("0.007")


@product("demo_bonds_and_equity.convertible_note")
def convertible_note(s: Sight) -> Quote:
    amount = least(part(s.firm.number("funding_valuation_fen"), "0.08"), 500 * WAN)
    return all3(s.honest, s.firm.flag("on_regional_equity_board")), amount, LPR_1Y + Fraction("0.01"), None


def off_boards(s: Sight) -> Truth:
    return all3(not3(s.firm.flag("is_listed")), not3(s.firm.flag("quoted_on_neeq")))


@product("demo_bonds_and_equity.regional_board")
def regional_board(s: Sight) -> Quote:
    worthy = any3(reaches(s.inventions, 1), s.firm.flag("innovative_sme_recognised"))
    return (
        all3(s.honest, off_boards(s), not3(s.firm.flag("on_regional_equity_board")), worthy),
        None,
        None,
        None,
    )


@product("demo_bonds_and_equity.neeq_service")
def neeq_service(s: Sight) -> Quote:
    founded = s.firm.day("founded_on")
    old = None if founded is None else not still_counts(founded, 2, DAY + timedelta(days=1))
    enough = any3(reaches(s.revenue, 3000 * WAN), reaches(s.profit, 600 * WAN))
    return all3(s.honest, off_boards(s), old, enough), None, None, None


@product("demo_bonds_and_equity.strategic_equity")
def strategic_equity(s: Sight) -> Quote:
    value = s.firm.number("expected_market_value_fen")
    fit = all3(
        s.honest, not3(s.firm.flag("is_listed")), any3(reaches(s.profit, 1500 * WAN), reaches(value, 10 * YI))
    )
    return fit, least(part(value, "0.05"), 2 * YI), None, None


# ------------------------------------------------------------------------------------------ insurance


@product("demo_insurance.credit_insurance")
def credit_insurance(s: Sight) -> Quote:
    fit = all3(s.honest, reaches(s.revenue, 100 * WAN))
    return fit, least(part(s.revenue, "0.2"), 500 * WAN), Fraction("0.015"), None


@product("demo_insurance.patent_insurance")
def patent_insurance(s: Sight) -> Quote:
    cover = least(None if s.inventions is None else s.inventions * 15 * WAN, 300 * WAN)
    return all3(s.honest, reaches(s.inventions, 1)), cover, Fraction("0.025"), None


@product("demo_insurance.rd_pool_insurance")
def rd_pool_insurance(s: Sight) -> Quote:
    return (
        all3(s.honest, reaches(s.rd, 50 * WAN)),
        least(part(s.rd, "0.6"), 3000 * WAN),
        Fraction("0.018"),
        None,
    )


@product("demo_insurance.first_set_insurance")
def first_set_insurance(s: Sight) -> Quote:
    contract = s.firm.number("first_set_contract_fen")
    fit = all3(s.honest, s.firm.flag("first_set_product_in_catalogue"), reaches(contract, 100 * WAN))
    return fit, least(contract, 5 * YI), Fraction("0.028"), None


# ------------------------------------------------------------------------------------------ hedges, abroad


@product("demo_hedging_and_cross_border.futures_hedge")
def futures_hedge(s: Sight) -> Quote:
    exposure = s.firm.number("futures_exposure_fen")
    fit = all3(s.honest, s.yes("gfex_contracts.firm_can_hedge"), reaches(exposure, 500 * WAN))
    return fit, least(part(exposure, "0.8"), 3 * YI), None, Fraction("0.0008")


@product("demo_hedging_and_cross_border.price_option")
def price_option(s: Sight) -> Quote:
    exposure = s.firm.number("futures_exposure_fen")
    fit = all3(s.honest, s.yes("gfex_contracts.firm_can_hedge"), reaches(exposure, 10 * WAN))
    return fit, least(exposure, 500 * WAN), None, Fraction("0.025")


@product("demo_hedging_and_cross_border.quota_loan")
def quota_loan(s: Sight) -> Quote:
    cap = None
    if s.revenue is not None:
        cap = (30, 150, 500)[(s.revenue >= 5000 * WAN) + (s.revenue >= 20_000 * WAN)] * WAN
    fit = all3(s.honest, s.yes("cross_border_facilitation.quota_open"), reaches(s.revenue, 1000 * WAN))
    room = s.amount("cross_border_facilitation.room_usd_cents")
    return fit, least(room, cap), Fraction("0.042"), Fraction("0.003")


@product("demo_hedging_and_cross_border.renminbi_loan")
def renminbi_loan(s: Sight) -> Quote:
    fit = all3(s.honest, s.yes("cross_border_financing.may_borrow"), reaches(s.revenue, 5000 * WAN))
    room = s.amount("cross_border_financing.open_fen")
    return fit, least(room, part(s.revenue, "0.3"), 2 * YI), LPR_1Y - Fraction("0.003"), None
