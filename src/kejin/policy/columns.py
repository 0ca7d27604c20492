"""Columns of facts and rules: what a fact looks like to a rule, and how a rule's result becomes a whole number."""

from collections.abc import Mapping
from math import gcd

import polars as pl

from kejin.errors import RuleError
from kejin.facts import Fact, FactKind
from kejin.money import RATE_SCALE, Rounding, round_quotient_expr
from kejin.policy.conditions import Condition, with_expr
from kejin.policy.quotients import Quotient, rounded_share
from kejin.policy.rules import RuleSpec
from kejin.policy.terms import (
    MONEYS,
    Choice,
    Count,
    Day,
    Flag,
    Interval,
    Origin,
    Points,
    Product,
    Share,
    Term,
    fits,
)
from kejin.policy.values import EPOCH

FACT_TERMS: Mapping[FactKind, type[Term]] = {
    FactKind.RATIO: Share,
    FactKind.COUNT: Count,
    FactKind.YEAR: Count,
    FactKind.SCORE: Points,
    FactKind.DATE: Day,
    FactKind.FLAG: Flag,
    FactKind.CHOICE: Choice,
    FactKind.TEXT: Choice,
}


def fact_term(fact: Fact) -> Term:
    """The column of a fact with the bounds that the dictionary gives it."""
    cls = MONEYS[fact.currency] if fact.currency else FACT_TERMS[fact.kind]
    origin = Origin("node", fact.name)
    interval = None
    if isinstance(fact.minimum, int) and isinstance(fact.maximum, int):
        interval = Interval(fact.minimum, fact.maximum)
    elif fact.minimum is not None and fact.maximum is not None and not isinstance(fact.minimum, int):
        low = (fact.minimum - EPOCH).days
        interval = Interval(low, (fact.maximum - EPOCH).days if not isinstance(fact.maximum, int) else low)
    if cls is Share:
        return Share(pl.col(fact.name), interval, None, origin, RATE_SCALE)
    return cls(pl.col(fact.name), interval, None, origin)


def rule_column(made: Term | Product | Quotient, spec: RuleSpec, own: str) -> Term:
    """The column of a rule: products and quotients go through the one rounding door, the rest is exact already."""
    if isinstance(made, Condition):
        return with_expr(made, made.expr)
    if not isinstance(made, Product | Quotient):
        return made
    if spec.rounded is None:
        raise RuleError(
            "A product or quotient is not rounded by law", expected="rounds=Rounded(method, cites)", where=own
        )
    if isinstance(made, Quotient):
        return rounded_share(made, spec.rounded.method, Origin("node", own))
    return rounded_product(made, spec.rounded.method, own)


def rounded_product(made: Product, rounding: Rounding, own: str) -> Term:
    """The product in whole minor units or parts per billion, rounded by the method; `own` names the column."""
    numerator, denominator = made.numerator, made.denominator
    interval = made.interval
    if made.unit == "ppb":
        common = gcd(RATE_SCALE, denominator)
        factor = RATE_SCALE // common
        denominator //= common
        interval = interval * Interval(factor, factor)
        numerator = numerator.cast(fits(interval, own)) * factor
    within = (interval.low, interval.high)
    expr = round_quotient_expr(numerator, denominator, rounding, bounds=within)
    bounds = Interval(interval.low // denominator, -(-interval.high // denominator))
    if made.unit == "ppb":
        return Share(expr, bounds, None, Origin("node", own), RATE_SCALE)
    money = next(kind for kind in MONEYS.values() if kind.unit == made.unit)
    return money(expr, bounds, None, Origin("node", own))
