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
    # In the order of its bytes: one index then knows beginnings, and gives them in order.
    initials = models.TextField(db_collation="C")

    class Meta:
        indexes = (models.Index(fields=("initials",), name="sought_by_initials"),)

    def __str__(self) -> str:
        return self.name


class EnteredNames(Working):
    """Organisations whose names have still to be entered: those with numbers from `first` to `last`.

    A trigger of the database writes one row for each statement that adds organisations, and one for each new name.
    """

    first = models.BigIntegerField()
    last = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
