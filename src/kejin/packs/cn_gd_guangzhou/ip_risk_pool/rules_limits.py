"""The bank's year and the city's year."""

from kejin.policy.dsl import Check, Fen, Grain, Share, at_most, rule, share_at_most, total_of

AMOUNT = "gz-ip-2023#数额和标准"

pool_of_bank_year_fen = total_of(
    "pool_fen",
    "银行当年补偿合计",
    "The bank's compensation of the year",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=("institution_id", "loan_claim_year"),
)
pool_of_year_fen = total_of(
    "pool_fen",
    "全市当年补偿合计",
    "Compensation of the year",
    of=Grain.LOAN,
    to=Grain.PROGRAMME_YEAR,
    through=("programme_id", "loan_claim_year"),
)


@rule("银行年度申请未超上限", "Bank within its cap", cites=AMOUNT, grain=Grain.INSTITUTION_YEAR)
def bank_within_cap(
    pool_of_bank_year_fen: Fen, institution_enrolled_principal_fen: Fen, bank_year_share_max: Share
) -> Check:
    """What the bank claims in the year over the loans it enrolled in the year; the cap was not read."""
    return share_at_most(pool_of_bank_year_fen, institution_enrolled_principal_fen, bank_year_share_max)


@rule("全市年度补偿未超上限", "City within its cap", cites=AMOUNT, grain=Grain.PROGRAMME_YEAR)
def year_within_cap(pool_of_year_fen: Fen, year_cap: Fen) -> Check:
    """The compensation of the year does not pass the cap."""
    return at_most(pool_of_year_fen, year_cap)


@rule("年度剩余额度", "Room under the cap", cites=AMOUNT, grain=Grain.PROGRAMME_YEAR)
def year_room_fen(year_cap: Fen, pool_of_year_fen: Fen) -> Fen:
    """What is left of the cap; negative where it is passed."""
    return year_cap - pool_of_year_fen
