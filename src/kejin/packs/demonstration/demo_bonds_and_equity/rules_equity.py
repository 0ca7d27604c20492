"""Equity services: a place on the regional board, guidance to the NEEQ, equity before a listing."""

from kejin.policy.dsl import (
    Check,
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
    fails,
    holds,
    rule,
    smallest,
)

BOARD = "demonstration-securities#科技创新专板"
NEEQ = "demonstration-securities#新三板挂牌辅导"
STRATEGIC = "demonstration-securities#上市前股权投资"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-securities#通则")


@rule("未上市", "Not listed", cites=BOARD)
def unlisted(is_listed: Flag) -> Check:
    """Its shares are on no exchange."""
    return fails(is_listed)


@rule("未在新三板挂牌", "Not on the NEEQ", cites=BOARD)
def off_neeq(quoted_on_neeq: Flag) -> Check:
    """Its shares are not quoted on the NEEQ."""
    return fails(quoted_on_neeq)


@rule("未在区域性股权市场挂牌", "Not yet on the regional board", cites=BOARD)
def off_board(on_regional_equity_board: Flag) -> Check:
    """It is not on the regional board yet."""
    return fails(on_regional_equity_board)


@rule("有发明专利", "Holds an invention", cites=BOARD)
def board_right_held(invention_patent_count: Count, board_rights_min: Count) -> Check:
    """It holds an invention patent."""
    return at_least(invention_patent_count, board_rights_min)


@rule("属创新型中小企业", "Innovative SME", cites=BOARD)
def board_innovative(innovative_sme_recognised: Flag) -> Check:
    """It is recognised as an innovative SME."""
    return holds(innovative_sme_recognised)


@rule("可挂牌科技创新专板", "Place on the regional board open", cites=BOARD)
def regional_board_open(
    honest: Condition,
    unlisted: Condition,
    off_neeq: Condition,
    off_board: Condition,
    board_right_held: Condition,
    board_innovative: Condition,
) -> Condition:
    """On no board yet, with an invention or recognised as innovative."""
    return all_of(honest, unlisted, off_neeq, off_board, any_of(board_right_held, board_innovative))


@rule("成立满年数", "Old enough", cites=NEEQ)
def neeq_old_enough(founded_on: Day, neeq_years: Count, facts_as_of: Day) -> Check:
    """Founded at least so many years ago."""
    return at_most(founded_on.plus_years(neeq_years), facts_as_of)


@rule("新三板辅导营业收入达标", "Enough revenue for guidance", cites=NEEQ)
def neeq_revenue_reached(revenue_latest_fen: Fen, neeq_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, neeq_revenue_min)


@rule("新三板辅导净利润达标", "Enough profit for guidance", cites=NEEQ)
def neeq_profit_reached(net_profit_latest_fen: Fen, neeq_profit_min: Fen) -> Check:
    """The latest year's profit reaches the line."""
    return at_least(net_profit_latest_fen, neeq_profit_min)


@rule("可申请新三板挂牌辅导", "Guidance to the NEEQ open", cites=NEEQ)
def neeq_service_open(
    honest: Condition,
    unlisted: Condition,
    off_neeq: Condition,
    neeq_old_enough: Condition,
    neeq_revenue_reached: Condition,
    neeq_profit_reached: Condition,
) -> Condition:
    """Unlisted and old enough, with revenue or profit."""
    return all_of(
        honest, unlisted, off_neeq, neeq_old_enough, any_of(neeq_revenue_reached, neeq_profit_reached)
    )


@rule("上市前投资净利润达标", "Enough profit for pre-IPO equity", cites=STRATEGIC)
def strategic_profit_reached(net_profit_latest_fen: Fen, strategic_profit_min: Fen) -> Check:
    """The latest year's profit reaches the line."""
    return at_least(net_profit_latest_fen, strategic_profit_min)


@rule("预计市值达标", "High enough a market value", cites=STRATEGIC)
def strategic_value_reached(expected_market_value_fen: Fen, strategic_value_min: Fen) -> Check:
    """The expected market value reaches the line."""
    return at_least(expected_market_value_fen, strategic_value_min)


@rule("可申请上市前股权投资", "Pre-IPO equity open", cites=STRATEGIC)
def strategic_equity_open(
    honest: Condition,
    unlisted: Condition,
    strategic_profit_reached: Condition,
    strategic_value_reached: Condition,
) -> Condition:
    """Unlisted, with profit or a high expected market value."""
    return all_of(honest, unlisted, any_of(strategic_profit_reached, strategic_value_reached))


@rule("上市前投资市值份额", "Share of the market value", cites=STRATEGIC, rounds=DOWN)
def strategic_part_fen(expected_market_value_fen: Fen, strategic_share: Share) -> Product:
    """The share of the expected market value."""
    return expected_market_value_fen * strategic_share


@rule("上市前投资额", "Pre-IPO ticket", cites=STRATEGIC)
def strategic_amount_fen(strategic_part_fen: Fen, strategic_max: Fen) -> Fen:
    """The share of the market value, up to the largest ticket."""
    return smallest(strategic_part_fen, strategic_max)
