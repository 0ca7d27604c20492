"""Guangzhou IP pool: is a bad IP-pledged loan compensated, and how much.

From the loan to the compensation: the part that rests on IP, of it up to CNY 10m, of that what the borrower's line of
the year has left, of the loss what falls on that part, and half of it. `rules_part.py` holds the covered part,
`rules_limits.py` the bank's and the city's year.
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
    holds,
    one_of,
    only_if,
    rule,
)

AMOUNT = "gz-ip-2023#数额和标准"
OBJECT = "southern-2023#申请对象"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#补偿额")


@rule("在广州登记", "Registered in Guangzhou", cites="gz-ip-2023#报道")
def in_city(city_code: Choice, home_city: Choices) -> Check:
    """The enterprise is registered in the city."""
    return one_of(city_code, home_city)


@rule("企业侧符合条件", "The enterprise's side holds", cites=OBJECT)
def firm_eligible(in_city: Condition, is_sme: Condition) -> Condition:
    """A small or medium enterprise of the city."""
    return all_of(in_city, is_sme)


@rule("合作银行发放", "Made by a partner bank", cites="gz-ip-2023#报道", grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner bank."""
    return holds(loan_lender_in_scheme)


@rule("借款人在广州", "Borrower of Guangzhou", cites="gz-ip-2023#报道", grain=Grain.LOAN)
def borrower_local(loan_borrower_local: Flag) -> Check:
    """The borrower belongs to the city."""
    return holds(loan_borrower_local)


@rule("借款人属中小微", "Small or medium borrower", cites=OBJECT, grain=Grain.LOAN)
def borrower_small(loan_borrower_class: Choice, borrower_classes: Choices) -> Check:
    """The borrower is a micro, small or medium enterprise."""
    return one_of(loan_borrower_class, borrower_classes)


@rule("可补偿部分有本金损失", "Principal lost on the covered part", cites=AMOUNT, grain=Grain.LOAN)
def covered_lost(covered_loss_fen: Fen, nothing_fen: Fen) -> Check:
    """Some principal was lost on the part that the pool covers."""
    return above(covered_loss_fen, nothing_fen)


@rule("可获补偿", "Compensated", cites=AMOUNT, grain=Grain.LOAN)
def compensable(
    lender_takes_part: Condition,
    borrower_local: Condition,
    borrower_small: Condition,
    in_pool: Condition,
    part_stated: Condition,
    nonperforming: Condition,
    covered_lost: Condition,
) -> Condition:
    """An enrolled bad IP-pledged loan of a small borrower of the city, its IP part stated, with a covered loss."""
    return all_of(
        lender_takes_part, borrower_local, borrower_small, in_pool, part_stated, nonperforming, covered_lost
    )


@rule("应补偿额", "Amount due", cites=AMOUNT, grain=Grain.LOAN, rounds=TO_THE_FEN)
def pool_due_fen(covered_loss_fen: Fen, pool_share: Share) -> Product:
    """The covered loss times the share."""
    return covered_loss_fen * pool_share


@rule("财政补偿", "Paid by the city", cites=AMOUNT, grain=Grain.LOAN)
def pool_fen(compensable: Condition, pool_due_fen: Fen) -> Fen:
    """What the city pays."""
    return only_if(compensable, pool_due_fen)


@rule("留在银行", "Left with the bank", cites=AMOUNT, grain=Grain.LOAN)
def bank_fen(loan_principal_loss_fen: Fen, pool_fen: Fen) -> Fen:
    """The whole loss of the loan less what the city pays."""
    return loan_principal_loss_fen - pool_fen
