"""Who may issue sci-tech bonds: financial institutions, technology firms by any of several ways, equity investors."""

from kejin.policy.dsl import Check, Condition, Flag, any_of, holds, rule

THREE = "pboc-csrc-2025-8#一（一）"
TITLES = "nafmii-2025-86#一（一）1"
LOANS = "nafmii-2025-86#一（一）2"
NEW_TITLES = "nafmii-2026#科技型企业认定"


@rule("金融机构", "Financial institution", cites=THREE)
def financial_firm(financial_institution: Flag) -> Check:
    """A bank, a securities firm, a financial asset investment company or the like."""
    return holds(financial_institution)


@rule("股权投资机构", "Equity investor", cites=THREE)
def equity_firm(equity_investment_institution: Flag) -> Check:
    """A private-equity or venture-capital investor."""
    return holds(equity_investment_institution)


@rule("高新技术企业", "High-tech enterprise", cites=TITLES)
def high_tech(hte_certified: Flag) -> Check:
    """It holds the certificate of a high-tech enterprise."""
    return holds(hte_certified)


@rule("科技型中小企业", "Technology SME", cites=TITLES)
def tech_sme(tech_sme_registered: Flag) -> Check:
    """It is registered as a technology SME this year."""
    return holds(tech_sme_registered)


@rule("专精特新中小企业", "Specialised SME", cites=TITLES)
def specialised(specialised_sme_recognised: Flag) -> Check:
    """It is recognised as a specialised SME."""
    return holds(specialised_sme_recognised)


@rule("专精特新“小巨人”企业", "Little giant", cites=TITLES)
def little_giant(little_giant_recognised: Flag) -> Check:
    """It is recognised as a little giant."""
    return holds(little_giant_recognised)


@rule("创新型中小企业", "Innovative SME", cites=TITLES)
def innovative(innovative_sme_recognised: Flag) -> Check:
    """It is recognised as an innovative SME."""
    return holds(innovative_sme_recognised)


@rule("国家技术创新示范企业", "Innovation demonstration enterprise", cites=TITLES)
def demonstration(national_demonstration_firm: Flag) -> Check:
    """It is a national innovation demonstration enterprise."""
    return holds(national_demonstration_firm)


@rule("制造业单项冠军企业", "Single champion", cites=TITLES)
def champion(single_champion: Flag) -> Check:
    """It is a single champion of manufacturing."""
    return holds(single_champion)


@rule("在科技创新再贷款支持范围", "Within sci-tech re-lending", cites=LOANS)
def relending(in_tech_relending_scope: Flag) -> Check:
    """It is on the list that sci-tech re-lending supports."""
    return holds(in_tech_relending_scope)


@rule("创新积分制白名单企业", "Selected by Innovation Points", cites=LOANS)
def points(innovation_points_selected: Flag) -> Check:
    """It was selected under the Innovation Points scheme."""
    return holds(innovation_points_selected)


@rule("科创板、创业板等上市的科技类公司", "Listed technology company", cites="nafmii-2025-86#一（一）3")
def listed(star_or_chinext_listed: Flag) -> Check:
    """It is a technology company listed on STAR, ChiNext or a like board."""
    return holds(star_or_chinext_listed)


@rule("形成核心技术并用于主营业务", "Core technology at work", cites="nafmii-2025-86#一（一）4")
def core_technology(core_technology_applied: Flag) -> Check:
    """It has core technology at work in its main business; the item was read in part."""
    return holds(core_technology_applied)


@rule("国家企业技术中心", "Enterprise technology centre", cites=NEW_TITLES)
def technology_centre(national_enterprise_tech_centre: Flag) -> Check:
    """It has a technology centre recognised by the State."""
    return holds(national_enterprise_tech_centre)


@rule("科改示范标杆企业", "Benchmark of the sci-tech reform", cites=NEW_TITLES)
def benchmark(reform_benchmark_firm: Flag) -> Check:
    """It is a benchmark among the State firms of the sci-tech reform."""
    return holds(reform_benchmark_firm)


@rule("智能制造示范工厂或优秀场景", "Smart-manufacturing model", cites=NEW_TITLES)
def smart_factory(smart_factory_recognised: Flag) -> Check:
    """It is a model factory or outstanding scene of smart manufacturing."""
    return holds(smart_factory_recognised)


@rule("其他新增科创称号", "Another title added", cites=NEW_TITLES)
def other_title(other_ministry_tech_title: Flag) -> Check:
    """It holds one of the further titles of the 2026 notice, whose names were not read."""
    return holds(other_ministry_tech_title)


@rule("2025年通知所列情形", "A case of the 2025 notice", cites=TITLES)
def case_of_2025(
    high_tech: Condition,
    tech_sme: Condition,
    specialised: Condition,
    little_giant: Condition,
    innovative: Condition,
    demonstration: Condition,
    champion: Condition,
    relending: Condition,
    points: Condition,
    listed: Condition,
    core_technology: Condition,
) -> Condition:
    """A title, a list of supported borrowers, a listing, or core technology at work."""
    titles = any_of(high_tech, tech_sme, specialised, little_giant, innovative, demonstration, champion)
    return any_of(titles, relending, points, listed, core_technology)


@rule("2026年新增称号", "A title added in 2026", cites=NEW_TITLES)
def case_of_2026(
    technology_centre: Condition, benchmark: Condition, smart_factory: Condition, other_title: Condition
) -> Condition:
    """One of the titles that the 2026 notice adds."""
    return any_of(technology_centre, benchmark, smart_factory, other_title)


@rule("属科技型企业", "Technology firm", cites=TITLES, leaf="technology_firm", until="2026-03-08")
def technology_firm_2025(case_of_2025: Condition) -> Condition:
    """One of the cases of the 2025 notice."""
    return any_of(case_of_2025)


@rule("属科技型企业", "Technology firm", cites=(TITLES, NEW_TITLES), since="2026-03-09")
def technology_firm(case_of_2025: Condition, case_of_2026: Condition) -> Condition:
    """One of the cases of the 2025 notice, or a title added in 2026."""
    return any_of(case_of_2025, case_of_2026)


@rule("可作为发行人", "May issue", cites=THREE)
def issuer_admitted(
    financial_firm: Condition, technology_firm: Condition, equity_firm: Condition
) -> Condition:
    """A financial institution, a technology firm or an equity investor."""
    return any_of(financial_firm, technology_firm, equity_firm)
