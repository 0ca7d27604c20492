"""STAR growth tier: who stands in it, who would on listing, who leaves.

What is read from the accounts (the lower profit, audited years) is borrowed from the STAR market's listing sets.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Day,
    Fen,
    Flag,
    all_of,
    any_of,
    at_least,
    fails,
    holds,
    not_,
    one_of,
    rule,
)

ENTRY = "growth-tier-guideline-2025#纳入"
LEAVING = "growth-tier-guideline-2025#调出条件"


@rule("在科创板上市", "Listed on the STAR market", cites=ENTRY)
def on_star(listing_board: Choice, star_boards: Choices) -> Check:
    """The shares are listed on the STAR market."""
    return one_of(listing_board, star_boards)


@rule("上市时未盈利", "Without profit when listed", cites="growth-tier-opinion-2025#科创成长层")
def lost_when_listed(unprofitable_at_listing: Flag) -> Check:
    """The lower profit of the last year before listing was not above zero."""
    return holds(unprofitable_at_listing)


@rule("增量公司", "New firm", cites=LEAVING)
def new_firm(listed_on: Day, new_firms_from: Day) -> Check:
    """Listed on or after the day of the guideline."""
    return at_least(listed_on, new_firms_from)


@rule("上市后尚未首次盈利", "No profit since listing", cites=ENTRY)
def no_profit_yet(profitable_since_listing: Flag) -> Check:
    """No year since listing has brought a profit."""
    return fails(profitable_since_listing)


@rule("纳入科创成长层", "Stands in the growth tier", cites=ENTRY)
def enters(
    on_star: Condition, lost_when_listed: Condition, new_firm: Condition, no_profit_yet: Condition
) -> Condition:
    """Listed without profit: new firms from their first day, earlier ones where no year has brought a profit yet."""
    return all_of(on_star, lost_when_listed, any_of(new_firm, no_profit_yet))


@rule("当前在科创成长层", "In the growth tier now", cites=ENTRY)
def in_tier(in_star_growth_tier: Flag) -> Check:
    """The shares carry the mark of the growth tier."""
    return holds(in_star_growth_tier)


@rule("最近一年未盈利", "Without profit in the latest year", cites="growth-tier-opinion-2025#科创成长层")
def lost_last_year(profitable_last_year: Condition) -> Condition:
    """The lower profit of the latest year is not above zero."""
    return not_(profitable_last_year)


@rule("上市即入科创成长层", "Would enter on listing", cites=ENTRY)
def would_enter(
    meets_star_listing: Condition, lost_last_year: Condition, audited_last_year: Condition
) -> Condition:
    """Meets a STAR set and the attributes without a profit in the latest audited year."""
    return all_of(meets_star_listing, lost_last_year, audited_last_year)


@rule("两年累计净利润达到调出下限", "Profit of two years for leaving", cites=LEAVING)
def leave_profit(profit_two_years_fen: Fen, leave_profit_min: Fen) -> Check:
    """The lower profits of the last two years together reach the floor."""
    return at_least(profit_two_years_fen, leave_profit_min)


@rule("最近一年营业收入达到调出下限", "Revenue for leaving", cites=LEAVING)
def leave_revenue(revenue_latest_fen: Fen, leave_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the floor."""
    return at_least(revenue_latest_fen, leave_revenue_min)


@rule("增量公司：两年盈利", "New firm by two years of profit", cites=LEAVING)
def leave_by_two_years(
    profitable_both_years: Condition, leave_profit: Condition, audited_both_years: Condition
) -> Condition:
    """Profit in both years and their sum."""
    return all_of(profitable_both_years, leave_profit, audited_both_years)


@rule("增量公司：一年盈利加收入", "New firm by one year of profit and revenue", cites=LEAVING)
def leave_by_one_year(
    profitable_last_year: Condition, leave_revenue: Condition, audited_last_year: Condition
) -> Condition:
    """Profit in the latest year and its revenue."""
    return all_of(profitable_last_year, leave_revenue, audited_last_year)


@rule("存量公司：首次盈利", "Earlier firm by its first profit", cites=LEAVING)
def leave_by_first_profit(
    new_firm: Condition, profitable_last_year: Condition, audited_last_year: Condition
) -> Condition:
    """A firm listed before the guideline with a profit in the latest year."""
    return all_of(not_(new_firm), profitable_last_year, audited_last_year)


@rule("增量公司调出", "New firm leaves", cites=LEAVING)
def leave_as_new_firm(
    new_firm: Condition, leave_by_two_years: Condition, leave_by_one_year: Condition
) -> Condition:
    """A firm listed since the guideline, by either way."""
    return all_of(new_firm, any_of(leave_by_two_years, leave_by_one_year))


@rule("调出科创成长层", "Leaves the growth tier", cites=LEAVING)
def leaves(in_tier: Condition, leave_as_new_firm: Condition, leave_by_first_profit: Condition) -> Condition:
    """In the tier, and the condition of its kind of firm is met."""
    return all_of(in_tier, any_of(leave_as_new_firm, leave_by_first_profit))
