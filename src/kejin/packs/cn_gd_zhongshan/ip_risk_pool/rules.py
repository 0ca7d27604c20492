"""Zhongshan IP pool: is the loss on a bad IP-pledged loan shared, and who bears what.

Shares are added up from the fund to the valuer and every running sum is rounded to the fen; the bank, whose 26% is
what the others leave, takes the difference.
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
    at_most,
    holds,
    one_of,
    only_if,
    parent,
    rule,
    total_of,
)

SHARES = "cnipa-2025#一"
PURPOSE = "zs-measures-2021#第一条"
FUND = "zs-measures-2021#第三条"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#逐层累计")

borrower_eligible = parent(
    "firm_eligible", "借款人符合企业侧条件", "Borrower eligible", of=Grain.ENTERPRISE, to=Grain.LOAN
)
fund_of_year_fen = total_of(
    "fund_fen",
    "当年资金补偿合计",
    "Compensation of the year",
    of=Grain.LOAN,
    to=Grain.PROGRAMME_YEAR,
    through=("programme_id", "loan_claim_year"),
)


@rule("在中山登记", "Registered in Zhongshan", cites="zs-measures-2021#第四条")
def in_city(city_code: Choice, home_city: Choices) -> Check:
    """The enterprise is registered in the city."""
    return one_of(city_code, home_city)


@rule("认定为科技型企业", "Recognised technology enterprise", cites=PURPOSE)
def tech_enterprise(recognised_tech_enterprise: Flag) -> Check:
    """The department recognises it as a technology enterprise."""
    return holds(recognised_tech_enterprise)


@rule("企业侧符合条件", "The enterprise's side holds", cites=PURPOSE)
def firm_eligible(in_city: Condition, is_sme: Condition, tech_enterprise: Condition) -> Condition:
    """A technology SME of the city."""
    return all_of(in_city, is_sme, tech_enterprise)


@rule("合作机构办理", "Made by a partner", cites=FUND, grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner of the fund."""
    return holds(loan_lender_in_scheme)


@rule("已入池", "Enrolled", cites=FUND, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is enrolled with the fund."""
    return holds(loan_enrolled)


@rule("知识产权质押贷款", "IP pledged", cites=PURPOSE, grain=Grain.LOAN)
def ip_pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("四方共担", "All four parties share", cites=SHARES, grain=Grain.LOAN)
def four_parties(loan_sharing_mode: Choice, sharing_modes: Choices) -> Check:
    """An insurer shares beside fund, bank and valuer."""
    return one_of(loan_sharing_mode, sharing_modes)


@rule("有本金损失", "Principal lost", cites=SHARES, grain=Grain.LOAN)
def principal_lost(loan_principal_loss_fen: Fen, nothing_fen: Fen) -> Check:
    """Some principal was lost."""
    return above(loan_principal_loss_fen, nothing_fen)


@rule("损失可共担", "The loss is shared", cites=(SHARES, FUND), grain=Grain.LOAN)
def compensable(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    enrolled: Condition,
    ip_pledged: Condition,
    four_parties: Condition,
    nonperforming: Condition,
    principal_lost: Condition,
) -> Condition:
    """An enrolled bad IP-pledged loan of a partner to a technology SME, shared by all four, with principal lost."""
    return all_of(
        borrower_eligible,
        lender_takes_part,
        enrolled,
        ip_pledged,
        four_parties,
        nonperforming,
        principal_lost,
    )


@rule("累计至资金", "Loss up to the fund", cites=SHARES, grain=Grain.LOAN, rounds=TO_THE_FEN)
def upto_fund_fen(loan_principal_loss_fen: Fen, fund_share: Share) -> Product:
    """The loss times the fund's share."""
    return loan_principal_loss_fen * fund_share


@rule("累计至保险", "Loss up to the insurer", cites=SHARES, grain=Grain.LOAN, rounds=TO_THE_FEN)
def upto_insurer_fen(loan_principal_loss_fen: Fen, fund_share: Share, insurer_share: Share) -> Product:
    """The loss times the shares of fund and insurer."""
    return loan_principal_loss_fen * (fund_share + insurer_share)


@rule("累计至评估", "Loss up to the valuer", cites=SHARES, grain=Grain.LOAN, rounds=TO_THE_FEN)
def upto_valuer_fen(
    loan_principal_loss_fen: Fen, fund_share: Share, insurer_share: Share, valuer_share: Share
) -> Product:
    """The loss times the shares of fund, insurer and valuer."""
    return loan_principal_loss_fen * (fund_share + insurer_share + valuer_share)


@rule("风险补偿资金承担", "Borne by the fund", cites=SHARES, grain=Grain.LOAN)
def fund_fen(compensable: Condition, upto_fund_fen: Fen) -> Fen:
    """What the fund bears."""
    return only_if(compensable, upto_fund_fen)


@rule("保险公司承担", "Borne by the insurer", cites=SHARES, grain=Grain.LOAN)
def insurer_fen(compensable: Condition, upto_insurer_fen: Fen, upto_fund_fen: Fen) -> Fen:
    """What the insurer bears."""
    return only_if(compensable, upto_insurer_fen - upto_fund_fen)


@rule("评估公司承担", "Borne by the valuer", cites=SHARES, grain=Grain.LOAN)
def valuer_fen(compensable: Condition, upto_valuer_fen: Fen, upto_insurer_fen: Fen) -> Fen:
    """What the valuer bears."""
    return only_if(compensable, upto_valuer_fen - upto_insurer_fen)


@rule("银行承担", "Borne by the bank", cites=SHARES, grain=Grain.LOAN)
def bank_fen(loan_principal_loss_fen: Fen, compensable: Condition, upto_valuer_fen: Fen) -> Fen:
    """What the others leave; the whole loss where it is not shared."""
    return loan_principal_loss_fen - only_if(compensable, upto_valuer_fen)


@rule("当年补偿未超资金余额", "Year within the fund", cites=FUND, grain=Grain.PROGRAMME_YEAR)
def balance_kept(fund_of_year_fen: Fen, programme_pool_balance_fen: Fen) -> Check:
    """The compensation of the year does not pass what the fund holds."""
    return at_most(fund_of_year_fen, programme_pool_balance_fen)


@rule("资金剩余", "Left in the fund", cites=FUND, grain=Grain.PROGRAMME_YEAR)
def balance_room_fen(programme_pool_balance_fen: Fen, fund_of_year_fen: Fen) -> Fen:
    """What is left in the fund; negative where it runs short."""
    return programme_pool_balance_fen - fund_of_year_fen
