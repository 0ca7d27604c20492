"""Working capital for technology firms: how long a loan may run, which firm it is open to, and bad loans tolerated."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    Share,
    all_of,
    any_of,
    at_most,
    holds,
    largest,
    one_of,
    only_if,
    parent,
    rule,
    share_at_most,
)

TERM = "nfra-plan-2025#科技信贷"
TITLES = "bank-code-2026#T01-T06"

borrower_technology = parent(
    "technology_firm", "借款人为科技型企业", "Borrower a technology firm", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("高新技术企业", "High-tech enterprise", cites=TITLES)
def high_tech(hte_certified: Flag) -> Check:
    """It holds the certificate of a high-tech enterprise."""
    return holds(hte_certified)


@rule("科技型中小企业", "Technology SME", cites=TITLES)
def tech_sme(tech_sme_registered: Flag) -> Check:
    """It is registered as a technology SME this year."""
    return holds(tech_sme_registered)


@rule("专精特新中小企业", "Specialised SME", cites=TITLES)
def specialised(specialised_sme_recognised: Flag) -> Check:
    """It is recognised as a specialised SME."""
    return holds(specialised_sme_recognised)


@rule("专精特新“小巨人”企业", "Little giant", cites=TITLES)
def little_giant(little_giant_recognised: Flag) -> Check:
    """It is recognised as a little giant."""
    return holds(little_giant_recognised)


@rule("国家技术创新示范企业", "Innovation demonstration enterprise", cites=TITLES)
def demonstration(national_demonstration_firm: Flag) -> Check:
    """It is a national innovation demonstration enterprise."""
    return holds(national_demonstration_firm)


@rule("制造业单项冠军企业", "Single champion", cites=TITLES)
def champion(single_champion: Flag) -> Check:
    """It is a single champion of manufacturing."""
    return holds(single_champion)


@rule("属科技型企业", "Technology firm", cites=TITLES)
def technology_firm(
    high_tech: Condition,
    tech_sme: Condition,
    specialised: Condition,
    little_giant: Condition,
    demonstration: Condition,
    champion: Condition,
) -> Condition:
    """It holds one of the six titles."""
    return any_of(high_tech, tech_sme, specialised, little_giant, demonstration, champion)


@rule("企业可申请的最长月数", "Longest months open to the firm", cites="kejin-conventions#月数")
def firm_longest_months(technology_firm: Condition, long_months: Count) -> Count:
    """The longest term in months for a technology firm; nothing for any other."""
    return only_if(technology_firm, long_months)


@rule("属流动资金贷款", "Working-capital loan", cites=TERM, grain=Grain.LOAN)
def working_capital(loan_product: Choice, working_products: Choices) -> Check:
    """The loan is a working-capital loan."""
    return one_of(loan_product, working_products)


@rule("现金流回收周期较长", "Slow return of cash", cites=TERM, grain=Grain.LOAN)
def slow_cash(loan_slow_cash_cycle: Flag) -> Check:
    """The operating cash behind the loan takes long to come back."""
    return holds(loan_slow_cash_cycle)


@rule("可适用延长期限", "May run long", cites=TERM, grain=Grain.LOAN)
def may_run_long(borrower_technology: Condition, slow_cash: Condition) -> Condition:
    """A technology firm whose cash takes long to come back."""
    return all_of(borrower_technology, slow_cash)


@rule("该笔贷款最长年数", "Longest term of this loan in years", cites=TERM, grain=Grain.LOAN)
def longest_years(usual_years: Count, may_run_long: Condition, long_years: Count) -> Count:
    """The usual term, or the longer one where the loan may run long."""
    return largest(usual_years, only_if(may_run_long, long_years))


@rule("不超过一般期限", "Within the usual term", cites="working-capital-rules#期限", grain=Grain.LOAN)
def within_usual_term(loan_due_on: Day, loan_signed_on: Day, usual_years: Count) -> Check:
    """Due no later than the usual number of years after signing."""
    return at_most(loan_due_on, loan_signed_on.plus_years(usual_years))


@rule("不超过延长期限", "Within the long term", cites=TERM, grain=Grain.LOAN)
def within_long_term(loan_due_on: Day, loan_signed_on: Day, long_years: Count) -> Check:
    """Due no later than the longer number of years after signing."""
    return at_most(loan_due_on, loan_signed_on.plus_years(long_years))


@rule("期限合规", "Term allowed", cites=TERM, grain=Grain.LOAN)
def term_allowed(
    working_capital: Condition,
    within_usual_term: Condition,
    may_run_long: Condition,
    within_long_term: Condition,
) -> Condition:
    """Working capital within the usual term, or within the long term where it may run long."""
    return all_of(working_capital, any_of(within_usual_term, all_of(may_run_long, within_long_term)))


@rule(
    "不良率在容忍度之内",
    "Within the tolerance",
    cites="nfra-plan-2025#不良容忍度",
    grain=Grain.INSTITUTION_YEAR,
)
def within_tolerance(
    institution_tech_npl_fen: Fen, institution_tech_loan_balance_fen: Fen, npl_tolerance: Share
) -> Check:
    """Bad loans to technology firms over all loans to them stay within the tolerance, which has no number."""
    return share_at_most(institution_tech_npl_fen, institution_tech_loan_balance_fen, npl_tolerance)
