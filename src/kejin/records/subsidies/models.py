"""Programmes, what enterprises are entitled to and claim, and the files by which it is paid."""

from django.db import models
from django.db.models import Q

from kejin.records.approvals.models import Approval
from kejin.records.financing.models import Contract
from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.ledger.models import Book
from kejin.records.parties.models import Organisation
from kejin.records.subsidies.steps import State


class Programme(Record):
    """A subsidy programme of an office: its budget, the rule of the packs, how long its public notice is.

    Attributes:
        decision: The decision of the packs, `policy.decision`, on the grain of loans.
        amount: The decision's amount that is paid, in fen.
        notice_days: Calendar days of public notice; the office's own rule.
    """

    rights = Rights.APPEND
    data_class = 1

    code = models.CharField(max_length=80, unique=True)
    name = models.TextField()
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="programmes")
    decision = models.CharField(max_length=120)
    amount = models.CharField(max_length=80)
    notice_days = models.SmallIntegerField()

    def __str__(self) -> str:
        return self.code


class Subsidy(Record):
    """One enterprise's subsidy on one contract for one quarter, by one programme.

    Attributes:
        quarter: `2026Q1`.
        facts: What the rule was given, as texts; from these the amount follows again.
        digest: SHA-256 of facts, dates and ruleset.
        state: Where it stands; only an event changes it.
        notice_until: Last day of public notice, once it is approved.
    """

    rights = Rights.CHANGE
    data_class = 3

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="subsidies")
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subsidies")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="subsidies")
    quarter = models.CharField(max_length=6)
    law_date = models.DateField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, blank=True)
    notice_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "quarter"), name="one_subsidy_per_contract_and_quarter"
            ),
            models.CheckConstraint(condition=Q(quarter__regex="^[0-9]{4}Q[1-4]$"), name="subsidy_quarter"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="subsidy_amount"),
        )
        indexes = (models.Index(fields=("programme", "state"), name="subsidy_work_list"),)

    def __str__(self) -> str:
        return f"S{self.pk}"


class SubsidyEvent(Record):
    """One step in the life of a subsidy."""

    rights = Rights.APPEND
    data_class = 3

    subsidy = models.ForeignKey(Subsidy, on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(to_state=State.REFUSED) | ~Q(reason_code=""), name="subsidy_refusal_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subsidy_id} {self.code}"


class PaymentFile(Record):
    """A list of payments as it goes to the bank that pays.

    Attributes:
        sha256: Digest of its lines, hexadecimal: what was confirmed as paid is what was listed.
    """

    rights = Rights.APPEND
    data_class = 2

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="files")
    total_minor = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"P{self.pk}"


class PaymentLine(Record):
    """One payment of a file. The database refuses one without the approval of its amount, and a second one."""

    rights = Rights.APPEND
    data_class = 2

    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, related_name="lines")
    subsidy = models.OneToOneField(Subsidy, on_delete=models.PROTECT, related_name="line")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.file_id} {self.subsidy_id}"
