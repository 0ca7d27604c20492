"""Loans with their terms, and the latent process that decides which of them default."""

from dataclasses import dataclass

import numpy as np

from kejin.enterprises.synthetic.accounts import Books
from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import (
    PROVINCE,
    Real,
    Streams,
    Truth,
    Whole,
    chance,
    day,
    pick,
    years_of,
)
from kejin.enterprises.synthetic.world import AS_OF, BANK_WEIGHTS, GUARANTORS, MACRO, YEARS

MONTHS = 42
"""The longest performance that is followed, in months."""
_GRACE = 3
_LEAST_FEN = 20_000_000
_ROUND_FEN = 1_000_000


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


def make_loans(firms: Firms, books: Books, streams: Streams, *, ceased: Whole, ip: Whole) -> Loans:
    """Borrowers have one to four loans since 2023, sized by their bank debt."""
    draw, today = streams.of("loans"), day(AS_OF)
    open_from = np.maximum(firms.founded + 180, day(AS_OF.replace(year=2023, month=1, day=1)))
    open_to = np.minimum(ceased, today) - 31
    ready = books.borrows & (open_to > open_from) & books.filed.any(axis=1)
    number = np.where(ready, 1 + np.minimum(draw.poisson(0.7, firms.count), 3), 0)
    owner = np.repeat(np.arange(firms.count), number)
    rows = owner.size
    serial = np.arange(rows) - np.searchsorted(owner, owner, side="left") + 1
    span = (open_to - open_from)[owner]
    signed = open_to[owner] - (span * draw.random(rows) ** 1.35).astype(np.int64)
    principal = _principals(books, owner, draw)
    fixed = chance(draw, 0.28, rows)
    tenor = np.where(
        fixed,
        np.array([24, 36, 48, 60])[draw.integers(0, 4, rows)],
        np.array([6, 12, 12, 24, 36])[draw.integers(0, 5, rows)],
    )
    drawn = signed + draw.integers(1, 20, rows)
    spread = 0.004 * np.clip(firms.risk[owner], -1.5, 3) - 0.0012 * (firms.size[owner] - 16.5)
    rate = (
        np.rint(np.clip(0.0325 + spread + 0.003 * draw.standard_normal(rows), 0.021, 0.068) * 1e4).astype(
            np.int64
        )
        * 100_000
    )
    guaranteed = chance(draw, 0.17, rows)
    security = np.where(
        guaranteed,
        1,
        np.where((ip[owner] > 0) & chance(draw, 0.16, rows), 2, 3 + pick(draw, (5, 2, 3), rows)),
    )
    annual = np.exp(-4.25 + 0.75 * firms.risk[owner] - 0.10 * (firms.size[owner] - 16.5))
    looked = np.clip((today - drawn) * 12 // 365, 0, MONTHS)
    age = np.minimum(looked, tenor)
    monthly = _monthly(streams, annual=annual, drawn=drawn, ceased=ceased[owner])
    fate = streams.of("default")
    month = np.arange(1, MONTHS + 1)
    monthly = np.where(month <= age[:, None], monthly, 0.0)
    hit = fate.random((rows, MONTHS)) < monthly
    return Loans(
        owner=owner, serial=serial, signed=signed, drawn=drawn, due=drawn + tenor * 365 // 12, tenor=tenor,
        principal=principal, rate=rate, bank=pick(draw, BANK_WEIGHTS, rows),
        guarantor=np.where(guaranteed, draw.integers(0, len(GUARANTORS), rows), -1), fixed=fixed, security=security,
        annual=annual, monthly=monthly, defaulted=np.where(hit.any(axis=1), hit.argmax(axis=1) + 1, 0), age=age,
        looked=looked,
        severity=np.clip(fate.beta(2.0, 2.4, rows), 0.02, 0.98),
    )  # fmt: skip


def _principals(books: Books, owner: Whole, draw: np.random.Generator) -> Whole:
    debt = books.items["bank_debt_fen"]
    last = len(YEARS) - 1 - books.filed[:, ::-1].argmax(axis=1)
    size = debt[np.arange(debt.shape[0]), last]
    part = draw.gamma(1.5, 1.0, owner.size) + 0.05
    whole = np.bincount(owner, weights=part, minlength=debt.shape[0])
    share = size[owner] * (part / whole[owner]) * np.exp(0.15 * draw.standard_normal(owner.size))
    rounded: Whole = np.maximum(np.rint(share / _ROUND_FEN).astype(np.int64) * _ROUND_FEN, _LEAST_FEN)
    return rounded


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
