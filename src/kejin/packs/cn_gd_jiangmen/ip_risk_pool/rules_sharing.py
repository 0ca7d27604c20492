"""Which loans the pool covers before any loss is known: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Grain, all_of, rule

CASE = "jm-case-2025#具体做法"


@rule("属“邑科贷”共担范围", "Covered by the pool", cites=CASE, grain=Grain.LOAN)
def pool_covered(in_programme: Condition, enrolled: Condition, share_set: Condition) -> Condition:
    """An enrolled loan of the programme, of a mode whose share is set."""
    return all_of(in_programme, enrolled, share_set)
