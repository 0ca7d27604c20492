"""Guangzhou loan-loss compensation: whether a bad loan is compensated, how much, and when payment is suspended.

`rules_enrolment.py` holds which loans may be enrolled, `rules_limits.py` the stop lines and the yearly caps. A loan
is claimed under one mode; the year of the claim, not of signing, leads to the institution's and the scheme's year.
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
    any_of,
    fails,
    holds,
    one_of,
    only_if,
    parent,
    rule,
    running_total_of,
    smallest_share,
)

TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")
CLAIM = "gz-measures-2025#第二条"

bank_year_open = parent(
    "institution_open",
    "放款银行当年未被暂缓",
    "The bank is not suspended in the year",
    of=Grain.INSTITUTION_YEAR,
    to=Grain.LOAN,
    through=("institution_id", "loan_claim_year"),
)
guarantor_year_open = parent(
    "institution_open",
    "担保机构当年未被暂缓",
    "The guarantor is not suspended in the year",
    of=Grain.INSTITUTION_YEAR,
    to=Grain.LOAN,
    through=("loan_guarantor_id", "loan_claim_year"),
)
running_payable_fen = running_total_of(
    "payable_fen",
    "年度累计可支付补偿（按不良认定日）",
    "Payable so far in the year, by day of default",
    of=Grain.LOAN,
    within=Grain.PROGRAMME_YEAR,
    by=("loan_defaulted_on", "loan_id"),
    through=("programme_id", "loan_claim_year"),
)


@rule("属政银模式", "Bank mode", cites=CLAIM, grain=Grain.LOAN)
def bank_mode(loan_mode: Choice, bank_modes: Choices) -> Check:
    """The loan is claimed under the bank mode."""
    return one_of(loan_mode, bank_modes)


@rule("属政担模式", "Guarantor mode", cites=CLAIM, grain=Grain.LOAN)
def guarantor_mode(loan_mode: Choice, guarantor_modes: Choices) -> Check:
    """The loan is claimed under the guarantor mode."""
    return one_of(loan_mode, guarantor_modes)


@rule("已入库", "Enrolled", cites="gz-press-2025#暂缓补偿", grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan stands in the scheme's register."""
    return holds(loan_enrolled)


@rule("有本金实际损失", "Principal lost", cites=CLAIM, grain=Grain.LOAN)
def principal_lost(loan_principal_loss_fen: Fen, nothing_fen: Fen) -> Check:
    """Some principal was really lost."""
    return above(loan_principal_loss_fen, nothing_fen)


@rule("担保机构已代偿", "Guarantor has paid", cites=CLAIM, grain=Grain.LOAN)
def guarantor_has_paid(loan_guarantor_paid: Flag) -> Check:
    """The guarantor has paid the bank."""
    return holds(loan_guarantor_paid)


@rule("有逾期未清偿本金", "Overdue principal unpaid", cites=CLAIM, grain=Grain.LOAN)
def principal_overdue(loan_overdue_principal_fen: Fen, nothing_fen: Fen) -> Check:
    """The debtor still owes overdue principal."""
    return above(loan_overdue_principal_fen, nothing_fen)


@rule(
    "未按另一模式补偿",
    "Not compensated under the other mode",
    cites="gz-explained-2025#重复享受",
    grain=Grain.LOAN,
)
def other_mode_unused(loan_compensated_other_mode: Flag) -> Check:
    """One loan is compensated under one mode only; a district's top-up is no second mode."""
    return fails(loan_compensated_other_mode)


@rule("知识产权质押贷款", "IP pledged", cites="gz-press-2025#补偿比例", grain=Grain.LOAN)
def ip_pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule(
    "重点支持名录企业或知识产权质押",
    "Key list or pledged IP",
    cites="gz-press-2025#补偿比例",
    grain=Grain.LOAN,
)
def listed_or_ip(key_listed: Condition, ip_pledged: Condition) -> Condition:
    """Either brings the addition, once."""
    return any_of(key_listed, ip_pledged)


@rule("政银模式补偿比例", "Share of the bank mode", cites="gz-press-2025#补偿比例", grain=Grain.LOAN)
def bank_share(bank_tier: Share, list_addition: Share, tool_addition: Share, coverage_max: Share) -> Share:
    """The tier of the loan's size with its additions, up to the highest share in force on the day of enrolment."""
    return smallest_share(bank_tier + list_addition + tool_addition, coverage_max)


@rule("政银补偿比例已定", "Share of the bank mode is set", cites="gz-press-2025#补偿比例", grain=Grain.LOAN)
def bank_share_set(bank_share: Share, no_share: Share) -> Check:
    """A share applies to the loan; open where the size or the day of enrolment is one nothing was read about."""
    return above(bank_share, no_share)


@rule(
    "政担补偿比例已定", "Share of the guarantor mode is set", cites="gz-press-2025#政担模式", grain=Grain.LOAN
)
def guarantor_share_set(guarantor_share: Share, no_share: Share) -> Check:
    """A share applies to the loan on its day of enrolment."""
    return above(guarantor_share, no_share)


@rule("政银模式可补偿", "Compensated under the bank mode", cites=CLAIM, grain=Grain.LOAN)
def bank_case(
    bank_mode: Condition,
    enrolled: Condition,
    nonperforming: Condition,
    principal_lost: Condition,
    bank_share_set: Condition,
    other_mode_unused: Condition,
) -> Condition:
    """A bad loan in the register with principal lost, a share that is set, and no compensation in the other mode."""
    return all_of(bank_mode, enrolled, nonperforming, principal_lost, bank_share_set, other_mode_unused)


@rule("政担模式可补偿", "Compensated under the guarantor mode", cites=CLAIM, grain=Grain.LOAN)
def guarantor_case(
    guarantor_mode: Condition,
    enrolled: Condition,
    guarantor_has_paid: Condition,
    principal_overdue: Condition,
    guarantor_share_set: Condition,
    other_mode_unused: Condition,
) -> Condition:
    """A loan in the register that the guarantor paid, with principal still owed."""
    return all_of(
        guarantor_mode,
        enrolled,
        guarantor_has_paid,
        principal_overdue,
        guarantor_share_set,
        other_mode_unused,
    )


@rule("可获补偿", "Compensated", cites=CLAIM, grain=Grain.LOAN)
def compensable(bank_case: Condition, guarantor_case: Condition) -> Condition:
    """Under one of the two modes."""
    return any_of(bank_case, guarantor_case)


@rule(
    "政银模式应补偿额",
    "Amount of the bank mode",
    cites="gz-press-2025#补偿比例",
    grain=Grain.LOAN,
    rounds=TO_THE_FEN,
)
def bank_amount_fen(loan_principal_loss_fen: Fen, bank_share: Share) -> Product:
    """The principal lost times the share."""
    return loan_principal_loss_fen * bank_share


@rule(
    "政担模式应补偿额",
    "Amount of the guarantor mode",
    cites="gz-press-2025#政担模式",
    grain=Grain.LOAN,
    rounds=TO_THE_FEN,
)
def guarantor_amount_fen(loan_overdue_principal_fen: Fen, guarantor_share: Share) -> Product:
    """The overdue principal times the share."""
    return loan_overdue_principal_fen * guarantor_share


@rule("政银模式补偿额", "Compensation of the bank mode", cites=CLAIM, grain=Grain.LOAN)
def bank_compensation_fen(bank_case: Condition, bank_amount_fen: Fen) -> Fen:
    """The amount where the bank mode applies, else nothing."""
    return only_if(bank_case, bank_amount_fen)


@rule("补偿额", "Compensation", cites=CLAIM, grain=Grain.LOAN)
def compensation_fen(bank_compensation_fen: Fen, guarantor_case: Condition, guarantor_amount_fen: Fen) -> Fen:
    """What the loan earns under its mode."""
    return bank_compensation_fen + only_if(guarantor_case, guarantor_amount_fen)


@rule("政银模式可支付", "Payable under the bank mode", cites="gz-press-2025#暂缓补偿", grain=Grain.LOAN)
def bank_payable(bank_case: Condition, bank_year_open: Condition) -> Condition:
    """Compensated, and the bank is not suspended in the year of the claim."""
    return all_of(bank_case, bank_year_open)


@rule("政担模式可支付", "Payable under the guarantor mode", cites="gz-press-2025#暂缓补偿", grain=Grain.LOAN)
def guarantor_payable(guarantor_case: Condition, guarantor_year_open: Condition) -> Condition:
    """Compensated, and the guarantor is not suspended in the year of the claim."""
    return all_of(guarantor_case, guarantor_year_open)


@rule("可即时支付", "Payable now", cites="gz-press-2025#暂缓补偿", grain=Grain.LOAN)
def payable(bank_payable: Condition, guarantor_payable: Condition) -> Condition:
    """Compensated under one mode and not suspended."""
    return any_of(bank_payable, guarantor_payable)


@rule(
    "政担模式可支付额",
    "Payable amount of the guarantor mode",
    cites="gz-explained-2025#补偿额度",
    grain=Grain.LOAN,
)
def guarantor_payable_fen(guarantor_payable: Condition, guarantor_amount_fen: Fen) -> Fen:
    """The amount where the guarantor mode applies and payment is not suspended, else nothing."""
    return only_if(guarantor_payable, guarantor_amount_fen)


@rule("可支付额", "Payable amount", cites="gz-explained-2025#补偿额度", grain=Grain.LOAN)
def payable_fen(bank_payable: Condition, bank_amount_fen: Fen, guarantor_payable_fen: Fen) -> Fen:
    """What may be paid for the loan now."""
    return only_if(bank_payable, bank_amount_fen) + guarantor_payable_fen
