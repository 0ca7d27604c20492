"""NEEQ innovation tier: what the routes read from the accounts, the common conditions, and entry.

`rules_routes.py` holds the routes. Profit is the lower of net profit before and after non-recurring items, and so is
the return on net assets, which is stated as such.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Grain,
    all_of,
    any_of,
    at_least,
    back,
    every,
    holds,
    latest,
    rule,
    smallest,
    total,
)

COMMON = ("neeq-tiers-2019#共同条件", "neeq-tiers-2022#第八条")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Latest year's revenue")
revenue_middle_fen = back("revenue_fen", "前一年营业收入", "Revenue of the year before", years="one_year")
revenue_first_fen = back(
    "revenue_fen", "期初年度营业收入", "Revenue at the start of the growth period", years="growth_intervals"
)
revenue_two_years_fen = total(
    "revenue_fen", "最近两年营业收入合计", "Revenue of two years", years="two_years"
)
rd_two_years_fen = total("rd_expense_fen", "最近两年研发投入合计", "R&D of two years", years="two_years")
net_assets_latest_fen = latest("net_assets_fen", "最近一年期末净资产", "Net assets at the latest year end")
profit_reached_both_years = every(
    "profit_reached", "最近两年净利润均达标", "Profit reached in both years", years="two_years"
)
roe_latest = latest("weighted_roe", "最近一年加权平均净资产收益率", "Latest return on net assets")
roe_before = back(
    "weighted_roe", "前一年加权平均净资产收益率", "Return on net assets of the year before", years="one_year"
)


@rule(
    "净利润（扣非前后孰低）",
    "Profit, the lower figure",
    cites="neeq-tiers-2019#第（一）项",
    grain=Grain.FILING,
)
def profit_fen(net_profit_fen: Fen, net_profit_ex_fen: Fen) -> Fen:
    """The year's profit: the lower of net profit before and after non-recurring items."""
    return smallest(net_profit_fen, net_profit_ex_fen)


@rule("当年净利润达标", "Profit of the year reached", cites="neeq-tiers-2019#第（一）项", grain=Grain.FILING)
def profit_reached(profit_fen: Fen, profit_each_min: Fen) -> Check:
    """The year's lower profit reaches the floor put on each of two years."""
    return at_least(profit_fen, profit_each_min)


@rule("在新三板挂牌", "Quoted on the NEEQ", cites="neeq-tiers-2019#进入创新层")
def quoted(quoted_on_neeq: Flag) -> Check:
    """The shares are quoted on the NEEQ."""
    return holds(quoted_on_neeq)


@rule("累计融资达标", "Money raised since quotation reached", cites=COMMON)
def raised_enough(neeq_placement_total_fen: Fen, raised_total_min: Fen) -> Check:
    """Completed placements since quotation reach the floor together."""
    return at_least(neeq_placement_total_fen, raised_total_min)


@rule("合格投资者人数达标", "Qualified investors reached", cites=COMMON)
def investors_enough(neeq_qualified_investor_count: Count, investors_min: Count) -> Check:
    """Enough qualified investors hold its shares."""
    return at_least(neeq_qualified_investor_count, investors_min)


@rule("净资产不为负", "Net assets not negative", cites=COMMON)
def net_assets_not_negative(net_assets_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """Net assets at the latest year end are not below zero."""
    return at_least(net_assets_latest_fen, nothing_fen)


@rule("共同条件", "Common conditions", cites=COMMON)
def common(
    quoted: Condition,
    raised_enough: Condition,
    investors_enough: Condition,
    net_assets_not_negative: Condition,
) -> Condition:
    """Quoted, money raised, qualified investors, net assets."""
    return all_of(quoted, raised_enough, investors_enough, net_assets_not_negative)


@rule("符合任一条路", "Meets one of the routes", cites="neeq-tiers-2019#进入创新层", until="2022-03-03")
def any_route(by_profit: Condition, by_revenue: Condition, by_value: Condition) -> Condition:
    """One of the three routes of 2019."""
    return any_of(by_profit, by_revenue, by_value)


@rule(
    "符合任一条路",
    "Meets one of the routes",
    cites="neeq-tiers-2022#第七条",
    leaf="any_route",
    since="2022-03-04",
)
def any_route_2022(
    by_profit: Condition, by_revenue: Condition, by_research: Condition, by_value: Condition
) -> Condition:
    """One of the four routes since 2022."""
    return any_of(by_profit, by_revenue, by_research, by_value)


@rule(
    "符合进入创新层的条件", "Meets the conditions of the innovation tier", cites="neeq-tiers-2019#进入创新层"
)
def enters(any_route: Condition, common: Condition) -> Condition:
    """One route and the common conditions."""
    return all_of(any_route, common)


@rule("已在创新层", "On the innovation tier already", cites="neeq-tiers-2019#进入创新层")
def on_tier(on_neeq_innovation_tier: Flag) -> Check:
    """The shares are quoted on the innovation tier."""
    return holds(on_neeq_innovation_tier)
