"""Which loans the fund covers before any loss is known: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Grain, all_of, rule

ACCOUNT = "cnipa-2025#一"


@rule("属补偿基金共担范围", "Covered by the fund", cites=ACCOUNT, grain=Grain.LOAN)
def fund_covered(
    borrower_eligible: Condition, lender_takes_part: Condition, enrolled: Condition, ip_pledged: Condition
) -> Condition:
    """An enrolled IP-pledged loan of a partner bank to an SME of the city."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, ip_pledged)
