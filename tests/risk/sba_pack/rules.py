"""A loan is guaranteed where its record says so."""

from kejin.policy.dsl import Check, Flag, Grain, holds, rule


@rule("有担保", "Guaranteed", cites="sba-records", grain=Grain.LOAN)
def guaranteed(loan_guarantor_in_system: Flag) -> Check:
    """The administration guarantees a part of the loan."""
    return holds(loan_guarantor_in_system)
