"""National guarantee plan for innovation: may a loan be re-guaranteed, and who bears what of a stated loss.

Shares are those at the limits of the plan. They are added up from the nation to the bank and every running sum is
rounded down to the fen: each party is less than a fen off its share, the upper limits of the fund and of the
guarantee system hold to the fen, and the bank, whose share is a minimum, bears the fraction that is left.
`rules_firm.py` holds the classes of enterprise, `rules_institution.py` the payout rate and the average fee.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Day,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_least,
    at_most,
    holds,
    one_of,
    only_if,
    parent,
    rule,
    smallest_share,
)

SHARES = "securities-times-2024#分险比例"
DOWN_TO_THE_FEN = Rounded(Rounding.FLOOR, cites="kejin-conventions#逐层累计")

borrower_eligible = parent(
    "in_plan", "借款人属支持对象", "Borrower in the plan", of=Grain.ENTERPRISE, to=Grain.LOAN
)
borrower_line_kept = parent(
    "line_kept", "借款人在保余额未超上限", "Borrower within the line", of=Grain.ENTERPRISE, to=Grain.LOAN
)
national_share = parent(
    "national_share_max",
    "国家融资担保基金份额（上限）",
    "Share of the national fund, at its maximum",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
loan_local_share = parent(
    "local_share",
    "市县级担保机构份额（推算）",
    "Share of the local guarantor, derived",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)


@rule("属担保贷款", "Guaranteed loan", cites="plan-2024#一、总体要求", grain=Grain.LOAN)
def guaranteed(loan_security: Choice, guarantee_securities: Choices) -> Check:
    """A guarantor stands behind the loan."""
    return one_of(loan_security, guarantee_securities)


@rule("担保机构属政府性体系", "Guarantor of the public system", cites=SHARES, grain=Grain.LOAN)
def guarantor_in_system(loan_guarantor_in_system: Flag) -> Check:
    """The guarantor works with the national fund and the provincial re-guarantor."""
    return holds(loan_guarantor_in_system)


@rule("计划印发后签订", "Signed since the plan", cites="plan-2024#印发通知", grain=Grain.LOAN)
def signed_since_plan(loan_signed_on: Day, plan_from: Day) -> Check:
    """The contract was signed on or after the day of the plan."""
    return at_least(loan_signed_on, plan_from)


@rule("担保体系分险不高于上限", "Guarantee system within its share", cites=SHARES, grain=Grain.LOAN)
def system_share_kept(loan_guarantor_share: Share, system_share_max: Share) -> Check:
    """The part guaranteed does not pass the limit, so that the bank keeps its part."""
    return at_most(loan_guarantor_share, system_share_max)


@rule("可纳入专项担保计划", "May be re-guaranteed", cites=SHARES, grain=Grain.LOAN)
def reguaranteed(
    borrower_eligible: Condition,
    borrower_line_kept: Condition,
    guaranteed: Condition,
    guarantor_in_system: Condition,
    signed_since_plan: Condition,
    system_share_kept: Condition,
) -> Condition:
    """A borrower of a class and within its line, a guarantor of the system, the bank with its part."""
    return all_of(
        borrower_eligible,
        borrower_line_kept,
        guaranteed,
        guarantor_in_system,
        signed_since_plan,
        system_share_kept,
    )


@rule(
    "省级再担保机构份额（下限）",
    "Share of the provincial re-guarantor, at its minimum",
    cites=SHARES,
    grain=Grain.LOAN,
)
def provincial_share(provincial_share_min: Share) -> Share:
    """The lowest share that the plan asks of the province."""
    return smallest_share(provincial_share_min)


@rule("银行份额（下限）", "Share of the bank, at its minimum", cites=SHARES, grain=Grain.LOAN)
def bank_share(bank_share_min: Share) -> Share:
    """The lowest share that the plan leaves with the bank."""
    return smallest_share(bank_share_min)


@rule("损失中国家部分", "Loss up to the nation", cites=SHARES, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def upto_national_fen(loan_principal_loss_fen: Fen, national_share: Share) -> Product:
    """The loss times the national share."""
    return loan_principal_loss_fen * national_share


@rule("损失中国家和省部分", "Loss up to the province", cites=SHARES, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def upto_provincial_fen(
    loan_principal_loss_fen: Fen, national_share: Share, provincial_share: Share
) -> Product:
    """The loss times the shares of nation and province."""
    return loan_principal_loss_fen * (national_share + provincial_share)


@rule(
    "损失中担保体系部分",
    "Loss up to the local guarantor",
    cites=SHARES,
    grain=Grain.LOAN,
    rounds=DOWN_TO_THE_FEN,
)
def upto_local_fen(
    loan_principal_loss_fen: Fen, national_share: Share, provincial_share: Share, loan_local_share: Share
) -> Product:
    """The loss times the shares of the whole guarantee system."""
    return loan_principal_loss_fen * (national_share + provincial_share + loan_local_share)


@rule("国家融资担保基金承担", "Borne by the national fund", cites=SHARES, grain=Grain.LOAN)
def national_fen(reguaranteed: Condition, upto_national_fen: Fen) -> Fen:
    """What the national fund bears of the loss."""
    return only_if(reguaranteed, upto_national_fen)


@rule("省级再担保机构承担", "Borne by the province", cites=SHARES, grain=Grain.LOAN)
def provincial_fen(reguaranteed: Condition, upto_provincial_fen: Fen, upto_national_fen: Fen) -> Fen:
    """What the provincial re-guarantor bears of the loss."""
    return only_if(reguaranteed, upto_provincial_fen - upto_national_fen)


@rule("市县级担保机构承担", "Borne by the local guarantor", cites=SHARES, grain=Grain.LOAN)
def local_fen(reguaranteed: Condition, upto_local_fen: Fen, upto_provincial_fen: Fen) -> Fen:
    """What the local guarantor bears of the loss."""
    return only_if(reguaranteed, upto_local_fen - upto_provincial_fen)


@rule("银行一侧承担", "Left with the bank", cites=SHARES, grain=Grain.LOAN)
def bank_fen(loan_principal_loss_fen: Fen, reguaranteed: Condition, upto_local_fen: Fen) -> Fen:
    """What the plan leaves with the bank; the whole loss where the loan is not in the plan."""
    return loan_principal_loss_fen - only_if(reguaranteed, upto_local_fen)


@rule(
    "年再担保费上限",
    "Highest re-guarantee fee of a year",
    cites="digest-2024#费率",
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#上限金额"),
)
def reguarantee_fee_max_fen(loan_guaranteed_fen: Fen, reguarantee_fee_max: Share) -> Product:
    """The amount guaranteed times the highest fee of its size."""
    return loan_guaranteed_fen * reguarantee_fee_max
