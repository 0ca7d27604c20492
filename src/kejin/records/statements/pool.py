"""A pool's statement over a period, worked out from the postings and from the claims behind them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from kejin.facts import Label
from kejin.records.errors import RefusedError
from kejin.records.financing.bearing import losses_claimed, standing_claims
from kejin.records.financing.models import Claim, Compensation, CompensationPayment, FinancingEvent, Recovery
from kejin.records.financing.sharing import rooms_left
from kejin.records.ledger.models import Book, Entry, Posting
from kejin.records.ledger.posting import book_named
from kejin.records.ledger.rules import RULES
from kejin.records.ledger.statements import trial_balance
from kejin.records.ledger.templates import Template


@dataclass(frozen=True, slots=True)
class Move:
    """What one kind of entry moved in the period, net of what was taken back; amounts in minor units."""

    kind: str
    label: Label
    entries: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LoanLine:
    """One compensated loan in the period: what was admitted, paid, recovered for the pool; in minor units."""

    contract_number: str
    institution: str
    claim_id: int
    admitted_minor: int
    paid_minor: int
    recovered_minor: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the pool may have to pay or owes at the end of the period.

    Attributes:
        kind: `claimed`, a loss on which nobody has decided (its whole principal), or `payable`, admitted and not paid.
    """

    kind: str
    contract_number: str
    claim_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Room:
    """How far a limit or stop line of an agreement is used; None where the facts do not say how much there is."""

    agreement: str
    kind: str
    key: str
    group: str | None
    year: int | None
    amount_minor: int | None
    used_minor: int
    room_minor: int | None


@dataclass(frozen=True, slots=True)
class PoolStatement:
    """One pool over a period, both days included.

    Attributes:
        opening, closing: Each account on its own side, in minor units.
        rooms: As of the last claim; with the reason in `rooms_unknown` where they cannot be worked out.
        holds: Whether opening and moves give closing, and cash and compensation match capital and what is payable.
    """

    book: str
    name: str
    currency: str
    since: date
    until: date
    opening: Mapping[str, int]
    moves: tuple[Move, ...]
    loans: tuple[LoanLine, ...]
    commitments: tuple[Commitment, ...]
    rooms: tuple[Room, ...]
    rooms_unknown: str
    closing: Mapping[str, int]
    holds: bool

    @property
    def payable_minor(self) -> int:
        """What was admitted and is not paid."""
        return sum(one.amount_minor for one in self.commitments if one.kind == "payable")

    @property
    def claimed_minor(self) -> int:
        """What is claimed and undecided, in full: the most that could come of it."""
        return sum(one.amount_minor for one in self.commitments if one.kind == "claimed")

    @property
    def free_minor(self) -> int:
        """Its cash less what it owes and what could come of claims that nobody has decided on."""
        return self.closing["cash"] - self.payable_minor - self.claimed_minor


def pool_statement(code: str, since: date, until: date) -> PoolStatement:
    """The statement of a pool.

    Args:
        code: The book.
        since: First business day.
        until: Last business day.

    Raises:
        UnknownRecordError: There is no such book.
        RefusedError: It is no pool, or the days are out of order.
    """
    book = book_named(code)
    if book.template != Template.POOL:
        raise RefusedError("This book is no pool", "wrong_party", found=book.template, where=code)
    if since > until:
        raise RefusedError("The period ends before it begins", "out_of_order", found=f"{since} to {until}")
    opening = _balances(code, since - timedelta(days=1))
    closing = _balances(code, until)
    moved = _moved(book, since, until)
    moves = tuple(_moves(book, since, until))
    rooms, unknown = _rooms(book, until)
    follows = {name: opening[name] + moved.get(name, 0) for name in closing} == dict(closing)
    balanced = closing["cash"] + closing["compensation"] == closing["capital"] + closing["payable"]
    return PoolStatement(
        book.code, book.name, book.currency, since, until, opening, moves, tuple(_loans(book, since, until)),
        tuple(_commitments(book, until)), rooms, unknown, closing, follows and balanced,
    )  # fmt: skip


def _balances(code: str, until: date) -> Mapping[str, int]:
    return {line.account: line.amount_minor for line in trial_balance(code, until=until)}


def _moved(book: Book, since: date, until: date) -> Mapping[str, int]:
    """What each account moved in the period, on its own side, by another question than the balances ask."""
    sums = (
        Posting.objects.filter(book=book, entry__business_date__gte=since, entry__business_date__lte=until)
        .values_list("account__code", "account__side")
        .annotate(total=Sum("amount_minor"))
    )
    return {code: int(total) if side == "debit" else -int(total) for code, side, total in sums}


def _moves(book: Book, since: date, until: date) -> Iterator[Move]:
    """Each kind of entry; an entry that takes one back counts against the kind that it takes back."""
    rows = (
        Entry.objects.filter(book=book, business_date__gte=since, business_date__lte=until)
        .annotate(what=Coalesce(F("reverses__kind"), F("kind")))
        .order_by("what")
    )
    kinds = sorted(set(rows.values_list("what", flat=True)))
    for kind in kinds:
        rule = RULES[kind]
        mine = rows.filter(what=kind)
        total = Posting.objects.filter(entry__in=mine, account__code=rule.debit).aggregate(
            total=Sum("amount_minor")
        )
        yield Move(kind, rule.label, mine.count(), int(total["total"] or 0))


def _loans(book: Book, since: date, until: date) -> Iterator[LoanLine]:
    within = Q(act__business_date__gte=since, act__business_date__lte=until)
    admitted = dict(
        Compensation.objects.filter(within, claim__book=book).values_list("claim_id", "amount_minor")
    )
    paid = dict(
        CompensationPayment.objects.filter(within, compensation__claim__book=book).values_list(
            "compensation__claim_id", "compensation__amount_minor"
        )
    )
    recovered = dict(
        Recovery.objects.filter(within, claim__book=book)
        .values_list("claim_id")
        .annotate(total=Sum("pool_minor"))
        .order_by("claim_id")
    )
    numbers = sorted({*admitted, *paid, *recovered})
    for claim in _claims(book).filter(pk__in=numbers):
        yield LoanLine(
            claim.financing.contract.number, claim.financing.contract.institution.name, claim.pk,
            admitted.get(claim.pk, 0), paid.get(claim.pk, 0), int(recovered.get(claim.pk, 0)),
        )  # fmt: skip


def _commitments(book: Book, until: date) -> Iterator[Commitment]:
    """Claims on which nobody had decided, and compensations that were not paid, at the end of a day."""
    of_financing = FinancingEvent.objects.filter(financing=OuterRef("financing"))
    by_then = Q(act__business_date__lte=until)
    owed = Compensation.objects.filter(by_then, claim=OuterRef("pk"))
    claims = _claims(book).filter(by_then).annotate(
        # The event with which the claim was made: of the same act.
        claimed_at=Subquery(of_financing.filter(act=OuterRef("act")).values("pk")[:1]),
        decided=Exists(of_financing.filter(by_then, code="financing.decide_claim", pk__gt=OuterRef("claimed_at"))),
        owed_minor=Subquery(owed.values("amount_minor")[:1]),
        paid=Exists(CompensationPayment.objects.filter(by_then, compensation__claim=OuterRef("pk"))),
    )  # fmt: skip
    open_ones = Q(owed_minor=None, decided=False) | Q(owed_minor__isnull=False, paid=False)
    for claim in claims.filter(open_ones):
        number = claim.financing.contract.number
        if claim.owed_minor is None:
            yield Commitment("claimed", number, claim.pk, claim.principal_minor)
        else:
            yield Commitment("payable", number, claim.pk, claim.owed_minor)


def _claims(book: Book) -> QuerySet[Claim]:
    return Claim.objects.filter(book=book).select_related("financing__contract__institution").order_by("pk")


def _rooms(book: Book, until: date) -> tuple[tuple[Room, ...], str]:
    """The limits and stop lines of each agreement that the pool's claims are under, by the one allocation code."""
    claims = standing_claims().filter(book=book, act__business_date__lte=until)
    rooms: list[Room] = []
    for claim in claims.order_by("agreement", "-pk").distinct("agreement"):
        agreement = claim.agreement
        try:
            found = rooms_left(agreement, claim.law_date, losses_claimed(book.pk, agreement, last=claim.pk))
        except RefusedError as error:
            return tuple(rooms), str(error)
        rooms += [
            Room(
                agreement, row["kind"], row["key"], row["group"], row["year"], row["amount_fen"], row["used_fen"],
                row["room_fen"],
            )
            for row in found.iter_rows(named=True)
        ]  # fmt: skip
    return tuple(rooms), ""
