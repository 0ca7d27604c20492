"""Do the figures without Shenzhen agree with what was published for their day? Tolerances are Kejin's own."""

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


@rule(
    "口径为不含深圳",
    "Area: the province without Shenzhen",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
)
def without_shenzhen(programme_perimeter: Choice, exsz_perimeters: Choices) -> Check:
    """The figures cover the province without Shenzhen."""
    return one_of(programme_perimeter, exsz_perimeters)


@rule(
    "科技贷款余额（不含深圳）不低于公布数下限",
    "Technology loans without Shenzhen: not below what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_tech_level_low(programme_tech_loans_fen: Fen, exsz_tech_loans: Fen, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_tech_loans_fen, exsz_tech_loans, level_low)


@rule(
    "科技贷款余额（不含深圳）不高于公布数上限",
    "Technology loans without Shenzhen: not above what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_tech_level_high(programme_tech_loans_fen: Fen, exsz_tech_loans: Fen, level_high: Share) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_tech_loans_fen, exsz_tech_loans, level_high)


@rule(
    "科技贷款增速（不含深圳）不低于公布数",
    "Growth of technology loans without Shenzhen: not below what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_tech_growth_low(
    programme_tech_loans_growth: Share, exsz_tech_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_tech_loans_growth + growth_tolerance, exsz_tech_loans_growth)


@rule(
    "科技贷款增速（不含深圳）不高于公布数",
    "Growth of technology loans without Shenzhen: not above what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_tech_growth_high(
    programme_tech_loans_growth: Share, exsz_tech_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_tech_loans_growth, exsz_tech_loans_growth + growth_tolerance)


@rule(
    "各项贷款增速（不含深圳）不低于公布数",
    "Growth of all loans without Shenzhen: not below what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_all_growth_low(
    programme_all_loans_growth: Share, exsz_all_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_all_loans_growth + growth_tolerance, exsz_all_loans_growth)


@rule(
    "各项贷款增速（不含深圳）不高于公布数",
    "Growth of all loans without Shenzhen: not above what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_all_growth_high(
    programme_all_loans_growth: Share, exsz_all_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_all_loans_growth, exsz_all_loans_growth + growth_tolerance)


@rule(
    "科技贷款与公布数相符（不含深圳）",
    "Technology loans agree, without Shenzhen",
    cites="gd-nfra-2025#2025年末",
    grain=Grain.PROGRAMME_YEAR,
)
def ex_shenzhen_tech_agree(
    without_shenzhen: Condition,
    of_bank_regulator: Condition,
    exsz_tech_level_low: Condition,
    exsz_tech_level_high: Condition,
    exsz_tech_growth_low: Condition,
    exsz_tech_growth_high: Condition,
    exsz_all_growth_low: Condition,
    exsz_all_growth_high: Condition,
) -> Condition:
    """Level and both growth rates within the tolerance."""
    return all_of(
        without_shenzhen,
        of_bank_regulator,
        exsz_tech_level_low,
        exsz_tech_level_high,
        exsz_tech_growth_low,
        exsz_tech_growth_high,
        exsz_all_growth_low,
        exsz_all_growth_high,
    )


@rule(
    "知识产权质押贷款余额（不含深圳）不低于公布数下限",
    "IP-pledge loans without Shenzhen: not below what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_ip_level_low(programme_ip_pledge_fen: Fen, exsz_ip_pledge: Fen, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_ip_pledge_fen, exsz_ip_pledge, level_low)


@rule(
    "知识产权质押贷款余额（不含深圳）不高于公布数上限",
    "IP-pledge loans without Shenzhen: not above what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_ip_level_high(programme_ip_pledge_fen: Fen, exsz_ip_pledge: Fen, level_high: Share) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_ip_pledge_fen, exsz_ip_pledge, level_high)


@rule(
    "知识产权质押贷款增速（不含深圳）不低于公布数",
    "Growth of IP-pledge loans without Shenzhen: not below what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_ip_growth_low(
    programme_ip_pledge_growth: Share, exsz_ip_pledge_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_ip_pledge_growth + growth_tolerance, exsz_ip_pledge_growth)


@rule(
    "知识产权质押贷款增速（不含深圳）不高于公布数",
    "Growth of IP-pledge loans without Shenzhen: not above what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_ip_growth_high(
    programme_ip_pledge_growth: Share, exsz_ip_pledge_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_ip_pledge_growth, exsz_ip_pledge_growth + growth_tolerance)


@rule(
    "知识产权质押贷款与公布数相符（不含深圳）",
    "IP-pledge loans agree, without Shenzhen",
    cites="gd-nfra-2025#2025年末",
    grain=Grain.PROGRAMME_YEAR,
)
def ex_shenzhen_ip_agree(
    without_shenzhen: Condition,
    of_bank_regulator: Condition,
    exsz_ip_level_low: Condition,
    exsz_ip_level_high: Condition,
    exsz_ip_growth_low: Condition,
    exsz_ip_growth_high: Condition,
) -> Condition:
    """Level and growth within the tolerance."""
    return all_of(
        without_shenzhen,
        of_bank_regulator,
        exsz_ip_level_low,
        exsz_ip_level_high,
        exsz_ip_growth_low,
        exsz_ip_growth_high,
    )


@rule(
    "科技支行数量不少于公布数（不含深圳）",
    "No fewer technology branches than published, without Shenzhen",
    cites="gd-nfra-2025#2025年末",
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_branches_enough(programme_tech_branch_count: Count, exsz_branch_count: Count) -> Check:
    """At least as many branches as were published, which is a lower bound."""
    return at_least(programme_tech_branch_count, exsz_branch_count)


@rule(
    "科技支行贷款余额（不含深圳）不低于公布数下限",
    "Loans of technology branches without Shenzhen: not below what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_branch_level_low(
    programme_tech_branch_loans_fen: Fen, exsz_branch_loans: Fen, level_low: Share
) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_tech_branch_loans_fen, exsz_branch_loans, level_low)


@rule(
    "科技支行贷款余额（不含深圳）不高于公布数上限",
    "Loans of technology branches without Shenzhen: not above what was published",
    cites=("gd-nfra-2025#2025年末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_branch_level_high(
    programme_tech_branch_loans_fen: Fen, exsz_branch_loans: Fen, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_tech_branch_loans_fen, exsz_branch_loans, level_high)


@rule(
    "科技支行与公布数相符（不含深圳）",
    "Technology branches agree, without Shenzhen",
    cites="gd-nfra-2025#2025年末",
    grain=Grain.PROGRAMME_YEAR,
)
def ex_shenzhen_branches_agree(
    without_shenzhen: Condition,
    of_bank_regulator: Condition,
    exsz_branches_enough: Condition,
    exsz_branch_level_low: Condition,
    exsz_branch_level_high: Condition,
) -> Condition:
    """Number and loans fit what was published."""
    return all_of(
        without_shenzhen,
        of_bank_regulator,
        exsz_branches_enough,
        exsz_branch_level_low,
        exsz_branch_level_high,
    )


@rule(
    "新发放企业贷款利率（不含深圳）不低于公布数",
    "Rate of new corporate loans without Shenzhen: not below what was published",
    cites=("gd-pbc#2025年6月", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_rate_low(
    programme_new_corporate_rate: Share, exsz_new_corporate_rate: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_new_corporate_rate + growth_tolerance, exsz_new_corporate_rate)


@rule(
    "新发放企业贷款利率（不含深圳）不高于公布数",
    "Rate of new corporate loans without Shenzhen: not above what was published",
    cites=("gd-pbc#2025年6月", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def exsz_rate_high(
    programme_new_corporate_rate: Share, exsz_new_corporate_rate: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_new_corporate_rate, exsz_new_corporate_rate + growth_tolerance)


@rule(
    "新发放企业贷款利率与公布数相符（不含深圳）",
    "Rate of new corporate loans agrees, without Shenzhen",
    cites="gd-pbc#2025年6月",
    grain=Grain.PROGRAMME_YEAR,
)
def ex_shenzhen_rate_agrees(
    without_shenzhen: Condition,
    of_central_bank: Condition,
    exsz_rate_low: Condition,
    exsz_rate_high: Condition,
) -> Condition:
    """The rate is within the tolerance."""
    return all_of(without_shenzhen, of_central_bank, exsz_rate_low, exsz_rate_high)


@rule(
    "科技贷款占各项贷款比重（不含深圳）",
    "Technology loans as a share of all loans, without Shenzhen",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
    rounds=NINTH,
)
def exsz_tech_share(programme_tech_loans_fen: Fen, exsz_all_loans: Fen) -> Quotient:
    """The technology loans stated over all loans published for that day."""
    return share_of(programme_tech_loans_fen, exsz_all_loans)
