"""Parameters and tables at three dates: which version holds, and the column it makes.

A parameter without a pivot is a constant at the law date. One with a pivot is an as-of column: each row looks up the
version that held on its own pivot date (a loan signed earlier keeps the earlier ratio).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

import polars as pl

from kejin.errors import PeriodError
from kejin.money import RATE_SCALE
from kejin.policy.documents import Kind, ParameterDocument, TableDocument, TableVersion, Version
from kejin.policy.explanation import Dates
from kejin.policy.rules import BEGINNING
from kejin.policy.ruleset import Dated, ResolvedParameter, ResolvedRow, ResolvedTable
from kejin.policy.tables import row_expr
from kejin.policy.terms import (
    MONEYS,
    NEVER,
    Choices,
    Count,
    Day,
    Days,
    Flag,
    Interval,
    Origin,
    Points,
    Share,
    Term,
)
from kejin.policy.values import EPOCH, Scalar, currency_of, parse_value

QUANTITIES: Mapping[Kind, type[Term]] = {
    Kind.COUNT: Count,
    Kind.POINTS: Points,
    Kind.DAYS: Days,
}


def number_term(kind: Kind, unit: str) -> type[Term]:
    """What a number of this kind and unit is as a column; money by its currency."""
    return MONEYS[currency_of(unit)] if kind is Kind.MONEY else QUANTITIES[kind]


def known_versions(versions: Sequence[Version], known_by: date) -> list[Version]:
    """The versions recorded by then, one per start (a later record corrects an earlier one), in order."""
    latest: dict[date, Version] = {}
    for version in versions:
        recorded = version.recorded or BEGINNING
        there = latest.get(version.start)
        if recorded <= known_by and (there is None or recorded >= (there.recorded or BEGINNING)):
            latest[version.start] = version
    return [latest[start] for start in sorted(latest)]


def resolve_parameter(document: ParameterDocument, dates: Dates, where: str) -> ResolvedParameter:
    """The parameter's versions as they were known, and the one in force on the law date."""
    resolved = tuple(
        Dated(
            version.start,
            None
            if version.value is None
            else parse_value(version.value, document.kind, document.unit, where=where),
            version.clause,
            version.confidence,
        )
        for version in known_versions(document.versions, dates.known_by)
    )
    current = None
    for version in resolved:
        if version.start <= dates.law and (document.until is None or dates.law <= document.until):
            current = version
    return ResolvedParameter(document, resolved, current, document.until)


def constant_term(document: ParameterDocument, value: Scalar | None, name: str) -> Term:
    """A parameter's value as a literal column; None makes a column of unknowns."""
    origin = Origin("constant", name)
    if document.kind is Kind.RATIO:
        return _share(value, origin)
    if document.kind is Kind.CHOICES:
        members = value if isinstance(value, tuple) else ()
        seen = value is not None
        return Choices(pl.lit(None, pl.String), None, ",".join(members), origin, members, seen=seen)
    if document.kind is Kind.DATE:
        interval = Interval((value - EPOCH).days, (value - EPOCH).days) if isinstance(value, date) else NEVER
        return Day(pl.lit(value, pl.Date), interval, value if isinstance(value, date) else None, origin)
    if document.kind is Kind.FLAG:
        flag = value if isinstance(value, bool) else None
        return Flag(pl.lit(flag, pl.Boolean), None, flag, origin)
    number = value if isinstance(value, int) else None
    interval = Interval(number, number) if number is not None else NEVER
    return number_term(document.kind, document.unit)(pl.lit(number, pl.Int64), interval, number, origin)


def _share(value: Scalar | None, origin: Origin) -> Share:
    scale, numbers = common_scale([value])
    number = numbers[0]
    interval = Interval(number, number) if number is not None else NEVER
    constant = value if isinstance(value, int) else None
    return Share(pl.lit(number, pl.Int64), interval, constant, origin, scale)


def common_scale(values: Sequence[Scalar | None]) -> tuple[int, list[int | None]]:
    """The smallest scale in which all ratios (parts per billion) are whole, and the ratios in it."""
    fractions = [Fraction(v, RATE_SCALE) if isinstance(v, int) else None for v in values]
    scale = lcm(*(f.denominator for f in fractions if f is not None)) if any(fractions) else 1
    return scale, [None if f is None else int(f * scale) for f in fractions]


def pivoted_term(parameter: ResolvedParameter, pivot: Day, name: str) -> tuple[Term, pl.Expr]:
    """The as-of column of a pivoted parameter and the column of version indexes (for explanations)."""
    if parameter.document.kind in (Kind.CHOICES, Kind.FLAG, Kind.DATE):
        raise PeriodError(
            "A pivot needs a number", expected="money, ratio, count, points or days", where=name
        )
    values = [version.value for version in parameter.versions]
    scale, numbers = (
        common_scale(values)
        if parameter.document.kind is Kind.RATIO
        else (1, [v if isinstance(v, int) else None for v in values])
    )
    present = [n for n in numbers if n is not None] or [0]
    interval = Interval(min(present), max(present))
    expr = as_of(parameter, pivot.expr, numbers)
    index = as_of(parameter, pivot.expr, list(range(len(values))))
    origin = Origin("pivot", name)
    if parameter.document.kind is Kind.RATIO:
        return Share(expr, interval, None, origin, scale), index
    made = number_term(parameter.document.kind, parameter.document.unit)
    return made(expr, interval, None, origin), index


def as_of(parameter: ResolvedParameter, pivot: pl.Expr, numbers: Sequence[int | None]) -> pl.Expr:
    """Each row's value on its own pivot date; null before the first version, after `until` and for no date."""
    # Polars gives each link of a when-then chain its own class; they share no public base.
    chain: Any = pl.when(pivot.is_null()).then(None)
    if parameter.until is not None:
        chain = chain.when(pivot > parameter.until).then(None)
    for version, number in reversed(list(zip(parameter.versions, numbers, strict=True))):
        chain = chain.when(pivot >= version.start).then(pl.lit(number, pl.Int64))
    found: pl.Expr = chain.otherwise(None)
    return found.cast(pl.Int64)


def table_at(document: TableDocument, dates: Dates) -> TableVersion | None:
    """The table version in force on the law date, as known."""
    found = None
    for version in sorted(document.versions, key=lambda v: (v.start, v.recorded or BEGINNING)):
        if version.start <= dates.law and (version.recorded or BEGINNING) <= dates.known_by:
            found = version
    return found


def resolve_table(
    document: TableDocument, dates: Dates, inputs: Mapping[str, Term], *, name: str
) -> tuple[Term, ResolvedTable]:
    """The value column of a table and its rows; a table without a version in force is unknown."""
    version = table_at(document, dates)
    rows = version.rows if version else []
    values = [
        None
        if r.value is None
        else parse_value(r.value, document.kind, document.unit, where=f"{name}#{r.id}")
        for r in rows
    ]
    scale, numbers = (
        common_scale(values)
        if document.kind is Kind.RATIO
        else (1, [v if isinstance(v, int) else None for v in values])
    )
    expr = row_expr(document, rows, inputs, results=numbers) if version else pl.lit(None, pl.Int64)
    index = (
        row_expr(document, rows, inputs, results=list(range(len(rows))))
        if version
        else pl.lit(None, pl.Int64)
    )
    present = [n for n in numbers if n is not None] or [0]
    interval = Interval(min(present), max(present))
    origin = Origin("table", name, tuple(inputs.values()))
    term: Term
    if document.kind is Kind.RATIO:
        term = Share(expr, interval, None, origin, scale)
    else:
        term = number_term(document.kind, document.unit)(expr, interval, None, origin)
    resolved = (
        tuple(ResolvedRow(r, version.start, version.clause, version.confidence) for r in rows)
        if version
        else ()
    )
    return term, ResolvedTable(document, resolved, index)


def constant_int_or_none(term: Term | None) -> int | None:
    """The constant behind a term, or None."""
    constant = term.constant if term is not None else None
    return constant if isinstance(constant, int) and not isinstance(constant, bool) else None
