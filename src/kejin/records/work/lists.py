"""Files under way at their promised steps: who holds each, until when, how many days are left.

under_way(house, today)                     every file, for who wants all of them
desk = desk_of(house, today)                the same as piles: counted by the database, and read page by page
    desk.count(lambda pile: pile.mine), desk.files(lambda pile: pile.mine, 0, 50)
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from kejin.facts import Label
from kejin.records.parties.models import Organisation
from kejin.records.promises.promised import DayUnit, Holder, Promise, due_and_left, promises
from kejin.records.work.sources import Parties, Source, sources


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for somebody.

    Attributes:
        code: The promise that runs, as `financing.applied`.
        subject: What it is: kind, number, how people call it.
        label: What is to be done.
        enterprise: Whose file it is, by name.
        holder: Who has to do it.
        holder_id, holder_name: Which organisation that is.
        since: The day of the step before.
        due: The last day of the promise; None where that year's working days are not published yet.
        left: Days left in the promise's unit, zero on the due day, negative when it is past; None likewise.
        unit: Working or calendar days.
        confidence: `demonstration` where no clause names the promised days.
    """

    code: str
    subject: tuple[str, int, str]
    label: Label
    enterprise: str
    holder: Holder
    holder_id: int
    holder_name: str
    since: date
    due: date | None
    left: int | None
    unit: DayUnit
    confidence: str

    @property
    def is_overdue(self) -> bool:
        """Whether the promise was broken."""
        return self.left is not None and self.left < 0


@dataclass(frozen=True, slots=True)
class Pile:
    """Files that wait for the same thing since the same day, so that they are due on the same one.

    Attributes:
        source: Where they are found.
        state: At which step they stand, in the words of the source.
        promise: What has to be done, by whom, in how many days.
        since, due, left: As of each file (see `Waiting`).
        mine: Whether the organisation itself has to do it.
        count: How many files there are.
    """

    source: Source
    state: str
    promise: Promise
    since: date
    due: date | None
    left: int | None
    mine: bool
    count: int

    @property
    def code(self) -> str:
        """The promise that runs."""
        return self.promise.code

    @property
    def is_overdue(self) -> bool:
        """Whether the promise was broken."""
        return self.left is not None and self.left < 0


Chosen = Callable[[Pile], bool]
_Rank = tuple[bool, int, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What an organisation is a party to, the most pressing piles first."""

    piles: tuple[Pile, ...]

    def count(self, chosen: Chosen) -> int:
        """How many files lie on the chosen piles."""
        return sum(pile.count for pile in self.piles if chosen(pile))

    def files(self, chosen: Chosen, start: int = 0, stop: int | None = None) -> list[Waiting]:
        """The files of the chosen piles from one place to before another, by days left, kind and number."""
        found: list[Waiting] = []
        for _, piles in groupby((pile for pile in self.piles if chosen(pile)), key=_rank):
            together = list(piles)
            count = sum(pile.count for pile in together)
            if start < count and (stop is None or stop > 0):
                found += _read(together, max(start, 0), count if stop is None else min(stop, count))
            start, stop = start - count, None if stop is None else stop - count
        return found


def desk_of(house: Organisation, today: date, text: str = "") -> Desk:
    """The piles of an organisation.

    Args:
        house: Whose.
        today: The day from which days left are counted.
        text: Only files with this in the name of enterprise or holder, in what has to be done, or in their number.
    """
    found = [pile for source in sources(house) for pile in _piles(_holding(source, house, text), today)]
    return Desk(tuple(sorted(found, key=_rank)))


def under_way(organisation: Organisation, today: date) -> list[Waiting]:
    """Every file under way that the organisation is a party to, the most pressing first."""
    return desk_of(organisation, today).files(lambda _: True)


def to_do(files: Iterable[Waiting], organisation: Organisation) -> list[Waiting]:
    """What the organisation itself holds."""
    return [each for each in files if each.holder_id == organisation.pk]


def due_within(files: Iterable[Waiting], organisation: Organisation, days: int) -> list[Waiting]:
    """What the organisation holds and has to do within so many days, in each promise's unit; not what is overdue."""
    return [each for each in to_do(files, organisation) if each.left is not None and 0 <= each.left <= days]


def overdue(files: Iterable[Waiting], organisation: Organisation) -> list[Waiting]:
    """What the organisation holds longer than was promised."""
    return [each for each in to_do(files, organisation) if each.is_overdue]


def waiting_for_others(files: Iterable[Waiting], organisation: Organisation) -> list[Waiting]:
    """What somebody else holds."""
    return [each for each in files if each.holder_id != organisation.pk]


def _rank(pile: Pile) -> _Rank:
    return pile.left is None, pile.left or 0, pile.source.kind


def _holding(source: Source, house: Organisation, text: str) -> tuple[Source, QuerySet[Any]]:
    """A source with its rows, narrowed to those that say a text."""
    if not text:
        return source, source.rows
    wanted = text.casefold()
    said = [
        state
        for state, code in source.codes.items()
        if wanted in promises()[code].label.zh.casefold() or wanted in promises()[code].label.en.casefold()
    ]
    found = Q(**{f"{source.enterprise}__icontains": text}) | Q(called__icontains=text) | source.holders(text)
    if said:
        found |= Q(state__in=said)
    if wanted in house.name.casefold():
        found |= Q(mine=True)
    return source, source.rows.alias(called=source.name).filter(found)


def _piles(found: tuple[Source, QuerySet[Any]], today: date) -> Iterator[Pile]:
    source, rows = found
    narrowed = source.narrowed(rows)
    for row in rows.select_related(None).order_by().values("state", "since", "mine").annotate(n=Count("pk")):
        promise = promises()[source.codes[row["state"]]]
        due, left = due_and_left(promise, row["since"], today)
        yield Pile(narrowed, row["state"], promise, row["since"], due, left, bool(row["mine"]), row["n"])


def _read(piles: list[Pile], start: int, stop: int) -> list[Waiting]:
    """Files of piles with the same days left and of the same kind, by number."""
    found: list[Waiting] = []
    for source, same in groupby(piles, key=lambda pile: pile.source):
        together = list(same)
        count = sum(pile.count for pile in together)
        if start < count and stop > 0:
            found += _of(source, together, slice(max(start, 0), min(stop, count)))
        start, stop = start - count, stop - count
    return found


def _of(source: Source, piles: list[Pile], wanted: slice) -> Iterator[Waiting]:
    lying = Q()
    for pile in piles:
        lying |= Q(state=pile.state, since=pile.since, mine=pile.mine)
    rows = list(source.rows.filter(lying).order_by(source.number)[wanted])
    promised = {(pile.state, pile.since): pile for pile in piles}
    for row, parties in zip(rows, source.parties(rows), strict=True):
        yield _waiting(row, parties, promised[row.state, row.since])


def _waiting(row: Any, parties: Parties, pile: Pile) -> Waiting:
    source, promise = pile.source, pile.promise
    number = row.pk if source.number == "pk" else getattr(row, source.number)
    return Waiting(
        promise.code, (source.kind, number, source.label(row)), promise.label, parties.enterprise.name, promise.holder,
        parties.holder.pk, parties.holder.name, pile.since, pile.due, pile.left, promise.unit, promise.confidence,
    )  # fmt: skip
