"""Which loans the fund covers and at which share, before any loss is known: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Grain, Share, all_of, only_if, rule

HOW = "zh-fund-2022#四、实施方式"


@rule("属补偿金共担范围", "Covered by the fund", cites=HOW, grain=Grain.LOAN)
def pool_covered(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    enrolled: Condition,
    only_project: Condition,
    share_set: Condition,
) -> Condition:
    """The one enrolled loan, of a partner bank to a technology SME of the city, with a share that is set."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, only_project, share_set)


@rule("信用贷款适用比例", "Share of a loan on credit", cites=HOW, grain=Grain.LOAN)
def credit_share_applied(
    takes_most: Condition, credit_most_share: Share, takes_half: Condition, credit_half_share: Share
) -> Share:
    """The share that the part on credit earns."""
    return only_if(takes_most, credit_most_share) + only_if(takes_half, credit_half_share)


@rule("从高适用比例", "Highest share that applies", cites=HOW, grain=Grain.LOAN)
def applied_share(
    first_loan: Condition,
    first_loan_share: Share,
    credit_share_applied: Share,
    takes_other: Condition,
    other_share: Share,
) -> Share:
    """The share of a first loan, else that of the part on credit, else that of other loans, which was not read."""
    return only_if(first_loan, first_loan_share) + credit_share_applied + only_if(takes_other, other_share)
