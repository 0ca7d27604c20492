"""What is to be approved, by how many, and what they decided."""

from django.db import models
from django.db.models import Q

from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation, Person


class ApprovalLimit(Record):
    """Above this amount an organisation asks for two approvers. The latest one counts; without any, two always."""

    rights = Rights.APPEND
    data_class = 2

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="approval_limits")
    kind = models.CharField(max_length=20)
    above_minor = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(above_minor__gte=0), name="approval_limit_amount"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.above_minor}"


class Approval(Record):
    """Something that waits for approval, or has it.

    Attributes:
        kind: `financing`, `compensation`, `subsidy`.
        content_sha256: Digest of exactly what is approved; whatever changes afterwards was not.
        required: How many must approve; the database works it out from the limit.
        opened_by: Who proposes; the database takes it from the act, and refuses this person's decision.
    """

    rights = Rights.APPEND
    data_class = 3

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    content_sha256 = models.CharField(max_length=64)
    required = models.SmallIntegerField(default=2)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(required__in=(1, 2)), name="approval_by_one_or_two"),
        )
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="approval_by_subject"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"


class ApprovalDecision(Record):
    """What one person decided; one refusal ends it."""

    rights = Rights.APPEND
    data_class = 3

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField()
    reason_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("approval", "person"), name="decided_once_by_each"),
            models.CheckConstraint(
                condition=Q(approved=True) | ~Q(reason_code=""), name="refusal_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.approval_id} {self.person_id} {self.approved}"


class ApprovalTakenBack(Record):
    """That the one who put something up has taken it back before anybody decided on it; it waits for nobody then."""

    rights = Rights.APPEND
    data_class = 2

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="taken_back")

    def __str__(self) -> str:
        return f"approval {self.approval_id} taken back"
