"""The loans of a book file: chosen out of facts, supposed, renewed, with sector, city and probability beside each."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from kejin.errors import RiskError
from kejin.facts import FactSet, Grain, dictionary
from kejin.policy.cases import fact_value
from kejin.risk.arrays import I64
from kejin.risk.simulation.assumptions import Assumptions
from kejin.risk.simulation.book_file import BookDocument, part
from kejin.risk.simulation.exposures import exposures_of
from kejin.risk.simulation.plan import F64
from kejin.risk.simulation.portfolio import Portfolio

COURSE = ("loan_signed_on", "loan_enrolled_on", "loan_drawn_on", "loan_due_on")
MOST_RENEWALS = 40


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
    if document.renew:
        loans = pl.concat([loans, *renewals(loans, document)], how="vertical")
    if loans.is_empty():
        raise RiskError(
            "No loan of the facts is in the book", expected=f"loans with {document.where or 'a term'}"
        )
    return FactSet({**factset.frames, Grain.LOAN: loans}, factset.complete, factset.sheets)


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
        if "loan_enrolled_on" in document.suppose and "loan_drawn_on" in ended.columns:
            ended = ended.with_columns(pl.col("loan_drawn_on").alias("loan_enrolled_on"))
        yield ended.with_columns(
            pl.format("{}/{}", pl.col("loan_id").str.replace(r"/\d+$", ""), pl.lit(number)).alias("loan_id"),
            pl.col("loan_signed_on").dt.year().cast(pl.Int64).alias("loan_year"),
            *(
                [pl.col("loan_principal_fen").alias("loan_balance_fen")]
                if "loan_balance_fen" in loans.columns
                else []
            ),
        )


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
    probability = np.minimum(_probabilities(document, loans, table) * document.probability.factor, 1.0)
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
    forms = told.replace_strict(asked.forms, default=asked.otherwise, return_dtype=pl.String)
    return exposures_of(loans, assumptions, repayment=forms)


def _probabilities(document: BookDocument, loans: pl.DataFrame, table: pl.DataFrame | None) -> F64:
    asked = document.probability
    if asked.all:
        return np.full(loans.height, part(asked.all))
    if asked.fact:
        grades = {grade: part(text) for grade, text in asked.grades.items()}
        column = (
            loans[asked.fact].cast(pl.String).replace_strict(grades, default=None, return_dtype=pl.Float64)
        )
        return column.to_numpy()
    if table is None or not {"loan_id", asked.column} <= set(table.columns):
        raise RiskError(
            "A table of probabilities lacks a column", expected=f"loan_id, {asked.column}", found=asked.table
        )
    first = loans.select(pl.col("loan_id").str.replace(r"/\d+$", ""))
    known = table.select("loan_id", pl.col(asked.column).cast(pl.Float64)).unique("loan_id", keep="first")
    return first.join(known, on="loan_id", how="left", maintain_order="left")[asked.column].to_numpy()


def _named(name: str, factset: FactSet, loans: pl.DataFrame) -> tuple[str, ...]:
    """A fact of each loan, or of its enterprise, as text; "" where there is none."""
    if not name:
        return ("",) * loans.height
    column = loans[name] if name in loans.columns else _of_enterprises(name, factset, loans)
    return tuple(column.cast(pl.String).fill_null(""))


def _of_enterprises(name: str, factset: FactSet, loans: pl.DataFrame) -> pl.Series:
    frame = factset.frames.get(Grain.ENTERPRISE)
    if frame is None or name not in frame.lazy().collect_schema().names():
        raise RiskError("No such fact of loans or enterprises", expected="a fact that was given", found=name)
    own = frame.lazy().select("enterprise_id", name).collect()
    return loans.select("enterprise_id").join(own, on="enterprise_id", how="left", maintain_order="left")[
        name
    ]
