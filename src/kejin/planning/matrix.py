"""The matrix: five stages by six instruments, how many enterprises each cell reaches and with how much money.

An enterprise counts once in a cell, by the best verdict among the products of that instrument that are meant for its
stage. Amounts are alternatives, so the cell takes the largest amount of the best verdict, never a sum over products;
amounts in other currencies are not converted and stay out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kejin.assessment.standing import STAGES
from kejin.errors import CatalogueError
from kejin.planning.catalogue import INSTRUMENTS, Product
from kejin.planning.offers import PLACES, VERDICTS, Offers
from kejin.policy import Verdict

ORDER = (Verdict.ELIGIBLE, Verdict.NEARLY, Verdict.UNDETERMINED, Verdict.NOT_ELIGIBLE)
NONE = len(ORDER)
DIMENSIONS = (*PLACES, "tier")
WORDS = ("open", "nearly", "undetermined")
UNSTAGED = "undetermined"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells of the matrix, one row each.

    Columns of `cells`: the dimension (where one was asked for), stage ("undetermined" where it is), instrument,
    enterprises, then for open, nearly and undetermined the number of enterprises, the sum of their amounts in fen and
    how many of them have no amount in renminbi.
    """

    cells: pl.DataFrame
    dimension: str = ""


def matrix(offers: Offers, *, by: str = "") -> Matrix:
    """The matrix of the offers, whole or for each value of a dimension. Raises `CatalogueError` for another one."""
    if by and by not in DIMENSIONS:
        raise CatalogueError("No such dimension", expected=", ".join(DIMENSIONS), found=by)
    parts = [_instrument(offers, instrument, by) for instrument in INSTRUMENTS]
    cells = pl.concat(parts)
    stages = {stage: place for place, stage in enumerate([*STAGES, UNSTAGED])}
    columns = list(INSTRUMENTS)
    ordered = cells.sort(
        [
            *([by] if by else []),
            pl.col("stage").replace_strict(stages, return_dtype=pl.Int8),
            pl.col("instrument").replace_strict(
                {name: place for place, name in enumerate(columns)}, return_dtype=pl.Int8
            ),
        ],
        nulls_last=True,
    )
    return Matrix(ordered, by)


def best_of(offers: Offers, instrument: str) -> pl.DataFrame:
    """For each enterprise the best verdict of an instrument's products for its stage, and the largest amount of it.

    Columns: rank (place in `ORDER`, one more where no product is meant for the stage), amount_fen (null: unknown).
    """
    products = [product for product in offers.catalogue.products if product.instrument == instrument]
    ranks = [_rank(offers, product) for product in products]
    height = offers.enterprises.height
    if not ranks:
        return pl.DataFrame(
            {
                "rank": pl.Series([NONE], dtype=pl.Int8).new_from_index(0, height),
                "amount_fen": _nothing(height),
            }
        )
    columns = {f"r{place}": rank for place, rank in enumerate(ranks)}
    columns |= {f"a{place}": _amount(offers, product) for place, product in enumerate(products)}
    best = pl.min_horizontal([pl.col(f"r{place}") for place in range(len(products))])
    amounts = [
        pl.when(pl.col(f"r{place}") == best).then(pl.col(f"a{place}")) for place in range(len(products))
    ]
    return pl.DataFrame(columns).select(best.alias("rank"), pl.max_horizontal(amounts).alias("amount_fen"))


def _nothing(height: int) -> pl.Series:
    return pl.Series([None], dtype=pl.Int64).new_from_index(0, height)


def _rank(offers: Offers, product: Product) -> pl.Series:
    # By the numbers behind the categories: turning millions of verdicts into texts takes most of the time of a matrix.
    rank = pl.lit(NONE, pl.Int8)
    for place, verdict in enumerate(ORDER):
        same = pl.col("verdict").to_physical() == VERDICTS.categories.to_list().index(verdict.value)
        rank = pl.when(same).then(pl.lit(place, pl.Int8)).otherwise(rank)
    fits = pl.col("fits_stage").fill_null(value=True)
    return (
        offers.frames[product.key]
        .select(pl.when(fits).then(rank).otherwise(pl.lit(NONE, pl.Int8)).alias("rank"))
        .to_series()
    )


def _amount(offers: Offers, product: Product) -> pl.Series:
    frame = offers.frames[product.key]
    if product.currency == "fen":
        return frame["amount"]
    return frame["benefit_fen"] if "benefit" in product.terms else _nothing(frame.height)


def _instrument(offers: Offers, instrument: str, by: str) -> pl.DataFrame:
    stage = pl.col("stage").cast(pl.String).fill_null(UNSTAGED)
    best = best_of(offers, instrument)
    keys = [*([by] if by else []), "stage"]
    frame = offers.enterprises.with_columns(stage.alias("stage"), best["rank"], best["amount_fen"])
    return (
        frame.group_by(keys)
        .agg(pl.len().cast(pl.Int64).alias("enterprises"), *_counts())
        .select(*keys, pl.lit(instrument).alias("instrument"), "enterprises", *_count_names())
    )


def _counts() -> list[pl.Expr]:
    found = []
    for place, word in enumerate(WORDS):
        mine = pl.col("rank") == place
        amount = pl.col("amount_fen").filter(mine)
        found.append(mine.sum().cast(pl.Int64).alias(word))
        # A nation's sum of fen can pass 64 bits; added in 128 and cast strictly it raises instead of wrapping.
        found.append(amount.cast(pl.Int128).sum().cast(pl.Int64).alias(f"{word}_fen"))
        found.append(amount.null_count().cast(pl.Int64).alias(f"{word}_without_amount"))
    return found


def _count_names() -> list[str]:
    return [f"{word}{suffix}" for word in WORDS for suffix in ("", "_fen", "_without_amount")]


def totals(found: Matrix) -> Mapping[str, int]:
    """Sums over all cells of the counts of enterprises; each enterprise counts once for each instrument."""
    return {word: int(found.cells[word].sum()) for word in WORDS}


__all__: Sequence[str] = ["DIMENSIONS", "ORDER", "Matrix", "best_of", "matrix", "totals"]
