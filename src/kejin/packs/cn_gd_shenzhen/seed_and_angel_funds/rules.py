"""Shenzhen's seed and angel funds: which projects they may take.

`rules_funds.py` holds what the sub-funds and the city's innovation funds must keep, `rules_firm.py` the enterprise's
side.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Grain,
    Share,
    all_of,
    any_of,
    at_most,
    holds,
    one_of,
    parent,
    rule,
    share_at_most,
)

OBJECT = "sz-seed-guide-2023#投资对象"
SEED_TICKET = "sz-stic-2025#种子基金"
ANGEL_TICKET = "sz-stic-2025#天使母基金"

programme_of_fund = parent(
    "fund_programme", "基金所属体系", "Programme of the fund", of=Grain.FUND, to=Grain.INVESTMENT
)
size_of_fund_fen = parent(
    "fund_size_fen", "子基金规模", "Size of the sub-fund", of=Grain.FUND, to=Grain.INVESTMENT
)
investee_city = parent(
    "city_code", "被投企业所在市", "City of the investee", of=Grain.ENTERPRISE, to=Grain.INVESTMENT
)
investee_in_shenshan = parent(
    "firm_shenshan",
    "被投企业在深汕合作区",
    "Investee in the Shenshan zone",
    of=Grain.ENTERPRISE,
    to=Grain.INVESTMENT,
)


@rule("种子子基金项目", "Project of a seed sub-fund", cites=OBJECT, grain=Grain.INVESTMENT)
def made_by_seed_fund(programme_of_fund: Choice, seed_programmes: Choices) -> Check:
    """The investment is made by a sub-fund of the seed fund."""
    return one_of(programme_of_fund, seed_programmes)


@rule("被投企业在深圳", "Investee in Shenzhen", cites="sz-seed-guide-2023#投资方向", grain=Grain.INVESTMENT)
def investee_local(investee_city: Choice, shenzhen: Choices) -> Check:
    """The investee is registered in Shenzhen."""
    return one_of(investee_city, shenzhen)


@rule("被投企业在深汕", "Investee in Shenshan", cites="sz-seed-guide-2023#投资方向", grain=Grain.INVESTMENT)
def investee_shenshan(investee_in_shenshan: Condition) -> Condition:
    """The investee is registered in the Shenshan zone."""
    return all_of(investee_in_shenshan)


@rule("首轮外部机构投资", "First outside round", cites=OBJECT, grain=Grain.INVESTMENT)
def first_outside(investment_first_outside_round: Flag) -> Check:
    """No outside institution had invested before."""
    return holds(investment_first_outside_round)


@rule("估值不超过上限", "Valuation within the limit", cites=OBJECT, grain=Grain.INVESTMENT)
def value_kept(investment_valuation_fen: Fen, seed_valuation_max: Fen) -> Check:
    """The valuation when the investment was decided stays within the limit."""
    return at_most(investment_valuation_fen, seed_valuation_max)


@rule("追加投资", "Follow-on", cites="sz-seed-guide-2023#追加投资", grain=Grain.INVESTMENT)
def follows_on(investment_follow_on: Flag) -> Check:
    """The sub-fund invests again in a firm it holds."""
    return holds(investment_follow_on)


@rule(
    "种子单笔未超过子基金比例", "Seed ticket within the sub-fund", cites=SEED_TICKET, grain=Grain.INVESTMENT
)
def seed_ticket_kept(
    investment_amount_fen: Fen, size_of_fund_fen: Fen, seed_ticket_share_max: Share
) -> Check:
    """The ticket over the size of the sub-fund."""
    return share_at_most(investment_amount_fen, size_of_fund_fen, seed_ticket_share_max)


@rule("极早期项目或追加投资", "Very early or follow-on", cites=OBJECT, grain=Grain.INVESTMENT)
def very_early(first_outside: Condition, value_kept: Condition, follows_on: Condition) -> Condition:
    """First outside round at a valuation within the limit, or a follow-on in a firm already held."""
    return any_of(all_of(first_outside, value_kept), follows_on)


@rule("在深圳或深汕", "In Shenzhen or Shenshan", cites="sz-seed-guide-2023#投资方向", grain=Grain.INVESTMENT)
def in_the_place(investee_local: Condition, investee_shenshan: Condition) -> Condition:
    """One of the two places."""
    return any_of(investee_local, investee_shenshan)


@rule("符合种子项目要求", "Fits the seed fund", cites=OBJECT, grain=Grain.INVESTMENT)
def seed_project(
    made_by_seed_fund: Condition, in_the_place: Condition, very_early: Condition, seed_ticket_kept: Condition
) -> Condition:
    """A seed sub-fund, a firm of the place, very early, and a ticket within a tenth."""
    return all_of(made_by_seed_fund, in_the_place, very_early, seed_ticket_kept)


@rule("天使子基金项目", "Project of an angel sub-fund", cites=ANGEL_TICKET, grain=Grain.INVESTMENT)
def made_by_angel_fund(programme_of_fund: Choice, angel_programmes: Choices) -> Check:
    """The investment is made by a sub-fund of the angel fund."""
    return one_of(programme_of_fund, angel_programmes)


@rule(
    "天使单笔未超过子基金比例", "Angel ticket within the sub-fund", cites=ANGEL_TICKET, grain=Grain.INVESTMENT
)
def angel_share_kept(
    investment_amount_fen: Fen, size_of_fund_fen: Fen, angel_ticket_share_max: Share
) -> Check:
    """The ticket over the size of the sub-fund."""
    return share_at_most(investment_amount_fen, size_of_fund_fen, angel_ticket_share_max)


@rule("天使单笔未超过金额上限", "Angel ticket within the amount", cites=ANGEL_TICKET, grain=Grain.INVESTMENT)
def angel_amount_kept(investment_amount_fen: Fen, angel_ticket_max: Fen) -> Check:
    """The ticket stays within the largest amount."""
    return at_most(investment_amount_fen, angel_ticket_max)


@rule("符合天使单笔限额", "Fits the angel fund", cites=ANGEL_TICKET, grain=Grain.INVESTMENT)
def angel_project(
    made_by_angel_fund: Condition, angel_share_kept: Condition, angel_amount_kept: Condition
) -> Condition:
    """An angel sub-fund, and both limits of a ticket."""
    return all_of(made_by_angel_fund, angel_share_kept, angel_amount_kept)
