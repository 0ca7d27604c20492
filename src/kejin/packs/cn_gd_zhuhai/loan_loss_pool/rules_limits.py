"""The fund's year: what is due against what the fund holds."""

from kejin.policy.dsl import Check, Fen, Grain, at_most, rule, total_of

FUND = "zh-fund-2022#二、规模期限"

pool_of_year_fen = total_of(
    "pool_fen",
    "当年补偿合计",
    "Compensation of the year",
    of=Grain.LOAN,
    to=Grain.PROGRAMME_YEAR,
    through=("programme_id", "loan_claim_year"),
)


@rule("当年补偿未超资金池余额", "Year within the fund", cites=FUND, grain=Grain.PROGRAMME_YEAR)
def balance_kept(pool_of_year_fen: Fen, programme_pool_balance_fen: Fen) -> Check:
    """The compensation of the year does not pass what the fund holds."""
    return at_most(pool_of_year_fen, programme_pool_balance_fen)


@rule("资金池剩余", "Left in the fund", cites=FUND, grain=Grain.PROGRAMME_YEAR)
def balance_room_fen(programme_pool_balance_fen: Fen, pool_of_year_fen: Fen) -> Fen:
    """What is left in the fund; negative where it runs short."""
    return programme_pool_balance_fen - pool_of_year_fen
