"""Guangdong compensation for technology loans: who bears what of the principal lost, as far as the rule was read.

The shares of province, locality and guarantor stand in the parameters without a value. Until they are filled in, only
the bound of 90% gives figures; with them the parts sum to the loss.
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
    holds,
    one_of,
    only_if,
    parent,
    rule,
    smallest_share,
)

ARTICLE = "gd-measures-2024#第二条"
MOST = "herald-2025#银行业"
DOWN_TO_THE_FEN = Rounded(Rounding.FLOOR, cites="kejin-conventions#逐层累计")

borrower_eligible = parent(
    "firm_eligible", "借款人符合企业侧条件", "Borrower eligible", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("在广东省内登记", "Registered in Guangdong", cites="gd-measures-2024#主送")
def in_province(city_code: Choice, province_cities: Choices) -> Check:
    """The enterprise is registered in a city of the province."""
    return one_of(city_code, province_cities)


@rule("所在地为合作地方", "Locality takes part", cites=ARTICLE)
def locality_takes_part(in_partner_locality: Flag) -> Check:
    """Its locality shares losses with the province of its own accord."""
    return holds(in_partner_locality)


@rule("认定为科技型企业", "Recognised technology enterprise", cites=ARTICLE)
def tech_enterprise(recognised_tech_enterprise: Flag) -> Check:
    """The department recognises it as a technology enterprise in the sense of the measures."""
    return holds(recognised_tech_enterprise)


@rule("企业侧符合条件", "The enterprise's side holds", cites=ARTICLE)
def firm_eligible(
    in_province: Condition, locality_takes_part: Condition, tech_enterprise: Condition
) -> Condition:
    """A technology enterprise of the province in a locality that takes part."""
    return all_of(in_province, locality_takes_part, tech_enterprise)


@rule("合作银行发放", "Made by a partner bank", cites=ARTICLE, grain=Grain.LOAN)
def lender_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is a partner bank."""
    return holds(loan_lender_in_scheme)


@rule("已备案入库", "Enrolled", cites=ARTICLE, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is filed with the scheme."""
    return holds(loan_enrolled)


@rule("有本金损失", "Principal lost", cites=ARTICLE, grain=Grain.LOAN)
def principal_lost(loan_principal_loss_fen: Fen, nothing_fen: Fen) -> Check:
    """Some principal was lost."""
    return above(loan_principal_loss_fen, nothing_fen)


@rule("分担至省", "Shared up to the province", cites=(ARTICLE, MOST), grain=Grain.LOAN)
def upto_province(province_share: Share, total_share_max: Share) -> Share:
    """The share of the province, within the limit of all."""
    return smallest_share(province_share, total_share_max)


@rule("分担至地方", "Shared up to the locality", cites=(ARTICLE, MOST), grain=Grain.LOAN)
def upto_local(province_share: Share, local_share: Share, total_share_max: Share) -> Share:
    """The shares of province and locality, within the limit of all."""
    return smallest_share(province_share + local_share, total_share_max)


@rule("各方合计分担比例", "Share of all public parties", cites=(ARTICLE, MOST), grain=Grain.LOAN)
def public_share(
    province_share: Share, local_share: Share, guarantor_share: Share, total_share_max: Share
) -> Share:
    """The shares of province, locality and guarantor, within the limit."""
    return smallest_share(province_share + local_share + guarantor_share, total_share_max)


@rule("分担比例已定", "The share is set", cites=ARTICLE, grain=Grain.LOAN)
def share_set(public_share: Share, no_share: Share) -> Check:
    """A share applies; open as long as none was read."""
    return above(public_share, no_share)


@rule("可获补偿", "Compensated", cites=ARTICLE, grain=Grain.LOAN)
def compensable(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    enrolled: Condition,
    nonperforming: Condition,
    principal_lost: Condition,
    share_set: Condition,
) -> Condition:
    """An enrolled bad loan of a partner bank to an eligible borrower, with principal lost and a share that is set."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, nonperforming, principal_lost, share_set)


@rule("各方分担上界", "Upper bound of what is shared", cites=MOST, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def public_max_fen(loan_principal_loss_fen: Fen, total_share_max: Share) -> Product:
    """The loss times the highest share."""
    return loan_principal_loss_fen * total_share_max


@rule("银行承担下界", "Least that the bank bears", cites=MOST, grain=Grain.LOAN)
def bank_min_fen(loan_principal_loss_fen: Fen, public_max_fen: Fen) -> Fen:
    """The loss less the upper bound."""
    return loan_principal_loss_fen - public_max_fen


@rule("累计至省", "Loss up to the province", cites=ARTICLE, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def upto_province_fen(loan_principal_loss_fen: Fen, upto_province: Share) -> Product:
    """The loss times the share up to the province."""
    return loan_principal_loss_fen * upto_province


@rule("累计至地方", "Loss up to the locality", cites=ARTICLE, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def upto_local_fen(loan_principal_loss_fen: Fen, upto_local: Share) -> Product:
    """The loss times the share up to the locality."""
    return loan_principal_loss_fen * upto_local


@rule("累计至担保机构", "Loss up to the guarantor", cites=ARTICLE, grain=Grain.LOAN, rounds=DOWN_TO_THE_FEN)
def upto_guarantor_fen(loan_principal_loss_fen: Fen, public_share: Share) -> Product:
    """The loss times the share of all public parties."""
    return loan_principal_loss_fen * public_share


@rule("省风险补偿金承担", "Borne by the province", cites=ARTICLE, grain=Grain.LOAN)
def province_fen(compensable: Condition, upto_province_fen: Fen) -> Fen:
    """What the province bears."""
    return only_if(compensable, upto_province_fen)


@rule("合作地方承担", "Borne by the locality", cites=ARTICLE, grain=Grain.LOAN)
def local_fen(compensable: Condition, upto_local_fen: Fen, upto_province_fen: Fen) -> Fen:
    """What the locality bears."""
    return only_if(compensable, upto_local_fen - upto_province_fen)


@rule("政府性融资担保机构承担", "Borne by the guarantor", cites=ARTICLE, grain=Grain.LOAN)
def guarantor_fen(compensable: Condition, upto_guarantor_fen: Fen, upto_local_fen: Fen) -> Fen:
    """What the public guarantor bears."""
    return only_if(compensable, upto_guarantor_fen - upto_local_fen)


@rule("银行承担", "Borne by the bank", cites=ARTICLE, grain=Grain.LOAN)
def bank_fen(loan_principal_loss_fen: Fen, compensable: Condition, upto_guarantor_fen: Fen) -> Fen:
    """What is left with the bank."""
    return loan_principal_loss_fen - only_if(compensable, upto_guarantor_fen)
