"""Loans that the demonstration co-insurance pool insures, and which losses it shares. Every figure is invented."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Grain,
    all_of,
    at_most,
    one_of,
    parent,
    rule,
)

POOL = "demonstration-insurance#科技保险共保体"

borrower_honest = parent(
    "honest",
    "借款人未列入失信名单",
    "Borrower not on a list of dishonesty",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)


@rule("有保险分担", "An insurer shares", cites=POOL, grain=Grain.LOAN)
def insurer_shares(loan_sharing_mode: Choice, pool_modes: Choices) -> Check:
    """The loan is made in a mode in which an insurer shares."""
    return one_of(loan_sharing_mode, pool_modes)


@rule("单笔贷款在上限之内", "The loan is small enough", cites=POOL, grain=Grain.LOAN)
def loan_within_most(loan_principal_fen: Fen, pool_loan_max: Fen) -> Check:
    """The loan does not pass the largest loan."""
    return at_most(loan_principal_fen, pool_loan_max)


@rule("属共保体承保贷款", "Insured by the pool", cites=POOL, grain=Grain.LOAN)
def pool_insured(
    borrower_honest: Condition, insurer_shares: Condition, loan_within_most: Condition
) -> Condition:
    """A small enough loan with an insurer to a borrower in good standing."""
    return all_of(borrower_honest, insurer_shares, loan_within_most)


@rule("损失由共保体分担", "The pool shares the loss", cites=POOL, grain=Grain.LOAN)
def pool_shares(pool_insured: Condition, nonperforming: Condition) -> Condition:
    """An insured loan that has turned bad."""
    return all_of(pool_insured, nonperforming)
