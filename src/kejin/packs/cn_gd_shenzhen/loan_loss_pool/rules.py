"""Shenzhen pool: is a bad loan compensated, and how much. The pool pays on the principal owed when the loan turns bad.

The rate since 2020 was not read; what rests on it is open, while the bound of 50% gives figures. `rules_fund.py`
holds the city's guarantee fund.
"""

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
    at_most,
    holds,
    one_of,
    only_if,
    rule,
    smallest_share,
)

PAPER = "sz-measures-2018#二"
RULES = "sz-rules-2024#第二条"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#补偿额")
DOWN_TO_THE_FEN = Rounded(Rounding.FLOOR, cites="kejin-conventions#上界")


@rule("在深圳登记", "Registered in Shenzhen", cites=(PAPER, RULES))
def in_city(city_code: Choice, home_city: Choices) -> Check:
    """The enterprise is registered in the city."""
    return one_of(city_code, home_city)


@rule("企业侧符合条件", "The enterprise's side holds", cites="sz-rules-2024#第三条")
def firm_eligible(in_city: Condition, is_sme: Condition) -> Condition:
    """A small or medium enterprise of the city by the national size standard."""
    return all_of(in_city, is_sme)


@rule("加盟银行发放", "Made by a member bank", cites=RULES, grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a member of the pool."""
    return holds(loan_lender_in_scheme)


@rule("借款人在本市", "Borrower of the city", cites=(PAPER, RULES), grain=Grain.LOAN)
def borrower_local(loan_borrower_local: Flag) -> Check:
    """The borrower belongs to the city."""
    return holds(loan_borrower_local)


@rule("借款人属中小微", "Small or medium borrower", cites=(PAPER, RULES), grain=Grain.LOAN)
def borrower_small(loan_borrower_class: Choice, borrower_classes: Choices) -> Check:
    """A micro, small or medium enterprise; since 2020 also owners and individual businesses."""
    return one_of(loan_borrower_class, borrower_classes)


@rule("已入池", "Enrolled", cites=RULES, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is filed with the pool."""
    return holds(loan_enrolled)


@rule("贷款规模在上限之内", "Within the size limit", cites=PAPER, grain=Grain.LOAN)
def size_kept(loan_principal_fen: Fen, loan_size_max: Fen) -> Check:
    """The loan is no larger than the limit; open where none was read."""
    return at_most(loan_principal_fen, loan_size_max)


@rule("已成不良贷款", "Bad loan", cites=(PAPER, RULES), grain=Grain.LOAN)
def nonperforming(loan_five_class: Choice, bad_classes: Choices) -> Check:
    """The loan is classed substandard or worse; the pool does not wait for the loss."""
    return one_of(loan_five_class, bad_classes)


@rule("有不良本金", "Principal outstanding", cites=PAPER, grain=Grain.LOAN)
def principal_owed(loan_bad_principal_fen: Fen, nothing_fen: Fen) -> Check:
    """Principal was owed when the loan turned bad."""
    return above(loan_bad_principal_fen, nothing_fen)


@rule("适用补偿比例", "Rate that applies", cites=PAPER, grain=Grain.LOAN)
def pool_rate(pool_share: Share, coverage_max: Share) -> Share:
    """The rate, up to the highest."""
    return smallest_share(pool_share, coverage_max)


@rule("补偿比例已定", "The rate is set", cites=PAPER, grain=Grain.LOAN)
def rate_set(pool_rate: Share, no_share: Share) -> Check:
    """A rate applies; open where none was read."""
    return above(pool_rate, no_share)


@rule("可获补偿", "Compensated", cites=(PAPER, RULES), grain=Grain.LOAN)
def compensable(
    lender_takes_part: Condition,
    borrower_local: Condition,
    borrower_small: Condition,
    enrolled: Condition,
    size_kept: Condition,
    nonperforming: Condition,
    principal_owed: Condition,
    rate_set: Condition,
) -> Condition:
    """An enrolled bad loan of a member bank to a small borrower of the city."""
    return all_of(
        lender_takes_part,
        borrower_local,
        borrower_small,
        enrolled,
        size_kept,
        nonperforming,
        principal_owed,
        rate_set,
    )


@rule("应补偿额", "Amount due", cites=PAPER, grain=Grain.LOAN, rounds=TO_THE_FEN)
def pool_due_fen(loan_bad_principal_fen: Fen, pool_rate: Share) -> Product:
    """The bad principal times the rate."""
    return loan_bad_principal_fen * pool_rate


@rule("资金池补偿", "Paid by the pool", cites=PAPER, grain=Grain.LOAN)
def pool_fen(compensable: Condition, pool_due_fen: Fen) -> Fen:
    """What the pool pays."""
    return only_if(compensable, pool_due_fen)


@rule("留在银行", "Left with the bank", cites=PAPER, grain=Grain.LOAN)
def bank_fen(loan_bad_principal_fen: Fen, pool_fen: Fen) -> Fen:
    """The bad principal less what the pool pays."""
    return loan_bad_principal_fen - pool_fen


@rule("补偿上界", "Upper bound of compensation", cites=PAPER, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def pool_max_fen(loan_bad_principal_fen: Fen, coverage_max: Share) -> Product:
    """The bad principal times the highest rate."""
    return loan_bad_principal_fen * coverage_max


@rule("银行承担下界", "Least that the bank bears", cites=PAPER, grain=Grain.LOAN)
def bank_min_fen(loan_bad_principal_fen: Fen, pool_max_fen: Fen) -> Fen:
    """The bad principal less the upper bound."""
    return loan_bad_principal_fen - pool_max_fen
