"""Names as they are searched."""

from django.db import models

from kejin.records.kept.record import Working
from kejin.records.parties.models import Organisation


class SoughtName(Working):
    """An organisation's name and the first letters of its pinyin; made anew whenever one is missing.

    Beside the indexes here the migration makes one over pairs of characters, by which any part of a name is found.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="sought"
    )
    name = models.TextField()
    initials = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=("initials",), name="sought_by_initials", opclasses=("text_pattern_ops",)),
        )

    def __str__(self) -> str:
        return self.name
