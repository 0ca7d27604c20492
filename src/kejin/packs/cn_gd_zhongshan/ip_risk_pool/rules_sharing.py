"""Which loans the four parties share before any loss is known: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Grain, all_of, rule

SHARES = "cnipa-2025#一"


@rule("属四方共担范围", "Shared by the four", cites=SHARES, grain=Grain.LOAN)
def four_covered(
    borrower_eligible: Condition,
    lender_takes_part: Condition,
    enrolled: Condition,
    ip_pledged: Condition,
    four_parties: Condition,
) -> Condition:
    """An enrolled IP-pledged loan of a partner to a technology SME, with insurer and valuer."""
    return all_of(borrower_eligible, lender_takes_part, enrolled, ip_pledged, four_parties)
