"""Where files under way are found: for each kind a query that an index of its party answers, never a whole table.

Every source gives its rows three columns: `state`, at which step each stands; `since`, the day of the step before;
`mine`, whether the organisation itself has to move. A file is in one source only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from kejin.records.filings.models import Dispute
from kejin.records.financing.models import Claim, Compensation, Financing, FinancingEvent
from kejin.records.financing.steps import TAKE_BACK, State
from kejin.records.parties.models import Organisation
from kejin.records.promises.promised import Holder, promises
from kejin.records.subsidies.models import Subsidy, SubsidyEvent
from kejin.records.subsidies.steps import State as SubsidyState

_PAYABLE, _DISPUTE = "financing.payable", "filings.dispute"
# What an enterprise is still thinking about is nothing to the institution that it looks at.
_PRIVATE = (State.NEED, State.MATCHED)


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose a file is, and who has to move."""

    enterprise: Organisation
    holder: Organisation


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One query for files under way.

    Attributes:
        kind: What the files are, as `financing`.
        rows: The files of the organisation, with `state`, `since` and `mine`.
        codes: The promise that runs at each state.
        number: The column of the number by which people call a file; rows are ordered by it.
        label: What a row is called, as `F12`.
        name: The same in the database.
        enterprise: The column of the enterprise's name.
        holders: Rows whose holder's name holds a text, where it is neither the enterprise nor the organisation.
        parties: Enterprise and holder of each row.
    """

    kind: str
    rows: QuerySet[Any]
    codes: Mapping[str, str]
    number: str
    label: Callable[[Any], str]
    name: Concat
    enterprise: str
    holders: Callable[[str], Q]
    parties: Callable[[Sequence[Any]], Iterator[Parties]]

    def narrowed(self, rows: QuerySet[Any]) -> "Source":
        """The source with fewer rows."""
        return replace(self, rows=rows)


def sources(house: Organisation) -> tuple[Source, ...]:
    """Every source of files that an organisation is a party to."""
    return (*_financings(house), *_payable(house), *_subsidies(house), *_disputes(house))


def _codes(room: str, but: Sequence[str] = ()) -> Mapping[str, str]:
    names = (code.partition(".") for code in promises())
    return MappingProxyType(
        {state: f"{room}.{state}" for found, _, state in names if found == room and state not in but}
    )


def _held_by(room: str, holder: Holder) -> list[str]:
    return [state for state, code in _codes(room).items() if promises()[code].holder is holder]


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _standing_since(events: type[FinancingEvent | SubsidyEvent], name: str) -> Case:
    """The business day on which a file last came to where it stands.

    It changes by its events alone, so that is the day of the act that changed it last; but a step that was taken back
    begins no promise anew: then the file stands where it stood before.
    """
    came = events.objects.filter(**{name: OuterRef("pk")}, to_state=OuterRef("state")).exclude(code=TAKE_BACK)
    before = Subquery(came.order_by("-pk").values("act__business_date")[:1])
    return Case(
        When(act__code=TAKE_BACK, then=before), default=F("act__business_date"), output_field=DateField()
    )


def _financings(house: Organisation) -> Iterator[Source]:
    latest = Claim.objects.filter(financing=OuterRef("pk")).order_by("-pk").values("book__keeper_id")[:1]
    at_pool, at_bank = _held_by("financing", Holder.POOL), _held_by("financing", Holder.INSTITUTION)
    mine = (
        Q(state__in=_held_by("financing", Holder.ENTERPRISE), enterprise=house)
        | Q(state__in=at_bank, institution=house)
        | Q(state__in=at_pool, keeper=house.pk)
    )
    kept = Claim.objects.filter(book__keeper=house).values("financing_id")
    for party, private in (
        (Q(enterprise=house), ()),
        (Q(institution=house) & ~Q(enterprise=house), _PRIVATE),
        (Q(pk__in=kept) & ~Q(enterprise=house) & ~Q(institution=house), _PRIVATE),
    ):
        codes = _codes("financing", private)
        rows = Financing.objects.filter(party, state__in=codes).annotate(
            since=_standing_since(FinancingEvent, "financing"),
            keeper=Case(When(state__in=at_pool, then=Subquery(latest)), default=None),
            mine=_whether(mine),
        )
        yield Source(
            "financing", rows.select_related("enterprise", "institution"), codes, "pk", str, _named("F"),
            "enterprise__name", lambda text: Q(state__in=at_bank, institution__name__icontains=text) | Q(
                state__in=at_pool,
                pk__in=Claim.objects.filter(book__keeper__name__icontains=text).values("financing_id"),
            ), _of_financings,
        )  # fmt: skip


def _of_financings(rows: Sequence[Financing]) -> Iterator[Parties]:
    at_pool = _held_by("financing", Holder.POOL)
    claims = Claim.objects.filter(financing__in=[row.pk for row in rows if row.state in at_pool]).order_by(
        "pk"
    )
    keepers = {claim.financing_id: claim.book.keeper for claim in claims.select_related("book__keeper")}
    at_enterprise = _held_by("financing", Holder.ENTERPRISE)
    for row in rows:
        lender = row.institution if row.institution is not None else row.enterprise
        holder = row.enterprise if row.state in at_enterprise else keepers.get(row.pk, lender)
        yield Parties(row.enterprise, holder)


def _payable(house: Organisation) -> Iterator[Source]:
    kept, lent = Q(claim__book__keeper=house), Q(claim__financing__institution=house)
    for party in (kept, lent & ~kept):
        rows = Compensation.objects.filter(party, payment=None).annotate(
            state=Value("", CharField()), since=F("act__business_date"), mine=_whether(kept)
        )
        yield Source(
            "claim", rows.select_related("claim__book__keeper", "claim__financing__enterprise"), {"": _PAYABLE},
            "claim_id", lambda row: str(row.claim), _named("claim ", "claim_id"), "claim__financing__enterprise__name",
            lambda text: Q(claim__book__keeper__name__icontains=text),
            lambda found: (Parties(row.claim.financing.enterprise, row.claim.book.keeper) for row in found),
        )  # fmt: skip


def _subsidies(house: Organisation) -> Iterator[Source]:
    at_office, codes = _held_by("subsidy", Holder.OFFICE), _codes("subsidy")
    granted, received = Q(programme__office=house), Q(enterprise=house)
    mine = (Q(state__in=at_office) & granted) | (~Q(state__in=at_office) & received)
    noticed = Q(state=SubsidyState.NOTICED, notice_until__isnull=False)

    def parties(found: Sequence[Subsidy]) -> Iterator[Parties]:
        for row in found:
            yield Parties(row.enterprise, row.programme.office if row.state in at_office else row.enterprise)

    for party in (received, granted & ~received):
        rows = Subsidy.objects.filter(party, state__in=codes).annotate(
            # The office's days begin when the public notice is over.
            since=Case(
                When(noticed, then=F("notice_until")), default=_standing_since(SubsidyEvent, "subsidy"),
                output_field=DateField(),
            ),
            mine=_whether(mine),
        )  # fmt: skip
        yield Source(
            "subsidy", rows.select_related("enterprise", "programme__office"), codes, "pk", str, _named("S"),
            "enterprise__name", lambda text: Q(state__in=at_office, programme__office__name__icontains=text), parties,
        )  # fmt: skip


def _disputes(house: Organisation) -> Iterator[Source]:
    filed, about = Q(filing__source_id=house.pk), Q(filing__enterprise=house)

    def parties(found: Sequence[Dispute]) -> Iterator[Parties]:
        filers = Organisation.objects.in_bulk({row.filing.source_id for row in found})
        for row in found:
            yield Parties(row.filing.enterprise, filers[row.filing.source_id])

    def filers_named(text: str) -> Q:
        return Q(Exists(Organisation.objects.filter(pk=OuterRef("filing__source_id"), name__icontains=text)))

    for party in (about, filed & ~about):
        rows = Dispute.objects.filter(party, answer=None).annotate(
            state=Value("", CharField()), since=F("act__business_date"), mine=_whether(filed)
        )
        yield Source(
            "dispute", rows.select_related("filing__enterprise"), {"": _DISPUTE}, "pk", str, _named("D"),
            "filing__enterprise__name", filers_named, parties,
        )  # fmt: skip


def _named(letter: str, number: str = "pk") -> Concat:
    return Concat(Value(letter), Cast(number, CharField()), output_field=CharField())


__all__ = ["Parties", "Source", "sources"]
