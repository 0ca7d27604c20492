"""Huangpu's direct investments: what one project may lose, and whether its size and term fit.

`rules_book.py` holds the books by class and the plan for direct money, `rules_firm.py` the enterprise's side.
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

LOSS = "huangpu-press-2025#容亏比例"

programme_of_fund = parent(
    "fund_programme", "基金所属体系", "Programme of the fund", of=Grain.FUND, to=Grain.INVESTMENT
)


@rule(
    "区直投项目",
    "Direct investment of the district",
    cites="huangpu-direct-2025#第二条",
    grain=Grain.INVESTMENT,
)
def direct_of_district(programme_of_fund: Choice, huangpu_programmes: Choices) -> Check:
    """The investment was made with the district's direct money."""
    return one_of(programme_of_fund, huangpu_programmes)


@rule("管理机构尽职尽责", "Manager diligent", cites=LOSS, grain=Grain.INVESTMENT)
def manager_diligent(investment_diligent: Flag) -> Check:
    """It was established that the manager acted diligently."""
    return holds(investment_diligent)


@rule("亏损不超过单项目比例", "Loss within the cap of a project", cites=LOSS, grain=Grain.INVESTMENT)
def loss_within_project_cap(
    investment_loss_fen: Fen, investment_amount_fen: Fen, single_loss_cap: Share
) -> Check:
    """The loss over the amount invested stays within the cap of its class; open for industry projects."""
    return share_at_most(investment_loss_fen, investment_amount_fen, single_loss_cap)


@rule("单项目亏损可容忍", "Project loss tolerated", cites=LOSS, grain=Grain.INVESTMENT)
def project_tolerated(
    direct_of_district: Condition, manager_diligent: Condition, loss_within_project_cap: Condition
) -> Condition:
    """A direct investment of the district, diligently made, whose loss stays within the cap of a project."""
    return all_of(direct_of_district, manager_diligent, loss_within_project_cap)


@rule("种子直投", "Seed", cites=LOSS, grain=Grain.INVESTMENT)
def is_seed(investment_category: Choice, seed_classes: Choices) -> Check:
    """A seed investment."""
    return one_of(investment_category, seed_classes)


@rule("天使直投", "Angel", cites=LOSS, grain=Grain.INVESTMENT)
def is_angel(investment_category: Choice, angel_classes: Choices) -> Check:
    """An angel investment."""
    return one_of(investment_category, angel_classes)


@rule("产业直投", "Industry", cites=LOSS, grain=Grain.INVESTMENT)
def is_industry(investment_category: Choice, industry_classes: Choices) -> Check:
    """An industry investment."""
    return one_of(investment_category, industry_classes)


@rule("种子或天使直投", "Seed or angel", cites=LOSS, grain=Grain.INVESTMENT)
def is_early(is_seed: Condition, is_angel: Condition) -> Condition:
    """One of the two early classes."""
    return any_of(is_seed, is_angel)


@rule(
    "不超过种子、天使单项目上限",
    "Within the largest early ticket",
    cites="huangpu-press-2025#单项目上限",
    grain=Grain.INVESTMENT,
)
def early_ticket_kept(investment_amount_fen: Fen, early_ticket_max: Fen) -> Check:
    """No more than the largest seed or angel investment."""
    return at_most(investment_amount_fen, early_ticket_max)


@rule(
    "不超过产业直投单项目上限",
    "Within the largest industry ticket",
    cites="huangpu-direct-2025#单项目上限",
    grain=Grain.INVESTMENT,
)
def industry_ticket_kept(investment_amount_fen: Fen, industry_ticket_max: Fen) -> Check:
    """No more than the largest industry investment; its size was not read."""
    return at_most(investment_amount_fen, industry_ticket_max)


@rule("期限不超过该类上限", "Term within its class", cites="huangpu-digest#投资期限", grain=Grain.INVESTMENT)
def term_kept(investment_term_years: Count, term_max: Count) -> Check:
    """The agreed term stays within the longest of its class."""
    return at_most(investment_term_years, term_max)


@rule(
    "金额符合该类上限", "Size fits its class", cites="huangpu-press-2025#单项目上限", grain=Grain.INVESTMENT
)
def ticket_kept(
    is_early: Condition, early_ticket_kept: Condition, is_industry: Condition, industry_ticket_kept: Condition
) -> Condition:
    """The limit of its class holds."""
    return any_of(all_of(is_early, early_ticket_kept), all_of(is_industry, industry_ticket_kept))


@rule("金额和期限符合要求", "Size and term fit", cites="huangpu-direct-2025#第二条", grain=Grain.INVESTMENT)
def project_shape(direct_of_district: Condition, ticket_kept: Condition, term_kept: Condition) -> Condition:
    """A direct investment of the district with a size and a term that its class allows."""
    return all_of(direct_of_district, ticket_kept, term_kept)
