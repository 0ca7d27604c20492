"""The five sets of market value and figures: STAR listing rules 2.1.2."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Share,
    all_of,
    any_of,
    at_least,
    holds,
    one_of,
    rule,
    share_at_least,
)


@rule("预计市值达到第一套标准", "Market value of set 1", cites="star-listing-rules#2.1.2（一）")
def set_1_value(expected_market_value_fen: Fen, set1_value_min: Fen) -> Check:
    """The expected market value reaches set 1."""
    return at_least(expected_market_value_fen, set1_value_min)


@rule("两年累计净利润达标", "Profit of two years reached", cites="star-listing-rules#2.1.2（一）")
def set_1_profit(profit_two_years_fen: Fen, set1_profit_min: Fen) -> Check:
    """The lower profits of the last two years together reach the floor."""
    return at_least(profit_two_years_fen, set1_profit_min)


@rule("最近一年营业收入达到第一套标准", "Revenue of set 1", cites="star-listing-rules#2.1.2（一）")
def set_1_revenue(revenue_latest_fen: Fen, set1_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 1."""
    return at_least(revenue_latest_fen, set1_revenue_min)


@rule("第一套：两年盈利", "Set 1 by two years of profit", cites="star-listing-rules#2.1.2（一）")
def set_1_two_years(
    set_1_value: Condition,
    profitable_both_years: Condition,
    set_1_profit: Condition,
    audited_both_years: Condition,
) -> Condition:
    """Market value, profit in both years, and their sum."""
    return all_of(set_1_value, profitable_both_years, set_1_profit, audited_both_years)


@rule(
    "第一套：一年盈利加收入",
    "Set 1 by one year of profit and revenue",
    cites="star-listing-rules#2.1.2（一）",
)
def set_1_one_year(
    set_1_value: Condition,
    profitable_last_year: Condition,
    set_1_revenue: Condition,
    audited_last_year: Condition,
) -> Condition:
    """Market value, profit in the latest year, and its revenue."""
    return all_of(set_1_value, profitable_last_year, set_1_revenue, audited_last_year)


@rule("符合第一套标准", "Meets set 1", cites="star-listing-rules#2.1.2（一）")
def set_1(set_1_two_years: Condition, set_1_one_year: Condition) -> Condition:
    """Either way of set 1."""
    return any_of(set_1_two_years, set_1_one_year)


@rule("预计市值达到第二套标准", "Market value of set 2", cites="star-listing-rules#2.1.2（二）")
def set_2_value(expected_market_value_fen: Fen, set2_value_min: Fen) -> Check:
    """The expected market value reaches set 2."""
    return at_least(expected_market_value_fen, set2_value_min)


@rule("最近一年营业收入达到第二套标准", "Revenue of set 2", cites="star-listing-rules#2.1.2（二）")
def set_2_revenue(revenue_latest_fen: Fen, set2_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 2."""
    return at_least(revenue_latest_fen, set2_revenue_min)


@rule("三年研发占比达到第二套标准", "R&D share of set 2", cites="star-listing-rules#2.1.2（二）")
def set_2_rd_share(rd_window_fen: Fen, revenue_window_fen: Fen, set2_rd_share_min: Share) -> Check:
    """R&D of three years over revenue of three years reaches set 2."""
    return share_at_least(rd_window_fen, revenue_window_fen, set2_rd_share_min)


@rule("符合第二套标准", "Meets set 2", cites="star-listing-rules#2.1.2（二）")
def set_2(
    set_2_value: Condition, set_2_revenue: Condition, set_2_rd_share: Condition, audited_window: Condition
) -> Condition:
    """Market value, revenue and R&D share."""
    return all_of(set_2_value, set_2_revenue, set_2_rd_share, audited_window)


@rule("预计市值达到第三套标准", "Market value of set 3", cites="star-listing-rules#2.1.2（三）")
def set_3_value(expected_market_value_fen: Fen, set3_value_min: Fen) -> Check:
    """The expected market value reaches set 3."""
    return at_least(expected_market_value_fen, set3_value_min)


@rule("最近一年营业收入达到第三套标准", "Revenue of set 3", cites="star-listing-rules#2.1.2（三）")
def set_3_revenue(revenue_latest_fen: Fen, set3_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 3."""
    return at_least(revenue_latest_fen, set3_revenue_min)


@rule("三年经营现金流达标", "Operating cash flow of set 3", cites="star-listing-rules#2.1.2（三）")
def set_3_cash(cash_window_fen: Fen, set3_cash_min: Fen) -> Check:
    """Operating cash flow of three years reaches set 3."""
    return at_least(cash_window_fen, set3_cash_min)


@rule("符合第三套标准", "Meets set 3", cites="star-listing-rules#2.1.2（三）")
def set_3(
    set_3_value: Condition, set_3_revenue: Condition, set_3_cash: Condition, audited_window: Condition
) -> Condition:
    """Market value, revenue and operating cash flow."""
    return all_of(set_3_value, set_3_revenue, set_3_cash, audited_window)


@rule("预计市值达到第四套标准", "Market value of set 4", cites="star-listing-rules#2.1.2（四）")
def set_4_value(expected_market_value_fen: Fen, set4_value_min: Fen) -> Check:
    """The expected market value reaches set 4."""
    return at_least(expected_market_value_fen, set4_value_min)


@rule("最近一年营业收入达到第四套标准", "Revenue of set 4", cites="star-listing-rules#2.1.2（四）")
def set_4_revenue(revenue_latest_fen: Fen, set4_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 4."""
    return at_least(revenue_latest_fen, set4_revenue_min)


@rule("符合第四套标准", "Meets set 4", cites="star-listing-rules#2.1.2（四）")
def set_4(set_4_value: Condition, set_4_revenue: Condition, audited_last_year: Condition) -> Condition:
    """Market value and revenue."""
    return all_of(set_4_value, set_4_revenue, audited_last_year)


@rule("预计市值达到第五套标准", "Market value of set 5", cites="star-listing-rules#2.1.2（五）")
def set_5_value(expected_market_value_fen: Fen, set5_value_min: Fen) -> Check:
    """The expected market value reaches set 5."""
    return at_least(expected_market_value_fen, set5_value_min)


@rule("属于第五套适用领域", "In a field of set 5", cites="growth-tier-2025#第五套适用范围")
def set_5_field(star_set5_field: Choice, set5_fields: Choices) -> Check:
    """The enterprise works in a field to which set 5 is open."""
    return one_of(star_set5_field, set5_fields)


@rule(
    "产品经国家批准或进入二期临床", "Product approved or in phase II", cites="star-listing-rules#2.1.2（五）"
)
def set_5_product(approved_product_or_phase2: Flag) -> Check:
    """The main product is approved by the state, or a drug maker's core product may enter phase II trials."""
    return holds(approved_product_or_phase2)


@rule("市场空间大", "Large market", cites="star-listing-rules#2.1.2（五）")
def set_5_market(large_market_space: Flag) -> Check:
    """The market is judged to be large; somebody states it."""
    return holds(large_market_space)


@rule("已取得阶段性成果", "Results of a stage", cites="star-listing-rules#2.1.2（五）")
def set_5_results(staged_results_reached: Flag) -> Check:
    """Results of a stage have been reached; somebody states it."""
    return holds(staged_results_reached)


@rule("属于医药行业", "Drug maker", cites="star-listing-rules#2.1.2（五）")
def set_5_drugs(star_set5_field: Choice, set5_drug_fields: Choices) -> Check:
    """The enterprise is a drug maker, to which phase II trials apply instead of a technical edge."""
    return one_of(star_set5_field, set5_drug_fields)


@rule("具备明显的技术优势", "Clear technical edge", cites="star-listing-rules#2.1.2（五）")
def set_5_edge(clear_technical_edge: Flag) -> Check:
    """The enterprise has a clear technical edge; somebody states it."""
    return holds(clear_technical_edge)


@rule("符合第五套标准", "Meets set 5", cites="star-listing-rules#2.1.2（五）")
def set_5(
    set_5_value: Condition,
    set_5_field: Condition,
    set_5_product: Condition,
    set_5_market: Condition,
    set_5_results: Condition,
    set_5_drugs: Condition,
    set_5_edge: Condition,
) -> Condition:
    """Market value, field, product, market and results; other than drug makers also a technical edge."""
    return all_of(
        set_5_value,
        set_5_field,
        set_5_product,
        set_5_market,
        set_5_results,
        any_of(set_5_drugs, set_5_edge),
    )
