"""QDLP in Guangdong and QFLP in Hengqin, as far as they were read: managers, funds, the province's quota."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Flag,
    Grain,
    USCents,
    all_of,
    any_of,
    at_least,
    at_most,
    holds,
    known,
    one_of,
    rule,
)

MANAGER = ("qdlp-2021#试点基金管理企业", "qdlp-2025#试点基金管理企业")
FUND = ("qdlp-2021#试点基金", "qdlp-2025#试点基金")
QUOTA = "qdlp-2021-reading#一、起草背景"
HENGQIN = "qflp-safe-2025#第二条"


@rule("在省内（不含深圳）注册", "In the province, Shenzhen left out", cites="qdlp-2021#工作机制")
def under_provincial_rule(city_code: Choice, province_cities: Choices) -> Check:
    """It is registered in a city that the provincial rule covers."""
    return one_of(city_code, province_cities)


@rule("注册资本达标", "Capital reached", cites=MANAGER)
def capital_reached(registered_capital_fen: Fen, manager_capital_min: Fen) -> Check:
    """Registered capital reaches the floor for managers."""
    return at_least(registered_capital_fen, manager_capital_min)


@rule("五年以上管理人员达标", "Senior managers enough", cites=MANAGER)
def senior_managers_enough(overseas_managers_5y_count: Count, senior_managers_min: Count) -> Check:
    """Enough chief managers with five years of investing abroad."""
    return at_least(overseas_managers_5y_count, senior_managers_min)


@rule("三年以上管理人员达标", "Managers enough", cites=MANAGER)
def managers_enough(
    overseas_managers_3y_count: Count, senior_managers_min: Count, other_managers_min: Count
) -> Check:
    """Enough chief managers with three years, those with five among them."""
    return at_least(overseas_managers_3y_count, senior_managers_min + other_managers_min)


@rule("控股股东等符合要求", "Holder fit", cites=MANAGER)
def holder_fit(qdlp_holder_qualifies: Flag) -> Check:
    """The controlling holder is a licensed institution, its first-tier subsidiary, or manages enough."""
    return holds(qdlp_holder_qualifies)


@rule("可申请QDLP管理企业", "May be a QDLP manager", cites=MANAGER)
def qdlp_manager_fit(
    under_provincial_rule: Condition,
    capital_reached: Condition,
    senior_managers_enough: Condition,
    managers_enough: Condition,
    holder_fit: Condition,
) -> Condition:
    """Under the provincial rule, with capital, managers and a fit holder; the pilot still has to be granted."""
    return all_of(under_provincial_rule, capital_reached, senior_managers_enough, managers_enough, holder_fit)


@rule("试点基金规模达标", "QDLP fund large enough", cites=FUND, grain=Grain.FUND)
def qdlp_fund_large_enough(qdlp_fund_size_fen: Fen, fund_size_min: Fen) -> Check:
    """Committed or first raised capital reaches the floor for funds."""
    return at_least(qdlp_fund_size_fen, fund_size_min)


@rule("已批额度未超全省额度", "Granted within the quota", cites=QUOTA, grain=Grain.PROGRAMME_YEAR)
def qdlp_quota_kept(programme_quota_granted_usd_cents: USCents, provincial_quota: USCents) -> Check:
    """The quota granted is no higher than the province's."""
    return at_most(programme_quota_granted_usd_cents, provincial_quota)


@rule("剩余试点额度", "Quota left", cites=QUOTA, grain=Grain.PROGRAMME_YEAR)
def qdlp_quota_left_usd_cents(
    provincial_quota: USCents, programme_quota_granted_usd_cents: USCents
) -> USCents:
    """The province's quota less what has been granted."""
    return provincial_quota - programme_quota_granted_usd_cents


@rule("填报了所在平台", "Platform stated", cites="qflp-hengqin-2025#适用区域")
def platform_stated(platform: Choice) -> Check:
    """It is known whether and in which platform it is registered."""
    return known(platform)


@rule("在横琴所在地市", "In the city of Hengqin", cites="qflp-hengqin-2025#适用区域")
def in_city_of_hengqin(city_code: Choice, hengqin_city: Choices) -> Check:
    """It is registered in Zhuhai, where Hengqin lies."""
    return one_of(city_code, hengqin_city)


@rule("平台为横琴", "Platform: Hengqin", cites="qflp-hengqin-2025#适用区域")
def hengqin_stated(platform: Choice, hengqin: Choices) -> Check:
    """The platform stated is Hengqin."""
    return one_of(platform, hengqin)


@rule("在横琴", "In Hengqin", cites="qflp-hengqin-2025#适用区域")
def in_hengqin(
    platform_stated: Condition, in_city_of_hengqin: Condition, hengqin_stated: Condition
) -> Condition:
    """It is registered in Hengqin; where no platform was stated, another city rules it out."""
    return all_of(any_of(platform_stated, in_city_of_hengqin), hengqin_stated)


@rule("经认定的管理企业", "Recognised manager", cites=HENGQIN)
def recognised(qflp_manager_recognised: Flag) -> Check:
    """The financial office of Hengqin has recognised it as a manager of the pilot."""
    return holds(qflp_manager_recognised)


@rule("横琴QFLP试点管理企业", "QFLP manager in Hengqin", cites=HENGQIN)
def qflp_hengqin_fit(in_hengqin: Condition, recognised: Condition) -> Condition:
    """In Hengqin and recognised; no figures were read."""
    return all_of(in_hengqin, recognised)
