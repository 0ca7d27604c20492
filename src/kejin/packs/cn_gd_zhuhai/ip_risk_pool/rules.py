"""Zhuhai IP fund: is a bad IP-pledged loan compensated, and what fund and bank bear of the loss."""

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
    parent,
    rule,
)

ACCOUNT = "cnipa-2025#一"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#基金承担额")

borrower_eligible = parent(
    "firm_eligible", "借款人符合企业侧条件", "Borrower eligible", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("在珠海登记", "Registered in Zhuhai", cites=ACCOUNT)
def in_city(city_code: Choice, home_city: Choices) -> Check:
    """The enterprise is registered in the city."""
    return one_of(city_code, home_city)


@rule("企业侧符合条件", "The enterprise's side holds", cites=ACCOUNT)
def firm_eligible(in_city: Condition, is_sme: Condition) -> Condition:
    """A small or medium enterprise of the city."""
    return all_of(in_city, is_sme)


@rule("合作银行发放", "Made by a partner bank", cites=ACCOUNT, grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner of the fund."""
    return holds(loan_lender_in_scheme)


@rule("已入池", "Enrolled", cites=ACCOUNT, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is enrolled with the fund."""
    return holds(loan_enrolled)


@rule("知识产权质押贷款", "IP pledged", cites=ACCOUNT, grain=Grain.LOAN)
def ip_pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("有本金损失", "Principal lost", cites=ACCOUNT, grain=Grain.LOAN)
def principal_lost(loan_principal_loss_fen: Fen, nothing_fen: Fen) -> Check:
    """Some principal was lost."""
    return above(loan_principal_loss_fen, nothing_fen)


@rule("可获补偿", "Compensated", cites=ACCOUNT, grain=Grain.LOAN)
def compensable(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    enrolled: Condition,
    ip_pledged: Condition,
    nonperforming: Condition,
    principal_lost: Condition,
) -> Condition:
    """An enrolled bad IP-pledged loan of a partner bank to an SME of the city, with principal lost."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, ip_pledged, nonperforming, principal_lost)


@rule("基金应承担额", "The fund's part of the loss", cites=ACCOUNT, grain=Grain.LOAN, rounds=TO_THE_FEN)
def fund_due_fen(loan_principal_loss_fen: Fen, fund_share: Share) -> Product:
    """The loss times the fund's share."""
    return loan_principal_loss_fen * fund_share


@rule("基金承担", "Borne by the fund", cites=ACCOUNT, grain=Grain.LOAN)
def fund_fen(compensable: Condition, fund_due_fen: Fen) -> Fen:
    """What the fund bears."""
    return only_if(compensable, fund_due_fen)


@rule("银行承担", "Borne by the bank", cites=ACCOUNT, grain=Grain.LOAN)
def bank_fen(loan_principal_loss_fen: Fen, fund_fen: Fen) -> Fen:
    """The loss less what the fund bears."""
    return loan_principal_loss_fen - fund_fen
