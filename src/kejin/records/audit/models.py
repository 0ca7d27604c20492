"""What the audit keeps in the database: versions of rows that may change, and that a seal was made."""

from typing import ClassVar

from django.db import models

from kejin.records.kept.record import Part, Record
from kejin.records.kept.rights import Rights


class Version(Record):
    """A row that may change, as an act left it. The database writes it; what lies before it is the version before.

    Attributes:
        table: The row's table.
        row_id: The row's number.
        content: Its columns by name; of a secret (data class 5) only the SHA-256.
    """

    rights = Rights.DERIVED
    grows_only: ClassVar[bool] = True
    data_class = 3

    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    content = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("table", "row_id", "id"), name="version_by_row"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class Seal(Part):
    """That a batch was sealed. The seal itself lies outside; this row tells when one is missing there.

    Attributes:
        number: The batches are counted from 1 without a gap.
        root: SHA-256 of the sealed document, hexadecimal.
        key: Fingerprint of the key that signed it.
    """

    rights = Rights.APPEND
    data_class = 1

    number = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.number}"
