"""Guangdong's rules on government funds: the management fee, how a fund is judged, and the guidance fund's tiers.

`rules_firm.py` holds what the guidance fund backs on the enterprise's side.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Grain,
    all_of,
    any_of,
    fails,
    holds,
    one_of,
    rule,
)

FEE = "gd-fund-rules-2025#管理费"
JUDGING = "gd-fund-rules-2025#绩效考核"
TIERS = "gd-guidance-2026#三级架构"
SIZE = "gd-guidance-2026#基金概况"


@rule("以实缴或实际投资为计费基础", "Fee on paid-in or invested capital", cites=FEE, grain=Grain.FUND)
def base_allowed(fund_fee_base: Choice, fee_bases: Choices) -> Check:
    """The fee is counted on capital paid in or invested."""
    return one_of(fund_fee_base, fee_bases)


@rule("不在本金列支", "Not taken from principal", cites=FEE, grain=Grain.FUND)
def not_from_principal(fund_fee_from_principal: Flag) -> Check:
    """The fee comes from income or interest."""
    return fails(fund_fee_from_principal)


@rule("尚无收益或利息", "No income yet", cites=FEE, grain=Grain.FUND)
def no_income_yet(fund_has_income: Flag) -> Check:
    """The fund has had no income or interest so far."""
    return fails(fund_has_income)


@rule("预支的管理费约定补回", "Advance to be made good", cites=FEE, grain=Grain.FUND)
def advance_made_good(fund_fee_advance_repayable: Flag) -> Check:
    """What was advanced from principal is made good once there is income."""
    return holds(fund_fee_advance_repayable)


@rule("期满后不收管理费", "No fee after the term", cites=FEE, grain=Grain.FUND)
def none_after_term(fund_fee_after_term: Flag) -> Check:
    """Nothing is charged after the fund's life."""
    return fails(fund_fee_after_term)


@rule("管理费来源符合办法", "Fee comes from the right place", cites=FEE, grain=Grain.FUND)
def source_allowed(
    not_from_principal: Condition, no_income_yet: Condition, advance_made_good: Condition
) -> Condition:
    """From income; before there is any, advanced from principal and made good later."""
    return any_of(not_from_principal, all_of(no_income_yet, advance_made_good))


@rule("管理费符合办法", "Fee follows the rules", cites=FEE, grain=Grain.FUND)
def fee_follows(base_allowed: Condition, source_allowed: Condition, none_after_term: Condition) -> Condition:
    """Base, source, and nothing after the term."""
    return all_of(base_allowed, source_allowed, none_after_term)


@rule("不以单个项目盈亏考核", "Not judged by a single project", cites=JUDGING, grain=Grain.FUND)
def not_by_project(fund_judged_by_project: Flag) -> Check:
    """Profit or loss of a single project is no ground."""
    return fails(fund_judged_by_project)


@rule("不以单一年度盈亏考核", "Not judged by a single year", cites=JUDGING, grain=Grain.FUND)
def not_by_year(fund_judged_by_year: Flag) -> Check:
    """Profit or loss of a single year is no ground."""
    return fails(fund_judged_by_year)


@rule("考核符合办法", "Judged as the rules ask", cites=JUDGING, grain=Grain.FUND)
def judged_rightly(not_by_project: Condition, not_by_year: Condition) -> Condition:
    """Neither a single project nor a single year."""
    return all_of(not_by_project, not_by_year)


@rule("属省引导基金体系", "Of the guidance fund", cites=SIZE, grain=Grain.FUND)
def of_guidance_fund(fund_programme: Choice, guidance_programmes: Choices) -> Check:
    """The fund is the guidance fund or stands under it."""
    return one_of(fund_programme, guidance_programmes)


@rule("引导基金本身", "The guidance fund itself", cites=TIERS, grain=Grain.FUND)
def is_top(fund_tier: Choice, top_tiers: Choices) -> Check:
    """The first tier."""
    return one_of(fund_tier, top_tiers)


@rule("母基金或子基金", "Mother fund or sub-fund", cites=TIERS, grain=Grain.FUND)
def is_lower(fund_tier: Choice, lower_tiers: Choices) -> Check:
    """The second or third tier."""
    return one_of(fund_tier, lower_tiers)


@rule("不设固定存续期", "No fixed life", cites="gd-guidance-2026#存续期", grain=Grain.FUND)
def runs_on(fund_fixed_life: Flag) -> Check:
    """The fund runs on and invests again what comes back."""
    return fails(fund_fixed_life)


@rule("属三级架构", "In the three tiers", cites=TIERS, grain=Grain.FUND)
def in_the_tiers(
    of_guidance_fund: Condition, is_top: Condition, runs_on: Condition, is_lower: Condition
) -> Condition:
    """The guidance fund itself, which has no fixed life, or a mother fund or sub-fund under it."""
    return all_of(of_guidance_fund, any_of(all_of(is_top, runs_on), is_lower))


@rule("首期尚缺", "First part still open", cites=SIZE, grain=Grain.FUND)
def first_part_open_fen(first_part: Fen, fund_size_fen: Fen) -> Fen:
    """The first part less the size stated; negative once it is passed. Of use for the guidance fund itself."""
    return first_part - fund_size_fen


@rule("总规模尚缺", "Size still open", cites=SIZE, grain=Grain.FUND)
def size_open_fen(size_target: Fen, fund_size_fen: Fen) -> Fen:
    """The size in total less the size stated. Of use for the guidance fund itself."""
    return size_target - fund_size_fen
