"""What all four titles of Huangpu ask for, and the two titles of growth: gazelle and firm groomed to be one.

`rules_growth.py` holds the growth of revenue in the two readings of "base year"; `rules_unicorn.py` the unicorns.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    growth_at_least,
    holds,
    known,
    not_,
    rule,
)

GAZELLE = "huangpu-gazelle-2022#（一）"
GROOMED = "huangpu-gazelle-2022#（二）"


@rule("属本区企业", "Enterprise of the district", cites="huangpu-unicorn-2022#二（一）")
def in_huangpu(registered_in_huangpu: Condition) -> Condition:
    """The enterprise is registered in Huangpu district, where the development district lies."""
    return all_of(registered_in_huangpu)


@rule("持有高新技术企业证书", "Certified high-tech", cites=GAZELLE)
def certificate_held(hte_certified: Flag) -> Check:
    """It is stated to hold a valid certificate."""
    return holds(hte_certified)


@rule("填报了证书有效期", "Last day of the certificate stated", cites=GAZELLE)
def certificate_end_stated(hte_certified_until: Day) -> Check:
    """The last day of the certificate is known."""
    return known(hte_certified_until)


@rule("证书未过期", "Certificate not expired", cites=GAZELLE)
def certificate_not_expired(hte_certified_until: Day, facts_as_of: Day) -> Check:
    """The last day of the certificate is not before the day as of which facts count."""
    return at_least(hte_certified_until, facts_as_of)


@rule("有效期内高新技术企业", "High-tech enterprise in force", cites=(GAZELLE, GROOMED))
def high_tech(
    certificate_held: Condition, certificate_end_stated: Condition, certificate_not_expired: Condition
) -> Condition:
    """Held, and not run out where its last day is stated."""
    return all_of(certificate_held, any_of(not_(certificate_end_stated), certificate_not_expired))


@rule("截止年正增长", "Grew in the latest year", cites=GAZELLE)
def grew_last_year(revenue_latest_fen: Fen, revenue_before_fen: Fen) -> Check:
    """Revenue of the latest year is above that of the year before."""
    return above(revenue_latest_fen, revenue_before_fen)


@rule("瞪羚：收入增长", "Gazelle by growth", cites=f"{GAZELLE}1")
def gazelle_by_growth(gazelle_grown: Condition, grew_last_year: Condition) -> Condition:
    """Base revenue and compound growth, and growth in the latest year."""
    return all_of(gazelle_grown, grew_last_year)


@rule("成立不超过五年", "Founded within five years", cites=f"{GAZELLE}2")
def founded_within_five(founded_on: Day, young_years: Count, facts_as_of: Day) -> Check:
    """Five years from founding have not passed."""
    return at_least(founded_on.plus_years(young_years), facts_as_of)


@rule("营业收入突破5亿元", "Revenue above CNY 500m", cites=f"{GAZELLE}2")
def young_revenue_passed(revenue_latest_fen: Fen, young_revenue_min: Fen) -> Check:
    """Revenue of the latest year lies above the line for firms of up to five years."""
    return above(revenue_latest_fen, young_revenue_min)


@rule("成立不超过十年", "Founded within ten years", cites=f"{GAZELLE}3")
def founded_within_ten(founded_on: Day, older_years: Count, facts_as_of: Day) -> Check:
    """Ten years from founding have not passed."""
    return at_least(founded_on.plus_years(older_years), facts_as_of)


@rule("营业收入突破10亿元", "Revenue above CNY 1bn", cites=f"{GAZELLE}3")
def older_revenue_passed(revenue_latest_fen: Fen, older_revenue_min: Fen) -> Check:
    """Revenue of the latest year lies above the line for firms of up to ten years."""
    return above(revenue_latest_fen, older_revenue_min)


@rule("瞪羚：成立五年内突破", "Gazelle within five years", cites=f"{GAZELLE}2")
def gazelle_young(
    founded_within_five: Condition, young_revenue_passed: Condition, grew_last_year: Condition
) -> Condition:
    """Young, with revenue above CNY 500m that still grew."""
    return all_of(founded_within_five, young_revenue_passed, grew_last_year)


@rule("瞪羚：成立十年内突破", "Gazelle within ten years", cites=f"{GAZELLE}3")
def gazelle_older(
    founded_within_ten: Condition, older_revenue_passed: Condition, grew_last_year: Condition
) -> Condition:
    """Up to ten years old, with revenue above CNY 1bn that still grew."""
    return all_of(founded_within_ten, older_revenue_passed, grew_last_year)


@rule("符合瞪羚企业认定标准", "Meets the standard of a gazelle", cites=GAZELLE)
def gazelle(
    in_huangpu: Condition,
    high_tech: Condition,
    gazelle_by_growth: Condition,
    gazelle_young: Condition,
    gazelle_older: Condition,
) -> Condition:
    """A high-tech enterprise of the district that meets one of three conditions."""
    return all_of(in_huangpu, high_tech, any_of(gazelle_by_growth, gazelle_young, gazelle_older))


@rule("已认定瞪羚企业", "Recognised gazelle", cites=GAZELLE)
def gazelle_held(gazelle_recognised: Flag) -> Check:
    """It stands on a list of gazelles in force."""
    return holds(gazelle_recognised)


@rule("瞪羚培育：收入增长", "Groomed firm by growth", cites=f"{GROOMED}1")
def groomed_by_growth(cultivation_grown: Condition, grew_last_year: Condition) -> Condition:
    """Base revenue and compound growth, and growth in the latest year."""
    return all_of(cultivation_grown, grew_last_year)


@rule("截止年营业收入达标", "Revenue of the latest year reached", cites=f"{GROOMED}2")
def groomed_revenue_reached(revenue_latest_fen: Fen, cultivation_revenue_min: Fen) -> Check:
    """Revenue of the latest year."""
    return at_least(revenue_latest_fen, cultivation_revenue_min)


@rule("营业收入同比增长率达标", "Growth of the latest year reached", cites=f"{GROOMED}2")
def groomed_growth_reached(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, cultivation_growth_min: Share, one_year: Count
) -> Check:
    """Revenue of the latest year over that of the year before."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, cultivation_growth_min, intervals=one_year)


@rule("瞪羚培育：当年高增长", "Groomed firm by one strong year", cites=f"{GROOMED}2")
def groomed_by_one_year(groomed_revenue_reached: Condition, groomed_growth_reached: Condition) -> Condition:
    """Enough revenue, half as much again as the year before."""
    return all_of(groomed_revenue_reached, groomed_growth_reached)


@rule("A轮前专业机构投资达标", "Raised up to series A", cites=f"{GROOMED}3")
def groomed_raised_reached(institution_raised_to_a_fen: Fen, cultivation_raised_min: Fen) -> Check:
    """Money of professional investors up to and including series A."""
    return at_least(institution_raised_to_a_fen, cultivation_raised_min)


@rule("瞪羚培育：早期融资", "Groomed firm by early funding", cites=f"{GROOMED}3")
def groomed_by_funding(founded_within_five: Condition, groomed_raised_reached: Condition) -> Condition:
    """Up to five years old and well funded."""
    return all_of(founded_within_five, groomed_raised_reached)


@rule("符合瞪羚培育企业认定标准", "Meets the standard of a groomed firm", cites=GROOMED)
def gazelle_cultivation(
    in_huangpu: Condition,
    high_tech: Condition,
    groomed_by_growth: Condition,
    groomed_by_one_year: Condition,
    groomed_by_funding: Condition,
) -> Condition:
    """A high-tech enterprise of the district that meets one of three conditions."""
    return all_of(in_huangpu, high_tech, any_of(groomed_by_growth, groomed_by_one_year, groomed_by_funding))
