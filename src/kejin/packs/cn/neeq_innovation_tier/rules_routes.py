"""The routes into the innovation tier: by profit, by revenue, by R&D and placements, by market value."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    growth_at_least,
    not_,
    one_of,
    rule,
)

PROFIT = ("neeq-tiers-2019#第（一）项", "neeq-tiers-2022#第七条（一）")
REVENUE = ("neeq-tiers-2019#第（二）项", "neeq-tiers-2022#第七条（二）")
RESEARCH = "neeq-tiers-2022#第七条（三）"
VALUE = ("neeq-tiers-2019#第（三）项", "neeq-tiers-2022#第七条（四）")


@rule("两年平均净资产收益率达标", "Mean return on net assets reached", cites=PROFIT)
def roe_mean_reached(roe_latest: Share, roe_before: Share, roe_mean_min: Share) -> Check:
    """The two yearly returns together reach twice the floor, which is to say that their mean reaches it."""
    return at_least(roe_latest + roe_before, roe_mean_min + roe_mean_min)


@rule("股本总额达标", "Share capital reached", cites=PROFIT)
def capital_reached(paid_in_capital_fen: Fen, capital_min: Fen) -> Check:
    """Share capital reaches the floor of the routes by profit and by revenue."""
    return at_least(paid_in_capital_fen, capital_min)


@rule("净利润之路", "By profit", cites=PROFIT)
def by_profit(
    profit_reached_both_years: Condition, roe_mean_reached: Condition, capital_reached: Condition
) -> Condition:
    """Profit in each of two years, mean return, capital."""
    return all_of(profit_reached_both_years, roe_mean_reached, capital_reached)


@rule("两年平均营业收入达标", "Mean revenue reached", cites=REVENUE)
def revenue_mean_reached(revenue_two_years_fen: Fen, revenue_mean_min: Fen) -> Check:
    """Revenue of two years reaches twice the floor, which is to say that its mean reaches it."""
    return at_least(revenue_two_years_fen, revenue_mean_min + revenue_mean_min)


@rule("最近一年收入增长", "Revenue grew in the latest year", cites=REVENUE)
def grew_last_year(revenue_latest_fen: Fen, revenue_middle_fen: Fen) -> Check:
    """The latest year's revenue is above the year before."""
    return above(revenue_latest_fen, revenue_middle_fen)


@rule("前一年收入增长", "Revenue grew in the year before", cites=REVENUE)
def grew_year_before(revenue_middle_fen: Fen, revenue_first_fen: Fen) -> Check:
    """Revenue of the year before is above that of the year before it."""
    return above(revenue_middle_fen, revenue_first_fen)


@rule("年均复合增长率达标", "Compound growth reached", cites=REVENUE)
def growth_reached(
    revenue_latest_fen: Fen, revenue_first_fen: Fen, growth_min: Share, growth_intervals: Count
) -> Check:
    """Revenue grew from the start of the period to the latest year by the floor, compounded over the intervals."""
    return growth_at_least(revenue_latest_fen, revenue_first_fen, growth_min, intervals=growth_intervals)


@rule("收入之路", "By revenue", cites=REVENUE)
def by_revenue(
    revenue_mean_reached: Condition,
    grew_last_year: Condition,
    grew_year_before: Condition,
    growth_reached: Condition,
    capital_reached: Condition,
) -> Condition:
    """Mean revenue, growth in each year and compounded, capital."""
    return all_of(revenue_mean_reached, grew_last_year, grew_year_before, growth_reached, capital_reached)


@rule("两年研发投入达标", "R&D amount reached", cites=RESEARCH)
def rd_reached(rd_two_years_fen: Fen, rd_min: Fen) -> Check:
    """R&D of two years reaches the floor."""
    return at_least(rd_two_years_fen, rd_min)


@rule("24个月定向发行融资达标", "Placements in 24 months reached", cites=RESEARCH)
def placements_reached(neeq_placement_24m_fen: Fen, placement_min: Fen) -> Check:
    """Placements for money within 24 months reach the floor together."""
    return at_least(neeq_placement_24m_fen, placement_min)


@rule("每次定向发行后市值达标", "Market value after each placement reached", cites=RESEARCH)
def placement_value_reached(neeq_placement_lowest_value_fen: Fen, placement_value_min: Fen) -> Check:
    """The lowest market value after those placements reaches the floor, so each does."""
    return at_least(neeq_placement_lowest_value_fen, placement_value_min)


@rule("研发之路", "By R&D", cites=RESEARCH)
def by_research(
    rd_reached: Condition, placements_reached: Condition, placement_value_reached: Condition
) -> Condition:
    """R&D, money placed, and the market value at which it was placed."""
    return all_of(rd_reached, placements_reached, placement_value_reached)


@rule("平均市值达标", "Average market value reached", cites=VALUE)
def average_value_reached(neeq_average_value_fen: Fen, average_value_min: Fen) -> Check:
    """The average market value of sixty days with trades reaches the floor."""
    return at_least(neeq_average_value_fen, average_value_min)


@rule("市值之路的股本达标", "Capital of the route by value reached", cites=VALUE)
def value_capital_reached(paid_in_capital_fen: Fen, value_capital_min: Fen) -> Check:
    """Share capital reaches the floor of the route by market value."""
    return at_least(paid_in_capital_fen, value_capital_min)


@rule("采取做市交易方式", "Traded by market making", cites=VALUE)
def market_making(neeq_trading_mode: Choice, market_making_modes: Choices) -> Check:
    """The shares are traded by market making."""
    return one_of(neeq_trading_mode, market_making_modes)


@rule("做市商家数达标", "Market makers reached", cites=VALUE)
def market_makers_reached(market_maker_count: Count, market_makers_min: Count) -> Check:
    """Enough market makers quote the shares."""
    return at_least(market_maker_count, market_makers_min)


@rule("采取集合竞价交易方式", "Traded by call auction", cites="neeq-tiers-2022#第七条（四）")
def call_auction(neeq_trading_mode: Choice, call_auction_modes: Choices) -> Check:
    """The shares are traded by call auction."""
    return one_of(neeq_trading_mode, call_auction_modes)


@rule("集合竞价成交量达标", "Turnover by call auction reached", cites="neeq-tiers-2022#第七条（四）")
def turnover_reached(call_auction_share_count: Count, traded_shares_min: Count) -> Check:
    """Enough shares changed hands by call auction."""
    return at_least(call_auction_share_count, traded_shares_min)


@rule("市值之路", "By market value", cites="neeq-tiers-2019#第（三）项", until="2022-03-03")
def by_value(
    average_value_reached: Condition,
    value_capital_reached: Condition,
    market_making: Condition,
    market_makers_reached: Condition,
) -> Condition:
    """Market value and capital; where market makers trade the shares, enough of them."""
    return all_of(
        average_value_reached, value_capital_reached, any_of(not_(market_making), market_makers_reached)
    )


@rule(
    "市值之路", "By market value", cites="neeq-tiers-2022#第七条（四）", leaf="by_value", since="2022-03-04"
)
def by_value_2022(
    average_value_reached: Condition,
    value_capital_reached: Condition,
    market_making: Condition,
    market_makers_reached: Condition,
    call_auction: Condition,
    turnover_reached: Condition,
) -> Condition:
    """Market value and capital; enough market makers or, by call auction, enough turnover."""
    return all_of(
        average_value_reached,
        value_capital_reached,
        any_of(not_(market_making), market_makers_reached),
        any_of(not_(call_auction), turnover_reached),
    )
