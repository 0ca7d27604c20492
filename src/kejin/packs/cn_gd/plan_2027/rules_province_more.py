"""Access to loans and technology loans of the province beside what was published. Tolerances are Kejin's own."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Grain,
    Share,
    all_of,
    at_least,
    at_most,
    rule,
    share_at_least,
    share_at_most,
)


@rule(
    "科技型中小企业获贷率不低于公布数",
    "Access of technology SMEs: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_sme_access_low(
    programme_tech_sme_loans_access: Share, gd_tech_sme_access: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_tech_sme_loans_access + growth_tolerance, gd_tech_sme_access)


@rule(
    "科技型中小企业获贷率不高于公布数",
    "Access of technology SMEs: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_sme_access_high(
    programme_tech_sme_loans_access: Share, gd_tech_sme_access: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_tech_sme_loans_access, gd_tech_sme_access + growth_tolerance)


@rule(
    "高新技术企业获贷率不低于公布数",
    "Access of high-tech enterprises: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_high_access_low(
    programme_high_tech_loans_access: Share, gd_high_tech_access: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_high_tech_loans_access + growth_tolerance, gd_high_tech_access)


@rule(
    "高新技术企业获贷率不高于公布数",
    "Access of high-tech enterprises: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_high_access_high(
    programme_high_tech_loans_access: Share, gd_high_tech_access: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_high_tech_loans_access, gd_high_tech_access + growth_tolerance)


@rule(
    "小巨人企业获贷率不低于公布数",
    "Access of little giants: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_giant_access_low(
    programme_little_giant_loans_access: Share, gd_little_giant_access: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_little_giant_loans_access + growth_tolerance, gd_little_giant_access)


@rule(
    "小巨人企业获贷率不高于公布数",
    "Access of little giants: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_giant_access_high(
    programme_little_giant_loans_access: Share, gd_little_giant_access: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_little_giant_loans_access, gd_little_giant_access + growth_tolerance)


@rule(
    "获贷率与公布数相符（全省）",
    "Access to loans agrees, whole province",
    cites="gd-pbc#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def province_access_agrees(
    whole_province: Condition,
    of_central_bank: Condition,
    gd_sme_access_low: Condition,
    gd_sme_access_high: Condition,
    gd_high_access_low: Condition,
    gd_high_access_high: Condition,
    gd_giant_access_low: Condition,
    gd_giant_access_high: Condition,
) -> Condition:
    """All three shares of firms with a loan within the tolerance."""
    return all_of(
        whole_province,
        of_central_bank,
        gd_sme_access_low,
        gd_sme_access_high,
        gd_high_access_low,
        gd_high_access_high,
        gd_giant_access_low,
        gd_giant_access_high,
    )


@rule(
    "科技贷款增速不低于公布数",
    "Growth of technology loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_tech_growth_low(
    programme_tech_loans_growth: Share, gd_tech_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_tech_loans_growth + growth_tolerance, gd_tech_loans_growth)


@rule(
    "科技贷款增速不高于公布数",
    "Growth of technology loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_tech_growth_high(
    programme_tech_loans_growth: Share, gd_tech_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_tech_loans_growth, gd_tech_loans_growth + growth_tolerance)


@rule(
    "科技型企业贷款余额不低于公布数下限",
    "Loans to technology enterprises: not below what was published",
    cites=("gd-press-2025-12#2025年9月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_firm_level_low(programme_tech_firm_loans_fen: Fen, gd_tech_firm_loans: Fen, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_tech_firm_loans_fen, gd_tech_firm_loans, level_low)


@rule(
    "科技型企业贷款余额不高于公布数上限",
    "Loans to technology enterprises: not above what was published",
    cites=("gd-press-2025-12#2025年9月末", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_firm_level_high(
    programme_tech_firm_loans_fen: Fen, gd_tech_firm_loans: Fen, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_tech_firm_loans_fen, gd_tech_firm_loans, level_high)


@rule(
    "科技贷款增速与公布数相符",
    "Growth of technology loans agrees",
    cites="gd-pbc#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def province_tech_growth_agrees(
    of_central_bank: Condition, gd_tech_growth_low: Condition, gd_tech_growth_high: Condition
) -> Condition:
    """Growth within the tolerance; whether Shenzhen is included was not stated."""
    return all_of(of_central_bank, gd_tech_growth_low, gd_tech_growth_high)


@rule(
    "科技型企业贷款余额与公布数相符",
    "Loans to technology enterprises agree",
    cites="gd-press-2025-12#2025年9月末",
    grain=Grain.PROGRAMME_YEAR,
)
def province_tech_firm_agrees(gd_firm_level_low: Condition, gd_firm_level_high: Condition) -> Condition:
    """Level within the tolerance; whether Shenzhen is included was not stated."""
    return all_of(gd_firm_level_low, gd_firm_level_high)
