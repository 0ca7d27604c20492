"""The rows of the regulator's form S70, 2025 layout. A union is an OR over its rows: each loan counts once."""

from kejin.policy.dsl import Condition, Grain, all_of, any_of, rule

A = "bank-a-s70#表样"
B = "bank-b-s70#2025-09-28 修改"
UNION = ("bank-b-s70#2025-09-28 修改", "kejin-conventions#并集")


@rule("高新技术企业贷款", "Loans to high-tech enterprises", cites=A, grain=Grain.LOAN)
def s70_1_1_1(s70_title_admitted: Condition, to_high_tech: Condition) -> Condition:
    """Admitted, to a high-tech enterprise."""
    return all_of(s70_title_admitted, to_high_tech)


@rule("科技型中小企业贷款", "Loans to technology SMEs", cites=A, grain=Grain.LOAN)
def s70_1_1_2(s70_title_admitted: Condition, to_tech_sme: Condition) -> Condition:
    """Admitted, to a technology SME."""
    return all_of(s70_title_admitted, to_tech_sme)


@rule("创新型中小企业贷款", "Loans to innovative SMEs", cites=A, grain=Grain.LOAN)
def s70_1_1_3(s70_title_admitted: Condition, to_innovative: Condition) -> Condition:
    """Admitted, to an innovative SME."""
    return all_of(s70_title_admitted, to_innovative)


@rule(
    "“专精特新”中小企业贷款（含小巨人）",
    "Loans to specialised SMEs and little giants",
    cites=A,
    grain=Grain.LOAN,
)
def s70_1_1_4(s70_title_admitted: Condition, to_specialised: Condition, to_giant: Condition) -> Condition:
    """Admitted, to a specialised SME or a little giant, of any size."""
    return all_of(s70_title_admitted, any_of(to_specialised, to_giant))


@rule("专精特新“小巨人”企业贷款", "Loans to little giants", cites=A, grain=Grain.LOAN)
def s70_1_1_5(s70_title_admitted: Condition, to_giant: Condition) -> Condition:
    """Admitted, to a little giant."""
    return all_of(s70_title_admitted, to_giant)


@rule("其他科技型企业贷款", "Loans to other technology enterprises", cites=(A, B), grain=Grain.LOAN)
def s70_1_1_6(
    s70_title_admitted: Condition,
    to_demonstration: Condition,
    to_champion: Condition,
    to_tech_centre: Condition,
) -> Condition:
    """Admitted, to a demonstration enterprise, a single champion or one with a national technology centre."""
    return all_of(s70_title_admitted, any_of(to_demonstration, to_champion, to_tech_centre))


@rule("各类科技名单企业贷款", "Loans to enterprises on named lists", cites=(A, B), grain=Grain.LOAN)
def s70_named_list(s70_title_admitted: Condition, to_named_list: Condition) -> Condition:
    """Admitted, to an enterprise on a named technology list."""
    return all_of(s70_title_admitted, to_named_list)


@rule("科技型企业贷款（1.1各行之并）", "Loans to technology enterprises", cites=UNION, grain=Grain.LOAN)
def s70_1_1(
    s70_1_1_1: Condition,
    s70_1_1_2: Condition,
    s70_1_1_3: Condition,
    s70_1_1_4: Condition,
    s70_1_1_5: Condition,
    s70_1_1_6: Condition,
    s70_named_list: Condition,
) -> Condition:
    """In any of the enterprise rows, once."""
    return any_of(s70_1_1_1, s70_1_1_2, s70_1_1_3, s70_1_1_4, s70_1_1_5, s70_1_1_6, s70_named_list)


@rule("高技术制造业贷款", "Loans to high-tech manufacturing", cites=(A, B), grain=Grain.LOAN)
def s70_1_2_1(s70_industry_admitted: Condition, goes_to_manufacturing: Condition) -> Condition:
    """Admitted, going to high-tech manufacturing."""
    return all_of(s70_industry_admitted, goes_to_manufacturing)


@rule("高技术服务业贷款", "Loans to high-tech services", cites=(A, B), grain=Grain.LOAN)
def s70_1_2_2(s70_industry_admitted: Condition, goes_to_services: Condition) -> Condition:
    """Admitted, going to high-tech services."""
    return all_of(s70_industry_admitted, goes_to_services)


@rule("战略性新兴产业贷款", "Loans to strategic emerging industries", cites=(A, B), grain=Grain.LOAN)
def s70_1_2_3(s70_industry_admitted: Condition, goes_to_strategic: Condition) -> Condition:
    """Admitted, going to a strategic emerging industry."""
    return all_of(s70_industry_admitted, goes_to_strategic)


@rule("知识产权（专利）密集型产业贷款", "Loans to IP-intensive industries", cites=(A, B), grain=Grain.LOAN)
def s70_1_2_4(s70_industry_admitted: Condition, goes_to_patent: Condition) -> Condition:
    """Admitted, going to an IP-intensive industry."""
    return all_of(s70_industry_admitted, goes_to_patent)


@rule("科技相关产业贷款（1.2各行之并）", "Loans to technology industries", cites=UNION, grain=Grain.LOAN)
def s70_1_2(
    s70_1_2_1: Condition, s70_1_2_2: Condition, s70_1_2_3: Condition, s70_1_2_4: Condition
) -> Condition:
    """In any of the industry rows, once."""
    return any_of(s70_1_2_1, s70_1_2_2, s70_1_2_3, s70_1_2_4)


@rule("科技贷款（1.1与1.2之并）", "Technology loans", cites=UNION, grain=Grain.LOAN)
def s70_total(s70_1_1: Condition, s70_1_2: Condition) -> Condition:
    """To a technology enterprise or a technology industry, once."""
    return any_of(s70_1_1, s70_1_2)
