"""Books, their accounts, entries with postings, and the closings of days. Debits are positive, credits negative."""

from django.db import models
from django.db.models import Q

from kejin.records.kept.record import CurrentTransaction, Part, Record
from kejin.records.kept.rights import Rights
from kejin.records.ledger.templates import Side, Template
from kejin.records.parties.models import Organisation


class Book(Record):
    """The accounts of one pool or one budget.

    Attributes:
        keeper: The organisation whose people keep it.
        template: Which accounts it has, and so which kinds of entries.
    """

    rights = Rights.APPEND
    data_class = 1

    code = models.CharField(max_length=80, unique=True)
    name = models.TextField()
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="books")
    template = models.CharField(max_length=20, choices=Template.choices)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(template__in=Template.values), name="book_template"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="book_currency"),
        )

    def __str__(self) -> str:
        return self.code


class Account(Record):
    """One account of a book.

    Attributes:
        side: On which side its balance stands.
        guarded: Whether the database refuses a balance on the other side: money that is not there is not paid, a
            budget that is used up commits nothing.
    """

    rights = Rights.APPEND
    data_class = 1

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts")
    code = models.CharField(max_length=40)
    side = models.CharField(max_length=6, choices=Side.choices)
    currency = models.CharField(max_length=3)
    guarded = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "code"), name="account_of_book"),
            models.UniqueConstraint(fields=("id", "book", "currency"), name="account_with_book_and_currency"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="account_side"),
        )

    def __str__(self) -> str:
        return f"{self.book_id}:{self.code}"


class Entry(Record):
    """What happened, as postings that sum to nothing. Corrected by another entry, never changed.

    Attributes:
        business_date: The day of its act; the database sets it.
        kind: Which rule of `kejin.records.ledger.rules` made its postings.
        facts: What the rule was given: from these the postings follow again at any time.
        reverses: The entry whose effect this one takes back; each is taken back at most once.
        transaction: The database's number of the transaction that made it; no other may add postings.
    """

    rights = Rights.APPEND
    data_class = 3

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    business_date = models.DateField()
    kind = models.CharField(max_length=40)
    facts = models.JSONField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("id", "book"), name="entry_with_book"),)
        indexes = (
            models.Index(fields=("book", "business_date"), name="entry_by_day"),
            models.Index(fields=("subject_kind", "subject_id"), name="entry_by_subject"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Posting(Part):
    """One line of an entry: an amount to one account; debits positive, credits negative, in minor units."""

    rights = Rights.APPEND
    data_class = 3

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(amount_minor=0), name="posting_of_something"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount_minor}"


class Balance(Part):
    """The sum of a guarded account's postings, which the database keeps itself to refuse what would pass zero."""

    rights = Rights.DERIVED
    data_class = 3

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, primary_key=True, related_name="balance"
    )
    amount_minor = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount_minor}"


class Closing(Record):
    """That a book was closed for a day that is past: how far it went and what its accounts stood at.

    Attributes:
        last_entry: The last entry of the day or before; None where there was none.
        digest: SHA-256 over the balances and the closing before, hexadecimal.
    """

    rights = Rights.APPEND
    data_class = 2

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="closings")
    day = models.DateField()
    last_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    entries = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("book", "day"), name="closed_once"),)

    def __str__(self) -> str:
        return f"{self.book_id} {self.day}"
