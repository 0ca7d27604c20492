"""Which loans an agreement covers before any loss is known: what the ledger of shared losses and its simulation ask."""

from kejin.policy.dsl import Condition, Grain, all_of, rule

CLAIM = "gz-measures-2025#第二条"


@rule("属政银模式共担范围", "Covered under the bank mode", cites=CLAIM, grain=Grain.LOAN)
def bank_covered(
    bank_mode: Condition, enrolled: Condition, bank_share_set: Condition, other_mode_unused: Condition
) -> Condition:
    """In the register under the bank mode, with a share that is set, and not compensated under the other mode."""
    return all_of(bank_mode, enrolled, bank_share_set, other_mode_unused)


@rule("属政担模式共担范围", "Covered under the guarantor mode", cites=CLAIM, grain=Grain.LOAN)
def guarantor_covered(
    guarantor_mode: Condition,
    enrolled: Condition,
    guarantor_share_set: Condition,
    other_mode_unused: Condition,
) -> Condition:
    """In the register under the guarantor mode, with a share that is set, and not compensated under the other mode."""
    return all_of(guarantor_mode, enrolled, guarantor_share_set, other_mode_unused)
