"""Huangpu IP pool: does the district compensate a bad IP-pledged loan, and how much beside what the city paid."""

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
    any_of,
    holds,
    largest,
    only_if,
    parent,
    rule,
    smallest,
)

ACCOUNT = "huangpu-2023#一"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#补偿额")
DOWN_TO_THE_FEN = Rounded(Rounding.FLOOR, cites="kejin-conventions#上限")

borrower_eligible = parent(
    "firm_eligible", "借款人符合企业侧条件", "Borrower eligible", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("属本区企业", "Enterprise of the district", cites=ACCOUNT)
def in_district(in_huangpu: Condition) -> Condition:
    """The enterprise is registered in the district."""
    return all_of(in_huangpu)


@rule("认定为科技型企业", "Recognised technology enterprise", cites=ACCOUNT)
def tech_enterprise(recognised_tech_enterprise: Flag) -> Check:
    """The department recognises it as a technology enterprise."""
    return holds(recognised_tech_enterprise)


@rule("民营企业", "Private enterprise", cites=ACCOUNT)
def private(private_enterprise: Flag) -> Check:
    """The enterprise is private."""
    return holds(private_enterprise)


@rule("企业侧符合条件", "The enterprise's side holds", cites=ACCOUNT)
def firm_eligible(
    in_district: Condition, tech_enterprise: Condition, private: Condition, is_sme: Condition
) -> Condition:
    """A technology enterprise of the district that is private or an SME."""
    return all_of(in_district, tech_enterprise, any_of(private, is_sme))


@rule("合作银行发放", "Made by a partner bank", cites=ACCOUNT, grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner of the pool."""
    return holds(loan_lender_in_scheme)


@rule("已入池", "Enrolled", cites=ACCOUNT, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is enrolled with the pool."""
    return holds(loan_enrolled)


@rule("知识产权质押贷款", "IP pledged", cites=ACCOUNT, grain=Grain.LOAN)
def ip_pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("有本金损失", "Principal lost", cites=ACCOUNT, grain=Grain.LOAN)
def principal_lost(loan_principal_loss_fen: Fen, nothing_fen: Fen) -> Check:
    """Some principal was lost."""
    return above(loan_principal_loss_fen, nothing_fen)


@rule("可获区级补偿", "The district compensates", cites=ACCOUNT, grain=Grain.LOAN)
def compensable(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    enrolled: Condition,
    ip_pledged: Condition,
    nonperforming: Condition,
    principal_lost: Condition,
) -> Condition:
    """An enrolled bad IP-pledged loan of a partner bank to an eligible enterprise, with principal lost."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, ip_pledged, nonperforming, principal_lost)


@rule("区级份额金额", "The district's share of the loss", cites=ACCOUNT, grain=Grain.LOAN, rounds=TO_THE_FEN)
def district_share_fen(loan_principal_loss_fen: Fen, district_share: Share) -> Product:
    """The loss times the district's share."""
    return loan_principal_loss_fen * district_share


@rule("市区合计上限", "Limit of city and district", cites=ACCOUNT, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def total_max_fen(loan_principal_loss_fen: Fen, total_share_max: Share) -> Product:
    """The loss times the highest share of both."""
    return loan_principal_loss_fen * total_share_max


@rule("上限剩余", "Left under the limit", cites=ACCOUNT, grain=Grain.LOAN)
def limit_left_fen(total_max_fen: Fen, loan_compensated_fen: Fen, nothing_fen: Fen) -> Fen:
    """The limit less what the loan has received from others."""
    return largest(nothing_fen, total_max_fen - loan_compensated_fen)


@rule("区级补偿", "Paid by the district", cites=ACCOUNT, grain=Grain.LOAN)
def district_fen(compensable: Condition, district_share_fen: Fen, limit_left_fen: Fen) -> Fen:
    """The district's share, up to what the limit has left."""
    return only_if(compensable, smallest(district_share_fen, limit_left_fen))


@rule("留在银行", "Left with the bank", cites=ACCOUNT, grain=Grain.LOAN)
def bank_fen(loan_principal_loss_fen: Fen, loan_compensated_fen: Fen, district_fen: Fen) -> Fen:
    """The loss less what the loan has received and what the district pays."""
    return loan_principal_loss_fen - loan_compensated_fen - district_fen
