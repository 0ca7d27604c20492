"""The four sets of market value and figures: listing rules of the Beijing Stock Exchange 2.1.3."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Quotient,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    growth_at_least,
    rule,
    share_at_least,
    share_of,
)

FIRST = "bse-rules-2021#2.1.3（一）"
SECOND = "bse-rules-2021#2.1.3（二）"
THIRD = "bse-rules-2021#2.1.3（三）"
FOURTH = "bse-rules-2021#2.1.3（四）"


@rule("预计市值达到第一套标准", "Market value of set 1", cites=FIRST)
def set_1_value(expected_market_value_fen: Fen, set1_value_min: Fen) -> Check:
    """The expected market value reaches set 1."""
    return at_least(expected_market_value_fen, set1_value_min)


@rule("两年平均净资产收益率达标", "Mean return on net assets reached", cites=FIRST)
def set_1_roe_mean(roe_latest: Share, roe_before: Share, set1_roe_min: Share) -> Check:
    """The two yearly returns together reach twice the floor, which is to say that their mean reaches it."""
    return at_least(roe_latest + roe_before, set1_roe_min + set1_roe_min)


@rule("最近一年净利润达标", "Latest profit reached", cites=FIRST)
def set_1_profit_latest(profit_latest_fen: Fen, set1_profit_latest_min: Fen) -> Check:
    """The lower profit of the latest year reaches the floor."""
    return at_least(profit_latest_fen, set1_profit_latest_min)


@rule("最近一年净资产收益率达标", "Latest return on net assets reached", cites=FIRST)
def set_1_roe_latest(roe_latest: Share, set1_roe_min: Share) -> Check:
    """The latest year's return on net assets reaches the floor."""
    return at_least(roe_latest, set1_roe_min)


@rule("第一套：两年净利润", "Set 1 by two years", cites=FIRST)
def set_1_two_years(
    profit_reached_both_years: Condition, set_1_roe_mean: Condition, audited_both_years: Condition
) -> Condition:
    """Profit in each of two years and the mean return."""
    return all_of(profit_reached_both_years, set_1_roe_mean, audited_both_years)


@rule("第一套：最近一年净利润", "Set 1 by one year", cites=FIRST)
def set_1_one_year(
    set_1_profit_latest: Condition, set_1_roe_latest: Condition, audited_last_year: Condition
) -> Condition:
    """Profit and return of the latest year."""
    return all_of(set_1_profit_latest, set_1_roe_latest, audited_last_year)


@rule("符合第一套标准", "Meets set 1", cites=FIRST)
def set_1(set_1_value: Condition, set_1_two_years: Condition, set_1_one_year: Condition) -> Condition:
    """Market value, and either two years or one year of profit with its return."""
    return all_of(set_1_value, any_of(set_1_two_years, set_1_one_year))


@rule("预计市值达到第二套标准", "Market value of set 2", cites=SECOND)
def set_2_value(expected_market_value_fen: Fen, set2_value_min: Fen) -> Check:
    """The expected market value reaches set 2."""
    return at_least(expected_market_value_fen, set2_value_min)


@rule("两年平均营业收入达标", "Mean revenue reached", cites=SECOND)
def set_2_revenue(revenue_two_years_fen: Fen, set2_revenue_mean_min: Fen) -> Check:
    """Revenue of two years reaches twice the floor, which is to say that its mean reaches it."""
    return at_least(revenue_two_years_fen, set2_revenue_mean_min + set2_revenue_mean_min)


@rule("最近一年收入增长率达标", "Growth of revenue reached", cites=SECOND)
def set_2_growth(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, set2_growth_min: Share, one_year: Count
) -> Check:
    """Revenue grew on the year before by the floor."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, set2_growth_min, intervals=one_year)


@rule("最近一年经营现金流为正", "Operating cash flow positive", cites=SECOND)
def set_2_cash(cash_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """The latest year's operating cash flow is above zero."""
    return above(cash_latest_fen, nothing_fen)


@rule("符合第二套标准", "Meets set 2", cites=SECOND)
def set_2(
    set_2_value: Condition,
    set_2_revenue: Condition,
    set_2_growth: Condition,
    set_2_cash: Condition,
    audited_both_years: Condition,
) -> Condition:
    """Market value, mean revenue, its growth and cash flow."""
    return all_of(set_2_value, set_2_revenue, set_2_growth, set_2_cash, audited_both_years)


@rule("预计市值达到第三套标准", "Market value of set 3", cites=THIRD)
def set_3_value(expected_market_value_fen: Fen, set3_value_min: Fen) -> Check:
    """The expected market value reaches set 3."""
    return at_least(expected_market_value_fen, set3_value_min)


@rule("最近一年营业收入达到第三套标准", "Revenue of set 3", cites=THIRD)
def set_3_revenue(revenue_latest_fen: Fen, set3_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 3."""
    return at_least(revenue_latest_fen, set3_revenue_min)


@rule("两年研发占比达标", "R&D share reached", cites=THIRD)
def set_3_rd_share(rd_two_years_fen: Fen, revenue_two_years_fen: Fen, set3_rd_share_min: Share) -> Check:
    """R&D of two years over revenue of two years reaches the floor."""
    return share_at_least(rd_two_years_fen, revenue_two_years_fen, set3_rd_share_min)


@rule(
    "两年研发占比",
    "R&D share of two years",
    cites=THIRD,
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#shares"),
)
def rd_share(rd_two_years_fen: Fen, revenue_two_years_fen: Fen) -> Quotient:
    """R&D of two years over revenue of two years, for display."""
    return share_of(rd_two_years_fen, revenue_two_years_fen)


@rule("符合第三套标准", "Meets set 3", cites=THIRD)
def set_3(
    set_3_value: Condition, set_3_revenue: Condition, set_3_rd_share: Condition, audited_both_years: Condition
) -> Condition:
    """Market value, revenue and R&D share."""
    return all_of(set_3_value, set_3_revenue, set_3_rd_share, audited_both_years)


@rule("预计市值达到第四套标准", "Market value of set 4", cites=FOURTH)
def set_4_value(expected_market_value_fen: Fen, set4_value_min: Fen) -> Check:
    """The expected market value reaches set 4."""
    return at_least(expected_market_value_fen, set4_value_min)


@rule("两年研发投入达标", "R&D amount reached", cites=FOURTH)
def set_4_rd(rd_two_years_fen: Fen, set4_rd_min: Fen) -> Check:
    """R&D of two years reaches the floor."""
    return at_least(rd_two_years_fen, set4_rd_min)


@rule("符合第四套标准", "Meets set 4", cites=FOURTH)
def set_4(set_4_value: Condition, set_4_rd: Condition, audited_both_years: Condition) -> Condition:
    """Market value and R&D."""
    return all_of(set_4_value, set_4_rd, audited_both_years)
