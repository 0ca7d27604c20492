"""Little giant from 2026-04-01: annex 2 of 工信部企业〔2026〕2号, its seven indicators, and conduct."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Points,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    fails,
    growth_at_least,
    holds,
    not_,
    rule,
    share_at_least,
    share_at_most,
)


@rule(
    "从事细分市场年限",
    "Years in the niche",
    cites="gradient-2026#附件2(一)",
    leaf="giant_niche_long_enough",
    since="2026-04-01",
)
def giant_niche_long_enough_2026(years_in_niche: Count, giant_niche_years_min: Count) -> Check:
    """At least three years in its niche market by the end of last year, without exception."""
    return at_least(years_in_niche, giant_niche_years_min)


@rule(
    "主营业务收入占比达标",
    "Main business share reached",
    cites="gradient-2026#附件2(二)",
    leaf="giant_main_share_met",
    since="2026-04-01",
)
def giant_main_share_met_2026(
    main_latest_fen: Fen, revenue_latest_fen: Fen, giant_main_share_min: Share
) -> Check:
    """Main business revenue over revenue of last year."""
    return share_at_least(main_latest_fen, revenue_latest_fen, giant_main_share_min)


@rule(
    "复合增长率达标（按两个区间）",
    "Compound growth reached over two intervals",
    cites="gradient-2026#附件2(二)",
)
def giant_grew_over_two(
    revenue_latest_fen: Fen, revenue_first_fen: Fen, giant_growth_min: Share, two_years: Count
) -> Check:
    """One reading: revenue of last year over that of two years before, as a yearly rate."""
    return growth_at_least(revenue_latest_fen, revenue_first_fen, giant_growth_min, intervals=two_years)


@rule(
    "复合增长率达标（按一个区间）",
    "Compound growth reached over one interval",
    cites="gradient-2026#附件2(二)",
)
def giant_grew_over_one(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, giant_growth_min: Share, one_year: Count
) -> Check:
    """The other reading: revenue of last year over that of the year before."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, giant_growth_min, intervals=one_year)


@rule("近两年复合按两个区间计", "Compound growth spans two intervals", cites="gradient-2026#附件2(二)")
def giant_growth_reading(giant_growth_two_intervals: Flag) -> Check:
    """Which reading is right was not read: unknown until somebody has read it."""
    return holds(giant_growth_two_intervals)


@rule(
    "近两年营业收入复合增长率达标",
    "Compound growth reached",
    cites="gradient-2026#附件2(二)",
    leaf="giant_growth_met",
    since="2026-04-01",
)
def giant_growth_met_2026(
    giant_growth_reading: Condition, giant_grew_over_two: Condition, giant_grew_over_one: Condition
) -> Condition:
    """Decided where both readings agree, else by the right one, which is not known."""
    return any_of(
        all_of(giant_grew_over_two, giant_grew_over_one),
        all_of(giant_growth_reading, giant_grew_over_two),
        all_of(not_(giant_growth_reading), giant_grew_over_one),
    )


@rule(
    "资产负债率未超限",
    "Debt ratio within the limit",
    cites="gradient-2026#附件2(二)",
    leaf="giant_debt_within",
    since="2026-04-01",
)
def giant_debt_within_2026(
    liabilities_latest_fen: Fen, assets_latest_fen: Fen, giant_debt_share_max: Share
) -> Check:
    """Liabilities over assets at last year end."""
    return share_at_most(liabilities_latest_fen, assets_latest_fen, giant_debt_share_max)


@rule(
    "细分市场占有率达标",
    "Market share reached",
    cites="gradient-2026#附件2(五)",
    leaf="giant_market_share_met",
    since="2026-04-01",
)
def giant_market_share_met_2026(market_share: Share, giant_market_share_min: Share) -> Check:
    """The leading product's share of the niche market at home or abroad."""
    return at_least(market_share, giant_market_share_min)


@rule("国内前三名", "Among the first three of the country", cites="gradient-2026#附件2(五)")
def giant_market_rank_met(market_rank: Count, giant_market_rank_max: Count) -> Check:
    """The leading product's rank in the country."""
    return at_most(market_rank, giant_market_rank_max)


@rule("市场占有率或排名达标", "Market share or rank reached", cites="gradient-2026#附件2(五)")
def giant_market_met(giant_market_share_met: Condition, giant_market_rank_met: Condition) -> Condition:
    """Either will do (2026 version only)."""
    return any_of(giant_market_share_met, giant_market_rank_met)


@rule(
    "上年度营业收入达标",
    "Revenue reached",
    cites="gradient-2026#附件2(二)",
    leaf="giant_revenue_reached",
    since="2026-04-01",
)
def giant_revenue_reached_2026(revenue_latest_fen: Fen, giant_revenue_min: Fen) -> Check:
    """Revenue of last year."""
    return at_least(revenue_latest_fen, giant_revenue_min)


@rule(
    "上年度研发费用占比达标",
    "R&D share of last year reached",
    cites="gradient-2026#附件2(三)",
    leaf="giant_rd_share_latest_met",
    since="2026-04-01",
)
def giant_rd_share_latest_met_2026(
    rd_latest_fen: Fen, revenue_latest_fen: Fen, giant_rd_share_min: Share
) -> Check:
    """R&D over revenue of last year."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, giant_rd_share_min)


@rule(
    "前一年度研发费用占比达标",
    "R&D share of the year before reached",
    cites="gradient-2026#附件2(三)",
    leaf="giant_rd_share_before_met",
    since="2026-04-01",
)
def giant_rd_share_before_met_2026(
    rd_before_fen: Fen, revenue_before_fen: Fen, giant_rd_share_min: Share
) -> Check:
    """R&D over revenue of the year before."""
    return share_at_least(rd_before_fen, revenue_before_fen, giant_rd_share_min)


@rule(
    "Ⅰ类知识产权达标",
    "Class I rights reached",
    cites="gradient-2026#附件2(四)",
    leaf="giant_class1_held",
    since="2026-04-01",
)
def giant_class1_held_2026(class1_ip_own_in_use_count: Count, giant_class1_min: Count) -> Check:
    """Class I rights of its own, in use and earning; those acquired from others do not count."""
    return at_least(class1_ip_own_in_use_count, giant_class1_min)


@rule(
    "位于产业链关键环节",
    "In a key link of the chain",
    cites="gradient-2026#附件2(六)",
    leaf="giant_chain",
    since="2026-04-01",
)
def giant_chain_2026(chain_key_link: Flag) -> Check:
    """The leading product stands in a key link of an industrial chain; stated."""
    return holds(chain_key_link)


@rule(
    "属于产业基础领域",
    "Product of an industrial foundation",
    cites="gradient-2026#附件2(六)",
    leaf="giant_product",
    since="2026-04-01",
)
def giant_product_2026(foundation_product: Flag) -> Check:
    """Core parts or components, key software, advanced processes, key materials, technology base; stated."""
    return holds(foundation_product)


@rule("主导产品领域达标", "Field of the leading product", cites="gradient-2026#附件2(六)")
def giant_field_met(giant_product: Condition, giant_chain: Condition) -> Condition:
    """An industrial foundation or a key link of a chain (2026 version only)."""
    return any_of(giant_product, giant_chain)


@rule("已获专精特新中小企业称号", "Specialised SME already", cites="gradient-2026#附件2(一)")
def giant_prior_title(specialised_sme_recognised: Flag) -> Check:
    """A specialised SME in force."""
    return holds(specialised_sme_recognised)


@rule("近两年研发费用合计达标", "R&D of two years reached", cites="gradient-2026#附件2(三)")
def giant_rd_total_met(rd_two_years_fen: Fen, giant_rd_two_years_min: Fen) -> Check:
    """R&D expense of two years together."""
    return at_least(rd_two_years_fen, giant_rd_two_years_min)


@rule("Ⅰ类知识产权达标或豁免", "Class I rights held or waived", cites="gradient-2026#附件2(四)")
def giant_class1_met(giant_class1_held: Condition, award_recent: Condition) -> Condition:
    """Held, or waived by a national award of the last three years (2026 version only)."""
    return any_of(giant_class1_held, award_recent)


@rule("专精特新发展评价得分达标", "Development score reached", cites="gradient-2026#附件2(七)")
def giant_score_reached(development_evaluation_score: Points, giant_score_min: Points) -> Check:
    """This year's development score of the national platform."""
    return at_least(development_evaluation_score, giant_score_min)


@rule("不是单项冠军企业", "No single champion", cites="round-2026#申报对象")
def giant_not_champion(single_champion: Flag) -> Check:
    """The 2026 round is not open to manufacturing single champions."""
    return fails(single_champion)


@rule(
    "符合专精特新“小巨人”企业认定标准",
    "Meets the standard of a little giant",
    cites="gradient-2026#附件2",
    leaf="giant_qualifies",
    since="2026-04-01",
)
def giant_qualifies_2026(
    is_sme: Condition,
    giant_prior_title: Condition,
    giant_niche_long_enough: Condition,
    giant_revenue_reached: Condition,
    giant_main_share_met: Condition,
    giant_growth_met: Condition,
    giant_debt_within: Condition,
    giant_rd_total_met: Condition,
    giant_rd_share_latest_met: Condition,
    giant_rd_share_before_met: Condition,
    giant_class1_met: Condition,
    giant_market_met: Condition,
    giant_field_met: Condition,
    giant_score_reached: Condition,
    giant_not_champion: Condition,
    not_listed_dishonest: Condition,
    no_incident: Condition,
) -> Condition:
    """All seven indicators of annex 2, and conduct."""
    return all_of(
        is_sme,
        giant_prior_title,
        giant_niche_long_enough,
        giant_revenue_reached,
        giant_main_share_met,
        giant_growth_met,
        giant_debt_within,
        giant_rd_total_met,
        giant_rd_share_latest_met,
        giant_rd_share_before_met,
        giant_class1_met,
        giant_market_met,
        giant_field_met,
        giant_score_reached,
        giant_not_champion,
        not_listed_dishonest,
        no_incident,
    )
