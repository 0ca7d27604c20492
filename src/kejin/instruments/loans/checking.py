"""What terms must keep to: every broken rule at once, each naming the term, the value and the rule."""

from collections.abc import Iterator

from kejin.errors import SeveralTermsErrors, TermsError
from kejin.instruments.loans.terms import Bullet, LoanTerms


def check(terms: LoanTerms) -> None:
    """Refuse terms that contradict themselves.

    Raises:
        TermsError: One term breaks a rule.
        SeveralTermsErrors: More than one does.
    """
    problems = list(_problems(terms))
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise SeveralTermsErrors(problems, what=f"{len(problems)} terms of the loan break a rule")


def _problems(terms: LoanTerms) -> Iterator[TermsError]:
    start, end = terms.initial_exchange_date, terms.maturity_date
    if terms.notional_principal.minor <= 0:
        yield _broken("notionalPrincipal", "an amount above zero", terms.notional_principal)
    if end <= start:
        yield _broken("maturityDate", f"a day after the initialExchangeDate {start}", end)
    for name, day in (
        ("cycleAnchorDateOfInterestPayment", terms.cycle_anchor_date_of_interest_payment),
        ("cycleAnchorDateOfPrincipalRedemption", terms.cycle_anchor_date_of_principal_redemption),
    ):
        if day is not None and not start < day <= end:
            yield _broken(name, f"a day after {start}, at the latest {end}", day)
    for name, cycle in (
        ("cycleOfInterestPayment", terms.cycle_of_interest_payment),
        ("cycleOfPrincipalRedemption", terms.cycle_of_principal_redemption),
    ):
        if cycle is not None and cycle.empty:
            yield _broken(name, "at least one day", cycle)
    if isinstance(terms.repayment, Bullet):
        return
    if terms.cycle_of_interest_payment is None and terms.cycle_of_principal_redemption is None:
        yield _broken("cycleOfPrincipalRedemption", "a cycle, because principal is repaid in parts", None)
    agreed = terms.repayment.next_principal_redemption_payment
    if agreed is not None and agreed <= 0:
        yield _broken("nextPrincipalRedemptionPayment", "an amount above zero", agreed)


def _broken(term: str, rule: str, value: object) -> TermsError:
    return TermsError(
        "a term breaks a rule",
        expected=rule,
        found=value,
        where=term,
        kept="No schedule was made.",
    )
