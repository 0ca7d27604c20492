"""Nanshan's direct seed and angel funds: what one project may lose, the size of the funds, the enterprise's side."""

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
    total_of,
)

PLAN = "nanshan-six-ones-2025#投早投小投科技行动"

programme_of_fund = parent(
    "fund_programme", "基金所属体系", "Programme of the fund", of=Grain.FUND, to=Grain.INVESTMENT
)
invested_fen = total_of(
    "investment_amount_fen", "投资总额", "Invested in total", of=Grain.INVESTMENT, to=Grain.FUND
)


@rule("南山直投项目", "Investment of the Nanshan funds", cites=PLAN, grain=Grain.INVESTMENT)
def made_by_nanshan(programme_of_fund: Choice, nanshan_programmes: Choices) -> Check:
    """The investment was made by one of the two funds."""
    return one_of(programme_of_fund, nanshan_programmes)


@rule("亏损不超过单项目比例", "Loss within the cap of a project", cites=PLAN, grain=Grain.INVESTMENT)
def loss_within_cap(investment_loss_fen: Fen, investment_amount_fen: Fen, single_loss_cap: Share) -> Check:
    """The loss over the amount invested stays within the cap."""
    return share_at_most(investment_loss_fen, investment_amount_fen, single_loss_cap)


@rule("单项目亏损可容忍", "Project loss tolerated", cites=PLAN, grain=Grain.INVESTMENT)
def project_tolerated(made_by_nanshan: Condition, loss_within_cap: Condition) -> Condition:
    """An investment of the funds whose loss stays within the cap."""
    return all_of(made_by_nanshan, loss_within_cap)


@rule("属南山直投基金", "One of the Nanshan funds", cites=PLAN, grain=Grain.FUND)
def fund_of_nanshan(fund_programme: Choice, nanshan_programmes: Choices) -> Check:
    """The fund is the district's seed or angel fund."""
    return one_of(fund_programme, nanshan_programmes)


@rule("投资总额未超过总规模", "Invested within the size", cites=PLAN, grain=Grain.FUND)
def size_kept(invested_fen: Fen, size_total: Fen) -> Check:
    """All investments together stay within the size of the funds."""
    return at_most(invested_fen, size_total)


@rule("规模之内", "Within the size", cites=PLAN, grain=Grain.FUND)
def within_size(fund_of_nanshan: Condition, size_kept: Condition) -> Condition:
    """One of the funds, within its size."""
    return all_of(fund_of_nanshan, size_kept)


@rule("剩余规模", "Size left", cites=(PLAN, "kejin-conventions#投资总额"), grain=Grain.FUND)
def size_left_fen(size_total: Fen, invested_fen: Fen) -> Fen:
    """What may still be invested; negative where more was."""
    return size_total - invested_fen


@rule("区认定的初创企业", "Start-up recognised by the district", cites=PLAN)
def recognised(key_startup_recognised: Flag) -> Check:
    """The district recognises it as a start-up of the industries it backs."""
    return holds(key_startup_recognised)


@rule("战略性新兴产业", "Emerging industry", cites=PLAN)
def emerging_field(in_strategic_emerging: Flag) -> Check:
    """Its leading product is in a strategic emerging industry."""
    return holds(in_strategic_emerging)


@rule("未来产业", "Future industry", cites=PLAN)
def future_field(in_future_industry: Flag) -> Check:
    """It works in a future industry."""
    return holds(in_future_industry)


@rule("可申请领投", "May ask for a lead", cites=PLAN)
def firm_fits(recognised: Condition, emerging_field: Condition, future_field: Condition) -> Condition:
    """A recognised start-up in an emerging or future industry."""
    return all_of(recognised, any_of(emerging_field, future_field))
