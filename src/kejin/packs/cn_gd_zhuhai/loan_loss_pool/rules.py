"""Zhuhai technology loans: is a bad loan compensated, and how much of its balance.

The highest share that applies is taken: a first loan before one largely on credit, that before one half on credit.
`rules_firm.py` holds the enterprise's side, `rules_limits.py` the fund's year.
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
    above,
    all_of,
    any_of,
    at_least,
    at_most,
    fails,
    holds,
    not_,
    only_if,
    parent,
    rule,
    smallest,
)

HOW = "zh-fund-2022#四、实施方式"
PURPOSE = "zh-fund-2022#一、设立用途"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#补偿额")

borrower_eligible = parent(
    "firm_eligible", "借款人符合企业侧条件", "Borrower eligible", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("合作银行发放", "Made by a partner bank", cites=PURPOSE, grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner bank."""
    return holds(loan_lender_in_scheme)


@rule("已入库", "Enrolled", cites=HOW, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is enrolled with the fund."""
    return holds(loan_enrolled)


@rule("同一时期没有其他入库项目", "No other loan enrolled", cites=HOW, grain=Grain.LOAN)
def only_project(loan_other_project_enrolled: Flag) -> Check:
    """An enterprise has one enrolled loan at a time."""
    return fails(loan_other_project_enrolled)


@rule("不良发生在入库期限内", "Turned bad while enrolled", cites=HOW, grain=Grain.LOAN)
def bad_in_time(loan_defaulted_on: Day, loan_enrolled_on: Day, enrolled_years_max: Count) -> Check:
    """The loan turned bad no later than so many years after it was enrolled."""
    return at_most(loan_defaulted_on, loan_enrolled_on.plus_years(enrolled_years_max))


@rule("有不良余额", "Balance outstanding", cites=HOW, grain=Grain.LOAN)
def balance_owed(loan_bad_principal_fen: Fen, nothing_fen: Fen) -> Check:
    """Something was owed when the loan turned bad."""
    return above(loan_bad_principal_fen, nothing_fen)


@rule("首笔信贷", "First loan", cites=HOW, grain=Grain.LOAN)
def first_loan(loan_first_loan: Flag) -> Check:
    """It is the enterprise's first loan."""
    return holds(loan_first_loan)


@rule("信用贷款占比超过一半", "More than half on credit", cites=HOW, grain=Grain.LOAN)
def half_on_credit(loan_credit_share: Share, credit_half_above: Share) -> Check:
    """The part on credit passes the first mark."""
    return above(loan_credit_share, credit_half_above)


@rule("信用贷款占比达到高档", "Largely on credit", cites=HOW, grain=Grain.LOAN)
def most_on_credit(loan_credit_share: Share, credit_most_from: Share) -> Check:
    """The part on credit reaches the second mark."""
    return at_least(loan_credit_share, credit_most_from)


@rule("其他贷款的比例已定", "A share for other loans is set", cites=HOW, grain=Grain.LOAN)
def other_share_set(other_share: Share, no_share: Share) -> Check:
    """A share applies to loans of none of the three kinds; open as long as none was read."""
    return above(other_share, no_share)


@rule("补偿比例已定", "A share is set", cites=HOW, grain=Grain.LOAN)
def share_set(first_loan: Condition, half_on_credit: Condition, other_share_set: Condition) -> Condition:
    """One of the shares applies."""
    return any_of(first_loan, half_on_credit, other_share_set)


@rule("按高档补偿", "The second share applies", cites=HOW, grain=Grain.LOAN)
def takes_most(first_loan: Condition, most_on_credit: Condition) -> Condition:
    """Largely on credit and no first loan."""
    return all_of(not_(first_loan), most_on_credit)


@rule("按低档补偿", "The first share applies", cites=HOW, grain=Grain.LOAN)
def takes_half(first_loan: Condition, most_on_credit: Condition, half_on_credit: Condition) -> Condition:
    """More than half on credit, not largely, and no first loan."""
    return all_of(not_(first_loan), not_(most_on_credit), half_on_credit)


@rule("属其他贷款", "Another loan", cites=HOW, grain=Grain.LOAN)
def takes_other(first_loan: Condition, half_on_credit: Condition) -> Condition:
    """Neither a first loan nor more than half on credit."""
    return all_of(not_(first_loan), not_(half_on_credit))


@rule("可获补偿", "Compensated", cites=HOW, grain=Grain.LOAN)
def compensable(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    enrolled: Condition,
    only_project: Condition,
    nonperforming: Condition,
    bad_in_time: Condition,
    balance_owed: Condition,
    share_set: Condition,
) -> Condition:
    """An enrolled bad loan of a partner bank to a technology SME of the city, in time, with a share that is set."""
    return all_of(
        borrower_eligible,
        lender_takes_part,
        enrolled,
        only_project,
        nonperforming,
        bad_in_time,
        balance_owed,
        share_set,
    )


@rule("首笔信贷应补偿", "Due on a first loan", cites=HOW, grain=Grain.LOAN, rounds=TO_THE_FEN)
def first_due_fen(loan_bad_principal_fen: Fen, first_loan_share: Share) -> Product:
    """The balance times the share of a first loan."""
    return loan_bad_principal_fen * first_loan_share


@rule("高档应补偿", "Due where largely on credit", cites=HOW, grain=Grain.LOAN, rounds=TO_THE_FEN)
def most_due_fen(loan_bad_principal_fen: Fen, credit_most_share: Share) -> Product:
    """The balance times the second share."""
    return loan_bad_principal_fen * credit_most_share


@rule("低档应补偿", "Due where half on credit", cites=HOW, grain=Grain.LOAN, rounds=TO_THE_FEN)
def half_due_fen(loan_bad_principal_fen: Fen, credit_half_share: Share) -> Product:
    """The balance times the first share."""
    return loan_bad_principal_fen * credit_half_share


@rule("其他贷款应补偿", "Due on another loan", cites=HOW, grain=Grain.LOAN, rounds=TO_THE_FEN)
def other_due_fen(loan_bad_principal_fen: Fen, other_share: Share) -> Product:
    """The balance times the share of other loans, which was not read."""
    return loan_bad_principal_fen * other_share


@rule("信用贷款应补偿", "Due on a loan on credit", cites=HOW, grain=Grain.LOAN)
def credit_due_fen(takes_most: Condition, most_due_fen: Fen, takes_half: Condition, half_due_fen: Fen) -> Fen:
    """What the part on credit earns."""
    return only_if(takes_most, most_due_fen) + only_if(takes_half, half_due_fen)


@rule("从高应补偿", "Due at the highest share", cites=HOW, grain=Grain.LOAN)
def due_fen(
    first_loan: Condition,
    first_due_fen: Fen,
    credit_due_fen: Fen,
    takes_other: Condition,
    other_due_fen: Fen,
) -> Fen:
    """What the loan earns at the highest share that applies."""
    return only_if(first_loan, first_due_fen) + credit_due_fen + only_if(takes_other, other_due_fen)


@rule("补偿金支付", "Paid by the fund", cites=HOW, grain=Grain.LOAN)
def pool_fen(compensable: Condition, due_fen: Fen, loan_amount_max: Fen) -> Fen:
    """What the fund pays, up to the highest amount of one loan."""
    return only_if(compensable, smallest(due_fen, loan_amount_max))


@rule("留在银行", "Left with the bank", cites=HOW, grain=Grain.LOAN)
def bank_fen(loan_bad_principal_fen: Fen, pool_fen: Fen) -> Fen:
    """The balance less what the fund pays."""
    return loan_bad_principal_fen - pool_fen
