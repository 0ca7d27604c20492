"""How interest subsidies stack on one loan: one of the province, one of the State, the higher applies.

The amounts come from the packs of the subsidies; none of their figures stands here. `stacking.yaml` holds the same
rules for new contracts.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Flag,
    Grain,
    all_of,
    at_least,
    at_most,
    fails,
    holds,
    largest,
    not_,
    rule,
)

PROVINCE = "gd-parent-2025#贷款贴息"
CENTRAL = "notice-2026#不得重复"
TOGETHER = "kejin-conventions#合计"


@rule("申请省贷款贴息", "Claims the loan subsidy", cites=PROVINCE, grain=Grain.LOAN)
def claims_loan_programme(loan_claims_gd_subsidy: Flag) -> Check:
    """The province's subsidy for manufacturers and high-tech enterprises is claimed for the loan."""
    return holds(loan_claims_gd_subsidy)


@rule("申请专精特新贴息", "Claims the specialised subsidy", cites=PROVINCE, grain=Grain.LOAN)
def claims_specialised(loan_claims_specialised_subsidy: Flag) -> Check:
    """The province's subsidy for specialised SMEs is claimed for the loan's interest."""
    return holds(loan_claims_specialised_subsidy)


@rule("只申请一项省级贴息", "One provincial subsidy", cites=PROVINCE, grain=Grain.LOAN)
def one_provincial_subsidy(claims_loan_programme: Condition, claims_specialised: Condition) -> Condition:
    """Not both of the province's subsidies."""
    return not_(all_of(claims_loan_programme, claims_specialised))


@rule("适用的省级贴息", "Provincial subsidy that applies", cites="kejin-conventions#取高", grain=Grain.LOAN)
def provincial_applied_fen(loan_programme_fen: Fen, specialised_fen: Fen) -> Fen:
    """The higher of the two subsidies, before the caps of the firm."""
    return largest(loan_programme_fen, specialised_fen)


@rule(
    "省贷款贴息不低于专精特新贴息", "Loan subsidy no less", cites="kejin-conventions#取高", grain=Grain.LOAN
)
def loan_programme_first(loan_programme_fen: Fen, specialised_fen: Fen) -> Check:
    """The loan subsidy brings at least as much as the one for specialised SMEs."""
    return at_least(loan_programme_fen, specialised_fen)


@rule("没有第二项中央贴息", "No second central subsidy", cites=CENTRAL, grain=Grain.LOAN)
def one_central_subsidy(loan_other_central_subsidy: Flag) -> Check:
    """No other central interest subsidy is taken for the loan."""
    return fails(loan_other_central_subsidy)


@rule("适用的中央贴息", "Central subsidy that applies", cites=CENTRAL, grain=Grain.LOAN)
def central_applied_fen(central_sme_fen: Fen) -> Fen:
    """The central SME subsidy, nothing where the loan takes another central one."""
    return central_sme_fen


@rule("中央与省级贴息合计", "Central and provincial together", cites=TOGETHER, grain=Grain.LOAN)
def together_fen(provincial_applied_fen: Fen, central_applied_fen: Fen) -> Fen:
    """What the State and the province pay together, before the caps of the firm."""
    return provincial_applied_fen + central_applied_fen


@rule("合计不超过实付利息", "Together within the interest", cites=TOGETHER, grain=Grain.LOAN)
def within_interest(together_fen: Fen, loan_interest_paid_fen: Fen) -> Check:
    """Both together pay no more than the interest paid."""
    return at_most(together_fen, loan_interest_paid_fen)


@rule("企业自付利息", "Interest left to the firm", cites=TOGETHER, grain=Grain.LOAN)
def interest_left_fen(loan_interest_paid_fen: Fen, together_fen: Fen) -> Fen:
    """The interest paid less both subsidies; negative where they pass it."""
    return loan_interest_paid_fen - together_fen
