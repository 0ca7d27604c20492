"""Whose pool one looks at and what of it one sees; an outlook that is asked for, kept with the loans as they stand."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from kejin.calendars import add_months
from kejin.console.institution.outlook_form import CLAIMED, OutlookForm
from kejin.facts import Grain
from kejin.money import format_yuan
from kejin.records.financing.models import Claim, Contract
from kejin.records.ledger.models import Book
from kejin.records.ledger.templates import Template
from kejin.records.parties.kinds import LENDERS, OrganisationKind
from kejin.records.parties.models import Organisation
from kejin.records.statements.book_on_record import BookOnRecord, Given, book_on_record, with_years
from kejin.records.statements.pool import PoolStatement, pool_statement
from kejin.web.permissions import one_visible, visible
from kejin.web.scenarios.models import Outlook
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_COMMONEST = "bullet"


@dataclass(frozen=True, slots=True)
class Seen:
    """A pool as one looks at it.

    Attributes:
        book: The pool's book.
        house: For whom one looks.
        keeps: Whether one sees the whole pool: as its keeper, or as the office. A lender sees its own loans alone.
        claims: The claims on it that one may see.
        today: The business day.
    """

    book: Book
    house: Organisation
    keeps: bool
    claims: QuerySet[Claim]
    today: date

    @property
    def is_office(self) -> bool:
        """Whether it is an office that looks."""
        return self.house.kind == OrganisationKind.OFFICE

    @property
    def starts(self) -> date:
        """The first day that is looked ahead from: a simulation goes by months."""
        return add_months(self.today.replace(day=1), 1)

    def statement(self) -> PoolStatement:
        """The pool's statement of this year so far."""
        return pool_statement(self.book.code, date(self.today.year, 1, 1), self.today)


def pool_seen(visitor: Visitor, code: str) -> Seen:
    """The pool as the visitor sees it. Raises `Http404` where it has no part in it."""
    book = Book.objects.filter(template=Template.POOL, code=code).select_related("keeper").first()
    house, today = visitor.organisation, visitor.day
    if book is None or house is None or today is None:
        raise Http404
    office = visitor.kind == OrganisationKind.OFFICE
    keeps = office or book.keeper_id == house.pk
    claims: QuerySet[Claim] = visible(visitor, Claim).filter(book=book)
    if office:
        # The office reads the statements of every pool, and the claims in them.
        claims = Claim.objects.filter(book=book)
    if not keeps and not (visitor.kind in LENDERS and claims.exists()):
        raise Http404
    return Seen(book, house, keeps, claims, today)


def finished(visitor: Visitor, seen: Seen) -> QuerySet[Outlook]:
    """The outlooks of the pool that the visitor's organisation had simulated, the latest first."""
    rows: QuerySet[Outlook] = visible(visitor, Outlook).filter(book=seen.book, content__isnull=False)
    return rows.select_related("book", "person").order_by("-pk")


def kept_of(request: PageRequest, seen: Seen) -> Outlook | None:
    """The outlook asked for, else the latest. Raises `Http404` for one that is not the visitor's."""
    wanted = request.GET.get("outlook", "")
    if wanted:
        found: Outlook = one_visible(request.visitor, Outlook, int(wanted) if wanted.isdecimal() else -1)
        if found.book_id != seen.book.pk or found.content is None:
            raise Http404
        return found
    return finished(request.visitor, seen).first()


def order(visitor: Visitor, seen: Seen, *, form: OutlookForm, said: Mapping[str, Any]) -> Outlook | None:
    """Keep what is asked for, with the loans as they stand; None where there is no loan.

    Args:
        visitor: Who asks.
        seen: Of which pool.
        form: The assumptions of the model.
        said: The agreement, the facts that hold for all loans, and how these were typed.
    """
    assert visitor.person is not None  # noqa: S101 - the page asks for one
    facts: Mapping[Grain, Mapping[str, str]] = said["facts"]
    loans = book_on_record(_contracts(seen, form.cleaned_data.get("lenders", CLAIMED)), seen.starts, facts)
    if not loans.loans:
        return None
    years = range(seen.starts.year, seen.starts.year + int(form.cleaned_data["years"]) + 1)
    given = with_years(loans.given, seen.claims, years, supposed=facts.get(Grain.INSTITUTION_YEAR, {}))
    statement = seen.statement()
    model = {
        name: value.removesuffix("%") if isinstance(value, str) else value
        for name, value in form.cleaned_data.items()
        if name not in ("key", "added") and value is not None
    }
    if form.cleaned_data.get("added"):
        model["added"] = f"{form.cleaned_data['added'] // 1_000_000}"
    # What was ordered before and never came to an end leaves nothing behind.
    Outlook.objects.filter(organisation=seen.house, book=seen.book, content=None).delete()
    return Outlook.objects.create(
        organisation=seen.house, person=visitor.person, book=seen.book, given=given, facts=_digest(given),
        asked={
            "agreement": said["agreement"],
            "document": _document(seen, form, loans, agreement=said["agreement"]),
            "scenarios": int(form.cleaned_data["scenarios"]),
            "seed": form.cleaned_data["seed"],
            "form": {"model": model, "facts": dict(said["texts"])},
            "today": seen.today.isoformat(),
            "loans": loans.loans,
            "outstanding": loans.outstanding_minor,
            "past_due": loans.past_due,
            "free": statement.free_minor,
            "cash": statement.closing["cash"],
            "payable": statement.payable_minor,
            "claimed": statement.claimed_minor,
        },
    )  # fmt: skip


def _contracts(seen: Seen, lenders: str) -> QuerySet[Contract]:
    """Whose loans: a lender's own; for the whole pool those of lenders that claimed on it, or of all."""
    if not seen.keeps:
        return Contract.objects.filter(institution=seen.house)
    own = Q(institution__in=seen.claims.values("financing__institution")) if lenders == CLAIMED else Q()
    return Contract.objects.filter(own)


def _document(seen: Seen, form: OutlookForm, loans: BookOnRecord, *, agreement: str) -> dict[str, Any]:
    """The book as its file would have it."""
    title = word("outlook.of", seen.book.name)
    made: dict[str, Any] = {
        "title": {"zh": title.zh, "en": title.en},
        "agreements": [agreement],
        "facts": "",
        "institutions": "stated",
        "repayment": _repayment(loans),
        **form.assumed(seen.starts),
    }  # fmt: skip
    if seen.keeps:
        made["holds"] = _holds(seen, form.cleaned_data["added"], int(form.cleaned_data["years"]))
    return made


def _repayment(loans: BookOnRecord) -> str | dict[str, Any]:
    """How loans are repaid: each by its number, but for those of which everything is owed until the end."""
    others = {name: how for name, how in loans.forms.items() if how != _COMMONEST}
    return {"fact": "loan_id", "forms": others, "otherwise": _COMMONEST} if others else _COMMONEST


def _holds(seen: Seen, added_fen: int | None, years: int) -> dict[str, Any]:
    """What the pool holds and has promised today; what is added comes in from the second year on."""
    statement = seen.statement()
    first = seen.starts.year
    added = {year: format_yuan(added_fen) for year in range(first + 1, first + years)} if added_fen else {}
    promised = statement.payable_minor + statement.claimed_minor
    return {
        "amount": format_yuan(statement.closing["cash"]), "promised": format_yuan(promised), "added": added,
    }  # fmt: skip


def _digest(given: Given) -> str:
    return hashlib.sha256(json.dumps(given, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
