"""The figures behind the demonstration tables, and the three conditions that bring a bonus."""

from kejin.policy.dsl import (
    Check,
    Count,
    Day,
    Fen,
    Flag,
    Quotient,
    Rounded,
    Rounding,
    above,
    at_least,
    back,
    holds,
    latest,
    rule,
    share_of,
)

INDICATORS = "demonstration-points#指标与权重"
BONUS = "demonstration-points#加分"
NONE_BEFORE = "demonstration-points#增速"
FLOORED = Rounded(Rounding.FLOOR, cites=INDICATORS)

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
revenue_before_fen = back("revenue_fen", "前一年营业收入", "Revenue of the year before", years="one_year")
cost_latest_fen = latest("cost_expense_total_fen", "最近一年成本费用", "Costs and expenses")
rd_latest_fen = latest("rd_expense_fen", "最近一年研发费用", "R&D expense")
rd_before_fen = back("rd_expense_fen", "前一年研发费用", "R&D expense of the year before", years="one_year")
staff_latest = latest("staff_count", "职工总数", "Staff")
tech_staff_latest = latest("tech_staff_count", "科技人员数", "Technical staff")
tech_contracts_fen = latest("tech_contract_value_fen", "技术合同成交额", "Value of technology contracts")
hightech_latest_fen = latest("hightech_income_fen", "高新技术产品收入", "High-tech product income")
net_profit_latest_fen = latest("net_profit_fen", "净利润", "Net profit")
net_assets_latest_fen = latest("net_assets_fen", "净资产", "Net assets")
graduates_hired = latest("graduates_hired_count", "当年招录应届毕业生", "Graduates hired")


@rule("研发费用占成本费用", "R&D share of costs", cites=INDICATORS, rounds=FLOORED)
def rd_share(rd_latest_fen: Fen, cost_latest_fen: Fen) -> Quotient:
    """R&D over costs and expenses: young enterprises have costs before they have revenue."""
    return share_of(rd_latest_fen, cost_latest_fen)


@rule("研发费用增速", "Growth of R&D", cites=INDICATORS, rounds=FLOORED)
def rd_growth(rd_latest_fen: Fen, rd_before_fen: Fen) -> Quotient:
    """R&D over that of the year before, less one."""
    return share_of(rd_latest_fen - rd_before_fen, rd_before_fen)


@rule("科技人员占比", "Technical staff share", cites=INDICATORS, rounds=FLOORED)
def tech_staff_share(tech_staff_latest: Count, staff_latest: Count) -> Quotient:
    """Technical staff over all staff."""
    return share_of(tech_staff_latest, staff_latest)


@rule("高新技术产品收入占比", "High-tech income share", cites=INDICATORS, rounds=FLOORED)
def hightech_share(hightech_latest_fen: Fen, revenue_latest_fen: Fen) -> Quotient:
    """High-tech product income over revenue."""
    return share_of(hightech_latest_fen, revenue_latest_fen)


@rule("营业收入增长率", "Growth of revenue", cites=INDICATORS, rounds=FLOORED)
def revenue_growth(revenue_latest_fen: Fen, revenue_before_fen: Fen) -> Quotient:
    """Revenue over that of the year before, less one."""
    return share_of(revenue_latest_fen - revenue_before_fen, revenue_before_fen)


@rule("净资产利润率", "Return on net assets", cites=INDICATORS, rounds=FLOORED)
def return_on_net_assets(net_profit_latest_fen: Fen, net_assets_latest_fen: Fen) -> Quotient:
    """Net profit over net assets at the year end."""
    return share_of(net_profit_latest_fen, net_assets_latest_fen)


@rule("前一年有研发费用", "R&D the year before", cites=NONE_BEFORE)
def rd_before_positive(rd_before_fen: Fen, nothing_fen: Fen) -> Check:
    """There was R&D the year before."""
    return above(rd_before_fen, nothing_fen)


@rule("最近一年有收入", "Revenue in the latest year", cites=NONE_BEFORE)
def revenue_positive(revenue_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """There is revenue."""
    return above(revenue_latest_fen, nothing_fen)


@rule("前一年有收入", "Revenue the year before", cites=NONE_BEFORE)
def revenue_before_positive(revenue_before_fen: Fen, nothing_fen: Fen) -> Check:
    """There was revenue the year before."""
    return above(revenue_before_fen, nothing_fen)


@rule("净资产为正", "Net assets above zero", cites=NONE_BEFORE)
def net_assets_positive(net_assets_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """Net assets at the year end are above zero."""
    return above(net_assets_latest_fen, nothing_fen)


@rule("拥有省部级以上研发机构", "Provincial R&D body", cites=BONUS)
def rd_body_recognised(provincial_rd_body: Flag) -> Check:
    """It has a recognised R&D body of provincial or ministerial level or higher."""
    return holds(provincial_rd_body)


@rule("近五年主导制定标准", "Led a standard within five years", cites=BONUS)
def standard_recent(led_standard_on: Day, standard_years: Count, facts_as_of: Day) -> Check:
    """It led an international, national or industry standard within the last five years."""
    return at_least(led_standard_on.plus_years(standard_years), facts_as_of)


@rule("近三年股权融资达标", "Equity raised in three years", cites=BONUS)
def equity_reached(equity_raised_3y_fen: Fen, bonus_equity_min: Fen) -> Check:
    """New equity paid in within three years."""
    return at_least(equity_raised_3y_fen, bonus_equity_min)
