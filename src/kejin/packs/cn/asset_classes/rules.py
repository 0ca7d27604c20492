"""The five classes of loans: which of them are bad."""

from kejin.policy.dsl import Check, Choice, Choices, Grain, one_of, rule


@rule("属不良贷款", "Bad loan", cites=("measures-2023#分类", "guidelines-2007#分类"), grain=Grain.LOAN)
def nonperforming(loan_five_class: Choice, bad_classes: Choices) -> Check:
    """The loan is classed substandard, doubtful or loss."""
    return one_of(loan_five_class, bad_classes)
