"""Loans with their terms, and the latent process that decides which of them default."""

from dataclasses import dataclass, fields

import numpy as np

from kejin.enterprises.synthetic.accounts import Books
from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.lines import (
    GUARANTEED,
    Terms,
    banks,
    chained,
    make_lines,
    prime_rate,
    principals,
)
from kejin.enterprises.synthetic.parameters import Parameters
from kejin.enterprises.synthetic.streams import (
    PROVINCE,
    Real,
    Streams,
    Truth,
    Whole,
    day,
    years_of,
)
from kejin.enterprises.synthetic.world import AS_OF, MACRO

MONTHS = 42
"""The longest performance that is followed, in months."""
_GRACE = 3


@dataclass(frozen=True, slots=True)
class Loans:
    """The loans of a block, one row each, by enterprise; days are since 1970, amounts in fen, rates in ppb.

    Attributes:
        annual: The true yearly default intensity while the borrower trades, in a normal year.
        monthly: The true default probability of each month given the economy and the borrower's ceasing.
        defaulted: The month (from 1) in which it defaulted, 0 if it did not until the day of looking.
        age: How many whole months it has been running, until due or the day of looking.
        looked: How many whole months lie between its drawing and the day of looking.
        severity: The share of the exposure at default that is lost.
    """

    owner: Whole
    line: Whole
    serial: Whole
    signed: Whole
    drawn: Whole
    due: Whole
    tenor: Whole
    principal: Whole
    rate: Whole
    bank: Whole
    guarantor: Whole
    fixed: Truth
    security: Whole
    annual: Real
    monthly: Real
    defaulted: Whole
    age: Whole
    looked: Whole
    severity: Real

    @property
    def count(self) -> int:
        """How many."""
        return self.owner.size

    def balances(self) -> Whole:
        """The contract's balance after each month, loans × months: at once at the end, or in equal parts."""
        month = np.arange(1, MONTHS + 1)
        paid = self.principal[:, None] // 100 * month // self.tenor[:, None] * 100
        left = np.where(self.fixed[:, None], self.principal[:, None] - paid, self.principal[:, None])
        done: Whole = np.where(month >= self.tenor[:, None], 0, left)
        return done

    def exposure(self) -> Whole:
        """The balance at default, 0 without one."""
        month = np.maximum(self.defaulted, 2) - 2
        found: Whole = np.where(self.defaulted > 0, self.balances()[np.arange(self.count), month], 0)
        return found


def make_loans(
    firms: Firms, books: Books, streams: Streams, *, fitted: Parameters, ceased: Whole, ip: Whole
) -> Loans:
    """The loans of all lines since 2023; who has defaulted is lent to no more. `ip` counts rights to pledge."""
    draw = streams.of("loans")
    lines = make_lines(firms, books, draw, ceased=ceased)
    lines = lines.pledging(firms, draw, ip=ip, odds=fitted.ip_pledge_odds)
    terms = chained(lines, draw)
    owner, rows = lines.owner[terms.line], terms.line.size
    drawn = terms.signed + draw.integers(1, 20, rows)
    looked = np.clip((day(AS_OF) - drawn) * 12 // 365, 0, MONTHS)
    age = np.minimum(looked, terms.tenor)
    annual = np.exp(-4.25 + 0.75 * firms.risk[owner] - 0.10 * (firms.size[owner] - 16.5))
    monthly = _monthly(streams, annual=annual, drawn=drawn, ceased=ceased[owner])
    monthly = np.where(np.arange(1, MONTHS + 1) <= age[:, None], monthly, 0.0)
    fate = streams.of("default")
    hit = fate.random((rows, MONTHS)) < monthly
    defaulted = np.where(hit.any(axis=1), hit.argmax(axis=1) + 1, 0)
    made = Loans(
        owner=owner, line=terms.line, serial=np.ones(rows, dtype=np.int64), signed=terms.signed, drawn=drawn,
        due=drawn + terms.tenor * 365 // 12, tenor=terms.tenor, principal=principals(books, lines, terms, draw=draw),
        rate=_rates(firms, terms, owner, draw=draw), bank=banks(lines, terms, draw),
        guarantor=np.where(lines.security == GUARANTEED, lines.guarantor, -1)[terms.line],
        fixed=lines.fixed[terms.line], security=lines.security[terms.line], annual=annual, monthly=monthly,
        defaulted=defaulted, age=age, looked=looked, severity=np.clip(fate.beta(2.0, 2.4, rows), 0.02, 0.98),
    )  # fmt: skip
    return _until_default(made, firms.count)


def _rates(firms: Firms, terms: Terms, owner: Whole, *, draw: np.random.Generator) -> Whole:
    """The prime rate of the day, more for risk and less for size; in whole basis points, as ppb."""
    spread = 0.004 * np.clip(firms.risk[owner], -1.5, 3) - 0.0012 * (firms.size[owner] - 16.5)
    rate = prime_rate(terms.signed, terms.tenor) + spread + 0.003 * draw.standard_normal(owner.size)
    whole: Whole = np.rint(np.clip(rate, 0.019, 0.068) * 1e4).astype(np.int64) * 100_000
    return whole


def _until_default(made: Loans, count: int) -> Loans:
    """Without what would have been signed after the borrower's first default; numbered by borrower in order."""
    first = np.full(count, day(AS_OF) + 1, dtype=np.int64)
    bad = made.defaulted > 0
    np.minimum.at(first, made.owner[bad], made.drawn[bad] + made.defaulted[bad] * 365 // 12)
    kept = made.signed <= first[made.owner]
    chosen = {field.name: getattr(made, field.name)[kept] for field in fields(made)}
    owner = chosen["owner"]
    serial = np.arange(owner.size) - np.searchsorted(owner, owner, side="left") + 1
    return Loans(**chosen | {"serial": serial})


def _monthly(streams: Streams, *, annual: Real, drawn: Whole, ceased: Whole) -> Real:
    """The month's probability: the borrower's own, times the economy's, and far higher once the borrower is gone."""
    year_of = years_of(drawn[:, None] + 30 * np.arange(1, MONTHS + 1))
    factor = _economy(streams.seed)[np.clip(year_of - 2023, 0, len(MACRO) - 1)]
    own = 1 - np.exp(-annual[:, None] * factor / 12)
    gone = drawn[:, None] + 30 * np.arange(1, MONTHS + 1) > ceased[:, None]
    month = np.arange(1, MONTHS + 1)
    probability: Real = np.where(month <= _GRACE, 0.0, np.where(gone, np.maximum(own, 0.35), own))
    return probability


def _economy(seed: int) -> Real:
    """The economy of each year since 2023, the same for all blocks of a seed."""
    shock = Streams(seed, PROVINCE).of("economy").standard_normal(len(MACRO))
    factor: Real = np.array(list(MACRO.values())) * np.exp(0.12 * shock)
    return factor


def pd_to_date(loans: Loans) -> Real:
    """The true probability that a loan would have defaulted by the day of looking."""
    survived: Real = np.prod(1.0 - loans.monthly, axis=1)
    return 1.0 - survived
