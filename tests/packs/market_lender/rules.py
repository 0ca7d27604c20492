"""A lender of the tests: open to all, for an amount as large as the registered capital."""

from kejin.policy.dsl import Check, Day, Fen, at_least, rule, smallest


@rule("任何企业", "Any enterprise", cites="tests#起始日")
def open_to_all(facts_as_of: Day, first_day: Day) -> Check:
    """Since the first day."""
    return at_least(facts_as_of, first_day)


@rule("金额", "Amount", cites="tests#起始日")
def amount_fen(registered_capital_fen: Fen) -> Fen:
    """The registered capital."""
    return smallest(registered_capital_fen)
