"""Shenzhen's help with interest, guarantee fees and loan insurance: does a loan earn it, and how much.

`rules_firm.py` holds what the enterprise must be, `rules_caps.py` the caps of a year and in all.
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
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    fails,
    holds,
    only_if,
    parent,
    rule,
)

LOAN = "broadcast-2024#（二）"
AMOUNT = "rule-2020#第十四条"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

borrower_in_city = parent(
    "in_city", "借款企业在本市", "Borrower in the city", of=Grain.ENTERPRISE, to=Grain.LOAN
)
borrower_admitted = parent(
    "admitted_by_old_rule",
    "借款企业符合2020年办法",
    "Borrower admitted by the 2020 rule",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)


@rule("由合作银行发放", "Made by a partner bank", cites=LOAN, grain=Grain.LOAN)
def bank_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner bank of the scheme."""
    return holds(loan_lender_in_scheme)


@rule("属人民币银行贷款", "Renminbi bank loan", cites=LOAN, grain=Grain.LOAN)
def bank_loan(loan_rmb_from_bank: Flag) -> Check:
    """A bank made the loan in renminbi."""
    return holds(loan_rmb_from_bank)


@rule("合同不早于办法起始日", "Signed on or after the first day", cites=LOAN, grain=Grain.LOAN)
def signed_in_time(loan_signed_on: Day, rule_first_day: Day) -> Check:
    """The contract began on or after the first day of the rule."""
    return at_least(loan_signed_on, rule_first_day)


@rule("到账不早于办法起始日", "Drawn on or after the first day", cites=LOAN, grain=Grain.LOAN)
def drawn_in_time(loan_drawn_on: Day, rule_first_day: Day) -> Check:
    """The money arrived on or after the first day of the rule."""
    return at_least(loan_drawn_on, rule_first_day)


@rule("不间断使用满三个月", "In use for three months", cites=LOAN, grain=Grain.LOAN)
def used_long_enough(loan_months_in_use: Count, months_min: Count) -> Check:
    """The loan was in use for three whole months without a break."""
    return at_least(loan_months_in_use, months_min)


@rule("无欠息、逾期", "No payment missed", cites="compilation#一般条件", grain=Grain.LOAN)
def paid_on_time(loan_payments_missed: Flag) -> Check:
    """Neither interest nor principal was ever late."""
    return fails(loan_payments_missed)


@rule("贷款已结清", "Loan settled", cites="compilation#一般条件", grain=Grain.LOAN)
def settled(loan_settled: Flag) -> Check:
    """The loan has been repaid in full."""
    return holds(loan_settled)


@rule("符合2020年办法", "Meets the 2020 rule", cites=LOAN, grain=Grain.LOAN)
def meets_old_rule(
    borrower_admitted: Condition,
    bank_takes_part: Condition,
    bank_loan: Condition,
    signed_in_time: Condition,
    drawn_in_time: Condition,
    used_long_enough: Condition,
    paid_on_time: Condition,
    settled: Condition,
) -> Condition:
    """Borrower, bank, time, use and repayment."""
    return all_of(
        borrower_admitted,
        bank_takes_part,
        bank_loan,
        signed_in_time,
        drawn_in_time,
        used_long_enough,
        paid_on_time,
        settled,
    )


@rule("新办法覆盖该笔贷款", "The successor covers the loan", cites="successor#第三条", grain=Grain.LOAN)
def successor_covers_loan(successor_admits: Flag) -> Check:
    """Whether the successor covers the loan; not read."""
    return holds(successor_admits)


@rule("可获贴息贴保", "Earns the help", cites=AMOUNT, grain=Grain.LOAN)
def helped(
    borrower_in_city: Condition, meets_old_rule: Condition, successor_covers_loan: Condition
) -> Condition:
    """In the city, and under the 2020 rule or its successor."""
    return all_of(borrower_in_city, any_of(meets_old_rule, successor_covers_loan))


@rule("利息资助", "Help with interest", cites=AMOUNT, grain=Grain.LOAN, rounds=MONEY)
def interest_part_fen(loan_interest_paid_fen: Fen, loan_interest_share: Share) -> Product:
    """The share of the interest paid."""
    return loan_interest_paid_fen * loan_interest_share


@rule("担保费资助", "Help with guarantee fees", cites=AMOUNT, grain=Grain.LOAN, rounds=MONEY)
def guarantee_part_fen(loan_guarantee_fee_paid_fen: Fen, guarantee_share: Share) -> Product:
    """The share of the guarantee fee paid."""
    return loan_guarantee_fee_paid_fen * guarantee_share


@rule("保险费资助", "Help with premiums", cites=AMOUNT, grain=Grain.LOAN, rounds=MONEY)
def premium_part_fen(loan_insurance_premium_paid_fen: Fen, premium_share: Share) -> Product:
    """The share of the loan-insurance premium paid."""
    return loan_insurance_premium_paid_fen * premium_share


@rule("应得利息资助", "Interest help due", cites=AMOUNT, grain=Grain.LOAN)
def interest_help_fen(helped: Condition, interest_part_fen: Fen) -> Fen:
    """The interest help where the loan earns it; before the caps."""
    return only_if(helped, interest_part_fen)


@rule("应得担保费资助", "Guarantee help due", cites=AMOUNT, grain=Grain.LOAN)
def guarantee_help_fen(helped: Condition, guarantee_part_fen: Fen) -> Fen:
    """The guarantee help where the loan earns it; before the caps."""
    return only_if(helped, guarantee_part_fen)


@rule("应得保险费资助", "Premium help due", cites=AMOUNT, grain=Grain.LOAN)
def premium_help_fen(helped: Condition, premium_part_fen: Fen) -> Fen:
    """The premium help where the loan earns it; before the caps."""
    return only_if(helped, premium_part_fen)
