"""Nanshan's help for IP securitisation: does a financing earn it, and how much of its cost by slices.

The cost is spread over the slices by size, so that the help is the cost times the average share weighted by size.
`rules_firm.py` holds the enterprise's side and the cap of a year.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    below,
    holds,
    largest,
    not_,
    only_if,
    parent,
    rule,
    share_of,
    smallest,
    smallest_share,
    total_of,
)

SLICES = "call-2025#三"
MEASURES = "measures-2025#第七条（一）"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

borrower_admitted = parent("firm", "企业符合条件", "Firm admitted", of=Grain.ENTERPRISE, to=Grain.LOAN)
firm_revenue_fen = parent(
    "revenue_latest_fen", "企业上年度营业收入", "Firm's revenue last year", of=Grain.ENTERPRISE, to=Grain.LOAN
)
issued_of_year_fen = total_of(
    "issued_fen", "企业当年累计发行规模", "Firm's issue of the year", of=Grain.LOAN, to=Grain.FILING
)
issue_of_firm_fen = parent(
    "issued_of_year_fen", "企业当年累计发行规模", "Firm's issue of the year", of=Grain.FILING, to=Grain.LOAN
)


@rule("属知识产权证券化融资", "Part of an IP securitisation", cites=MEASURES, grain=Grain.LOAN)
def in_securitisation(loan_ip_abs: Flag) -> Check:
    """The financing is an underlying asset of an IP securitisation."""
    return holds(loan_ip_abs)


@rule("项目已结清", "Financing settled", cites="call-2023#三（一）2", grain=Grain.LOAN)
def settled(loan_settled: Flag) -> Check:
    """The financing has been repaid in full."""
    return holds(loan_settled)


@rule("未超资助年数", "Within the years", cites=MEASURES, grain=Grain.LOAN)
def within_years(loan_claim_to: Day, loan_subsidised_from: Day, help_years: Count) -> Check:
    """The period claimed ends before the third anniversary of the first day helped."""
    return below(loan_claim_to, loan_subsidised_from.plus_years(help_years))


@rule("可获资助", "Earns the help", cites=SLICES, grain=Grain.LOAN)
def supported(
    borrower_admitted: Condition, in_securitisation: Condition, settled: Condition, within_years: Condition
) -> Condition:
    """Firm, securitisation, repayment and years."""
    return all_of(borrower_admitted, in_securitisation, settled, within_years)


@rule("证券化发行规模", "Size of the issue", cites=SLICES, grain=Grain.LOAN)
def issued_fen(in_securitisation: Condition, loan_principal_fen: Fen) -> Fen:
    """The financing's size where it is part of a securitisation, else nothing."""
    return only_if(in_securitisation, loan_principal_fen)


@rule("第一段规模", "First slice", cites=SLICES, grain=Grain.LOAN)
def first_slice_fen(loan_principal_fen: Fen, first_slice_to: Fen) -> Fen:
    """The size up to the first bound."""
    return smallest(loan_principal_fen, first_slice_to)


@rule("第一、二段规模", "First and second slice", cites=SLICES, grain=Grain.LOAN)
def two_slices_fen(loan_principal_fen: Fen, second_slice_to: Fen) -> Fen:
    """The size up to the second bound."""
    return smallest(loan_principal_fen, second_slice_to)


@rule("第二段规模", "Second slice", cites=SLICES, grain=Grain.LOAN)
def second_slice_fen(two_slices_fen: Fen, first_slice_fen: Fen, nothing_fen: Fen) -> Fen:
    """What lies between the bounds."""
    return largest(two_slices_fen - first_slice_fen, nothing_fen)


@rule("第三段规模", "Third slice", cites=SLICES, grain=Grain.LOAN)
def third_slice_fen(loan_principal_fen: Fen, two_slices_fen: Fen, nothing_fen: Fen) -> Fen:
    """What lies above the second bound."""
    return largest(loan_principal_fen - two_slices_fen, nothing_fen)


@rule("第一段加权", "First slice weighted", cites=SLICES, grain=Grain.LOAN, rounds=MONEY)
def first_weight_fen(first_slice_fen: Fen, first_share: Share) -> Product:
    """The first slice times its share."""
    return first_slice_fen * first_share


@rule("第二段加权", "Second slice weighted", cites=SLICES, grain=Grain.LOAN, rounds=MONEY)
def second_weight_fen(second_slice_fen: Fen, second_share: Share) -> Product:
    """The second slice times its share."""
    return second_slice_fen * second_share


@rule("第三段加权", "Third slice weighted", cites=SLICES, grain=Grain.LOAN, rounds=MONEY)
def third_weight_fen(third_slice_fen: Fen, third_share: Share) -> Product:
    """The third slice times its share."""
    return third_slice_fen * third_share


@rule("加权规模", "Weighted size", cites=SLICES, grain=Grain.LOAN)
def weighted_fen(first_weight_fen: Fen, second_weight_fen: Fen, third_weight_fen: Fen) -> Fen:
    """The slices weighted by their shares, together."""
    return first_weight_fen + second_weight_fen + third_weight_fen


@rule(
    "按规模加权的比例",
    "Share weighted by size",
    cites=SLICES,
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="kejin-conventions#平均比例"),
)
def weighted_share(weighted_fen: Fen, loan_principal_fen: Fen) -> Quotient:
    """The weighted size over the whole size."""
    return share_of(weighted_fen, loan_principal_fen)


@rule("平均资助比例", "Average share", cites=SLICES, grain=Grain.LOAN)
def average_share(weighted_share: Share, first_share: Share) -> Share:
    """The same; it never passes the share of the first slice."""
    return smallest_share(weighted_share, first_share)


@rule("分段资助额", "Help by slices", cites=SLICES, grain=Grain.LOAN, rounds=MONEY)
def tiered_fen(loan_financing_cost_fen: Fen, average_share: Share) -> Product:
    """The average share of the cost, before any cap."""
    return loan_financing_cost_fen * average_share


@rule("当年发行超过1000万元", "Issue of the year large", cites=SLICES, grain=Grain.LOAN)
def issue_large(issue_of_firm_fen: Fen, large_issue: Fen) -> Check:
    """The firm's issue of the year passes the amount from which revenue caps."""
    return above(issue_of_firm_fen, large_issue)


@rule("营业收入上限", "Cap by revenue", cites=SLICES, grain=Grain.LOAN, rounds=MONEY)
def revenue_cap_fen(firm_revenue_fen: Fen, revenue_share: Share) -> Product:
    """The share of last year's revenue that the help may reach."""
    return firm_revenue_fen * revenue_share


@rule("受营业收入限制的资助额", "Help under the cap by revenue", cites=SLICES, grain=Grain.LOAN)
def capped_by_revenue_fen(tiered_fen: Fen, revenue_cap_fen: Fen) -> Fen:
    """The help by slices, at most the cap by revenue."""
    return smallest(tiered_fen, revenue_cap_fen)


@rule("该项目资助额", "Help of the project", cites=SLICES, grain=Grain.LOAN)
def project_fen(issue_large: Condition, capped_by_revenue_fen: Fen, tiered_fen: Fen) -> Fen:
    """Capped by revenue where the firm's issue of the year is large, else by slices alone."""
    return only_if(issue_large, capped_by_revenue_fen) + only_if(not_(issue_large), tiered_fen)


@rule("资助额", "Help", cites=SLICES, grain=Grain.LOAN)
def granted_fen(supported: Condition, project_fen: Fen) -> Fen:
    """The help where the financing earns it, else nothing; before the firm's cap."""
    return only_if(supported, project_fen)
