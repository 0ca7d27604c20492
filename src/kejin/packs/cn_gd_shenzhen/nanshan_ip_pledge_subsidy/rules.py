"""Nanshan's help for loans against IP: does a loan earn it, how much of its cost, and the cap of a firm's year."""

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

ARTICLE = "measures-2025#第七条（二）"

borrower_in_district = parent(
    "in_district", "借款企业在南山区", "Borrower in Nanshan", of=Grain.ENTERPRISE, to=Grain.LOAN
)
granted_of_year_fen = total_of(
    "granted_fen",
    "企业当年本次申报资助合计（未计上限）",
    "The firm's help claimed in the year, before the cap",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=("enterprise_id", "loan_claim_year"),
)
year_of_member = parent(
    "in_district", "企业在本区", "Firm of the district", of=Grain.ENTERPRISE, to=Grain.FILING
)


@rule("属辖区企业", "Enterprise of the district", cites=ARTICLE)
def in_district(in_nanshan: Condition) -> Condition:
    """Registered in Nanshan."""
    return all_of(in_nanshan)


@rule("企业侧条件", "The enterprise's side", cites=ARTICLE)
def firm(in_district: Condition) -> Condition:
    """An enterprise of the district."""
    return all_of(in_district)


@rule("属知识产权质押融资", "Loan against IP", cites=ARTICLE, grain=Grain.LOAN)
def pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("可获资助", "Earns the help", cites=ARTICLE, grain=Grain.LOAN)
def helped(borrower_in_district: Condition, pledged: Condition) -> Condition:
    """A loan against IP to an enterprise of the district."""
    return all_of(borrower_in_district, pledged)


@rule("实际发生的费用", "Actual cost", cites=ARTICLE, grain=Grain.LOAN)
def cost_fen(
    loan_interest_paid_fen: Fen,
    loan_guarantee_fee_paid_fen: Fen,
    loan_insurance_premium_paid_fen: Fen,
    loan_valuation_fee_paid_fen: Fen,
) -> Fen:
    """Interest, guarantee fee, premium and valuation fee together."""
    return (
        loan_interest_paid_fen
        + loan_guarantee_fee_paid_fen
        + loan_insurance_premium_paid_fen
        + loan_valuation_fee_paid_fen
    )


@rule(
    "按比例的资助",
    "Share of the cost",
    cites=ARTICLE,
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额"),
)
def share_of_cost_fen(cost_fen: Fen, help_share: Share) -> Product:
    """The share of the cost that the district pays."""
    return cost_fen * help_share


@rule("资助额", "Help", cites=ARTICLE, grain=Grain.LOAN)
def granted_fen(helped: Condition, share_of_cost_fen: Fen) -> Fen:
    """The help where the loan earns it, else nothing; before the firm's cap."""
    return only_if(helped, share_of_cost_fen)


@rule("企业当年资助合计", "The firm's help of the year", cites=ARTICLE, grain=Grain.FILING)
def firm_total_fen(ip_pledge_help_received_fen: Fen, granted_of_year_fen: Fen) -> Fen:
    """What the firm received earlier in the year and what it claims now."""
    return ip_pledge_help_received_fen + granted_of_year_fen


@rule("企业当年资助未超上限", "Firm within the cap", cites=ARTICLE, grain=Grain.FILING)
def firm_cap_kept(firm_total_fen: Fen, firm_year_cap: Fen) -> Check:
    """The firm's help of the year stays within the cap; where it does not, the cap is paid."""
    return at_most(firm_total_fen, firm_year_cap)


@rule("企业当年在限内", "Firm's year within its cap", cites=ARTICLE, grain=Grain.FILING)
def firm_year_kept(year_of_member: Condition, firm_cap_kept: Condition) -> Condition:
    """A firm of the district whose help of the year stays within the cap."""
    return all_of(year_of_member, firm_cap_kept)


@rule("企业当年可拨付资助", "Payable to the firm", cites=ARTICLE, grain=Grain.FILING)
def firm_payable_fen(
    granted_of_year_fen: Fen, firm_year_cap: Fen, ip_pledge_help_received_fen: Fen, nothing_fen: Fen
) -> Fen:
    """What is claimed, up to what the cap leaves after earlier payments of the year."""
    return smallest(granted_of_year_fen, largest(firm_year_cap - ip_pledge_help_received_fen, nothing_fen))
