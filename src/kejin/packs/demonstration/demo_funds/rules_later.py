"""Investors in grown firms: the industry fund, a bank's investment company, and the merger fund."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    holds,
    latest,
    one_of,
    rule,
    share_at_most,
    smallest,
)

INDUSTRY = "demonstration-funds#产业成长基金"
AIC = "demonstration-funds#AIC股权投资"
MERGER = "demonstration-funds#并购基金"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-funds#通则")

assets_latest_fen = latest("total_assets_fen", "最近一年末资产总额", "Assets at the latest year end")
debts_latest_fen = latest("total_liabilities_fen", "最近一年末负债总额", "Liabilities at the latest year end")


@rule("产业基金营业收入达标", "Enough revenue for the industry fund", cites=INDUSTRY)
def industry_revenue_reached(revenue_latest_fen: Fen, industry_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, industry_revenue_min)


@rule("属战略性新兴产业", "In a strategic emerging industry", cites=INDUSTRY)
def industry_emerging(in_strategic_emerging: Flag) -> Check:
    """It belongs to a strategic emerging industry."""
    return holds(in_strategic_emerging)


@rule("位于产业链关键环节", "At a key link of a chain", cites=INDUSTRY)
def industry_key_link(chain_key_link: Flag) -> Check:
    """It stands at a key link of an industrial chain."""
    return holds(chain_key_link)


@rule("可申请产业成长基金", "Industry fund open", cites=INDUSTRY)
def industry_fund_open(
    honest: Condition,
    industry_revenue_reached: Condition,
    industry_emerging: Condition,
    industry_key_link: Condition,
) -> Condition:
    """A grown firm of a field that the fund serves."""
    return all_of(honest, industry_revenue_reached, any_of(industry_emerging, industry_key_link))


@rule("产业基金估值份额", "Industry fund's share of the valuation", cites=INDUSTRY, rounds=DOWN)
def industry_part_fen(funding_valuation_fen: Fen, industry_share: Share) -> Product:
    """The share of the valuation."""
    return funding_valuation_fen * industry_share


@rule("产业基金投资额", "Industry fund's ticket", cites=INDUSTRY)
def industry_amount_fen(industry_part_fen: Fen, industry_max: Fen) -> Fen:
    """The share of the valuation, up to the largest ticket."""
    return smallest(industry_part_fen, industry_max)


@rule("AIC营业收入达标", "Enough revenue for the AIC", cites=AIC)
def aic_revenue_reached(revenue_latest_fen: Fen, aic_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, aic_revenue_min)


@rule("资产负债率在限内", "Debt ratio kept", cites=AIC)
def aic_debt_kept(debts_latest_fen: Fen, assets_latest_fen: Fen, aic_debt_max: Share) -> Check:
    """Liabilities over assets stay within the ceiling."""
    return share_at_most(debts_latest_fen, assets_latest_fen, aic_debt_max)


@rule("可申请AIC股权投资", "AIC equity open", cites=AIC)
def aic_equity_open(
    honest: Condition,
    in_aic_area: Condition,
    technology_firm: Condition,
    aic_revenue_reached: Condition,
    aic_debt_kept: Condition,
) -> Condition:
    """A technology firm of the pilot's area, grown and not too deep in debt."""
    return all_of(honest, in_aic_area, technology_firm, aic_revenue_reached, aic_debt_kept)


@rule("AIC市值份额", "AIC's share of the market value", cites=AIC, rounds=DOWN)
def aic_part_fen(expected_market_value_fen: Fen, aic_share: Share) -> Product:
    """The share of the expected market value."""
    return expected_market_value_fen * aic_share


@rule("AIC投资额", "AIC's ticket", cites=AIC)
def aic_amount_fen(aic_part_fen: Fen, aic_max: Fen) -> Fen:
    """The share of the market value, up to the largest ticket."""
    return smallest(aic_part_fen, aic_max)


@rule("有并购计划", "Plans a deal", cites=MERGER)
def deal_planned(planned_deal_kind: Choice, deal_kinds: Choices) -> Check:
    """A deal for control or for a minority stake is planned."""
    return one_of(planned_deal_kind, deal_kinds)


@rule("并购价款达标", "Deal large enough", cites=MERGER)
def deal_reached(planned_deal_price_fen: Fen, deal_price_min: Fen) -> Check:
    """The price reaches the line."""
    return at_least(planned_deal_price_fen, deal_price_min)


@rule("可申请并购基金", "Merger fund open", cites=MERGER)
def merger_fund_open(honest: Condition, deal_planned: Condition, deal_reached: Condition) -> Condition:
    """A deal large enough, planned by a firm in good standing."""
    return all_of(honest, deal_planned, deal_reached)


@rule("并购价款份额", "Share of the price", cites=MERGER, rounds=DOWN)
def deal_part_fen(planned_deal_price_fen: Fen, deal_share: Share) -> Product:
    """The share of the price."""
    return planned_deal_price_fen * deal_share


@rule("并购基金投资额", "Merger fund's ticket", cites=MERGER)
def deal_amount_fen(deal_part_fen: Fen, deal_max: Fen) -> Fen:
    """The share of the price, up to the largest ticket."""
    return smallest(deal_part_fen, deal_max)
