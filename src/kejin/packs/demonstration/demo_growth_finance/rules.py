"""The demonstration lender's loans for mergers, renewals, growth sharing and with warrants. Every figure is invented.

The national limits on mergers and renewals are borrowed from their packs. What the bank shares in later is not part
of the quotation.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Product,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    at_least,
    back,
    fails,
    growth_at_least,
    largest,
    latest,
    rule,
    smallest,
    total,
)

MERGER = "demonstration-bank#并购贷"
RENEWAL = "demonstration-bank#无还本续贷"
SHARING = "demonstration-bank#成长分享贷"
WARRANT = "demonstration-bank#认股权贷"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-bank#通则")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
revenue_before_fen = back("revenue_fen", "前一年营业收入", "Revenue of the year before", years="one_year")
net_assets_latest_fen = latest("net_assets_fen", "最近一年末净资产", "Net assets at the latest year end")
profit_of_years_fen = total(
    "net_profit_fen", "近两年净利润合计", "Profit of two years together", years="merger_profit_years"
)


@rule("未列入失信名单", "Not on a list of dishonesty", cites="demonstration-bank#通则")
def honest(on_dishonest_list: Flag) -> Check:
    """The bank lends to nobody on a list of dishonesty."""
    return fails(on_dishonest_list)


@rule("净资产为正", "Net assets above zero", cites=MERGER)
def net_assets_positive(net_assets_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """Net assets at the year end are above zero."""
    return above(net_assets_latest_fen, nothing_fen)


@rule("近两年合计盈利", "Profit over two years", cites=MERGER)
def profitable(profit_of_years_fen: Fen, nothing_fen: Fen) -> Check:
    """Profits of the last two years together are above zero."""
    return above(profit_of_years_fen, nothing_fen)


@rule("可申请并购贷", "Merger loan open", cites=MERGER)
def merger_loan_open(
    merger_admitted: Condition, net_assets_positive: Condition, profitable: Condition
) -> Condition:
    """A deal that the national rule admits, planned by a sound and profitable buyer."""
    return all_of(merger_admitted, net_assets_positive, profitable)


@rule("净资产倍数", "Multiple of net assets", cites=MERGER, rounds=DOWN)
def merger_net_assets_part_fen(net_assets_latest_fen: Fen, merger_net_assets_share: Share) -> Product:
    """What the buyer's net assets carry."""
    return net_assets_latest_fen * merger_net_assets_share


@rule("并购贷额度", "Amount of the merger loan", cites=MERGER)
def merger_amount_fen(
    merger_limit_fen: Fen, merger_net_assets_part_fen: Fen, merger_loan_cap: Fen, nothing_fen: Fen
) -> Fen:
    """The share of the price that the national rule allows, within what net assets carry and the cap."""
    return largest(smallest(merger_limit_fen, merger_net_assets_part_fen, merger_loan_cap), nothing_fen)


@rule("并购贷利率", "Rate of the merger loan", cites=MERGER)
def merger_rate(lpr_5y: Share, merger_spread: Share) -> Share:
    """The LPR above five years and the spread."""
    return lpr_5y + merger_spread


@rule("可续余额达标", "Enough to renew", cites=RENEWAL)
def renewal_reached(renewable_total_fen: Fen, renewal_min: Fen) -> Check:
    """The balances that may be renewed reach the least amount."""
    return at_least(renewable_total_fen, renewal_min)


@rule("可申请无还本续贷", "Renewal open", cites=RENEWAL)
def renewal_open(honest: Condition, renewal_supported: Condition, renewal_reached: Condition) -> Condition:
    """A firm of the size supported, in good standing, with loans that may be renewed."""
    return all_of(honest, renewal_supported, renewal_reached)


@rule("续贷额度", "Amount of the renewal", cites=RENEWAL)
def renewal_amount_fen(renewable_total_fen: Fen, renewal_max: Fen) -> Fen:
    """What may be renewed, up to the cap."""
    return smallest(renewable_total_fen, renewal_max)


@rule("续贷利率", "Rate of the renewal", cites=RENEWAL)
def renewal_rate(lpr_1y: Share, renewal_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + renewal_spread


@rule("成长分享贷营业收入达标", "Enough revenue", cites=SHARING)
def sharing_revenue_reached(revenue_latest_fen: Fen, sharing_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, sharing_revenue_min)


@rule("营业收入增长达标", "Enough growth", cites=SHARING)
def sharing_growth_reached(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, sharing_growth_min: Share, one_year: Count
) -> Check:
    """Revenue grew enough over the year before."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, sharing_growth_min, intervals=one_year)


@rule("可申请成长分享贷", "Growth-sharing loan open", cites=SHARING)
def sharing_loan_open(
    honest: Condition, sharing_revenue_reached: Condition, sharing_growth_reached: Condition
) -> Condition:
    """A growing firm in good standing."""
    return all_of(honest, sharing_revenue_reached, sharing_growth_reached)


@rule("成长分享贷营业收入份额", "Share of revenue", cites=SHARING, rounds=DOWN)
def sharing_part_fen(revenue_latest_fen: Fen, sharing_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * sharing_share


@rule("成长分享贷额度", "Amount of the growth-sharing loan", cites=SHARING)
def sharing_amount_fen(sharing_part_fen: Fen, sharing_max: Fen) -> Fen:
    """The share of revenue, up to the cap."""
    return smallest(sharing_part_fen, sharing_max)


@rule("成长分享贷利率", "Rate of the growth-sharing loan", cites=SHARING)
def sharing_rate(lpr_1y: Share, sharing_spread: Share) -> Share:
    """The one-year LPR and the spread, before the bank's later share."""
    return lpr_1y + sharing_spread


@rule("近两年股权融资达标", "Enough equity raised", cites=WARRANT)
def warrant_equity_reached(equity_raised_2y_fen: Fen, warrant_equity_min: Fen) -> Check:
    """Investors paid in enough within two years."""
    return at_least(equity_raised_2y_fen, warrant_equity_min)


@rule("融资估值达标", "High enough a valuation", cites=WARRANT)
def warrant_valuation_reached(funding_valuation_fen: Fen, warrant_valuation_min: Fen) -> Check:
    """The valuation at which warrants would be struck reaches the line."""
    return at_least(funding_valuation_fen, warrant_valuation_min)


@rule("可申请认股权贷", "Warrant loan open", cites=WARRANT)
def warrant_loan_open(
    honest: Condition, warrant_equity_reached: Condition, warrant_valuation_reached: Condition
) -> Condition:
    """A firm in good standing that investors have paid into."""
    return all_of(honest, warrant_equity_reached, warrant_valuation_reached)


@rule("股权融资份额", "Share of the equity raised", cites=WARRANT, rounds=DOWN)
def warrant_part_fen(equity_raised_2y_fen: Fen, warrant_share: Share) -> Product:
    """The share of what investors paid in."""
    return equity_raised_2y_fen * warrant_share


@rule("认股权贷额度", "Amount of the warrant loan", cites=WARRANT)
def warrant_amount_fen(warrant_part_fen: Fen, warrant_max: Fen) -> Fen:
    """The share of the equity raised, up to the cap."""
    return smallest(warrant_part_fen, warrant_max)


@rule("认股权贷利率", "Rate of the warrant loan", cites=WARRANT)
def warrant_rate(lpr_1y: Share, warrant_spread: Share) -> Share:
    """The one-year LPR and the spread, before what the warrants bring."""
    return lpr_1y + warrant_spread
