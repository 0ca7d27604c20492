"""Credit lines: what a borrower has with whom, under what security; each line is a chain of loans."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kejin.enterprises.synthetic.accounts import Books
from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.rulesets import dated_ratio
from kejin.enterprises.synthetic.streams import Real, Truth, Whole, chance, day, logistic, pick, years_of
from kejin.enterprises.synthetic.world import AS_OF, BANK_WEIGHTS, GUARANTORS, YEARS

_OPEN = day(date(2023, 1, 1))
_LEAST_FEN = 20_000_000
_ROUND_FEN = 1_000_000
_MOST_PLEDGED_FEN = 5_000_000_000
_STEPS = 6
_REPAID_IN_PARTS = 1.5
_NEWCOMERS = 0.12
_STAYS = 0.85
IP_PLEDGE, GUARANTEED = 2, 1


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a block, one row each, by enterprise.

    Attributes:
        owner: The borrower's row.
        share: What part of the borrower's bank debt it is.
        fixed: Whether it finances fixed assets, repaid in equal parts, or working capital, repaid at the end.
        security: Index into the securities; see `lending`.
        guarantor: Index of the guarantor.
        bank: Index of the bank.
        begin: The first day on which a loan may be signed.
        end: The last.
    """

    owner: Whole
    share: Real
    fixed: Truth
    security: Whole
    guarantor: Whole
    bank: Whole
    begin: Whole
    end: Whole

    def pledging(self, firms: Firms, draw: np.random.Generator, *, ip: Whole, odds: float) -> "Lines":
        """Some working-capital lines of those with rights come under pledge of them; the smaller, the likelier."""
        likely = logistic(odds - 0.5 * (firms.size[self.owner] - 16.5))
        free = ~self.fixed & (self.security != GUARANTEED) & (ip[self.owner] > 0)
        pledged = free & chance(draw, likely, self.owner.size)
        return replace(self, security=np.where(pledged, IP_PLEDGE, self.security))


@dataclass(frozen=True, slots=True)
class Terms:
    """The loans of all lines in order of borrower and signing: their line, day of signing and months to run."""

    line: Whole
    signed: Whole
    tenor: Whole


def make_lines(firms: Firms, books: Books, draw: np.random.Generator, *, ceased: Whole) -> Lines:
    """One to four lines for each borrower, open since 2023 or since half a year after founding."""
    open_from = np.maximum(firms.founded + 180, _OPEN)
    open_to = np.minimum(ceased, day(AS_OF)) - 31
    ready = books.borrows & (open_to > open_from) & books.filed.any(axis=1)
    owner = np.repeat(
        np.arange(firms.count), np.where(ready, 1 + np.minimum(draw.poisson(0.45, firms.count), 3), 0)
    )
    rows = owner.size
    part = draw.gamma(1.5, 1.0, rows) + 0.05
    span = (open_to - open_from)[owner]
    # Most lines were there before; they are drawn anew within the first year, so that the book is whole after it.
    room = np.where(chance(draw, _NEWCOMERS, rows), span, np.minimum(span, 365))
    fixed = chance(draw, 0.28, rows) | firms.project[owner]
    guaranteed = chance(draw, 0.17, rows) & ~firms.project[owner]
    return Lines(
        owner=owner,
        share=part / np.bincount(owner, weights=part, minlength=firms.count)[owner],
        fixed=fixed,
        security=np.where(guaranteed, GUARANTEED, 3 + pick(draw, (5, 2, 3), rows)),
        guarantor=draw.integers(0, len(GUARANTORS), rows),
        bank=pick(draw, BANK_WEIGHTS, rows),
        begin=open_from[owner] + (room * draw.random(rows)).astype(np.int64),
        end=open_to[owner],
    )


def chained(lines: Lines, draw: np.random.Generator) -> Terms:
    """Each line's loans: when one falls due the next is signed, some days later."""
    rows = lines.owner.size
    kept: list[tuple[Whole, Whole, Whole]] = []
    signed = lines.begin
    for step in range(_STEPS):
        long = np.array([24, 36, 48, 60])[draw.integers(0, 4, rows)]
        short = np.array([12, 12, 18, 24, 36])[draw.integers(0, 5, rows)]
        tenor = np.where(lines.fixed, long, short)
        if step == 0:
            # The first loan is what is left of an earlier one, so that lines do not fall due all together.
            tenor = np.maximum(np.ceil(draw.random(rows) * tenor / 3).astype(np.int64) * 3, 6)
        gap = draw.integers(0, 20, rows)
        at = np.flatnonzero(signed <= lines.end)
        kept.append((at, signed[at], tenor[at]))
        signed = signed + tenor * 365 // 12 + 5 + gap
    line, day_signed, months = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    order = np.lexsort((line, day_signed, lines.owner[line]))
    return Terms(line[order], day_signed[order], months[order])


def principals(books: Books, lines: Lines, terms: Terms, *, draw: np.random.Generator) -> Whole:
    """The line's part of the borrower's bank debt in the year of signing, in whole ten thousands of yuan."""
    owner = lines.owner[terms.line]
    first = books.filed.argmax(axis=1)
    last = len(YEARS) - 1 - books.filed[:, ::-1].argmax(axis=1)
    at = np.clip(years_of(terms.signed) - YEARS[0], first[owner], last[owner])
    debt = books.items["bank_debt_fen"][owner, at]
    # What is repaid in parts is half repaid on average: more was lent than is owed.
    lent = lines.share[terms.line] * np.where(lines.fixed[terms.line], _REPAID_IN_PARTS, 1.0)
    share = debt * lent * np.exp(0.1 * draw.standard_normal(owner.size))
    rounded = np.maximum(np.rint(share / _ROUND_FEN).astype(np.int64) * _ROUND_FEN, _LEAST_FEN)
    pledged = lines.security[terms.line] == IP_PLEDGE
    amount: Whole = np.where(pledged, np.minimum(rounded, _MOST_PLEDGED_FEN), rounded)
    return amount


def banks(lines: Lines, terms: Terms, draw: np.random.Generator) -> Whole:
    """The line's bank, now and then another one."""
    rows = terms.line.size
    other, stays = pick(draw, BANK_WEIGHTS, rows), chance(draw, _STAYS, rows)
    found: Whole = np.where(stays, lines.bank[terms.line], other)
    return found


def prime_rate(signed: Whole, tenor: Whole) -> Real:
    """The loan prime rate of the day of signing, of one year or of five years and more."""
    short, long = (_on(signed, name) for name in ("lpr_1y", "lpr_5y"))
    found: Real = np.where(tenor >= 60, long, short)
    return found


def _on(days: Whole, parameter: str) -> Real:
    starts, values = dated_ratio("lpr", parameter)
    found: Real = np.array(values)[np.searchsorted(np.array(starts), days, side="right") - 1]
    return found
