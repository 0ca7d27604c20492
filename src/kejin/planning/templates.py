"""The contracts behind a product's quoted terms: which form of loan or bond, how often it pays, how days count.

A template is a convention, not a quotation: interest-only loans pay monthly on actual days over 360, instalments by the
month as a twelfth, bonds once a year. The amount, the rate, the fee and the months come from the pack. No template
hangs on the amount or the rate, so that all offers of one term share one plan.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kejin.calendars import add_months
from kejin.facts import Label
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import (
    Bullet,
    EqualInstalments,
    EqualPrincipal,
    LoanTerms,
    Repayment,
    SteppedInstalments,
)
from kejin.money import Currency, Money, Rate


@dataclass(frozen=True, slots=True)
class Template:
    """A form of borrowing.

    Attributes:
        label: How it pays, in words.
        repayment: How principal comes back.
        day_count: How days are counted.
        every: How often it pays, as an ACTUS cycle; empty for once, at the end.
        assumed: What is taken for granted beyond the quoted terms; None for nothing.
        shaped: What the term of a loan makes of it: steps, a balloon, grace; None for nothing more.
    """

    label: Label
    repayment: Repayment
    day_count: DayCount
    every: str
    assumed: Label | None = None
    shaped: Callable[[LoanTerms], LoanTerms] | None = None


def _growing(terms: LoanTerms) -> LoanTerms:
    """Instalments that are one and a half times the first ones in the second third of the term, twice in the last."""
    days = terms.principal_dates()
    places = [(len(days) * third // 3, factor) for third, factor in ((1, Fraction(3, 2)), (2, Fraction(2)))]
    steps = tuple((days[place], factor) for place, factor in places if 0 < place < len(days) - 1)
    return replace(terms, repayment=SteppedInstalments(steps) if steps else EqualInstalments())


def _amortised_longer(terms: LoanTerms) -> LoanTerms:
    """The instalments of a loan three times as long; what is left falls due at maturity."""
    start, end = terms.initial_exchange_date, terms.maturity_date
    months = (end.year - start.year) * 12 + end.month - start.month
    return replace(terms, amortization_date=add_months(start, 3 * months))


def _graced(terms: LoanTerms) -> LoanTerms:
    """Interest alone in the first fifth of the payments."""
    return terms.after_interest_only(len(terms.interest_dates()) // 5)


_MONTHLY_INTEREST = Label("按月付息、到期还本", "interest every month, principal at the end")
_DRAWN = Label("按全额用满整个期限计算", "as if drawn in full for the whole term")
_PLAN = Label(
    "还款计划以合同为准，按月等额还本计算",
    "the plan is the contract's own; counted as equal principal by month",
)
_APART = Label("分享部分另行定价", "what the lender shares is priced apart")
TEMPLATES: Mapping[str, Template] = {
    "bullet_loan": Template(Label("到期一次还本付息", "all at the end"), Bullet(), DayCount.A360, ""),
    "interest_only_loan": Template(_MONTHLY_INTEREST, Bullet(), DayCount.A360, "P1M"),
    "renewal_loan": Template(_MONTHLY_INTEREST, Bullet(), DayCount.A360, "P1M"),
    "growth_sharing_loan": Template(_MONTHLY_INTEREST, Bullet(), DayCount.A360, "P1M", _APART),
    "warrant_loan": Template(_MONTHLY_INTEREST, Bullet(), DayCount.A360, "P1M", _APART),
    "revolving_line": Template(_MONTHLY_INTEREST, Bullet(), DayCount.A360, "P1M", _DRAWN),
    "level_loan": Template(
        Label("按月等额本息", "equal instalments by month"), EqualInstalments(), DayCount.MONTHLY, "P1M"
    ),
    "equal_principal_loan": Template(
        Label("按月等额本金", "equal principal by month"), EqualPrincipal(), DayCount.MONTHLY, "P1M"
    ),
    "planned_loan": Template(
        Label("按约定计划还款", "by an agreed plan"), EqualPrincipal(), DayCount.MONTHLY, "P1M", _PLAN
    ),
    "stepped_loan": Template(
        Label(
            "按季还款、分三段递增（1:1.5:2）",
            "instalments by the quarter that grow in three steps, 1 to 1.5 to 2",
        ),
        SteppedInstalments(()),
        DayCount.MONTHLY,
        "P3M",
        shaped=_growing,
    ),
    "balloon_loan": Template(
        Label(
            "按三倍期限月供、余额到期归还",
            "the monthly instalments of a loan three times as long, the rest at the end",
        ),
        EqualInstalments(),
        DayCount.MONTHLY,
        "P1M",
        shaped=_amortised_longer,
    ),
    "grace_loan": Template(
        Label(
            "前五分之一期限只付息、其后按月等额本金",
            "interest alone in the first fifth, then equal principal by month",
        ),
        EqualPrincipal(),
        DayCount.MONTHLY,
        "P1M",
        shaped=_graced,
    ),
    "bullet_bond": Template(
        Label("按年付息、到期还本", "interest every year, principal at the end"),
        Bullet(),
        DayCount.MONTHLY,
        "P1Y",
    ),
    "securitisation": Template(
        Label("按年付息、到期还本", "interest every year, principal at the end"),
        Bullet(),
        DayCount.MONTHLY,
        "P1Y",
    ),
}
"""The templates that lend; the others (stakes, cover, hedges, benefits, listings) have no borrowing cost."""


def loan_terms(name: str, amount: Money, rate: Rate, *, start: date, months: int) -> LoanTerms:
    """The terms of a product's contract.

    Args:
        name: One of `TEMPLATES`.
        amount: What is lent.
        rate: Per year.
        start: When it is paid out.
        months: For how long.
    """
    template = TEMPLATES[name]
    terms = LoanTerms(
        notional_principal=amount,
        nominal_interest_rate=rate,
        initial_exchange_date=start,
        maturity_date=add_months(start, months),
        repayment=template.repayment,
        day_count_convention=template.day_count,
        cycle_of_interest_payment=Cycle.parse(template.every) if template.every else None,
        contract_id=name,
    )
    return template.shaped(terms) if template.shaped is not None else terms


CURRENCIES: Mapping[str, Currency] = {
    "fen": Currency.CNY,
    "hkd_cent": Currency.HKD,
    "usd_cent": Currency.USD,
}
"""The currency behind each minor unit that an amount is quoted in."""
