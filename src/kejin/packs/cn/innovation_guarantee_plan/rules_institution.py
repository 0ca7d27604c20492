"""The guarantor's year: its payout rate against the cap, its average fee against the target."""

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

CAP = "cctv-2024#代偿率"
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


@rule(
    "平均担保费率达标",
    "Average fee at the target",
    cites="digest-2024#费率",
    grain=Grain.INSTITUTION_YEAR,
)
def fee_at_target(institution_average_guarantee_fee: Share, average_fee_target: Share) -> Check:
    """The average fee charged to technology SMEs is no more than the target."""
    return at_most(institution_average_guarantee_fee, average_fee_target)
