"""What an investment and an enterprise have to be: early, small, in hard technology."""

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
    at_most,
    holds,
    one_of,
    parent,
    rule,
)

EARLY = "ndrc-briefing-2025#投早"
SMALL = "ndrc-briefing-2025#投小"
HARD = "ndrc-briefing-2025#投硬科技"

programme_of_fund = parent(
    "fund_programme", "基金所属体系", "Programme of the fund", of=Grain.FUND, to=Grain.INVESTMENT
)
investee_emerging = parent(
    "in_strategic_emerging",
    "被投企业属战略性新兴产业",
    "Investee in an emerging industry",
    of=Grain.ENTERPRISE,
    to=Grain.INVESTMENT,
)
investee_future = parent(
    "in_future_industry",
    "被投企业属未来产业",
    "Investee in a future industry",
    of=Grain.ENTERPRISE,
    to=Grain.INVESTMENT,
)


@rule("引导基金体系的项目", "Investment under the national fund", cites=SMALL, grain=Grain.INVESTMENT)
def made_under_national_fund(programme_of_fund: Choice, national_programmes: Choices) -> Check:
    """A fund under the national guidance fund makes the investment."""
    return one_of(programme_of_fund, national_programmes)


@rule("投早", "Early", cites=EARLY, grain=Grain.INVESTMENT)
def early(investment_stage: Choice, backed_stages: Choices) -> Check:
    """Seed, start-up or early to middle, as the manager reads the fund's terms."""
    return one_of(investment_stage, backed_stages)


@rule("估值未超过上限", "Valuation within the limit", cites=SMALL, grain=Grain.INVESTMENT)
def value_kept(investment_valuation_fen: Fen, valuation_max: Fen) -> Check:
    """The valuation when the investment was decided."""
    return at_most(investment_valuation_fen, valuation_max)


@rule("单笔未超过上限", "Ticket within the limit", cites=SMALL, grain=Grain.INVESTMENT)
def ticket_kept(investment_amount_fen: Fen, ticket_max: Fen) -> Check:
    """The amount of this investment."""
    return at_most(investment_amount_fen, ticket_max)


@rule("被投企业属战略性新兴产业", "Investee in an emerging industry", cites=HARD, grain=Grain.INVESTMENT)
def hard_emerging(investee_emerging: Flag) -> Check:
    """The leading product is in a strategic emerging industry."""
    return holds(investee_emerging)


@rule("被投企业属未来产业", "Investee in a future industry", cites=HARD, grain=Grain.INVESTMENT)
def hard_future(investee_future: Flag) -> Check:
    """The firm works in a future industry."""
    return holds(investee_future)


@rule("项目符合要求", "Investment fits", cites=(EARLY, SMALL, HARD), grain=Grain.INVESTMENT)
def investment_fits(
    made_under_national_fund: Condition,
    early: Condition,
    value_kept: Condition,
    ticket_kept: Condition,
    hard_emerging: Condition,
    hard_future: Condition,
) -> Condition:
    """Early, small and in hard technology."""
    return all_of(
        made_under_national_fund, early, value_kept, ticket_kept, any_of(hard_emerging, hard_future)
    )


@rule("种子期或初创期", "Seed or start-up stage", cites=(EARLY, "kejin-conventions#企业阶段"))
def firm_early(stage_seed: Condition, stage_startup: Condition) -> Condition:
    """One of the two earliest stages of Kejin's convention."""
    return any_of(stage_seed, stage_startup)


@rule("融资估值未超过上限", "Round valued within the limit", cites=SMALL)
def firm_value_kept(funding_valuation_fen: Fen, valuation_max: Fen) -> Check:
    """The valuation of the present round."""
    return at_most(funding_valuation_fen, valuation_max)


@rule("战略性新兴产业", "Emerging industry", cites=HARD)
def firm_emerging(in_strategic_emerging: Flag) -> Check:
    """Its leading product is in a strategic emerging industry."""
    return holds(in_strategic_emerging)


@rule("未来产业", "Future industry", cites=HARD)
def firm_future(in_future_industry: Flag) -> Check:
    """It works in a future industry."""
    return holds(in_future_industry)


@rule("符合子基金投资要求", "Fits the sub-funds", cites=(EARLY, SMALL, HARD))
def firm_fits(
    firm_early: Condition, firm_value_kept: Condition, firm_emerging: Condition, firm_future: Condition
) -> Condition:
    """Stage, valuation and industry. To fit is not to be chosen."""
    return all_of(firm_early, firm_value_kept, any_of(firm_emerging, firm_future))
