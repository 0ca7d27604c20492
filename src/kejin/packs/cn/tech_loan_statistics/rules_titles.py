"""The titles of the enterprise on its loan."""

from kejin.policy.dsl import Check, Flag, Grain, holds, parent, rule

A = "bank-a-pboc#T01—T06"
S70 = "bank-a-s70#2025-04-29 修改"
B = "bank-b-s70#2025-09-28 修改"


firm_high_tech = parent(
    "hte_certified", "借款企业为高新技术企业", "Borrower high-tech", of=Grain.ENTERPRISE, to=Grain.LOAN
)
firm_tech_sme = parent(
    "tech_sme_registered",
    "借款企业为科技型中小企业",
    "Borrower a technology SME",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_innovative = parent(
    "innovative_sme_recognised",
    "借款企业为创新型中小企业",
    "Borrower an innovative SME",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_specialised = parent(
    "specialised_sme_recognised",
    "借款企业为专精特新中小企业",
    "Borrower a specialised SME",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_giant = parent(
    "little_giant_recognised",
    "借款企业为小巨人企业",
    "Borrower a little giant",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_demonstration = parent(
    "national_demonstration_firm",
    "借款企业为国家技术创新示范企业",
    "Borrower a national demonstration enterprise",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_champion = parent(
    "single_champion",
    "借款企业为制造业单项冠军",
    "Borrower a single champion",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_tech_centre = parent(
    "national_enterprise_tech_centre",
    "借款企业有国家企业技术中心",
    "Borrower with a national technology centre",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_on_list = parent(
    "on_named_tech_list",
    "借款企业列入各类科技名单",
    "Borrower on a named technology list",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)


@rule("借款人为高新技术企业", "Borrower high-tech", cites=(A, S70), grain=Grain.LOAN)
def to_high_tech(firm_high_tech: Flag) -> Check:
    """The borrower is marked as a high-tech enterprise."""
    return holds(firm_high_tech)


@rule("借款人为科技型中小企业", "Borrower a technology SME", cites=(A, S70), grain=Grain.LOAN)
def to_tech_sme(firm_tech_sme: Flag) -> Check:
    """The borrower is marked as a technology SME."""
    return holds(firm_tech_sme)


@rule("借款人为创新型中小企业", "Borrower an innovative SME", cites=S70, grain=Grain.LOAN)
def to_innovative(firm_innovative: Flag) -> Check:
    """The borrower is marked as an innovative SME."""
    return holds(firm_innovative)


@rule("借款人为专精特新中小企业", "Borrower a specialised SME", cites=(A, S70), grain=Grain.LOAN)
def to_specialised(firm_specialised: Flag) -> Check:
    """The borrower is marked as a specialised SME."""
    return holds(firm_specialised)


@rule("借款人为小巨人企业", "Borrower a little giant", cites=(A, S70), grain=Grain.LOAN)
def to_giant(firm_giant: Flag) -> Check:
    """The borrower is marked as a little giant."""
    return holds(firm_giant)


@rule("借款人为国家技术创新示范企业", "Borrower a demonstration enterprise", cites=(A, S70), grain=Grain.LOAN)
def to_demonstration(firm_demonstration: Flag) -> Check:
    """The borrower is marked as a national innovation demonstration enterprise."""
    return holds(firm_demonstration)


@rule("借款人为制造业单项冠军", "Borrower a single champion", cites=(A, S70), grain=Grain.LOAN)
def to_champion(firm_champion: Flag) -> Check:
    """The borrower is marked as a single champion of manufacturing."""
    return holds(firm_champion)


@rule("借款人有国家企业技术中心", "Borrower with a national centre", cites=B, grain=Grain.LOAN)
def to_tech_centre(firm_tech_centre: Flag) -> Check:
    """The borrower is marked as having a national enterprise technology centre."""
    return holds(firm_tech_centre)


@rule("借款人列入各类科技名单", "Borrower on a named list", cites=B, grain=Grain.LOAN)
def to_named_list(firm_on_list: Flag) -> Check:
    """The borrower is marked as standing on one of the technology lists."""
    return holds(firm_on_list)
