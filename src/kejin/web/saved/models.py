"""A view of a list. It is no record: nothing rests on it, and it can be saved again."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kejin.records.kept.record import Working
from kejin.records.parties.models import Organisation, Person

LONGEST_NAME, LONGEST_QUERY = 40, 1000


class SavedView(Working):
    """What one person asked of a list, under a name.

    Attributes:
        organisation: For which its person acted; nobody else's members see it.
        page: The name of the list's address.
        name: What its person calls it; one of a name for each person and list.
        query: The query of the address, as `kejin.web.saved.asking.asked` writes it.
        shared: Whether all members of the organisation see it.
        removed_at: When it was taken away; for a while it can be had back.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="saved_views")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person", "page", "name"),
                condition=Q(removed_at__isnull=True),
                name="saved_view_once",
            ),
        )

    def __str__(self) -> str:
        return self.name
