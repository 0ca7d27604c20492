"""The ledger of shared losses: events in, lines to the fen out; who bears what, and how much room is left."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from kejin.errors import EventError
from kejin.risk import kernel, returns
from kejin.risk.agreements import INSTITUTION_OF
from kejin.risk.arrays import (
    AGREEMENT,
    AMOUNT,
    CAUSE,
    LINE_UNKNOWN,
    MOVES,
    NOBODY,
    SOURCE,
    SUSPENDED,
    TAKER,
    TARGET,
    UNKNOWN,
    WHAT,
    LossEvent,
    State,
)
from kejin.risk.book import Book
from kejin.risk.events import Event, EventKind, in_order

MOST_FEN = 2**53
"""Above this an event is refused: ninety trillion yuan is a mistake, and the arithmetic is proved below it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an allocation.

    Attributes:
        what: A code of `kejin.risk.arrays`: below MOVES the amount passes from source to target, above it does not.
        source: Place of the party that is relieved; None where the amount comes from outside.
        target: Place of the party that bears it; None where nobody is named.
        amount_fen: The amount, never negative.
        taker: Place among the arrangement's takers, where the line is about one.
        cause: Place of the limit that cut, or of the stop line that suspended.
        agreement: Place of the agreement.
    """

    what: int
    source: int | None
    target: int | None
    amount_fen: int
    taker: int | None
    cause: int | None
    agreement: int | None

    @property
    def moves(self) -> bool:
        """Whether the amount passes; a note only says why it did not."""
        return self.what < MOVES


@dataclass(frozen=True, slots=True)
class Allocation:
    """An event of one loan and its lines, in order."""

    event: Event
    loan_id: str
    lines: tuple[Line, ...]


class Pending(NamedTuple):
    """A part that was suspended: of which loan, agreement and institution's year, in the order of the losses."""

    row: int
    agreement: int
    institution: str
    year: int


class Ledger:
    """Allocates events one by one. The same events in the same order always give the same state."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.state: State = book.blank()
        self.allocations: list[Allocation] = []
        self._pending: list[Pending] = []
        self._last = None

    @classmethod
    def of(cls, book: Book, events: Iterable[Event]) -> "Ledger":
        """The ledger after all events, brought into order first; losses beyond the events at hand count from the start.

        Raises `EventError` for an event that does not fit; nothing is allocated then.
        """
        ordered = in_order(events)
        made = cls(book)
        for event in ordered:
            made.check(event)
        made.open_years(ordered)
        for event in ordered:
            made.apply(event)
        return made

    def open_years(self, events: Sequence[Event]) -> None:
        """Begin each stop line's year with the losses that the institution reports beyond those among the events."""
        terms, state = self.book.terms, self.state
        own = np.zeros_like(state.stop_total)
        for event in events:
            if event.kind is EventKind.LOSS:
                row, year = self.book.row_of[event.loan_id], self._year(event.of_year)
                for slot in {int(slot) + year for slot in terms.stop_slot[row]}:
                    own[slot] += event.principal_fen
        known = self.book.reported != UNKNOWN
        state.stop_total[:] = np.where(known, np.maximum(self.book.reported - own, 0), 0)

    def apply(self, event: Event) -> list[Allocation]:
        """Allocate one event. Raises `EventError` for one that does not fit; nothing has changed then."""
        self.check(event)
        if event.kind is EventKind.CONTRIBUTION:
            self._contribute(event)
            return []
        made = list(self._allocated(event))
        self.allocations += made
        return made

    def check(self, event: Event) -> None:
        """Refuse an event that names something unknown, lies outside the years, or has no amount."""
        where = f"{event.kind} of {event.on} {event.loan_id}".strip()
        for year in (event.on.year, event.of_year):
            if year not in self.book.years:
                raise _unfit(
                    "An event lies outside the years of the book", f"{self._span()}", year, where=where
                )
        of_loan = event.kind in (EventKind.LOSS, EventKind.RECOVERY, EventKind.CLAWBACK)
        if of_loan and event.loan_id not in self.book.row_of:
            raise _unfit("An event names no loan of the book", "a loan_id", event.loan_id, where=where)
        if event.kind in (EventKind.LOSS, EventKind.RECOVERY, EventKind.CONTRIBUTION):
            total = event.principal_fen + event.interest_fen
            if min(event.principal_fen, event.interest_fen) < 0 or not 0 < total < MOST_FEN:
                raise _unfit("An event has no such amount", "more than nothing", total, where=where)
        if event.kind in (EventKind.CLAWBACK, EventKind.RESUME):
            self.book.arrangement.place(event.agreement)
        if event.kind is EventKind.CONTRIBUTION:
            self._funded(event.limit)

    def _span(self) -> str:
        return f"{self.book.years.start} to {self.book.years.stop - 1}"

    def _year(self, year: int) -> int:
        return year - self.book.years.start

    def _funded(self, key: str) -> int:
        limits = self.book.arrangement.limits
        funded = {limit.key: place for place, limit in enumerate(limits) if limit.document.funded}
        if key not in funded:
            there = ", ".join(funded) or "no pool of this arrangement holds money of its own"
            raise _unfit("A contribution names no pool", there, key, where="contribution")
        return funded[key]

    def _contribute(self, event: Event) -> None:
        place = self._funded(event.limit)
        slot = sum(self._slots_of(limit) for limit in range(place))
        self.state.limit_amount[slot] = max(self.state.limit_amount[slot], 0) + event.principal_fen

    def _slots_of(self, limit: int) -> int:
        yearly = bool(self.book.terms.limit_yearly[limit])
        return len(self.book.limit_groups[limit]) * (len(self.book.years) if yearly else 1)

    def _allocated(self, event: Event) -> Iterator[Allocation]:
        terms, state = self.book.terms, self.state
        if event.kind is EventKind.RESUME:
            yield from self._resumed(event)
            return
        row, year = self.book.row_of[event.loan_id], self._year(event.of_year)
        if event.kind is EventKind.LOSS:
            loss = LossEvent(row, year, event.on.toordinal(), event.principal_fen, event.interest_fen)
            count = kernel.allocate_loss(terms, state, loss)
        elif event.kind is EventKind.RECOVERY:
            count = returns.allocate_recovery(terms, state, (row, year, event.principal_fen))
        else:
            agreement = self.book.arrangement.place(event.agreement)
            count = returns.claw_back(terms, state, (row, year, agreement))
        made = Allocation(event, event.loan_id, tuple(self._lines(count)))
        self._note_pending(made, row, event.of_year)
        yield made

    def _note_pending(self, made: Allocation, row: int, year: int) -> None:
        arrangement = self.book.arrangement
        for line in made.lines:
            if (
                line.what in (SUSPENDED, LINE_UNKNOWN)
                and line.cause is not None
                and line.agreement is not None
            ):
                role = arrangement.parties[arrangement.stop_lines[line.cause].institution].kind
                institution = self.book.loans[INSTITUTION_OF.get(role, "institution_id")][row]
                pending = Pending(row, line.agreement, institution or "", year)
                if pending not in self._pending:
                    self._pending.append(pending)

    def _resumed(self, event: Event) -> Iterator[Allocation]:
        agreement = self.book.arrangement.place(event.agreement)
        wanted = (agreement, event.institution, event.of_year)
        # What is taken up again is paid out of the limits of the year in which it is paid.
        year = self._year(event.on.year)
        for pending in self._pending:
            if (pending.agreement, pending.institution, pending.year) == wanted:
                count = returns.resume(self.book.terms, self.state, (pending.row, year, agreement))
                if count:
                    loan_id = self.book.loans["loan_id"][pending.row]
                    yield Allocation(event, loan_id, tuple(self._lines(count)))

    def _lines(self, count: int) -> Iterator[Line]:
        for row in self.state.lines[:count].tolist():
            yield Line(
                what=row[WHAT],
                source=_named(row[SOURCE]),
                target=_named(row[TARGET]),
                amount_fen=row[AMOUNT],
                taker=_named(row[TAKER]),
                cause=_named(row[CAUSE]),
                agreement=_named(row[AGREEMENT]),
            )

    def burdens(self) -> pl.DataFrame:
        """What each party bears of each loan: loan_id, and a column of fen per party key."""
        parties = self.book.arrangement.parties
        columns = {party.key: self.state.burden[:, place] for place, party in enumerate(parties)}
        return pl.DataFrame({"loan_id": self.book.loans["loan_id"], **columns})

    def suspended(self) -> pl.DataFrame:
        """What is owed but suspended, by loan and party: loan_id, agreement, party, pending_fen."""
        arrangement = self.book.arrangement
        rows = [
            {
                "loan_id": self.book.loans["loan_id"][row],
                "agreement": agreement.key,
                "party": arrangement.parties[taker.party].key,
                "pending_fen": int(self.state.pending[row, place]),
            }
            for place, (agreement, taker) in enumerate(
                (agreement, taker) for agreement in arrangement.agreements for taker in agreement.takers
            )
            for row in np.flatnonzero(self.state.pending[:, place]).tolist()
        ]
        schema = {
            "loan_id": pl.String,
            "agreement": pl.String,
            "party": pl.String,
            "pending_fen": pl.Int64,
        }
        return pl.DataFrame(rows, schema=schema)

    def rooms(self) -> pl.DataFrame:
        """The running sums: kind (limit or stop_line), key, group, year, amount_fen, used_fen, room_fen; null: unknown.

        Only those that something was counted towards, and those of the programme as a whole.
        """
        rows = [*self._limit_rooms(), *self._stop_rooms()]
        schema: dict[str, type[pl.DataType]] = {
            "kind": pl.String,
            "key": pl.String,
            "group": pl.String,
            "year": pl.Int64,
            "amount_fen": pl.Int64,
            "used_fen": pl.Int64,
            "room_fen": pl.Int64,
        }
        return pl.DataFrame(rows, schema=schema)

    def _limit_rooms(self) -> Iterator[dict[str, object]]:
        limits = self.book.arrangement.limits
        for slot, used in enumerate(self.state.limit_used.tolist()):
            place, group, year = self.book.limit_place(slot)
            if used or group == "":
                amount = int(self.state.limit_amount[slot])
                yield _room("limit", limits[place].key, (group, year, amount, used))

    def _stop_rooms(self) -> Iterator[dict[str, object]]:
        years, slot = list(self.book.years), 0
        for line, groups in zip(self.book.arrangement.stop_lines, self.book.stop_groups, strict=True):
            for group in groups:
                for year in years:
                    used, amount = int(self.state.stop_total[slot]), int(self.state.stop_line[slot])
                    if used:
                        yield _room("stop_line", line.key, (group, year, amount, used))
                    slot += 1

    def digest(self) -> str:
        """A digest of the whole state: equal for equal events in equal order."""
        kept = self.state._replace(
            event=np.zeros(0, np.int64),
            due=np.zeros(0, np.int64),
            weight=np.zeros(0, np.int64),
            part=np.zeros(0, np.int64),
            lines=np.zeros((0, 0), np.int64),
            written=np.zeros(0, np.int64),
        )
        return hashlib.sha256(b"".join(part.tobytes() for part in kept)).hexdigest()[:16]


def _room(kind: str, key: str, place: tuple[str | None, int | None, int, int]) -> dict[str, object]:
    group, year, amount, used = place
    known = None if amount == UNKNOWN else amount
    room = None if known is None else max(known - used, 0)
    return {
        "kind": kind,
        "key": key,
        "group": group,
        "year": year,
        "amount_fen": known,
        "used_fen": used,
        "room_fen": room,
    }


def _named(place: int) -> int | None:
    return None if place == NOBODY else place


def _unfit(what: str, expected: str, found: object, *, where: str) -> EventError:
    return EventError(what, expected=expected, found=found, where=where, kept="Nothing was allocated.")
