"""Local reinvestment by government funds: Guangzhou's shares of 2022, the call of 2025, the province's limit."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Grain,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_most,
    below,
    fails,
    one_of,
    rule,
    share_at_least,
    share_at_most,
    share_of,
)

FORM = "gz-emerging-2022#具体扶持方式"
FIELD = "gz-emerging-2022#扶持领域2"
CITY = "gz-emerging-2022#扶持领域3"
CALL = "state-council-2025-1#（十七）"
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#取整")


@rule("广州引导基金的子基金", "Sub-fund of the Guangzhou fund", cites=FORM, grain=Grain.FUND)
def of_guangzhou(fund_programme: Choice, guangzhou_programmes: Choices) -> Check:
    """The fund was set up with the Guangzhou guidance fund."""
    return one_of(fund_programme, guangzhou_programmes)


@rule("引导基金参股未超过比例", "Stake within its share", cites=FORM, grain=Grain.FUND)
def stake_kept(fund_guidance_stake_fen: Fen, fund_size_fen: Fen, stake_max: Share) -> Check:
    """The guidance fund's money over the size of the sub-fund."""
    return share_at_most(fund_guidance_stake_fen, fund_size_fen, stake_max)


@rule("引导基金不是第一大出资人", "Not the largest investor", cites=FORM, grain=Grain.FUND)
def not_largest(fund_guidance_is_largest: Flag) -> Check:
    """The guidance fund is not the largest investor or shareholder."""
    return fails(fund_guidance_is_largest)


@rule("申报领域投资占比达到", "Enough in the field", cites=FIELD, grain=Grain.FUND)
def field_kept(fund_in_field_amount_fen: Fen, fund_size_fen: Fen, in_field_share_min: Share) -> Check:
    """Money in the field applied for over the size of the sub-fund."""
    return share_at_least(fund_in_field_amount_fen, fund_size_fen, in_field_share_min)


@rule("本市投资占比达到", "Enough in the city", cites=CITY, grain=Grain.FUND)
def city_kept(fund_in_city_amount_fen: Fen, fund_size_fen: Fen, in_city_share_min: Share) -> Check:
    """Money in firms of the city over the size of the sub-fund."""
    return share_at_least(fund_in_city_amount_fen, fund_size_fen, in_city_share_min)


@rule("子基金符合投向比例", "Sub-fund keeps its shares", cites=(FORM, FIELD, CITY), grain=Grain.FUND)
def guangzhou_sub_fund(
    of_guangzhou: Condition,
    stake_kept: Condition,
    not_largest: Condition,
    field_kept: Condition,
    city_kept: Condition,
) -> Condition:
    """Stake, place among the investors, field and city."""
    return all_of(of_guangzhou, stake_kept, not_largest, field_kept, city_kept)


@rule("申报领域投资占比", "Share in the field", cites=FIELD, grain=Grain.FUND, rounds=DOWN)
def in_field_share(fund_in_field_amount_fen: Fen, fund_size_fen: Fen) -> Quotient:
    """The share as shown; the check multiplies crosswise."""
    return share_of(fund_in_field_amount_fen, fund_size_fen)


@rule("本市投资占比", "Share in the city", cites=CITY, grain=Grain.FUND, rounds=DOWN)
def in_city_share(fund_in_city_amount_fen: Fen, fund_size_fen: Fen) -> Quotient:
    """The share as shown; the check multiplies crosswise."""
    return share_of(fund_in_city_amount_fen, fund_size_fen)


@rule("不以招商引资为目的设立", "Not set up to attract business", cites=CALL, grain=Grain.FUND)
def not_for_promotion(fund_for_promotion: Flag) -> Check:
    """The fund was not set up to attract business to the place."""
    return fails(fund_for_promotion)


@rule("没有返投要求", "No multiple asked", cites=CALL, grain=Grain.FUND)
def no_return_asked(fund_return_required: Flag) -> Check:
    """Nothing has to be invested back in the place."""
    return fails(fund_return_required)


@rule("返投比例低于原比例", "Multiple lowered", cites=CALL, grain=Grain.FUND)
def multiple_lowered(fund_return_multiple: Share, fund_return_multiple_before: Share) -> Check:
    """The multiple is lower than the one agreed before."""
    return below(fund_return_multiple, fund_return_multiple_before)


@rule("返投比例已降低或取消", "Multiple lowered or dropped", cites=CALL, grain=Grain.FUND)
def return_eased(no_return_asked: Condition, multiple_lowered: Condition) -> Condition:
    """The call of 2025 was answered. Not to answer it breaks no rule."""
    return any_of(no_return_asked, multiple_lowered)


@rule("未超过省级返投上限", "Within the province's limit", cites="gd-return", grain=Grain.FUND)
def multiple_within_limit(fund_return_multiple: Share, provincial_multiple_max: Share) -> Check:
    """The multiple stays within the province's limit, which was not read."""
    return at_most(fund_return_multiple, provincial_multiple_max)


@rule("符合省级返投规定", "Keeps the province's limit", cites="gd-return", grain=Grain.FUND)
def provincial_kept(no_return_asked: Condition, multiple_within_limit: Condition) -> Condition:
    """Nothing is asked, or no more than the province allows; open wherever something is asked."""
    return any_of(no_return_asked, multiple_within_limit)
