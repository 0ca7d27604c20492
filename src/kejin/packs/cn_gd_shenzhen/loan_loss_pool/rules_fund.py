"""The city's guarantee fund: does it share what a guarantor or insurer paid, and within what bounds."""

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
    above,
    all_of,
    holds,
    one_of,
    rule,
)

FUND = ("sz-measures-2018#一", "hkcd-2025#融资担保基金")
BOUND = Rounded(Rounding.FLOOR, cites="kejin-conventions#上界")


@rule("属再担保业务", "Business of the fund", cites=FUND, grain=Grain.LOAN)
def of_fund(loan_security: Choice, fund_securities: Choices) -> Check:
    """A guarantee, or since 2020 a loan guarantee insurance."""
    return one_of(loan_security, fund_securities)


@rule("担保机构与基金合作", "Partner of the fund", cites=FUND, grain=Grain.LOAN)
def partner_of_fund(loan_guarantor_with_city_fund: Flag) -> Check:
    """The guarantor or insurer works with the city fund."""
    return holds(loan_guarantor_with_city_fund)


@rule("已发生代偿", "Guarantor has paid", cites=FUND, grain=Grain.LOAN)
def payout_made(loan_guarantor_payout_fen: Fen, nothing_fen: Fen) -> Check:
    """The guarantor or insurer paid the bank something."""
    return above(loan_guarantor_payout_fen, nothing_fen)


@rule("市融资担保基金分担", "The city fund shares", cites=FUND, grain=Grain.LOAN)
def fund_shares(
    borrower_local: Condition,
    borrower_small: Condition,
    of_fund: Condition,
    partner_of_fund: Condition,
    payout_made: Condition,
) -> Condition:
    """A payout of a partner of the fund for a small borrower of the city."""
    return all_of(borrower_local, borrower_small, of_fund, partner_of_fund, payout_made)


@rule("基金分担下限", "Least that the fund bears", cites=FUND, grain=Grain.LOAN, rounds=BOUND)
def fund_min_fen(loan_guarantor_payout_fen: Fen, fund_share_min: Share) -> Product:
    """The payout times the lowest share."""
    return loan_guarantor_payout_fen * fund_share_min


@rule("基金分担上限", "Most that the fund bears", cites=FUND, grain=Grain.LOAN, rounds=BOUND)
def fund_max_fen(loan_guarantor_payout_fen: Fen, fund_share_max: Share) -> Product:
    """The payout times the highest share."""
    return loan_guarantor_payout_fen * fund_share_max
