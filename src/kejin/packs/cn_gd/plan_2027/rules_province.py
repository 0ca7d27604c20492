"""Do the figures of the whole province agree with what was published for their day? Tolerances are Kejin's own."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Grain,
    Share,
    all_of,
    at_least,
    at_most,
    one_of,
    rule,
    share_at_least,
    share_at_most,
)


@rule("口径为全省", "Area: the whole province", cites="kejin-conventions#核对", grain=Grain.PROGRAMME_YEAR)
def whole_province(programme_perimeter: Choice, province_perimeters: Choices) -> Check:
    """The figures cover the whole province."""
    return one_of(programme_perimeter, province_perimeters)


@rule(
    "各项贷款增速不低于公布数",
    "Growth of all loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_all_growth_low(
    programme_all_loans_growth: Share, gd_all_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_all_loans_growth + growth_tolerance, gd_all_loans_growth)


@rule(
    "各项贷款增速不高于公布数",
    "Growth of all loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_all_growth_high(
    programme_all_loans_growth: Share, gd_all_loans_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_all_loans_growth, gd_all_loans_growth + growth_tolerance)


@rule(
    "各项贷款增速与公布数相符（全省）",
    "All loans agree, whole province",
    cites="gd-pbc#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def province_all_loans_agree(
    whole_province: Condition,
    of_central_bank: Condition,
    gd_all_growth_low: Condition,
    gd_all_growth_high: Condition,
) -> Condition:
    """Growth within the tolerance of what was published for that day."""
    return all_of(whole_province, of_central_bank, gd_all_growth_low, gd_all_growth_high)


@rule(
    "科技型中小企业贷款余额不低于公布数下限",
    "Technology SME loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_sme_level_low(programme_tech_sme_loans_fen: Fen, gd_tech_sme_loans: Fen, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_tech_sme_loans_fen, gd_tech_sme_loans, level_low)


@rule(
    "科技型中小企业贷款余额不高于公布数上限",
    "Technology SME loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_sme_level_high(programme_tech_sme_loans_fen: Fen, gd_tech_sme_loans: Fen, level_high: Share) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_tech_sme_loans_fen, gd_tech_sme_loans, level_high)


@rule(
    "科技型中小企业贷款增速不低于公布数",
    "Growth of technology SME loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_sme_growth_low(
    programme_tech_sme_loans_growth: Share, gd_tech_sme_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_tech_sme_loans_growth + growth_tolerance, gd_tech_sme_growth)


@rule(
    "科技型中小企业贷款增速不高于公布数",
    "Growth of technology SME loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_sme_growth_high(
    programme_tech_sme_loans_growth: Share, gd_tech_sme_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_tech_sme_loans_growth, gd_tech_sme_growth + growth_tolerance)


@rule(
    "科技型中小企业贷款与公布数相符（全省）",
    "Technology SME loans agree, whole province",
    cites="gd-pbc#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def province_tech_sme_agree(
    whole_province: Condition,
    of_central_bank: Condition,
    gd_sme_level_low: Condition,
    gd_sme_level_high: Condition,
    gd_sme_growth_low: Condition,
    gd_sme_growth_high: Condition,
) -> Condition:
    """Level and growth within the tolerance."""
    return all_of(
        whole_province,
        of_central_bank,
        gd_sme_level_low,
        gd_sme_level_high,
        gd_sme_growth_low,
        gd_sme_growth_high,
    )


@rule(
    "高新技术企业贷款余额不低于公布数下限",
    "High-tech loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_high_level_low(programme_high_tech_loans_fen: Fen, gd_high_tech_loans: Fen, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_high_tech_loans_fen, gd_high_tech_loans, level_low)


@rule(
    "高新技术企业贷款余额不高于公布数上限",
    "High-tech loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_high_level_high(
    programme_high_tech_loans_fen: Fen, gd_high_tech_loans: Fen, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_high_tech_loans_fen, gd_high_tech_loans, level_high)


@rule(
    "高新技术企业贷款增速不低于公布数",
    "Growth of high-tech loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_high_growth_low(
    programme_high_tech_loans_growth: Share, gd_high_tech_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_high_tech_loans_growth + growth_tolerance, gd_high_tech_growth)


@rule(
    "高新技术企业贷款增速不高于公布数",
    "Growth of high-tech loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_high_growth_high(
    programme_high_tech_loans_growth: Share, gd_high_tech_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_high_tech_loans_growth, gd_high_tech_growth + growth_tolerance)


@rule(
    "高新技术企业贷款与公布数相符（全省）",
    "High-tech loans agree, whole province",
    cites="gd-pbc#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def province_high_tech_agree(
    whole_province: Condition,
    of_central_bank: Condition,
    gd_high_level_low: Condition,
    gd_high_level_high: Condition,
    gd_high_growth_low: Condition,
    gd_high_growth_high: Condition,
) -> Condition:
    """Level and growth within the tolerance."""
    return all_of(
        whole_province,
        of_central_bank,
        gd_high_level_low,
        gd_high_level_high,
        gd_high_growth_low,
        gd_high_growth_high,
    )


@rule(
    "小巨人企业贷款余额不低于公布数下限",
    "Little-giant loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_giant_level_low(
    programme_little_giant_loans_fen: Fen, gd_little_giant_loans: Fen, level_low: Share
) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_little_giant_loans_fen, gd_little_giant_loans, level_low)


@rule(
    "小巨人企业贷款余额不高于公布数上限",
    "Little-giant loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_giant_level_high(
    programme_little_giant_loans_fen: Fen, gd_little_giant_loans: Fen, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_little_giant_loans_fen, gd_little_giant_loans, level_high)


@rule(
    "小巨人企业贷款增速不低于公布数",
    "Growth of little-giant loans: not below what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_giant_growth_low(
    programme_little_giant_loans_growth: Share, gd_little_giant_growth: Share, growth_tolerance: Share
) -> Check:
    """No lower than the published rate of that day, within Kejin's tolerance."""
    return at_least(programme_little_giant_loans_growth + growth_tolerance, gd_little_giant_growth)


@rule(
    "小巨人企业贷款增速不高于公布数",
    "Growth of little-giant loans: not above what was published",
    cites=("gd-pbc#公布数", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def gd_giant_growth_high(
    programme_little_giant_loans_growth: Share, gd_little_giant_growth: Share, growth_tolerance: Share
) -> Check:
    """No higher than the published rate of that day, within Kejin's tolerance."""
    return at_most(programme_little_giant_loans_growth, gd_little_giant_growth + growth_tolerance)


@rule(
    "小巨人企业贷款与公布数相符（全省）",
    "Little-giant loans agree, whole province",
    cites="gd-pbc#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def province_giants_agree(
    whole_province: Condition,
    of_central_bank: Condition,
    gd_giant_level_low: Condition,
    gd_giant_level_high: Condition,
    gd_giant_growth_low: Condition,
    gd_giant_growth_high: Condition,
) -> Condition:
    """Level and growth within the tolerance."""
    return all_of(
        whole_province,
        of_central_bank,
        gd_giant_level_low,
        gd_giant_level_high,
        gd_giant_growth_low,
        gd_giant_growth_high,
    )
