"""The contract behind each loan, in the words of ACTUS: how it is repaid, what its rate follows, what it renews."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.lines import prime_rate
from kejin.enterprises.synthetic.loans import Loans
from kejin.enterprises.synthetic.streams import Streams, Truth, chance, masked, words

_PPB = 1_000_000_000


def loan_terms(loans: Loans, streams: Streams, ids: pl.Series) -> pl.DataFrame:
    """One row for each loan, in their order.

    `contract_type` is PAM (principal at maturity) or LAM (linear amortiser, equal parts each month). The rate is the
    prime rate of the day of signing plus the spread; `rate_reset_months` is null for a fixed rate. `renews_loan_id` is
    the loan of the same line that fell due before.
    """
    draw, rows = streams.of("loan-terms"), loans.count
    prime = np.rint(prime_rate(loans.signed, loans.tenor) * _PPB).astype(np.int64)
    floating: Truth = chance(draw, 0.55, rows)
    order = np.lexsort((loans.signed, loans.line))
    same = np.zeros(rows, dtype=np.bool_)
    same[order[1:]] = loans.line[order[1:]] == loans.line[order[:-1]]
    before = np.zeros(rows, dtype=np.int64)
    before[order[1:]] = order[:-1]
    return pl.DataFrame({
        "loan_id": ids,
        "contract_type": words(("PAM", "LAM"), loans.fixed.astype(np.int64)),
        "principal_payment_months": masked(np.ones(rows, dtype=np.int64), loans.fixed),
        "interest_payment_months": pl.Series(np.where(chance(draw, 0.7, rows), 3, 1)),
        "day_count": pl.Series(["A/360"] * rows, dtype=pl.String),
        "prime_tenor": words(("one_year", "five_years"), (loans.tenor >= 60).astype(np.int64)),
        "prime_rate": pl.Series(prime),
        "spread": pl.Series(loans.rate - prime),
        "rate_reset_months": masked(np.full(rows, 12), floating),
        "renews_loan_id": masked(ids.gather(before), same),
    })  # fmt: skip
