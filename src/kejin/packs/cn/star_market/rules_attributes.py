"""The sci-tech attributes: CSRC guideline, article 1 (standing indicators) and article 2 (alternatives)."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Flag,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    growth_at_least,
    holds,
    not_,
    one_of,
    rule,
    share_at_least,
    share_of,
)


@rule("属于科创板支持的行业领域", "In a field of the STAR market", cites="star-guide-2024#第一条")
def star_field(in_star_field: Flag) -> Check:
    """The enterprise works in a field for which the STAR market is meant."""
    return holds(in_star_field)


@rule(
    "三年研发占比达标",
    "R&D share reached",
    cites=("star-guide-2020#第一条（1）", "star-guide-2024#第一条（1）"),
)
def rd_share_reached(rd_window_fen: Fen, revenue_window_fen: Fen, rd_share_min: Share) -> Check:
    """R&D of three years over revenue of three years reaches the floor."""
    return share_at_least(rd_window_fen, revenue_window_fen, rd_share_min)


@rule(
    "三年研发投入达标",
    "R&D amount reached",
    cites=("star-guide-2020#第一条（1）", "star-guide-2024#第一条（1）"),
)
def rd_amount_reached(rd_window_fen: Fen, rd_amount_min: Fen) -> Check:
    """R&D of three years reaches the amount."""
    return at_least(rd_window_fen, rd_amount_min)


@rule(
    "三年研发占比",
    "R&D share of three years",
    cites="star-guide-2024#第一条（1）",
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#shares"),
)
def rd_share(rd_window_fen: Fen, revenue_window_fen: Fen) -> Quotient:
    """R&D of three years over revenue of three years, for display."""
    return share_of(rd_window_fen, revenue_window_fen)


@rule("属于软件行业", "Software firm", cites="star-guide-2020#第一条")
def software_firm(sme_sector: Choice, software_fields: Choices) -> Check:
    """The enterprise is in the software industry."""
    return one_of(sme_sector, software_fields)


@rule("软件行业研发占比达标", "R&D share of a software firm reached", cites="star-guide-2020#第一条")
def software_rd_share_reached(
    rd_window_fen: Fen, revenue_window_fen: Fen, software_rd_share_min: Share
) -> Check:
    """R&D of three years over revenue of three years reaches the floor of software firms."""
    return share_at_least(rd_window_fen, revenue_window_fen, software_rd_share_min)


@rule("研发投入指标", "R&D indicator", cites=("star-guide-2020#第一条（1）", "star-guide-2024#第一条（1）"))
def rd_indicator(
    rd_share_reached: Condition,
    rd_amount_reached: Condition,
    software_firm: Condition,
    software_rd_share_reached: Condition,
) -> Condition:
    """Share or amount; a software firm needs its own, higher share."""
    return all_of(
        any_of(rd_share_reached, rd_amount_reached), any_of(not_(software_firm), software_rd_share_reached)
    )


@rule(
    "研发人员占比达标",
    "R&D staff share reached",
    cites=("star-guide-2021#第一条（2）", "star-guide-2024#第一条（2）"),
)
def rd_staff_reached(rd_staff_latest: Count, staff_latest: Count, rd_staff_share_min: Share) -> Check:
    """R&D staff over all staff of the year reaches the floor."""
    return share_at_least(rd_staff_latest, staff_latest, rd_staff_share_min)


@rule(
    "研发人员占比",
    "R&D staff share",
    cites="star-guide-2024#第一条（2）",
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#shares"),
)
def rd_staff_share(rd_staff_latest: Count, staff_latest: Count) -> Quotient:
    """R&D staff over all staff of the year, for display."""
    return share_of(rd_staff_latest, staff_latest)


@rule(
    "发明专利件数达标",
    "Invention patents reached",
    cites=("star-guide-2020#第一条（2）", "star-guide-2024#第一条（3）"),
)
def inventions_reached(core_business_invention_count: Count, invention_min: Count) -> Check:
    """Invention patents used in the main business that can be industrialised reach the number."""
    return at_least(core_business_invention_count, invention_min)


@rule(
    "发明专利指标", "Patent indicator", cites=("star-guide-2020#第一条（2）", "star-guide-2024#第一条（3）")
)
def invention_indicator(inventions_reached: Condition, software_firm: Condition) -> Condition:
    """Enough invention patents; a software firm needs none."""
    return any_of(inventions_reached, software_firm)


@rule(
    "营业收入复合增长率达标",
    "Compound growth reached",
    cites=("star-guide-2020#第一条（3）", "star-guide-2024#第一条（4）"),
)
def growth_reached(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, growth_min: Share, growth_intervals: Count
) -> Check:
    """Revenue grew from the start of the period to the latest year by the floor, compounded over the intervals."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, growth_min, intervals=growth_intervals)


@rule(
    "最近一年营业收入达标",
    "Latest revenue reached",
    cites=("star-guide-2020#第一条（3）", "star-guide-2024#第一条（4）"),
)
def revenue_reached(revenue_latest_fen: Fen, attribute_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the amount."""
    return at_least(revenue_latest_fen, attribute_revenue_min)


@rule("第五套标准企业不看营业收入", "Set 5 frees from revenue", cites="star-guide-2020#第一条")
def set_5_exemption(set5_frees_from_revenue: Flag) -> Check:
    """The guideline frees those who apply under set 5 from the revenue indicator."""
    return holds(set5_frees_from_revenue)


@rule(
    "营业收入指标", "Revenue indicator", cites=("star-guide-2020#第一条（3）", "star-guide-2024#第一条（4）")
)
def revenue_indicator(
    growth_reached: Condition, revenue_reached: Condition, set_5_exemption: Condition, set_5: Condition
) -> Condition:
    """Growth or amount; one who may apply under set 5 needs neither."""
    return any_of(growth_reached, revenue_reached, all_of(set_5_exemption, set_5))


@rule("常规指标", "Standing indicators", cites="star-guide-2020#第一条", until="2021-04-15")
def standing_indicators(
    rd_indicator: Condition, invention_indicator: Condition, revenue_indicator: Condition
) -> Condition:
    """The three indicators of 2020."""
    return all_of(rd_indicator, invention_indicator, revenue_indicator)


@rule(
    "常规指标",
    "Standing indicators",
    cites=("star-guide-2021#第一条", "star-guide-2024#第一条"),
    leaf="standing_indicators",
    since="2021-04-16",
)
def standing_indicators_2021(
    rd_indicator: Condition,
    rd_staff_reached: Condition,
    invention_indicator: Condition,
    revenue_indicator: Condition,
) -> Condition:
    """The four indicators since 2021: staff came in."""
    return all_of(rd_indicator, rd_staff_reached, invention_indicator, revenue_indicator)


@rule("核心技术国际领先", "Leading core technology", cites="star-guide-2021#第二条（1）")
def core_technology_leads(leading_core_technology: Flag) -> Check:
    """The state recognised the core technology as leading or of great strategic meaning."""
    return holds(leading_core_technology)


@rule("获国家科技奖励", "State science award", cites="star-guide-2021#第二条（2）")
def state_award_won(staff_state_award: Flag) -> Check:
    """The firm or its core technical staff took a leading part in a State award used in the main business."""
    return holds(staff_state_award)


@rule("承担国家重大科技专项", "National major project", cites="star-guide-2021#第二条（3）")
def national_project_carried(national_project_lead: Flag) -> Check:
    """The firm carries or leads a national major project tied to its business and core technology."""
    return holds(national_project_lead)


@rule("实现进口替代", "Imports replaced", cites="star-guide-2021#第二条（4）")
def imports_replaced(import_substitution: Flag) -> Check:
    """Main products of the core technology are key equipment, parts or materials and replace imports."""
    return holds(import_substitution)


@rule("发明专利合计达标", "Invention patents of the alternative", cites="star-guide-2024#第二条（5）")
def invention_total_reached(core_business_invention_count: Count, invention_total_min: Count) -> Check:
    """Invention patents, defence patents included, reach the number of the alternative."""
    return at_least(core_business_invention_count, invention_total_min)


@rule("例外情形", "Alternatives", cites="star-guide-2021#第二条")
def alternatives(
    core_technology_leads: Condition,
    state_award_won: Condition,
    national_project_carried: Condition,
    imports_replaced: Condition,
    invention_total_reached: Condition,
) -> Condition:
    """One of the five alternatives."""
    return any_of(
        core_technology_leads,
        state_award_won,
        national_project_carried,
        imports_replaced,
        invention_total_reached,
    )


@rule("符合科创属性", "Has the sci-tech attributes", cites="star-guide-2024#第一条")
def attributes(star_field: Condition, standing_indicators: Condition, alternatives: Condition) -> Condition:
    """In a field of the STAR market, with all standing indicators or one alternative."""
    return all_of(star_field, any_of(standing_indicators, alternatives))
