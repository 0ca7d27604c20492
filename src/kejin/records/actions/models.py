"""What an act tells those whom it concerns."""

from django.db import models

from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation, Person


class Notice(Record):
    """A message to an organisation about something that an act did.

    Attributes:
        code: Which message, such as `financing.refused`; the words for it are in `kejin.records.work.notices`.
        subject_kind: What kind of record it is about.
        subject_id: Which one.
        parts: What the words need: amounts, dates, the code of a reason.
    """

    rights = Rights.APPEND
    data_class = 3

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices")
    code = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    parts = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("organisation", "id"), name="notice_by_organisation"),)

    def __str__(self) -> str:
        return f"{self.code} to {self.organisation_id}"


class NoticeSeen(Record):
    """That a person has seen a notice to the organisation."""

    rights = Rights.APPEND
    data_class = 2

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="seen")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "person"), name="notice_seen_once"),)

    def __str__(self) -> str:
        return f"notice {self.notice_id} seen by {self.person_id}"
