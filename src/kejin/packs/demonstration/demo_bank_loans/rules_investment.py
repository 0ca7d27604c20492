"""Loans for a project, with a guarantee, and against receivables from a chain leader."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Product,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    at_least,
    largest,
    latest,
    rule,
    share_at_least,
    share_at_most,
    smallest,
)

UPGRADE = "demonstration-bank#技改贷"
GUARANTEED = "demonstration-bank#担保贷"
CHAIN = "demonstration-bank#链主供应链贷"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-bank#通则")

net_assets_latest_fen = latest("net_assets_fen", "最近一年末净资产", "Net assets at the latest year end")


@rule("拟建项目达到受理规模", "Project large enough", cites=UPGRADE)
def project_reached(planned_project_investment_fen: Fen, project_min: Fen) -> Check:
    """The project planned costs enough."""
    return at_least(planned_project_investment_fen, project_min)


@rule("自有资金比例达标", "Own funds secured", cites=UPGRADE)
def project_own_secured(
    planned_project_own_funds_fen: Fen, planned_project_investment_fen: Fen, project_own_min: Share
) -> Check:
    """Own funds over the cost reach the floor."""
    return share_at_least(planned_project_own_funds_fen, planned_project_investment_fen, project_own_min)


@rule("净资产为正", "Net assets above zero", cites=UPGRADE)
def net_assets_positive(net_assets_latest_fen: Fen, nothing_fen: Fen) -> Check:
    """Net assets at the year end are above zero."""
    return above(net_assets_latest_fen, nothing_fen)


@rule("项目借款人资产负债率在限内", "Debt ratio kept for a project", cites=UPGRADE)
def project_debt_kept(debts_latest_fen: Fen, assets_latest_fen: Fen, project_debt_max: Share) -> Check:
    """Liabilities over assets stay within the ceiling."""
    return share_at_most(debts_latest_fen, assets_latest_fen, project_debt_max)


@rule("可申请技改贷", "Technical-upgrade loan open", cites=UPGRADE)
def upgrade_loan_open(
    honest: Condition,
    project_reached: Condition,
    project_own_secured: Condition,
    net_assets_positive: Condition,
    project_debt_kept: Condition,
) -> Condition:
    """A project with own funds secured, by a firm in good standing and not too deep in debt."""
    return all_of(honest, project_reached, project_own_secured, net_assets_positive, project_debt_kept)


@rule("项目总投资的份额", "Share of the cost", cites=UPGRADE, rounds=DOWN)
def project_part_fen(planned_project_investment_fen: Fen, project_share: Share) -> Product:
    """The share of what the project costs."""
    return planned_project_investment_fen * project_share


@rule("技改贷额度", "Amount of the technical-upgrade loan", cites=UPGRADE)
def project_amount_fen(
    project_part_fen: Fen, net_assets_latest_fen: Fen, project_loan_max: Fen, nothing_fen: Fen
) -> Fen:
    """The share of the cost, no more than net assets nor the cap."""
    return largest(smallest(project_part_fen, net_assets_latest_fen, project_loan_max), nothing_fen)


@rule("技改贷利率", "Rate of the technical-upgrade loan", cites=UPGRADE)
def project_rate(lpr_5y: Share, project_spread: Share) -> Share:
    """The LPR above five years and the spread."""
    return lpr_5y + project_spread


@rule("担保贷营业收入达标", "Enough revenue for a guarantee", cites=GUARANTEED)
def guaranteed_revenue_reached(revenue_latest_fen: Fen, guaranteed_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, guaranteed_revenue_min)


@rule("可申请担保贷", "Guaranteed loan open", cites=GUARANTEED)
def guaranteed_loan_open(
    honest: Condition, is_sme: Condition, guaranteed_revenue_reached: Condition
) -> Condition:
    """A small or medium firm in good standing with revenue."""
    return all_of(honest, is_sme, guaranteed_revenue_reached)


@rule("担保贷营业收入份额", "Share of revenue for a guarantee", cites=GUARANTEED, rounds=DOWN)
def guaranteed_part_fen(revenue_latest_fen: Fen, guaranteed_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * guaranteed_share


@rule("担保贷额度", "Amount of the guaranteed loan", cites=GUARANTEED)
def guaranteed_amount_fen(guaranteed_part_fen: Fen, guaranteed_max: Fen) -> Fen:
    """The share of revenue, up to the cap."""
    return smallest(guaranteed_part_fen, guaranteed_max)


@rule("担保贷利率", "Rate of the guaranteed loan", cites=GUARANTEED)
def guaranteed_rate(lpr_1y: Share, guaranteed_spread: Share) -> Share:
    """The one-year LPR and the spread; the guarantor's fee is quoted apart."""
    return lpr_1y + guaranteed_spread


@rule("已确认应收账款达标", "Enough receivables", cites=CHAIN)
def receivables_reached(chain_leader_receivables_fen: Fen, chain_min: Fen) -> Check:
    """A chain leader has confirmed enough receivables."""
    return at_least(chain_leader_receivables_fen, chain_min)


@rule("可申请链主供应链贷", "Supply-chain loan open", cites=CHAIN)
def chain_loan_open(honest: Condition, receivables_reached: Condition) -> Condition:
    """In good standing, with receivables that a chain leader has confirmed."""
    return all_of(honest, receivables_reached)


@rule("已确认应收账款份额", "Share of the receivables", cites=CHAIN, rounds=DOWN)
def chain_part_fen(chain_leader_receivables_fen: Fen, chain_share: Share) -> Product:
    """The share of what is confirmed."""
    return chain_leader_receivables_fen * chain_share


@rule("链主供应链贷额度", "Amount of the supply-chain loan", cites=CHAIN)
def chain_amount_fen(chain_part_fen: Fen, chain_max: Fen) -> Fen:
    """The share of the receivables, up to the cap."""
    return smallest(chain_part_fen, chain_max)


@rule("链主供应链贷利率", "Rate of the supply-chain loan", cites=CHAIN)
def chain_rate(lpr_1y: Share, chain_spread: Share) -> Share:
    """The one-year LPR and the spread."""
    return lpr_1y + chain_spread
