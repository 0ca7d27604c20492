"""The score of annex 1: six indicators in three parts, 100 points, each part with a floor of its own."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Points,
    Quotient,
    Rounded,
    Rounding,
    all_of,
    at_least,
    back,
    latest,
    only_if,
    rule,
    share_of,
)

FLOORED = Rounded(Rounding.FLOOR, cites="kejin-conventions#取整")
RAISED = Rounded(Rounding.CEILING, cites="kejin-conventions#取整")
IP = "gradient-2022#附件1二（一）1"

revenue_latest_fen = latest("revenue_fen", "上年度营业收入", "Revenue of last year")
rd_latest_fen = latest("rd_expense_fen", "上年度研发费用", "R&D expense of last year")
main_latest_fen = latest(
    "main_business_revenue_fen", "上年度主营业务收入", "Main business revenue of last year"
)
main_before_fen = back(
    "main_business_revenue_fen",
    "前一年度主营业务收入",
    "Main business revenue of the year before",
    years="one_year",
)
assets_latest_fen = latest("total_assets_fen", "上年末资产总额", "Total assets at last year end")
liabilities_latest_fen = latest("total_liabilities_fen", "上年末负债总额", "Liabilities at last year end")


@rule("拥有Ⅰ类知识产权", "Has a class I right", cites=IP)
def class1_held(class1_ip_count: Count, class1_least: Count) -> Check:
    """At least one valid class I right."""
    return at_least(class1_ip_count, class1_least)


@rule("Ⅰ类高价值知识产权件数", "High-value class I rights", cites=(IP, "kejin-conventions#Ⅰ类"))
def high_value_count(class1_held: Condition, class1_high_value_count: Count) -> Count:
    """As stated; none where there is no class I right at all."""
    return only_if(class1_held, class1_high_value_count)


@rule("自主研发Ⅰ类知识产权件数", "Own-developed class I rights", cites=(IP, "kejin-conventions#Ⅰ类"))
def self_developed_count(class1_held: Condition, class1_self_developed_count: Count) -> Count:
    """As stated; none where there is no class I right at all."""
    return only_if(class1_held, class1_self_developed_count)


@rule("研发费用占比", "R&D share", cites="gradient-2022#附件1二（一）2", rounds=FLOORED)
def rd_share(rd_latest_fen: Fen, revenue_latest_fen: Fen) -> Quotient:
    """R&D over revenue of last year."""
    return share_of(rd_latest_fen, revenue_latest_fen)


@rule("主营业务收入增长率", "Growth of main business revenue", cites="gd-notice-2026#附件6", rounds=FLOORED)
def main_growth(main_latest_fen: Fen, main_before_fen: Fen) -> Quotient:
    """Main business revenue of last year over that of the year before, less one."""
    return share_of(main_latest_fen - main_before_fen, main_before_fen)


@rule("资产负债率", "Debt ratio", cites="gradient-2022#附件1二（二）4", rounds=RAISED)
def debt_share(liabilities_latest_fen: Fen, assets_latest_fen: Fen) -> Quotient:
    """Liabilities over assets at last year end, rounded up: its tiers end at their upper limits."""
    return share_of(liabilities_latest_fen, assets_latest_fen)


@rule("主营业务收入占比", "Main business share", cites="gradient-2022#附件1二（三）6", rounds=FLOORED)
def main_share(main_latest_fen: Fen, revenue_latest_fen: Fen) -> Quotient:
    """Main business revenue over revenue of last year."""
    return share_of(main_latest_fen, revenue_latest_fen)


@rule("创新能力得分", "Innovation part", cites="gradient-2022#附件1二（一）")
def innovation_part(ip_points: Points, rd_points: Points) -> Points:
    """Rights and R&D, up to 40 points."""
    return ip_points + rd_points


@rule("成长性得分", "Growth part", cites="gradient-2022#附件1二（二）")
def growth_part(main_growth_points: Points, debt_points: Points) -> Points:
    """Growth and debt ratio, up to 30 points."""
    return main_growth_points + debt_points


@rule("专业化得分", "Specialisation part", cites="gradient-2022#附件1二（三）")
def specialisation_part(field_points: Points, main_share_points: Points) -> Points:
    """Field and main business share, up to 30 points."""
    return field_points + main_share_points


@rule("评价得分", "Score", cites="gradient-2022#附件1二")
def score_total(innovation_part: Points, growth_part: Points, specialisation_part: Points) -> Points:
    """The three parts together, up to 100 points."""
    return innovation_part + growth_part + specialisation_part


@rule("评价得分达标", "Score reached", cites="gradient-2022#附件1一")
def score_reached(score_total: Points, score_min: Points) -> Check:
    """60 points or more."""
    return at_least(score_total, score_min)


@rule("创新能力得分过下限", "Floor of the innovation part", cites="gradient-2022#附件1一")
def innovation_reached(innovation_part: Points, innovation_min: Points) -> Check:
    """20 points or more for innovation."""
    return at_least(innovation_part, innovation_min)


@rule("成长性得分过下限", "Floor of the growth part", cites="gradient-2022#附件1一")
def growth_reached(growth_part: Points, growth_min: Points) -> Check:
    """15 points or more for growth."""
    return at_least(growth_part, growth_min)


@rule("专业化得分过下限", "Floor of the specialisation part", cites="gradient-2022#附件1一")
def specialisation_reached(specialisation_part: Points, specialisation_min: Points) -> Check:
    """15 points or more for specialisation."""
    return at_least(specialisation_part, specialisation_min)


@rule("评分路径", "By the score", cites="gradient-2022#附件1一")
def score_route(
    score_reached: Condition,
    innovation_reached: Condition,
    growth_reached: Condition,
    specialisation_reached: Condition,
) -> Condition:
    """The total and the floors of all three parts: the floors alone add up to 50 only."""
    return all_of(score_reached, innovation_reached, growth_reached, specialisation_reached)
