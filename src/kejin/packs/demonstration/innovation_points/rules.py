"""A complete scheme of innovation points, invented for demonstration: stages, nine indicators, three bonuses, a line.

The tables give points by stage and tier. `rules_indicators.py` works out the figures that they go by.
"""

from kejin.policy.dsl import Check, Condition, Points, all_of, any_of, at_least, only_if, rule

SCHEME = "demonstration-points#总分"
LINE = "demonstration-points#入选线"


@rule("研发增速得分", "Points for growth of R&D", cites="demonstration-points#增速")
def rd_growth_points(rd_before_positive: Condition, rd_growth_tier: Points) -> Points:
    """By tier; nothing where there was no R&D the year before."""
    return only_if(rd_before_positive, rd_growth_tier)


@rule("高新收入占比得分", "Points for the high-tech share", cites="demonstration-points#增速")
def hightech_points(revenue_positive: Condition, hightech_tier: Points) -> Points:
    """By tier; nothing where there is no revenue."""
    return only_if(revenue_positive, hightech_tier)


@rule("收入增长得分", "Points for growth of revenue", cites="demonstration-points#增速")
def growth_points(revenue_before_positive: Condition, growth_tier: Points) -> Points:
    """By tier; nothing where there was no revenue the year before."""
    return only_if(revenue_before_positive, growth_tier)


@rule("净资产利润率得分", "Points for the return", cites="demonstration-points#增速")
def return_points(net_assets_positive: Condition, return_tier: Points) -> Points:
    """By tier; nothing where net assets are not positive."""
    return only_if(net_assets_positive, return_tier)


@rule("投入得分（示范）", "Input (demonstration)", cites=SCHEME)
def input_points(rd_share_tier: Points, rd_growth_points: Points, tech_staff_tier: Points) -> Points:
    """R&D share, growth of R&D, technical staff."""
    return rd_share_tier + rd_growth_points + tech_staff_tier


@rule("产出得分（示范）", "Output (demonstration)", cites=SCHEME)
def output_points(invention_tier: Points, contract_tier: Points, hightech_points: Points) -> Points:
    """Inventions, technology contracts, high-tech income."""
    return invention_tier + contract_tier + hightech_points


@rule("发展得分（示范）", "Development (demonstration)", cites=SCHEME)
def development_points(growth_points: Points, return_points: Points, graduate_tier: Points) -> Points:
    """Growth of revenue, return on net assets, graduates."""
    return growth_points + return_points + graduate_tier


@rule("基础积分（示范）", "Base points (demonstration)", cites=SCHEME)
def base_points(input_points: Points, output_points: Points, development_points: Points) -> Points:
    """Input, output and development: up to 100."""
    return input_points + output_points + development_points


@rule("加分（示范）", "Bonus points (demonstration)", cites="demonstration-points#加分")
def bonus_points(
    rd_body_recognised: Condition, standard_recent: Condition, equity_reached: Condition, bonus_each: Points
) -> Points:
    """An R&D body, a standard, new equity: ten points each, up to 30."""
    return (
        only_if(rd_body_recognised, bonus_each)
        + only_if(standard_recent, bonus_each)
        + only_if(equity_reached, bonus_each)
    )


@rule("总积分（示范）", "Points in all (demonstration)", cites=SCHEME)
def points_total(base_points: Points, bonus_points: Points) -> Points:
    """Base and bonus: up to 130."""
    return base_points + bonus_points


@rule("示范积分已算出", "Demonstration points are known", cites=SCHEME)
def scored(points_total: Points, least_points: Points) -> Check:
    """True as soon as the total is known; open while an indicator is missing."""
    return at_least(points_total, least_points)


@rule("基础积分已达示范入选线", "Base points reach the line", cites=LINE)
def base_reached(base_points: Points, selection_min: Points) -> Check:
    """Without any bonus."""
    return at_least(base_points, selection_min)


@rule("总积分达到示范入选线", "Points reach the line", cites=LINE)
def total_reached(points_total: Points, selection_min: Points) -> Check:
    """With the bonus."""
    return at_least(points_total, selection_min)


@rule("加满分可达示范入选线", "Within reach of the full bonus", cites=LINE)
def within_full_bonus(base_points: Points, bonus_each: Points, selection_min: Points) -> Check:
    """Base points and all three bonuses: if that is too little, the bonuses need not be known."""
    return at_least(base_points + bonus_each + bonus_each + bonus_each, selection_min)


@rule("示范积分达到示范入选线", "Demonstration points reach the line", cites=LINE)
def selected(base_reached: Condition, total_reached: Condition, within_full_bonus: Condition) -> Condition:
    """By base points alone or with the bonus; a bonus that cannot change the answer is not asked for."""
    return all_of(any_of(base_reached, total_reached), within_full_bonus)
