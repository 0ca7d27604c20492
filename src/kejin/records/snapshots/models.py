"""Orders of snapshots, and the snapshots made of them."""

from django.db import models
from django.db.models import Q

from kejin.records.access.purposes import BasisKind
from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation

_SHA256 = r"^[0-9a-f]{64}$"


class SnapshotOrder(Record):
    """That an organisation asked for the facts as they stood on a day.

    Attributes:
        known_by: A day that is past, so that nothing can be added to it any more.
        basis: `consent` (named, of those who consented) or `statistics` (of all, without names).
        origins: Which origins go first where several sources say something.
        dictionary: Digest of the fact dictionary.
    """

    rights = Rights.APPEND
    data_class = 2

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    known_by = models.DateField()
    basis = models.CharField(max_length=20)
    origins = models.JSONField()
    dictionary = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(basis__in=(BasisKind.CONSENT, BasisKind.STATISTICS)), name="snapshot_basis"
            ),
        )

    def __str__(self) -> str:
        return f"O{self.pk}"


class Snapshot(Record):
    """What was made of an order. Made again for the same question, it has the same digest, or is refused.

    Attributes:
        digest: Digest of the content, whatever wrote the files.
        rows: Rows by grain.
    """

    rights = Rights.APPEND
    data_class = 2

    order = models.OneToOneField(SnapshotOrder, on_delete=models.PROTECT, related_name="snapshot")
    digest = models.CharField(max_length=64)
    rows = models.JSONField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(digest__regex=_SHA256), name="snapshot_digest"),)
        indexes = (models.Index(fields=("digest",), name="snapshot_by_digest"),)

    def __str__(self) -> str:
        return self.digest[:16]
