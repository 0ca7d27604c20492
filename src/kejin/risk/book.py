"""A book of loans under an arrangement: what the rules say of each loan, as the arrays that an allocation works on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from kejin.errors import EventError, RiskError
from kejin.facts import FactSet, Grain
from kejin.money import RATE_SCALE
from kejin.policy import Ruleset
from kejin.policy.staging import columns_of
from kejin.policy.terms import Share
from kejin.risk.agreements import INSTITUTION_OF, Agreement, Arrangement, Limit
from kejin.risk.arrays import (
    FLOOR,
    HALF_UP,
    I64,
    LARGEST_REMAINDER,
    NOBODY,
    PAID,
    PAYOUTS,
    UNKNOWN,
    WITHOUT,
    State,
    Terms,
    blank_state,
)
from kejin.risk.kernel import share_part

ROUNDINGS = {"floor": FLOOR, "half_up": HALF_UP, "largest_remainder": LARGEST_REMAINDER}
MEASURES = {"paid": PAID, "payouts": PAYOUTS}
YEARLY = ("firm_year", "institution_year", "programme_year")
# One policy's takers share a 64-bit mask.
MOST_TAKERS = 62
EPOCH_ORDINAL = 719_163
"""The ordinal of 1970-01-01, from which Polars counts days."""


@dataclass(frozen=True)
class Book:
    """Loans under an arrangement.

    Attributes:
        arrangement: The agreements.
        loans: One row per loan, in the order of the arrays: loan_id, enterprise_id, and the institutions.
        years: The calendar years that running sums are kept for; events lie within them.
        terms: What was agreed.
        limit_groups: For each limit, what its running sums are kept for: loans, firms, institutions, or the programme.
        stop_groups: For each stop line, its institutions; None is a loan whose institution nobody stated.
    """

    arrangement: Arrangement
    loans: pl.DataFrame
    years: range
    terms: Terms
    limit_groups: tuple[tuple[str | None, ...], ...]
    stop_groups: tuple[tuple[str | None, ...], ...]
    limit_amounts: I64
    stop_amounts: I64
    reported: I64

    @classmethod
    def of(cls, arrangement: Arrangement, factset: FactSet, years: range, *, losses: bool = False) -> "Book":
        """The loans of a fact set under the arrangement.

        `losses` says that the loans are bad ones that are claimed: an agreement's conditions on the bad loan then
        count as well, as far as it has any. Raises `EventError` when there is no loan, and
        `RiskError` where two agreements cover one loan that a stacking rule allows one of.
        """
        return _Maker(arrangement, factset, years, losses=losses).book()

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The place of each loan."""
        return {loan_id: row for row, loan_id in enumerate(self.loans["loan_id"])}

    def blank(self) -> State:
        """The state before any event, with limits and stop lines as far as they are known."""
        state = blank_state(
            self.terms, limit_slots=len(self.limit_amounts), stop_slots=len(self.stop_amounts)
        )
        state.limit_amount[:] = self.limit_amounts
        state.stop_line[:] = self.stop_amounts
        return state

    def limit_place(self, slot: int) -> tuple[int, str | None, int | None]:
        """What a slot of running sums is kept for: limit, group, and the year where there is one."""
        for place, groups in enumerate(self.limit_groups):
            yearly = bool(self.terms.limit_yearly[place])
            size = len(groups) * (len(self.years) if yearly else 1)
            if slot < size:
                group, year = divmod(slot, len(self.years)) if yearly else (slot, None)
                return place, groups[group], None if year is None else self.years[year]
            slot -= size
        raise IndexError(slot)


class _Maker:
    """Puts a book together from the columns that the rules make of the facts."""

    def __init__(self, arrangement: Arrangement, factset: FactSet, years: range, *, losses: bool) -> None:
        self.arrangement, self.factset, self.years, self.losses = arrangement, factset, years, losses
        self.ruleset: Ruleset = arrangement.ruleset
        if Grain.LOAN not in factset.frames:
            raise EventError("There is no loan to share losses on", expected="facts about loans")
        wanted = [name for agreement in arrangement.agreements for name in self._names(agreement)]
        own = [name for name in dict.fromkeys(wanted) if self.ruleset.nodes[name].grain is Grain.LOAN]
        frame = columns_of(self.ruleset, factset, own)[Grain.LOAN]
        shares = [
            term.rescaled(RATE_SCALE).expr.cast(pl.Int64).alias(name)
            for name in own
            if isinstance(term := self.ruleset.nodes[name].term, Share)
        ]
        self.columns = frame.with_columns(shares).join(
            self._ids(), on="loan_id", how="left", maintain_order="left"
        )

    def _names(self, agreement: Agreement) -> list[str]:
        names = agreement.names
        found = [names.covers, names.covered, names.opens, *(t.share for t in agreement.takers)]
        return [name for name in (*found, *([names.when] if self.losses else [])) if name]

    def _ids(self) -> pl.DataFrame:
        loans = self.factset.frames[Grain.LOAN].lazy()
        there = loans.collect_schema().names()
        return loans.select(
            "loan_id",
            *(
                pl.col(name) if name in there else pl.lit(None, pl.String).alias(name)
                for name in INSTITUTION_OF.values()
            ),
        ).collect()

    def book(self) -> Book:
        arrangement = self.arrangement
        count = self.columns.height
        limit_groups, limit_slot = self._slots(
            [(limit.document.within, limit.institution) for limit in arrangement.limits]
        )
        stop_groups, stop_slot = self._slots(
            [("institution_year", line.institution) for line in arrangement.stop_lines]
        )
        covers = [self._covers(agreement) for agreement in arrangement.agreements]
        self._refuse_double_use(covers)
        terms = Terms(
            **self._fixed(),
            covers=_beside(covers, count),
            share=_beside([self._share(taker.share) for taker in arrangement.takers], count),
            covered_fen=_beside([self._covered(a) for a in arrangement.agreements], count),
            covered_until=_beside([self._until(a) for a in arrangement.agreements], count),
            limit_slot=limit_slot,
            stop_slot=stop_slot,
        )
        return Book(
            arrangement=arrangement,
            loans=self.columns.select("loan_id", "enterprise_id", *INSTITUTION_OF.values()),
            years=self.years,
            terms=terms,
            limit_groups=limit_groups,
            stop_groups=stop_groups,
            limit_amounts=self._limit_amounts(limit_groups),
            stop_amounts=self._wholes(stop_groups, [(s.over, s.share) for s in arrangement.stop_lines]),
            reported=self._wholes(stop_groups, [(s.reported, "") for s in arrangement.stop_lines]),
        )

    def _refuse_double_use(self, covers: Sequence[I64]) -> None:
        """Raise `RiskError` where two agreements cover one loan that a stacking rule allows one of."""
        for exclusion in self.arrangement.exclusions:
            first, second = (self.arrangement.agreements[k].key for k in (exclusion.first, exclusion.second))
            both = np.flatnonzero((covers[exclusion.first] == 1) & (covers[exclusion.second] == 1))
            if len(both):
                named = ", ".join(self.columns["loan_id"].gather(both[:5].tolist()))
                raise RiskError(
                    "Two agreements cover one loan, of which it may have one",
                    expected=f"{first} or {second}: {exclusion.label.zh} / {exclusion.label.en}",
                    found=f"both, on {len(both)} loans ({named})",
                    where=exclusion.rule,
                    kept="Nothing was allocated.",
                )

    def _fixed(self) -> dict[str, I64]:
        arrangement = self.arrangement
        agreements, parties = arrangement.agreements, arrangement.parties
        limits = [(agreement, limit) for agreement in agreements for limit in agreement.limits]
        return {
            "bearer": _whole([a.bearer for a in agreements]),
            "ceiling": _whole([self._constant(a.names.ceiling, WITHOUT) for a in agreements]),
            "rounding": _whole([ROUNDINGS[a.document.rounding.method] for a in agreements]),
            "interest": _whole([int(a.document.loss.interest) for a in agreements]),
            "taker_from": _offsets([len(a.takers) for a in agreements]),
            "taker_party": _whole([t.party for t in arrangement.takers]),
            "returns_to": _whole(
                [NOBODY if t.returns_to is None else t.returns_to for t in arrangement.takers]
            ),
            "public": _whole([int(p.public) for p in parties]),
            "limit_from": _offsets([len(a.limits) for a in agreements]),
            "limit_use": _whole([limit for _, limit in limits]),
            "limit_takers": _whole([self._bound(a, arrangement.limits[n]) for a, n in limits]),
            "limit_measure": _whole([MEASURES[one.document.measures] for one in arrangement.limits]),
            "limit_restores": _whole([int(one.document.restores) for one in arrangement.limits]),
            "limit_yearly": _whole([int(one.document.within in YEARLY) for one in arrangement.limits]),
            "stop_from": _offsets([len(a.stop_lines) for a in agreements]),
            "stop_use": _whole([line for a in agreements for line in a.stop_lines]),
            "recovery_rank": np.array([self._ranks(a) for a in agreements], np.int64),
        }

    def _constant(self, name: str, otherwise: int) -> int:
        """The value of a constant in whole units; `otherwise` where there is no name, UNKNOWN where nobody knows it."""
        if not name:
            return otherwise
        value = self.ruleset.nodes[name].term.constant
        return value if isinstance(value, int) else UNKNOWN

    def _bound(self, agreement: Agreement, limit: Limit) -> int:
        """The mask of the takers that a limit binds under an agreement."""
        first = 0
        for earlier in self.arrangement.agreements:
            if earlier.key == agreement.key:
                break
            first += len(earlier.takers)
        named = limit.document.takers
        bits = [
            1 << (first + place)
            for place, taker in enumerate(agreement.document.takers)
            if not named or taker.party in named
        ]
        return sum(bits)

    def _ranks(self, agreement: Agreement) -> list[int]:
        """Who is paid first: the groups of the agreement in turn, everybody else with the last of them."""
        order = agreement.document.recovery.order
        documents = [agreement.document.bearer, *(t.party for t in agreement.document.takers)]
        places = [agreement.bearer, *(t.party for t in agreement.takers)]
        ranks = [max(len(order) - 1, 0)] * len(self.arrangement.parties)
        for rank, group in enumerate(order):
            for name in group:
                ranks[places[documents.index(name)]] = rank
        return ranks

    def _covers(self, agreement: Agreement) -> I64:
        column = self.columns[agreement.names.covers]
        if self.losses and agreement.names.when:
            # Kleene: one "no" settles it, one unknown leaves it open.
            column = self.columns.select(pl.col(agreement.names.covers) & pl.col(agreement.names.when))[
                agreement.names.covers
            ]
        return column.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()

    def _share(self, name: str) -> I64:
        if not name:
            return np.full(self.columns.height, UNKNOWN, np.int64)
        return self._column(name, unknown=UNKNOWN)

    def _column(self, name: str, *, unknown: int) -> I64:
        if self.ruleset.nodes[name].grain is None:
            return np.full(self.columns.height, self._constant(name, unknown), np.int64)
        return self.columns[name].cast(pl.Int64).fill_null(unknown).to_numpy()

    def _covered(self, agreement: Agreement) -> I64:
        if not agreement.names.covered:
            return np.full(self.columns.height, WITHOUT, np.int64)
        return self._column(agreement.names.covered, unknown=UNKNOWN)

    def _until(self, agreement: Agreement) -> I64:
        """The last day on which a loan may turn bad."""
        if not agreement.names.opens:
            return np.full(self.columns.height, WITHOUT, np.int64)
        years = self._constant(agreement.names.years, UNKNOWN)
        if years == UNKNOWN:
            return np.full(self.columns.height, UNKNOWN, np.int64)
        last = self.columns[agreement.names.opens].dt.offset_by(f"{years}y")
        return (last.cast(pl.Int64) + EPOCH_ORDINAL).fill_null(UNKNOWN).to_numpy()

    def _slots(
        self, kinds: Sequence[tuple[str, int | None]]
    ) -> tuple[tuple[tuple[str | None, ...], ...], I64]:
        groups: list[tuple[str | None, ...]] = []
        columns: list[I64] = []
        first = 0
        for within, institution in kinds:
            step = len(self.years) if within in YEARLY else 1
            named, place = self._grouped(within, institution)
            groups.append(named)
            columns.append(place * step + first)
            first += len(named) * step
        return tuple(groups), _beside(columns, self.columns.height)

    def _grouped(self, within: str, institution: int | None) -> tuple[tuple[str | None, ...], I64]:
        if within == "loan":
            key = self.columns["loan_id"]
        elif within in ("firm", "firm_year"):
            key = self.columns["enterprise_id"]
        elif within == "institution_year" and institution is not None:
            role = self.arrangement.parties[institution].kind
            key = self.columns[INSTITUTION_OF.get(role, "institution_id")]
        else:
            return ("",), np.zeros(self.columns.height, np.int64)
        named = key.unique(maintain_order=True)
        place = {name: k for k, name in enumerate(named)}
        return tuple(named), _whole([place[name] for name in key])

    def _limit_amounts(self, groups: Sequence[tuple[str | None, ...]]) -> I64:
        parts: list[I64] = []
        for limit, named in zip(self.arrangement.limits, groups, strict=True):
            if limit.share:
                parts.append(self._wholes([named], [(limit.over, limit.share)]))
            else:
                step = len(self.years) if limit.document.within in YEARLY else 1
                amount = UNKNOWN if limit.document.funded else self._constant(limit.amount, UNKNOWN)
                parts.append(np.full(len(named) * step, amount, np.int64))
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _wholes(self, groups: Sequence[tuple[str | None, ...]], asked: Iterable[tuple[str, str]]) -> I64:
        """For each institution and year, a fact of that year, or a share of it rounded down; UNKNOWN where it is."""
        found: list[int] = []
        for named, (fact, share) in zip(groups, asked, strict=True):
            stated = self._stated(fact)
            part = self._constant(share, RATE_SCALE) if share else RATE_SCALE
            for name in named:
                for year in self.years:
                    whole = stated.get((name, year))
                    known = whole is not None and part != UNKNOWN
                    found.append(share_part(whole or 0, part, FLOOR) if known else UNKNOWN)
        return _whole(found)

    def _stated(self, fact: str) -> dict[tuple[str | None, int], int | None]:
        frame = self.factset.frames.get(Grain.INSTITUTION_YEAR)
        if not fact or frame is None or fact not in frame.lazy().collect_schema().names():
            return {}
        rows = frame.lazy().select("institution_id", "year", fact).collect()
        return {(institution, year): value for institution, year, value in rows.iter_rows()}


def _whole(values: Sequence[int]) -> I64:
    return np.array(values, np.int64)


def _offsets(sizes: Sequence[int]) -> I64:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(sizes, np.int64))])


def _beside(columns: Sequence[I64], height: int) -> I64:
    if not columns:
        return np.zeros((height, 0), np.int64)
    return np.ascontiguousarray(np.stack(columns, axis=1).astype(np.int64))
