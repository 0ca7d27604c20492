"""Which loans pool and city fund cover before any loss is known: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Grain, all_of, rule

RULES = "sz-rules-2024#第二条"
FUND = "hkcd-2025#融资担保基金"


@rule("属资金池共担范围", "Covered by the pool", cites=RULES, grain=Grain.LOAN)
def pool_covered(
    lender_takes_part: Condition,
    borrower_local: Condition,
    borrower_small: Condition,
    enrolled: Condition,
    size_kept: Condition,
    rate_set: Condition,
) -> Condition:
    """An enrolled loan of a member bank to a small borrower of the city, of a size and with a rate that are set."""
    return all_of(lender_takes_part, borrower_local, borrower_small, enrolled, size_kept, rate_set)


@rule("属市融资担保基金再担保范围", "Covered by the city fund", cites=FUND, grain=Grain.LOAN)
def fund_covered(
    borrower_local: Condition, borrower_small: Condition, of_fund: Condition, partner_of_fund: Condition
) -> Condition:
    """Business of a partner of the fund for a small borrower of the city."""
    return all_of(borrower_local, borrower_small, of_fund, partner_of_fund)
