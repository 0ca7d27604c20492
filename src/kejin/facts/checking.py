"""A frame against the dictionary: columns, types, bounds, codes and keys, with everything that is wrong at once."""

import operator
from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from typing import TypeVar, cast

import polars as pl

from kejin.errors import (
    BoundsError,
    FactError,
    FactErrors,
    GrainError,
    KeyFactError,
    KindError,
    UnknownFactError,
)
from kejin.facts.book import dictionary
from kejin.facts.fact import Fact, FactKind
from kejin.facts.grains import GRAINS, Grain, GrainSpec

BOOKKEEPING: dict[str, pl.DataType] = {"_sheet": pl.UInt16(), "_row": pl.UInt32(), "_known_since": pl.Date()}
"""Columns about a row and not about its subject: index into `FactSet.sheets`, 1-based row as a person sees it in that
sheet, and the day from which the row was known."""

MOST_PROBLEMS = 100
"""How many rows are named for one column before the rest is only counted."""

_Frame = TypeVar("_Frame", bound=pl.DataFrame | pl.LazyFrame)
_WORDS = (pl.String, pl.Categorical, pl.Enum)
_AT = "_at"


def check_frame(frame: _Frame, grain: Grain) -> _Frame:
    """The frame of one grain, with every column cast to its fact's type and verified.

    Args:
        frame: Columns named as facts of the grain, its keys, its foreign keys, or bookkeeping (`_sheet`, `_row`,
            `_known_since`). Null is unknown. Integers of any width are taken for integer kinds; a float never is,
            whatever it holds. A lazy frame is read for the checks and returned lazy.
        grain: What one row is about.

    Returns:
        The same kind of frame, same rows and order. A foreign key that is absent is added as null, and `loan_year` is
        derived from `loan_signed_on`.

    Raises:
        FactErrors: Everything that is wrong: an unknown column, a fact of another grain, a wrong type, a value out of
            bounds (with row and value), a null or repeated key. Rows are named up to `MOST_PROBLEMS` a column.
    """
    lazy = frame.lazy()
    problems = list(_column_problems(lazy.collect_schema(), grain))
    if problems:
        raise FactErrors(problems, what=_headline(grain, len(problems)))
    completed = _completed(lazy, grain)
    problems = list(_value_problems(completed.with_row_index(_AT), grain))
    if problems:
        raise FactErrors(problems, what=_headline(grain, len(problems)))
    checked = _cast(completed, grain)
    return cast(_Frame, checked if isinstance(frame, pl.LazyFrame) else checked.collect())


def _headline(grain: Grain, count: int) -> str:
    return f"the {grain} frame does not fit the fact dictionary, {count} problem{'s' if count > 1 else ''}"


def _column_problems(schema: pl.Schema, grain: Grain) -> Iterator[FactError]:
    facts = dictionary()
    columns = facts.columns_of(grain)
    for name, dtype in schema.items():
        if name in columns:
            yield from _type_problem(name, dtype, columns[name])
        elif name in BOOKKEEPING:
            continue
        elif name in facts:
            home = facts[name].grain.value
            yield GrainError(
                "a fact stands in a frame of another grain", expected=home, found=grain.value, where=name
            )
        else:
            near = [fact.name for fact in facts.suggest(name) if fact.name in columns]
            hint = f"perhaps {', '.join(near)}" if near else f"a fact of {grain}"
            yield UnknownFactError("no such fact", expected=hint, found=name)
    for key in GRAINS[grain].keys:
        if key not in schema:
            names = ", ".join(schema.names())
            yield KeyFactError("a key column is missing", expected=key, found=names, where=grain.value)


def _type_problem(name: str, dtype: pl.DataType, fact: Fact) -> Iterator[FactError]:
    allowed = dtype in {pl.Null(), fact.dtype}
    if fact.dtype == pl.Int64:
        allowed = allowed or dtype.is_integer()
    elif fact.dtype == pl.String:
        allowed = allowed or dtype in _WORDS
    if not allowed:
        yield KindError(
            f"a {fact.kind} has another type", expected=str(fact.dtype), found=str(dtype), where=name
        )


def _completed(frame: pl.LazyFrame, grain: Grain) -> pl.LazyFrame:
    """The frame with its foreign keys, unknown where nothing was given."""
    names = frame.collect_schema().names()
    if grain is Grain.LOAN and "loan_year" not in names and "loan_signed_on" in names:
        signed = pl.col("loan_signed_on").cast(pl.Date)
        frame = frame.with_columns(signed.dt.year().cast(pl.Int64).alias("loan_year"))
    columns = dictionary().columns_of(grain)
    absent = [key for key in GRAINS[grain].foreign_keys if key not in frame.collect_schema().names()]
    return frame.with_columns(pl.lit(None, columns[key].dtype).alias(key) for key in absent)


def _cast(frame: pl.LazyFrame, grain: Grain) -> pl.LazyFrame:
    columns = dictionary().columns_of(grain)
    wanted = {
        name: columns[name].dtype if name in columns else BOOKKEEPING[name] for name in frame.collect_schema()
    }
    return frame.with_columns(pl.col(name).cast(dtype) for name, dtype in wanted.items())


def _value_problems(frame: pl.LazyFrame, grain: Grain) -> Iterator[FactError]:
    spec = GRAINS[grain]
    schema = frame.collect_schema()
    wrong = {
        name: expr for name, fact in _facts_in(schema, grain) if (expr := _violation(name, fact)) is not None
    }
    wrong |= {f"{key}#null": pl.col(key).is_null() for key in spec.keys}
    if grain is Grain.LOAN and "loan_signed_on" in schema:
        signed = pl.col("loan_signed_on").cast(pl.Date).dt.year()
        wrong["loan_year#signed"] = (pl.col("loan_year").cast(pl.Int64) != signed).fill_null(value=False)
    counts = frame.select(expr.sum().alias(name) for name, expr in wrong.items()).collect().row(0, named=True)
    for name, count in counts.items():
        if count:
            yield from _named_rows(frame.filter(wrong[name]), grain, name, count=count)
    yield from _repeated_keys(frame, spec)


def _facts_in(schema: pl.Schema, grain: Grain) -> Iterator[tuple[str, Fact]]:
    columns = dictionary().columns_of(grain)
    return ((name, columns[name]) for name, dtype in schema.items() if name in columns and dtype != pl.Null)


def _violation(name: str, fact: Fact) -> pl.Expr | None:
    """Where a known value lies outside what the dictionary allows; false, never null, elsewhere."""
    column = pl.col(name)
    if fact.kind is FactKind.CHOICE:
        outside = ~column.cast(pl.String).is_in(list(fact.codes))
    elif fact.kind is FactKind.TEXT:
        length = column.cast(pl.String).str.len_chars()
        outside = (length > fact.maximum) | (length == 0)
    elif fact.kind is FactKind.FLAG:
        return None
    else:
        # 128 bits, so that an unsigned 64-bit column is compared and not wrapped.
        number = column if fact.kind is FactKind.DATE else column.cast(pl.Int128)
        outside = (number < fact.minimum) | (number > fact.maximum)
    return outside.fill_null(value=False)


def _named_rows(wrong: pl.LazyFrame, grain: Grain, name: str, *, count: int) -> Iterator[FactError]:
    column, _, what = name.partition("#")
    rows = wrong.head(MOST_PROBLEMS).select(_AT, *_row_columns(wrong), pl.col(column)).collect()
    fact = dictionary().columns_of(grain)[column]
    for row in rows.iter_rows(named=True):
        yield _row_problem(fact, what, row[column], where=f"{column}, {_row_name(row)}")
    if count > rows.height:
        yield BoundsError(f"and {count - rows.height} more rows like these", where=column)


def _row_problem(fact: Fact, what: str, value: object, *, where: str) -> FactError:
    if what == "null":
        return KeyFactError("a key is empty", expected=fact.label.en, where=where)
    if what == "signed":
        return BoundsError("loan_year is not the year of loan_signed_on", found=value, where=where)
    return BoundsError(
        "a value is out of bounds", expected=bounds_text(fact), found=_short(value), where=where
    )


def bounds_text(fact: Fact) -> str:
    """What the dictionary allows, in stored units: "0 to 100", "one of a, b", "1 to 1000 characters"."""
    if fact.kind is FactKind.CHOICE:
        return "one of " + ", ".join(fact.codes)
    if fact.kind is FactKind.TEXT:
        return f"1 to {fact.maximum} characters"
    if fact.kind is FactKind.FLAG:
        return "true or false"
    return f"{fact.minimum} to {fact.maximum} {fact.unit if fact.kind is not FactKind.DATE else ''}".strip()


def _repeated_keys(frame: pl.LazyFrame, spec: GrainSpec) -> Iterator[FactError]:
    keys = list(spec.keys)
    if not may_repeat(frame, keys):
        return
    repeated = frame.select(keys).drop_nulls().group_by(keys).len().filter(pl.col("len") > 1)
    count = repeated.select(pl.len()).collect().item()
    if not count:
        return
    shown = repeated.sort(keys).head(MOST_PROBLEMS)
    rows = frame.join(shown, on=keys, how="semi").select(_AT, *_row_columns(frame), *keys).sort(_AT).collect()
    for values, group in rows.group_by(keys, maintain_order=True):
        places = ", ".join(_row_name(row) for row in group.head(5).iter_rows(named=True))
        found = ", ".join(str(value) for value in values)
        once = f"one row for each {', '.join(keys)}"
        yield KeyFactError("a key stands more than once", expected=once, found=found, where=places)
    if count > MOST_PROBLEMS:
        yield KeyFactError(f"and {count - MOST_PROBLEMS} more keys that stand more than once")


def may_repeat(frame: pl.LazyFrame | pl.DataFrame, keys: Sequence[str]) -> bool:
    """Whether rows with the same known keys are possible; False is certain, True has to be looked at more closely.

    Compares one 64-bit hash a row, a fraction of what the keys themselves would take in memory.
    """
    hashes = reduce(operator.xor, (pl.col(key).hash(seed) for seed, key in enumerate(keys)))
    known = frame.lazy().select(keys).drop_nulls().select(hashes.alias("hash"))
    distinct, rows = known.select(pl.col("hash").n_unique(), rows=pl.len()).collect().row(0)
    return bool(distinct < rows)


def _row_columns(frame: pl.LazyFrame) -> list[str]:
    return [name for name in ("_sheet", "_row") if name in frame.collect_schema()]


def _row_name(row: dict[str, object]) -> str:
    """The row as the person sees it where that is known, else its place in the frame, counted from 1."""
    seen = row.get("_row")
    if seen is not None:
        return f"row {seen}"
    at = row[_AT]
    return f"row {at + 1}" if isinstance(at, int) else f"row {at}"


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > 40:
        return value[:40] + "…"
    return value if isinstance(value, bool | int | str | date) else str(value)
