"""Which loans the compensation covers before any loss is known: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Grain, all_of, rule

ARTICLE = "gd-measures-2024#第二条"


@rule("属省科技信贷共担范围", "Covered by the compensation", cites=ARTICLE, grain=Grain.LOAN)
def public_covered(
    borrower_eligible: Condition, lender_takes_part: Condition, enrolled: Condition, share_set: Condition
) -> Condition:
    """An enrolled loan of a partner bank to an eligible borrower, with a share that is set."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, share_set)
