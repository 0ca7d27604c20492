"""Acts on books."""

from typing_extensions import override

from kejin.facts import Label
from kejin.money import Currency
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Code, Fen, Id, Word
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.ledger.models import Account, Book, Entry
from kejin.records.ledger.posting import Draft, book_named, post, reverse
from kejin.records.ledger.templates import PLANS, Template
from kejin.records.parties.kinds import OrganisationKind, Role

KEEPERS = frozenset(
    {OrganisationKind.OFFICE, OrganisationKind.POOL, OrganisationKind.GUARANTOR, OrganisationKind.INSURER}
)
TREASURERS = Allowed(KEEPERS, frozenset({Role.TREASURER}))
# What a treasurer posts directly; every other kind comes out of a claim, a subsidy or a recovery.
_DIRECT = frozenset(
    {"pool.contribution", "pool.withdrawal", "pool.income", "pool.fee", "budget.appropriation"}
)


@listed
class OpenBook(Action):
    """Open a book with the accounts of its template, kept by the caller's organisation."""

    code = "ledger.open_book"
    label = Label("开立账簿", "Open a book")
    allowed = Allowed(KEEPERS, frozenset({Role.ADMINISTRATOR}))

    book: Code
    name: Word
    template: Template
    currency: Currency = Currency.CNY

    @override
    def change(self, context: Context) -> Outcome:
        if Book.objects.filter(code=self.book).exists():
            raise RefusedError("There is a book of this code", "duplicate", found=self.book)
        made = Book.objects.create(
            code=self.book,
            name=self.name,
            keeper=context.organisation,
            template=self.template,
            currency=self.currency,
        )
        Account.objects.bulk_create(
            Account(book=made, code=plan.code, side=plan.side, guarded=plan.guarded, currency=self.currency)
            for plan in PLANS[self.template]
        )
        return Outcome(("book", made.pk, made.code), {"book_id": made.pk})


@listed
class PostDirect(Action):
    """Post a contribution to a pool, its income, a fee, capital withdrawn from it, or an appropriation to a budget."""

    code = "ledger.post"
    label = Label("入账", "Post to a book")
    allowed = TREASURERS
    needs_key = True
    needs_reason = True

    book: Code
    kind: Code
    amount_minor: Fen

    @override
    def change(self, context: Context) -> Outcome:
        book = kept_by(context, self.book)
        if self.kind not in _DIRECT:
            raise RefusedError(
                "Entries of this kind come out of other acts", "no_entry", expected=" or ".join(sorted(_DIRECT)),
                found=self.kind,
            )  # fmt: skip
        number = post(Draft(book, self.kind, {"amount_minor": self.amount_minor}, ("book", book.pk)))
        return Outcome(("entry", number, f"{self.kind} {book.code}"), {"entry_id": number})


@listed
class ReverseDirect(Action):
    """Take back an entry that `ledger.post` made, by its opposite."""

    code = "ledger.reverse"
    label = Label("冲正", "Reverse an entry")
    allowed = TREASURERS
    needs_key = True
    needs_reason = True

    entry_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = Entry.objects.select_related("book").filter(pk=self.entry_id).first()
        if found is None or found.kind not in _DIRECT:
            raise UnknownRecordError("No such entry that is reversed directly", found=self.entry_id)
        book = kept_by(context, found.book.code)
        number = reverse(found)
        return Outcome(("entry", number, f"reversal {book.code}"), {"entry_id": number, "reverses": found.pk})


def kept_by(context: Context, code: str) -> Book:
    """The book of that code, where the caller's organisation keeps it.

    Raises:
        NotPermittedError: Another organisation keeps it.
    """
    book = book_named(code)
    if book.keeper_id != context.organisation.pk:
        raise NotPermittedError(
            "Another organisation keeps this book", found=code, kept="Nothing was recorded."
        )
    return book
