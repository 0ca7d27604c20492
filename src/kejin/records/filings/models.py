"""Filings and disputes."""

from django.db import models
from django.db.models import F, Q

from kejin.facts import Label
from kejin.records.kept.record import Part, Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation

_SHA256 = r"^[0-9a-f]{64}$"


class DisputeOutcome(models.TextChoices):
    """How a dispute ended. What cannot be established stays on record beside the fact."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    UNRESOLVED = "unresolved"


OUTCOME_WORDS = {
    DisputeOutcome.UPHELD: Label("异议成立，已更正", "Upheld and corrected"),
    DisputeOutcome.REJECTED: Label("异议不成立", "Rejected"),
    DisputeOutcome.UNRESOLVED: Label("无法核实，如实记载", "Cannot be established"),
}


class Batch(Record):
    """What one source filed at one time.

    Attributes:
        source: Who filed it; the database takes it from the act.
        origin: Where the source has it from: `self`, `tax`, `annual_report`.
        document: The file or document, as people call it.
        known_since: From this day on the records knew it; the database takes the act's business day, so that nobody
            can have known something earlier than he filed it.
        sha256: Digest of what was filed, hexadecimal.
        rows: How many filings there are in it.
    """

    rights = Rights.APPEND
    data_class = 2

    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=40)
    document = models.TextField()
    known_since = models.DateField()
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="batch_digest"),
            models.CheckConstraint(condition=Q(rows__gt=0), name="batch_has_rows"),
        )

    def __str__(self) -> str:
        return f"B{self.pk}"


class Filing(Part):
    """One row of facts about one enterprise, for one period, from one source.

    Attributes:
        grain: What the row is about: the enterprise, a year of it, one of its patents.
        period: The year, where the grain has one.
        subject: The row's keys beside the enterprise, as text: `2025`, a patent's number; empty for the enterprise.
        facts: Values by fact as the dictionary stores them, amounts in fen, days in ISO form; what is absent is
            unknown. The database refuses a fact that is not in the dictionary, of another kind or out of bounds.
        corrects: The filing that this one takes the place of; each is corrected once.
        row: The row of the file, as a person sees it.
    """

    rights = Rights.APPEND
    data_class = 3

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="filings")
    enterprise = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="filings", db_index=False
    )
    grain = models.CharField(max_length=20)
    period = models.SmallIntegerField(null=True)
    subject = models.TextField(blank=True)
    source_id = models.BigIntegerField()
    origin = models.CharField(max_length=40)
    known_since = models.DateField()
    facts = models.JSONField()
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", db_index=False
    )
    row = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "grain", "subject", "source_id", "origin"), condition=Q(corrects=None),
                name="filed_once_by_each_source",
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(corrects=F("id")), name="filing_corrects_another"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("enterprise", "grain", "subject"), name="filing_by_subject"),
            models.Index(fields=("source_id",), name="filing_by_source"),
        )

    def __str__(self) -> str:
        return f"{self.grain} {self.subject} of {self.enterprise_id}"


class Dispute(Record):
    """That an enterprise disputes a filing about it, or one fact of it.

    Attributes:
        fact: The fact; empty for the whole row.
        answer_by: The day until which the source has promised an answer.
    """

    rights = Rights.APPEND
    data_class = 3

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="disputes")
    fact = models.CharField(max_length=80, blank=True)
    ground = models.TextField()
    answer_by = models.DateField()

    def __str__(self) -> str:
        return f"D{self.pk}"


class DisputeAnswer(Record):
    """The source's answer: one to each dispute, and with the corrected filing where it is upheld."""

    rights = Rights.APPEND
    data_class = 3

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=12, choices=DisputeOutcome.choices)
    words = models.TextField()
    correction = models.OneToOneField(Filing, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=DisputeOutcome.values), name="dispute_outcome"),
            models.CheckConstraint(
                condition=Q(outcome=DisputeOutcome.UPHELD, correction__isnull=False)
                | (~Q(outcome=DisputeOutcome.UPHELD) & Q(correction=None)),
                name="upheld_is_corrected",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.outcome}"
