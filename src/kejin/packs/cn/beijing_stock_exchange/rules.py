"""Beijing Stock Exchange: what the sets read from the accounts, access from the NEEQ, and the listing decision.

`rules_sets.py` holds the four sets of the listing rules (2.1.3). Profit is the lower of net profit before and after
non-recurring items, and so is the return on net assets, which is stated as such.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    all_of,
    any_of,
    at_least,
    at_most,
    back,
    every,
    holds,
    latest,
    rule,
    smallest,
    total,
)

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Latest year's revenue")
revenue_before_fen = back("revenue_fen", "前一年营业收入", "Revenue of the year before", years="one_year")
revenue_two_years_fen = total(
    "revenue_fen", "最近两年营业收入合计", "Revenue of two years", years="two_years"
)
rd_two_years_fen = total("rd_expense_fen", "最近两年研发投入合计", "R&D of two years", years="two_years")
cash_latest_fen = latest("operating_cash_flow_fen", "最近一年经营现金流量净额", "Latest operating cash flow")
net_assets_latest_fen = latest("net_assets_fen", "最近一年期末净资产", "Net assets at the latest year end")
profit_latest_fen = latest("profit_fen", "最近一年净利润", "Latest year's profit")
profit_reached_both_years = every(
    "profit_reached", "最近两年净利润均达标", "Profit reached in both years", years="two_years"
)
roe_latest = latest("weighted_roe", "最近一年加权平均净资产收益率", "Latest return on net assets")
roe_before = back(
    "weighted_roe", "前一年加权平均净资产收益率", "Return on net assets of the year before", years="one_year"
)
audited_last_year = latest("audited_year", "最近一年经审计", "Latest year audited")
audited_both_years = every("audited_year", "最近两年均经审计", "Both years audited", years="two_years")


@rule("净利润（扣非前后孰低）", "Profit, the lower figure", cites="bse-rules-2025#2.1.3", grain=Grain.FILING)
def profit_fen(net_profit_fen: Fen, net_profit_ex_fen: Fen) -> Fen:
    """The year's profit: the lower of net profit before and after non-recurring items."""
    return smallest(net_profit_fen, net_profit_ex_fen)


@rule(
    "当年净利润达到第一套下限",
    "Profit of the year reaches set 1",
    cites="bse-rules-2021#2.1.3（一）",
    grain=Grain.FILING,
)
def profit_reached(profit_fen: Fen, set1_profit_each_min: Fen) -> Check:
    """The year's lower profit reaches the floor that set 1 puts on each of two years."""
    return at_least(profit_fen, set1_profit_each_min)


@rule("当年财务数据经审计", "Year audited", cites="bse-rules-2021#2.1.3", grain=Grain.FILING)
def audited_year(accounts_audited: Flag) -> Check:
    """The year's accounts were audited."""
    return holds(accounts_audited)


@rule("在创新层挂牌", "On the innovation tier", cites="bse-rules-2021#2.1.2（一）")
def on_innovation_tier(on_neeq_innovation_tier: Flag) -> Check:
    """The shares are quoted on the innovation tier of the NEEQ."""
    return holds(on_neeq_innovation_tier)


@rule("连续挂牌满12个月", "Quoted for twelve months", cites="bse-rules-2021#2.1.2（一）")
def quoted_long_enough(neeq_quoted_on: Day, quoted_years: Count, facts_as_of: Day) -> Check:
    """Twelve months of unbroken quotation have passed on the day as of which facts count."""
    return at_most(neeq_quoted_on.plus_years(quoted_years), facts_as_of)


@rule("最近一年末净资产达标", "Net assets reached", cites="bse-rules-2021#2.1.2（三）")
def net_assets_reached(net_assets_latest_fen: Fen, net_assets_min: Fen) -> Check:
    """Net assets at the latest year end reach the floor."""
    return at_least(net_assets_latest_fen, net_assets_min)


@rule("挂牌与净资产条件", "Quotation and net assets", cites="bse-rules-2021#2.1.2")
def access(
    on_innovation_tier: Condition,
    quoted_long_enough: Condition,
    net_assets_reached: Condition,
    audited_last_year: Condition,
) -> Condition:
    """An innovation-tier company quoted for twelve months, with enough net assets."""
    return all_of(on_innovation_tier, quoted_long_enough, net_assets_reached, audited_last_year)


@rule("符合任一套标准", "Meets one of the four sets", cites="bse-rules-2021#2.1.3")
def any_set(set_1: Condition, set_2: Condition, set_3: Condition, set_4: Condition) -> Condition:
    """At least one set."""
    return any_of(set_1, set_2, set_3, set_4)


@rule("符合北交所上市条件", "Meets access and a set", cites="bse-rules-2021#2.1.2")
def listing(access: Condition, any_set: Condition) -> Condition:
    """Quotation, net assets and one set. Figures met are not an approval."""
    return all_of(access, any_set)
