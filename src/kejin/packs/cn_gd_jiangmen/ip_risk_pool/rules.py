"""Jiangmen Yikedai: is a bad loan compensated, and within what bounds; the share of each mode was not read.

`rules_firm.py` holds the enterprise's side, `rules_terms.py` what makes a loan one of the programme.
"""

from kejin.policy.dsl import (
    Check,
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
    only_if,
    rule,
)

CASE = "jm-case-2025#具体做法"
MODES = "jm-daily-2025#风险共担"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")


@rule("已入池", "Enrolled", cites=CASE, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is enrolled with the pool."""
    return holds(loan_enrolled)


@rule("有本金损失", "Principal lost", cites=CASE, grain=Grain.LOAN)
def principal_lost(loan_principal_loss_fen: Fen, nothing_fen: Fen) -> Check:
    """Some principal was lost."""
    return above(loan_principal_loss_fen, nothing_fen)


@rule("承担比例已定", "The share is set", cites=MODES, grain=Grain.LOAN)
def share_set(fiscal_share: Share, no_share: Share) -> Check:
    """A share applies to the mode; open as long as none was read."""
    return above(fiscal_share, no_share)


@rule("可获补偿", "Compensated", cites=CASE, grain=Grain.LOAN)
def compensable(
    in_programme: Condition,
    enrolled: Condition,
    nonperforming: Condition,
    principal_lost: Condition,
    share_set: Condition,
) -> Condition:
    """An enrolled bad loan of the programme with principal lost and a share that is set."""
    return all_of(in_programme, enrolled, nonperforming, principal_lost, share_set)


@rule("应补偿额", "Amount due", cites=MODES, grain=Grain.LOAN, rounds=TO_THE_FEN)
def fiscal_due_fen(loan_principal_loss_fen: Fen, fiscal_share: Share) -> Product:
    """The loss times the share of the mode."""
    return loan_principal_loss_fen * fiscal_share


@rule("财政承担", "Borne by the city", cites=MODES, grain=Grain.LOAN)
def fiscal_fen(compensable: Condition, fiscal_due_fen: Fen) -> Fen:
    """What the city bears."""
    return only_if(compensable, fiscal_due_fen)


@rule("银行一侧承担", "Left with the bank's side", cites=MODES, grain=Grain.LOAN)
def bank_side_fen(loan_principal_loss_fen: Fen, fiscal_fen: Fen) -> Fen:
    """What is left with bank, insurer and guarantor together."""
    return loan_principal_loss_fen - fiscal_fen


@rule("财政承担下界", "Least that the city bears", cites=CASE, grain=Grain.LOAN, rounds=TO_THE_FEN)
def fiscal_min_fen(loan_principal_loss_fen: Fen, fiscal_share_min: Share) -> Product:
    """The loss times the lowest share."""
    return loan_principal_loss_fen * fiscal_share_min


@rule("财政承担上界", "Most that the city bears", cites=CASE, grain=Grain.LOAN, rounds=TO_THE_FEN)
def fiscal_max_fen(loan_principal_loss_fen: Fen, fiscal_share_max: Share) -> Product:
    """The loss times the highest share."""
    return loan_principal_loss_fen * fiscal_share_max
