"""Do the numbers of enterprises agree with what was published for their day? Tolerances are Kejin's own."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Grain,
    Share,
    all_of,
    rule,
    share_at_least,
    share_at_most,
)


@rule(
    "高新技术企业数量不低于公布数下限",
    "High-tech enterprises: not below what was published",
    cites=("gd-report-2026#2025年", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def hte_count_low(
    programme_high_tech_enterprise_count: Count, gd_high_tech_count: Count, level_low: Share
) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_high_tech_enterprise_count, gd_high_tech_count, level_low)


@rule(
    "高新技术企业数量不高于公布数上限",
    "High-tech enterprises: not above what was published",
    cites=("gd-report-2026#2025年", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def hte_count_high(
    programme_high_tech_enterprise_count: Count, gd_high_tech_count: Count, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_high_tech_enterprise_count, gd_high_tech_count, level_high)


@rule(
    "科技型中小企业数量不低于公布数下限",
    "Technology SMEs: not below what was published",
    cites=("gd-report-2026#2025年", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def tsme_count_low(programme_tech_sme_count: Count, gd_tech_sme_count: Count, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_tech_sme_count, gd_tech_sme_count, level_low)


@rule(
    "科技型中小企业数量不高于公布数上限",
    "Technology SMEs: not above what was published",
    cites=("gd-report-2026#2025年", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def tsme_count_high(programme_tech_sme_count: Count, gd_tech_sme_count: Count, level_high: Share) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_tech_sme_count, gd_tech_sme_count, level_high)


@rule(
    "高企和科技型中小企业数量与公布数相符",
    "Numbers of high-tech enterprises and technology SMEs agree",
    cites="gd-report-2026#2025年",
    grain=Grain.PROGRAMME_YEAR,
)
def technology_counts_agree(
    whole_province: Condition,
    hte_count_low: Condition,
    hte_count_high: Condition,
    tsme_count_low: Condition,
    tsme_count_high: Condition,
) -> Condition:
    """Both numbers within the tolerance."""
    return all_of(whole_province, hte_count_low, hte_count_high, tsme_count_low, tsme_count_high)


@rule(
    "专精特新中小企业数量不低于公布数下限",
    "Specialised SMEs: not below what was published",
    cites=("gd-miit-2024#2024年年中", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def spec_count_low(
    programme_specialised_sme_count: Count, gd_specialised_count: Count, level_low: Share
) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_specialised_sme_count, gd_specialised_count, level_low)


@rule(
    "专精特新中小企业数量不高于公布数上限",
    "Specialised SMEs: not above what was published",
    cites=("gd-miit-2024#2024年年中", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def spec_count_high(
    programme_specialised_sme_count: Count, gd_specialised_count: Count, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_specialised_sme_count, gd_specialised_count, level_high)


@rule(
    "创新型中小企业数量不低于公布数下限",
    "Innovative SMEs: not below what was published",
    cites=("gd-miit-2024#2024年年中", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def inno_count_low(
    programme_innovative_sme_count: Count, gd_innovative_count: Count, level_low: Share
) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_innovative_sme_count, gd_innovative_count, level_low)


@rule(
    "创新型中小企业数量不高于公布数上限",
    "Innovative SMEs: not above what was published",
    cites=("gd-miit-2024#2024年年中", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def inno_count_high(
    programme_innovative_sme_count: Count, gd_innovative_count: Count, level_high: Share
) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_innovative_sme_count, gd_innovative_count, level_high)


@rule(
    "小巨人企业数量不低于公布数下限",
    "Little giants: not below what was published",
    cites=("gd-miit-2024#2024年年中", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def giant_count_low(programme_little_giant_count: Count, gd_giant_count: Count, level_low: Share) -> Check:
    """No lower than the published figure of that day, within Kejin's tolerance."""
    return share_at_least(programme_little_giant_count, gd_giant_count, level_low)


@rule(
    "小巨人企业数量不高于公布数上限",
    "Little giants: not above what was published",
    cites=("gd-miit-2024#2024年年中", "kejin-conventions#核对"),
    grain=Grain.PROGRAMME_YEAR,
)
def giant_count_high(programme_little_giant_count: Count, gd_giant_count: Count, level_high: Share) -> Check:
    """No higher than the published figure of that day, within Kejin's tolerance."""
    return share_at_most(programme_little_giant_count, gd_giant_count, level_high)


@rule(
    "专精特新三类企业数量与公布数相符",
    "Numbers of specialised, innovative SMEs and little giants agree",
    cites="gd-miit-2024#2024年年中",
    grain=Grain.PROGRAMME_YEAR,
)
def specialised_counts_agree(
    whole_province: Condition,
    spec_count_low: Condition,
    spec_count_high: Condition,
    inno_count_low: Condition,
    inno_count_high: Condition,
    giant_count_low: Condition,
    giant_count_high: Condition,
) -> Condition:
    """All three numbers within the tolerance."""
    return all_of(
        whole_province,
        spec_count_low,
        spec_count_high,
        inno_count_low,
        inno_count_high,
        giant_count_low,
        giant_count_high,
    )
