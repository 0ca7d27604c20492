"""The loans of a book file: chosen out of facts, supposed, renewed, with sector, city and probability beside each."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from kejin.errors import RiskError
from kejin.facts import FactKind, FactSet, Grain, dictionary
from kejin.policy.cases import fact_value
from kejin.risk.arrays import I64
from kejin.risk.simulation.assumptions import Assumptions
from kejin.risk.simulation.book_file import BookDocument, ProbabilityDocument, part
from kejin.risk.simulation.exposures import exposures_of
from kejin.risk.simulation.plan import F64
from kejin.risk.simulation.portfolio import Portfolio

COURSE = ("loan_signed_on", "loan_enrolled_on", "loan_drawn_on", "loan_due_on")
MOST_RENEWALS = 40
# What marks a loan that follows another one or is like one: which new loan, and the how-manieth renewal.
_FOLLOWS = r"(\+\d+)?(/\d+)?$"


def chosen(document: BookDocument, factset: FactSet) -> FactSet:
    """The facts with only the loans that the book asks for, as supposed, and renewed where it says so.

    Only loans that run within the years of the book are kept. Raises `RiskError` where none is left.
    """
    if Grain.LOAN not in factset.frames:
        raise RiskError("There is no loan in the facts", expected="facts about loans", where=document.facts)
    loans = factset.frames[Grain.LOAN].lazy().collect()
    for name, codes in document.where.items():
        if name not in loans.columns:
            raise RiskError("No such fact to choose by", expected=", ".join(loans.columns[:12]), found=name)
        loans = loans.filter(pl.col(name).cast(pl.String).is_in(codes))
    for name, text in document.at_most.items():
        loans = loans.filter(pl.col(name) <= fact_value(name, text, "at_most"))
    loans = loans.filter(pl.col("loan_due_on") >= document.starts)
    for name, text in document.suppose.items():
        value = fact_value(name, text, "suppose")
        loans = loans.with_columns(pl.lit(value, dictionary()[name].dtype).alias(name))
    if part(document.new_business):
        loans = pl.concat([loans, *newcomers(loans, document)], how="vertical")
    if document.renew:
        loans = pl.concat([loans, *renewals(loans, document)], how="vertical")
    if loans.is_empty():
        raise RiskError(
            "No loan of the facts is in the book", expected=f"loans with {document.where or 'a term'}"
        )
    return FactSet({**factset.frames, Grain.LOAN: loans}, factset.complete, factset.sheets)


def newcomers(loans: pl.DataFrame, document: BookDocument) -> Iterator[pl.DataFrame]:
    """What is lent anew in each year: for every loan one like it, of a part of its principal, in a month of the year.

    Loans take the months in turn, so that a year's new business is spread over it. All amounts of the loan are that
    part, rounded to whole fen; nothing of a new loan is repaid or overdue.
    """
    size = part(document.new_business)
    money = [
        name for name in loans.columns if name in dictionary() and dictionary()[name].kind is FactKind.MONEY
    ]
    sized = [(pl.col(name).cast(pl.Float64) * size).round().cast(pl.Int64).alias(name) for name in money]
    first = pl.lit(document.starts, pl.Date)
    for year in range(document.years):
        months = pl.int_range(pl.len()) % 12 + 12 * year
        drawn = first.dt.offset_by(pl.format("{}mo", months)).alias("loan_drawn_on")
        moved = (drawn - pl.col("loan_drawn_on")).dt.total_days()
        days = [name for name in COURSE if name in loans.columns]
        yield _fresh(
            loans.with_columns(*sized).with_columns(
                *(pl.col(name) + pl.duration(days=moved) for name in days),
                pl.format("{}+{}", pl.col("loan_id"), pl.lit(year + 1)).alias("loan_id"),
            ),
            document,
        )


def _fresh(loans: pl.DataFrame, document: BookDocument) -> pl.DataFrame:
    """Loans that have just been drawn: owed in full, nothing overdue, enrolled when drawn where a day is supposed."""
    made = [pl.col("loan_signed_on").dt.year().cast(pl.Int64).alias("loan_year")]
    if "loan_enrolled_on" in document.suppose and "loan_drawn_on" in loans.columns:
        made.append(pl.col("loan_drawn_on").alias("loan_enrolled_on"))
    if "loan_balance_fen" in loans.columns:
        made.append(pl.col("loan_principal_fen").alias("loan_balance_fen"))
    if "loan_overdue_days" in loans.columns:
        made.append(pl.lit(0, loans.schema["loan_overdue_days"]).alias("loan_overdue_days"))
    return loans.with_columns(made)


def renewals(loans: pl.DataFrame, document: BookDocument) -> Iterator[pl.DataFrame]:
    """Loans like those that fall due, each drawn for the same term on the day after, until the years end.

    Where the book supposes a day of enrolment (a whole book taken up at once), what follows is enrolled when drawn.
    """
    last = document.starts.replace(year=document.starts.year + document.years)
    ended = loans
    for number in range(2, MOST_RENEWALS):
        # The term of the loan moves all its days; a loan of less than a month would never end.
        term = (
            pl.max_horizontal((pl.col("loan_due_on") - pl.col("loan_drawn_on")).dt.total_days(), pl.lit(27))
            + 1
        )
        days = [name for name in COURSE if name in loans.columns]
        ended = ended.filter(pl.col("loan_due_on") < last).with_columns(
            *(pl.col(name) + pl.duration(days=term) for name in days)
        )
        if ended.is_empty():
            return
        named = pl.format("{}/{}", pl.col("loan_id").str.replace(r"/\d+$", ""), pl.lit(number))
        ended = _fresh(ended, document)
        yield ended.with_columns(named.alias("loan_id"))


ENROLLED = ("institution_id", "loan_enrolled_on", "loan_principal_fen", "institution_enrolled_principal_fen")
RELEASED = ("loan_guarantor_id", "loan_due_on", "loan_guaranteed_fen", "institution_guaranteed_released_fen")
YEAR = ("institution_id", "year")


def with_institution_years(document: BookDocument, factset: FactSet, years: range) -> FactSet:
    """The facts with what stands behind stop lines and payout rates in each institution's years.

    By default it is what the book's own loans say: the principal of those enrolled in a year, the guarantees on those
    that fall due in it. With `institutions: stated` a stated figure goes before.
    """
    loans = factset.frames[Grain.LOAN].lazy().collect()
    parts = [
        _yearly(loans, columns) for columns in (ENROLLED, RELEASED) if set(columns[:3]) <= set(loans.columns)
    ]
    if not parts:
        return factset
    sums = pl.concat(parts, how="diagonal").group_by(YEAR, maintain_order=True).agg(pl.exclude(YEAR).sum())
    # A year in which nothing was enrolled has no figure; a sum over nothing is not one.
    own = sums.filter(pl.col("year").is_in(list(years))).with_columns(
        pl.when(pl.col(name) > 0).then(pl.col(name)).alias(name) for name in sums.columns if name not in YEAR
    )
    stated = factset.frames.get(Grain.INSTITUTION_YEAR)
    if stated is not None:
        own = _together(stated.lazy().collect(), own, first=document.institutions == "stated")
    return FactSet({**factset.frames, Grain.INSTITUTION_YEAR: own}, factset.complete, factset.sheets)


def _yearly(loans: pl.DataFrame, columns: tuple[str, str, str, str]) -> pl.DataFrame:
    institution, day, amount, fact = columns
    known = loans.filter(pl.col(institution).is_not_null() & pl.col(day).is_not_null())
    year = pl.col(day).dt.year().cast(pl.Int64).alias("year")
    return known.select(pl.col(institution).alias("institution_id"), year, pl.col(amount).alias(fact))


def _together(stated: pl.DataFrame, own: pl.DataFrame, *, first: bool) -> pl.DataFrame:
    """Both frames; of a figure that both have, the stated one where it goes first."""
    names = [name for name in own.columns if name not in YEAR]
    both = stated.join(own, on=YEAR, how="full", coalesce=True, suffix=":own")
    filled = [
        pl.coalesce([name, f"{name}:own"] if first else [f"{name}:own", name]).alias(name)
        for name in names
        if f"{name}:own" in both.columns
    ]
    return both.with_columns(filled).select(pl.exclude("^.*:own$"))


def portfolio_of(
    document: BookDocument, factset: FactSet, assumptions: Assumptions, *, table: pl.DataFrame | None
) -> Portfolio:
    """The loans as the model sees them, in the order of the fact set. `table` is the table that the book names.

    Raises `RiskError` for a loan without a probability, a sector's or city's fact that is not there, a missing date.
    """
    loans = factset.frames[Grain.LOAN].lazy().collect()
    probability = np.minimum(
        _probabilities(document.probability, factset, table=table) * document.probability.factor, 1.0
    )
    return Portfolio(
        probability=np.repeat(probability[:, None], assumptions.years, axis=1),
        exposure=_exposures(document, loans, assumptions),
        sector=_named(document.sector, factset, loans),
        city=_named(document.city, factset, loans),
    )


def _exposures(document: BookDocument, loans: pl.DataFrame, assumptions: Assumptions) -> I64:
    if "loan_balance_fen" not in loans.columns:
        loans = loans.with_columns(loan_balance_fen=pl.col("loan_principal_fen"))
    asked = document.repayment
    if isinstance(asked, str):
        return exposures_of(loans, assumptions, repayment=asked)
    if asked.fact not in loans.columns:
        raise RiskError(
            "No such fact to tell forms of repayment by", expected="a fact of loans", found=asked.fact
        )
    told = loans[asked.fact].cast(pl.String)
    if asked.fact == "loan_id":
        # A loan that follows another one, or is like one, is repaid as that one is.
        told = told.str.replace(_FOLLOWS, "")
    forms = told.replace_strict(asked.forms, default=asked.otherwise, return_dtype=pl.String)
    return exposures_of(loans, assumptions, repayment=forms)


def _probabilities(asked: ProbabilityDocument, factset: FactSet, *, table: pl.DataFrame | None) -> F64:
    loans = factset.frames[Grain.LOAN].lazy().collect()
    if asked.all:
        return np.full(loans.height, part(asked.all))
    if asked.fact:
        column = _told(asked.fact, factset, loans)
        return (_banded(asked, column) if asked.bands else _graded(asked, column)).to_numpy()
    if table is None or not {"loan_id", asked.column} <= set(table.columns):
        raise RiskError(
            "A table of probabilities lacks a column", expected=f"loan_id, {asked.column}", found=asked.table
        )
    first = loans.select(pl.col("loan_id").str.replace(_FOLLOWS, ""))
    known = table.select("loan_id", pl.col(asked.column).cast(pl.Float64)).unique("loan_id", keep="first")
    return first.join(known, on="loan_id", how="left", maintain_order="left")[asked.column].to_numpy()


def _graded(asked: ProbabilityDocument, column: pl.Series) -> pl.Series:
    grades = {grade: part(text) for grade, text in asked.grades.items()}
    return column.cast(pl.String).replace_strict(grades, default=None, return_dtype=pl.Float64)


def _banded(asked: ProbabilityDocument, column: pl.Series) -> pl.Series:
    """The probability of the first band that the value lies in; unknown without a value, or beyond the last band."""
    value, found = pl.col(column.name), pl.lit(None, pl.Float64)
    for band in reversed(asked.bands):
        chance = pl.lit(part(band.probability))
        if band.to:
            end = fact_value(asked.fact, band.to, "probability.bands")
            found = pl.when(value <= pl.lit(end)).then(chance).otherwise(found)
        else:
            found = pl.when(value.is_not_null()).then(chance)
    return column.to_frame().select(found.alias("probability"))["probability"]


def _named(name: str, factset: FactSet, loans: pl.DataFrame) -> tuple[str, ...]:
    """A fact of each loan, or of its enterprise, as text; "" where there is none."""
    if not name:
        return ("",) * loans.height
    return tuple(_told(name, factset, loans).cast(pl.String).fill_null(""))


def _told(name: str, factset: FactSet, loans: pl.DataFrame) -> pl.Series:
    """A fact of each loan, or of its enterprise."""
    return loans[name] if name in loans.columns else _of_enterprises(name, factset, loans)


def _of_enterprises(name: str, factset: FactSet, loans: pl.DataFrame) -> pl.Series:
    frame = factset.frames.get(Grain.ENTERPRISE)
    if frame is None or name not in frame.lazy().collect_schema().names():
        raise RiskError("No such fact of loans or enterprises", expected="a fact that was given", found=name)
    own = frame.lazy().select("enterprise_id", name).collect()
    return loans.select("enterprise_id").join(own, on="enterprise_id", how="left", maintain_order="left")[
        name
    ]
