"""The enterprise's side: in the district, or a priority project, and in an emerging industry."""

from kejin.policy.dsl import Check, Condition, Flag, all_of, any_of, holds, rule

OBJECT = "huangpu-direct-2025#第二条"


@rule("区内企业", "Enterprise of the district", cites=OBJECT)
def in_district(in_huangpu: Condition) -> Condition:
    """The registered address is in the district."""
    return all_of(in_huangpu)


@rule("区重点招商项目", "Priority project", cites=OBJECT)
def priority_project(district_priority_project: Flag) -> Check:
    """The district lists it as a priority project to attract."""
    return holds(district_priority_project)


@rule("战略性新兴产业", "Emerging industry", cites="huangpu-mother-explained-2024#二（二）")
def emerging_field(in_strategic_emerging: Flag) -> Check:
    """Its leading product is in a strategic emerging industry."""
    return holds(in_strategic_emerging)


@rule("未来产业", "Future industry", cites="huangpu-press-2025#投向")
def future_field(in_future_industry: Flag) -> Check:
    """It works in a future industry."""
    return holds(in_future_industry)


@rule("可申请区直投", "May apply for direct investment", cites=OBJECT)
def firm_fits(
    in_district: Condition, priority_project: Condition, emerging_field: Condition, future_field: Condition
) -> Condition:
    """Place or priority project, and an emerging or future industry. To fit is not to be chosen."""
    return all_of(any_of(in_district, priority_project), any_of(emerging_field, future_field))
