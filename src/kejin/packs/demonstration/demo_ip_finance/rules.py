"""IP finance by the demonstration lender and its partners: three pledge loans and a place in a securitisation.

Every figure is invented. What a right fit to pledge is worth as security comes from the pack on patent pledges.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    at_least,
    fails,
    latest,
    rule,
    share_of,
    smallest,
)

PLEDGE = "demonstration-ip#知识产权质押贷"
INSURED = "demonstration-ip#质押保证保险贷"
BACKED = "demonstration-ip#质押担保贷"
POOL = "demonstration-ip#知识产权证券化"
BY_PIECE = "demonstration-ip#按件计"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-ip#通则")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
net_profit_latest_fen = latest("net_profit_fen", "最近一年净利润", "Profit of the latest year")


@rule("未列入失信名单", "Not on a list of dishonesty", cites="demonstration-ip#通则")
def honest(on_dishonest_list: Flag) -> Check:
    """Nobody on a list of dishonesty is served."""
    return fails(on_dishonest_list)


@rule("可贷价值达标", "Enough loan value", cites=PLEDGE)
def pledge_value_reached(pledge_value_fen: Fen, pledge_value_min: Fen) -> Check:
    """The rights fit to pledge carry the least amount."""
    return at_least(pledge_value_fen, pledge_value_min)


@rule("可申请知识产权质押贷", "IP-pledge loan open", cites=PLEDGE)
def pledge_loan_open(
    honest: Condition, right_to_pledge: Condition, pledge_value_reached: Condition
) -> Condition:
    """In good standing, with a right fit to pledge and enough loan value."""
    return all_of(honest, right_to_pledge, pledge_value_reached)


@rule("知识产权质押贷额度", "Amount of the IP-pledge loan", cites=PLEDGE)
def pledge_amount_fen(pledge_value_fen: Fen, pledge_max: Fen) -> Fen:
    """The loan value of the rights, up to the cap."""
    return smallest(pledge_value_fen, pledge_max)


@rule("知识产权质押贷利率", "Rate of the IP-pledge loan", cites=PLEDGE)
def pledge_rate(lpr_1y: Share, pledge_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + pledge_spread


@rule("有核心发明专利", "Holds a core patent", cites=INSURED)
def core_right_held(core_business_invention_count: Count, one_right: Count) -> Check:
    """At least one invention earns main business revenue."""
    return at_least(core_business_invention_count, one_right)


@rule("可申请质押保证保险贷", "Insured IP-pledge loan open", cites=INSURED)
def insured_pledge_loan_open(honest: Condition, core_right_held: Condition) -> Condition:
    """In good standing, with a core patent."""
    return all_of(honest, core_right_held)


@rule("核心发明专利件数", "Core patents as a multiple", cites=BY_PIECE, rounds=DOWN)
def core_rights(core_business_invention_count: Count, one_right: Count) -> Quotient:
    """The number of core patents as a multiple of one."""
    return share_of(core_business_invention_count, one_right)


@rule("按核心专利计算的金额", "Amount by core patents", cites=INSURED, rounds=DOWN)
def insured_rights_part_fen(insured_per_right: Fen, core_rights: Share) -> Product:
    """So much for each core patent."""
    return insured_per_right * core_rights


@rule("质押保证保险贷营业收入份额", "Share of revenue", cites=INSURED, rounds=DOWN)
def insured_revenue_part_fen(revenue_latest_fen: Fen, insured_revenue_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * insured_revenue_share


@rule("质押保证保险贷额度", "Amount of the insured IP-pledge loan", cites=INSURED)
def insured_amount_fen(insured_rights_part_fen: Fen, insured_revenue_part_fen: Fen, insured_max: Fen) -> Fen:
    """By core patents, no more than the share of revenue nor the cap."""
    return smallest(insured_rights_part_fen, insured_revenue_part_fen, insured_max)


@rule("质押保证保险贷利率", "Rate of the insured IP-pledge loan", cites=INSURED)
def insured_rate(lpr_1y: Share, insured_spread: Share) -> Share:
    """The one-year LPR and the spread; the premium is quoted apart."""
    return lpr_1y + insured_spread


@rule("有发明专利", "Holds an invention", cites=BACKED)
def right_held(invention_patent_count: Count, one_right: Count) -> Check:
    """At least one valid invention patent."""
    return at_least(invention_patent_count, one_right)


@rule("质押担保贷营业收入达标", "Enough revenue", cites=BACKED)
def backed_revenue_reached(revenue_latest_fen: Fen, backed_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, backed_revenue_min)


@rule("可申请质押担保贷", "Guaranteed IP-pledge loan open", cites=BACKED)
def backed_pledge_loan_open(
    honest: Condition, right_held: Condition, backed_revenue_reached: Condition
) -> Condition:
    """In good standing, with an invention and revenue."""
    return all_of(honest, right_held, backed_revenue_reached)


@rule("发明专利件数", "Inventions as a multiple", cites=BY_PIECE, rounds=DOWN)
def inventions(invention_patent_count: Count, one_right: Count) -> Quotient:
    """The number of inventions as a multiple of one."""
    return share_of(invention_patent_count, one_right)


@rule("按发明专利计算的金额", "Amount by inventions", cites=BACKED, rounds=DOWN)
def backed_rights_part_fen(backed_per_right: Fen, inventions: Share) -> Product:
    """So much for each invention."""
    return backed_per_right * inventions


@rule("质押担保贷营业收入份额", "Share of revenue", cites=BACKED, rounds=DOWN)
def backed_revenue_part_fen(revenue_latest_fen: Fen, backed_revenue_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * backed_revenue_share


@rule("质押担保贷额度", "Amount of the guaranteed IP-pledge loan", cites=BACKED)
def backed_amount_fen(backed_rights_part_fen: Fen, backed_revenue_part_fen: Fen, backed_max: Fen) -> Fen:
    """By inventions and revenue together, up to the cap."""
    return smallest(backed_rights_part_fen + backed_revenue_part_fen, backed_max)


@rule("质押担保贷利率", "Rate of the guaranteed IP-pledge loan", cites=BACKED)
def backed_rate(lpr_1y: Share, backed_spread: Share) -> Share:
    """The one-year LPR and the spread; the guarantor's fee is quoted apart."""
    return lpr_1y + backed_spread


@rule("发明专利件数达标", "Enough inventions", cites=POOL)
def pool_rights_reached(invention_patent_count: Count, pool_rights_min: Count) -> Check:
    """Enough inventions to put into the pool."""
    return at_least(invention_patent_count, pool_rights_min)


@rule("证券化营业收入达标", "Enough revenue", cites=POOL)
def pool_revenue_reached(revenue_latest_fen: Fen, pool_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, pool_revenue_min)


@rule("最近一年盈利", "Profit in the latest year", cites=POOL)
def pool_profitable(net_profit_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """The latest year's profit is above zero."""
    return above(net_profit_latest_fen, nothing_fen)


@rule("可入池知识产权证券化", "Place in the securitisation open", cites=POOL)
def securitisation_open(
    honest: Condition,
    pool_rights_reached: Condition,
    pool_revenue_reached: Condition,
    pool_profitable: Condition,
) -> Condition:
    """A profitable firm in good standing with inventions and revenue."""
    return all_of(honest, pool_rights_reached, pool_revenue_reached, pool_profitable)


@rule("证券化营业收入份额", "Share of revenue", cites=POOL, rounds=DOWN)
def pool_part_fen(revenue_latest_fen: Fen, pool_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * pool_share


@rule("入池金额", "Amount in the pool", cites=POOL)
def pool_amount_fen(pool_part_fen: Fen, pool_max: Fen) -> Fen:
    """The share of revenue, up to the cap."""
    return smallest(pool_part_fen, pool_max)


@rule("优先级票息", "Senior coupon", cites=POOL)
def pool_rate(lpr_1y: Share, pool_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + pool_spread
