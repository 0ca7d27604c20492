"""What terms must keep to: every broken rule at once, each naming the term, the value and the rule."""

from collections.abc import Iterator, Sequence
from datetime import date

from kejin.errors import SeveralTermsErrors, TermsError
from kejin.instruments.loans.forms import EqualInstalments, EqualPrincipal, PrincipalPlan, SteppedInstalments
from kejin.instruments.loans.terms import LoanTerms, PrepaymentEffect, UpfrontFee, YearlyFee, pays_level

_KEPT = "No schedule was made."


def check(terms: LoanTerms) -> None:
    """Refuse terms that contradict themselves.

    Raises:
        TermsError: One term breaks a rule.
        SeveralTermsErrors: More than one does.
    """
    problems = [*_of_the_frame(terms), *_of_cycles(terms)]
    problems += [*_of_repayment(terms), *_of_amounts(terms), *_of_rates(terms)]
    if not problems:
        problems += _of_payments(terms)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise SeveralTermsErrors(problems, what=f"{len(problems)} terms of the loan break a rule", kept=_KEPT)


def broken(term: str, rule: str, value: object) -> TermsError:
    """A term that breaks a rule."""
    return TermsError("a term breaks a rule", expected=rule, found=value, where=term, kept=_KEPT)


def _of_the_frame(terms: LoanTerms) -> Iterator[TermsError]:
    start, end = terms.initial_exchange_date, terms.maturity_date
    if terms.notional_principal.minor <= 0:
        yield broken("notionalPrincipal", "an amount above zero", terms.notional_principal)
    if end <= start:
        yield broken("maturityDate", f"a day after the initialExchangeDate {start}", end)
    inside = f"a day after {start}, at the latest {end}"
    for name, day in (
        ("cycleAnchorDateOfInterestPayment", terms.cycle_anchor_date_of_interest_payment),
        ("cycleAnchorDateOfPrincipalRedemption", terms.cycle_anchor_date_of_principal_redemption),
        ("capitalizationEndDate", terms.capitalization_end_date),
        ("interestFreeUntil", terms.interest_free_until),
    ):
        if day is not None and not start < day <= end:
            yield broken(name, inside, day)
    if terms.amortization_date is not None and terms.amortization_date < end:
        yield broken("amortizationDate", f"the maturityDate {end} or a later day", terms.amortization_date)


def _of_cycles(terms: LoanTerms) -> Iterator[TermsError]:
    for name, cycle in (
        ("cycleOfInterestPayment", terms.cycle_of_interest_payment),
        ("cycleOfPrincipalRedemption", terms.cycle_of_principal_redemption),
    ):
        if cycle is not None and cycle.empty:
            yield broken(name, "at least one day", cycle)
    in_parts = isinstance(terms.repayment, EqualInstalments | EqualPrincipal | SteppedInstalments)
    if in_parts and terms.cycle_of_interest_payment is None and terms.cycle_of_principal_redemption is None:
        yield broken("cycleOfPrincipalRedemption", "a cycle, because principal is repaid in parts", None)
    odd = sorted(month for month in terms.payment_months if not 1 <= month <= 12)
    if odd:
        yield broken("paymentMonths", "months from 1 to 12", odd[0])


def _of_repayment(terms: LoanTerms) -> Iterator[TermsError]:
    form = terms.repayment
    if isinstance(form, EqualInstalments | EqualPrincipal):
        agreed = form.next_principal_redemption_payment
        if agreed is not None and agreed <= 0:
            yield broken("nextPrincipalRedemptionPayment", "an amount above zero", agreed)
        if not 0 <= form.balloon <= max(terms.notional_principal.minor, 0):
            yield broken(
                "balloon", f"from 0 to the notionalPrincipal {terms.notional_principal}", form.balloon
            )
        if form.balloon and (agreed is not None or terms.amortization_date is not None):
            yield broken(
                "balloon", "a balloon alone, without an agreed payment or an amortizationDate", form.balloon
            )
    elif isinstance(form, SteppedInstalments):
        yield from _ascending("steps", [day for day, _ in form.steps], terms)
        yield from (broken("steps", "factors above zero", factor) for _, factor in form.steps if factor <= 0)
    elif isinstance(form, PrincipalPlan):
        yield from _ascending("parts", [day for day, _ in form.parts], terms)
        yield from (broken("parts", "amounts above zero", amount) for _, amount in form.parts if amount <= 0)
        lent = terms.notional_principal.minor + sum(draw.amount.minor for draw in terms.draws)
        planned = sum(amount for _, amount in form.parts)
        if planned > lent:
            yield broken("parts", f"together at most what is lent, {lent}", planned)


def _of_amounts(terms: LoanTerms) -> Iterator[TermsError]:
    currency = terms.notional_principal.currency
    paid = [("downPayment", terms.down_payment)] if terms.down_payment is not None else []
    paid += [("draws", draw.amount) for draw in terms.draws]
    paid += [("prepayments", each.amount) for each in terms.prepayments]
    paid += [
        ("fees", fee.amount) for fee in terms.fees if isinstance(fee, UpfrontFee) and fee.amount is not None
    ]
    for name, amount in paid:
        if amount.currency is not currency:
            yield broken(name, f"an amount of {currency}", amount)
        elif amount.minor <= 0:
            yield broken(name, "an amount above zero", amount)
    if terms.down_payment is not None and terms.down_payment.minor >= terms.notional_principal.minor:
        yield broken(
            "downPayment", f"less than the notionalPrincipal {terms.notional_principal}", terms.down_payment
        )
    yield from _ascending("draws", [draw.day for draw in terms.draws], terms)
    yield from _of_prepayments(terms)
    for fee in terms.fees:
        if isinstance(fee, UpfrontFee) and (fee.amount is None) == (fee.share is None):
            yield broken("fees", "an amount or a share, one of them", fee)
        if isinstance(fee, YearlyFee) and (fee.rate.ppb <= 0 or fee.cycle.empty):
            yield broken("fees", "a rate above zero and a cycle", fee)
    if sum(isinstance(fee, YearlyFee) for fee in terms.fees) > 1:
        yield broken("fees", "one yearly fee", sum(isinstance(fee, YearlyFee) for fee in terms.fees))


def _of_prepayments(terms: LoanTerms) -> Iterator[TermsError]:
    yield from _ascending("prepayments", [each.day for each in terms.prepayments], terms)
    form = terms.repayment
    fixed = isinstance(form, SteppedInstalments | PrincipalPlan) or (
        isinstance(form, EqualInstalments | EqualPrincipal)
        and (form.balloon > 0 or form.next_principal_redemption_payment is not None)
    )
    anew = [each.day for each in terms.prepayments if each.effect is PrepaymentEffect.AMOUNT]
    if fixed and anew:
        yield broken(
            "prepayments",
            "the effect M where payments are agreed, in steps or with a balloon: they stay as they are",
            anew[0],
        )


def _of_rates(terms: LoanTerms) -> Iterator[TermsError]:
    yield from _ascending("rateResets", [reset.day for reset in terms.rate_resets], terms)
    fixed = isinstance(terms.repayment, SteppedInstalments) or (
        isinstance(terms.repayment, EqualInstalments) and terms.repayment.balloon > 0
    )
    moves = terms.rate_resets or terms.draws or terms.interest_free_until or terms.capitalization_end_date
    if fixed and moves:
        yield broken(
            "repayment",
            "a fixed rate and one payout, on which steps or a balloon are worked out",
            terms.repayment,
        )


def _of_payments(terms: LoanTerms) -> Iterator[TermsError]:
    """Equal instalments hold the interest of their whole period, so interest is paid with them and not between."""
    if not pays_level(terms.repayment):
        return
    interest, principal = terms.interest_dates(), terms.principal_dates()
    odd = set(principal) ^ {day for day in interest if day >= principal[0]}
    if odd:
        yield broken(
            "cycleOfInterestPayment",
            "interest paid on the days of the instalments, and from then on no other",
            min(odd),
        )
    elif terms.capitalization_end_date is not None and terms.capitalization_end_date >= principal[0]:
        yield broken(
            "capitalizationEndDate",
            f"a day before the first instalment {principal[0]}",
            terms.capitalization_end_date,
        )


def _ascending(name: str, days: Sequence[date], terms: LoanTerms) -> Iterator[TermsError]:
    start, end = terms.initial_exchange_date, terms.maturity_date
    last = start
    for day in days:
        if not last < day < end:
            yield broken(name, f"ascending days after {start} and before {end}", day)
            return
        last = day
