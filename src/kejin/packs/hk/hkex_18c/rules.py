"""HKEX Chapter 18C: commercial and pre-commercial companies.

`rules_research.py` holds the shares of R&D, `rules_investors.py` the benchmarks of sophisticated independent
investors. Amounts in Hong Kong dollars are as stated; R&D and operating expenditure are in one and the same currency.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Flag,
    HongKongCents,
    Share,
    all_of,
    any_of,
    at_least,
    below,
    holds,
    latest,
    rule,
    share_at_least,
)

VALUE = ("hkex-rules-18c#18C.03(3)", "hkex-sfc-joint-2024#市值下限")

specialist_revenue_latest = latest(
    "specialist_revenue_hkd_cents", "最近一年特专科技业务收益", "Latest specialist technology revenue"
)
audited_last_year = latest("accounts_audited", "最近一年经审计", "Latest year audited")


@rule("属于特专科技可接纳领域", "In an acceptable sector", cites="hkex-rules-18c#18C.01")
def sector(in_specialist_technology_sector: Flag) -> Check:
    """Its business lies in an acceptable sector of a specialist technology industry."""
    return holds(in_specialist_technology_sector)


@rule("最近一年收益经审计", "Latest revenue audited", cites="hkex-rules-18c#18C.03(4)")
def revenue_audited(audited_last_year: Flag) -> Check:
    """The accounts from which the latest revenue comes were audited."""
    return holds(audited_last_year)


@rule("收益达到已商业化门槛", "Revenue of a commercial company", cites="hkex-rules-18c#18C.03(4)")
def revenue_commercial(
    specialist_revenue_latest: HongKongCents, commercial_revenue_min: HongKongCents
) -> Check:
    """The latest year's specialist technology revenue reaches the floor of a commercial company."""
    return at_least(specialist_revenue_latest, commercial_revenue_min)


@rule("收益未达到已商业化门槛", "Revenue below a commercial company's", cites="hkex-rules-18c#18C.01")
def revenue_early(specialist_revenue_latest: HongKongCents, commercial_revenue_min: HongKongCents) -> Check:
    """The latest year's specialist technology revenue is below the floor of a commercial company."""
    return below(specialist_revenue_latest, commercial_revenue_min)


@rule("已商业化公司市值达标", "Market value of a commercial company reached", cites=VALUE)
def commercial_value(
    expected_market_value_hkd_cents: HongKongCents, commercial_value_min: HongKongCents
) -> Check:
    """The expected market value at listing reaches the floor of a commercial company."""
    return at_least(expected_market_value_hkd_cents, commercial_value_min)


@rule("未商业化公司市值达标", "Market value of a pre-commercial company reached", cites=VALUE)
def pre_commercial_value(
    expected_market_value_hkd_cents: HongKongCents, pre_commercial_value_min: HongKongCents
) -> Check:
    """The expected market value at listing reaches the floor of a pre-commercial company."""
    return at_least(expected_market_value_hkd_cents, pre_commercial_value_min)


@rule("同一管理层下经营年数达标", "Years under one management reached", cites="hkex-rules-18c#18C.03(2)")
def years_reached(same_management_years: Count, management_years_min: Count) -> Check:
    """It has run its business for so many financial years under substantially the same management."""
    return at_least(same_management_years, management_years_min)


@rule("从事研发年数达标", "Years of R&D reached", cites="hkex-rules-18c#18C.04(1)")
def rd_years_reached(specialist_rd_years: Count, rd_years_min: Count) -> Check:
    """It has done R&D on its specialist technology products for so many financial years."""
    return at_least(specialist_rd_years, rd_years_min)


@rule("有可信的商业化路径", "Credible path to commercialisation", cites="hkex-rules-18c#18C.06")
def path_credible(commercialisation_path_credible: Flag) -> Check:
    """A credible path to the revenue of a commercial company is shown and disclosed; somebody states it."""
    return holds(commercialisation_path_credible)


@rule("营运资金达标", "Working capital reached", cites="hkex-rules-18c#18C.07")
def working_capital_reached(
    working_capital_hkd_cents: HongKongCents,
    group_costs_12m_hkd_cents: HongKongCents,
    working_capital_share_min: Share,
) -> Check:
    """Working capital, proceeds included, covers the share of twelve months' costs."""
    return share_at_least(working_capital_hkd_cents, group_costs_12m_hkd_cents, working_capital_share_min)


@rule("共同条件", "Conditions of both ways", cites="hkex-rules-18c#18C.03")
def either_way(
    sector: Condition,
    years_reached: Condition,
    rd_years_reached: Condition,
    revenue_audited: Condition,
    pathfinders: Condition,
) -> Condition:
    """Sector, years of business and of R&D, audited revenue, pathfinder investors."""
    return all_of(sector, years_reached, rd_years_reached, revenue_audited, pathfinders)


@rule("已商业化公司", "Commercial company", cites="hkex-rules-18c#18C.03")
def commercial(
    either_way: Condition,
    revenue_commercial: Condition,
    commercial_value: Condition,
    commercial_rd: Condition,
    commercial_sii: Condition,
) -> Condition:
    """Revenue, market value, R&D and investors of a commercial company."""
    return all_of(either_way, revenue_commercial, commercial_value, commercial_rd, commercial_sii)


@rule("未商业化公司", "Pre-commercial company", cites="hkex-rules-18c#18C.03")
def pre_commercial(
    either_way: Condition,
    revenue_early: Condition,
    pre_commercial_value: Condition,
    pre_commercial_rd: Condition,
    pre_commercial_sii: Condition,
    path_credible: Condition,
    working_capital_reached: Condition,
) -> Condition:
    """Less revenue; a higher market value, more R&D and more from investors, a path and working capital."""
    return all_of(
        either_way,
        revenue_early,
        pre_commercial_value,
        pre_commercial_rd,
        pre_commercial_sii,
        path_credible,
        working_capital_reached,
    )


@rule("符合第18C章的条件", "Meets Chapter 18C", cites="hkex-rules-18c#18C.03")
def listing(commercial: Condition, pre_commercial: Condition) -> Condition:
    """As one or the other. Whether it is eligible and suitable is for the Exchange to judge."""
    return any_of(commercial, pre_commercial)
