"""Books of pools and budgets: what they stand at, and entry by entry."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from kejin.api.asking import READING, asker
from kejin.api.errors import NotFoundError
from kejin.api.paging import Page, PageQuery, known_parameters, page
from kejin.api.reading.listing import Resource
from kejin.api.shapes import Day, Minor, NumberFilter, OneOf, PartyRef, Shape, party_ref
from kejin.records.ledger.models import Book, Entry
from kejin.records.ledger.statements import trial_balance
from kejin.records.ledger.templates import Side, Template
from kejin.web.permissions import visible

BookCode = Annotated[
    str,
    Path(
        min_length=1,
        max_length=80,
        pattern="^[a-z0-9]+([._-][a-z0-9]+)*$",
        description="账簿代码",
        examples=["gz-pool"],
    ),
]
router = Router(tags=["ledger"])


class BookQuery(PageQuery):
    """Which books."""

    template: Annotated[str, OneOf(Template)] | None = Field(
        None, description="For a pool, or for a budget. 模板"
    )


class BookShown(Shape):
    """The accounts of one pool or one budget."""

    id: int
    code: str
    name: str
    keeper: PartyRef
    template: str
    currency: str


class BalanceQuery(BaseModel):
    """As of when."""

    model_config = ConfigDict(extra="forbid")

    until: Day | None = Field(
        None, description="The end of which business day; now where it is not given. 截止日"
    )


class BalanceShown(Shape):
    """What one account stands at, on its own side."""

    account: str
    side: Annotated[str, OneOf(Side)]
    currency: str
    amount_minor: Minor


class Balances(Shape):
    """The trial balance of a book."""

    book: str
    until: date | None
    accounts: list[BalanceShown]


class EntryQuery(PageQuery):
    """Which entries."""

    kind: str | None = Field(
        None, min_length=1, max_length=40, pattern="^[a-z._]+$", description="Of which kind. 种类"
    )
    reverses_id: NumberFilter = Field(None, description="The one that takes back this entry. 冲正的分录")


class PostingShown(Shape):
    """One line of an entry: debits positive, credits negative."""

    account: str
    amount_minor: Minor


class EntryShown(Shape):
    """What happened, as postings that sum to nothing."""

    id: int
    business_date: date
    kind: str
    act_id: int
    subject_kind: str
    subject_id: int
    reverses_id: int | None
    postings: list[PostingShown]


def _book(found: Book) -> BookShown:
    return BookShown(
        id=found.pk, code=found.code, name=found.name, keeper=party_ref(found.keeper), template=found.template,
        currency=found.currency,
    )  # fmt: skip


Resource(Book, "ledger", ("keeper",)).add_list(
    router, "", BookShown, query=BookQuery, shown=_book, named=("books.list", "账簿列表", "Books"),
    about="Books that one keeps; offices see all.",
)  # fmt: skip


@router.get(
    "/{code}/balances", auth=READING, response=Balances, operation_id="books.balances",
    summary="账簿余额 · Balances of a book",
)  # fmt: skip
def balances(request: HttpRequest, code: BookCode, asked: Query[BalanceQuery]) -> Balances:
    """The trial balance of a book: now, or at the end of a business day."""
    known_parameters(request, BalanceQuery)
    book = _one(request, code)
    lines = trial_balance(book.code, until=asked.until)
    shown = [
        BalanceShown(
            account=line.account, side=line.side, currency=line.currency, amount_minor=line.amount_minor
        )
        for line in lines
    ]
    return Balances(book=book.code, until=asked.until, accounts=shown)


@router.get(
    "/{code}/entries", auth=READING, response=Page[EntryShown], operation_id="books.entries",
    summary="账簿分录 · Entries of a book",
)  # fmt: skip
def entries(request: HttpRequest, code: BookCode, asked: Query[EntryQuery]) -> Page[EntryShown]:
    """A book's entries with their postings, newest first."""
    rows = Entry.objects.filter(book=_one(request, code)).prefetch_related("postings__account")
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.reverses_id is not None:
        rows = rows.filter(reverses_id=asked.reverses_id)
    return page(request, rows, asked, shown=_entry)


def _entry(found: Entry) -> EntryShown:
    return EntryShown(
        id=found.pk, business_date=found.business_date, kind=found.kind, act_id=found.act_id,
        subject_kind=found.subject_kind, subject_id=found.subject_id, reverses_id=found.reverses_id,
        postings=[
            PostingShown(account=each.account.code, amount_minor=each.amount_minor) for each in found.postings.all()
        ],
    )  # fmt: skip


def _one(request: HttpRequest, code: str) -> Any:
    found = visible(asker(request).visitor, Book).filter(code=code).first()
    if found is None:
        raise NotFoundError("There is no such book, or none that this organisation may know of", found=code)
    return found


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    return {"/books": router}
