"""The sets of market value and figures: ChiNext listing rules 2.1.2."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    growth_at_least,
    holds,
    rule,
    share_at_least,
    share_of,
)

FIRST = ("chinext-rules-2020#2.1.2（一）", "chinext-rules-2024#2.1.2（一）")
SECOND = ("chinext-rules-2020#2.1.2（二）", "chinext-rules-2024#2.1.2（二）")
THIRD = "chinext-rules-2020#2.1.2（三）"
FOURTH = "chinext-rules-2026#2.1.2（四）"


@rule("两年累计净利润达标", "Profit of two years reached", cites=FIRST)
def set_1_sum(profit_two_years_fen: Fen, set1_profit_sum_min: Fen) -> Check:
    """The lower profits of the last two years together reach the floor."""
    return at_least(profit_two_years_fen, set1_profit_sum_min)


@rule("最近一年净利润达标", "Latest profit reached", cites="chinext-rules-2024#2.1.2（一）")
def set_1_latest(profit_latest_fen: Fen, set1_profit_latest_min: Fen) -> Check:
    """The lower profit of the latest year reaches the floor."""
    return at_least(profit_latest_fen, set1_profit_latest_min)


@rule("符合第一套标准", "Meets set 1", cites="chinext-rules-2020#2.1.2（一）", until="2024-04-29")
def set_1(profitable_both_years: Condition, set_1_sum: Condition, audited_both_years: Condition) -> Condition:
    """Profit in both years and their sum; market value is not asked."""
    return all_of(profitable_both_years, set_1_sum, audited_both_years)


@rule(
    "符合第一套标准", "Meets set 1", cites="chinext-rules-2024#2.1.2（一）", leaf="set_1", since="2024-04-30"
)
def set_1_2024(
    profitable_both_years: Condition,
    set_1_sum: Condition,
    set_1_latest: Condition,
    audited_both_years: Condition,
) -> Condition:
    """Profit in both years, their sum, and since 2024 a floor for the latest year; market value is not asked."""
    return all_of(profitable_both_years, set_1_sum, set_1_latest, audited_both_years)


@rule("预计市值达到第二套标准", "Market value of set 2", cites=SECOND)
def set_2_value(expected_market_value_fen: Fen, set2_value_min: Fen) -> Check:
    """The expected market value reaches set 2."""
    return at_least(expected_market_value_fen, set2_value_min)


@rule("最近一年营业收入达到第二套标准", "Revenue of set 2", cites=SECOND)
def set_2_revenue(revenue_latest_fen: Fen, set2_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 2."""
    return at_least(revenue_latest_fen, set2_revenue_min)


@rule("符合第二套标准", "Meets set 2", cites=SECOND)
def set_2(
    set_2_value: Condition,
    profitable_last_year: Condition,
    set_2_revenue: Condition,
    audited_last_year: Condition,
) -> Condition:
    """Market value, profit in the latest year, and its revenue."""
    return all_of(set_2_value, profitable_last_year, set_2_revenue, audited_last_year)


@rule("第三套标准已启用", "Set 3 in use", cites="chinext-set3-2025#第三套标准")
def set_3_open(set3_in_use: Flag) -> Check:
    """The exchange has put the third set to use."""
    return holds(set3_in_use)


@rule("预计市值达到第三套标准", "Market value of set 3", cites=THIRD)
def set_3_value(expected_market_value_fen: Fen, set3_value_min: Fen) -> Check:
    """The expected market value reaches set 3."""
    return at_least(expected_market_value_fen, set3_value_min)


@rule("最近一年营业收入达到第三套标准", "Revenue of set 3", cites=THIRD)
def set_3_revenue(revenue_latest_fen: Fen, set3_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 3."""
    return at_least(revenue_latest_fen, set3_revenue_min)


@rule("属于第三套标准行业", "In a field of set 3", cites="chinext-set3-fields-2023#行业范围")
def set_3_field(in_chinext_set3_field: Flag) -> Check:
    """A firm of the industries in which set 3 takes firms without profit; the sponsor states it."""
    return holds(in_chinext_set3_field)


@rule("符合第三套标准", "Meets set 3", cites=THIRD)
def set_3(
    set_3_open: Condition,
    set_3_value: Condition,
    set_3_revenue: Condition,
    profitable_last_year: Condition,
    set_3_field: Condition,
    audited_last_year: Condition,
) -> Condition:
    """Market value and revenue; a firm without profit must be of the industries named."""
    return all_of(
        set_3_open,
        set_3_value,
        set_3_revenue,
        any_of(profitable_last_year, set_3_field),
        audited_last_year,
    )


@rule("属于第四套标准领域", "In a field of set 4", cites=FOURTH)
def set_4_field(in_chinext_set4_field: Flag) -> Check:
    """A firm of an emerging or future industry; the sponsor states it."""
    return holds(in_chinext_set4_field)


@rule("预计市值达到第四套标准（成长）", "Market value of set 4 by growth", cites=FOURTH)
def set_4_growth_value(expected_market_value_fen: Fen, set4_growth_value_min: Fen) -> Check:
    """The expected market value reaches the floor of the way by growth."""
    return at_least(expected_market_value_fen, set4_growth_value_min)


@rule("预计市值达到第四套标准（研发）", "Market value of set 4 by R&D", cites=FOURTH)
def set_4_rd_value(expected_market_value_fen: Fen, set4_rd_value_min: Fen) -> Check:
    """The expected market value reaches the floor of the way by R&D."""
    return at_least(expected_market_value_fen, set4_rd_value_min)


@rule("最近一年营业收入达到第四套标准", "Revenue of set 4", cites=FOURTH)
def set_4_revenue(revenue_latest_fen: Fen, set4_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 4."""
    return at_least(revenue_latest_fen, set4_revenue_min)


@rule("三年复合增长率达标", "Compound growth reached", cites=FOURTH)
def set_4_growth(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, set4_growth_min: Share, growth_intervals: Count
) -> Check:
    """Revenue grew from the start of the period to the latest year by the floor, compounded over the intervals."""
    return growth_at_least(
        revenue_latest_fen, revenue_before_fen, set4_growth_min, intervals=growth_intervals
    )


@rule("三年研发投入达标", "R&D amount reached", cites=FOURTH)
def set_4_rd_amount(rd_window_fen: Fen, set4_rd_amount_min: Fen) -> Check:
    """R&D of three years reaches the amount."""
    return at_least(rd_window_fen, set4_rd_amount_min)


@rule("三年研发占比达标", "R&D share reached", cites=FOURTH)
def set_4_rd_share(rd_window_fen: Fen, revenue_window_fen: Fen, set4_rd_share_min: Share) -> Check:
    """R&D of three years over revenue of three years reaches the floor."""
    return share_at_least(rd_window_fen, revenue_window_fen, set4_rd_share_min)


@rule(
    "三年研发占比",
    "R&D share of three years",
    cites=FOURTH,
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#shares"),
)
def rd_share(rd_window_fen: Fen, revenue_window_fen: Fen) -> Quotient:
    """R&D of three years over revenue of three years, for display."""
    return share_of(rd_window_fen, revenue_window_fen)


@rule("第四套：高成长", "Set 4 by growth", cites=FOURTH)
def set_4_by_growth(set_4_growth_value: Condition, set_4_growth: Condition) -> Condition:
    """Market value and compound growth."""
    return all_of(set_4_growth_value, set_4_growth)


@rule("第四套：高研发", "Set 4 by R&D", cites=FOURTH)
def set_4_by_rd(
    set_4_rd_value: Condition, set_4_rd_amount: Condition, set_4_rd_share: Condition
) -> Condition:
    """Market value, amount and share of R&D."""
    return all_of(set_4_rd_value, set_4_rd_amount, set_4_rd_share)


@rule("符合第四套标准", "Meets set 4", cites=FOURTH)
def set_4(
    set_4_field: Condition,
    set_4_revenue: Condition,
    set_4_by_growth: Condition,
    set_4_by_rd: Condition,
    audited_window: Condition,
) -> Condition:
    """Field and revenue, and either growth or R&D with its own floor of market value."""
    return all_of(set_4_field, set_4_revenue, any_of(set_4_by_growth, set_4_by_rd), audited_window)
