"""Facilitation quota: which firm may borrow abroad by its title, how much, and research institutes' money from abroad.

Three versions: the pilot areas of 2022, technology SMEs from the end of 2023, and the whole country from 2025-09-15.
Amounts are in US dollars.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Flag,
    USCents,
    all_of,
    any_of,
    below,
    holds,
    largest,
    not_,
    one_of,
    only_if,
    rule,
)

PILOT = "safe-2022#试点"
TITLES_2023 = "safe-2023#试点主体"
QUOTA = "press-2025#融资便利"
RESEARCH = "safe-2025#一（四）"


@rule("高新技术企业", "High-tech enterprise", cites=PILOT)
def high_tech(hte_certified: Flag) -> Check:
    """It holds the certificate of a high-tech enterprise."""
    return holds(hte_certified)


@rule("专精特新中小企业", "Specialised SME", cites=PILOT)
def specialised(specialised_sme_recognised: Flag) -> Check:
    """It is recognised as a specialised SME."""
    return holds(specialised_sme_recognised)


@rule("专精特新“小巨人”企业", "Little giant", cites=PILOT)
def little_giant(little_giant_recognised: Flag) -> Check:
    """It is recognised as a little giant."""
    return holds(little_giant_recognised)


@rule("科技型中小企业", "Technology SME", cites=TITLES_2023)
def tech_sme(tech_sme_registered: Flag) -> Check:
    """It is registered as a technology SME this year."""
    return holds(tech_sme_registered)


@rule("具备资质", "Has a title", cites=PILOT, leaf="titled", until="2023-12-03")
def titled_2022(high_tech: Condition, specialised: Condition, little_giant: Condition) -> Condition:
    """High-tech or specialised, little giants included."""
    return any_of(high_tech, specialised, little_giant)


@rule("具备资质", "Has a title", cites=(TITLES_2023, QUOTA), since="2023-12-04")
def titled(
    high_tech: Condition, specialised: Condition, little_giant: Condition, tech_sme: Condition
) -> Condition:
    """High-tech, specialised or a technology SME."""
    return any_of(high_tech, specialised, little_giant, tech_sme)


@rule("在广东注册", "In Guangdong", cites=PILOT)
def in_guangdong(city_code: Choice, guangdong_cities: Choices) -> Check:
    """It is registered in a city of Guangdong, Shenzhen included."""
    return one_of(city_code, guangdong_cities)


@rule("所在地为已试点地区", "Stated area established", cites=PILOT)
def stated_established(facilitation_area: Choice, established_areas: Choices) -> Check:
    """The area stated is one of the nine established ones."""
    return one_of(facilitation_area, established_areas)


@rule("所在地为新增试点地区", "Stated area newer", cites=PILOT)
def stated_newer(facilitation_area: Choice, newer_areas: Choices) -> Check:
    """The area stated is one of the eight newer ones."""
    return one_of(facilitation_area, newer_areas)


@rule("属已试点地区", "In an established area", cites=PILOT)
def established_area(in_guangdong: Condition, stated_established: Condition) -> Condition:
    """Guangdong, or another of the nine established areas."""
    return any_of(in_guangdong, stated_established)


@rule("属新增试点地区", "In a newer area", cites=PILOT)
def newer_area(established_area: Condition, stated_newer: Condition) -> Condition:
    """One of the eight newer areas."""
    return all_of(not_(established_area), stated_newer)


@rule("属试点地区", "In a pilot area", cites=PILOT)
def pilot_area(established_area: Condition, newer_area: Condition) -> Condition:
    """An established or a newer area."""
    return any_of(established_area, newer_area)


@rule("创新积分制遴选", "Selected by Innovation Points", cites=QUOTA)
def points_selected(innovation_points_selected: Flag) -> Check:
    """It was selected under the Innovation Points scheme."""
    return holds(innovation_points_selected)


@rule("可用较高额度", "Higher quota open", cites=QUOTA)
def higher_quota_open(titled: Condition, points_selected: Condition) -> Condition:
    """It has a title and was selected by Innovation Points."""
    return all_of(titled, points_selected)


@rule("便利化额度", "Quota", cites=PILOT, leaf="quota_usd_cents", until="2025-09-14")
def quota_of_area_usd_cents(
    titled: Condition,
    established_area: Condition,
    base_quota: USCents,
    newer_area: Condition,
    newer_quota: USCents,
) -> USCents:
    """The quota of the area for a firm with a title; nothing elsewhere."""
    return only_if(titled, largest(only_if(established_area, base_quota), only_if(newer_area, newer_quota)))


@rule("便利化额度", "Quota", cites=QUOTA, since="2025-09-15")
def quota_usd_cents(
    titled: Condition, base_quota: USCents, higher_quota_open: Condition, points_quota: USCents
) -> USCents:
    """The quota for a firm with a title; the higher one where it was selected by Innovation Points."""
    return largest(only_if(titled, base_quota), only_if(higher_quota_open, points_quota))


@rule("剩余便利化额度", "Quota left", cites=PILOT)
def room_usd_cents(
    quota_usd_cents: USCents, facilitation_used_usd_cents: USCents, nothing_usd: USCents
) -> USCents:
    """The quota less what is in use, never below nothing."""
    return largest(quota_usd_cents - facilitation_used_usd_cents, nothing_usd)


@rule("未用满一般额度", "Base quota not used up", cites=PILOT)
def base_left(facilitation_used_usd_cents: USCents, base_quota: USCents) -> Check:
    """Less is in use than the base quota."""
    return below(facilitation_used_usd_cents, base_quota)


@rule("未用满新增地区额度", "Newer quota not used up", cites=PILOT)
def newer_left(facilitation_used_usd_cents: USCents, newer_quota: USCents) -> Check:
    """Less is in use than the quota of the newer areas."""
    return below(facilitation_used_usd_cents, newer_quota)


@rule("未用满较高额度", "Higher quota not used up", cites=QUOTA)
def points_left(facilitation_used_usd_cents: USCents, points_quota: USCents) -> Check:
    """Less is in use than the higher quota."""
    return below(facilitation_used_usd_cents, points_quota)


@rule("可在额度内借用外债", "May borrow within the quota", cites=PILOT, leaf="quota_open", until="2025-09-14")
def quota_open_in_pilot(
    titled: Condition,
    pilot_area: Condition,
    established_area: Condition,
    base_left: Condition,
    newer_area: Condition,
    newer_left: Condition,
) -> Condition:
    """A title, a pilot area, and some of the area's quota left."""
    left = any_of(all_of(established_area, base_left), all_of(newer_area, newer_left))
    return all_of(titled, pilot_area, left)


@rule("可在额度内借用外债", "May borrow within the quota", cites=QUOTA, since="2025-09-15")
def quota_open(
    titled: Condition, base_left: Condition, points_selected: Condition, points_left: Condition
) -> Condition:
    """A title, and some of the quota left: the base one, or the higher one for those selected."""
    return all_of(titled, any_of(base_left, all_of(points_selected, points_left)))


@rule("属境内非企业科研机构", "Research institute, not a company", cites=RESEARCH)
def research_institute(non_enterprise_research: Flag) -> Check:
    """It is a domestic research institute that is not a company."""
    return holds(non_enterprise_research)


@rule("在河套", "In Hetao", cites="hetao-2023#试点区域")
def in_hetao(platform: Choice, hetao: Choices) -> Check:
    """It is registered in Hetao, where the pilot began."""
    return one_of(platform, hetao)


@rule(
    "可接收境外科研资金",
    "May take research money",
    cites="hetao-2023#试点区域",
    leaf="may_take_research_money",
    until="2025-09-14",
)
def may_take_in_hetao(research_institute: Condition, in_hetao: Condition) -> Condition:
    """A research institute that is not a company, in Hetao."""
    return all_of(research_institute, in_hetao)


@rule("可接收境外科研资金", "May take research money", cites=RESEARCH, since="2025-09-15")
def may_take_research_money(research_institute: Condition) -> Condition:
    """A research institute that is not a company, anywhere in the country."""
    return all_of(research_institute)
