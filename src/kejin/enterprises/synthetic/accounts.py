"""Five years of accounts that add up to the fen: income, balance sheet, cash flow; and who does not survive them."""

from dataclasses import dataclass

import numpy as np

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import (
    Real,
    Streams,
    Truth,
    Whole,
    chance,
    day,
    fen,
    logistic,
    years_of,
)
from kejin.enterprises.synthetic.world import AS_OF, YEARS

_COUNT = len(YEARS)
NEVER = day(AS_OF) + 100_000
_MOST_YUAN = 2.0e11
_PROFIT_TAX = 0.15
_OWNERS_PERCENT = 65


@dataclass(frozen=True, slots=True)
class Books:
    """The accounts of a block: every item is enterprises × years in fen.

    Attributes:
        items: By name.
        filed: Whether there is a filing for the year.
        hazard: The true probability of ceasing in the year, given the accounts.
        borrows: Whether banks lend to it.
        rd_share: The latent R&D intensity.
    """

    items: dict[str, Whole]
    filed: Truth
    hazard: Real
    borrows: Truth
    rd_share: Real


def ceasing_days(firms: Firms, streams: Streams) -> tuple[Whole, Real]:
    """The day each enterprise ceases (or `NEVER`), and the true yearly hazards; the young and the risky cease more."""
    draw = streams.of("ceasing")
    hazard = np.zeros((firms.count, _COUNT + 1))
    ceased = np.full(firms.count, NEVER, dtype=np.int64)
    for at, year in enumerate((*YEARS, YEARS[-1] + 1)):
        start = (year - 1970) * 36525 // 100
        age = np.maximum(start - firms.founded, 0) / 365.25
        rate = logistic(-4.3 + 0.55 * firms.risk + 0.9 * np.exp(-age / 3) - 0.12 * (firms.size - 16))
        last = 364 if year <= YEARS[-1] else 180
        rate = rate * (last + 1) / 365
        at_risk = (firms.founded < start) & (ceased == NEVER)
        hazard[:, at] = np.where(at_risk, rate, 0.0)
        # Both numbers are drawn for every row, so that one enterprise's fate moves nobody else's.
        falls, when = chance(draw, rate, firms.count), start + draw.integers(1, last + 1, firms.count)
        ceased = np.where(at_risk & falls, when, ceased)
    return ceased, hazard


def make_books(firms: Firms, streams: Streams, *, raised: Whole, ceased: Whole, hazard: Real) -> Books:
    """The accounts year by year."""
    draw = streams.of("accounts")
    filed = (years_of(firms.founded)[:, None] <= np.array(YEARS)) & (
        years_of(ceased)[:, None] > np.array(YEARS)
    )
    traits = _Traits.drawn(firms, draw)
    revenue = _revenues(firms, draw)
    items: dict[str, Whole] = {}
    before = _opening(firms, traits, revenue[:, 0])
    for at in range(_COUNT):
        noise = draw.standard_normal((5, firms.count))
        rows = _year(traits, before, revenue=revenue[:, at], paid=raised[:, at], noise=noise)
        live = filed[:, at]
        for name, values in rows.items():
            items.setdefault(name, np.zeros((firms.count, _COUNT), dtype=np.int64))[:, at] = np.where(
                live, values, 0
            )
        carried = {name: rows[name] for name in before}
        before = {name: np.where(live, carried[name], before[name]) for name in before}
    return Books(items, filed, hazard, traits.borrows, traits.rd)


@dataclass(frozen=True, slots=True)
class _Traits:
    """What stays the same over the years, as shares of revenue where nothing else is said."""

    rd: Real
    margin: Real
    overhead: Real
    receivable: Real
    fixed: Real
    payable: Real
    debt: Real
    payout: Real
    rate: Real
    grant: Real
    borrows: Truth

    @staticmethod
    def drawn(firms: Firms, draw: np.random.Generator) -> "_Traits":
        rows = firms.count
        normal = draw.standard_normal((7, rows))
        rd = firms.of_industry("rd") * np.exp(0.45 * firms.vigour + 0.25 * normal[0])
        rd = np.clip(rd * np.exp(-0.20 - 0.15 * (firms.size - 16.5)), 0.002, 2.5)
        margin = np.clip(
            firms.of_industry("margin") + 0.05 * firms.quality + 0.5 * rd * (rd < 0.4) + 0.05 * normal[1],
            0.02,
            0.85,
        )
        # Overheads grow with the margin: a firm spends what it earns, or nearly.
        overhead = np.clip(
            0.62 * margin - 0.55 * rd - 0.012 * firms.quality + 0.03 * normal[2] + 0.02, 0.02, 0.6
        )
        access = logistic(0.35 + 0.45 * (firms.size - 16.5) + 0.35 * firms.quality - 0.45 * firms.risk)
        return _Traits(
            rd=rd,
            margin=margin,
            overhead=overhead,
            receivable=np.clip(0.38 + 0.10 * normal[3], 0.05, 0.9),
            fixed=np.clip(0.42 + 0.14 * normal[4], 0.03, 1.2),
            payable=np.clip(0.30 + 0.08 * normal[5], 0.02, 0.8),
            debt=np.clip(0.55 * np.exp(0.6 * normal[6]), 0.01, 1.2),
            payout=np.where(draw.random(rows) < 0.35, 0.1 + 0.4 * draw.random(rows), 0.0),
            rate=0.034 + 0.004 * np.clip(firms.risk, -2, 3),
            grant=np.where(draw.random(rows) < 0.45, 0.004 + 0.016 * draw.random(rows), 0.0),
            borrows=chance(draw, access, rows),
        )


def _revenues(firms: Firms, draw: np.random.Generator) -> Real:
    """Log growth with persistence; the young grow faster and less evenly, and begin small."""
    found = np.empty((firms.count, _COUNT))
    growth = 0.05 * draw.standard_normal(firms.count)
    level = firms.size - 0.25
    for at, year in enumerate(YEARS):
        age = year + 0.5 - (1970 + firms.founded / 365.25)
        young = np.exp(-np.maximum(age, 0) / 4)
        mean = 0.035 + 0.045 * firms.quality + 0.02 * firms.vigour + 0.22 * young
        spread = 0.13 + 0.22 * young
        growth = mean + 0.35 * (growth - mean) + spread * draw.standard_normal(firms.count)
        level = level + np.where(age > -0.5, growth, 0.0)
        began = np.clip(age / 3.0, 0.02, 1.0)
        found[:, at] = np.minimum(np.exp(level) * began, _MOST_YUAN)
    return found


def _opening(firms: Firms, traits: _Traits, revenue: Real) -> dict[str, Whole]:
    """The balance sheet before the first year; all zero for what was founded later."""
    old = years_of(firms.founded) < YEARS[0]
    base = np.where(old, 0.95 * revenue, 0.0)
    sheet = {
        "receivables_inventory_fen": fen(traits.receivable * base),
        "fixed_assets_fen": fen(traits.fixed * base),
        "payables_fen": fen(traits.payable * base * (1 - traits.margin)),
        "bank_debt_fen": fen(np.where(traits.borrows, traits.debt * base, 0.0)),
        "other_liabilities_fen": np.zeros(firms.count, dtype=np.int64),
        "cash_fen": fen(0.12 * base),
    }
    assets = sheet["cash_fen"] + sheet["receivables_inventory_fen"] + sheet["fixed_assets_fen"]
    sheet["net_assets_fen"] = assets - sheet["payables_fen"] - sheet["bank_debt_fen"]
    return sheet


def _income(traits: _Traits, before: dict[str, Whole], *, revenue: Real, noise: Real) -> dict[str, Whole]:
    sales = fen(revenue)
    cost = fen(revenue * np.clip(1 - traits.margin + 0.02 * noise[0], 0.05, 1.2))
    rd = fen(revenue * traits.rd * np.exp(0.10 * noise[1]))
    overhead = fen(revenue * traits.overhead * np.exp(0.08 * noise[2])) + fen(np.full(revenue.size, 1.2e5))
    surcharge, interest = sales // 200, fen(before["bank_debt_fen"] / 100 * traits.rate)
    grant = fen(revenue * traits.grant * np.exp(0.3 * noise[3]))
    costs = cost + rd + overhead + surcharge + interest
    profit = sales - costs + grant
    tax = np.where(profit - rd > 0, fen((profit - rd) / 100 * _PROFIT_TAX), 0)
    return {
        "revenue_fen": sales,
        "operating_cost_fen": cost,
        "rd_expense_fen": rd,
        "overhead_fen": overhead,
        "surcharge_fen": surcharge,
        "interest_expense_fen": interest,
        "government_grant_fen": grant,
        "cost_expense_total_fen": costs,
        "total_profit_fen": profit,
        "income_tax_fen": tax,
        "net_profit_fen": profit - tax,
    }


def _year(
    traits: _Traits, before: dict[str, Whole], *, revenue: Real, paid: Whole, noise: Real
) -> dict[str, Whole]:
    """One year: income first, then the balance sheet; cash is the plug, and below a floor owners and others pay in."""
    rows = _income(traits, before, revenue=revenue, noise=noise)
    depreciation = before["fixed_assets_fen"] // 8
    left = before["fixed_assets_fen"] - depreciation
    capex = np.maximum(fen(revenue * traits.fixed) - left, 0)
    working = fen(revenue * traits.receivable * np.exp(0.06 * noise[4]))
    payables = (rows["operating_cost_fen"] / 100 * traits.payable * 100).astype(np.int64)
    debt = fen(np.where(traits.borrows, revenue * traits.debt, 0.0))
    dividends = fen(np.maximum(rows["net_profit_fen"], 0) / 100 * traits.payout)
    operating = (
        rows["net_profit_fen"] + depreciation + rows["interest_expense_fen"]
        - (working - before["receivables_inventory_fen"]) + (payables - before["payables_fen"])
    )  # fmt: skip
    debts = debt - before["bank_debt_fen"]
    unplugged = (
        before["cash_fen"] + operating - capex + paid - dividends - rows["interest_expense_fen"] + debts
        - before["other_liabilities_fen"]
    )  # fmt: skip
    short = np.maximum(fen(0.04 * revenue) - unplugged, 0)
    owners = short // 100 * _OWNERS_PERCENT
    other = short - owners
    financing = (
        paid
        + owners
        - dividends
        + debts
        + other
        - before["other_liabilities_fen"]
        - rows["interest_expense_fen"]
    )
    cash = before["cash_fen"] + operating - capex + financing
    rows |= {
        "depreciation_fen": depreciation, "capex_fen": capex, "dividends_fen": dividends, "equity_raised_fen": paid,
        "owners_capital_fen": owners,
        "operating_cash_flow_fen": operating, "investing_cash_flow_fen": -capex, "financing_cash_flow_fen": financing,
        "cash_opening_fen": before["cash_fen"], "cash_fen": cash, "receivables_inventory_fen": working,
        "fixed_assets_fen": left + capex, "payables_fen": payables, "bank_debt_fen": debt,
        "other_liabilities_fen": other, "net_assets_opening_fen": before["net_assets_fen"],
        "net_assets_fen": before["net_assets_fen"] + rows["net_profit_fen"] + paid + owners - dividends,
    }  # fmt: skip
    rows["total_assets_fen"] = cash + working + rows["fixed_assets_fen"]
    rows["total_liabilities_fen"] = payables + debt + other
    return rows
