"""Stop lines by institution and year, and the caps of the scheme's year."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Grain,
    Share,
    all_of,
    any_of,
    at_most,
    one_of,
    rule,
    share_at_most,
    total_of,
)

STOP = "gz-press-2025#暂缓补偿"
CAP = "gz-explained-2025#补偿额度"

bank_compensation_of_year_fen = total_of(
    "bank_compensation_fen",
    "机构当年政银模式补偿额合计（未计暂缓）",
    "The institution's compensation of the year in bank mode, before any suspension",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=("institution_id", "loan_claim_year"),
)
payable_of_year_fen = total_of(
    "payable_fen",
    "当年可支付补偿合计",
    "Payable compensation of the year",
    of=Grain.LOAN,
    to=Grain.PROGRAMME_YEAR,
    through=("programme_id", "loan_claim_year"),
)
guarantor_payable_of_year_fen = total_of(
    "guarantor_payable_fen",
    "当年政担模式可支付补偿合计",
    "Payable compensation of the year in guarantor mode",
    of=Grain.LOAN,
    to=Grain.PROGRAMME_YEAR,
    through=("programme_id", "loan_claim_year"),
)


@rule("合作银行", "Bank", cites=STOP, grain=Grain.INSTITUTION_YEAR)
def is_bank(institution_kind: Choice, bank_kinds: Choices) -> Check:
    """The institution is a bank."""
    return one_of(institution_kind, bank_kinds)


@rule("合作担保机构", "Guarantor", cites=STOP, grain=Grain.INSTITUTION_YEAR)
def is_guarantor(institution_kind: Choice, guarantor_kinds: Choices) -> Check:
    """The institution is a guarantor."""
    return one_of(institution_kind, guarantor_kinds)


@rule("年度损失未超过止损线", "Losses within the stop line", cites=STOP, grain=Grain.INSTITUTION_YEAR)
def bank_losses_held(
    institution_principal_loss_fen: Fen, institution_enrolled_principal_fen: Fen, bank_stop_share: Share
) -> Check:
    """The bank's losses of the year over the principal it enrolled in the year do not pass the stop line."""
    return share_at_most(institution_principal_loss_fen, institution_enrolled_principal_fen, bank_stop_share)


@rule(
    "年度代偿率未超过止损线",
    "Guarantee payouts within the stop line",
    cites=STOP,
    grain=Grain.INSTITUTION_YEAR,
)
def guarantor_payouts_held(
    institution_guarantee_paid_fen: Fen, institution_guaranteed_released_fen: Fen, guarantor_stop_share: Share
) -> Check:
    """The guarantor's payouts of the year over guarantees released in the year do not pass the stop line."""
    return share_at_most(
        institution_guarantee_paid_fen, institution_guaranteed_released_fen, guarantor_stop_share
    )


@rule("机构未被暂缓补偿", "Institution not suspended", cites=STOP, grain=Grain.INSTITUTION_YEAR)
def institution_open(
    is_bank: Condition,
    bank_losses_held: Condition,
    is_guarantor: Condition,
    guarantor_payouts_held: Condition,
) -> Condition:
    """The stop line of its kind is not passed."""
    return any_of(all_of(is_bank, bank_losses_held), all_of(is_guarantor, guarantor_payouts_held))


@rule("年度补偿总额未超上限", "Year within the cap", cites=CAP, grain=Grain.PROGRAMME_YEAR)
def total_within_cap(payable_of_year_fen: Fen, year_cap: Fen) -> Check:
    """The payable compensation of the year stays within the cap."""
    return at_most(payable_of_year_fen, year_cap)


@rule("政担模式年度补偿未超上限", "Guarantor mode within its cap", cites=CAP, grain=Grain.PROGRAMME_YEAR)
def guarantor_within_cap(guarantor_payable_of_year_fen: Fen, guarantor_year_cap: Fen) -> Check:
    """The payable compensation of the guarantor mode stays within its part of the cap."""
    return at_most(guarantor_payable_of_year_fen, guarantor_year_cap)


@rule("年度补偿在总额之内", "Within the caps of the year", cites=CAP, grain=Grain.PROGRAMME_YEAR)
def cap_kept(total_within_cap: Condition, guarantor_within_cap: Condition) -> Condition:
    """Both caps hold."""
    return all_of(total_within_cap, guarantor_within_cap)


@rule("年度剩余额度", "Room under the cap", cites=CAP, grain=Grain.PROGRAMME_YEAR)
def cap_room_fen(year_cap: Fen, payable_of_year_fen: Fen) -> Fen:
    """What is left of the cap; negative where it is passed."""
    return year_cap - payable_of_year_fen
