"""Acts and what came of them."""

from django.db import models
from django.db.models import Q

from kejin.records.kept.record import CurrentTransaction, Part, Record
from kejin.records.kept.rights import Rights

FOUNDING = "registry.found"
"""The one act that nobody does for anybody: the first organisation and its first person."""


class Act(Part):
    """One thing that one person did for one organisation.

    Attributes:
        request_id: Joins what belongs to one request of a door.
        code: The action's code, such as `financing.apply`.
        person_id: Who. By number, with the name of that day, because it stays readable when the person has left.
        organisation_id: For whom.
        business_date: The day that the act counts for: the business day that is open, whatever the clock says. The
            database sets it, so that nobody can act on a day that is past.
        key: The idempotency key; of one organisation each key names one act.
        body: The action's parameters; what is personal in them is there only as a digest.
        body_sha256: Digest of the whole request, hexadecimal: action, person and parameters.
        transaction: The database's number of the transaction; no other one may add records to the act.
    """

    rights = Rights.APPEND
    data_class = 3

    request_id = models.UUIDField()
    code = models.CharField(max_length=80)
    person_id = models.BigIntegerField(null=True)
    person_name = models.TextField()
    organisation_id = models.BigIntegerField(null=True)
    organisation_name = models.TextField()
    business_date = models.DateField()
    reason = models.TextField(blank=True)
    channel = models.CharField(max_length=20)
    key = models.CharField(max_length=255, null=True)
    body = models.JSONField()
    body_sha256 = models.CharField(max_length=64)
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation_id", "key"), name="act_key_names_one_act"),
            models.CheckConstraint(
                condition=Q(code=FOUNDING) | Q(person_id__isnull=False, organisation_id__isnull=False),
                name="act_has_a_person_and_an_organisation",
            ),
        )
        indexes = (
            models.Index(fields=("request_id",), name="act_by_request"),
            models.Index(fields=("organisation_id", "id"), name="act_by_organisation"),
            models.Index(fields=("person_id", "id"), name="act_by_person"),
            models.Index(fields=("code", "id"), name="act_by_code"),
            models.Index(fields=("business_date", "id"), name="act_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.code} by {self.person_name} for {self.organisation_name}"


class Reply(Part):
    """What an act answered, word for word as a repetition with the same key will hear it.

    Attributes:
        subject_kind: What kind of record the act was about, such as `financing`.
        subject_id: Which one.
        subject_label: How people call it; kept here, so that it survives a change of name.
    """

    rights = Rights.APPEND
    data_class = 3

    act = models.OneToOneField(Act, on_delete=models.PROTECT, primary_key=True, related_name="reply")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_label = models.TextField()
    content = models.JSONField()

    class Meta:
        indexes = (
            models.Index(fields=("subject_kind", "subject_id"), name="reply_by_subject"),
            models.Index(fields=("subject_label",), name="reply_by_label"),
        )

    def __str__(self) -> str:
        return f"reply to act {self.act_id}"


class Attempt(Part):
    """An act that did not come to pass, because it was not permitted or was refused."""

    rights = Rights.APPEND
    data_class = 3

    request_id = models.UUIDField()
    code = models.CharField(max_length=80)
    person_name = models.TextField()
    organisation_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=20)
    error = models.CharField(max_length=80)
    message = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=("organisation_id", "id"), name="attempt_by_organisation"),
            models.Index(fields=("person_name", "id"), name="attempt_by_person"),
            models.Index(fields=("code", "id"), name="attempt_by_code"),
            models.Index(fields=("request_id",), name="attempt_by_request"),
            models.Index(fields=("recorded_at",), name="attempt_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.code} by {self.person_name}: {self.error}"


class BusinessDay(Record):
    """A day that was opened for business; the latest one is open, the earlier ones are past."""

    rights = Rights.APPEND
    data_class = 1

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return self.day.isoformat()
