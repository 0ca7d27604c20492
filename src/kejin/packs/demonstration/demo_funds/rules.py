"""Equity of the demonstration investors for young firms: seed, angel, venture. Every figure is invented.

`rules_later.py` holds the investors in grown firms. Tickets are shares of the valuation that the firm states.
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
    any_of,
    at_least,
    at_most,
    back,
    fails,
    growth_at_least,
    latest,
    one_of,
    rule,
    share_at_least,
    smallest,
)

SEED = "demonstration-funds#种子基金"
ANGEL = "demonstration-funds#天使基金"
VENTURE = "demonstration-funds#创业投资基金"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-funds#通则")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
revenue_before_fen = back("revenue_fen", "前一年营业收入", "Revenue of the year before", years="one_year")
rd_latest_fen = latest("rd_expense_fen", "最近一年研发费用", "R&D expense of the latest year")


@rule("未列入失信名单", "Not on a list of dishonesty", cites="demonstration-funds#通则")
def honest(on_dishonest_list: Flag) -> Check:
    """Nobody on a list of dishonesty is taken."""
    return fails(on_dishonest_list)


@rule("成立年数适合种子基金", "Young enough for the seed fund", cites=SEED)
def seed_young(founded_on: Day, seed_years: Count, facts_as_of: Day) -> Check:
    """Founded no more than so many years ago."""
    return at_least(founded_on.plus_years(seed_years), facts_as_of)


@rule("此前没有外部机构投资", "No outside money before", cites=SEED)
def seed_first_money(had_outside_equity_round: Flag) -> Check:
    """No institution has invested before."""
    return fails(had_outside_equity_round)


@rule("有发明专利", "Holds an invention", cites=SEED)
def seed_right_held(invention_patent_count: Count, seed_rights_min: Count) -> Check:
    """It holds an invention patent."""
    return at_least(invention_patent_count, seed_rights_min)


@rule("创办人为经认定的人才", "Founded by recognised talent", cites=SEED)
def seed_talent_founded(talent_grade: Choice, seed_talent: Choices) -> Check:
    """A talent office has recognised a founder or a member of the core team."""
    return one_of(talent_grade, seed_talent)


@rule("可申请种子基金", "Seed fund open", cites=SEED)
def seed_fund_open(
    honest: Condition,
    seed_young: Condition,
    seed_first_money: Condition,
    seed_right_held: Condition,
    seed_talent_founded: Condition,
) -> Condition:
    """Young, without outside money, with an invention or recognised talent."""
    return all_of(honest, seed_young, seed_first_money, any_of(seed_right_held, seed_talent_founded))


@rule("成立年数适合天使基金", "Young enough for the angel fund", cites=ANGEL)
def angel_young(founded_on: Day, angel_years: Count, facts_as_of: Day) -> Check:
    """Founded no more than so many years ago."""
    return at_least(founded_on.plus_years(angel_years), facts_as_of)


@rule("累计股权融资适合天使基金", "Little equity raised before", cites=ANGEL)
def angel_raised_kept(funding_total_fen: Fen, angel_raised_max: Fen) -> Check:
    """The equity raised before stays within the limit."""
    return at_most(funding_total_fen, angel_raised_max)


@rule("融资估值适合天使基金", "Valuation fit for the angel fund", cites=ANGEL)
def angel_valuation_kept(funding_valuation_fen: Fen, angel_valuation_max: Fen) -> Check:
    """The valuation stays within the limit."""
    return at_most(funding_valuation_fen, angel_valuation_max)


@rule("可申请天使基金", "Angel fund open", cites=ANGEL)
def angel_fund_open(
    honest: Condition, angel_young: Condition, angel_raised_kept: Condition, angel_valuation_kept: Condition
) -> Condition:
    """Young, with little equity so far, at a modest valuation."""
    return all_of(honest, angel_young, angel_raised_kept, angel_valuation_kept)


@rule("天使基金估值份额", "Angel's share of the valuation", cites=ANGEL, rounds=DOWN)
def angel_part_fen(funding_valuation_fen: Fen, angel_share: Share) -> Product:
    """The share of the valuation."""
    return funding_valuation_fen * angel_share


@rule("天使基金投资额", "Angel's ticket", cites=ANGEL)
def angel_amount_fen(angel_part_fen: Fen, angel_max: Fen) -> Fen:
    """The share of the valuation, up to the largest ticket."""
    return smallest(angel_part_fen, angel_max)


@rule("创投营业收入达标", "Enough revenue", cites=VENTURE)
def venture_revenue_reached(revenue_latest_fen: Fen, venture_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, venture_revenue_min)


@rule("营业收入增长达标", "Enough growth", cites=VENTURE)
def venture_growth_reached(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, venture_growth_min: Share, one_year: Count
) -> Check:
    """Revenue grew enough over the year before."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, venture_growth_min, intervals=one_year)


@rule("研发投入强度达标", "Enough R&D", cites=VENTURE)
def venture_rd_reached(rd_latest_fen: Fen, revenue_latest_fen: Fen, venture_rd_min: Share) -> Check:
    """R&D over revenue reaches the floor."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, venture_rd_min)


@rule("融资估值适合创投基金", "Valuation fit for the venture fund", cites=VENTURE)
def venture_valuation_kept(funding_valuation_fen: Fen, venture_valuation_max: Fen) -> Check:
    """The valuation stays within the limit."""
    return at_most(funding_valuation_fen, venture_valuation_max)


@rule("可申请创业投资基金", "Venture fund open", cites=VENTURE)
def venture_fund_open(
    honest: Condition,
    venture_revenue_reached: Condition,
    venture_growth_reached: Condition,
    venture_rd_reached: Condition,
    venture_valuation_kept: Condition,
) -> Condition:
    """With revenue, growing or rich in R&D, at a valuation within the limit."""
    return all_of(
        honest,
        venture_revenue_reached,
        any_of(venture_growth_reached, venture_rd_reached),
        venture_valuation_kept,
    )


@rule("创投估值份额", "Venture fund's share of the valuation", cites=VENTURE, rounds=DOWN)
def venture_part_fen(funding_valuation_fen: Fen, venture_share: Share) -> Product:
    """The share of the valuation."""
    return funding_valuation_fen * venture_share


@rule("创投投资额", "Venture fund's ticket", cites=VENTURE)
def venture_amount_fen(venture_part_fen: Fen, venture_max: Fen) -> Fen:
    """The share of the valuation, up to the largest ticket."""
    return smallest(venture_part_fen, venture_max)
