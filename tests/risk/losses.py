"""Small books for the tests of agreements: facts as the law prints them, events in a line each."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from kejin.facts import FactSet, Grain
from kejin.packs import shipped
from kejin.policy import Dates, Overlay, Ruleset
from kejin.policy.cases import fact_value, facts_frame
from kejin.risk.agreements import Arrangement
from kejin.risk.book import Book
from kejin.risk.events import Event, EventKind, years_of
from kejin.risk.ledger import Ledger

Given = Mapping[Grain, Sequence[Mapping[str, str]]]
YUAN = 100
WAN = 10_000 * YUAN


@cache
def rules(law: date, *policies: str) -> Ruleset:
    """The rules of some policies at a law date, known by the end of time."""
    return shipped().only(policies).compile(Dates(law, law, date(9999, 12, 31)))


def what_if(law: date, policies: Sequence[str], changes: Mapping[str, str | None]) -> Ruleset:
    """The same with some values exchanged."""
    dates = Dates(law, law, date(9999, 12, 31))
    return shipped().only(policies).compile(dates, Overlay.of("what if", changes))


def facts(given: Given) -> FactSet:
    """Facts from texts."""
    frames = {}
    for grain, rows in given.items():
        read = [{name: fact_value(name, text, str(grain)) for name, text in row.items()} for row in rows]
        if grain is Grain.LOAN:
            for row in read:
                row.setdefault("loan_year", 2025)
        frames[grain] = facts_frame(grain, read)
    return FactSet(frames)


def ledger(ruleset: Ruleset, keys: Sequence[str], given: Given, events: Sequence[Event]) -> Ledger:
    """The ledger after the events."""
    arrangement = Arrangement.of(ruleset, keys)
    return Ledger.of(Book.of(arrangement, facts(given), years_of(events), losses=True), events)


def loss(on: str, loan: str, fen: int, *, interest: int = 0, year: int | None = None) -> Event:
    """A loss of principal."""
    return Event(date.fromisoformat(on), EventKind.LOSS, loan, fen, interest, year=year)


def recovery(on: str, loan: str, fen: int) -> Event:
    """Money recovered."""
    return Event(date.fromisoformat(on), EventKind.RECOVERY, loan, fen)


def borne(made: Ledger) -> dict[str, int]:
    """What each party bears in all."""
    parties = made.book.arrangement.parties
    totals = made.state.burden.sum(axis=0).tolist()
    return {party.key: total for party, total in zip(parties, totals, strict=True)}
