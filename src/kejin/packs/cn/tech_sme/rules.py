"""Technology SME: articles 6 to 8 of 国科发政〔2017〕115号.

Size and conduct (article 6, first four conditions) always bind. Beyond them either the score of article 7 or one of the
four direct routes of article 8 will do; a direct route needs neither the score nor points for technical staff.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Points,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    fails,
    holds,
    known,
    latest,
    not_,
    rule,
    share_at_least,
    share_of,
)

FLOORED = Rounded(Rounding.FLOOR, cites="kejin-conventions#shares")

staff_latest = latest("staff_count", "职工总数", "Staff")
tech_staff_latest = latest("tech_staff_count", "科技人员数", "Technical staff")
revenue_latest_fen = latest("revenue_fen", "年销售收入", "Yearly sales")
assets_latest_fen = latest("total_assets_fen", "年末资产总额", "Total assets at year end")
rd_latest_fen = latest("rd_expense_fen", "研发费用总额", "R&D expense")
cost_latest_fen = latest("cost_expense_total_fen", "成本费用支出总额", "Costs and expenses")


@rule("有统一社会信用代码", "Has a unified social credit code", cites="kejin-conventions#residence")
def credit_code_stated(credit_code: Choice) -> Check:
    """A code is given to organisations registered in the mainland, so one that is stated shows registration there."""
    return known(credit_code)


@rule("说明为境内居民企业", "Stated to be a resident enterprise", cites="tech-sme-measures-2017#6(1)")
def residence_stated(resident_enterprise: Flag) -> Check:
    """It is stated to be a resident enterprise registered in the mainland."""
    return holds(resident_enterprise)


@rule("境内注册的居民企业", "Resident enterprise of the mainland", cites="tech-sme-measures-2017#6(1)")
def resident(credit_code_stated: Condition, residence_stated: Condition) -> Condition:
    """Registered in mainland China, without Hong Kong, Macao and Taiwan: by its code or as stated."""
    return any_of(credit_code_stated, residence_stated)


@rule("职工总数未超限", "Staff within the limit", cites="tech-sme-measures-2017#6(2)")
def staff_within(staff_latest: Count, staff_max: Count) -> Check:
    """Staff of the last full year, at most 500."""
    return at_most(staff_latest, staff_max)


@rule("年销售收入未超限", "Sales within the limit", cites="tech-sme-measures-2017#6(2)")
def revenue_within(revenue_latest_fen: Fen, revenue_max: Fen) -> Check:
    """Sales of the last full year."""
    return at_most(revenue_latest_fen, revenue_max)


@rule("资产总额未超限", "Assets within the limit", cites="tech-sme-measures-2017#6(2)")
def assets_within(assets_latest_fen: Fen, assets_max: Fen) -> Check:
    """Total assets at the end of the last full year."""
    return at_most(assets_latest_fen, assets_max)


@rule("产品服务不属禁限类", "Products not prohibited or restricted", cites="tech-sme-measures-2017#6(3)")
def products_allowed(restricted_products: Flag) -> Check:
    """Products and services are not of a kind that the State prohibits, restricts or phases out."""
    return fails(restricted_products)


@rule(
    "上一年及当年无重大事故或违法", "No serious incident since last year", cites="tech-sme-measures-2017#6(4)"
)
def no_incident(serious_incident_last_and_this_year: Flag) -> Check:
    """No grave accident, breach of environmental law or research misconduct last year or this year."""
    return fails(serious_incident_last_and_this_year)


@rule(
    "未列入异常或失信名单", "On no list of irregular or dishonest firms", cites="tech-sme-measures-2017#6(4)"
)
def not_listed_dishonest(on_dishonest_list: Flag) -> Check:
    """Not on the list of irregular operations nor on that of grave dishonesty."""
    return fails(on_dishonest_list)


@rule("科技人员占比", "Technical staff share", cites="tech-sme-measures-2017#7(1)", rounds=FLOORED)
def tech_staff_share(tech_staff_latest: Count, staff_latest: Count) -> Quotient:
    """Technical staff over all staff."""
    return share_of(tech_staff_latest, staff_latest)


@rule("研发费用占销售收入", "R&D share of sales", cites="tech-sme-measures-2017#7(2)(1)", rounds=FLOORED)
def rd_share_of_revenue(rd_latest_fen: Fen, revenue_latest_fen: Fen) -> Quotient:
    """R&D over sales of the last full year."""
    return share_of(rd_latest_fen, revenue_latest_fen)


@rule("研发费用占成本费用", "R&D share of costs", cites="tech-sme-measures-2017#7(2)(2)", rounds=FLOORED)
def rd_share_of_cost(rd_latest_fen: Fen, cost_latest_fen: Fen) -> Quotient:
    """R&D over costs and expenses of the last full year."""
    return share_of(rd_latest_fen, cost_latest_fen)


@rule("评价得分（研发按销售收入）", "Score with R&D by sales", cites="tech-sme-measures-2017#7")
def score_by_revenue(tech_staff_points: Points, rd_points_by_revenue: Points, ip_points: Points) -> Points:
    """The three parts, R&D measured by sales."""
    return tech_staff_points + rd_points_by_revenue + ip_points


@rule("评价得分（研发按成本费用）", "Score with R&D by costs", cites="tech-sme-measures-2017#7")
def score_by_cost(tech_staff_points: Points, rd_points_by_cost: Points, ip_points: Points) -> Points:
    """The three parts, R&D measured by costs and expenses."""
    return tech_staff_points + rd_points_by_cost + ip_points


@rule("按销售收入口径得分达标", "Score reached by sales", cites="tech-sme-measures-2017#6(5)")
def score_by_revenue_reached(score_by_revenue: Points, score_min: Points) -> Check:
    """The score with R&D by sales is at least 60."""
    return at_least(score_by_revenue, score_min)


@rule("按成本费用口径得分达标", "Score reached by costs", cites="tech-sme-measures-2017#6(5)")
def score_by_cost_reached(score_by_cost: Points, score_min: Points) -> Check:
    """The score with R&D by costs and expenses is at least 60."""
    return at_least(score_by_cost, score_min)


@rule("评价得分达标", "Score reached", cites="tech-sme-measures-2017#7")
def score_reached(score_by_revenue_reached: Condition, score_by_cost_reached: Condition) -> Condition:
    """The enterprise chooses one of the two R&D indicators, so either score will do."""
    return any_of(score_by_revenue_reached, score_by_cost_reached)


@rule("科技人员指标得分不为0", "Points for technical staff", cites="tech-sme-measures-2017#6(5)")
def staff_item_scores(tech_staff_latest: Count, staff_latest: Count, tech_staff_share_min: Share) -> Check:
    """The share of technical staff reaches the lowest tier that brings points."""
    return share_at_least(tech_staff_latest, staff_latest, tech_staff_share_min)


@rule("评价合格", "Evaluation passed", cites="tech-sme-measures-2017#6(5)")
def evaluation_passed(score_reached: Condition, staff_item_scores: Condition) -> Condition:
    """Enough points, and some of them for technical staff."""
    return all_of(score_reached, staff_item_scores)


@rule("持有高新技术企业证书", "Holds a high-tech certificate", cites="tech-sme-measures-2017#8(1)")
def certificate_held(hte_certified: Flag) -> Check:
    """It is stated to hold a high-tech enterprise certificate in force."""
    return holds(hte_certified)


@rule("证书到期日已填报", "The certificate's last day is stated", cites="tech-sme-measures-2017#8(1)")
def certificate_end_stated(hte_certified_until: Day) -> Check:
    """The last day of the certificate was stated; where it was not, the statement that it is in force stands alone."""
    return known(hte_certified_until)


@rule("证书未到期", "The certificate has not run out", cites="tech-sme-measures-2017#8(1)")
def certificate_not_expired(hte_certified_until: Day, facts_as_of: Day) -> Check:
    """The last day of the certificate is not before the day as of which facts count."""
    return at_least(hte_certified_until, facts_as_of)


@rule("有效期内高新技术企业证书", "High-tech certificate in force", cites="tech-sme-measures-2017#8(1)")
def certificate_valid(
    certificate_held: Condition, certificate_end_stated: Condition, certificate_not_expired: Condition
) -> Condition:
    """Held, and not run out where its last day is stated."""
    return all_of(certificate_held, any_of(not_(certificate_end_stated), certificate_not_expired))


@rule("近五年国家级科技奖励前三", "National award within five years", cites="tech-sme-measures-2017#8(2)")
def award_recent(national_science_award_top3_on: Day, award_years: Count, facts_as_of: Day) -> Check:
    """A national science award within the last five years, among the first three of the awarded."""
    return at_least(national_science_award_top3_on.plus_years(award_years), facts_as_of)


@rule("拥有省部级以上研发机构", "Provincial R&D body", cites="tech-sme-measures-2017#8(3)")
def rd_body_recognised(provincial_rd_body: Flag) -> Check:
    """It has a recognised R&D body of provincial or ministerial level or higher."""
    return holds(provincial_rd_body)


@rule("近五年主导制定标准", "Led a standard within five years", cites="tech-sme-measures-2017#8(4)")
def standard_recent(led_standard_on: Day, standard_years: Count, facts_as_of: Day) -> Check:
    """It led an international, national or industry standard within the last five years."""
    return at_least(led_standard_on.plus_years(standard_years), facts_as_of)


@rule("符合直通条件之一", "One of the direct routes", cites="tech-sme-measures-2017#8")
def direct_route(
    certificate_valid: Condition,
    award_recent: Condition,
    rd_body_recognised: Condition,
    standard_recent: Condition,
) -> Condition:
    """One of four, which stands in for the score and for the points for technical staff."""
    return any_of(certificate_valid, award_recent, rd_body_recognised, standard_recent)


@rule(
    "评价合格或直通",
    "Evaluation or direct route",
    cites=("tech-sme-measures-2017#6(5)", "tech-sme-measures-2017#8"),
)
def evaluated_or_direct(evaluation_passed: Condition, direct_route: Condition) -> Condition:
    """Either way will do."""
    return any_of(evaluation_passed, direct_route)


@rule("符合科技型中小企业条件", "Qualifies as a technology SME", cites="tech-sme-measures-2017#6")
def qualifies(
    resident: Condition,
    staff_within: Condition,
    revenue_within: Condition,
    assets_within: Condition,
    products_allowed: Condition,
    no_incident: Condition,
    not_listed_dishonest: Condition,
    evaluated_or_direct: Condition,
) -> Condition:
    """Size and conduct, and the score or a direct route."""
    return all_of(
        resident,
        staff_within,
        revenue_within,
        assets_within,
        products_allowed,
        no_incident,
        not_listed_dishonest,
        evaluated_or_direct,
    )


@rule("已入库科技型中小企业", "Registered technology SME", cites="tech-sme-measures-2017#入库登记编号")
def number_held(tech_sme_registered: Flag) -> Check:
    """It has this year's registration number."""
    return holds(tech_sme_registered)
