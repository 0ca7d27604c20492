"""What makes a loan one of the programme: lender, size, line, term, one bank a year, no physical collateral."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    all_of,
    at_most,
    fails,
    holds,
    parent,
    rule,
)

TERMS = "jm-daily-2025#申请"

borrower_eligible = parent(
    "firm_eligible", "借款人符合企业侧条件", "Borrower eligible", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("合作银行发放", "Made by a partner bank", cites=TERMS, grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner bank."""
    return holds(loan_lender_in_scheme)


@rule("单笔贷款在上限之内", "Loan within its limit", cites=TERMS, grain=Grain.LOAN)
def size_kept(loan_principal_fen: Fen, loan_max: Fen) -> Check:
    """The loan does not pass the limit of one loan."""
    return at_most(loan_principal_fen, loan_max)


@rule("授信在上限之内", "Line within its limit", cites=TERMS, grain=Grain.LOAN)
def line_kept(loan_credit_line_fen: Fen, line_max: Fen) -> Check:
    """The borrower's line does not pass the limit of one firm."""
    return at_most(loan_credit_line_fen, line_max)


@rule("期限在上限之内", "Term within its limit", cites=TERMS, grain=Grain.LOAN)
def term_kept(loan_due_on: Day, loan_drawn_on: Day, term_years_max: Count) -> Check:
    """The loan falls due no later than the anniversary of drawdown."""
    return at_most(loan_due_on, loan_drawn_on.plus_years(term_years_max))


@rule("同一年度一家银行", "One bank a year", cites=TERMS, grain=Grain.LOAN)
def one_bank(loan_other_bank_in_year: Flag) -> Check:
    """The borrower applied to no other bank in the year."""
    return fails(loan_other_bank_in_year)


@rule("无实物抵质押", "No physical collateral", cites="jm-daily-2025#贷款项目", grain=Grain.LOAN)
def no_physical_collateral(loan_physical_collateral: Flag) -> Check:
    """No physical thing is mortgaged or pledged."""
    return fails(loan_physical_collateral)


@rule("属“邑科贷”", "A loan of the programme", cites=TERMS, grain=Grain.LOAN)
def in_programme(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    size_kept: Condition,
    line_kept: Condition,
    term_kept: Condition,
    one_bank: Condition,
    no_physical_collateral: Condition,
) -> Condition:
    """An eligible borrower, a partner bank, and every limit kept."""
    return all_of(
        borrower_eligible,
        lender_takes_part,
        size_kept,
        line_kept,
        term_kept,
        one_bank,
        no_physical_collateral,
    )
