"""The demonstration broker's bonds: sci-tech, joint, and convertible on the regional board. Every figure is invented.

`rules_equity.py` holds its equity services.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Flag,
    Product,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    at_least,
    fails,
    holds,
    largest,
    latest,
    rule,
    share_at_most,
    smallest,
    total,
)

BOND = "demonstration-securities#科技创新债券"
JOINT = "demonstration-securities#集合债券"
NOTE = "demonstration-securities#可转换债券"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-securities#通则")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
net_profit_latest_fen = latest("net_profit_fen", "最近一年净利润", "Profit of the latest year")
net_assets_latest_fen = latest("net_assets_fen", "最近一年末净资产", "Net assets at the latest year end")
assets_latest_fen = latest("total_assets_fen", "最近一年末资产总额", "Assets at the latest year end")
debts_latest_fen = latest("total_liabilities_fen", "最近一年末负债总额", "Liabilities at the latest year end")
profit_of_years_fen = total(
    "net_profit_fen", "近三年净利润合计", "Profit of three years together", years="bond_profit_years"
)


@rule("未列入失信名单", "Not on a list of dishonesty", cites="demonstration-securities#通则")
def honest(on_dishonest_list: Flag) -> Check:
    """Nobody on a list of dishonesty is served."""
    return fails(on_dishonest_list)


@rule("净资产达标", "Enough net assets", cites=BOND)
def bond_net_assets_reached(net_assets_latest_fen: Fen, bond_net_assets_min: Fen) -> Check:
    """Net assets at the year end reach the line."""
    return at_least(net_assets_latest_fen, bond_net_assets_min)


@rule("近三年合计盈利", "Profit over three years", cites=BOND)
def bond_profitable(profit_of_years_fen: Fen, nothing_fen: Fen) -> Check:
    """Profits of the last three years together are above zero."""
    return above(profit_of_years_fen, nothing_fen)


@rule("资产负债率在限内", "Debt ratio kept", cites=BOND)
def bond_debt_kept(debts_latest_fen: Fen, assets_latest_fen: Fen, bond_debt_max: Share) -> Check:
    """Liabilities over assets stay within the ceiling."""
    return share_at_most(debts_latest_fen, assets_latest_fen, bond_debt_max)


@rule("可发行科技创新债券", "Sci-tech bond open", cites=BOND)
def sci_tech_bond_open(
    honest: Condition,
    issuer_admitted: Condition,
    bond_net_assets_reached: Condition,
    bond_profitable: Condition,
    bond_debt_kept: Condition,
) -> Condition:
    """An issuer that the notices admit, with net assets and profits and not too deep in debt."""
    return all_of(honest, issuer_admitted, bond_net_assets_reached, bond_profitable, bond_debt_kept)


@rule("净资产份额", "Share of net assets", cites=BOND, rounds=DOWN)
def bond_part_fen(net_assets_latest_fen: Fen, bond_share: Share) -> Product:
    """The share of net assets."""
    return net_assets_latest_fen * bond_share


@rule("科技创新债券规模", "Size of the sci-tech bond", cites=BOND)
def bond_amount_fen(bond_part_fen: Fen, bond_max: Fen, nothing_fen: Fen) -> Fen:
    """The share of net assets, up to the largest issue."""
    return largest(smallest(bond_part_fen, bond_max), nothing_fen)


@rule("科技创新债券票面利率", "Coupon of the sci-tech bond", cites=BOND)
def bond_rate(lpr_1y: Share, bond_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + bond_spread


@rule("集合债券营业收入达标", "Enough revenue for the joint bond", cites=JOINT)
def joint_revenue_reached(revenue_latest_fen: Fen, joint_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, joint_revenue_min)


@rule("最近一年盈利", "Profit in the latest year", cites=JOINT)
def joint_profitable(net_profit_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """The latest year's profit is above zero."""
    return above(net_profit_latest_fen, nothing_fen)


@rule("可参加集合债券", "Place in a joint bond open", cites=JOINT)
def joint_bond_open(
    honest: Condition,
    is_sme: Condition,
    technology_firm: Condition,
    joint_revenue_reached: Condition,
    joint_profitable: Condition,
) -> Condition:
    """A profitable small or medium technology firm with revenue."""
    return all_of(honest, is_sme, technology_firm, joint_revenue_reached, joint_profitable)


@rule("集合债券营业收入份额", "Share of revenue", cites=JOINT, rounds=DOWN)
def joint_part_fen(revenue_latest_fen: Fen, joint_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * joint_share


@rule("集合债券金额", "Amount in the joint bond", cites=JOINT)
def joint_amount_fen(joint_part_fen: Fen, joint_max: Fen) -> Fen:
    """The share of revenue, up to the cap."""
    return smallest(joint_part_fen, joint_max)


@rule("集合债券票面利率", "Coupon of the joint bond", cites=JOINT)
def joint_rate(lpr_1y: Share, joint_spread: Share) -> Share:
    """The one-year LPR and the spread; the guarantor's fee is quoted apart."""
    return lpr_1y + joint_spread


@rule("在区域性股权市场挂牌", "On the regional board", cites=NOTE)
def on_board(on_regional_equity_board: Flag) -> Check:
    """Its shares are listed on the regional equity board."""
    return holds(on_regional_equity_board)


@rule("可发行可转换债券", "Convertible bond open", cites=NOTE)
def convertible_note_open(honest: Condition, on_board: Condition) -> Condition:
    """In good standing and on the regional board."""
    return all_of(honest, on_board)


@rule("可转换债券估值份额", "Share of the valuation", cites=NOTE, rounds=DOWN)
def note_part_fen(funding_valuation_fen: Fen, note_share: Share) -> Product:
    """The share of the valuation."""
    return funding_valuation_fen * note_share


@rule("可转换债券金额", "Amount of the convertible bond", cites=NOTE)
def note_amount_fen(note_part_fen: Fen, note_max: Fen) -> Fen:
    """The share of the valuation, up to the cap."""
    return smallest(note_part_fen, note_max)


@rule("可转换债券票面利率", "Coupon of the convertible bond", cites=NOTE)
def note_rate(lpr_1y: Share, note_spread: Share) -> Share:
    """The one-year LPR and the spread, before what the right to convert is worth."""
    return lpr_1y + note_spread
