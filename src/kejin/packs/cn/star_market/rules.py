"""STAR market: five listing sets (listing rules 2.1.2) and the sci-tech attributes (CSRC guideline, arts. 1 and 2).

Profit is the lower of net profit before and after non-recurring items; profit, revenue and cash flow are audited.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Flag,
    Grain,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    back,
    every,
    growth_at_least,
    holds,
    latest,
    not_,
    one_of,
    rule,
    share_at_least,
    smallest,
    total,
)

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Latest year's revenue")
revenue_before_fen = back(
    "revenue_fen", "期初年度营业收入", "Revenue at the start of the growth period", years="growth_intervals"
)
revenue_window_fen = total(
    "revenue_fen", "最近三年营业收入合计", "Revenue of three years", years="window_years"
)
rd_window_fen = total("rd_expense_fen", "最近三年研发投入合计", "R&D of three years", years="window_years")
cash_window_fen = total(
    "operating_cash_flow_fen",
    "最近三年经营现金流量净额合计",
    "Operating cash flow of three years",
    years="window_years",
)
rd_staff_latest = latest("rd_staff_count", "当年研发人员", "R&D staff of the year")
staff_latest = latest("staff_count", "当年员工总数", "Staff of the year")
profit_two_years_fen = total("profit_fen", "最近两年净利润合计", "Profit of two years", years="profit_years")
profitable_both_years = every(
    "profitable_year", "最近两年净利润均为正", "Profit in both years", years="profit_years"
)
profitable_last_year = latest("profitable_year", "最近一年净利润为正", "Profit in the latest year")
audited_last_year = latest("audited_year", "最近一年经审计", "Latest year audited")
audited_both_years = every("audited_year", "最近两年均经审计", "Both years audited", years="profit_years")
audited_window = every("audited_year", "最近三年均经审计", "All three years audited", years="window_years")


@rule(
    "净利润（扣非前后孰低）", "Profit, the lower figure", cites="star-listing-rules#2.1.2", grain=Grain.FILING
)
def profit_fen(net_profit_fen: Fen, net_profit_ex_fen: Fen) -> Fen:
    """The year's profit: the lower of net profit before and after non-recurring items."""
    return smallest(net_profit_fen, net_profit_ex_fen)


@rule("净利润为正", "Net profit positive", cites="star-listing-rules#2.1.2（一）", grain=Grain.FILING)
def net_profit_positive(net_profit_fen: Fen, nothing_fen: Fen) -> Check:
    """The year's net profit is above zero."""
    return above(net_profit_fen, nothing_fen)


@rule(
    "扣非净利润为正",
    "Profit without non-recurring items positive",
    cites="star-listing-rules#2.1.2（一）",
    grain=Grain.FILING,
)
def recurring_profit_positive(net_profit_ex_fen: Fen, nothing_fen: Fen) -> Check:
    """The year's net profit without non-recurring items is above zero."""
    return above(net_profit_ex_fen, nothing_fen)


@rule("当年盈利", "Profitable year", cites="star-listing-rules#2.1.2（一）", grain=Grain.FILING)
def profitable_year(net_profit_positive: Condition, recurring_profit_positive: Condition) -> Condition:
    """Both figures are positive, so the lower one is. One loss settles it even where the other is unknown."""
    return all_of(net_profit_positive, recurring_profit_positive)


@rule("当年财务数据经审计", "Year audited", cites="star-listing-rules#2.1.2", grain=Grain.FILING)
def audited_year(accounts_audited: Flag) -> Check:
    """The year's accounts were audited."""
    return holds(accounts_audited)


@rule("预计市值达到第一套标准", "Market value of set 1", cites="star-listing-rules#2.1.2（一）")
def set_1_value(expected_market_value_fen: Fen, set1_value_min: Fen) -> Check:
    """The expected market value reaches set 1."""
    return at_least(expected_market_value_fen, set1_value_min)


@rule("两年累计净利润达标", "Profit of two years reached", cites="star-listing-rules#2.1.2（一）")
def set_1_profit(profit_two_years_fen: Fen, set1_profit_min: Fen) -> Check:
    """The lower profits of the last two years together reach the floor."""
    return at_least(profit_two_years_fen, set1_profit_min)


@rule("最近一年营业收入达到第一套标准", "Revenue of set 1", cites="star-listing-rules#2.1.2（一）")
def set_1_revenue(revenue_latest_fen: Fen, set1_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 1."""
    return at_least(revenue_latest_fen, set1_revenue_min)


@rule("第一套：两年盈利", "Set 1 by two years of profit", cites="star-listing-rules#2.1.2（一）")
def set_1_two_years(
    set_1_value: Condition,
    profitable_both_years: Condition,
    set_1_profit: Condition,
    audited_both_years: Condition,
) -> Condition:
    """Market value, profit in both years, and their sum."""
    return all_of(set_1_value, profitable_both_years, set_1_profit, audited_both_years)


@rule(
    "第一套：一年盈利加收入",
    "Set 1 by one year of profit and revenue",
    cites="star-listing-rules#2.1.2（一）",
)
def set_1_one_year(
    set_1_value: Condition,
    profitable_last_year: Condition,
    set_1_revenue: Condition,
    audited_last_year: Condition,
) -> Condition:
    """Market value, profit in the latest year, and its revenue."""
    return all_of(set_1_value, profitable_last_year, set_1_revenue, audited_last_year)


@rule("符合第一套标准", "Meets set 1", cites="star-listing-rules#2.1.2（一）")
def set_1(set_1_two_years: Condition, set_1_one_year: Condition) -> Condition:
    """Either way of set 1."""
    return any_of(set_1_two_years, set_1_one_year)


@rule("预计市值达到第二套标准", "Market value of set 2", cites="star-listing-rules#2.1.2（二）")
def set_2_value(expected_market_value_fen: Fen, set2_value_min: Fen) -> Check:
    """The expected market value reaches set 2."""
    return at_least(expected_market_value_fen, set2_value_min)


@rule("最近一年营业收入达到第二套标准", "Revenue of set 2", cites="star-listing-rules#2.1.2（二）")
def set_2_revenue(revenue_latest_fen: Fen, set2_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 2."""
    return at_least(revenue_latest_fen, set2_revenue_min)


@rule("三年研发占比达到第二套标准", "R&D share of set 2", cites="star-listing-rules#2.1.2（二）")
def set_2_rd_share(rd_window_fen: Fen, revenue_window_fen: Fen, set2_rd_share_min: Share) -> Check:
    """R&D of three years over revenue of three years reaches set 2."""
    return share_at_least(rd_window_fen, revenue_window_fen, set2_rd_share_min)


@rule("符合第二套标准", "Meets set 2", cites="star-listing-rules#2.1.2（二）")
def set_2(
    set_2_value: Condition, set_2_revenue: Condition, set_2_rd_share: Condition, audited_window: Condition
) -> Condition:
    """Market value, revenue and R&D share."""
    return all_of(set_2_value, set_2_revenue, set_2_rd_share, audited_window)


@rule("预计市值达到第三套标准", "Market value of set 3", cites="star-listing-rules#2.1.2（三）")
def set_3_value(expected_market_value_fen: Fen, set3_value_min: Fen) -> Check:
    """The expected market value reaches set 3."""
    return at_least(expected_market_value_fen, set3_value_min)


@rule("最近一年营业收入达到第三套标准", "Revenue of set 3", cites="star-listing-rules#2.1.2（三）")
def set_3_revenue(revenue_latest_fen: Fen, set3_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 3."""
    return at_least(revenue_latest_fen, set3_revenue_min)


@rule("三年经营现金流达标", "Operating cash flow of set 3", cites="star-listing-rules#2.1.2（三）")
def set_3_cash(cash_window_fen: Fen, set3_cash_min: Fen) -> Check:
    """Operating cash flow of three years reaches set 3."""
    return at_least(cash_window_fen, set3_cash_min)


@rule("符合第三套标准", "Meets set 3", cites="star-listing-rules#2.1.2（三）")
def set_3(
    set_3_value: Condition, set_3_revenue: Condition, set_3_cash: Condition, audited_window: Condition
) -> Condition:
    """Market value, revenue and operating cash flow."""
    return all_of(set_3_value, set_3_revenue, set_3_cash, audited_window)


@rule("预计市值达到第四套标准", "Market value of set 4", cites="star-listing-rules#2.1.2（四）")
def set_4_value(expected_market_value_fen: Fen, set4_value_min: Fen) -> Check:
    """The expected market value reaches set 4."""
    return at_least(expected_market_value_fen, set4_value_min)


@rule("最近一年营业收入达到第四套标准", "Revenue of set 4", cites="star-listing-rules#2.1.2（四）")
def set_4_revenue(revenue_latest_fen: Fen, set4_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches set 4."""
    return at_least(revenue_latest_fen, set4_revenue_min)


@rule("符合第四套标准", "Meets set 4", cites="star-listing-rules#2.1.2（四）")
def set_4(set_4_value: Condition, set_4_revenue: Condition, audited_last_year: Condition) -> Condition:
    """Market value and revenue."""
    return all_of(set_4_value, set_4_revenue, audited_last_year)


@rule("预计市值达到第五套标准", "Market value of set 5", cites="star-listing-rules#2.1.2（五）")
def set_5_value(expected_market_value_fen: Fen, set5_value_min: Fen) -> Check:
    """The expected market value reaches set 5."""
    return at_least(expected_market_value_fen, set5_value_min)


@rule("属于第五套适用领域", "In a field of set 5", cites="growth-tier-2025#第五套适用范围")
def set_5_field(star_set5_field: Choice, set5_fields: Choices) -> Check:
    """The enterprise works in a field to which set 5 is open."""
    return one_of(star_set5_field, set5_fields)


@rule(
    "产品经国家批准或进入二期临床", "Product approved or in phase II", cites="star-listing-rules#2.1.2（五）"
)
def set_5_product(approved_product_or_phase2: Flag) -> Check:
    """The main product is approved by the state, or a drug maker's core product may enter phase II trials."""
    return holds(approved_product_or_phase2)


@rule("市场空间大", "Large market", cites="star-listing-rules#2.1.2（五）")
def set_5_market(large_market_space: Flag) -> Check:
    """The market is judged to be large; somebody states it."""
    return holds(large_market_space)


@rule("已取得阶段性成果", "Results of a stage", cites="star-listing-rules#2.1.2（五）")
def set_5_results(staged_results_reached: Flag) -> Check:
    """Results of a stage have been reached; somebody states it."""
    return holds(staged_results_reached)


@rule("属于医药行业", "Drug maker", cites="star-listing-rules#2.1.2（五）")
def set_5_drugs(star_set5_field: Choice, set5_drug_fields: Choices) -> Check:
    """The enterprise is a drug maker, to which phase II trials apply instead of a technical edge."""
    return one_of(star_set5_field, set5_drug_fields)


@rule("具备明显的技术优势", "Clear technical edge", cites="star-listing-rules#2.1.2（五）")
def set_5_edge(clear_technical_edge: Flag) -> Check:
    """The enterprise has a clear technical edge; somebody states it."""
    return holds(clear_technical_edge)


@rule("符合第五套标准", "Meets set 5", cites="star-listing-rules#2.1.2（五）")
def set_5(
    set_5_value: Condition,
    set_5_field: Condition,
    set_5_product: Condition,
    set_5_market: Condition,
    set_5_results: Condition,
    set_5_drugs: Condition,
    set_5_edge: Condition,
) -> Condition:
    """Market value, field, product, market and results; other than drug makers also a technical edge."""
    return all_of(
        set_5_value,
        set_5_field,
        set_5_product,
        set_5_market,
        set_5_results,
        any_of(set_5_drugs, set_5_edge),
    )


@rule("符合任一套标准", "Meets one of the five sets", cites="star-listing-rules#2.1.2")
def any_set(
    set_1: Condition, set_2: Condition, set_3: Condition, set_4: Condition, set_5: Condition
) -> Condition:
    """At least one set."""
    return any_of(set_1, set_2, set_3, set_4, set_5)


@rule("属于科创板支持的行业领域", "In a field of the STAR market", cites="star-guide-2024#第一条")
def star_field(in_star_field: Flag) -> Check:
    """The enterprise works in a field for which the STAR market is meant."""
    return holds(in_star_field)


@rule(
    "三年研发占比达标",
    "R&D share reached",
    cites=("star-guide-2020#第一条（1）", "star-guide-2024#第一条（1）"),
)
def rd_share_reached(rd_window_fen: Fen, revenue_window_fen: Fen, rd_share_min: Share) -> Check:
    """R&D of three years over revenue of three years reaches the floor."""
    return share_at_least(rd_window_fen, revenue_window_fen, rd_share_min)


@rule(
    "三年研发投入达标",
    "R&D amount reached",
    cites=("star-guide-2020#第一条（1）", "star-guide-2024#第一条（1）"),
)
def rd_amount_reached(rd_window_fen: Fen, rd_amount_min: Fen) -> Check:
    """R&D of three years reaches the amount."""
    return at_least(rd_window_fen, rd_amount_min)


@rule("属于软件行业", "Software firm", cites="star-guide-2020#第一条")
def software_firm(sme_sector: Choice, software_fields: Choices) -> Check:
    """The enterprise is in the software industry."""
    return one_of(sme_sector, software_fields)


@rule("软件行业研发占比达标", "R&D share of a software firm reached", cites="star-guide-2020#第一条")
def software_rd_share_reached(
    rd_window_fen: Fen, revenue_window_fen: Fen, software_rd_share_min: Share
) -> Check:
    """R&D of three years over revenue of three years reaches the floor of software firms."""
    return share_at_least(rd_window_fen, revenue_window_fen, software_rd_share_min)


@rule("研发投入指标", "R&D indicator", cites=("star-guide-2020#第一条（1）", "star-guide-2024#第一条（1）"))
def rd_indicator(
    rd_share_reached: Condition,
    rd_amount_reached: Condition,
    software_firm: Condition,
    software_rd_share_reached: Condition,
) -> Condition:
    """Share or amount; a software firm needs its own, higher share."""
    return all_of(
        any_of(rd_share_reached, rd_amount_reached), any_of(not_(software_firm), software_rd_share_reached)
    )


@rule(
    "研发人员占比达标",
    "R&D staff share reached",
    cites=("star-guide-2021#第一条（2）", "star-guide-2024#第一条（2）"),
)
def rd_staff_reached(rd_staff_latest: Count, staff_latest: Count, rd_staff_share_min: Share) -> Check:
    """R&D staff over all staff of the year reaches the floor."""
    return share_at_least(rd_staff_latest, staff_latest, rd_staff_share_min)


@rule(
    "发明专利件数达标",
    "Invention patents reached",
    cites=("star-guide-2020#第一条（2）", "star-guide-2024#第一条（3）"),
)
def inventions_reached(core_business_invention_count: Count, invention_min: Count) -> Check:
    """Invention patents used in the main business that can be industrialised reach the number."""
    return at_least(core_business_invention_count, invention_min)


@rule(
    "发明专利指标", "Patent indicator", cites=("star-guide-2020#第一条（2）", "star-guide-2024#第一条（3）")
)
def invention_indicator(inventions_reached: Condition, software_firm: Condition) -> Condition:
    """Enough invention patents; a software firm needs none."""
    return any_of(inventions_reached, software_firm)


@rule(
    "营业收入复合增长率达标",
    "Compound growth reached",
    cites=("star-guide-2020#第一条（3）", "star-guide-2024#第一条（4）"),
)
def growth_reached(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, growth_min: Share, growth_intervals: Count
) -> Check:
    """Revenue grew from the start of the period to the latest year by the floor, compounded over the intervals."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, growth_min, intervals=growth_intervals)


@rule(
    "最近一年营业收入达标",
    "Latest revenue reached",
    cites=("star-guide-2020#第一条（3）", "star-guide-2024#第一条（4）"),
)
def revenue_reached(revenue_latest_fen: Fen, attribute_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the amount."""
    return at_least(revenue_latest_fen, attribute_revenue_min)


@rule("第五套标准企业不看营业收入", "Set 5 frees from revenue", cites="star-guide-2020#第一条")
def set_5_exemption(set5_frees_from_revenue: Flag) -> Check:
    """The guideline frees those who apply under set 5 from the revenue indicator."""
    return holds(set5_frees_from_revenue)


@rule(
    "营业收入指标", "Revenue indicator", cites=("star-guide-2020#第一条（3）", "star-guide-2024#第一条（4）")
)
def revenue_indicator(
    growth_reached: Condition, revenue_reached: Condition, set_5_exemption: Condition, set_5: Condition
) -> Condition:
    """Growth or amount; one who may apply under set 5 needs neither."""
    return any_of(growth_reached, revenue_reached, all_of(set_5_exemption, set_5))


@rule("常规指标", "Standing indicators", cites="star-guide-2020#第一条", until="2021-04-15")
def standing_indicators(
    rd_indicator: Condition, invention_indicator: Condition, revenue_indicator: Condition
) -> Condition:
    """The three indicators of 2020."""
    return all_of(rd_indicator, invention_indicator, revenue_indicator)


@rule(
    "常规指标",
    "Standing indicators",
    cites=("star-guide-2021#第一条", "star-guide-2024#第一条"),
    leaf="standing_indicators",
    since="2021-04-16",
)
def standing_indicators_2021(
    rd_indicator: Condition,
    rd_staff_reached: Condition,
    invention_indicator: Condition,
    revenue_indicator: Condition,
) -> Condition:
    """The four indicators since 2021: staff came in."""
    return all_of(rd_indicator, rd_staff_reached, invention_indicator, revenue_indicator)


@rule("核心技术国际领先", "Leading core technology", cites="star-guide-2021#第二条（1）")
def core_technology_leads(leading_core_technology: Flag) -> Check:
    """The state recognised the core technology as leading or of great strategic meaning."""
    return holds(leading_core_technology)


@rule("获国家科技奖励", "State science award", cites="star-guide-2021#第二条（2）")
def state_award_won(staff_state_award: Flag) -> Check:
    """The firm or its core technical staff took a leading part in a State award used in the main business."""
    return holds(staff_state_award)


@rule("承担国家重大科技专项", "National major project", cites="star-guide-2021#第二条（3）")
def national_project_carried(national_project_lead: Flag) -> Check:
    """The firm carries or leads a national major project tied to its business and core technology."""
    return holds(national_project_lead)


@rule("实现进口替代", "Imports replaced", cites="star-guide-2021#第二条（4）")
def imports_replaced(import_substitution: Flag) -> Check:
    """Main products of the core technology are key equipment, parts or materials and replace imports."""
    return holds(import_substitution)


@rule("发明专利合计达标", "Invention patents of the alternative", cites="star-guide-2024#第二条（5）")
def invention_total_reached(core_business_invention_count: Count, invention_total_min: Count) -> Check:
    """Invention patents, defence patents included, reach the number of the alternative."""
    return at_least(core_business_invention_count, invention_total_min)


@rule("例外情形", "Alternatives", cites="star-guide-2021#第二条")
def alternatives(
    core_technology_leads: Condition,
    state_award_won: Condition,
    national_project_carried: Condition,
    imports_replaced: Condition,
    invention_total_reached: Condition,
) -> Condition:
    """One of the five alternatives."""
    return any_of(
        core_technology_leads,
        state_award_won,
        national_project_carried,
        imports_replaced,
        invention_total_reached,
    )


@rule("符合科创属性", "Has the sci-tech attributes", cites="star-guide-2024#第一条")
def attributes(star_field: Condition, standing_indicators: Condition, alternatives: Condition) -> Condition:
    """In a field of the STAR market, with all standing indicators or one alternative."""
    return all_of(star_field, any_of(standing_indicators, alternatives))


@rule("符合上市标准和科创属性", "Meets a set and has the attributes", cites="star-listing-rules#2.1.2")
def listing(any_set: Condition, attributes: Condition) -> Condition:
    """One of the sets and the sci-tech attributes. Figures met are not an approval."""
    return all_of(any_set, attributes)
