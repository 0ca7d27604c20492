"""The cap of a firm in a year, the ceiling of its R&D loans, and the ceiling of the programme's year."""

from kejin.policy.dsl import Check, Fen, Grain, at_most, largest, rule, smallest, total_of

CAP = "gd-parent-2025#贷款贴息"
RD = "gd-guide-copy-2025#科技研发用途"

rd_loans_of_year_fen = total_of(
    "rd_principal_fen",
    "企业当年申请贴息的研发贷款总额",
    "The firm's R&D loans claimed for in the year",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=("enterprise_id", "loan_claim_year"),
)
granted_of_year_fen = total_of(
    "granted_subsidy_fen",
    "企业当年本次申报贴息合计（未计上限）",
    "The firm's subsidy claimed in the year, before the cap",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=("enterprise_id", "loan_claim_year"),
)
principal_of_year_fen = total_of(
    "granted_principal_fen",
    "当年贴息贷款本金合计",
    "Subsidised principal of the year",
    of=Grain.LOAN,
    to=Grain.PROGRAMME_YEAR,
    through=("programme_id", "loan_claim_year"),
)


@rule("研发贷款总额未超加计扣除申报额", "R&D loans within the declared amount", cites=RD, grain=Grain.FILING)
def rd_loans_within_declared(rd_loans_of_year_fen: Fen, rd_super_deduction_declared_fen: Fen) -> Check:
    """All R&D loans the firm claims for stay within the R&D expense it declared for super deduction."""
    return at_most(rd_loans_of_year_fen, rd_super_deduction_declared_fen)


@rule("企业当年贴息合计", "The firm's subsidy of the year", cites=CAP, grain=Grain.FILING)
def firm_total_fen(interest_subsidy_received_fen: Fen, granted_of_year_fen: Fen) -> Fen:
    """What the firm received earlier in the year and what it claims now."""
    return interest_subsidy_received_fen + granted_of_year_fen


@rule("企业当年贴息未超上限", "Firm within the cap", cites=CAP, grain=Grain.FILING)
def firm_cap_kept(firm_total_fen: Fen, firm_year_cap: Fen) -> Check:
    """The firm's subsidy of the year stays within the cap; where it does not, the cap is paid."""
    return at_most(firm_total_fen, firm_year_cap)


@rule("企业当年可拨付贴息", "Payable to the firm", cites=CAP, grain=Grain.FILING)
def firm_payable_fen(
    granted_of_year_fen: Fen, firm_year_cap: Fen, interest_subsidy_received_fen: Fen, nothing_fen: Fen
) -> Fen:
    """What is claimed, up to what the cap leaves after earlier payments of the year."""
    return smallest(granted_of_year_fen, largest(firm_year_cap - interest_subsidy_received_fen, nothing_fen))


@rule("当年贴息贷款规模未超上限", "Year within the ceiling", cites=CAP, grain=Grain.PROGRAMME_YEAR)
def ceiling_kept(principal_of_year_fen: Fen, loans_ceiling: Fen) -> Check:
    """The principal of all subsidised loans of the year stays within the ceiling."""
    return at_most(principal_of_year_fen, loans_ceiling)


@rule("当年剩余规模", "Room under the ceiling", cites=CAP, grain=Grain.PROGRAMME_YEAR)
def ceiling_room_fen(loans_ceiling: Fen, principal_of_year_fen: Fen) -> Fen:
    """What is left of the ceiling; negative where it is passed."""
    return loans_ceiling - principal_of_year_fen
