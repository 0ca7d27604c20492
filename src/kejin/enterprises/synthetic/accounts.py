"""Five years of accounts that add up to the fen: income, balance sheet, cash flow; and who does not survive them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.grants import Grants
from kejin.enterprises.synthetic.habits import Habits, make_habits
from kejin.enterprises.synthetic.parameters import Parameters
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
_MOST_YUAN = 3.0e10
_PROFIT_TAX = 0.15
_OWNERS_PERCENT = 75


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


def make_books(
    firms: Firms,
    streams: Streams,
    grants: Grants,
    *,
    fitted: Parameters,
    raised: Whole,
    ceased: Whole,
    hazard: Real,
) -> Books:
    """The accounts year by year."""
    draw = streams.of("accounts")
    filed = (years_of(firms.founded)[:, None] <= np.array(YEARS)) & (
        years_of(ceased)[:, None] > np.array(YEARS)
    )
    traits = make_habits(firms, draw, fitted)
    revenue = _revenues(firms, draw)
    items: dict[str, Whole] = {}
    before = _opening(firms, traits, revenue[:, 0])
    for at in range(_COUNT):
        noise = draw.standard_normal((5, firms.count))
        given = _Outside(revenue[:, at], raised[:, at], grants.lift[:, at], grants.paid[:, at])
        rows = _year(traits, before, given, noise=noise)
        live = filed[:, at]
        for name, values in rows.items():
            items.setdefault(name, np.zeros((firms.count, _COUNT), dtype=np.int64))[:, at] = np.where(
                live, values, 0
            )
        carried = {name: rows[name] for name in before}
        before = {name: np.where(live, carried[name], before[name]) for name in before}
    return Books(items, filed, hazard, traits.borrows, traits.rd)


def _revenues(firms: Firms, draw: np.random.Generator) -> Real:
    """Back from the size of the last year by log growth with persistence; the young grow faster and less evenly.

    Sizes are those of the last year, so that who is large today has grown to it, and the whole grows no faster than
    its parts.
    """
    mean_of = 0.035 + 0.04 * firms.quality + 0.02 * firms.niche + 0.02 * firms.vigour
    grown = np.empty((firms.count, _COUNT))
    growth = mean_of + 0.05 * draw.standard_normal(firms.count)
    ages = np.array(YEARS)[None, :] + 0.5 - (1970 + firms.founded / 365.25)[:, None]
    for at in range(_COUNT):
        young = np.exp(-np.maximum(ages[:, at], 0) / 4)
        mean, spread = mean_of + 0.15 * young, 0.13 + 0.20 * young
        growth = mean + 0.35 * (growth - mean) + spread * draw.standard_normal(firms.count)
        grown[:, at] = np.where(ages[:, at] > 0.5, growth, 0.0)
    # What it will still grow from the end of each year to the last: the sum of the growth of the years after it.
    ahead = np.cumsum(grown[:, ::-1], axis=1)[:, ::-1] - grown
    began = np.clip(ages / 3.0, 0.02, 1.0)
    found: Real = np.minimum(np.exp(firms.size[:, None] - ahead) * began, _MOST_YUAN)
    return found


def _opening(firms: Firms, traits: Habits, revenue: Real) -> dict[str, Whole]:
    """The balance sheet before the first year; all zero for what was founded later."""
    old = years_of(firms.founded) < YEARS[0]
    base = np.where(old, 0.95 * revenue, 0.0)
    sheet = {
        "receivables_inventory_fen": fen(traits.receivable * base),
        "fixed_assets_fen": fen(traits.fixed * base),
        "payables_fen": fen(traits.payable * base * (1 - traits.margin)),
        "bank_debt_fen": fen(np.where(traits.borrows, traits.debt * base, 0.0)),
        "other_liabilities_fen": np.zeros(firms.count, dtype=np.int64),
        "cash_fen": fen(0.20 * base),
    }
    assets = sheet["cash_fen"] + sheet["receivables_inventory_fen"] + sheet["fixed_assets_fen"]
    sheet["net_assets_fen"] = assets - sheet["payables_fen"] - sheet["bank_debt_fen"]
    return sheet


class _Outside(NamedTuple):
    """What a year's accounts start from: sales, equity paid in, and what a research grant adds and pays."""

    revenue: Real
    paid: Whole
    lift: Real
    grant: Whole


def _income(traits: Habits, before: dict[str, Whole], given: _Outside, *, noise: Real) -> dict[str, Whole]:
    revenue = given.revenue
    sales = fen(revenue)
    cost = fen(revenue * np.clip(1 - traits.margin + 0.02 * noise[0], 0.05, 1.2))
    rd = fen(revenue * traits.rd * np.exp(given.lift + 0.10 * noise[1]))
    overhead = fen(revenue * traits.overhead * np.exp(0.08 * noise[2])) + fen(np.full(revenue.size, 1.2e5))
    surcharge, interest = sales // 200, fen(before["bank_debt_fen"] / 100 * traits.rate)
    grant = fen(revenue * traits.grant * np.exp(0.3 * noise[3])) + given.grant
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


def _year(traits: Habits, before: dict[str, Whole], given: _Outside, *, noise: Real) -> dict[str, Whole]:
    """One year: income first, then the balance sheet; cash is the plug, and below a floor owners and others pay in."""
    revenue, paid = given.revenue, given.paid
    rows = _income(traits, before, given, noise=noise)
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
    short = np.maximum(fen(0.20 * revenue) - unplugged, 0)
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
