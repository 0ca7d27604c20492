"""The guarantor's payout rate against the cap, and the loans to date against the size of the plan."""

from kejin.policy.dsl import (
    Check,
    Fen,
    Grain,
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    at_most,
    rule,
    share_at_most,
    share_of,
    smallest,
)

CAP = "lange-2026#适当提高代偿上限"
QUOTA = "plan-2026#二、（一）"
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#上限金额")


@rule("代偿率未超上限", "Payout rate within the cap", cites=CAP, grain=Grain.INSTITUTION_YEAR)
def rate_within_cap(
    institution_guarantee_paid_fen: Fen,
    institution_guaranteed_released_fen: Fen,
    compensation_rate_cap: Share,
) -> Check:
    """Payouts of the year over guarantees released in the year do not pass the cap."""
    return share_at_most(
        institution_guarantee_paid_fen, institution_guaranteed_released_fen, compensation_rate_cap
    )


@rule("代偿率", "Payout rate", cites=CAP, grain=Grain.INSTITUTION_YEAR, rounds=DOWN)
def payout_rate(institution_guarantee_paid_fen: Fen, institution_guaranteed_released_fen: Fen) -> Quotient:
    """Payouts over guarantees released."""
    return share_of(institution_guarantee_paid_fen, institution_guaranteed_released_fen)


@rule("上限对应代偿额", "Payouts at the cap", cites=CAP, grain=Grain.INSTITUTION_YEAR, rounds=DOWN)
def payout_at_cap_fen(institution_guaranteed_released_fen: Fen, compensation_rate_cap: Share) -> Product:
    """Guarantees released times the cap."""
    return institution_guaranteed_released_fen * compensation_rate_cap


@rule("上限以内的代偿额", "Payouts within the cap", cites=CAP, grain=Grain.INSTITUTION_YEAR)
def covered_payout_fen(institution_guarantee_paid_fen: Fen, payout_at_cap_fen: Fen) -> Fen:
    """Payouts of the year, up to the cap; the rest is not covered by the plan."""
    return smallest(institution_guarantee_paid_fen, payout_at_cap_fen)


@rule("累计支持未超计划额度", "Loans to date within the plan", cites=QUOTA, grain=Grain.PROGRAMME_YEAR)
def quota_kept(programme_supported_to_date_fen: Fen, plan_quota: Fen) -> Check:
    """The loans supported since the start do not pass the size of the plan."""
    return at_most(programme_supported_to_date_fen, plan_quota)


@rule("剩余计划额度", "Room in the plan", cites=QUOTA, grain=Grain.PROGRAMME_YEAR)
def quota_room_fen(plan_quota: Fen, programme_supported_to_date_fen: Fen) -> Fen:
    """What is left of the plan; negative where it is passed."""
    return plan_quota - programme_supported_to_date_fen
