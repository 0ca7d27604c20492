"""Going from one grain to another: the terms that moves make and the joins that fill them.

A window of years ends with the last full year before the day as of which facts count: on 2026-11-24 that is 2025.
A year that is missing makes a sum unknown; it never counts as zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from kejin.errors import GrainError
from kejin.facts import GRAINS, Grain
from kejin.facts.beyond import ROWS
from kejin.policy.conditions import Condition
from kejin.policy.rules import Move
from kejin.policy.terms import NEVER, Count, Interval, Origin, Quantity, Term, constant_int

YEARLY_HOWS = ("latest", "back", "total", "highest", "lowest", "every", "some")
MANY_ROWS = 10**6
INT64_SAFE = 4 * 10**18


@dataclass(frozen=True, slots=True)
class Step:
    """One move with the names of its columns: where it goes, what it reads, over how many years."""

    name: str
    move: Move
    source: str
    years: int


def move_term(move: Move, source: Term, years: Term | None, *, name: str) -> Term:
    """How the moved column looks from the target grain: its kind and its interval."""
    if move.how in ("every", "some"):
        return Condition(pl.col(name), None, None, Origin("node", name))
    if move.how == "tally":
        return Count(pl.col(name), Interval(0, MANY_ROWS), None, Origin("node", name))
    if move.how in ("total", "running"):
        if not isinstance(source, Quantity):
            raise GrainError(
                "Only quantities add up",
                expected="money, count, points or days",
                found=source.unit,
                where=name,
            )
        count = constant_int(years) if years is not None else MANY_ROWS
        interval = (source.interval or NEVER) * Interval(0, count)
        safe = Interval(max(interval.low, -INT64_SAFE), min(interval.high, INT64_SAFE))
        return type(source)(pl.col(name), safe, None, Origin("node", name))
    return source.named(name)


def base_year(facts_as_of: date) -> int:
    """The last full calendar year before the day as of which facts count."""
    return facts_as_of.year - 1


def yearly_frame(
    filings: pl.LazyFrame, steps: Sequence[Step], base: int, *, enterprises: pl.LazyFrame
) -> pl.LazyFrame:
    """One row per enterprise with each step's value over its window, and beside it how many years were known."""
    if any(step.move.since_founding for step in steps):
        founded = enterprises.select("enterprise_id", pl.col("founded_on").dt.year().alias("#founded"))
        filings = filings.join(founded, on="enterprise_id", how="left")
    # Values of other years are blanked before grouping: filters inside a group take nearly three times as long.
    blanked = [pl.when(_in_window(step, base)).then(pl.col(step.source)).alias(step.name) for step in steps]
    aggregates = [aggregate for step in steps for aggregate in _yearly_aggregates(step)]
    return filings.select("enterprise_id", *blanked).group_by("enterprise_id").agg(aggregates)


def _in_window(step: Step, base: int) -> pl.Expr:
    year = pl.col("year")
    if step.move.how in ("latest", "back"):
        return year == base - (step.years if step.move.how == "back" else 0)
    inside = (year <= base) & (year > base - step.years)
    if not step.move.since_founding:
        return inside
    # A filing from before the founding year is a mistake in the data; it must not stand in for a missing one.
    return inside & (year >= pl.col("#founded")).fill_null(value=True)


def _yearly_aggregates(step: Step) -> list[pl.Expr]:
    inside = pl.col(step.name)
    if step.move.how in ("latest", "back"):
        return [inside.max()]  # the one value there can be: an enterprise has one filing a year
    counted = inside.count().cast(pl.Int64).alias(f"{step.name}#known")
    if step.move.how == "every":
        return [(~inside).any(ignore_nulls=True).alias(f"{step.name}#found"), counted]
    if step.move.how == "some":
        return [inside.any(ignore_nulls=True).alias(f"{step.name}#found"), counted]
    return [_folded(step.move.how, inside), counted]


def _folded(how: str, column: pl.Expr) -> pl.Expr:
    if how == "total":
        return _safe_sum(column)
    return column.max() if how == "highest" else column.min()


def _safe_sum(column: pl.Expr) -> pl.Expr:
    # A sum of int64 wraps silently; summed in 128 bits and cast strictly it raises instead.
    return column.cast(pl.Int128).sum().cast(pl.Int64)


def yearly_columns(steps: Sequence[Step], base: int) -> list[pl.Expr]:
    """After the join: the value where every year of the window is known, else unknown (Kleene for every/some)."""
    columns = []
    for step in steps:
        if step.move.how in ("latest", "back"):
            continue
        complete = pl.col(f"{step.name}#known") >= _expected_years(step, base)
        if step.move.how in ("every", "some"):
            found = pl.col(f"{step.name}#found")
            sure = step.move.how == "some"
            columns.append(pl.when(found).then(sure).when(complete).then(not sure).alias(step.name))
        else:
            columns.append(pl.when(complete).then(pl.col(step.name)).alias(step.name))
    return columns


def _expected_years(step: Step, base: int) -> pl.Expr:
    if not step.move.since_founding:
        return pl.lit(step.years, pl.Int64)
    lived = (base + 1 - pl.col("founded_on").dt.year().cast(pl.Int64)).fill_null(step.years)
    return pl.min_horizontal(lived, pl.lit(step.years, pl.Int64)).clip(lower_bound=1)


def parent_keys(child: Grain, parent: Grain) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of the child that hold the parent's keys, and the parent's keys. Raises `GrainError`."""
    parents = GRAINS[child].parents
    if parent not in parents:
        raise GrainError(
            "There is no way between two grains",
            expected=f"one of {', '.join(parents)} from {child}",
            found=parent.value,
        )
    return parents[parent], GRAINS[parent].keys


def keys_of(move: Move) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of a move's finer grain that lead to its parent, and the parent's keys. Raises `GrainError`."""
    child, above = (move.target, move.grain) if move.how == "parent" else (move.grain, move.target)
    if move.how == "running":
        above = Grain(move.by[0])
    usual, keys = parent_keys(child, above)
    if move.through and len(move.through) != len(keys):
        raise GrainError(
            "A way to the parent needs one column for each of its keys",
            expected=", ".join(keys),
            found=", ".join(move.through),
        )
    return move.through or usual, keys


def upward_frame(children: pl.LazyFrame, steps: Sequence[Step]) -> pl.LazyFrame:
    """One row per parent with each total or tally over its children; unknown if one child is unknown."""
    columns, keys = keys_of(steps[0].move)
    aggregates = []
    for step in steps:
        column = pl.col(step.source)
        known = column.is_not_null().all()
        summed = _safe_sum(column.cast(pl.Int64))
        aggregates.append(pl.when(known).then(summed).alias(step.name))
        aggregates.append(pl.len().cast(pl.Int64).alias(f"{step.name}#rows"))
    renamed = {column: key for column, key in zip(columns, keys, strict=True) if column != key}
    return children.group_by(columns).agg(aggregates).rename(renamed)


def downward_frame(parents: pl.LazyFrame, steps: Sequence[Step]) -> pl.LazyFrame:
    """The parent's values under the names and keys of the child."""
    columns, keys = keys_of(steps[0].move)
    chosen = [pl.col(key).alias(column) for key, column in zip(keys, columns, strict=True)]
    return parents.select(*chosen, *[pl.col(step.source).alias(step.name) for step in steps])


def running_column(step: Step) -> pl.Expr:
    """The running total within each parent, in the order of `by`; unknown from the first unknown row on.

    Rows whose parent is unknown have no total: together they would look like a parent of their own.
    """
    within, _ = keys_of(step.move)
    order = list(step.move.by[1:])
    column = pl.col(step.source)
    known = column.is_not_null().cast(pl.Int64).cum_min().over(within, order_by=order) == 1
    summed = column.cast(pl.Int128).cum_sum().over(within, order_by=order).cast(pl.Int64)
    placed = pl.all_horizontal([pl.col(column).is_not_null() for column in within])
    return pl.when(known & placed).then(summed).alias(step.name)


def elsewhere_frame(totals: pl.DataFrame, steps: Sequence[Step]) -> pl.LazyFrame:
    """What `upward_frame` would make of the children of all parts, out of the totals worked out beforehand."""
    _, keys = keys_of(steps[0].move)
    rows = [pl.col(ROWS).alias(f"{step.name}#rows") for step in steps]
    return totals.lazy().select(*keys, *(step.name for step in steps), *rows)


def named_parents(children: pl.LazyFrame, keys: Mapping[str, str]) -> pl.LazyFrame:
    """The parents that the children name, each once, by the parent's keys."""
    return children.select(pl.col(child).alias(key) for child, key in keys.items()).drop_nulls().unique()


def complete_parents(frame: pl.LazyFrame, named: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    """The parent frame with a row for every parent that is named (its own facts unknown)."""
    names = list(keys)
    # Sorted, because the order of distinct rows is not fixed and a run must give the same bytes each time.
    missing = named.select(names).join(frame.select(names), on=names, how="anti").sort(names)
    return pl.concat([frame, missing], how="diagonal_relaxed")
