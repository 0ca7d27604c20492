"""The enterprise's side of the seed fund and of the angel fund."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    all_of,
    any_of,
    at_most,
    fails,
    holds,
    one_of,
    rule,
)

OBJECT = "sz-seed-guide-2023#投资对象"
PLACE = "sz-seed-guide-2023#投资方向"


@rule("在深圳注册", "Registered in Shenzhen", cites=PLACE)
def firm_local(city_code: Choice, shenzhen: Choices) -> Check:
    """The enterprise is registered in Shenzhen."""
    return one_of(city_code, shenzhen)


@rule("在深汕所在地市", "In a city of Shenshan", cites=PLACE)
def shenshan_possible(city_code: Choice, shenshan_cities: Choices) -> Check:
    """Registered in Shenzhen, which runs the zone, or in Shanwei, where it lies; elsewhere nobody is in the zone."""
    return one_of(city_code, shenshan_cities)


@rule("填报在深汕注册", "Stated to be in Shenshan", cites=PLACE)
def shenshan_stated(in_shenshan_zone: Flag) -> Check:
    """The enterprise is registered in the Shenshan zone."""
    return holds(in_shenshan_zone)


@rule("在深汕注册", "Registered in Shenshan", cites=PLACE)
def firm_shenshan(shenshan_possible: Condition, shenshan_stated: Condition) -> Condition:
    """City and zone; another city decides by itself."""
    return all_of(shenshan_possible, shenshan_stated)


@rule("此前没有外部机构投资", "No outside investor yet", cites=OBJECT)
def no_outside_round(had_outside_equity_round: Flag) -> Check:
    """The seed fund has to be the first outside institution."""
    return fails(had_outside_equity_round)


@rule("融资估值不超过上限", "Round valued within the limit", cites=OBJECT)
def firm_value_kept(funding_valuation_fen: Fen, seed_valuation_max: Fen) -> Check:
    """The valuation of the present round stays within the limit."""
    return at_most(funding_valuation_fen, seed_valuation_max)


@rule("战略性新兴产业", "Emerging industry", cites=PLACE)
def emerging_field(in_strategic_emerging: Flag) -> Check:
    """Its leading product is in a strategic emerging industry."""
    return holds(in_strategic_emerging)


@rule("未来产业", "Future industry", cites=PLACE)
def future_field(in_future_industry: Flag) -> Check:
    """It works in a future industry."""
    return holds(in_future_industry)


@rule("战略性新兴产业或未来产业", "Emerging or future industry", cites=PLACE)
def backed_field(emerging_field: Condition, future_field: Condition) -> Condition:
    """One of the two."""
    return any_of(emerging_field, future_field)


@rule("符合种子基金投资要求", "Fits the seed fund", cites=OBJECT)
def seed_firm(
    firm_local: Condition,
    firm_shenshan: Condition,
    no_outside_round: Condition,
    firm_value_kept: Condition,
    backed_field: Condition,
) -> Condition:
    """Place, first outside round, valuation and industry. To fit is not to be chosen."""
    return all_of(any_of(firm_local, firm_shenshan), no_outside_round, firm_value_kept, backed_field)


@rule("种子期或初创期", "Seed or start-up stage", cites="sz-stic-2025#天使母基金")
def early_stage(stage_seed: Condition, stage_startup: Condition) -> Condition:
    """One of the two early stages of the demonstration scheme; it stands for "angel project", which was not read."""
    return any_of(stage_seed, stage_startup)


@rule("符合天使母基金投资要求", "Fits the angel fund", cites="sz-stic-2025#天使母基金")
def angel_firm(firm_local: Condition, early_stage: Condition, backed_field: Condition) -> Condition:
    """Registered in Shenzhen, early, and in an industry that the city backs. To fit is not to be chosen."""
    return all_of(firm_local, early_stage, backed_field)
