"""High-tech enterprise: the eight conditions of article 11 of 国科发火〔2016〕32号, read with the 2016 work guide.

Sums run over three financial years, or over the years since founding where there are fewer. The tier of the R&D floor
goes by the sales of the latest year alone, the R&D share by the sums.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Days,
    Fen,
    Flag,
    Points,
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    back,
    fails,
    holds,
    known,
    latest,
    not_,
    rule,
    share_at_least,
    share_of,
    smallest,
    total,
)

FLOORED = Rounded(Rounding.FLOOR, cites="kejin-conventions#shares")
NEAREST = Rounded(Rounding.HALF_UP, cites="kejin-conventions#shares")

revenue_latest_fen = latest("revenue_fen", "最近一年销售收入", "Sales of the latest year")
revenue_before_fen = back("revenue_fen", "前一年销售收入", "Sales one year before", years="one_year_back")
revenue_first_fen = back("revenue_fen", "前两年销售收入", "Sales two years before", years="two_years_back")
revenue_window_fen = total(
    "revenue_fen",
    "近三年销售收入总额",
    "Sales over three years",
    years="rd_window_years",
    since_founding=True,
)
rd_window_fen = total(
    "rd_expense_fen",
    "近三年研发费用总额",
    "R&D over three years",
    years="rd_window_years",
    since_founding=True,
)
rd_domestic_window_fen = total(
    "rd_expense_domestic_fen",
    "近三年境内研发费用总额",
    "R&D in China over three years",
    years="rd_window_years",
    since_founding=True,
)
hightech_income_latest_fen = latest(
    "hightech_income_fen", "近一年高新技术产品（服务）收入", "High-tech income of the latest year"
)
income_total_latest_fen = latest("income_total_fen", "近一年总收入", "Total income of the latest year")
staff_latest = latest("staff_count", "当年职工总数", "Staff of the year")
tech_staff_latest = latest("tech_staff_count", "当年科技人员数", "Technical staff of the year")
net_assets_latest_fen = latest("net_assets_fen", "第三年末净资产", "Net assets at the end of the third year")
net_assets_before_fen = back(
    "net_assets_fen", "第二年末净资产", "Net assets at the end of the second year", years="one_year_back"
)
net_assets_first_fen = back(
    "net_assets_fen", "第一年末净资产", "Net assets at the end of the first year", years="two_years_back"
)


@rule(
    "注册成立满一年", "Registered for a year", cites=("hte-measures-2016#11(1)", "hte-guide-2016-days#年限")
)
def registered_long_enough(facts_as_of: Day, founded_on: Day, registered_days_min: Days) -> Check:
    """From founding to the day as of which facts count there lie at least 365 calendar days."""
    return at_least(facts_as_of - founded_on, registered_days_min)


@rule("拥有核心知识产权", "Owns the core intellectual property", cites="hte-measures-2016#11(2)")
def core_ip_owned(owns_core_ip: Flag) -> Check:
    """It owns the rights that technically carry its main products, by own research, purchase, gift or merger."""
    return holds(owns_core_ip)


@rule("属于重点支持领域", "In a supported field", cites="hte-measures-2016#11(3)")
def field_supported(in_supported_field: Flag) -> Check:
    """The technology that carries its main products lies in the fields that the State supports."""
    return holds(in_supported_field)


@rule("科技人员占比达标", "Technical staff share reached", cites="hte-measures-2016#11(4)")
def tech_staff_met(tech_staff_latest: Count, staff_latest: Count, tech_staff_share_min: Share) -> Check:
    """Technical staff over all staff of the year."""
    return share_at_least(tech_staff_latest, staff_latest, tech_staff_share_min)


@rule("研发费用占比达标", "R&D share reached", cites="hte-measures-2016#11(5)")
def rd_share_met(rd_window_fen: Fen, revenue_window_fen: Fen, rd_share_floor: Share) -> Check:
    """R&D over sales, both summed over the window, reaches the floor of the tier that last year's sales set."""
    return share_at_least(rd_window_fen, revenue_window_fen, rd_share_floor)


@rule("境内研发费用占比达标", "Share of R&D in China reached", cites="hte-measures-2016#11(5)")
def domestic_rd_met(rd_domestic_window_fen: Fen, rd_window_fen: Fen, domestic_rd_share_min: Share) -> Check:
    """R&D incurred in China over all R&D, both summed over the window."""
    return share_at_least(rd_domestic_window_fen, rd_window_fen, domestic_rd_share_min)


@rule("高新技术产品（服务）收入占比达标", "High-tech income share reached", cites="hte-measures-2016#11(6)")
def hightech_income_met(
    hightech_income_latest_fen: Fen, income_total_latest_fen: Fen, hightech_income_share_min: Share
) -> Check:
    """High-tech income over total income (all income less income not subject to tax) of the latest year."""
    return share_at_least(hightech_income_latest_fen, income_total_latest_fen, hightech_income_share_min)


@rule(
    "创新能力评价得分",
    "Innovation score",
    cites=("hte-measures-2016#11(7)", "hte-guide-2016#企业创新能力评价"),
)
def innovation_score(
    hte_ip_score: Points,
    ip_points_max: Points,
    hte_conversion_score: Points,
    conversion_points_max: Points,
    hte_organisation_score: Points,
    organisation_points_max: Points,
    hte_growth_score: Points,
    growth_points_max: Points,
) -> Points:
    """The four parts as experts stated them, each up to its most; unknown while one part is unknown."""
    return (
        smallest(hte_ip_score, ip_points_max)
        + smallest(hte_conversion_score, conversion_points_max)
        + smallest(hte_organisation_score, organisation_points_max)
        + smallest(hte_growth_score, growth_points_max)
    )


@rule(
    "创新能力评价达标",
    "Innovation score passed",
    cites=("hte-measures-2016#11(7)", "hte-guide-2016#企业创新能力评价"),
)
def score_passed(innovation_score: Points, score_pass_mark: Points) -> Check:
    """The score is above 70; 70 itself does not pass."""
    return above(innovation_score, score_pass_mark)


@rule("前一年内无重大事故或违法", "No serious incident in the past year", cites="hte-measures-2016#11(8)")
def clean_record(serious_incident_past_year: Flag) -> Check:
    """No grave accident in safety or quality and no grave breach of environmental law in the year before applying."""
    return fails(serious_incident_past_year)


@rule(
    "符合高新技术企业认定条件", "Meets the conditions of a high-tech enterprise", cites="hte-measures-2016#11"
)
def qualifies(
    registered_long_enough: Condition,
    core_ip_owned: Condition,
    field_supported: Condition,
    tech_staff_met: Condition,
    rd_share_met: Condition,
    domestic_rd_met: Condition,
    hightech_income_met: Condition,
    score_passed: Condition,
    clean_record: Condition,
) -> Condition:
    """All eight conditions; the fifth is in two halves."""
    return all_of(
        registered_long_enough,
        core_ip_owned,
        field_supported,
        tech_staff_met,
        rd_share_met,
        domestic_rd_met,
        hightech_income_met,
        score_passed,
        clean_record,
    )


@rule("持有高新技术企业证书", "Certificate held", cites="hte-measures-2016#证书")
def certificate_held(hte_certified: Flag) -> Check:
    """It is stated to hold a valid certificate."""
    return holds(hte_certified)


@rule("填报了证书有效期", "Last day of the certificate stated", cites="hte-measures-2016#证书")
def certificate_end_stated(hte_certified_until: Day) -> Check:
    """The last day of the certificate is known."""
    return known(hte_certified_until)


@rule("证书未过期", "Certificate not expired", cites="hte-measures-2016#证书")
def certificate_not_expired(hte_certified_until: Day, facts_as_of: Day) -> Check:
    """The last day of the certificate is not before the day as of which facts count."""
    return at_least(hte_certified_until, facts_as_of)


@rule("有效期内高新技术企业", "High-tech enterprise in force", cites="hte-measures-2016#证书")
def certificate_valid(
    certificate_held: Condition, certificate_end_stated: Condition, certificate_not_expired: Condition
) -> Condition:
    """Held, and not run out where its last day is stated."""
    return all_of(certificate_held, any_of(not_(certificate_end_stated), certificate_not_expired))


@rule("研发费用占比", "R&D share", cites="hte-measures-2016#11(5)", rounds=FLOORED)
def rd_share(rd_window_fen: Fen, revenue_window_fen: Fen) -> Quotient:
    """R&D over sales over the window, for display."""
    return share_of(rd_window_fen, revenue_window_fen)


@rule("境内研发费用占比", "Share of R&D in China", cites="hte-measures-2016#11(5)", rounds=FLOORED)
def domestic_rd_share(rd_domestic_window_fen: Fen, rd_window_fen: Fen) -> Quotient:
    """R&D in China over all R&D, for display."""
    return share_of(rd_domestic_window_fen, rd_window_fen)


@rule(
    "高新技术产品（服务）收入占比", "High-tech income share", cites="hte-measures-2016#11(6)", rounds=FLOORED
)
def hightech_income_share(hightech_income_latest_fen: Fen, income_total_latest_fen: Fen) -> Quotient:
    """High-tech income over total income, for display."""
    return share_of(hightech_income_latest_fen, income_total_latest_fen)


@rule("科技人员占比", "Technical staff share", cites="hte-measures-2016#11(4)", rounds=FLOORED)
def tech_staff_share(tech_staff_latest: Count, staff_latest: Count) -> Quotient:
    """Technical staff over all staff, for display."""
    return share_of(tech_staff_latest, staff_latest)


@rule(
    "第二年销售收入增长率",
    "Sales growth of the second year",
    cites="hte-guide-2016#企业创新能力评价·企业成长性",
    rounds=NEAREST,
)
def sales_growth_second(revenue_before_fen: Fen, revenue_first_fen: Fen) -> Quotient:
    """Second year over first, less one."""
    return share_of(revenue_before_fen - revenue_first_fen, revenue_first_fen)


@rule(
    "第三年销售收入增长率",
    "Sales growth of the third year",
    cites="hte-guide-2016#企业创新能力评价·企业成长性",
    rounds=NEAREST,
)
def sales_growth_third(revenue_latest_fen: Fen, revenue_before_fen: Fen) -> Quotient:
    """Third year over second, less one."""
    return share_of(revenue_latest_fen - revenue_before_fen, revenue_before_fen)


@rule("销售收入增长率", "Sales growth", cites="hte-guide-2016#企业创新能力评价·企业成长性", rounds=NEAREST)
def sales_growth(sales_growth_second: Share, sales_growth_third: Share, half: Share) -> Product:
    """The mean of the two yearly rates. It is not the compound rate."""
    return (sales_growth_second + sales_growth_third) * half


@rule(
    "第二年净资产增长率",
    "Net asset growth of the second year",
    cites="hte-guide-2016#企业创新能力评价·企业成长性",
    rounds=NEAREST,
)
def net_assets_growth_second(net_assets_before_fen: Fen, net_assets_first_fen: Fen) -> Quotient:
    """Second year end over first, less one."""
    return share_of(net_assets_before_fen - net_assets_first_fen, net_assets_first_fen)


@rule(
    "第三年净资产增长率",
    "Net asset growth of the third year",
    cites="hte-guide-2016#企业创新能力评价·企业成长性",
    rounds=NEAREST,
)
def net_assets_growth_third(net_assets_latest_fen: Fen, net_assets_before_fen: Fen) -> Quotient:
    """Third year end over second, less one."""
    return share_of(net_assets_latest_fen - net_assets_before_fen, net_assets_before_fen)


@rule("净资产增长率", "Net asset growth", cites="hte-guide-2016#企业创新能力评价·企业成长性", rounds=NEAREST)
def net_assets_growth(
    net_assets_growth_second: Share, net_assets_growth_third: Share, half: Share
) -> Product:
    """The mean of the two yearly rates."""
    return (net_assets_growth_second + net_assets_growth_third) * half


@rule("成长性参考最低分", "Growth part: least points", cites="hte-growth-sheet#企业成长性")
def growth_points_least(sales_growth_points_least: Points, net_assets_growth_points_least: Points) -> Points:
    """The least that the two rates bring, for comparison with the points stated; decides nothing."""
    return sales_growth_points_least + net_assets_growth_points_least


@rule("成长性参考最高分", "Growth part: most points", cites="hte-growth-sheet#企业成长性")
def growth_points_most(sales_growth_points_most: Points, net_assets_growth_points_most: Points) -> Points:
    """The most that the two rates bring, for comparison with the points stated; decides nothing."""
    return sales_growth_points_most + net_assets_growth_points_most
