"""Hedges of the demonstration futures broker and loans from the demonstration lender abroad. Every figure is invented.

Which materials trade and how much may be borrowed abroad is borrowed from the national packs.
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
    USCents,
    all_of,
    at_least,
    fails,
    latest,
    rule,
    smallest,
)

FUTURES = "demonstration-markets#期货套期保值"
OPTION = "demonstration-markets#场外价格期权"
QUOTA = "demonstration-markets#跨境便利化贷款"
ABROAD = "demonstration-markets#跨境人民币贷款"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-markets#通则")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")


@rule("未列入失信名单", "Not on a list of dishonesty", cites="demonstration-markets#通则")
def honest(on_dishonest_list: Flag) -> Check:
    """Nobody on a list of dishonesty is served."""
    return fails(on_dishonest_list)


@rule("敞口达到期货受理线", "Exposure large enough for futures", cites=FUTURES)
def futures_reached(futures_exposure_fen: Fen, futures_min: Fen) -> Check:
    """What will be bought or sold in a year reaches the line."""
    return at_least(futures_exposure_fen, futures_min)


@rule("可申请期货套期保值", "Futures hedge open", cites=FUTURES)
def futures_hedge_open(
    honest: Condition, material_listed: Condition, futures_reached: Condition
) -> Condition:
    """The material trades on the exchange and the exposure is large enough."""
    return all_of(honest, material_listed, futures_reached)


@rule("可对冲的敞口", "Share of the exposure", cites=FUTURES, rounds=DOWN)
def futures_part_fen(futures_exposure_fen: Fen, futures_share: Share) -> Product:
    """The share of the exposure that is hedged."""
    return futures_exposure_fen * futures_share


@rule("期货套期保值名义金额", "Notional of the futures hedge", cites=FUTURES)
def futures_amount_fen(futures_part_fen: Fen, futures_max: Fen) -> Fen:
    """The share of the exposure, up to the largest notional."""
    return smallest(futures_part_fen, futures_max)


@rule("敞口达到期权受理线", "Exposure large enough for options", cites=OPTION)
def option_reached(futures_exposure_fen: Fen, option_min: Fen) -> Check:
    """What will be bought or sold in a year reaches the line."""
    return at_least(futures_exposure_fen, option_min)


@rule("可申请场外价格期权", "Price option open", cites=OPTION)
def price_option_open(honest: Condition, material_listed: Condition, option_reached: Condition) -> Condition:
    """The material trades on the exchange and there is something to insure."""
    return all_of(honest, material_listed, option_reached)


@rule("场外价格期权名义金额", "Notional of the price option", cites=OPTION)
def option_amount_fen(futures_exposure_fen: Fen, option_max: Fen) -> Fen:
    """The exposure, up to the largest notional."""
    return smallest(futures_exposure_fen, option_max)


@rule("便利化贷款营业收入达标", "Enough revenue for the quota loan", cites=QUOTA)
def quota_revenue_reached(revenue_latest_fen: Fen, quota_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, quota_revenue_min)


@rule("可申请跨境便利化贷款", "Quota loan open", cites=QUOTA)
def quota_loan_open(honest: Condition, quota_open: Condition, quota_revenue_reached: Condition) -> Condition:
    """A firm with some of its facilitation quota left, and revenue."""
    return all_of(honest, quota_open, quota_revenue_reached)


@rule("跨境便利化贷款额度", "Amount of the quota loan", cites=QUOTA)
def quota_amount_usd_cents(quota_room_usd_cents: USCents, quota_cap: USCents) -> USCents:
    """What is left of the quota, up to the cap of the firm's revenue."""
    return smallest(quota_room_usd_cents, quota_cap)


@rule("跨境人民币贷款营业收入达标", "Enough revenue for the renminbi loan", cites=ABROAD)
def abroad_revenue_reached(revenue_latest_fen: Fen, abroad_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, abroad_revenue_min)


@rule("可申请跨境人民币贷款", "Renminbi loan open", cites=ABROAD)
def renminbi_loan_open(
    honest: Condition, may_borrow_abroad: Condition, abroad_revenue_reached: Condition
) -> Condition:
    """A firm with room under the macro-prudential cap, and revenue."""
    return all_of(honest, may_borrow_abroad, abroad_revenue_reached)


@rule("跨境人民币贷款营业收入份额", "Share of revenue", cites=ABROAD, rounds=DOWN)
def abroad_part_fen(revenue_latest_fen: Fen, abroad_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * abroad_share


@rule("跨境人民币贷款额度", "Amount of the renminbi loan", cites=ABROAD)
def abroad_amount_fen(open_abroad_fen: Fen, abroad_part_fen: Fen, abroad_max: Fen) -> Fen:
    """The room under the cap, within the share of revenue and the bank's cap."""
    return smallest(open_abroad_fen, abroad_part_fen, abroad_max)


@rule("跨境人民币贷款利率", "Rate of the renminbi loan", cites=ABROAD)
def abroad_rate(lpr_1y: Share, abroad_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + abroad_spread
