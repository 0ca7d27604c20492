"""The national guidance fund: the shape of its regional funds and sub-funds.

`rules_projects.py` holds what an investment and an enterprise have to be.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Flag,
    Grain,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_most,
    fails,
    one_of,
    rule,
    share_at_least,
    share_of,
)

TIERS = "ndrc-briefing-2025#三层架构"
REGIONAL = "ndrc-briefing-2025#区域基金"
SUB = "ndrc-briefing-2025#子基金"
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#取整")


@rule("属国家创投引导基金体系", "Belongs to the national fund", cites=TIERS, grain=Grain.FUND)
def of_national_fund(fund_programme: Choice, national_programmes: Choices) -> Check:
    """The fund stands under the national guidance fund."""
    return one_of(fund_programme, national_programmes)


@rule("区域基金", "Regional fund", cites=TIERS, grain=Grain.FUND)
def is_regional(fund_tier: Choice, regional_tiers: Choices) -> Check:
    """The fund is of the middle tier."""
    return one_of(fund_tier, regional_tiers)


@rule("子基金", "Sub-fund", cites=TIERS, grain=Grain.FUND)
def is_sub_fund(fund_tier: Choice, sub_tiers: Choices) -> Check:
    """The fund is of the lowest tier."""
    return one_of(fund_tier, sub_tiers)


@rule("存续期未超过上限", "Life within the limit", cites="ndrc-briefing-2025#投长期", grain=Grain.FUND)
def life_kept(fund_life_years: Count, life_max: Count) -> Check:
    """The life of the fund in years."""
    return at_most(fund_life_years, life_max)


@rule("投子基金占比达到", "Enough in sub-funds", cites=REGIONAL, grain=Grain.FUND)
def subfund_share_kept(
    fund_subfund_amount_fen: Fen, fund_invested_fen: Fen, subfund_share_min: Share
) -> Check:
    """Money in sub-funds over all investments of the regional fund."""
    return share_at_least(fund_subfund_amount_fen, fund_invested_fen, subfund_share_min)


@rule("子基金平均规模未超过上限", "Average sub-fund within the limit", cites=SUB, grain=Grain.FUND)
def average_kept(fund_average_subfund_fen: Fen, average_subfund_max: Fen) -> Check:
    """The mean size of the sub-funds that the regional fund holds."""
    return at_most(fund_average_subfund_fen, average_subfund_max)


@rule("区域基金符合要求", "Regional fund keeps its terms", cites=REGIONAL, grain=Grain.FUND)
def regional_fund(
    of_national_fund: Condition,
    is_regional: Condition,
    life_kept: Condition,
    subfund_share_kept: Condition,
    average_kept: Condition,
) -> Condition:
    """Tier, life, money in sub-funds and their average size."""
    return all_of(of_national_fund, is_regional, life_kept, subfund_share_kept, average_kept)


@rule("区域基金不是第一大出资人", "Regional fund not the largest", cites=SUB, grain=Grain.FUND)
def not_largest(fund_guidance_is_largest: Flag) -> Check:
    """The regional fund is not the largest investor of the sub-fund."""
    return fails(fund_guidance_is_largest)


@rule(
    "种子期、初创期占比达到", "Enough in seed and start-up", cites="ndrc-briefing-2025#投早", grain=Grain.FUND
)
def early_share_kept(fund_early_stage_amount_fen: Fen, fund_size_fen: Fen, early_share_min: Share) -> Check:
    """Money in seed and start-up firms over the size of the sub-fund."""
    return share_at_least(fund_early_stage_amount_fen, fund_size_fen, early_share_min)


@rule("子基金符合要求", "Sub-fund keeps its terms", cites=SUB, grain=Grain.FUND)
def sub_fund(
    of_national_fund: Condition, is_sub_fund: Condition, not_largest: Condition, early_share_kept: Condition
) -> Condition:
    """Tier, investors and early stages."""
    return all_of(of_national_fund, is_sub_fund, not_largest, early_share_kept)


@rule("投子基金占比", "Share in sub-funds", cites=REGIONAL, grain=Grain.FUND, rounds=DOWN)
def subfund_share(fund_subfund_amount_fen: Fen, fund_invested_fen: Fen) -> Quotient:
    """The share as shown; the check multiplies crosswise."""
    return share_of(fund_subfund_amount_fen, fund_invested_fen)


@rule(
    "种子期、初创期占比",
    "Share of seed and start-up",
    cites="ndrc-briefing-2025#投早",
    grain=Grain.FUND,
    rounds=DOWN,
)
def early_share(fund_early_stage_amount_fen: Fen, fund_size_fen: Fen) -> Quotient:
    """The share as shown; the check multiplies crosswise."""
    return share_of(fund_early_stage_amount_fen, fund_size_fen)
