"""What somebody asks to export, and what was given out."""

from django.db import models
from django.db.models import Q

from kejin.records.approvals.models import Approval
from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights


class Request(Record):
    """That somebody asks for columns of a table; why, its act says.

    Attributes:
        masked: Whether sensitive values are to be masked; then nobody needs to approve it.
        sensitive: Whether it would give out sensitive values, by the data classes of the day it was asked for.
    """

    rights = Rights.APPEND
    data_class = 2

    table = models.CharField(max_length=63)
    columns = models.JSONField()
    masked = models.BooleanField()
    sensitive = models.BooleanField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(masked=False) | Q(sensitive=False), name="masked_is_not_sensitive"
            ),
        )

    def __str__(self) -> str:
        return f"X{self.pk}"


class Export(Record):
    """A file that was given out, once for a request. The database refuses a sensitive one without its approval.

    Attributes:
        rows: Its rows.
        sha256: Digest of the file, hexadecimal: a file that turns up somewhere can be told by it.
    """

    rights = Rights.APPEND
    data_class = 2

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="export")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, null=True, related_name="+")
    rows = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"export of {self.request_id}"
