"""Do Shenzhen's figures agree with what was published for their day? Tolerances are Kejin's own."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Grain,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_least,
    at_most,
    one_of,
    rule,
    share_at_least,
    share_at_most,
    share_of,
)

NINTH = Rounded(Rounding.HALF_UP, cites="kejin-conventions#占比")


@rule("口径为深圳", "Area: Shenzhen", cites="kejin-conventions#核对", grain=Grain.PROGRAMME_YEAR)
def shenzhen_only(programme_perimeter: Choice, shenzhen_perimeters: Choices) -> Check:
    """The figures cover Shenzhen."""
    return one_of(programme_perimeter, shenzhen_perimeters)


@rule(
    "科技贷款余额（深圳）不低于公布数下限",
    "Technology loans in Shenzhen: not below what was published",
    cites=("sz-press#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_tech_level_low(programme_tech_loans_fen: Fen, sz_tech_loans: Fen, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_tech_loans_fen, sz_tech_loans, level_low)


@rule(
    "科技贷款余额（深圳）不高于公布数上限",
    "Technology loans in Shenzhen: not above what was published",
    cites=("sz-press#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_tech_level_high(programme_tech_loans_fen: Fen, sz_tech_loans: Fen, level_high: Share) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_tech_loans_fen, sz_tech_loans, level_high)


@rule(
    "科技贷款与公布数相符（深圳）",
    "Technology loans agree, Shenzhen",
    cites="sz-press#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def shenzhen_tech_agree(
    shenzhen_only: Condition, sz_tech_level_low: Condition, sz_tech_level_high: Condition
) -> Condition:
    """Level within the tolerance."""
    return all_of(shenzhen_only, sz_tech_level_low, sz_tech_level_high)


@rule(
    "各项贷款增速（深圳）不低于公布数",
    "Growth of all loans in Shenzhen: not below what was published",
    cites=("sz-press#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_all_growth_low(
    programme_all_loans_growth: Share, sz_all_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_all_loans_growth + growth_tolerance, sz_all_loans_growth)


@rule(
    "各项贷款增速（深圳）不高于公布数",
    "Growth of all loans in Shenzhen: not above what was published",
    cites=("sz-press#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_all_growth_high(
    programme_all_loans_growth: Share, sz_all_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_all_loans_growth, sz_all_loans_growth + growth_tolerance)


@rule(
    "新发放企业贷款利率（深圳）不低于公布数",
    "Rate of new corporate loans in Shenzhen: not below what was published",
    cites=("sz-press#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_rate_low(
    programme_new_corporate_rate: Share, sz_new_corporate_rate: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_new_corporate_rate + growth_tolerance, sz_new_corporate_rate)


@rule(
    "新发放企业贷款利率（深圳）不高于公布数",
    "Rate of new corporate loans in Shenzhen: not above what was published",
    cites=("sz-press#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_rate_high(
    programme_new_corporate_rate: Share, sz_new_corporate_rate: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_new_corporate_rate, sz_new_corporate_rate + growth_tolerance)


@rule(
    "各项贷款增速和利率与公布数相符（深圳）",
    "All loans and rate agree, Shenzhen",
    cites="sz-press#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def shenzhen_loans_agree(
    shenzhen_only: Condition,
    sz_all_growth_low: Condition,
    sz_all_growth_high: Condition,
    sz_rate_low: Condition,
    sz_rate_high: Condition,
) -> Condition:
    """Growth of all loans and the rate of new corporate loans within the tolerance."""
    return all_of(shenzhen_only, sz_all_growth_low, sz_all_growth_high, sz_rate_low, sz_rate_high)


@rule(
    "知识产权质押贷款余额（深圳）不低于公布数下限",
    "IP-pledge loans in Shenzhen: not below what was published",
    cites=("sz-reform-2025#2025年6月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_ip_level_low(programme_ip_pledge_fen: Fen, sz_ip_pledge: Fen, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_ip_pledge_fen, sz_ip_pledge, level_low)


@rule(
    "知识产权质押贷款余额（深圳）不高于公布数上限",
    "IP-pledge loans in Shenzhen: not above what was published",
    cites=("sz-reform-2025#2025年6月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_ip_level_high(programme_ip_pledge_fen: Fen, sz_ip_pledge: Fen, level_high: Share) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_ip_pledge_fen, sz_ip_pledge, level_high)


@rule(
    "知识产权质押贷款增速（深圳）不低于公布数",
    "Growth of IP-pledge loans in Shenzhen: not below what was published",
    cites=("sz-reform-2025#2025年6月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_ip_growth_low(
    programme_ip_pledge_growth: Share, sz_ip_pledge_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_ip_pledge_growth + growth_tolerance, sz_ip_pledge_growth)


@rule(
    "知识产权质押贷款增速（深圳）不高于公布数",
    "Growth of IP-pledge loans in Shenzhen: not above what was published",
    cites=("sz-reform-2025#2025年6月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_ip_growth_high(
    programme_ip_pledge_growth: Share, sz_ip_pledge_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_ip_pledge_growth, sz_ip_pledge_growth + growth_tolerance)


@rule(
    "科技支行数量（深圳）不低于公布数下限",
    "Technology branches in Shenzhen: not below what was published",
    cites=("sz-reform-2025#2025年6月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_branch_level_low(
    programme_tech_branch_count: Count, sz_branch_count: Count, level_low: Share
) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_tech_branch_count, sz_branch_count, level_low)


@rule(
    "科技支行数量（深圳）不高于公布数上限",
    "Technology branches in Shenzhen: not above what was published",
    cites=("sz-reform-2025#2025年6月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def sz_branch_level_high(
    programme_tech_branch_count: Count, sz_branch_count: Count, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_tech_branch_count, sz_branch_count, level_high)


@rule(
    "知识产权质押贷款和科技支行与公布数相符（深圳）",
    "IP-pledge loans and technology branches agree, Shenzhen",
    cites="sz-reform-2025#2025年6月末",
    grain=Grain.PROGRAMME_YEAR,
)
def shenzhen_ip_agree(
    shenzhen_only: Condition,
    sz_ip_level_low: Condition,
    sz_ip_level_high: Condition,
    sz_ip_growth_low: Condition,
    sz_ip_growth_high: Condition,
    sz_branch_level_low: Condition,
    sz_branch_level_high: Condition,
) -> Condition:
    """Level, growth and number of branches within the tolerance."""
    return all_of(
        shenzhen_only,
        sz_ip_level_low,
        sz_ip_level_high,
        sz_ip_growth_low,
        sz_ip_growth_high,
        sz_branch_level_low,
        sz_branch_level_high,
    )


@rule(
    "科技贷款占各项贷款比重（深圳）",
    "Technology loans as a share of all loans, Shenzhen",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
    rounds=NINTH,
)
def sz_tech_share(programme_tech_loans_fen: Fen, sz_all_loans: Fen) -> Quotient:
    """The technology loans stated over all loans published for that day."""
    return share_of(programme_tech_loans_fen, sz_all_loans)
