"""What sub-funds of the seed and angel funds must keep, and the city's mix of rounds."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Grain,
    Share,
    all_of,
    at_most,
    one_of,
    only_if,
    rule,
    share_at_least,
    share_at_most,
    total_of,
)

SEED_TICKET = "sz-stic-2025#种子基金"
STAKES = "sz-seed-guide-2023#出资比例"
ANGEL = "sz-angel-case-2020#二（二）"
MIX = "sz-mix-2025#轮次"

invested_fen = total_of(
    "investment_amount_fen", "投资总额", "Invested in total", of=Grain.INVESTMENT, to=Grain.FUND
)
small_invested_fen = total_of(
    "small_amount_fen", "小额项目投资总额", "Invested in small projects", of=Grain.INVESTMENT, to=Grain.FUND
)
follow_on_invested_fen = total_of(
    "follow_on_amount_fen", "追加投资总额", "Follow-on investments", of=Grain.INVESTMENT, to=Grain.FUND
)
to_a_invested_fen = total_of(
    "to_a_amount_fen", "A轮及更早投资总额", "Invested to series A", of=Grain.INVESTMENT, to=Grain.FUND
)
b_invested_fen = total_of(
    "b_amount_fen", "B轮投资总额", "Invested in series B", of=Grain.INVESTMENT, to=Grain.FUND
)
c_invested_fen = total_of(
    "c_amount_fen", "C轮投资总额", "Invested in series C", of=Grain.INVESTMENT, to=Grain.FUND
)


@rule("小额项目", "Small project", cites=SEED_TICKET, grain=Grain.INVESTMENT)
def small_project(investment_amount_fen: Fen, small_project_max: Fen) -> Check:
    """The investment is no larger than a small project."""
    return at_most(investment_amount_fen, small_project_max)


@rule("小额项目金额", "Amount of a small project", cites=SEED_TICKET, grain=Grain.INVESTMENT)
def small_amount_fen(small_project: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where the project is small, else nothing."""
    return only_if(small_project, investment_amount_fen)


@rule("追加投资金额", "Follow-on amount", cites="sz-seed-guide-2023#追加投资", grain=Grain.INVESTMENT)
def follow_on_amount_fen(follows_on: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where it is a follow-on, else nothing."""
    return only_if(follows_on, investment_amount_fen)


@rule("A轮及更早", "Series A or earlier", cites=MIX, grain=Grain.INVESTMENT)
def to_a(investment_round: Choice, rounds_to_a: Choices) -> Check:
    """The round is series A or an earlier one."""
    return one_of(investment_round, rounds_to_a)


@rule("B轮", "Series B", cites=MIX, grain=Grain.INVESTMENT)
def series_b(investment_round: Choice, rounds_b: Choices) -> Check:
    """The round is series B."""
    return one_of(investment_round, rounds_b)


@rule("C轮", "Series C", cites=MIX, grain=Grain.INVESTMENT)
def series_c(investment_round: Choice, rounds_c: Choices) -> Check:
    """The round is series C."""
    return one_of(investment_round, rounds_c)


@rule("A轮及更早金额", "Amount to series A", cites=MIX, grain=Grain.INVESTMENT)
def to_a_amount_fen(to_a: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where the round is series A or earlier, else nothing."""
    return only_if(to_a, investment_amount_fen)


@rule("B轮金额", "Amount in series B", cites=MIX, grain=Grain.INVESTMENT)
def b_amount_fen(series_b: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where the round is series B, else nothing."""
    return only_if(series_b, investment_amount_fen)


@rule("C轮金额", "Amount in series C", cites=MIX, grain=Grain.INVESTMENT)
def c_amount_fen(series_c: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where the round is series C, else nothing."""
    return only_if(series_c, investment_amount_fen)


@rule("种子子基金", "Seed sub-fund", cites="sz-seed-guide-2023#一", grain=Grain.FUND)
def seed_fund(fund_programme: Choice, seed_programmes: Choices) -> Check:
    """The fund is a sub-fund of the seed fund."""
    return one_of(fund_programme, seed_programmes)


@rule("小额项目占比达到", "Enough in small projects", cites=SEED_TICKET, grain=Grain.FUND)
def small_share_kept(small_invested_fen: Fen, invested_fen: Fen, small_project_share_min: Share) -> Check:
    """Money in small projects over all investments."""
    return share_at_least(small_invested_fen, invested_fen, small_project_share_min)


@rule(
    "追加投资未超过比例", "Follow-on within its share", cites="sz-seed-guide-2023#追加投资", grain=Grain.FUND
)
def follow_on_kept(follow_on_invested_fen: Fen, fund_size_fen: Fen, follow_on_share_max: Share) -> Check:
    """Follow-on money over the size of the sub-fund."""
    return share_at_most(follow_on_invested_fen, fund_size_fen, follow_on_share_max)


@rule("市区两级出资未超过比例", "Public money within its share", cites=STAKES, grain=Grain.FUND)
def public_kept(fund_public_money_fen: Fen, fund_size_fen: Fen, public_share_max: Share) -> Check:
    """Money of city and district over the size of the sub-fund."""
    return share_at_most(fund_public_money_fen, fund_size_fen, public_share_max)


@rule("种子基金出资未超过比例", "Seed fund within its share", cites=STAKES, grain=Grain.FUND)
def seed_stake_kept(fund_guidance_stake_fen: Fen, fund_size_fen: Fen, seed_stake_max: Share) -> Check:
    """The seed fund's stake over the size of the sub-fund."""
    return share_at_most(fund_guidance_stake_fen, fund_size_fen, seed_stake_max)


@rule("区引导基金出资达到比例", "District reaches its share", cites=STAKES, grain=Grain.FUND)
def district_kept(fund_district_money_fen: Fen, fund_size_fen: Fen, district_share_min: Share) -> Check:
    """The district's stake over the size of the sub-fund."""
    return share_at_least(fund_district_money_fen, fund_size_fen, district_share_min)


@rule("符合种子子基金要求", "Seed sub-fund keeps its terms", cites=STAKES, grain=Grain.FUND)
def seed_sub_fund(
    seed_fund: Condition,
    small_share_kept: Condition,
    follow_on_kept: Condition,
    public_kept: Condition,
    seed_stake_kept: Condition,
    district_kept: Condition,
) -> Condition:
    """Small projects, follow-on money, and the three stakes."""
    return all_of(seed_fund, small_share_kept, follow_on_kept, public_kept, seed_stake_kept, district_kept)


@rule("天使子基金", "Angel sub-fund", cites=ANGEL, grain=Grain.FUND)
def angel_fund(fund_programme: Choice, angel_programmes: Choices) -> Check:
    """The fund is a sub-fund of the angel fund."""
    return one_of(fund_programme, angel_programmes)


@rule("天使母基金出资未超过比例", "Angel fund within its share", cites=ANGEL, grain=Grain.FUND)
def angel_stake_kept(fund_guidance_stake_fen: Fen, fund_size_fen: Fen, angel_stake_max: Share) -> Check:
    """The angel fund's stake over the size of the sub-fund."""
    return share_at_most(fund_guidance_stake_fen, fund_size_fen, angel_stake_max)


@rule("符合天使子基金出资比例", "Angel stake keeps its share", cites=ANGEL, grain=Grain.FUND)
def angel_sub_fund(angel_fund: Condition, angel_stake_kept: Condition) -> Condition:
    """An angel sub-fund with the stake within its share."""
    return all_of(angel_fund, angel_stake_kept)


@rule("创新创业类基金", "Innovation fund", cites=MIX, grain=Grain.FUND)
def city_fund(fund_programme: Choice, city_programmes: Choices) -> Check:
    """The fund is one of the city's innovation funds."""
    return one_of(fund_programme, city_programmes)


@rule("A轮及更早占比达到", "Enough to series A", cites=MIX, grain=Grain.FUND)
def to_a_share_kept(to_a_invested_fen: Fen, invested_fen: Fen, to_a_share_min: Share) -> Check:
    """Money in series A and earlier over all investments."""
    return share_at_least(to_a_invested_fen, invested_fen, to_a_share_min)


@rule("B轮占比达到", "Enough in series B", cites=MIX, grain=Grain.FUND)
def b_share_kept(b_invested_fen: Fen, invested_fen: Fen, b_share_min: Share) -> Check:
    """Money in series B over all investments."""
    return share_at_least(b_invested_fen, invested_fen, b_share_min)


@rule("C轮占比达到", "Enough in series C", cites=MIX, grain=Grain.FUND)
def c_share_kept(c_invested_fen: Fen, invested_fen: Fen, c_share_min: Share) -> Check:
    """Money in series C over all investments."""
    return share_at_least(c_invested_fen, invested_fen, c_share_min)


@rule("存续期未超过上限", "Life within the limit", cites="sz-mix-2025#存续期", grain=Grain.FUND)
def city_life_kept(fund_life_years: Count, city_life_max: Count) -> Check:
    """The life of the fund in years."""
    return at_most(fund_life_years, city_life_max)


@rule("轮次和期限符合要求", "Mix and life kept", cites=MIX, grain=Grain.FUND)
def mix_kept(
    city_fund: Condition,
    to_a_share_kept: Condition,
    b_share_kept: Condition,
    c_share_kept: Condition,
    city_life_kept: Condition,
) -> Condition:
    """The three shares and the life."""
    return all_of(city_fund, to_a_share_kept, b_share_kept, c_share_kept, city_life_kept)
