"""Jiangmen's interest subsidy for loans against IP: whose loan earns it, and half of the interest."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    holds,
    one_of,
    only_if,
    parent,
    rule,
)

CASE = "case-2025#具体做法三"

borrower_admitted = parent(
    "firm", "借款企业符合条件", "Borrower admitted", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("江门市内企业", "Enterprise of Jiangmen", cites=CASE)
def in_city(city_code: Choice, city: Choices) -> Check:
    """Registered in Jiangmen."""
    return one_of(city_code, city)


@rule("拥有专利权、商标权或地理标志", "Owns a patent, trademark or indication", cites=CASE)
def owns_rights(owns_patent_trademark_or_gi: Flag) -> Check:
    """It owns a patent, a trademark or a geographical indication."""
    return holds(owns_patent_trademark_or_gi)


@rule("企业侧条件", "The enterprise's side", cites=CASE)
def firm(in_city: Condition, owns_rights: Condition) -> Condition:
    """An enterprise of the city that owns such a right."""
    return all_of(in_city, owns_rights)


@rule("属知识产权质押贷款", "Loan against IP", cites=CASE, grain=Grain.LOAN)
def pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("可获贴息", "Earns the subsidy", cites=CASE, grain=Grain.LOAN)
def subsidised(borrower_admitted: Condition, pledged: Condition) -> Condition:
    """Borrower and pledge."""
    return all_of(borrower_admitted, pledged)


@rule(
    "按比例的贴息",
    "Share of the interest",
    cites=CASE,
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额"),
)
def interest_subsidy_fen(loan_interest_paid_fen: Fen, subsidy_share: Share) -> Product:
    """The share of the interest actually paid."""
    return loan_interest_paid_fen * subsidy_share


@rule("贴息额", "Subsidy", cites=CASE, grain=Grain.LOAN)
def granted_subsidy_fen(subsidised: Condition, interest_subsidy_fen: Fen) -> Fen:
    """The subsidy where the loan earns it, before any cap, which was not read."""
    return only_if(subsidised, interest_subsidy_fen)
