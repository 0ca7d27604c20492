"""What an institution has at stake with pools: money, commitments, and the room left under caps and stop lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpResponseBase
from django.shortcuts import render

from kejin.console.common.tablefiles import FORMATS, Cell, table_file, yuan
from kejin.facts import Grain, Label
from kejin.packs import load_packs
from kejin.policy import Dates
from kejin.records.access.bases import LIVE
from kejin.records.financing.models import Claim, Contract, Report
from kejin.records.financing.steps import STATE_WORDS, State
from kejin.records.ledger.models import Book
from kejin.records.ledger.templates import PLANS, Template
from kejin.records.parties.kinds import LENDERS
from kejin.records.parties.models import Organisation
from kejin.records.statements.pool import Commitment, PoolStatement, Room, pool_statement
from kejin.risk import Arrangement
from kejin.web.needs import INSTITUTION
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_HEADS = ("pool", "agreement", "limit", "group", "year", "allowed", "used", "room")
_TIGHT, _FULL = 80, 100


@dataclass(frozen=True, slots=True)
class ShownRoom:
    """A limit or stop line in words: how much of it is used, per cent, where that is known."""

    room: Room
    agreement: Label
    label: Label
    kind: Label
    part: int | None

    @property
    def tone(self) -> str:
        """Whether it is nearly used up, or is."""
        if self.part is None:
            return "open"
        return "shut" if self.part >= _FULL else "near" if self.part >= _TIGHT else "good"


@dataclass(frozen=True, slots=True)
class PoolView:
    """A pool as one sees it: `accounts` and `commitments` are for its keeper alone.

    Attributes:
        claims: Of what one sees: states with their number and their principal.
    """

    book: Book
    accounts: tuple[tuple[Label, int], ...]
    commitments: tuple[Commitment, ...]
    rooms: tuple[ShownRoom, ...]
    unknown: str
    claims: tuple[tuple[Label, int, int], ...]


@page(INSTITUTION)
def exposure(request: PageRequest) -> HttpResponseBase:
    """Exposure by pool; `?format=` gives the limits as a file."""
    house, today = request.visitor.organisation, request.visitor.day
    assert house is not None  # noqa: S101 - the page asks for an institution
    assert today is not None  # noqa: S101 - and so the records were founded
    lends = request.visitor.kind in LENDERS
    claims = visible(request.visitor, Claim)
    books = (
        Book.objects.filter(template=Template.POOL).filter(Q(keeper=house) | Q(claims__in=claims)).distinct()
    )
    views = [_view(book, claims.filter(book=book), house, today=today) for book in books.order_by("code")]
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        heads = [say(word(f"institution.{name}")) for name in _HEADS]
        rows = [_cells(view.book, one) for view in views for one in view.rooms]
        return table_file(say(word("institution.exposure")), heads, rows, kind=kind)
    context = {
        "views": views,
        "lends": lends,
        "book": _loan_book(house) if lends else (),
        "how": word("institution.exposure_how", today.isoformat()),
    }
    return render(request, "console/institution/exposure.html", context)


def _view(book: Book, claims: QuerySet[Claim], house: Organisation, *, today: date) -> PoolView:
    statement = pool_statement(book.code, date(today.year, 1, 1), today)
    keeps = book.keeper_id == house.pk
    accounts = (
        tuple((plan.label, statement.closing[plan.code]) for plan in PLANS[Template.POOL]) if keeps else ()
    )
    counted = (
        claims.values_list("financing__state").order_by("financing__state")
        .annotate(number=Count("pk"), total=Sum("principal_minor"))
    )  # fmt: skip
    seen = tuple(rooms_seen(statement, None if keeps else house))
    return PoolView(
        book, accounts, statement.commitments if keeps else (), seen, statement.rooms_unknown,
        tuple((STATE_WORDS[State(state)], number, total) for state, number, total in counted),
    )  # fmt: skip


def rooms_seen(statement: PoolStatement, lender: Organisation | None) -> list[ShownRoom]:
    """The limits that one may see: all of them for the keeper, for a lender those of the pool and its own."""
    mine = None if lender is None else _named_as(lender)
    seen = [room for room in statement.rooms if mine is None or not room.group or room.group in mine]
    return [room_in_words(room, statement.until) for room in seen]


def room_in_words(room: Room, law: date) -> ShownRoom:
    """A limit or stop line in words, by the rules of a day."""
    labels = _labels(room.agreement, law)
    part = None
    if room.amount_minor:
        part = min(100, room.used_minor * 100 // room.amount_minor)
    return ShownRoom(
        room, labels.get(room.agreement, Label(room.agreement, room.agreement)),
        labels.get(room.key, Label(room.key, room.key)), word(f"institution.room_{room.kind}"), part,
    )  # fmt: skip


@lru_cache(maxsize=32)
def _labels(agreement: str, law: date) -> Mapping[str, Label]:
    """The words of an agreement, its limits and its stop lines, by their keys."""
    ruleset = load_packs().only([agreement.partition(".")[0]]).compile(Dates(law, law, law))
    made = Arrangement.of(ruleset, [agreement])
    found = {limit.key: limit.label for limit in made.limits} | {
        stop.key: stop.label for stop in made.stop_lines
    }
    return {made.agreements[0].key: made.agreements[0].label} | found


def _named_as(house: Organisation) -> frozenset[str]:
    """How the claims of a lender name it: the figures of a stop line stand under that name."""
    told = Claim.objects.filter(financing__institution=house).values_list("facts", flat=True)
    return frozenset(
        str(row.get("institution_id")) for facts in told for row in facts.get(Grain.LOAN.value, ())
    )


def _loan_book(house: Organisation) -> Sequence[tuple[Label, int, int]]:
    """The contracts that live, by state: how many, and what was last reported as outstanding."""
    latest = Report.objects.filter(contract=OuterRef("pk")).order_by("-as_of").values("outstanding_minor")[:1]
    rows = (
        Contract.objects.filter(institution=house, financing__state__in=LIVE)
        .annotate(owed=Subquery(latest))
        .values_list("financing__state", "owed", "offer__principal_minor")
    )
    sums: dict[str, tuple[int, int]] = {}
    for state, owed, lent in rows:
        number, total = sums.get(state, (0, 0))
        sums[state] = (number + 1, total + (lent if owed is None else owed))
    return [(STATE_WORDS[State(state)], *values) for state, values in sorted(sums.items())]


def _cells(book: Book, one: ShownRoom) -> list[Cell]:
    room = one.room
    return [
        book.name, say(one.agreement), say(one.label), room.group, room.year, yuan(room.amount_minor),
        yuan(room.used_minor), yuan(room.room_minor),
    ]  # fmt: skip
