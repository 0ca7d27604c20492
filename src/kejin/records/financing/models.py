"""Financings, their events, and what the events leave: offers, contracts, reports, claims, recoveries."""

from django.db import models
from django.db.models import Q

from kejin.records.approvals.models import Approval
from kejin.records.financing.steps import State
from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.ledger.models import Book, Entry
from kejin.records.parties.models import Organisation


class Financing(Record):
    """One financing of one enterprise, from its need to its end.

    Attributes:
        institution: Who lends; None until it is matched.
        product: The product's key in the packs; empty until it is matched.
        state: Where it stands; only an event changes it, and the database sees to that.
    """

    rights = Rights.CHANGE
    data_class = 3

    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="financings")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="lent")
    product = models.CharField(max_length=120, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    term_months = models.SmallIntegerField()
    purpose = models.TextField()
    state = models.CharField(max_length=20, choices=State.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="financing_amount"),
            models.CheckConstraint(condition=Q(term_months__gt=0), name="financing_term"),
        )
        indexes = (models.Index(fields=("institution", "state"), name="financing_work_list"),)

    def __str__(self) -> str:
        return f"F{self.pk}"


class FinancingEvent(Record):
    """One step in the life of a financing; that it is a step at all, the database compares with the list of steps."""

    rights = Rights.APPEND
    data_class = 3

    financing = models.ForeignKey(Financing, on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(to_state=State.REFUSED) | ~Q(reason_code=""),
                name="financing_refusal_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.financing_id} {self.code}"


class Offer(Record):
    """Terms that an institution offers; a later offer replaces an earlier one.

    Attributes:
        rate_ppb: Yearly rate, parts per billion.
        valid_until: Last day on which it can be accepted.
    """

    rights = Rights.APPEND
    data_class = 3

    financing = models.ForeignKey(Financing, on_delete=models.PROTECT, related_name="offers")
    principal_minor = models.BigIntegerField()
    rate_ppb = models.BigIntegerField()
    term_months = models.SmallIntegerField()
    repayment = models.CharField(max_length=40)
    valid_until = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(principal_minor__gt=0, rate_ppb__gte=0), name="offer_terms"),
        )

    def __str__(self) -> str:
        return f"offer {self.pk} of {self.financing_id}"


class Contract(Record):
    """The contract of a financing, registered by its number; its terms are those of the approved offer."""

    rights = Rights.APPEND
    data_class = 3

    financing = models.OneToOneField(Financing, on_delete=models.PROTECT, related_name="contract")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="contract")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80)
    signed_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("institution", "number"), name="contract_number_once"),
        )

    def __str__(self) -> str:
        return self.number


class Report(Record):
    """What the lender reports of a contract as of a day."""

    rights = Rights.APPEND
    data_class = 3

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="reports")
    as_of = models.DateField()
    outstanding_minor = models.BigIntegerField()
    overdue_days = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("contract", "as_of"), name="reported_once_a_day"),
            models.CheckConstraint(
                condition=Q(outstanding_minor__gte=0, overdue_days__gte=0), name="report_values"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.as_of}"


class Claim(Record):
    """A lender's claim on a pool for a loss.

    Attributes:
        agreement: The sharing agreement of the packs, `policy.agreement`.
        law_date: Which day's rules share the loss.
        facts: The facts about loan, enterprise and institution-year that the agreement asks for, as texts.
    """

    rights = Rights.APPEND
    data_class = 3

    financing = models.ForeignKey(Financing, on_delete=models.PROTECT, related_name="claims")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="claims")
    agreement = models.CharField(max_length=120)
    law_date = models.DateField()
    principal_minor = models.BigIntegerField()
    facts = models.JSONField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(principal_minor__gt=0), name="claim_amount"),)

    def __str__(self) -> str:
        return f"claim {self.pk} on {self.book_id}"


class Compensation(Record):
    """The pool's part of a claim, admitted and paid.

    Attributes:
        amount_minor: What the allocation code of `kejin.risk` gives the pool to bear.
        digest: Digest of all that it was worked out from.
    """

    rights = Rights.APPEND
    data_class = 3

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="compensation")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount_minor__gt=0), name="compensation_amount"),)

    def __str__(self) -> str:
        return f"compensation of claim {self.claim_id}"


class CompensationPayment(Record):
    """That a compensation was paid out of the pool's cash; each once."""

    rights = Rights.APPEND
    data_class = 2

    compensation = models.OneToOneField(Compensation, on_delete=models.PROTECT, related_name="payment")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"payment of compensation {self.compensation_id}"


class Recovery(Record):
    """Money recovered on a compensated loan: all of it, and the pool's part of it."""

    rights = Rights.APPEND
    data_class = 3

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="recoveries")
    recovered_on = models.DateField()
    amount_minor = models.BigIntegerField()
    pool_minor = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, pool_minor__gte=0, pool_minor__lte=models.F("amount_minor")),
                name="recovery_amounts",
            ),
        )

    def __str__(self) -> str:
        return f"recovery on claim {self.claim_id}"
