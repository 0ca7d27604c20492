"""Guangzhou Futures Exchange: does a position hedge an exposure, how many whole lots fit, and what margin they take.

A lot is a fixed quantity; a price is quoted per tonne, for platinum and palladium per gram. Margins and limits are
dated tables that the exchange changes by notice.
"""

from kejin.money import round_quotient_expr
from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    holds,
    one_of,
    rule,
)
from kejin.policy.terms import Interval, Origin

WAY = "kejin-conventions#套期保值方向"
LOTS = "kejin-conventions#手数"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")


def whole_lots(quantity: Count, lot: Count) -> Count:
    """How many whole lots the quantity holds: the quotient, its remainder dropped."""
    expr = round_quotient_expr(quantity.expr, lot.expr, Rounding.FLOOR)
    high = quantity.interval.high if quantity.interval else 0
    return Count(expr, Interval(0, high), None, Origin("whole_lots", "", (quantity, lot)))


def times(number: Count) -> Share:
    """A number as a factor: a share over one."""
    return Share(number.expr, number.interval, None, number.origin, 1)


@rule("品种已上市", "Material listed", cites="gfex-listing-pgm-2025#上市时间", grain=Grain.HEDGE)
def material_listed(hedge_material: Choice, listed_materials: Choices) -> Check:
    """The exchange trades a contract on the material on the law date."""
    return one_of(hedge_material, listed_materials)


@rule("将卖出现货", "Will sell", cites=WAY, grain=Grain.HEDGE)
def will_sell(hedge_side: Choice, selling_sides: Choices) -> Check:
    """The enterprise holds the commodity or will sell it, so a falling price hurts."""
    return one_of(hedge_side, selling_sides)


@rule("将买入现货", "Will buy", cites=WAY, grain=Grain.HEDGE)
def will_buy(hedge_side: Choice, buying_sides: Choices) -> Check:
    """The enterprise will buy the commodity, so a rising price hurts."""
    return one_of(hedge_side, buying_sides)


@rule("卖出期货", "Futures sold", cites=WAY, grain=Grain.HEDGE)
def sold_futures(hedge_position: Choice, short_positions: Choices) -> Check:
    """The contracts are sold."""
    return one_of(hedge_position, short_positions)


@rule("买入期货", "Futures bought", cites=WAY, grain=Grain.HEDGE)
def bought_futures(hedge_position: Choice, long_positions: Choices) -> Check:
    """The contracts are bought."""
    return one_of(hedge_position, long_positions)


@rule("方向与敞口相反", "Opposite to the exposure", cites=WAY, grain=Grain.HEDGE)
def goes_the_right_way(
    will_sell: Condition, sold_futures: Condition, will_buy: Condition, bought_futures: Condition
) -> Condition:
    """A seller sells futures, a buyer buys them."""
    return any_of(all_of(will_sell, sold_futures), all_of(will_buy, bought_futures))


@rule("按套期保值交易", "Booked as hedging", cites="gfex-si-2025-07#套期保值交易", grain=Grain.HEDGE)
def booked_as_hedge(hedge_booked_as_hedge: Flag) -> Check:
    """The position was opened as hedging under an approved quota."""
    return holds(hedge_booked_as_hedge)


@rule("至少一手", "At least one lot", cites=LOTS, grain=Grain.HEDGE)
def holds_a_lot(hedge_lots: Count, one_lot: Count) -> Check:
    """There is a position."""
    return at_least(hedge_lots, one_lot)


@rule("敞口内最多手数", "Most lots within the exposure", cites=LOTS, grain=Grain.HEDGE)
def most_lots(hedge_exposure_kg: Count, lot_kg: Count) -> Count:
    """The quantity exposed over the quantity of a lot, rounded down to whole lots."""
    return whole_lots(hedge_exposure_kg, lot_kg)


@rule("不超过敞口", "Within the exposure", cites=LOTS, grain=Grain.HEDGE)
def within_exposure(hedge_lots: Count, most_lots: Count) -> Check:
    """No more lots than the exposure holds whole."""
    return at_most(hedge_lots, most_lots)


@rule("属于敞口内的套期保值", "Hedges within the exposure", cites=WAY, grain=Grain.HEDGE)
def position_hedges(
    material_listed: Condition,
    goes_the_right_way: Condition,
    booked_as_hedge: Condition,
    holds_a_lot: Condition,
    within_exposure: Condition,
) -> Condition:
    """A listed material, the right way, booked as hedging, and within the exposure in whole lots."""
    return all_of(material_listed, goes_the_right_way, booked_as_hedge, holds_a_lot, within_exposure)


@rule("合约价值", "Value of the contracts", cites=LOTS, grain=Grain.HEDGE, rounds=TO_THE_FEN)
def contract_value_fen(hedge_price_fen: Fen, hedge_lots: Count, lot_units: Count) -> Product:
    """Price per quoted unit times units of a lot times lots."""
    return hedge_price_fen * times(hedge_lots) * times(lot_units)


@rule("初始保证金", "Initial margin", cites="gfex-lc-2026-01#保证金", grain=Grain.HEDGE, rounds=TO_THE_FEN)
def initial_margin_fen(contract_value_fen: Fen, margin_rate: Share) -> Product:
    """The exchange's margin on the value of the contracts; brokers ask for more."""
    return contract_value_fen * margin_rate


@rule(
    "一个涨跌停板的变动",
    "Move of one daily limit",
    cites="gfex-lc-2026-01#涨跌停板",
    grain=Grain.HEDGE,
    rounds=TO_THE_FEN,
)
def limit_move_fen(contract_value_fen: Fen, price_limit: Share) -> Product:
    """What the position can lose in one day at the limit; to be met in cash the next morning."""
    return contract_value_fen * price_limit


@rule("买卖已上市品种", "Deals in a listed material", cites="gfex-listing-pgm-2025#上市时间")
def firm_can_hedge(futures_material: Choice, listed_materials: Choices) -> Check:
    """The material that the enterprise deals in most has a contract on the law date."""
    return one_of(futures_material, listed_materials)
