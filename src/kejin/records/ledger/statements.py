"""What the books stand at, worked out from the postings."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from kejin.records.ledger.models import Account, Posting


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One account of a trial balance; the amount stands on the account's own side, in minor units."""

    book: str
    account: str
    side: str
    currency: str
    amount_minor: int


def trial_balance(book: str = "", *, until: date | None = None) -> list[TrialLine]:
    """Every account with its balance, of one book or of all, up to the end of a business day or up to now."""
    postings = Posting.objects.all()
    if until is not None:
        postings = postings.filter(entry__business_date__lte=until)
    totals = dict(postings.values_list("account_id").annotate(total=Sum("amount_minor")))
    accounts = Account.objects.select_related("book").order_by("book__code", "id")
    if book:
        accounts = accounts.filter(book__code=book)
    return [
        TrialLine(
            account.book.code,
            account.code,
            account.side,
            account.currency,
            int(totals.get(account.pk, 0)) * (1 if account.side == "debit" else -1),
        )
        for account in accounts
    ]
