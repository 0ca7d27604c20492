"""Stages as a ladder: from mature down to seed, an enterprise is at the first stage whose mark it reaches.

Each stage is "its own mark, and none of the marks above", seed is "no mark at all". So there is exactly one stage where
the marks are known, and never two: any two differ in a mark that one needs reached and the other missed.

Revenue settles most cases alone. Equity is asked for only where revenue is small and the enterprise young, listing and
profits only where revenue is large. `rules_marks.py` holds the single comparisons.
"""

from kejin.policy.dsl import Condition, Day, Days, all_of, any_of, not_, rule

LADDER = "kejin-stages#阶梯"


@rule("尚在新设且没有年度收入", "New and without a year of revenue", cites="kejin-stages#新设")
def no_year_yet(revenue_stated: Condition, less_than_a_year: Condition) -> Condition:
    """Less than a year old, with no revenue stated: there is none to ask for."""
    return all_of(not_(revenue_stated), less_than_a_year)


@rule("收入达到成熟期", "Earned as the mature", cites="kejin-stages#成熟期")
def earned_mature(no_year_yet: Condition, mature_revenue_reached: Condition) -> Condition:
    """Revenue of the last full year reaches the mark of mature."""
    return all_of(not_(no_year_yet), mature_revenue_reached)


@rule("收入达到扩张期", "Earned as the expanding", cites="kejin-stages#扩张期")
def earned_expansion(no_year_yet: Condition, expansion_revenue_reached: Condition) -> Condition:
    """Revenue of the last full year reaches the mark of expansion."""
    return all_of(not_(no_year_yet), expansion_revenue_reached)


@rule("收入达到成长期", "Earned as the growing", cites="kejin-stages#成长期")
def earned_growth(no_year_yet: Condition, growth_revenue_reached: Condition) -> Condition:
    """Revenue of the last full year reaches the mark of growth."""
    return all_of(not_(no_year_yet), growth_revenue_reached)


@rule("收入达到初创期", "Earned as a start-up", cites="kejin-stages#初创期")
def earned_startup(no_year_yet: Condition, startup_revenue_reached: Condition) -> Condition:
    """Revenue of the last full year reaches the mark of a start-up."""
    return all_of(not_(no_year_yet), startup_revenue_reached)


@rule("融资达到扩张期", "Funded as the expanding", cites="kejin-stages#研发型企业")
def funded_expansion(
    young: Condition, earned_growth: Condition, expansion_funding_reached: Condition
) -> Condition:
    """Young, still with little revenue, and funded as an expanding enterprise is."""
    return all_of(young, not_(earned_growth), expansion_funding_reached)


@rule("融资达到成长期", "Funded as the growing", cites="kejin-stages#研发型企业")
def funded_growth(young: Condition, growth_funding_reached: Condition) -> Condition:
    """Young, and funded as a growing enterprise is."""
    return all_of(young, growth_funding_reached)


@rule("处于成熟期", "Mature", cites=LADDER)
def mature(
    earned_mature: Condition, listed: Condition, long_standing: Condition, profitable_in_a_row: Condition
) -> Condition:
    """Large revenue, and listed or long standing with profit year by year."""
    return all_of(earned_mature, any_of(listed, all_of(long_standing, profitable_in_a_row)))


@rule("达到扩张期标志", "Mark of expansion", cites="kejin-stages#扩张期")
def expansion_mark(earned_expansion: Condition, funded_expansion: Condition) -> Condition:
    """By revenue or by equity."""
    return any_of(earned_expansion, funded_expansion)


@rule("达到成长期标志", "Mark of growth", cites="kejin-stages#成长期")
def growth_mark(earned_growth: Condition, funded_growth: Condition) -> Condition:
    """By revenue or by equity."""
    return any_of(earned_growth, funded_growth)


@rule("达到初创期标志", "Mark of a start-up", cites="kejin-stages#初创期")
def startup_mark(two_years_old: Condition, earned_startup: Condition) -> Condition:
    """By age or by revenue."""
    return any_of(two_years_old, earned_startup)


@rule("处于扩张期", "Expanding", cites=LADDER)
def expansion(mature: Condition, expansion_mark: Condition) -> Condition:
    """The mark of expansion, and not mature."""
    return all_of(not_(mature), expansion_mark)


@rule("处于成长期", "Growing", cites=LADDER)
def growth(mature: Condition, expansion_mark: Condition, growth_mark: Condition) -> Condition:
    """The mark of growth and none above."""
    return all_of(not_(mature), not_(expansion_mark), growth_mark)


@rule("处于初创期", "Starting up", cites=LADDER)
def startup(
    mature: Condition, expansion_mark: Condition, growth_mark: Condition, startup_mark: Condition
) -> Condition:
    """The mark of a start-up and none above."""
    return all_of(not_(mature), not_(expansion_mark), not_(growth_mark), startup_mark)


@rule("处于种子期", "Seed", cites=(LADDER, "gd-plan-2025#全生命周期"))
def seed(
    mature: Condition, expansion_mark: Condition, growth_mark: Condition, startup_mark: Condition
) -> Condition:
    """No mark at all."""
    return all_of(not_(mature), not_(expansion_mark), not_(growth_mark), not_(startup_mark))


@rule("成立天数", "Days since founding", cites=LADDER)
def age_days(facts_as_of: Day, founded_on: Day) -> Days:
    """From founding to the day as of which facts count, for display."""
    return facts_as_of - founded_on
