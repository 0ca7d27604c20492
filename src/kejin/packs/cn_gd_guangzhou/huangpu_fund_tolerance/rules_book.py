"""The books of a fund by class: what was invested, what was lost, what is tolerated; and the plan for direct money."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_most,
    one_of,
    only_if,
    rule,
    share_at_most,
    total_of,
)

LOSS = "huangpu-press-2025#容亏比例"
TOLERATED = Rounded(Rounding.FLOOR, cites="kejin-conventions#容忍额度")

seed_invested_fen = total_of(
    "seed_amount_fen", "种子直投总额", "Seed investments in total", of=Grain.INVESTMENT, to=Grain.FUND
)
seed_lost_fen = total_of(
    "seed_loss_fen", "种子直投累计亏损", "Seed losses in total", of=Grain.INVESTMENT, to=Grain.FUND
)
angel_invested_fen = total_of(
    "angel_amount_fen", "天使直投总额", "Angel investments in total", of=Grain.INVESTMENT, to=Grain.FUND
)
angel_lost_fen = total_of(
    "angel_loss_fen", "天使直投累计亏损", "Angel losses in total", of=Grain.INVESTMENT, to=Grain.FUND
)
industry_invested_fen = total_of(
    "industry_amount_fen", "产业直投总额", "Industry investments in total", of=Grain.INVESTMENT, to=Grain.FUND
)
industry_lost_fen = total_of(
    "industry_loss_fen", "产业直投累计亏损", "Industry losses in total", of=Grain.INVESTMENT, to=Grain.FUND
)
early_invested_fen = total_of(
    "early_amount_fen", "种子、天使直投总额", "Seed and angel in total", of=Grain.INVESTMENT, to=Grain.FUND
)


@rule("种子直投金额", "Seed amount", cites=LOSS, grain=Grain.INVESTMENT)
def seed_amount_fen(is_seed: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where it is a seed investment, else nothing."""
    return only_if(is_seed, investment_amount_fen)


@rule("种子直投亏损", "Seed loss", cites=LOSS, grain=Grain.INVESTMENT)
def seed_loss_fen(is_seed: Condition, investment_loss_fen: Fen) -> Fen:
    """The loss where it is a seed investment, else nothing."""
    return only_if(is_seed, investment_loss_fen)


@rule("天使直投金额", "Angel amount", cites=LOSS, grain=Grain.INVESTMENT)
def angel_amount_fen(is_angel: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where it is an angel investment, else nothing."""
    return only_if(is_angel, investment_amount_fen)


@rule("天使直投亏损", "Angel loss", cites=LOSS, grain=Grain.INVESTMENT)
def angel_loss_fen(is_angel: Condition, investment_loss_fen: Fen) -> Fen:
    """The loss where it is an angel investment, else nothing."""
    return only_if(is_angel, investment_loss_fen)


@rule("产业直投金额", "Industry amount", cites=LOSS, grain=Grain.INVESTMENT)
def industry_amount_fen(is_industry: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where it is an industry investment, else nothing."""
    return only_if(is_industry, investment_amount_fen)


@rule("产业直投亏损", "Industry loss", cites=LOSS, grain=Grain.INVESTMENT)
def industry_loss_fen(is_industry: Condition, investment_loss_fen: Fen) -> Fen:
    """The loss where it is an industry investment, else nothing."""
    return only_if(is_industry, investment_loss_fen)


@rule("种子、天使直投金额", "Seed and angel amount", cites="huangpu-digest#直投安排", grain=Grain.INVESTMENT)
def early_amount_fen(is_early: Condition, investment_amount_fen: Fen) -> Fen:
    """The amount where it is a seed or angel investment, else nothing."""
    return only_if(is_early, investment_amount_fen)


@rule("属区直投资金", "The district's direct money", cites="huangpu-direct-2025#第二条", grain=Grain.FUND)
def fund_of_district(fund_programme: Choice, huangpu_programmes: Choices) -> Check:
    """The fund is the district's direct money."""
    return one_of(fund_programme, huangpu_programmes)


@rule("种子容忍额度", "Tolerated seed loss", cites=LOSS, grain=Grain.FUND, rounds=TOLERATED)
def seed_tolerated_fen(seed_invested_fen: Fen, seed_loss_cap: Share) -> Product:
    """The share of all seed investments that may be lost."""
    return seed_invested_fen * seed_loss_cap


@rule("天使容忍额度", "Tolerated angel loss", cites=LOSS, grain=Grain.FUND, rounds=TOLERATED)
def angel_tolerated_fen(angel_invested_fen: Fen, angel_loss_cap: Share) -> Product:
    """The share of all angel investments that may be lost."""
    return angel_invested_fen * angel_loss_cap


@rule("产业容忍额度", "Tolerated industry loss", cites=LOSS, grain=Grain.FUND, rounds=TOLERATED)
def industry_tolerated_fen(industry_invested_fen: Fen, industry_loss_cap: Share) -> Product:
    """The share of all industry investments that may be lost."""
    return industry_invested_fen * industry_loss_cap


@rule("种子剩余容忍额度", "Seed tolerance left", cites=LOSS, grain=Grain.FUND)
def seed_room_fen(seed_tolerated_fen: Fen, seed_lost_fen: Fen) -> Fen:
    """What the seed book may still lose; negative where the cap is passed."""
    return seed_tolerated_fen - seed_lost_fen


@rule("天使剩余容忍额度", "Angel tolerance left", cites=LOSS, grain=Grain.FUND)
def angel_room_fen(angel_tolerated_fen: Fen, angel_lost_fen: Fen) -> Fen:
    """What the angel book may still lose; negative where the cap is passed."""
    return angel_tolerated_fen - angel_lost_fen


@rule("产业剩余容忍额度", "Industry tolerance left", cites=LOSS, grain=Grain.FUND)
def industry_room_fen(industry_tolerated_fen: Fen, industry_lost_fen: Fen) -> Fen:
    """What the industry book may still lose; negative where the cap is passed."""
    return industry_tolerated_fen - industry_lost_fen


@rule("没有种子直投", "No seed investments", cites="kejin-conventions#没有投资", grain=Grain.FUND)
def no_seed(seed_invested_fen: Fen, nothing_fen: Fen) -> Check:
    """Nothing was invested in the class, so nothing can be lost in it."""
    return at_most(seed_invested_fen, nothing_fen)


@rule("没有天使直投", "No angel investments", cites="kejin-conventions#没有投资", grain=Grain.FUND)
def no_angel(angel_invested_fen: Fen, nothing_fen: Fen) -> Check:
    """Nothing was invested in the class, so nothing can be lost in it."""
    return at_most(angel_invested_fen, nothing_fen)


@rule("没有产业直投", "No industry investments", cites="kejin-conventions#没有投资", grain=Grain.FUND)
def no_industry(industry_invested_fen: Fen, nothing_fen: Fen) -> Check:
    """Nothing was invested in the class, so nothing can be lost in it."""
    return at_most(industry_invested_fen, nothing_fen)


@rule("种子亏损未超过比例", "Seed losses within the cap", cites=LOSS, grain=Grain.FUND)
def seed_within(seed_lost_fen: Fen, seed_invested_fen: Fen, seed_loss_cap: Share) -> Check:
    """Seed losses over all seed investments stay within the cap."""
    return share_at_most(seed_lost_fen, seed_invested_fen, seed_loss_cap)


@rule("天使亏损未超过比例", "Angel losses within the cap", cites=LOSS, grain=Grain.FUND)
def angel_within(angel_lost_fen: Fen, angel_invested_fen: Fen, angel_loss_cap: Share) -> Check:
    """Angel losses over all angel investments stay within the cap."""
    return share_at_most(angel_lost_fen, angel_invested_fen, angel_loss_cap)


@rule("产业亏损未超过比例", "Industry losses within the cap", cites=LOSS, grain=Grain.FUND)
def industry_within(industry_lost_fen: Fen, industry_invested_fen: Fen, industry_loss_cap: Share) -> Check:
    """Industry losses over all industry investments stay within the cap."""
    return share_at_most(industry_lost_fen, industry_invested_fen, industry_loss_cap)


@rule("各类亏损均可容忍", "Losses of every class tolerated", cites=LOSS, grain=Grain.FUND)
def book_tolerated(
    fund_of_district: Condition,
    no_seed: Condition,
    seed_within: Condition,
    no_angel: Condition,
    angel_within: Condition,
    no_industry: Condition,
    industry_within: Condition,
) -> Condition:
    """In each class nothing was invested or the losses stay within the cap; one total loss may pass, a book may not."""
    return all_of(
        fund_of_district,
        any_of(no_seed, seed_within),
        any_of(no_angel, angel_within),
        any_of(no_industry, industry_within),
    )


@rule(
    "直投占新增投入未超过比例",
    "Direct money within new money",
    cites="huangpu-direct-2025#第三条",
    grain=Grain.FUND,
)
def direct_share_kept(fund_direct_money_fen: Fen, fund_new_money_fen: Fen, direct_share_max: Share) -> Check:
    """Money for direct investment over the fund of funds' new money."""
    return share_at_most(fund_direct_money_fen, fund_new_money_fen, direct_share_max)


@rule(
    "种子、天使占直投资金未超过比例",
    "Early part of direct money",
    cites="huangpu-digest#直投安排",
    grain=Grain.FUND,
)
def early_share_kept(early_invested_fen: Fen, fund_direct_money_fen: Fen, early_share_max: Share) -> Check:
    """Seed and angel investments together over the money for direct investment."""
    return share_at_most(early_invested_fen, fund_direct_money_fen, early_share_max)


@rule("直投安排符合比例", "Plan keeps its shares", cites="huangpu-direct-2025#第三条", grain=Grain.FUND)
def plan_kept(
    fund_of_district: Condition, direct_share_kept: Condition, early_share_kept: Condition
) -> Condition:
    """Both shares hold."""
    return all_of(fund_of_district, direct_share_kept, early_share_kept)
