"""Examinations and findings."""

from django.db import models
from django.db.models import Q

from kejin.records.approvals.models import Approval
from kejin.records.conflicts.kinds import FindingKind, Weight
from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation


class Examination(Record):
    """That an approval was examined for conflicts; the database lets nobody decide on one that was not.

    Attributes:
        enterprise: Who gets what is to be approved.
        givers: The organisations that lend or keep the pool, by number, beside who decides.
    """

    rights = Rights.APPEND
    data_class = 3

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="examination")
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    givers = models.JSONField()

    def __str__(self) -> str:
        return f"examination of {self.approval_id}"


class Finding(Record):
    """Something that was found, with its evidence.

    Attributes:
        weight: `bars` or `asks`.
        other_kind, other_id: The record that it is about.
        evidence: What shows it, as far as those who decide may know it.
    """

    rights = Rights.APPEND
    data_class = 3

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=30, choices=FindingKind.choices)
    weight = models.CharField(max_length=10, choices=Weight.choices)
    other_kind = models.CharField(max_length=40)
    other_id = models.BigIntegerField()
    evidence = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("approval", "kind", "other_kind", "other_id"), name="found_once"),
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind"),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="finding_weight"),
        )

    def __str__(self) -> str:
        return f"{self.kind} at {self.approval_id}"
