"""Nansha's help for loans against IP: fees, interest after repayment, and the limits of a firm's year."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_most,
    below,
    fails,
    holds,
    largest,
    only_if,
    parent,
    rule,
    smallest,
    tally_of,
    total_of,
)

HELP = "adviser-2025#南沙区"
OLDER = "adviser-2023#知识产权金融"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")
BY_CLAIM = ("enterprise_id", "loan_claim_year")

borrower_admitted = parent(
    "firm", "借款企业符合条件", "Borrower admitted", of=Grain.ENTERPRISE, to=Grain.LOAN
)
interest_of_year_fen = total_of(
    "interest_help_fen",
    "企业当年申报贴息合计（未计上限）",
    "Interest help claimed in the year, before the cap",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)
fees_of_year_fen = total_of(
    "fees_help_fen",
    "企业当年申报费用资助合计",
    "Fee help claimed in the year",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)
interest_loans_of_year = tally_of(
    "interest_helped",
    "企业当年贴息笔数",
    "Loans with interest help in the year",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)
year_of_member = parent(
    "in_district", "企业在本区", "Firm of the district", of=Grain.ENTERPRISE, to=Grain.FILING
)


@rule("属南沙区企业", "Enterprise of Nansha", cites=HELP)
def in_district(in_nansha: Condition) -> Condition:
    """Registered in Nansha."""
    return all_of(in_nansha)


@rule("企业侧条件", "The enterprise's side", cites=HELP)
def firm(in_district: Condition, is_sme: Condition) -> Condition:
    """A micro, small or medium enterprise of Nansha."""
    return all_of(in_district, is_sme)


@rule("以知识产权质押取得银行贷款", "Bank loan against IP", cites=HELP, grain=Grain.LOAN)
def pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("未享受市级政策", "City help not taken", cites=OLDER, grain=Grain.LOAN)
def no_city_help(loan_city_ip_subsidy: Flag) -> Check:
    """The city's help for loans against IP is not taken for this loan."""
    return fails(loan_city_ip_subsidy)


@rule("费用可获资助", "Fees earn the help", cites=HELP, grain=Grain.LOAN)
def fees_helped(borrower_admitted: Condition, pledged: Condition, no_city_help: Condition) -> Condition:
    """Borrower, pledge, and no help of the city."""
    return all_of(borrower_admitted, pledged, no_city_help)


@rule("已还本付息", "Repaid", cites=HELP, grain=Grain.LOAN)
def repaid(loan_settled: Flag) -> Check:
    """Principal and interest have been repaid."""
    return holds(loan_settled)


@rule("贴息期在一年之内", "Within one year", cites=HELP, grain=Grain.LOAN)
def within_year(loan_claim_to: Day, loan_subsidised_from: Day, interest_years: Count) -> Check:
    """The period claimed ends before the anniversary of the first subsidised day."""
    return below(loan_claim_to, loan_subsidised_from.plus_years(interest_years))


@rule("利息可获贴息", "Interest earns the help", cites=HELP, grain=Grain.LOAN)
def interest_helped(fees_helped: Condition, repaid: Condition, within_year: Condition) -> Condition:
    """As for fees, repaid, and a period of a year at most."""
    return all_of(fees_helped, repaid, within_year)


@rule("评估费的比例部分", "Share of the valuation fee", cites=HELP, grain=Grain.LOAN, rounds=MONEY)
def valuation_share_fen(loan_valuation_fee_paid_fen: Fen, fee_share: Share) -> Product:
    """The share of the valuation fee."""
    return loan_valuation_fee_paid_fen * fee_share


@rule("担保费的比例部分", "Share of the guarantee fee", cites=HELP, grain=Grain.LOAN, rounds=MONEY)
def guarantee_share_fen(loan_guarantee_fee_paid_fen: Fen, fee_share: Share) -> Product:
    """The share of the guarantee fee."""
    return loan_guarantee_fee_paid_fen * fee_share


@rule("保险费的比例部分", "Share of the premium", cites=HELP, grain=Grain.LOAN, rounds=MONEY)
def premium_share_fen(loan_insurance_premium_paid_fen: Fen, fee_share: Share) -> Product:
    """The share of the premium."""
    return loan_insurance_premium_paid_fen * fee_share


@rule("评估费资助（限内）", "Valuation help within its cap", cites=HELP, grain=Grain.LOAN)
def valuation_capped_fen(valuation_share_fen: Fen, fee_cap: Fen) -> Fen:
    """The share of the valuation fee, at most the cap."""
    return smallest(valuation_share_fen, fee_cap)


@rule("担保费或保险费资助（限内）", "Guarantee or premium help within its cap", cites=HELP, grain=Grain.LOAN)
def cover_capped_fen(guarantee_share_fen: Fen, premium_share_fen: Fen, fee_cap: Fen) -> Fen:
    """The higher of the two, at most the cap; only one of them may be claimed."""
    return smallest(largest(guarantee_share_fen, premium_share_fen), fee_cap)


@rule("评估费资助", "Valuation help", cites=HELP, grain=Grain.LOAN)
def valuation_help_fen(fees_helped: Condition, valuation_capped_fen: Fen) -> Fen:
    """The valuation help where the fees earn it."""
    return only_if(fees_helped, valuation_capped_fen)


@rule("担保费或保险费资助", "Guarantee or premium help", cites=HELP, grain=Grain.LOAN)
def cover_help_fen(fees_helped: Condition, cover_capped_fen: Fen) -> Fen:
    """The guarantee or premium help where the fees earn it."""
    return only_if(fees_helped, cover_capped_fen)


@rule("费用资助合计", "Fee help", cites=HELP, grain=Grain.LOAN)
def fees_help_fen(valuation_help_fen: Fen, cover_help_fen: Fen) -> Fen:
    """Valuation help and guarantee or premium help."""
    return valuation_help_fen + cover_help_fen


@rule("利息的比例部分", "Share of the interest", cites=HELP, grain=Grain.LOAN, rounds=MONEY)
def interest_part_fen(loan_interest_paid_fen: Fen, interest_share: Share) -> Product:
    """The share of the interest paid in the period claimed."""
    return loan_interest_paid_fen * interest_share


@rule("贴息额", "Interest help", cites=HELP, grain=Grain.LOAN)
def interest_help_fen(interest_helped: Condition, interest_part_fen: Fen) -> Fen:
    """The interest help where the interest earns it; before the cap of a year."""
    return only_if(interest_helped, interest_part_fen)


@rule("当年贴息不超过一笔", "One loan a year", cites=HELP, grain=Grain.FILING)
def one_loan(interest_loans_of_year: Count, loans_a_year: Count) -> Check:
    """The firm claims interest help for one loan in the year."""
    return at_most(interest_loans_of_year, loans_a_year)


@rule("企业当年贴息合计", "The firm's interest help of the year", cites=OLDER, grain=Grain.FILING)
def firm_total_fen(ip_pledge_help_received_fen: Fen, interest_of_year_fen: Fen) -> Fen:
    """What the firm received earlier in the year and what it claims now."""
    return ip_pledge_help_received_fen + interest_of_year_fen


@rule("企业当年贴息未超上限", "Firm within the cap", cites=OLDER, grain=Grain.FILING)
def cap_kept(firm_total_fen: Fen, interest_year_cap: Fen) -> Check:
    """The interest help of the year stays within the cap; where it does not, the cap is paid."""
    return at_most(firm_total_fen, interest_year_cap)


@rule("当年贴息在限内", "Within the limits", cites=HELP, grain=Grain.FILING)
def firm_within_limits(year_of_member: Condition, one_loan: Condition, cap_kept: Condition) -> Condition:
    """A firm of the district, one loan, and the cap."""
    return all_of(year_of_member, one_loan, cap_kept)


@rule("企业当年可拨付贴息", "Interest help payable", cites=OLDER, grain=Grain.FILING)
def interest_payable_fen(
    interest_of_year_fen: Fen, interest_year_cap: Fen, ip_pledge_help_received_fen: Fen, nothing_fen: Fen
) -> Fen:
    """What is claimed, up to what the cap leaves after earlier payments of the year."""
    return smallest(
        interest_of_year_fen, largest(interest_year_cap - ip_pledge_help_received_fen, nothing_fen)
    )
