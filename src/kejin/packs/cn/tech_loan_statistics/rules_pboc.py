"""The rows of the central bank's template. A union is an OR over its rows, so that each loan counts once."""

from kejin.policy.dsl import Condition, Grain, all_of, any_of, rule

UNION = ("bank-a-pboc#T07、T12", "kejin-conventions#并集")


@rule("高新技术企业贷款", "Loans to high-tech enterprises", cites="bank-a-pboc#T01", grain=Grain.LOAN)
def t01(pboc_admitted: Condition, to_high_tech: Condition) -> Condition:
    """Admitted, to a high-tech enterprise."""
    return all_of(pboc_admitted, to_high_tech)


@rule("科技型中小企业贷款", "Loans to technology SMEs", cites="bank-a-pboc#T02", grain=Grain.LOAN)
def t02(pboc_admitted: Condition, to_tech_sme: Condition) -> Condition:
    """Admitted, to a technology SME."""
    return all_of(pboc_admitted, to_tech_sme)


@rule("“专精特新”中小企业贷款", "Loans to specialised SMEs", cites="bank-a-pboc#T03", grain=Grain.LOAN)
def t03(pboc_admitted: Condition, to_specialised: Condition) -> Condition:
    """Admitted, to a specialised SME."""
    return all_of(pboc_admitted, to_specialised)


@rule("专精特新“小巨人”企业贷款", "Loans to little giants", cites="bank-a-pboc#T04", grain=Grain.LOAN)
def t04(pboc_admitted: Condition, to_giant: Condition) -> Condition:
    """Admitted, to a little giant."""
    return all_of(pboc_admitted, to_giant)


@rule(
    "国家技术创新示范企业贷款",
    "Loans to demonstration enterprises",
    cites="bank-a-pboc#T05",
    grain=Grain.LOAN,
)
def t05(pboc_admitted: Condition, to_demonstration: Condition) -> Condition:
    """Admitted, to a national innovation demonstration enterprise."""
    return all_of(pboc_admitted, to_demonstration)


@rule("制造业单项冠军企业贷款", "Loans to single champions", cites="bank-a-pboc#T06", grain=Grain.LOAN)
def t06(pboc_admitted: Condition, to_champion: Condition) -> Condition:
    """Admitted, to a single champion of manufacturing."""
    return all_of(pboc_admitted, to_champion)


@rule("科技型企业贷款（T01—T06之并）", "Loans to technology enterprises", cites=UNION, grain=Grain.LOAN)
def t07(
    t01: Condition, t02: Condition, t03: Condition, t04: Condition, t05: Condition, t06: Condition
) -> Condition:
    """In any of T01 to T06, once."""
    return any_of(t01, t02, t03, t04, t05, t06)


@rule("高技术制造业贷款", "Loans to high-tech manufacturing", cites="bank-a-pboc#T08", grain=Grain.LOAN)
def t08(
    pboc_admitted: Condition,
    pboc_industry_bill: Condition,
    used_in_china: Condition,
    goes_to_manufacturing: Condition,
) -> Condition:
    """Admitted, used in China, going to high-tech manufacturing."""
    return all_of(pboc_admitted, pboc_industry_bill, used_in_china, goes_to_manufacturing)


@rule("高技术服务业贷款", "Loans to high-tech services", cites="bank-a-pboc#T09", grain=Grain.LOAN)
def t09(
    pboc_admitted: Condition, pboc_industry_bill: Condition, goes_to_t09_services: Condition
) -> Condition:
    """Admitted, going to one of the eight classes of high-tech services."""
    return all_of(pboc_admitted, pboc_industry_bill, goes_to_t09_services)


@rule(
    "战略性新兴产业贷款", "Loans to strategic emerging industries", cites="bank-a-pboc#T10", grain=Grain.LOAN
)
def t10(pboc_admitted: Condition, goes_to_strategic: Condition) -> Condition:
    """Admitted, going to a strategic emerging industry."""
    return all_of(pboc_admitted, goes_to_strategic)


@rule(
    "知识产权（专利）密集型产业贷款",
    "Loans to IP-intensive industries",
    cites="bank-a-pboc#T11",
    grain=Grain.LOAN,
)
def t11(
    pboc_admitted: Condition,
    pboc_industry_bill: Condition,
    used_in_china: Condition,
    goes_to_patent: Condition,
) -> Condition:
    """Admitted, used in China, going to an IP-intensive industry."""
    return all_of(pboc_admitted, pboc_industry_bill, used_in_china, goes_to_patent)


@rule("科技相关产业贷款（T08—T11之并）", "Loans to technology industries", cites=UNION, grain=Grain.LOAN)
def t12(t08: Condition, t09: Condition, t10: Condition, t11: Condition) -> Condition:
    """In any of T08 to T11, once."""
    return any_of(t08, t09, t10, t11)


@rule(
    "科技贷款（T07与T12之并）",
    "Technology loans",
    cites=("five-priorities-2025#科技贷款", "kejin-conventions#并集"),
    grain=Grain.LOAN,
)
def pboc_total(t07: Condition, t12: Condition) -> Condition:
    """To a technology enterprise or a technology industry, once."""
    return any_of(t07, t12)
