"""Rights that can be pledged, and their pledges."""

from django.db import models
from django.db.models import F, Q

from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation


class Right(Record):
    """A right that can be pledged, by kind and number, such as a patent."""

    rights = Rights.APPEND
    data_class = 1

    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "number"), name="right_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Pledge(Record):
    """That a right is pledged, from its registration until it is released. The database allows one at a time."""

    rights = Rights.CHANGE
    data_class = 3

    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="pledges")
    pledgor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pledges_given")
    pledgee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pledges_held")
    secured_minor = models.BigIntegerField()
    registration = models.CharField(max_length=80, unique=True)
    registered_on = models.DateField()
    released_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("right",), condition=Q(released_on=None), name="pledged_once"),
            models.CheckConstraint(condition=Q(secured_minor__gt=0), name="pledge_amount"),
            models.CheckConstraint(condition=~Q(pledgor=F("pledgee")), name="pledge_between_two"),
            models.CheckConstraint(
                condition=Q(released_on=None) | Q(released_on__gte=F("registered_on")),
                name="released_after_registered",
            ),
        )

    def __str__(self) -> str:
        return self.registration
