"""Innovation Points of 2024: 18 indicators as data; the total waits for weights, stages and a formula nobody read."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Points,
    Quotient,
    Rounded,
    Rounding,
    all_of,
    at_least,
    back,
    holds,
    latest,
    rule,
    share_of,
)

TECHNOLOGY = "points-guide-2022#技术创新指标"
GROWTH = "points-guide-2022#成长经营指标"
AUXILIARY = "points-guide-2022#辅助指标"
ANNEX = "points-trial-2024#附件"
NEAREST = Rounded(Rounding.HALF_UP, cites="kejin-conventions#增速")

# Technological innovation: seven indicators.
rd_latest_fen = latest("rd_expense_fen", "研发费用金额", "R&D expense")
rd_before_fen = back("rd_expense_fen", "上一年研发费用", "R&D expense of the year before", years="one_year")
staff_latest = latest("staff_count", "职工总数", "Staff")
tech_staff_latest = latest("tech_staff_count", "科技人员数", "Technical staff")
invention_applications = latest(
    "invention_application_count", "发明专利申请量", "Applications for invention patents"
)
pct_applications = latest("pct_application_count", "PCT专利申请量", "PCT applications")
tech_contracts_fen = latest("tech_contract_value_fen", "企业技术合同成交额", "Value of technology contracts")

# Growth and operation: six indicators.
hightech_income_latest_fen = latest("hightech_income_fen", "高新技术产品收入", "High-tech product income")
revenue_latest_fen = latest("revenue_fen", "营业收入", "Revenue")
revenue_before_fen = back("revenue_fen", "上一年营业收入", "Revenue of the year before", years="one_year")
postgraduate_latest = latest("postgraduate_staff_count", "研究生以上人员数", "Staff with a graduate degree")
super_deduction_latest_fen = latest(
    "super_deduction_saving_fen", "研发费用加计扣除所得税减免额", "Tax saved by super deduction"
)
net_profit_latest_fen = latest("net_profit_fen", "净利润", "Net profit")
net_assets_latest_fen = latest("net_assets_fen", "净资产", "Net assets")

# Auxiliary: five indicators, the first of them yearly.
graduates_hired = latest("graduates_hired_count", "吸纳应届毕业生人数", "Graduates hired")


@rule("研发费用增速", "Growth of R&D expense", cites=TECHNOLOGY, rounds=NEAREST)
def rd_growth(rd_latest_fen: Fen, rd_before_fen: Fen) -> Quotient:
    """R&D of the latest year over that of the year before, less one."""
    return share_of(rd_latest_fen - rd_before_fen, rd_before_fen)


@rule("研发费用占营业收入的比例", "R&D share of revenue", cites=TECHNOLOGY, rounds=NEAREST)
def rd_share(rd_latest_fen: Fen, revenue_latest_fen: Fen) -> Quotient:
    """R&D over revenue of the latest year."""
    return share_of(rd_latest_fen, revenue_latest_fen)


@rule("科技人员占职工总数的比重", "Technical staff share", cites=TECHNOLOGY, rounds=NEAREST)
def tech_staff_share(tech_staff_latest: Count, staff_latest: Count) -> Quotient:
    """Technical staff over all staff."""
    return share_of(tech_staff_latest, staff_latest)


@rule("营业收入增长率", "Growth of revenue", cites=GROWTH, rounds=NEAREST)
def revenue_growth(revenue_latest_fen: Fen, revenue_before_fen: Fen) -> Quotient:
    """Revenue of the latest year over that of the year before, less one."""
    return share_of(revenue_latest_fen - revenue_before_fen, revenue_before_fen)


@rule("研究生以上人员占比", "Share of staff with a graduate degree", cites=GROWTH, rounds=NEAREST)
def postgraduate_share(postgraduate_latest: Count, staff_latest: Count) -> Quotient:
    """Staff with a graduate degree over all staff."""
    return share_of(postgraduate_latest, staff_latest)


@rule("净资产利润率", "Return on net assets", cites=GROWTH, rounds=NEAREST)
def return_on_net_assets(net_profit_latest_fen: Fen, net_assets_latest_fen: Fen) -> Quotient:
    """Net profit over net assets at the year end; unknown where net assets are not positive."""
    return share_of(net_profit_latest_fen, net_assets_latest_fen)


@rule("近两年承建省级以上研发或创新平台数", "Provincial platforms of two years", cites=AUXILIARY)
def platforms(provincial_platforms_2y_count: Count) -> Count:
    """As stated."""
    return provincial_platforms_2y_count


@rule("近两年获省级以上科技奖励数", "Provincial science awards of two years", cites=AUXILIARY)
def awards(provincial_awards_2y_count: Count) -> Count:
    """As stated."""
    return provincial_awards_2y_count


@rule("近两年承担省级以上科技计划项目数", "Provincial science projects of two years", cites=AUXILIARY)
def projects(provincial_projects_2y_count: Count) -> Count:
    """As stated."""
    return provincial_projects_2y_count


@rule("获得风险投资金额", "Venture capital received", cites=AUXILIARY)
def venture_capital(venture_capital_received_fen: Fen) -> Fen:
    """As stated."""
    return venture_capital_received_fen


@rule("阶段划分已知", "Stages known", cites=ANNEX)
def stages_known(stage_rule_read: Flag) -> Check:
    """How start-up, growth and stable enterprises are told apart; not read."""
    return holds(stage_rule_read)


@rule("指标权重已知", "Weights known", cites=ANNEX)
def weights_known(weights_read: Flag) -> Check:
    """The weights of each stage; not read."""
    return holds(weights_read)


@rule("计分办法已知", "Formula known", cites=ANNEX)
def formula_known(formula_read: Flag) -> Check:
    """How the value of an indicator becomes points; not read."""
    return holds(formula_read)


@rule("可推算积分", "Points can be worked out", cites=ANNEX)
def scored(stages_known: Condition, weights_known: Condition, formula_known: Condition) -> Condition:
    """Only with stages, weights and formula; until somebody has read them this stays open for everybody."""
    return all_of(stages_known, weights_known, formula_known)


@rule("积分达到入选线", "Points reach the line of selection", cites="points-trial-2024#应用场景")
def points_reached(innovation_points_score: Points, selection_points_min: Points) -> Check:
    """The points that the authority gave against the line, which was not read."""
    return at_least(innovation_points_score, selection_points_min)


@rule("已入选创新积分制名单", "Selected by Innovation Points", cites="points-trial-2024#应用场景")
def selected_held(innovation_points_selected: Flag) -> Check:
    """It was selected and passed on to lenders."""
    return holds(innovation_points_selected)
