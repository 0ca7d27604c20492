"""The caps of one firm: guarantee fees and premiums of a year, all help of a year, all help of the rule's term."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Grain,
    all_of,
    at_most,
    largest,
    parent,
    rule,
    smallest,
    total_of,
)

AMOUNT = "rule-2020#第十四条"
YEAR = "answer-2022#5"
BY_CLAIM = ("enterprise_id", "loan_claim_year")

interest_of_year_fen = total_of(
    "interest_help_fen",
    "当年利息资助合计",
    "Interest help of the year",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)
guarantee_of_year_fen = total_of(
    "guarantee_help_fen",
    "当年担保费资助合计",
    "Guarantee help of the year",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)
premium_of_year_fen = total_of(
    "premium_help_fen",
    "当年保险费资助合计",
    "Premium help of the year",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)
year_of_member = parent("in_city", "企业在本市", "Firm of the city", of=Grain.ENTERPRISE, to=Grain.FILING)


@rule("担保费资助未超年度上限", "Guarantee help within its cap", cites="answer-2022#3", grain=Grain.FILING)
def guarantee_within(guarantee_of_year_fen: Fen, guarantee_cap: Fen) -> Check:
    """Guarantee help of the year within its cap; where it is not, the cap is paid."""
    return at_most(guarantee_of_year_fen, guarantee_cap)


@rule("保险费资助未超年度上限", "Premium help within its cap", cites=AMOUNT, grain=Grain.FILING)
def premium_within(premium_of_year_fen: Fen, premium_cap: Fen) -> Check:
    """Premium help of the year within its cap; where it is not, the cap is paid."""
    return at_most(premium_of_year_fen, premium_cap)


@rule("当年资助合计", "Help of the year", cites=AMOUNT, grain=Grain.FILING)
def help_of_year_fen(
    interest_of_year_fen: Fen,
    guarantee_of_year_fen: Fen,
    guarantee_cap: Fen,
    premium_of_year_fen: Fen,
    premium_cap: Fen,
) -> Fen:
    """Interest help, and guarantee and premium help up to their own caps."""
    return (
        interest_of_year_fen
        + smallest(guarantee_of_year_fen, guarantee_cap)
        + smallest(premium_of_year_fen, premium_cap)
    )


@rule("年度合计未超上限", "Year within the cap", cites=YEAR, grain=Grain.FILING)
def year_within(help_of_year_fen: Fen, year_cap: Fen) -> Check:
    """All help of the year within the cap."""
    return at_most(help_of_year_fen, year_cap)


@rule("当年可计资助", "Help of the year up to the cap", cites=YEAR, grain=Grain.FILING)
def year_capped_fen(help_of_year_fen: Fen, year_cap: Fen) -> Fen:
    """All help of the year, at most the cap."""
    return smallest(help_of_year_fen, year_cap)


@rule("累计资助", "Help in all", cites=YEAR, grain=Grain.FILING)
def help_in_all_fen(year_capped_fen: Fen, fee_help_received_total_fen: Fen) -> Fen:
    """What the firm had before and what the year brings."""
    return fee_help_received_total_fen + year_capped_fen


@rule("累计未超上限", "All within the cap", cites=YEAR, grain=Grain.FILING)
def total_within(help_in_all_fen: Fen, total_cap: Fen) -> Check:
    """All help of the rule's term within the cap."""
    return at_most(help_in_all_fen, total_cap)


@rule("未超各项上限", "Within all caps", cites=(AMOUNT, YEAR), grain=Grain.FILING)
def within_all_caps(
    year_of_member: Condition,
    guarantee_within: Condition,
    premium_within: Condition,
    year_within: Condition,
    total_within: Condition,
) -> Condition:
    """A firm of the city, and no cap cuts anything off."""
    return all_of(year_of_member, guarantee_within, premium_within, year_within, total_within)


@rule("企业可拨付资助", "Payable to the firm", cites=YEAR, grain=Grain.FILING)
def firm_payable_fen(
    year_capped_fen: Fen, total_cap: Fen, fee_help_received_total_fen: Fen, nothing_fen: Fen
) -> Fen:
    """The year's help, up to what the cap in all leaves."""
    return smallest(year_capped_fen, largest(total_cap - fee_help_received_total_fen, nothing_fen))
