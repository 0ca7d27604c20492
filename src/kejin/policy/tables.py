"""Tables with row ids: a row's conditions as intervals and sets, and the column that finds the row.

The same reading of a row (`row_spans`) serves the column, the lint (exhaustive, no unreachable row) and the generated
boundary cases, so that the three cannot drift apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from kejin.errors import TableError
from kejin.policy.documents import ConditionDocument, Kind, RowDocument, TableDocument
from kejin.policy.terms import (
    MONEYS,
    Count,
    Day,
    Days,
    Fen,
    HongKongCents,
    Money,
    Points,
    Share,
    Term,
    USCents,
)
from kejin.policy.values import EPOCH, currency_of, parse_integer

KIND_OF: Mapping[type[Term], Kind] = {
    Fen: Kind.MONEY,
    HongKongCents: Kind.MONEY,
    USCents: Kind.MONEY,
    Count: Kind.COUNT,
    Points: Kind.POINTS,
    Days: Kind.DAYS,
    Share: Kind.RATIO,
    Day: Kind.DATE,
}


@dataclass(frozen=True, slots=True)
class Span:
    """What a row asks of one input: an integer interval (None is open), or a set of codes, or yes/no."""

    low: int | None = None
    high: int | None = None
    members: frozenset[str] | None = None
    flag: bool | None = None


def row_spans(document: TableDocument, row: RowDocument, inputs: Mapping[str, Term]) -> dict[str, Span]:
    """The row's conditions by input, as closed integer intervals in the input's own unit."""
    spans = {}
    for name, condition in row.when.items():
        if name not in inputs:
            raise TableError(
                "A row tests something the table does not list",
                expected=", ".join(document.inputs),
                found=name,
                where=f"{document.id}#{row.id}",
            )
        spans[name] = _span(condition, inputs[name], f"{document.id}#{row.id}.{name}")
    return spans


def _span(condition: ConditionDocument, term: Term, where: str) -> Span:
    if condition.is_in is not None:
        return Span(members=frozenset(condition.is_in))
    if condition.equals is not None:
        return Span(flag=condition.equals == "true")
    kind = KIND_OF.get(type(term))
    if kind is None:
        raise TableError(
            "This input takes no interval", expected="in: or is:", found=type(term).__name__, where=where
        )

    if isinstance(term, Money) and MONEYS[currency_of(condition.unit)] is not type(term):
        raise TableError(
            "A row is in another currency than its input",
            expected=term.unit,
            found=condition.unit,
            where=where,
        )

    def number(text: str) -> int:
        return parse_integer(text, kind, condition.unit, where=where)

    low = number(condition.at_least) if condition.at_least is not None else None
    high = number(condition.at_most) if condition.at_most is not None else None
    # Columns are integers, so "above x" is "at least x + 1 unit" and "below x" is "at most x - 1 unit".
    if condition.above is not None:
        low = number(condition.above) + 1
    if condition.below is not None:
        high = number(condition.below) - 1
    return Span(low, high)


def span_expr(span: Span, term: Term) -> pl.Expr:
    """Whether a row's condition on one input holds (null where the input is unknown)."""
    if span.members is not None:
        return term.expr.is_in(list(span.members))
    if span.flag is not None:
        return term.expr if span.flag else ~term.expr
    if span.low is None and span.high is None:
        return term.expr.is_not_null()
    column = _number(term)
    parts = []
    if span.low is not None:
        parts.append(column >= span.low)
    if span.high is not None:
        parts.append(column <= span.high)
    return pl.all_horizontal(parts) if len(parts) > 1 else parts[0]


def _number(term: Term) -> pl.Expr:
    if isinstance(term, Day):
        return (term.expr - pl.lit(EPOCH)).dt.total_days()
    if isinstance(term, Share):
        return term.rescaled(10**9).expr
    return term.expr


def row_expr(
    document: TableDocument,
    rows: Sequence[RowDocument],
    inputs: Mapping[str, Term],
    *,
    results: Sequence[int | None],
) -> pl.Expr:
    """The result of the first row whose conditions hold, else unknown.

    With `hit: unique` a row that surely holds excludes the others, whatever an input it does not test may be. With
    `hit: first` a row further up might hold as well, so that an unknown input makes the result unknown.
    """
    spans = [row_spans(document, row, inputs) for row in rows]
    guarded = document.hit == "first" and any(set(row_span) != set(inputs) for row_span in spans)
    unknown = pl.any_horizontal([t.expr.is_null() for t in inputs.values()]) if guarded else pl.lit(False)
    dtype = _narrowest(results)
    chain: Any = pl.when(unknown).then(pl.lit(None, dtype)) if guarded else pl
    for row_span, result in zip(_without_repeats(spans), results, strict=True):
        tests = [span_expr(span, inputs[name]) for name, span in row_span.items()]
        test = pl.all_horizontal(tests) if len(tests) > 1 else (tests[0] if tests else pl.lit(True))
        chain = chain.when(test).then(pl.lit(result, dtype))
    found: pl.Expr = chain.otherwise(pl.lit(None, dtype))
    return found.cast(pl.Int64)


def _narrowest(results: Sequence[int | None]) -> type[pl.DataType]:
    # Choosing between constants of 16 bits and widening once takes two thirds of the time that Int64 takes.
    most = max((abs(result) for result in results if result is not None), default=0)
    return pl.Int16 if most < 2**15 else pl.Int64


def _without_repeats(spans: Sequence[Mapping[str, Span]]) -> list[Mapping[str, Span]]:
    """The rows' conditions without the lower bounds that the rows above already imply.

    In a ladder over one input ("up to 50", "above 50 up to 200", "above 200") a value that reaches the second row has
    failed "up to 50" and so lies above 50; one that reaches the last row need only be known.
    """
    kept: list[Mapping[str, Span]] = []
    covered: tuple[str, int] | None = None  # this input is surely above this value in a row further down
    for row in spans:
        name, span = next(iter(row.items())) if len(row) == 1 else ("", Span())
        follows = span.low is not None and covered == (name, span.low - 1)
        kept.append({name: Span(high=span.high)} if follows else row)
        covered = (name, span.high) if span.high is not None and (follows or span.low is None) else None
    return kept
