"""Central interest subsidy for SMEs: does a loan earn it, and how much for the interest of the claimed period.

One row is a loan with one claim. The subsidy is 1.5 points a year on the principal; as a share of the interest paid it
is the year's subsidy over the year's interest, so no day count of its own is needed. `rules_firm.py` holds the
enterprise's side and the caps of a firm.
"""

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
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_least,
    below,
    fails,
    holds,
    one_of,
    only_if,
    parent,
    rule,
    share_of,
    smallest,
    smallest_share,
)

STANDARD = "notice-2026#贴息标准"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

borrower_qualifies = parent(
    "firm_qualifies", "借款企业符合条件", "Borrower qualifies", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("放款不早于起始日", "Drawn on or after the first day", cites=STANDARD, grain=Grain.LOAN)
def drawn_since_start(loan_drawn_on: Day, drawn_from: Day) -> Check:
    """The bank paid the loan out on or after the first day."""
    return at_least(loan_drawn_on, drawn_from)


@rule("放款在政策实施期内", "Drawn while the policy runs", cites="notice-2026#实施期限", grain=Grain.LOAN)
def drawn_within_term(loan_drawn_on: Day, drawn_from: Day, policy_years: Count) -> Check:
    """The bank paid the loan out before the years of the policy were over."""
    return below(loan_drawn_on, drawn_from.plus_years(policy_years))


@rule("由经办银行发放", "Made by a bank of the scheme", cites=STANDARD, grain=Grain.LOAN)
def bank_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is one of the banks that handle the scheme."""
    return holds(loan_lender_in_scheme)


@rule("属可贴息品种", "Kind of loan earns the subsidy", cites=STANDARD, grain=Grain.LOAN)
def product_earns(loan_product: Choice, subsidised_products: Choices) -> Check:
    """A fixed-asset loan, or money of a new policy finance instrument."""
    return one_of(loan_product, subsidised_products)


@rule("未享受中央财政其他贴息", "No other central subsidy", cites="notice-2026#不得重复", grain=Grain.LOAN)
def no_other_central(loan_other_central_subsidy: Flag) -> Check:
    """One loan takes one central interest subsidy."""
    return fails(loan_other_central_subsidy)


@rule("申报期在两年之内", "Within two years", cites=STANDARD, grain=Grain.LOAN)
def within_years(loan_claim_to: Day, loan_subsidised_from: Day, subsidy_years: Count) -> Check:
    """The claimed period ends before the second anniversary of the first subsidised day."""
    return below(loan_claim_to, loan_subsidised_from.plus_years(subsidy_years))


@rule("可获贴息", "Earns the subsidy", cites=STANDARD, grain=Grain.LOAN)
def subsidised(
    borrower_qualifies: Condition,
    drawn_since_start: Condition,
    drawn_within_term: Condition,
    bank_takes_part: Condition,
    product_earns: Condition,
    no_other_central: Condition,
    within_years: Condition,
) -> Condition:
    """Borrower, time, bank, kind of loan, no second central subsidy, two years."""
    return all_of(
        borrower_qualifies,
        drawn_since_start,
        drawn_within_term,
        bank_takes_part,
        product_earns,
        no_other_central,
        within_years,
    )


@rule("计入贴息的本金", "Principal that counts", cites=STANDARD, grain=Grain.LOAN)
def covered_principal_fen(loan_principal_fen: Fen, loan_max: Fen) -> Fen:
    """The principal up to what one firm may have subsidised."""
    return smallest(loan_principal_fen, loan_max)


@rule("一年的贴息额", "Subsidy of a whole year", cites=STANDARD, grain=Grain.LOAN, rounds=MONEY)
def yearly_subsidy_fen(covered_principal_fen: Fen, points: Share) -> Product:
    """The points on the principal that counts."""
    return covered_principal_fen * points


@rule(
    "一年的利息额", "Interest of a whole year", cites="kejin-conventions#比例", grain=Grain.LOAN, rounds=MONEY
)
def yearly_interest_fen(loan_principal_fen: Fen, loan_rate: Share) -> Product:
    """The contract's rate on the whole principal."""
    return loan_principal_fen * loan_rate


@rule(
    "年贴息额占年利息额的比例",
    "Year's subsidy over year's interest",
    cites="kejin-conventions#比例",
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="kejin-conventions#比例"),
)
def share_of_a_year(yearly_subsidy_fen: Fen, yearly_interest_fen: Fen) -> Quotient:
    """What part of a whole year's interest the subsidy is."""
    return share_of(yearly_subsidy_fen, yearly_interest_fen)


@rule("贴息占利息的比例", "Share of the interest", cites="kejin-conventions#比例", grain=Grain.LOAN)
def interest_share(share_of_a_year: Share, full_interest: Share) -> Share:
    """The same, at most the whole interest."""
    return smallest_share(share_of_a_year, full_interest)


@rule("申报期应贴息额", "Subsidy of the claimed period", cites=STANDARD, grain=Grain.LOAN, rounds=MONEY)
def interest_subsidy_fen(loan_interest_paid_fen: Fen, interest_share: Share) -> Product:
    """The share of the interest paid in the claimed period."""
    return loan_interest_paid_fen * interest_share


@rule("贴息额", "Subsidy", cites=STANDARD, grain=Grain.LOAN)
def granted_subsidy_fen(subsidised: Condition, interest_subsidy_fen: Fen) -> Fen:
    """The subsidy where the loan earns it, else nothing; before the firm's cap."""
    return only_if(subsidised, interest_subsidy_fen)


@rule("贴息贷款本金", "Subsidised principal", cites=STANDARD, grain=Grain.LOAN)
def granted_principal_fen(subsidised: Condition, loan_principal_fen: Fen) -> Fen:
    """The principal that counts towards the ceiling of one firm."""
    return only_if(subsidised, loan_principal_fen)
