"""Lists of enterprises on public notice, and objections to them and to subsidies."""

from django.db import models
from django.db.models import Q

from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation
from kejin.records.subsidies.models import Subsidy

_SHA256 = r"^[0-9a-f]{64}$"


class PublicList(Record):
    """A list of enterprises as an office drafted it: names and codes, and what it was worked out from.

    Attributes:
        key: What it is a list of: the decision of the packs, `policy.decision`.
        title_zh, title_en: What it is called in public.
        rows: Each enterprise: `credit_code`, `name`, `place`.
        basis: What it was read from: the run's dates and the digests of its rules and facts.
        sha256: Digest of its rows, hexadecimal: what is published is what was drafted.
        notice_days: Calendar days of public notice; the office's own rule.
    """

    rights = Rights.APPEND
    data_class = 2

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="public_lists")
    key = models.CharField(max_length=120)
    title_zh = models.TextField()
    title_en = models.TextField()
    rows = models.JSONField()
    basis = models.JSONField()
    sha256 = models.CharField(max_length=64)
    notice_days = models.SmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="public_list_digest"),
            models.CheckConstraint(
                condition=Q(notice_days__gte=1, notice_days__lte=365), name="public_list_days"
            ),
        )

    def __str__(self) -> str:
        return f"L{self.pk}"


class Publication(Record):
    """That a list was published: by another person than the one who drafted it, which the database sees to.

    Attributes:
        since, until: First and last day of the public notice.
    """

    rights = Rights.APPEND
    data_class = 1

    list = models.OneToOneField(PublicList, on_delete=models.PROTECT, related_name="publication")
    since = models.DateField()
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.list_id} {self.until}"


class Conclusion(Record):
    """The end of a list's public notice: the names that stand, announced for good.

    It comes after the last day of the notice and after the answer to every objection, from a person who neither drafted
    nor published the list; the database sees to all of that, and takes no objection in afterwards.

    Attributes:
        rows: The names that stand: those of the list but for the ones struck off by an upheld objection.
        sha256: Digest of these, hexadecimal.
        concluded_on: The business day.
    """

    rights = Rights.APPEND
    data_class = 1

    list = models.OneToOneField(PublicList, on_delete=models.PROTECT, related_name="conclusion")
    rows = models.JSONField()
    sha256 = models.CharField(max_length=64)
    concluded_on = models.DateField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="conclusion_digest"),)

    def __str__(self) -> str:
        return f"{self.list_id} {self.concluded_on}"


class Objection(Record):
    """What somebody says against a name on a list, or against a subsidy, while it is on public notice.

    Attributes:
        credit_code: The name on the list that it is about; empty of a subsidy.
        by: Who says it, as he named himself.
        ground: What he says.
    """

    rights = Rights.APPEND
    data_class = 3

    list = models.ForeignKey(PublicList, on_delete=models.PROTECT, null=True, related_name="objections")
    subsidy = models.ForeignKey(Subsidy, on_delete=models.PROTECT, null=True, related_name="objections")
    credit_code = models.CharField(max_length=18, blank=True)
    by = models.TextField()
    ground = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(list__isnull=False, subsidy__isnull=True) & ~Q(credit_code="")
                | Q(list__isnull=True, subsidy__isnull=False, credit_code=""),
                name="objection_to_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"O{self.pk}"


class ObjectionAnswer(Record):
    """What an approver found: upheld, a name leaves the list; dismissed, it stays."""

    rights = Rights.APPEND
    data_class = 3

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="answer")
    upheld = models.BooleanField()
    words = models.TextField()

    def __str__(self) -> str:
        return f"{self.objection_id} {self.upheld}"
