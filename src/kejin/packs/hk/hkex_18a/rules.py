"""HKEX Chapter 18A: the figures of rule 18A.03 and the features that the guide asks of a biotech company.

All amounts are in Hong Kong dollars as stated; nothing is converted.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Flag,
    HongKongCents,
    Share,
    all_of,
    at_least,
    holds,
    rule,
    share_at_least,
)


@rule("上市时市值达标", "Market value reached", cites="hkex-rules-18a#18A.03(2)")
def value_reached(expected_market_value_hkd_cents: HongKongCents, value_min: HongKongCents) -> Check:
    """The expected market value at listing reaches the floor."""
    return at_least(expected_market_value_hkd_cents, value_min)


@rule("同一管理层下经营年数达标", "Years under one management reached", cites="hkex-rules-18a#18A.03(3)")
def years_reached(same_management_years: Count, years_min: Count) -> Check:
    """It has run its line of business for so many financial years under substantially the same management."""
    return at_least(same_management_years, years_min)


@rule("营运资金达标", "Working capital reached", cites="hkex-rules-18a#18A.03(4)")
def working_capital_reached(
    working_capital_hkd_cents: HongKongCents,
    group_costs_12m_hkd_cents: HongKongCents,
    working_capital_share_min: Share,
) -> Check:
    """Working capital, proceeds included, covers the share of twelve months' costs."""
    return share_at_least(working_capital_hkd_cents, group_costs_12m_hkd_cents, working_capital_share_min)


@rule("市值、年数与营运资金", "Market value, years, working capital", cites="hkex-rules-18a#18A.03")
def figures(
    value_reached: Condition, years_reached: Condition, working_capital_reached: Condition
) -> Condition:
    """Paragraphs (2) to (4) of the rule."""
    return all_of(value_reached, years_reached, working_capital_reached)


@rule("主要从事生物科技产品", "Biotech is its business", cites="hkex-rules-18a#18A.01")
def biotech(is_biotech_company: Flag) -> Check:
    """It is primarily engaged in R&D, application and commercialisation of biotech products."""
    return holds(is_biotech_company)


@rule("核心产品已过概念阶段", "Core product past the concept stage", cites="hkex-guide-biotech#核心产品")
def past_concept(core_product_beyond_concept: Flag) -> Check:
    """At least one core product is beyond the concept stage."""
    return holds(core_product_beyond_concept)


@rule("核心产品研发时间达标", "Time of R&D reached", cites="hkex-guide-biotech#研发")
def rd_long_enough(core_product_rd_months: Count, rd_months_min: Count) -> Check:
    """It has been engaged in R&D for its core product for so many months."""
    return at_least(core_product_rd_months, rd_months_min)


@rule("拥有核心产品知识产权", "Holds rights in the core product", cites="hkex-guide-biotech#专利")
def rights_held(core_product_ip_held: Flag) -> Check:
    """It holds patents, applications or other rights in its core product."""
    return holds(core_product_ip_held)


@rule("上市为研发集资", "Listing raises money for R&D", cites="hkex-guide-biotech#上市原因")
def money_for_research(listing_to_fund_core_product: Flag) -> Check:
    """The main reason to list is to bring the core product to the market."""
    return holds(listing_to_fund_core_product)


@rule("资深投资者投资时间达标", "Sophisticated investor early enough", cites="hkex-guide-biotech#第三方投资")
def investor_long_enough(sophisticated_investment_months: Count, investor_months_min: Count) -> Check:
    """A sophisticated investor made a meaningful investment so many months before listing and stays."""
    return at_least(sophisticated_investment_months, investor_months_min)


@rule("生物科技公司的特征", "Features of a biotech company", cites="hkex-guide-biotech#特征")
def features(
    biotech: Condition,
    past_concept: Condition,
    rd_long_enough: Condition,
    rights_held: Condition,
    money_for_research: Condition,
    investor_long_enough: Condition,
) -> Condition:
    """Business, core product, time of R&D, rights, purpose and investor."""
    return all_of(
        biotech, past_concept, rd_long_enough, rights_held, money_for_research, investor_long_enough
    )


@rule("符合第18A章的条件", "Meets Chapter 18A", cites="hkex-rules-18a#18A.03")
def listing(figures: Condition, features: Condition) -> Condition:
    """The figures and the features. Whether it is suitable is for the Exchange to judge."""
    return all_of(figures, features)
