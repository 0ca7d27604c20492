"""Huangpu's help for loans against IP: does a loan earn it, on which cost, and the cap of a firm's year."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_most,
    holds,
    largest,
    only_if,
    parent,
    rule,
    smallest,
    total_of,
)

REPORT = "report-2023#一"

borrower_in_district = parent(
    "in_district", "借款企业在本区", "Borrower in Huangpu", of=Grain.ENTERPRISE, to=Grain.LOAN
)
granted_of_year_fen = total_of(
    "granted_fen",
    "企业当年本次申报扶持合计（未计上限）",
    "The firm's help claimed in the year, before the cap",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=("enterprise_id", "loan_claim_year"),
)
year_of_member = parent(
    "in_district", "企业在本区", "Firm of the district", of=Grain.ENTERPRISE, to=Grain.FILING
)


@rule("属本区企业", "Enterprise of the district", cites="measures-2025#适用范围")
def in_district(in_huangpu: Condition) -> Condition:
    """Registered in Huangpu or the development zone."""
    return all_of(in_huangpu)


@rule("企业侧条件", "The enterprise's side", cites=REPORT)
def firm(in_district: Condition) -> Condition:
    """An enterprise of the district."""
    return all_of(in_district)


@rule("属知识产权质押融资", "Loan against IP", cites=REPORT, grain=Grain.LOAN)
def pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("用于生产经营或技术研发", "Used for production or R&D", cites=REPORT, grain=Grain.LOAN)
def well_used(loan_production_or_rd_use: Flag) -> Check:
    """The money is used for production, business or research."""
    return holds(loan_production_or_rd_use)


@rule("可获扶持", "Earns the help", cites=REPORT, grain=Grain.LOAN)
def helped(borrower_in_district: Condition, pledged: Condition, well_used: Condition) -> Condition:
    """Borrower, pledge and use."""
    return all_of(borrower_in_district, pledged, well_used)


@rule("可计费用", "Cost that counts", cites=REPORT, grain=Grain.LOAN)
def cost_fen(loan_interest_paid_fen: Fen, loan_guarantee_fee_paid_fen: Fen) -> Fen:
    """Interest and guarantee fee together."""
    return loan_interest_paid_fen + loan_guarantee_fee_paid_fen


@rule(
    "按比例的扶持",
    "Share of the cost",
    cites=REPORT,
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额"),
)
def share_of_cost_fen(cost_fen: Fen, help_share: Share) -> Product:
    """The share of the cost that the district pays; the share was not read."""
    return cost_fen * help_share


@rule("扶持额", "Help", cites=REPORT, grain=Grain.LOAN)
def granted_fen(helped: Condition, share_of_cost_fen: Fen) -> Fen:
    """The help where the loan earns it, else nothing; before the firm's cap."""
    return only_if(helped, share_of_cost_fen)


@rule("企业当年扶持合计", "The firm's help of the year", cites=REPORT, grain=Grain.FILING)
def firm_total_fen(ip_pledge_help_received_fen: Fen, granted_of_year_fen: Fen) -> Fen:
    """What the firm received earlier in the year and what it claims now."""
    return ip_pledge_help_received_fen + granted_of_year_fen


@rule("企业当年扶持未超上限", "Firm within the cap", cites=REPORT, grain=Grain.FILING)
def firm_cap_kept(firm_total_fen: Fen, firm_year_cap: Fen) -> Check:
    """The firm's help of the year stays within the cap; where it does not, the cap is paid."""
    return at_most(firm_total_fen, firm_year_cap)


@rule("企业当年在限内", "Firm's year within its cap", cites=REPORT, grain=Grain.FILING)
def firm_year_kept(year_of_member: Condition, firm_cap_kept: Condition) -> Condition:
    """A firm of the district whose help of the year stays within the cap."""
    return all_of(year_of_member, firm_cap_kept)


@rule("企业当年可拨付扶持", "Payable to the firm", cites=REPORT, grain=Grain.FILING)
def firm_payable_fen(
    granted_of_year_fen: Fen, firm_year_cap: Fen, ip_pledge_help_received_fen: Fen, nothing_fen: Fen
) -> Fen:
    """What is claimed, up to what the cap leaves after earlier payments of the year."""
    return smallest(granted_of_year_fen, largest(firm_year_cap - ip_pledge_help_received_fen, nothing_fen))
