"""Innovative SME: annex 1 of 工信部企业〔2022〕63号: good conduct, and the score or one of four direct routes.

`rules_score.py` holds the six indicators and their points.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    all_of,
    any_of,
    at_least,
    fails,
    holds,
    known,
    not_,
    rule,
)

CONDUCT = "gd-notice-2026#申报条件（二）"
HONOURS = "gradient-2022#附件1一（二）"


@rule("未列入异常或失信名单", "On no list of irregular or dishonest firms", cites=CONDUCT)
def not_listed_dishonest(on_dishonest_list: Flag) -> Check:
    """Neither on the list of irregular operations nor on that of grave dishonesty."""
    return fails(on_dishonest_list)


@rule("近三年无较大事故、重大违法", "No serious incident in three years", cites=CONDUCT)
def no_incident(serious_incident_three_years: Flag) -> Check:
    """No accident, network or data incident, grave breach of environmental law or quality problem in three years."""
    return fails(serious_incident_three_years)


@rule("产品服务不属禁限类", "Products not prohibited or restricted", cites=CONDUCT)
def products_allowed(restricted_products: Flag) -> Check:
    """Products and services are not of a kind that the State prohibits, restricts or phases out."""
    return fails(restricted_products)


@rule("合规经营", "Good conduct", cites=CONDUCT)
def conduct(
    not_listed_dishonest: Condition, no_incident: Condition, products_allowed: Condition
) -> Condition:
    """All three conditions of conduct."""
    return all_of(not_listed_dishonest, no_incident, products_allowed)


@rule("近三年获科技奖励", "Science award within three years", cites="gradient-2022#附件1一（一）")
def award_recent(science_award_on: Day, award_years: Count, facts_as_of: Day) -> Check:
    """A national or provincial science award, in whatever place, within the last three years."""
    return at_least(science_award_on.plus_years(award_years), facts_as_of)


@rule("持有高新技术企业证书", "Certified high-tech", cites=HONOURS)
def certificate_held(hte_certified: Flag) -> Check:
    """It is stated to hold a valid certificate."""
    return holds(hte_certified)


@rule("填报了证书有效期", "Last day of the certificate stated", cites=HONOURS)
def certificate_end_stated(hte_certified_until: Day) -> Check:
    """The last day of the certificate is known."""
    return known(hte_certified_until)


@rule("证书未过期", "Certificate not expired", cites=HONOURS)
def certificate_not_expired(hte_certified_until: Day, facts_as_of: Day) -> Check:
    """The last day of the certificate is not before the day as of which facts count."""
    return at_least(hte_certified_until, facts_as_of)


@rule("有效期内高新技术企业", "High-tech enterprise in force", cites=HONOURS)
def high_tech(
    certificate_held: Condition, certificate_end_stated: Condition, certificate_not_expired: Condition
) -> Condition:
    """Held, and not run out where its last day is stated."""
    return all_of(certificate_held, any_of(not_(certificate_end_stated), certificate_not_expired))


@rule("国家技术创新示范企业", "National innovation demonstration enterprise", cites=HONOURS)
def demonstration_firm(national_demonstration_firm: Flag) -> Check:
    """A national technology-innovation demonstration enterprise in force."""
    return holds(national_demonstration_firm)


@rule("知识产权优势或示范企业", "IP advantage or demonstration enterprise", cites=HONOURS)
def ip_firm(ip_advantage_or_demonstration_firm: Flag) -> Check:
    """An IP advantage or demonstration enterprise in force."""
    return holds(ip_advantage_or_demonstration_firm)


@rule("有效期内的荣誉", "An honour in force", cites=HONOURS)
def honoured(high_tech: Condition, demonstration_firm: Condition, ip_firm: Condition) -> Condition:
    """One of the honours that the text names."""
    return any_of(high_tech, demonstration_firm, ip_firm)


@rule("拥有省部级以上研发机构", "Provincial R&D body", cites="gradient-2022#附件1一（三）")
def rd_body_recognised(provincial_rd_body: Flag) -> Check:
    """It has a recognised R&D body of provincial or ministerial level or higher."""
    return holds(provincial_rd_body)


@rule("近三年新增股权融资达标", "Equity raised in three years", cites="gradient-2022#附件1一（四）")
def equity_reached(equity_raised_3y_fen: Fen, equity_min: Fen) -> Check:
    """New equity of qualified institutions paid in within three years."""
    return at_least(equity_raised_3y_fen, equity_min)


@rule("符合直通条件之一", "One of the direct routes", cites="gradient-2022#附件1一")
def direct_route(
    award_recent: Condition, honoured: Condition, rd_body_recognised: Condition, equity_reached: Condition
) -> Condition:
    """An award, an honour, an R&D body or equity stands in for the score."""
    return any_of(award_recent, honoured, rd_body_recognised, equity_reached)


@rule(
    "符合创新型中小企业评价标准",
    "Meets the standard of an innovative SME",
    cites=("gradient-2022#附件1一", "gradient-2026#第三十条"),
)
def qualifies(
    is_sme: Condition, conduct: Condition, score_route: Condition, direct_route: Condition
) -> Condition:
    """An SME of good conduct that passes by its score or by a direct route."""
    return all_of(is_sme, conduct, any_of(score_route, direct_route))


@rule("已是创新型中小企业", "Recognised innovative SME", cites="gradient-2022#附件1")
def title_held(innovative_sme_recognised: Flag) -> Check:
    """It is an innovative SME in force."""
    return holds(innovative_sme_recognised)
