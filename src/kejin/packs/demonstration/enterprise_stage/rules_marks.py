"""The single comparisons behind the stages: age, revenue, equity, listing, profit."""

from kejin.policy.dsl import (
    Check,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    above,
    at_least,
    at_most,
    every,
    holds,
    known,
    latest,
    rule,
)

MATURE = "kejin-stages#成熟期"
EXPANSION = "kejin-stages#扩张期"
GROWTH = "kejin-stages#成长期"
STARTUP = "kejin-stages#初创期"
RESEARCH = "kejin-stages#研发型企业"

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
profitable_in_a_row = every(
    "profitable_year", "近三年均盈利", "Profit in each of three years", years="profit_years"
)


@rule("当年盈利", "Profit of the year", cites=MATURE, grain=Grain.FILING)
def profitable_year(net_profit_fen: Fen, no_profit: Fen) -> Check:
    """Net profit of the year is above zero."""
    return above(net_profit_fen, no_profit)


@rule("填报了最近一年营业收入", "Revenue of the latest year stated", cites="kejin-stages#新设")
def revenue_stated(revenue_latest_fen: Fen) -> Check:
    """Revenue of the last full year is known."""
    return known(revenue_latest_fen)


@rule("成立不满一年", "Less than a year old", cites="kejin-stages#新设")
def less_than_a_year(founded_on: Day, new_years: Count, facts_as_of: Day) -> Check:
    """A year from founding has not passed."""
    return above(founded_on.plus_years(new_years), facts_as_of)


@rule("成立满两年", "Two years old", cites=STARTUP)
def two_years_old(founded_on: Day, startup_years: Count, facts_as_of: Day) -> Check:
    """Two years from founding have passed."""
    return at_most(founded_on.plus_years(startup_years), facts_as_of)


@rule("成立不超过十年", "At most ten years old", cites=RESEARCH)
def young(founded_on: Day, funding_years: Count, facts_as_of: Day) -> Check:
    """Ten years from founding have not passed."""
    return at_least(founded_on.plus_years(funding_years), facts_as_of)


@rule("成立满十年", "Ten years old", cites=MATURE)
def long_standing(founded_on: Day, mature_years: Count, facts_as_of: Day) -> Check:
    """Ten years from founding have passed."""
    return at_most(founded_on.plus_years(mature_years), facts_as_of)


@rule("收入达到初创期界线", "Revenue at the mark of a start-up", cites=STARTUP)
def startup_revenue_reached(revenue_latest_fen: Fen, startup_revenue: Fen) -> Check:
    """Revenue of the last full year."""
    return at_least(revenue_latest_fen, startup_revenue)


@rule("收入达到成长期界线", "Revenue at the mark of growth", cites=GROWTH)
def growth_revenue_reached(revenue_latest_fen: Fen, growth_revenue: Fen) -> Check:
    """Revenue of the last full year."""
    return at_least(revenue_latest_fen, growth_revenue)


@rule("收入达到扩张期界线", "Revenue at the mark of expansion", cites=EXPANSION)
def expansion_revenue_reached(revenue_latest_fen: Fen, expansion_revenue: Fen) -> Check:
    """Revenue of the last full year."""
    return at_least(revenue_latest_fen, expansion_revenue)


@rule("收入达到成熟期界线", "Revenue at the mark of mature", cites=MATURE)
def mature_revenue_reached(revenue_latest_fen: Fen, mature_revenue: Fen) -> Check:
    """Revenue of the last full year."""
    return at_least(revenue_latest_fen, mature_revenue)


@rule("融资达到成长期界线", "Equity at the mark of growth", cites=GROWTH)
def growth_funding_reached(funding_total_fen: Fen, growth_funding: Fen) -> Check:
    """All equity raised since founding."""
    return at_least(funding_total_fen, growth_funding)


@rule("融资达到扩张期界线", "Equity at the mark of expansion", cites=EXPANSION)
def expansion_funding_reached(funding_total_fen: Fen, expansion_funding: Fen) -> Check:
    """All equity raised since founding."""
    return at_least(funding_total_fen, expansion_funding)


@rule("已上市", "Listed", cites=MATURE)
def listed(is_listed: Flag) -> Check:
    """Its shares are listed on a stock exchange."""
    return holds(is_listed)
