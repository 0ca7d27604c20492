"""What agreements cost: the yearly fees that one party pays another for bearing a part of the loss."""

import numpy as np
import polars as pl

from kejin.facts import FactSet, Grain
from kejin.money import RATE_SCALE, Rounding, product_expr, round_quotient_expr
from kejin.policy import BORROWER
from kejin.policy.staging import columns_of
from kejin.policy.terms import Share, Term
from kejin.risk.agreements import Arrangement
from kejin.risk.arrays import I64, UNKNOWN

SCHEMA: dict[str, type[pl.DataType]] = {
    "loan_id": pl.String,
    "agreement": pl.String,
    "fee": pl.String,
    "payer": pl.String,
    "payee": pl.String,
    "fee_fen": pl.Int64,
}


def yearly_fees(arrangement: Arrangement, factset: FactSet) -> pl.DataFrame:
    """One row per loan and fee: loan_id, agreement, fee, payer and payee (keys, or "borrower"), fee_fen of a full year.

    A fee is rounded down to the fen, as the rates known so far are upper limits; null where its rate, its base or the
    loan's cover is unknown, and no row where the loan is not covered.
    """
    ruleset = arrangement.ruleset
    frames: list[pl.DataFrame] = []
    for agreement in arrangement.agreements:
        covers = agreement.names.covers
        for fee in agreement.fees:
            names = [covers, *(n for n in (fee.rate, fee.on) if ruleset.nodes[n].grain is Grain.LOAN)]
            columns = columns_of(ruleset, factset, list(dict.fromkeys(names)))[Grain.LOAN]
            rate, base = _scaled(ruleset.nodes[fee.rate].term), ruleset.nodes[fee.on].term.expr
            whole = round_quotient_expr(product_expr(base, rate), RATE_SCALE, Rounding.FLOOR)
            frames.append(
                columns.filter(pl.col(covers).fill_null(value=True)).select(
                    "loan_id",
                    pl.lit(agreement.key).alias("agreement"),
                    pl.lit(fee.id).alias("fee"),
                    pl.lit(_key(arrangement, fee.payer)).alias("payer"),
                    pl.lit(_key(arrangement, fee.payee)).alias("payee"),
                    pl.when(pl.col(covers)).then(whole).alias("fee_fen"),
                )
            )
    return pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)


def fee_columns(arrangement: Arrangement, factset: FactSet, loan_ids: pl.Series) -> I64:
    """The yearly fees as [loans, fees], fees in the order of `Arrangement.fees`; UNKNOWN where nobody knows one.

    A loan that an agreement does not cover pays nothing.
    """
    rows = yearly_fees(arrangement, factset)
    columns = []
    for agreement, fee in arrangement.fees:
        own = rows.filter((pl.col("agreement") == agreement.key) & (pl.col("fee") == fee.id))
        known = dict(own.select("loan_id", pl.col("fee_fen").fill_null(UNKNOWN)).iter_rows())
        columns.append(np.array([known.get(loan_id, 0) for loan_id in loan_ids], np.int64))
    return np.stack(columns, axis=1) if columns else np.zeros((len(loan_ids), 0), np.int64)


def _key(arrangement: Arrangement, place: int | None) -> str:
    return BORROWER if place is None else arrangement.parties[place].key


def _scaled(rate: Term) -> pl.Expr:
    assert isinstance(rate, Share)  # noqa: S101 - narrowing; the compiler checked what a fee's rate is
    return rate.rescaled(RATE_SCALE).expr
