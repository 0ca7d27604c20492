"""Which loans may be enrolled: lender, borrower, kind of security, and a size for which a share was read."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Flag,
    Grain,
    Share,
    above,
    all_of,
    any_of,
    holds,
    one_of,
    parent,
    rule,
)

BORROWER = "gz-explained-2025#借款人"
KIND = "gz-explained-2025#贷款类型"

borrower_key_listed = parent(
    "key_list_enterprise",
    "借款人在重点支持名录",
    "Borrower on a key list",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
borrower_little_giant = parent(
    "little_giant_recognised", "借款人为小巨人", "Borrower a little giant", of=Grain.ENTERPRISE, to=Grain.LOAN
)
borrower_specialised = parent(
    "specialised_sme_recognised",
    "借款人为专精特新中小企业",
    "Borrower a specialised SME",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
borrower_innovative = parent(
    "innovative_sme_recognised",
    "借款人为创新型中小企业",
    "Borrower an innovative SME",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)


@rule("合作机构", "Lender takes part", cites="gz-measures-2025#第二条", grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The bank, or the guarantor, takes part in the scheme."""
    return holds(loan_lender_in_scheme)


@rule(
    "借款人在广州登记或经营", "Borrower registered or active in Guangzhou", cites=BORROWER, grain=Grain.LOAN
)
def borrower_local(loan_borrower_local: Flag) -> Check:
    """The borrower is registered or does business in Guangzhou."""
    return holds(loan_borrower_local)


@rule("小微借款人", "Small borrower", cites=BORROWER, grain=Grain.LOAN)
def small_borrower(loan_borrower_class: Choice, small_classes: Choices) -> Check:
    """A small or micro enterprise, its owner, or an individual business."""
    return one_of(loan_borrower_class, small_classes)


@rule("中型企业", "Medium enterprise", cites=BORROWER, grain=Grain.LOAN)
def medium_borrower(loan_borrower_class: Choice, medium_classes: Choices) -> Check:
    """A medium enterprise, admitted only by way of a list or title."""
    return one_of(loan_borrower_class, medium_classes)


@rule(
    "重点支持名录企业",
    "On a key list",
    cites=("gz-explained-2025#借款人", "gz-press-2025#补偿比例"),
    grain=Grain.LOAN,
)
def key_listed(borrower_key_listed: Flag) -> Check:
    """The borrower is on a key list such as that of national high-tech enterprises."""
    return holds(borrower_key_listed)


@rule("小巨人企业", "Little giant", cites=BORROWER, grain=Grain.LOAN)
def little_giant(borrower_little_giant: Flag) -> Check:
    """The borrower is a little giant."""
    return holds(borrower_little_giant)


@rule("专精特新中小企业", "Specialised SME", cites=BORROWER, grain=Grain.LOAN)
def specialised(borrower_specialised: Flag) -> Check:
    """The borrower is a specialised and innovative SME."""
    return holds(borrower_specialised)


@rule("创新型中小企业", "Innovative SME", cites=BORROWER, grain=Grain.LOAN)
def innovative(borrower_innovative: Flag) -> Check:
    """The borrower is an innovative SME."""
    return holds(borrower_innovative)


@rule("政银模式借款人", "Borrower of the bank mode", cites=BORROWER, grain=Grain.LOAN)
def bank_borrower(small_borrower: Condition, medium_borrower: Condition, key_listed: Condition) -> Condition:
    """Small borrowers; medium enterprises on a key list."""
    return any_of(small_borrower, all_of(medium_borrower, key_listed))


@rule("政担模式借款人", "Borrower of the guarantor mode", cites=BORROWER, grain=Grain.LOAN)
def guarantor_borrower(
    small_borrower: Condition,
    medium_borrower: Condition,
    key_listed: Condition,
    little_giant: Condition,
    specialised: Condition,
    innovative: Condition,
) -> Condition:
    """Small borrowers; medium enterprises on a key list or with one of three titles."""
    return any_of(
        small_borrower, all_of(medium_borrower, any_of(key_listed, little_giant, specialised, innovative))
    )


@rule("属政银模式贷款类型", "Security of the bank mode", cites=KIND, grain=Grain.LOAN)
def bank_security(loan_security: Choice, bank_securities: Choices) -> Check:
    """Credit, pledged IP or receivables, environmental rights, or loan guarantee insurance."""
    return one_of(loan_security, bank_securities)


@rule("属贷款担保业务", "Guaranteed loan", cites=KIND, grain=Grain.LOAN)
def guarantor_security(loan_security: Choice, guarantor_securities: Choices) -> Check:
    """A guaranteed loan."""
    return one_of(loan_security, guarantor_securities)


@rule("贷款金额有补偿档次", "Size has a tier", cites="gz-press-2025#补偿比例", grain=Grain.LOAN)
def size_has_tier(bank_tier: Share, no_share: Share) -> Check:
    """A tier was read for the loan's size; open where none was."""
    return above(bank_tier, no_share)


@rule("政银模式可入库", "Enrolled under the bank mode", cites=KIND, grain=Grain.LOAN)
def bank_enrolment(
    bank_mode: Condition, bank_borrower: Condition, bank_security: Condition, size_has_tier: Condition
) -> Condition:
    """Mode, borrower, security and size."""
    return all_of(bank_mode, bank_borrower, bank_security, size_has_tier)


@rule("政担模式可入库", "Enrolled under the guarantor mode", cites=KIND, grain=Grain.LOAN)
def guarantor_enrolment(
    guarantor_mode: Condition, guarantor_borrower: Condition, guarantor_security: Condition
) -> Condition:
    """Mode, borrower and guarantee."""
    return all_of(guarantor_mode, guarantor_borrower, guarantor_security)


@rule("可入库", "May be enrolled", cites=KIND, grain=Grain.LOAN)
def enrollable(
    lender_takes_part: Condition,
    borrower_local: Condition,
    bank_enrolment: Condition,
    guarantor_enrolment: Condition,
) -> Condition:
    """A lender of the scheme, a local borrower, and the conditions of one mode."""
    return all_of(lender_takes_part, borrower_local, any_of(bank_enrolment, guarantor_enrolment))
