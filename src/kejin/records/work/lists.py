"""Files under way at their promised steps: who holds each, until when, how many days are left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kejin.facts import Label
from kejin.records.filings.models import Dispute
from kejin.records.financing.models import Claim, Compensation, Financing, FinancingEvent
from kejin.records.financing.steps import TAKE_BACK, State
from kejin.records.parties.models import Organisation
from kejin.records.promises.promised import DayUnit, Holder, Promise, due_and_left, promises
from kejin.records.subsidies.models import Subsidy, SubsidyEvent
from kejin.records.subsidies.steps import State as SubsidyState


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
class _File:
    """A file at a step, before its promise is looked up."""

    code: str
    subject: tuple[str, int, str]
    enterprise: Organisation
    holder: Organisation
    since: date


def under_way(organisation: Organisation, today: date) -> list[Waiting]:
    """Every file under way that the organisation is a party to, the most pressing first."""
    files = [
        *_financings(organisation),
        *_payable(organisation),
        *_subsidies(organisation),
        *_disputes(organisation),
    ]
    found = [_waiting(each, promises()[each.code], today) for each in files]
    return sorted(found, key=lambda each: (each.left is None, each.left, each.subject))


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


def _waiting(file: _File, promise: Promise, today: date) -> Waiting:
    due, left = due_and_left(promise, file.since, today)
    return Waiting(
        file.code, file.subject, promise.label, file.enterprise.name, promise.holder, file.holder.pk,
        file.holder.name, file.since, due, left, promise.unit, promise.confidence,
    )  # fmt: skip


def _financings(organisation: Organisation) -> Iterator[_File]:
    promised = _promised("financing")
    mine = Q(enterprise=organisation) | Q(institution=organisation) | Q(claims__book__keeper=organisation)
    found = Financing.objects.filter(mine, state__in=promised).distinct()
    for each in _since(found, FinancingEvent, "financing").select_related("enterprise", "institution"):
        holder = promises()[f"financing.{each.state}"].holder
        party: Organisation | None = each.enterprise if holder is Holder.ENTERPRISE else each.institution
        if each.state == State.CLAIMED:
            party = (
                Claim.objects.select_related("book__keeper").filter(financing=each).latest("pk").book.keeper
            )
        if party is not None:
            subject = ("financing", each.pk, str(each))
            yield _File(f"financing.{each.state}", subject, each.enterprise, party, each.since)


def _payable(organisation: Organisation) -> Iterator[_File]:
    mine = Q(claim__book__keeper=organisation) | Q(claim__financing__institution=organisation)
    found = Compensation.objects.filter(mine, payment=None)
    for each in found.select_related("claim__book__keeper", "claim__financing__enterprise", "act"):
        subject = ("claim", each.claim_id, str(each.claim))
        enterprise = each.claim.financing.enterprise
        yield _File("financing.payable", subject, enterprise, each.claim.book.keeper, each.act.business_date)


def _subsidies(organisation: Organisation) -> Iterator[_File]:
    promised = _promised("subsidy")
    mine = Q(enterprise=organisation) | Q(programme__office=organisation)
    found = Subsidy.objects.filter(mine, state__in=promised)
    for each in _since(found, SubsidyEvent, "subsidy").select_related("enterprise", "programme__office"):
        code = f"subsidy.{each.state}"
        of_office = promises()[code].holder is Holder.OFFICE
        holder = each.programme.office if of_office else each.enterprise
        noticed = each.state == SubsidyState.NOTICED and each.notice_until is not None
        since = each.notice_until if noticed else each.since
        yield _File(code, ("subsidy", each.pk, str(each)), each.enterprise, holder, since)


def _disputes(organisation: Organisation) -> Iterator[_File]:
    mine = Q(filing__source_id=organisation.pk) | Q(filing__enterprise=organisation)
    found = Dispute.objects.filter(mine, answer=None).select_related("filing__enterprise", "act")
    sources = Organisation.objects.in_bulk({each.filing.source_id for each in found})
    for each in found:
        subject = ("dispute", each.pk, str(each))
        source = sources[each.filing.source_id]
        yield _File("filings.dispute", subject, each.filing.enterprise, source, each.act.business_date)


def _promised(room: str) -> list[str]:
    return [code.split(".")[1] for code in promises() if code.startswith(f"{room}.")]


def _since(files: "QuerySet[Any]", events: Any, name: str) -> "QuerySet[Any]":
    """The files with the business day as `since` on which they last came to where they stand.

    A step that was taken back begins no promise anew: the file stands where it stood before.
    """
    came = events.objects.filter(**{name: OuterRef("pk")}, to_state=OuterRef("state"))
    latest = came.exclude(code=TAKE_BACK).order_by("-pk")
    dated: QuerySet[Any] = files.annotate(since=Subquery(latest.values("act__business_date")[:1])).order_by(
        "pk"
    )
    return dated
