"""Little giant until 2026-03-31: annex 3 of 工信部企业〔2022〕63号, its six parts 专, 精, 特, 新, 链 and 品."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Share,
    all_of,
    any_of,
    at_least,
    below,
    holds,
    mean_growth_at_least,
    rule,
    share_at_least,
    share_at_most,
)


@rule("从事细分市场年限", "Years in the niche", cites="gradient-2022#附件3(专)", until="2026-03-31")
def giant_niche_long_enough(years_in_niche: Count, giant_niche_years_min: Count) -> Check:
    """At least three years in its niche market by the end of last year."""
    return at_least(years_in_niche, giant_niche_years_min)


@rule(
    "主营业务收入占比达标", "Main business share reached", cites="gradient-2022#附件3(专)", until="2026-03-31"
)
def giant_main_share_met(main_latest_fen: Fen, revenue_latest_fen: Fen, giant_main_share_min: Share) -> Check:
    """Main business revenue over revenue of last year."""
    return share_at_least(main_latest_fen, revenue_latest_fen, giant_main_share_min)


@rule(
    "近2年主营业务收入平均增长率达标",
    "Mean growth reached",
    cites="gradient-2022#附件3(专)",
    until="2026-03-31",
)
def giant_growth_met(
    main_latest_fen: Fen, main_before_fen: Fen, main_first_fen: Fen, giant_growth_min: Share
) -> Check:
    """Mean of the two yearly growth rates of main business revenue."""
    return mean_growth_at_least(main_latest_fen, main_before_fen, main_first_fen, rate=giant_growth_min)


@rule("专", "Specialised", cites="gradient-2022#附件3(专)")
def giant_specialised(
    giant_niche_long_enough: Condition, giant_main_share_met: Condition, giant_growth_met: Condition
) -> Condition:
    """Years in the niche, share of the main business, growth (2022 version only)."""
    return all_of(giant_niche_long_enough, giant_main_share_met, giant_growth_met)


@rule("核心业务采用信息系统", "Core business on an information system", cites="gradient-2022#附件3(精)")
def giant_information_system(core_business_on_information_system: Flag) -> Check:
    """At least one core business process runs on an information system."""
    return holds(core_business_on_information_system)


@rule("取得管理体系或产品认证", "Management system or product certified", cites="gradient-2022#附件3(精)")
def giant_certified(management_or_product_certified: Flag) -> Check:
    """A management-system certificate, or a product certificate of a developed country or region."""
    return holds(management_or_product_certified)


@rule("资产负债率未超限", "Debt ratio within the limit", cites="gradient-2022#附件3(精)", until="2026-03-31")
def giant_debt_within(
    liabilities_latest_fen: Fen, assets_latest_fen: Fen, giant_debt_share_max: Share
) -> Check:
    """Liabilities over assets at last year end."""
    return share_at_most(liabilities_latest_fen, assets_latest_fen, giant_debt_share_max)


@rule("精", "Refined", cites="gradient-2022#附件3(精)")
def giant_refined(
    giant_information_system: Condition, giant_certified: Condition, giant_debt_within: Condition
) -> Condition:
    """Information system, certificate, debt ratio (2022 version only)."""
    return all_of(giant_information_system, giant_certified, giant_debt_within)


@rule("细分市场占有率达标", "Market share reached", cites="gradient-2022#附件3(特)", until="2026-03-31")
def giant_market_share_met(market_share: Share, giant_market_share_min: Share) -> Check:
    """The leading product's share of the national niche market."""
    return at_least(market_share, giant_market_share_min)


@rule("享有较高知名度和影响力", "Well known", cites="gradient-2022#附件3(特)")
def giant_well_known(product_well_known: Flag) -> Check:
    """The leading product is well known and has influence; a judgement that is stated."""
    return holds(product_well_known)


@rule("拥有自主品牌", "Own brand", cites="gradient-2022#附件3(特)")
def giant_own_brand(own_brand: Flag) -> Check:
    """It has a brand of its own."""
    return holds(own_brand)


@rule("特", "Distinctive", cites="gradient-2022#附件3(特)")
def giant_distinctive(
    giant_market_share_met: Condition, giant_well_known: Condition, giant_own_brand: Condition
) -> Condition:
    """Market share, renown, brand (2022 version only)."""
    return all_of(giant_market_share_met, giant_well_known, giant_own_brand)


@rule("营业收入达到5000万元", "Revenue of CNY 50m", cites="gradient-2022#附件3(新)1", until="2026-03-31")
def giant_revenue_reached(revenue_latest_fen: Fen, giant_revenue_min: Fen) -> Check:
    """Revenue of last year lies in one of the two upper tiers."""
    return at_least(revenue_latest_fen, giant_revenue_min)


@rule(
    "上年度研发费用占比达标",
    "R&D share of last year reached",
    cites="gradient-2022#附件3(新)1",
    until="2026-03-31",
)
def giant_rd_share_latest_met(
    rd_latest_fen: Fen, revenue_latest_fen: Fen, giant_rd_share_floor: Share
) -> Check:
    """R&D over revenue of last year; the floor goes by last year's revenue."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, giant_rd_share_floor)


@rule(
    "前一年度研发费用占比达标",
    "R&D share of the year before reached",
    cites="gradient-2022#附件3(新)1",
    until="2026-03-31",
)
def giant_rd_share_before_met(
    rd_before_fen: Fen, revenue_before_fen: Fen, giant_rd_share_floor: Share
) -> Check:
    """R&D over revenue of the year before; the floor goes by last year's revenue here too."""
    return share_at_least(rd_before_fen, revenue_before_fen, giant_rd_share_floor)


@rule("5000万元以上各档研发达标", "R&D of the upper tiers", cites="gradient-2022#附件3(新)1")
def giant_rd_upper_tier(
    giant_revenue_reached: Condition,
    giant_rd_share_latest_met: Condition,
    giant_rd_share_before_met: Condition,
) -> Condition:
    """CNY 50m and more: the R&D share of both years reaches the floor of the tier."""
    return all_of(giant_revenue_reached, giant_rd_share_latest_met, giant_rd_share_before_met)


@rule("营业收入不足5000万元", "Revenue below CNY 50m", cites="gradient-2022#附件3(新)1")
def giant_revenue_small(revenue_latest_fen: Fen, giant_revenue_min: Fen) -> Check:
    """Revenue of last year lies in the lowest tier."""
    return below(revenue_latest_fen, giant_revenue_min)


@rule("近两年新增股权融资达标", "Equity raised", cites="gradient-2022#附件3(新)1")
def giant_small_equity_met(equity_raised_2y_fen: Fen, giant_small_equity_min: Fen) -> Check:
    """New equity of qualified institutions paid in within two years."""
    return at_least(equity_raised_2y_fen, giant_small_equity_min)


@rule("研发费用总额达标", "R&D expense reached", cites="gradient-2022#附件3(新)1")
def giant_small_rd_met(rd_two_years_fen: Fen, giant_small_rd_min: Fen) -> Check:
    """R&D expense of two years together; to which period the text refers could not be confirmed."""
    return at_least(rd_two_years_fen, giant_small_rd_min)


@rule("研发人员占比达标", "R&D staff share reached", cites="gradient-2022#附件3(新)1")
def giant_small_staff_met(
    rd_staff_latest: Count, staff_latest: Count, giant_small_rd_staff_min: Share
) -> Check:
    """R&D staff over all staff."""
    return share_at_least(rd_staff_latest, staff_latest, giant_small_rd_staff_min)


@rule("5000万元以下一档达标", "The tier below CNY 50m", cites="gradient-2022#附件3(新)1")
def giant_rd_lower_tier(
    giant_revenue_small: Condition,
    giant_small_equity_met: Condition,
    giant_small_rd_met: Condition,
    giant_small_staff_met: Condition,
) -> Condition:
    """Below CNY 50m: equity, R&D expense and R&D staff together."""
    return all_of(giant_revenue_small, giant_small_equity_met, giant_small_rd_met, giant_small_staff_met)


@rule("研发投入按营收分档达标", "R&D of the revenue tier", cites="gradient-2022#附件3(新)1")
def giant_rd_tier_met(giant_rd_upper_tier: Condition, giant_rd_lower_tier: Condition) -> Condition:
    """Whichever tier last year's revenue falls into."""
    return any_of(giant_rd_upper_tier, giant_rd_lower_tier)


@rule("建有研发机构", "Has an R&D institution", cites="gradient-2022#附件3(新)2")
def giant_rd_institution(own_rd_institution: Flag) -> Check:
    """Set up alone or with a university or institute."""
    return holds(own_rd_institution)


@rule("Ⅰ类知识产权达标", "Class I rights reached", cites="gradient-2022#附件3(新)3", until="2026-03-31")
def giant_class1_held(class1_ip_in_use_count: Count, giant_class1_min: Count) -> Check:
    """Class I rights tied to the leading product, in use and earning."""
    return at_least(class1_ip_in_use_count, giant_class1_min)


@rule("新：一般性条件", "Innovative: general conditions", cites="gradient-2022#附件3(新)")
def giant_general(
    giant_rd_tier_met: Condition, giant_rd_institution: Condition, giant_class1_held: Condition
) -> Condition:
    """R&D, an R&D institution and class I rights together (2022 version only)."""
    return all_of(giant_rd_tier_met, giant_rd_institution, giant_class1_held)


@rule("新：创新直通条件", "Innovative: fast track", cites="gradient-2022#附件3(新)")
def giant_fast_track(award_recent: Condition, contest_recent: Condition) -> Condition:
    """A national award or the contest (2022 version only)."""
    return any_of(award_recent, contest_recent)


@rule("新", "Innovative", cites="gradient-2022#附件3(新)")
def giant_innovative(giant_general: Condition, giant_fast_track: Condition) -> Condition:
    """The general conditions or a fast track (2022 version only)."""
    return any_of(giant_general, giant_fast_track)


@rule("位于产业链关键环节", "In a key link of the chain", cites="gradient-2022#附件3(链)", until="2026-03-31")
def giant_chain(chain_key_link: Flag) -> Check:
    """Part 链, read by its title only; stated."""
    return holds(chain_key_link)


@rule(
    "属于产业基础领域",
    "Product of an industrial foundation",
    cites="gradient-2022#附件3(品)",
    until="2026-03-31",
)
def giant_product(foundation_product: Flag) -> Check:
    """Part 品, read by its title only; stated."""
    return holds(foundation_product)


@rule(
    "符合专精特新“小巨人”企业认定标准",
    "Meets the standard of a little giant",
    cites="gradient-2022#附件3",
    until="2026-03-31",
)
def giant_qualifies(
    is_sme: Condition,
    giant_specialised: Condition,
    giant_refined: Condition,
    giant_distinctive: Condition,
    giant_innovative: Condition,
    giant_chain: Condition,
    giant_product: Condition,
) -> Condition:
    """An SME that meets all six parts of annex 3."""
    return all_of(
        is_sme,
        giant_specialised,
        giant_refined,
        giant_distinctive,
        giant_innovative,
        giant_chain,
        giant_product,
    )
