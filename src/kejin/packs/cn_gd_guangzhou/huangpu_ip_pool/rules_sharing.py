"""Which loans the district's pool covers before any loss is known: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Grain, all_of, rule

ACCOUNT = "huangpu-2023#一"


@rule("属区资金池共担范围", "Covered by the district's pool", cites=ACCOUNT, grain=Grain.LOAN)
def pool_covered(
    borrower_eligible: Condition, lender_takes_part: Condition, enrolled: Condition, ip_pledged: Condition
) -> Condition:
    """An enrolled IP-pledged loan of a partner bank to an eligible enterprise."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, ip_pledged)
