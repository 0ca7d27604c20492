"""The programme's figures beside the nation's of the same day and authority."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Grain,
    Quotient,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    one_of,
    rule,
    share_of,
)

NINTH = Rounded(Rounding.HALF_UP, cites="kejin-conventions#占比")


@rule(
    "口径部门为人民银行",
    "Authority: central bank",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
)
def of_central_bank(programme_authority: Choice, central_bank: Choices) -> Check:
    """The figures follow the definition of the central bank."""
    return one_of(programme_authority, central_bank)


@rule(
    "口径部门为金融监管总局",
    "Authority: bank regulator",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
)
def of_bank_regulator(programme_authority: Choice, bank_regulator: Choices) -> Check:
    """The figures follow the definition of the bank regulator."""
    return one_of(programme_authority, bank_regulator)


@rule(
    "科技型中小企业贷款增速不低于全国",
    "Technology SME loans grow as fast as the nation's",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def sme_growth_enough(programme_tech_sme_loans_growth: Share, nation_tech_sme_growth: Share) -> Check:
    """No lower than the nation's figure of that day."""
    return at_least(programme_tech_sme_loans_growth, nation_tech_sme_growth)


@rule(
    "科技型中小企业贷款增速不低于全国（同口径）",
    "Technology SME loans keep up with the nation",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def sme_growth_reaches_nation(of_central_bank: Condition, sme_growth_enough: Condition) -> Condition:
    """By the central bank's definition, no slower than the nation."""
    return all_of(of_central_bank, sme_growth_enough)


@rule(
    "科技型中小企业获贷率不低于全国",
    "Technology SMEs with a loan: as many as in the nation",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def sme_access_enough(programme_tech_sme_loans_access: Share, nation_tech_sme_access: Share) -> Check:
    """No lower than the nation's figure of that day."""
    return at_least(programme_tech_sme_loans_access, nation_tech_sme_access)


@rule(
    "科技型中小企业获贷率不低于全国（同口径）",
    "Access of technology SMEs keeps up with the nation",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def sme_access_reaches_nation(of_central_bank: Condition, sme_access_enough: Condition) -> Condition:
    """By the central bank's definition, no lower than the nation."""
    return all_of(of_central_bank, sme_access_enough)


@rule(
    "高新技术企业贷款增速不低于全国（人民银行）",
    "High-tech loans grow as fast as the nation's, central bank",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def high_tech_growth_enough(programme_high_tech_loans_growth: Share, nation_high_tech_growth: Share) -> Check:
    """No lower than the nation's figure of that day."""
    return at_least(programme_high_tech_loans_growth, nation_high_tech_growth)


@rule(
    "高新技术企业贷款增速不低于全国（金融监管总局）",
    "High-tech loans grow as fast as the nation's, regulator",
    cites="nfra-2025#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def high_tech_growth_enough_nfra(
    programme_high_tech_loans_growth: Share, nation_high_tech_growth_nfra: Share
) -> Check:
    """No lower than the nation's figure of that day."""
    return at_least(programme_high_tech_loans_growth, nation_high_tech_growth_nfra)


@rule(
    "高新技术企业贷款增速不低于全国（同口径）",
    "High-tech loans keep up with the nation",
    cites=("pbc-lending#公布数", "nfra-2025#公布数"),
    grain=Grain.PROGRAMME_YEAR,
)
def high_tech_growth_reaches_nation(
    of_central_bank: Condition,
    high_tech_growth_enough: Condition,
    of_bank_regulator: Condition,
    high_tech_growth_enough_nfra: Condition,
) -> Condition:
    """No slower than the nation by the same authority's definition: the two publish different figures."""
    return any_of(
        all_of(of_central_bank, high_tech_growth_enough),
        all_of(of_bank_regulator, high_tech_growth_enough_nfra),
    )


@rule(
    "高新技术企业获贷率不低于全国",
    "High-tech enterprises with a loan: as many as in the nation",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def high_tech_access_enough(programme_high_tech_loans_access: Share, nation_high_tech_access: Share) -> Check:
    """No lower than the nation's figure of that day."""
    return at_least(programme_high_tech_loans_access, nation_high_tech_access)


@rule(
    "高新技术企业获贷率不低于全国（同口径）",
    "Access of high-tech enterprises keeps up with the nation",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def high_tech_access_reaches_nation(
    of_central_bank: Condition, high_tech_access_enough: Condition
) -> Condition:
    """By the central bank's definition, no lower than the nation."""
    return all_of(of_central_bank, high_tech_access_enough)


@rule(
    "科技贷款增速不低于全国",
    "Technology loans grow as fast as the nation's",
    cites="pbc-2025-half#2025年6月末",
    grain=Grain.PROGRAMME_YEAR,
)
def tech_growth_enough(programme_tech_loans_growth: Share, nation_tech_loans_growth: Share) -> Check:
    """No lower than the nation's figure of that day."""
    return at_least(programme_tech_loans_growth, nation_tech_loans_growth)


@rule(
    "科技贷款增速不低于全国（同口径）",
    "Technology loans keep up with the nation",
    cites="pbc-2025-half#2025年6月末",
    grain=Grain.PROGRAMME_YEAR,
)
def tech_growth_reaches_nation(of_central_bank: Condition, tech_growth_enough: Condition) -> Condition:
    """By the central bank's definition, no slower than the nation."""
    return all_of(of_central_bank, tech_growth_enough)


@rule(
    "全国科技型中小企业贷款增速高于各项贷款（本外币，推算）",
    "Nation: technology SMEs above all loans, derived",
    cites="derived-growth#推算",
    grain=Grain.PROGRAMME_YEAR,
)
def nation_sme_above_all(nation_tech_sme_growth: Share, nation_all_loans_growth: Share) -> Check:
    """The nation's technology SME loans grow faster than all loans in all currencies."""
    return above(nation_tech_sme_growth, nation_all_loans_growth)


@rule(
    "全国科技型中小企业贷款增速高于各项贷款（人民币）",
    "Nation: technology SMEs above renminbi loans",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def nation_sme_above_rmb(nation_tech_sme_growth: Share, nation_rmb_loans_growth: Share) -> Check:
    """The nation's technology SME loans grow faster than all loans in renminbi."""
    return above(nation_tech_sme_growth, nation_rmb_loans_growth)


@rule(
    "全国科技型中小企业贷款增速高于各项贷款",
    "Nation: technology SME loans outpace all loans",
    cites="pbc-lending#公布数",
    grain=Grain.PROGRAMME_YEAR,
)
def nation_sme_outpaces(nation_sme_above_all: Condition, nation_sme_above_rmb: Condition) -> Condition:
    """Faster than all loans by one of the two measures that were published for that day."""
    return any_of(nation_sme_above_all, nation_sme_above_rmb)


@rule(
    "科技型中小企业贷款占全国比重",
    "Share of the nation's technology SME loans",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
    rounds=NINTH,
)
def tech_sme_share_of_nation(programme_tech_sme_loans_fen: Fen, nation_tech_sme_loans: Fen) -> Quotient:
    """The balance over the nation's of that day, if both follow the central bank."""
    return share_of(programme_tech_sme_loans_fen, nation_tech_sme_loans)


@rule(
    "高新技术企业贷款占全国比重",
    "Share of the nation's high-tech loans",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
    rounds=NINTH,
)
def high_tech_share_of_nation(programme_high_tech_loans_fen: Fen, nation_high_tech_loans: Fen) -> Quotient:
    """The balance over the nation's of that day, if both follow the central bank."""
    return share_of(programme_high_tech_loans_fen, nation_high_tech_loans)


@rule(
    "科技贷款占全国比重",
    "Share of the nation's technology loans",
    cites="kejin-conventions#核对",
    grain=Grain.PROGRAMME_YEAR,
    rounds=NINTH,
)
def tech_share_of_nation(programme_tech_loans_fen: Fen, nation_tech_loans: Fen) -> Quotient:
    """The balance over the nation's of that day, if both follow the central bank."""
    return share_of(programme_tech_loans_fen, nation_tech_loans)
