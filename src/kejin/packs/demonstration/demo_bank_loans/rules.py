"""The demonstration lender's seven loans: who may ask, how much and at what rate. Every figure is invented.

`rules_investment.py` holds the loans for projects, with a guarantee and against receivables.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_least,
    fails,
    latest,
    one_of,
    rule,
    share_at_most,
    smallest,
)

POINTS = "demonstration-bank#创新积分贷"
RD = "demonstration-bank#研发贷"
TALENT = "demonstration-bank#人才贷"
LINE = "demonstration-bank#科创流动资金贷款"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-bank#通则")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
rd_latest_fen = latest("rd_expense_fen", "最近一年研发费用", "R&D expense of the latest year")
assets_latest_fen = latest("total_assets_fen", "最近一年末资产总额", "Assets at the latest year end")
debts_latest_fen = latest("total_liabilities_fen", "最近一年末负债总额", "Liabilities at the latest year end")


@rule("未列入失信名单", "Not on a list of dishonesty", cites="demonstration-bank#通则")
def honest(on_dishonest_list: Flag) -> Check:
    """The bank lends to nobody on a list of dishonesty."""
    return fails(on_dishonest_list)


@rule("可申请创新积分贷", "Innovation-points loan open", cites=POINTS)
def points_loan_open(honest: Condition, points_selected: Condition) -> Condition:
    """In good standing, and selected under the demonstration scheme."""
    return all_of(honest, points_selected)


@rule("营业收入部分", "Part by revenue", cites=POINTS, rounds=DOWN)
def points_revenue_part_fen(revenue_latest_fen: Fen, points_revenue_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * points_revenue_share


@rule("研发费用部分", "Part by R&D", cites=POINTS, rounds=DOWN)
def points_rd_part_fen(rd_latest_fen: Fen, points_rd_share: Share) -> Product:
    """The share of the year's R&D."""
    return rd_latest_fen * points_rd_share


@rule("创新积分贷额度", "Amount of the innovation-points loan", cites=POINTS)
def points_amount_fen(points_revenue_part_fen: Fen, points_rd_part_fen: Fen, points_cap: Fen) -> Fen:
    """Revenue and R&D together carry it, up to the cap of the base points."""
    return smallest(points_revenue_part_fen + points_rd_part_fen, points_cap)


@rule("创新积分贷利率", "Rate of the innovation-points loan", cites=POINTS)
def points_rate(lpr_1y: Share, points_spread: Share) -> Share:
    """The one-year LPR and the spread of the base points."""
    return lpr_1y + points_spread


@rule("研发费用达标", "Enough R&D", cites=RD)
def rd_reached(rd_latest_fen: Fen, rd_expense_min: Fen) -> Check:
    """The latest year's R&D reaches the bank's line."""
    return at_least(rd_latest_fen, rd_expense_min)


@rule("可申请研发贷", "R&D loan open", cites=RD)
def rd_loan_open(honest: Condition, technology_firm: Condition, rd_reached: Condition) -> Condition:
    """A technology firm in good standing that spends enough on R&D."""
    return all_of(honest, technology_firm, rd_reached)


@rule("研发费用的份额", "Share of R&D", cites=RD, rounds=DOWN)
def rd_part_fen(rd_latest_fen: Fen, rd_loan_share: Share) -> Product:
    """The share of the year's R&D."""
    return rd_latest_fen * rd_loan_share


@rule("研发贷额度", "Amount of the R&D loan", cites=RD)
def rd_amount_fen(rd_part_fen: Fen, rd_loan_max: Fen) -> Fen:
    """The share of R&D, up to the cap."""
    return smallest(rd_part_fen, rd_loan_max)


@rule("研发贷利率", "Rate of the R&D loan", cites=RD)
def rd_rate(lpr_1y: Share, rd_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + rd_spread


@rule("有经认定的人才", "Recognised talent", cites=TALENT)
def talent_recognised(talent_grade: Choice, talent_grades: Choices) -> Check:
    """A talent office has recognised a founder or a member of the core team."""
    return one_of(talent_grade, talent_grades)


@rule("成立年数在限内", "Young enough", cites=TALENT)
def talent_young(founded_on: Day, talent_years: Count, facts_as_of: Day) -> Check:
    """Founded no more than so many years ago."""
    return at_least(founded_on.plus_years(talent_years), facts_as_of)


@rule("可申请人才贷", "Talent loan open", cites=TALENT)
def talent_loan_open(honest: Condition, talent_recognised: Condition, talent_young: Condition) -> Condition:
    """A young firm of recognised talent in good standing."""
    return all_of(honest, talent_recognised, talent_young)


@rule("人才贷额度", "Amount of the talent loan", cites=TALENT)
def talent_amount_fen(talent_cap: Fen) -> Fen:
    """By the grade of the talent; no revenue is asked for."""
    return talent_cap


@rule("人才贷利率", "Rate of the talent loan", cites=TALENT)
def talent_rate(lpr_1y: Share, talent_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + talent_spread


@rule("营业收入达标", "Enough revenue", cites=LINE)
def line_revenue_reached(revenue_latest_fen: Fen, line_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, line_revenue_min)


@rule("资产负债率在限内", "Debt ratio kept", cites=LINE)
def line_debt_kept(debts_latest_fen: Fen, assets_latest_fen: Fen, line_debt_max: Share) -> Check:
    """Liabilities over assets stay within the ceiling."""
    return share_at_most(debts_latest_fen, assets_latest_fen, line_debt_max)


@rule("可申请科创流动资金贷款", "Working-capital line open", cites=LINE)
def working_line_open(
    honest: Condition, technology_firm: Condition, line_revenue_reached: Condition, line_debt_kept: Condition
) -> Condition:
    """A technology firm in good standing with revenue and not too much debt."""
    return all_of(honest, technology_firm, line_revenue_reached, line_debt_kept)


@rule("营业收入的份额", "Share of revenue", cites=LINE, rounds=DOWN)
def line_part_fen(revenue_latest_fen: Fen, line_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * line_share


@rule("科创流动资金贷款额度", "Amount of the working-capital line", cites=LINE)
def line_amount_fen(line_part_fen: Fen, line_max: Fen) -> Fen:
    """The share of revenue, up to the cap."""
    return smallest(line_part_fen, line_max)


@rule("科创流动资金贷款利率", "Rate of the working-capital line", cites=LINE)
def line_rate(lpr_1y: Share, line_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + line_spread
